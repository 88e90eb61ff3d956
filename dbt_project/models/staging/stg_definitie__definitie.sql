-- The definitions, as definities.yml describes them.
select
    definitie,
    titel,
    omschrijving,
    reden,
    telt,
    met_halfjaar,
    met_jaar,
    met_adres,
    met_gezin,
    huishouden_dag,
    cast(beschermingsbreedte as integer) as beschermingsbreedte
from {{ source('raw', 'definitie__definitie') }}
