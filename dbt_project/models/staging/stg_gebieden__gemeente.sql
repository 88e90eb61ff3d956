-- The municipalities this lakehouse serves, in the four digits that the BRP and the messages use.
select distinct substring(gebied_code, 3, 4) as gemeente, gebied_code
from {{ ref('stg_gebieden__naam') }}
where gebied_soort = 'gemeente'
