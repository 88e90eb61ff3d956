-- The own number of households beside that of CBS, with what can make them differ. All that is computed here comes from
-- published figures, so no difference tells a count that is secret.
with cel as (
    select
        oorzaak.*,
        case oorzaak.huishoudensoort when 'adres' then noemer.huishoudens_adres else noemer.huishoudens_gezin end as aantal
    from {{ ref('int_huishouden_cbs__oorzaak') }} as oorzaak
    inner join {{ ref('int_telling__noemer') }} as noemer
        on oorzaak.jaar = noemer.jaar and oorzaak.gebied_code = noemer.gebied_code
),

gepubliceerd as (
    select
        cel.gebied_code,
        cel.gebied_soort,
        cast(cel.jaar as integer) as jaar,
        cel.huishoudensoort,
        {{ noemer_gepubliceerd('cel.aantal', 'cel.gebied_soort') }} as huishoudens,
        cijfer.huishoudens as cbs_huishoudens,
        cijfer.tabel as cbs_tabel,
        cast(cijfer.cijferjaar as integer) as cbs_jaar,
        case when cel.aantal >= 30 then {{ gepubliceerd('cel.personen_instelling') }} end as personen_instelling,
        -- Not of a part: where the person would live is not known.
        {%- for kolom in ['personen_briefadres', 'personen_adres_onbekend', 'huishoudens_zonder_buurt'] %}
        case when cel.aantal >= 30 and cel.gebied_soort = 'gemeente' then {{ gepubliceerd('cel.' ~ kolom) }} end as {{ kolom }},
        {%- endfor %}
        case when cel.aantal >= 30 then {{ gepubliceerd('cel.extra_gezinnen') }} end as extra_gezinnen
    from cel
    left join {{ ref('int_huishouden_cbs__cijfer') }} as cijfer on cel.jaar = cijfer.jaar and cel.gebied_code = cijfer.gebied_code
),

-- How far below or above CBS the own number can be at most, if CBS counts each of those as a household, or counts
-- gezinnen at one address otherwise than this kind does. What is secret counts as 0.
speling as (
    select
        *,
        cast(huishoudens - cbs_huishoudens as integer) as verschil,
        coalesce(personen_instelling, 0)
        + coalesce(personen_briefadres, 0)
        + coalesce(personen_adres_onbekend, 0)
        + case when huishoudensoort = 'adres' then coalesce(extra_gezinnen, 0) else 0 end as omlaag,
        case when huishoudensoort = 'gezin' then coalesce(extra_gezinnen, 0) else 0 end as omhoog
    from gepubliceerd
)

select
    gebied_code,
    gebied_soort,
    jaar,
    huishoudensoort,
    huishoudens,
    cbs_huishoudens,
    cbs_tabel,
    cbs_jaar,
    verschil,
    personen_instelling,
    personen_briefadres,
    personen_adres_onbekend,
    huishoudens_zonder_buurt,
    extra_gezinnen,
    cast(case when verschil > omhoog then omhoog when verschil < -omlaag then -omlaag else verschil end as integer) as verklaarbaar,
    cast(case when verschil > omhoog then verschil - omhoog when verschil < -omlaag then verschil + omlaag when verschil is not null then 0 end as integer) as rest
from speling
