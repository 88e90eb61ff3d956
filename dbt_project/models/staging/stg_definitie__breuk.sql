-- Which breaks touch which definition.
select definitie, reeksbreuk
from {{ source('raw', 'definitie__breuk') }}
