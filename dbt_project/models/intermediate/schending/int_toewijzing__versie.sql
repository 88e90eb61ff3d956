-- Which version of an assignment (301) a declared line is held against: the one that held when the line was delivered
-- (`is_toen`) and, if that was another, the one that holds now. Per version the delivery dates of lines it is for.
with rangorde as (
    select
        gemeente,
        wet,
        toewijzingnummer,
        leverdatum,
        aanbieder,
        persoon,
        productcategorie,
        productcode,
        ingangsdatum,
        einddatum,
        reden_wijziging,
        volume,
        eenheid,
        frequentie,
        budget_cent,
        row_number() over (
            partition by gemeente, wet, toewijzingnummer
            order by toewijzingsdatum, toewijzingstijd, leverdatum, bestand_id desc, rij
        ) as rang
    from {{ ref('stg_bericht__toewijzing') }}
),

hoogste as (
    select
        rangorde.*,
        max(rang) over (partition by gemeente, wet, toewijzingnummer order by leverdatum) as hoogste_rang
    from rangorde
),

-- What was overtaken by a message delivered no later never held.
gegolden as (
    select
        hoogste.*,
        min(leverdatum) over (partition by gemeente, wet, toewijzingnummer) as eerste_op,
        max(leverdatum) over (partition by gemeente, wet, toewijzingnummer) as laatste_op,
        lead(leverdatum) over (partition by gemeente, wet, toewijzingnummer order by leverdatum) as volgende_op
    from hoogste
    where rang = hoogste_rang
),

tijdvak as (
    select
        gegolden.*,
        true as is_toen,
        true as is_bekend,
        case when volgende_op is not null then laatste_op end as nu_op,
        leverdatum as van,
        coalesce(volgende_op, cast('9999-12-31' as date)) as tot
    from gegolden
    union all
    -- A line that was delivered before any message of its assignment: what holds now is all there is.
    select gegolden.*, true as is_toen, false as is_bekend, eerste_op as nu_op, cast('0001-01-01' as date) as van, eerste_op as tot
    from gegolden
    where volgende_op is null
    union all
    select gegolden.*, false as is_toen, true as is_bekend, cast(null as date) as nu_op, cast('0001-01-01' as date) as van, leverdatum as tot
    from gegolden
    where volgende_op is null
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
    coalesce(versie.reden_wijziging = '13' and versie.einddatum = versie.ingangsdatum, false) as is_verwijderd,
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
    gestart.begindatum as start_begindatum
from tijdvak as versie
left join {{ ref('int_start__geldig') }} as gestart
    on
        versie.gemeente = gestart.gemeente
        and versie.wet = gestart.wet
        and versie.toewijzingnummer = gestart.toewijzingnummer
