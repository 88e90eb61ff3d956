-- Which version of an assignment (301) a declared line is held against: the one that held when the line was delivered
-- (`is_toen`) and, if that was another, the one that holds now. Per version the delivery dates of lines it is for.
with bekend as (
    select
        *,
        min(geldig_van) over (partition by gemeente, wet, toewijzingnummer) as eerste_op,
        max(geldig_van) over (partition by gemeente, wet, toewijzingnummer) as laatste_op
    from {{ ref('int_toewijzing__gegolden') }}
),

tijdvak as (
    select *, true as is_toen, true as is_bekend, case when not is_laatste then laatste_op end as nu_op, geldig_van as van, geldig_tot as tot
    from bekend
    union all
    -- A line that was delivered before any message of its assignment: what holds now is all there is.
    select *, true as is_toen, false as is_bekend, eerste_op as nu_op, cast('0001-01-01' as date) as van, eerste_op as tot
    from bekend
    where is_laatste
    union all
    select *, false as is_toen, true as is_bekend, cast(null as date) as nu_op, cast('0001-01-01' as date) as van, geldig_van as tot
    from bekend
    where is_laatste
)

select
    versie.gemeente,
    versie.wet,
    versie.toewijzingnummer,
    versie.van,
    versie.tot,
    versie.is_toen,
    versie.is_bekend,
    versie.nu_op,
    versie.aanbieder,
    versie.persoon,
    versie.productcategorie,
    versie.productcode,
    versie.ingangsdatum,
    versie.einddatum,
    versie.volume,
    versie.eenheid,
    versie.frequentie,
    versie.is_verwijderd,
    -- Where the week in which the assignment ends counts when weeks go by their Sunday: with the last Sunday in it.
    case
        when {{ zondag_ervoor('versie.einddatum') }} < versie.ingangsdatum then versie.einddatum
        when {{ zondag_ervoor('versie.einddatum') }} < versie.einddatum then {{ zondag_ervoor('versie.einddatum') }}
    end as gebroken_week,
    case when versie.volume is not null then 'TR322' when versie.budget_cent is not null then 'TR369' end as som_regel,
    -- All that may be declared on it together, hours in minutes; unknown without an end, but for a total (6) or a budget.
    cast(
        case
            when versie.einddatum < versie.ingangsdatum then null
            when versie.volume is null then versie.budget_cent
            else versie.volume * case when versie.eenheid = '04' then 60 else 1 end * case versie.frequentie
                when '1' then {{ dagen_tussen('versie.ingangsdatum', 'versie.einddatum') }} + 1
                when '2' then {{ weken_geraakt('versie.ingangsdatum', 'versie.einddatum') }}
                when '4' then {{ maanden_geraakt('versie.ingangsdatum', 'versie.einddatum') }}
                when '6' then 1
            end
        end as bigint
    ) as som_hoogstens,
    gestart.begindatum as start_begindatum,
    gestart.bekend_op as start_bekend_op
from tijdvak as versie
left join {{ ref('int_start__geldig') }} as gestart
    on
        versie.gemeente = gestart.gemeente
        and versie.wet = gestart.wet
        and versie.toewijzingnummer = gestart.toewijzingnummer
