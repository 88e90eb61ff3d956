-- Which findings the municipality leaves as they are, why and until when.
select regel, bron, tabel, leverancier, reden, door, tot
from {{ source('oordeel', 'acceptatie') }}
