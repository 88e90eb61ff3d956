-- The assignments that a request for change (317) names, as they stood when it was delivered (`toen`) and as they stand now
-- (`nu`): two rows per line. Without an assignment of that number the columns of the assignment are NULL.
{% for moment in ['toen', 'nu'] -%}
select
    '{{ moment }}' as moment,
    regel.bestand_id,
    regel.rij,
    regel.wet,
    regel.gemeente,
    regel.leverdatum,
    regel.dagtekening,
    regel.klasse,
    regel.gewenste_ingangsdatum,
    regel.einddatum,
    regel.volume,
    regel.eenheid,
    regel.frequentie,
    regel.budget_cent,
    versie.geldig_van,
    versie.toewijzingsdatum,
    versie.ingangsdatum as toegewezen_van,
    versie.einddatum as toegewezen_tot,
    versie.productcategorie as toegewezen_categorie,
    versie.productcode as toegewezen_code,
    versie.volume as toegewezen_volume,
    versie.eenheid as toegewezen_eenheid,
    versie.frequentie as toegewezen_frequentie,
    versie.budget_cent as toegewezen_budget_cent,
    versie.toewijzingnummer is null as is_onbekend,
    coalesce(versie.persoon <> regel.persoon, false) as is_van_ander,
    coalesce(
        versie.aanbieder = regel.aanbieder
        and not versie.is_verwijderd
        and coalesce(versie.einddatum, cast('9999-12-31' as date)) >= regel.dagtekening,
        false
    ) as is_actueel
from {{ ref('stg_bericht__wijzigingsverzoek') }} as regel
left join {{ ref('int_toewijzing__gegolden') }} as versie
    on
        regel.gemeente = versie.gemeente
        and regel.wet = versie.wet
        and regel.toewijzingnummer = versie.toewijzingnummer
        {% if moment == 'toen' -%}
        and regel.leverdatum >= versie.geldig_van
        and regel.leverdatum < versie.geldig_tot
        {% else -%}
        and versie.is_laatste
        {% endif %}
where regel.klasse in ('ongewijzigd', 'te_wijzigen') and regel.persoon is not null
{% if not loop.last %}union all{% endif %}
{% endfor %}
