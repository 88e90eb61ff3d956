-- What is expected of each source and of each scheme of voorzieningen, as their YAMLs say it.
select
    bron,
    soort,
    naam,
    titel,
    leverancier,
    eigenaar,
    cast(ritme_dagen as integer) as ritme_dagen,
    minste_aandeel,
    cast(stil_maanden as integer) as stil_maanden,
    stil_anderen,
    wetten,
    leveringsvormen,
    voorzieningen
from {{ source('raw', 'bron__verwachting') }}
