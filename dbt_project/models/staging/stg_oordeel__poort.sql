-- What the suites of the first gate judged not to hold, in the run that builds this lake.
select regel, laag, bron, tabel, attribuut, ernst, aantal, aantal_gecontroleerd
from {{ source('oordeel', 'levering') }}
where not geslaagd
