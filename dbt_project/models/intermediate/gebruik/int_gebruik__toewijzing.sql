-- Use that follows from assignments, before death is taken into account: one row per assignment that existed.
select
    toewijzing.persoon,
    toewijzing.bsn_status,
    toewijzing.wet,
    toewijzing.wet as regeling,
    toewijzing.wet || ':' || coalesce(toewijzing.productcategorie, '') as voorziening,
    toewijzing.productcategorie,
    coalesce(toewijzing.productcategorie, '') as categorie,
    -- Messages are about care in kind; a budget (PGB) is not in them.
    'ZIN' as leveringsvorm,
    'toewijzing' as herkomst,
    toewijzing.productcode,
    true as telt_voor_wet,
    toewijzing.gemeente,
    toewijzing.aanbieder as leverancier,
    case when toewijzing.wet = 'wmo' then 'iwmo' else 'ijw' end as bron,
    toewijzing.leverdatum,
    toewijzing.bekend_sinds,
    greatest(toewijzing.ingangsdatum, coalesce(begin.begindatum, toewijzing.ingangsdatum)) as van,
    least(
        coalesce(toewijzing.einddatum, cast('9999-12-31' as date)), coalesce(einde.einddatum, cast('9999-12-31' as date))
    ) as tot_en_met
from {{ ref('int_toewijzing__geldig') }} as toewijzing
left join {{ ref('int_start__geldig') }} as begin
    on
        toewijzing.gemeente = begin.gemeente
        and toewijzing.wet = begin.wet
        and toewijzing.toewijzingnummer = begin.toewijzingnummer
left join {{ ref('int_stop__geldig') }} as einde
    on
        toewijzing.gemeente = einde.gemeente
        and toewijzing.wet = einde.wet
        and toewijzing.toewijzingnummer = einde.toewijzingnummer
where not toewijzing.is_verwijderd
