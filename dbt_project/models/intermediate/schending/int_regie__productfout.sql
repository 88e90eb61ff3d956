-- TR381: pairs of product category and code in any message that do not belong together: by the contracts of the municipality
-- when they know the code, else by the form of the national codes (category, letter, two digits). A code of another form is a
-- municipality's own and is not judged.
with paar as (
    {% for tabel in ['toewijzing', 'start', 'stop', 'aangevraagd_product', 'wijzigingsverzoek', 'declaratieregel'] -%}
    select productcategorie, productcode
    from {{ ref('stg_bericht__' ~ tabel) }}
    where productcode is not null
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

contract as (
    select distinct productcategorie, productcode from {{ ref('stg_contracten__tarief') }}
)

select paar.productcategorie, paar.productcode
from paar
left join (select distinct productcode from contract) as bekend on paar.productcode = bekend.productcode
left join contract
    on paar.productcode = contract.productcode and paar.productcategorie = contract.productcategorie
where
    case
        when bekend.productcode is not null then contract.productcode is null
        else
            length(paar.productcode) = 5
            and substring(paar.productcode, 1, 1) between '0' and '9'
            and substring(paar.productcode, 2, 1) between '0' and '9'
            and substring(paar.productcode, 3, 1) between 'A' and 'Z'
            and substring(paar.productcode, 4, 1) between '0' and '9'
            and substring(paar.productcode, 5, 1) between '0' and '9'
            and substring(paar.productcode, 1, 2) <> paar.productcategorie
    end
