-- The breaks in series that are known beforehand.
select reeksbreuk, titel, omschrijving, bron, vanaf, wetten, gemeenten, gebied_soorten, cijfers
from {{ source('raw', 'definitie__reeksbreuk') }}
