-- How registrations were given a person, per scheme and area, under the disclosure rule.
select
    cast(regeling as varchar) as regeling,
    cast(wet as varchar) as wet,
    cast(gebied_code as varchar) as gebied_code,
    cast(koppeling as varchar) as koppeling,
    {{ gepubliceerd('aantal') }} as registraties,
    {{ is_geheim('aantal') }} as geheim
from {{ ref('int_koppeling__telling') }}
