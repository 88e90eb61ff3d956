-- The residents of those addresses on those days, with age and parents as known for that day.
select
    vraag.adres_id,
    vraag.dag,
    vraag.is_peildag,
    inschrijving.persoon,
    inschrijving.gemeente,
    inschrijving.pc6_huisnummer,
    inschrijving.volgnummer,
    gegevens.geboortedatum,
    gegevens.ouder_1,
    gegevens.ouder_2,
    coalesce({{ leeftijd_op('gegevens.geboortedatum', 'vraag.dag') }} < 18, false) as is_minderjarig
from {{ ref('int_huishouden__te_bepalen') }} as vraag
inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
    on vraag.adres_id = inschrijving.adres_id and vraag.dag >= inschrijving.van and vraag.dag < inschrijving.tot
left join {{ ref('int_persoon__gegevens') }} as gegevens
    on inschrijving.persoon = gegevens.persoon and vraag.dag >= gegevens.van and vraag.dag < gegevens.tot
where inschrijving.is_ingezetene
