-- What each state of the triangle will come to, as it could be estimated when it was the newest: the same age of the latest
-- months that were complete by then, each with how many times its final state that was. In order of that ratio the k-th from
-- below and the k-th from above bound the next one with the stated rate, whatever its distribution, as long as the months are
-- alike: it then falls between any two neighbours, or outside all, with the same chance 1 / (n + 1).
{% set sleutel = 'wet, maat, duur, maand, leeftijd' %}
with grens as (
    select
        {{ grens('volledigheidsgrens', 'zekerheid_procent') }} as zekerheid,
        {{ grens('volledigheidsgrens', 'volledig_na_maanden') }} as volledig_na,
        {{ grens('volledigheidsgrens', 'minste_vergelijkbaar') }} as minste,
        {{ grens('volledigheidsgrens', 'meeste_vergelijkbaar') }} as meeste,
        {{ grens('volledigheidsgrens', 'minste_gehaald_procent') }} as minste_gehaald
),

stand as (
    select driehoek.*, eind.bekend as eindstand
    from {{ ref('int_volledigheid__driehoek') }} as driehoek
    cross join grens
    left join {{ ref('int_volledigheid__driehoek') }} as eind
        on
            driehoek.wet = eind.wet
            and driehoek.maat = eind.maat
            and driehoek.duur = eind.duur
            and driehoek.maand = eind.maand
            and eind.leeftijd = grens.volledig_na
),

verhouding as (
    select
        nu.wet,
        nu.maat,
        nu.duur,
        nu.maand,
        nu.leeftijd,
        ouder.bekend as toen,
        greatest(ouder.eindstand, 0) as later,
        row_number() over (
            partition by nu.wet, nu.maat, nu.duur, nu.maand, nu.leeftijd
            order by {{ geheel_gedeeld(groot_geheel('greatest(ouder.eindstand, 0)') ~ ' * 1000000000', 'ouder.bekend') }}, ouder.maand
        ) as rang,
        count(*) over (partition by nu.wet, nu.maat, nu.duur, nu.maand, nu.leeftijd) as aantal
    from stand as nu
    cross join grens
    inner join stand as ouder
        on
            nu.wet = ouder.wet
            and nu.maat = ouder.maat
            and nu.duur = ouder.duur
            and nu.leeftijd = ouder.leeftijd
            and ouder.maand <= nu.maand + nu.leeftijd - grens.volledig_na
            and ouder.maand > nu.maand + nu.leeftijd - grens.volledig_na - grens.meeste
    where nu.leeftijd < grens.volledig_na and nu.bekend > 0 and ouder.bekend > 0
),

met_rang as (
    select verhouding.*, {{ geheel_gedeeld('(verhouding.aantal + 1) * (100 - grens.zekerheid)', '200') }} as k
    from verhouding
    cross join grens
),

gekozen as (
    select
        {{ sleutel }},
        max(aantal) as vergeleken,
        max(k) as k,
        {%- for naam, rang in {'laag': 'k', 'midden': geheel_gedeeld('aantal + 1', '2'), 'hoog': 'aantal + 1 - k'}.items() %}
        max(case when rang = {{ rang }} then toen end) as toen_{{ naam }},
        max(case when rang = {{ rang }} then later end) as later_{{ naam }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from met_rang
    group by {{ sleutel }}
),

raming as (
    select
        stand.*,
        coalesce(gekozen.vergeleken, 0) as vergeleken,
        case
            when stand.leeftijd >= grens.volledig_na then 'volledig'
            when stand.bekend <= 0 then 'niets_bekend'
            when coalesce(gekozen.vergeleken, 0) < grens.minste or gekozen.k < 1 then 'te_weinig_vergelijkbaar'
        end as reden,
        {{ geheel_gedeeld(groot_geheel('stand.bekend') ~ ' * gekozen.later_laag', 'gekozen.toen_laag') }} as ondergrens,
        {{ geheel_gedeeld(groot_geheel('stand.bekend') ~ ' * gekozen.later_midden', 'gekozen.toen_midden') }} as verwacht,
        -- Up.
        -{{ geheel_gedeeld('-' ~ groot_geheel('stand.bekend') ~ ' * gekozen.later_hoog', 'gekozen.toen_hoog') }} as bovengrens
    from stand
    cross join grens
    left join gekozen using ({{ sleutel }})
),

begrensd as (
    select
        {{ sleutel }},
        bekend,
        geheim,
        eindstand,
        cast(vergeleken as integer) as vergeleken,
        reden,
        {%- for naam in ['ondergrens', 'verwacht', 'bovengrens'] %}
        cast(case when reden is null then {{ naam }} when reden = 'volledig' then bekend end as bigint) as {{ naam }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from raming
),

-- The back-test: earlier estimates at this age whose truth had come by then.
toets as (
    select
        nu.wet,
        nu.maat,
        nu.duur,
        nu.maand,
        nu.leeftijd,
        cast(count(*) as integer) as getoetst,
        cast(sum(case when eerder.eindstand between eerder.ondergrens and eerder.bovengrens then 1 else 0 end) as integer) as getoetst_binnen
    from begrensd as nu
    cross join grens
    inner join begrensd as eerder
        on
            nu.wet = eerder.wet
            and nu.maat = eerder.maat
            and nu.duur = eerder.duur
            and nu.leeftijd = eerder.leeftijd
            and eerder.maand + grens.volledig_na <= nu.maand + nu.leeftijd
            and eerder.reden is null
    group by nu.wet, nu.maat, nu.duur, nu.maand, nu.leeftijd
),

getoetst as (
    select
        begrensd.*,
        coalesce(toets.getoetst, 0) as getoetst,
        coalesce(toets.getoetst_binnen, 0) as getoetst_binnen,
        coalesce(toets.getoetst >= grens.minste and 100 * toets.getoetst_binnen < grens.minste_gehaald * toets.getoetst, false) as faalt
    from begrensd
    cross join grens
    left join toets using ({{ sleutel }})
)

-- What did not come true often enough is not said again.
select
    {{ sleutel }},
    bekend,
    geheim,
    eindstand,
    vergeleken,
    getoetst,
    getoetst_binnen,
    case when reden is null and faalt then 'klopte_te_weinig' else reden end as reden,
    {%- for naam in ['ondergrens', 'verwacht', 'bovengrens'] %}
    case when reden is not null or not faalt then {{ naam }} end as {{ naam }}{{ '' if loop.last else ',' }}
    {%- endfor %}
from getoetst
