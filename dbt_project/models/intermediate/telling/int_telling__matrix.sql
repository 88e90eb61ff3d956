-- Unrounded: of the clients of scheme A, how many also use scheme B in the period. Everybody counts, also who is not
-- in the BRP. The laws are those of definition gmsd; a scheme of `overig` is one of its own.
with gebruik as (
    select distinct periode, wet as regeling, persoon
    from {{ ref('int_gebruik__per_periode') }}
    where definitie = 'gmsd'
    union all
    select distinct periode.periode, tijdvak.regeling, tijdvak.persoon
    from {{ ref('int_definitie__periode') }} as periode
    inner join {{ ref('int_gebruik__tijdvak') }} as tijdvak
        on tijdvak.van <= periode.eind_datum and tijdvak.tot_en_met >= periode.eerste_dag
    where periode.definitie = 'gmsd' and tijdvak.wet = 'overig' and tijdvak.is_bruikbaar
),

aantal as (
    select periode, regeling, count(*) as clienten
    from gebruik
    group by periode, regeling
),

samen as (
    select a.periode, a.regeling as regeling_a, b.regeling as regeling_b, count(*) as clienten
    from gebruik as a
    inner join gebruik as b on a.periode = b.periode and a.persoon = b.persoon and a.regeling <> b.regeling
    group by a.periode, a.regeling, b.regeling
)

select
    a.periode,
    a.regeling as regeling_a,
    b.regeling as regeling_b,
    a.clienten as clienten_a,
    coalesce(samen.clienten, 0) as clienten_a_en_b
from aantal as a
inner join aantal as b on a.periode = b.periode and a.regeling <> b.regeling
left join samen on a.periode = samen.periode and a.regeling = samen.regeling_a and b.regeling = samen.regeling_b
