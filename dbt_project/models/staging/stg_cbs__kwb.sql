-- Key figures per buurt, wijk and municipality as CBS publishes them, with the reason where a value is missing.
select tabel, jaar, gebied_code, gebied_naam, gebied_soort, onderwerp, eenheid, waarde, reden
from {{ source('raw', 'cbs__kwb') }}
