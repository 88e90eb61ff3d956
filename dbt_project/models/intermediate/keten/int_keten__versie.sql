-- Each assignment as its messages (301) changed it, in the order of Toewijzingsdatum and -tijd. A 301 tells all that holds
-- again, so a message that says the same as the one before is no version. The last one holds as in int_toewijzing__geldig.
with volgorde as (
    select
        *,
        coalesce(reden_wijziging = '13' and einddatum = ingangsdatum, false) as is_verwijderd,
        coalesce(einddatum, cast('9999-12-31' as date)) as loopt_tot,
        min(toewijzingsdatum) over (partition by gemeente, wet, toewijzingnummer) as toegewezen_op,
        min(leverdatum) over (partition by gemeente, wet, toewijzingnummer) as bekend_sinds,
        row_number() over (
            partition by gemeente, wet, toewijzingnummer
            order by {{ toewijzing_volgorde() }}
        ) as rang
    from {{ ref('stg_bericht__toewijzing') }}
),

inhoud as (
    select
        *,
        {{ inhoud_hash([
            'persoon', 'bsn_status', 'aanbieder', 'productcategorie', 'productcode', 'ingangsdatum', 'loopt_tot',
            'is_verwijderd', 'volume', 'eenheid', 'frequentie', 'budget_cent',
        ]) }} as inhoud
    from volgorde
),

vorige as (
    select
        *,
        lag(inhoud) over (partition by gemeente, wet, toewijzingnummer order by rang) as vorige_inhoud,
        lag(loopt_tot) over (partition by gemeente, wet, toewijzingnummer order by rang) as vorige_loopt_tot,
        lag(is_verwijderd) over (partition by gemeente, wet, toewijzingnummer order by rang) as vorige_is_verwijderd
    from inhoud
)

select
    gemeente,
    wet,
    toewijzingnummer,
    case
        when is_verwijderd then 'verwijderd'
        when coalesce(vorige_is_verwijderd, true) then 'toegewezen'
        when loopt_tot < vorige_loopt_tot then 'ingetrokken'
        when loopt_tot > vorige_loopt_tot then 'verlengd'
        else 'gewijzigd'
    end as gebeurtenis,
    bestand_id,
    rij,
    leverdatum,
    persoon,
    bsn_status,
    aanbieder,
    productcategorie,
    productcode,
    toewijzingsdatum,
    ingangsdatum,
    einddatum,
    reden_wijziging,
    volume,
    eenheid,
    frequentie,
    budget_cent,
    is_verwijderd,
    toegewezen_op,
    bekend_sinds,
    lead(rang) over (partition by gemeente, wet, toewijzingnummer order by rang) is null as geldt_nu
from vorige
where vorige_inhoud is null or inhoud <> vorige_inhoud
