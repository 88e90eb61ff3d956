-- How complete what is known of a month or period was at each age, and what it will come to. Bounds go outward when rounded.
{% set stap = 'grens.afronding' %}
with grens as (
    select
        {{ grens('volledigheidsgrens', 'afronding_euro') }} as afronding,
        {{ grens('volledigheidsgrens', 'zekerheid_procent') }} as zekerheid
),

naam as (
    select
        raming.*,
        cast({{ geheel_gedeeld('raming.maand', '12') }} as varchar) as jaar,
        raming.maand % 12 + 1 as maand_van_jaar,
        raming.maand + raming.leeftijd = max(raming.maand + raming.leeftijd) over (partition by raming.wet, raming.maat, raming.duur, raming.maand) as is_laatste
    from {{ ref('int_volledigheid__raming') }} as raming
),

afgerond as (
    select
        naam.*,
        case duur
            when 1 then jaar || 'M' || case when maand_van_jaar < 10 then '0' else '' end || cast(maand_van_jaar as varchar)
            when 6 then jaar || case maand_van_jaar when 6 then 'H1' else 'H2' end
            else jaar
        end as periode,
        {%- for kolom in ['bekend', 'verwacht'] %}
        case when not geheim then case maat when 'bedrag' then {{ op_veelvoud(kolom, stap) }} else {{ gepubliceerd(kolom) }} end end as {{ kolom }}_p,
        {%- endfor %}
        case when not geheim then case maat when 'bedrag' then {{ geheel_gedeeld('ondergrens', '100 * ' ~ stap) }} * {{ stap }} else {{ geheel_gedeeld('ondergrens', '5') }} * 5 end end as ondergrens_p,
        case when not geheim then case maat when 'bedrag' then -{{ geheel_gedeeld('-bovengrens', '100 * ' ~ stap) }} * {{ stap }} else -{{ geheel_gedeeld('-bovengrens', '5') }} * 5 end end as bovengrens_p,
        zekerheid
    from naam
    cross join grens
    where duur = 1 or duur = 6 and maand_van_jaar in (6, 12) or duur = 12 and maand_van_jaar = 12
)

select
    cast(wet as varchar) as wet,
    cast(maat as varchar) as maat,
    cast(periode as varchar) as periode,
    cast(leeftijd as integer) as na_maanden,
    cast(bekend_p as integer) as bekend,
    cast(case when reden = 'volledig' then bekend_p else verwacht_p end as integer) as verwacht,
    cast(case when reden is null then ondergrens_p end as integer) as ondergrens,
    cast(case when reden is null then bovengrens_p end as integer) as bovengrens,
    cast(case when reden = 'volledig' and bekend_p > 0 then 100 when bekend_p >= 0 and verwacht_p > 0 then {{ verhouding('bekend_p', 'verwacht_p', 100) }} end as integer) as percentage,
    cast(zekerheid as integer) as zekerheid,
    cast(vergeleken as integer) as vergeleken,
    cast(getoetst as integer) as getoetst,
    cast(getoetst_binnen as integer) as getoetst_binnen,
    cast(reden as varchar) as reden,
    is_laatste,
    geheim,
    cast(peil.bekend_op as date) as bekend_op
from afgerond
cross join {{ ref('int_peil__bekend_op') }} as peil
