-- Clients and households by number of facilities and combination of laws, as CBS publishes them.
select
    tabel,
    jaar,
    periode,
    status,
    aangeleverd,
    gebied_code,
    gebied_naam,
    gebied_soort,
    aantal_voorzieningen,
    combinatie,
    eenheid,
    aantal,
    cast(per_1000 as decimal(12, 2)) as per_1000,
    reden,
    herkomst
from {{ source('raw', 'cbs__overlap') }}
