-- One row: up to which delivery date this lake knows the world, and the first and last BRP statement.
select
    max(leverdatum) as bekend_op,
    min(case when bron = 'brp' then leverdatum end) as eerste_brp,
    max(case when bron = 'brp' then leverdatum end) as laatste_brp
from {{ ref('stg_manifest__levering') }}
