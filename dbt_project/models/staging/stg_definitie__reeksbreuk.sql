-- The breaks in series that are known beforehand.
select reeksbreuk, titel, omschrijving, bron, vanaf, wetten, gemeenten, cijfers
from {{ source('raw', 'definitie__reeksbreuk') }}
