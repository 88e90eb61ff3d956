-- Which rules a declared line (323) breaks, held against the assignment as it was when the line was delivered (`is_toen`)
-- and as it is now. Only lines that break one; the rules themselves stand in the macro prestatieregels.
with samen as (
    select
        regel.*,
        coalesce(versie.is_toen, true) as is_toen,
        versie.nu_op,
        coalesce(versie.is_bekend and versie.aanbieder = regel.aanbieder, false) as is_gekend,
        coalesce(versie.aanbieder = regel.aanbieder and versie.is_verwijderd, false) as is_verwijderd,
        coalesce(versie.aanbieder = regel.aanbieder and not versie.is_verwijderd, false) as geldt,
        coalesce(versie.persoon <> regel.persoon, false) as andere_persoon,
        versie.ingangsdatum,
        versie.einddatum,
        versie.start_begindatum,
        versie.start_bekend_op,
        regel.debet_credit = 'D' as is_debet,
        coalesce(credit.zelfde_client, true) as zelfde_client_als_debet,
        regel.product_begin <= regel.product_einde as loopt,
        {{ maand_begin('regel.product_begin') }} as maand_begin,
        {{ maand_einde('regel.product_begin') }} as maand_einde,
        {{ maand_begin('regel.product_begin') }} > regel.declaratie_einde as te_laat_voor_declaratie,
        regel.product_einde < {{ maand_erbij('regel.declaratie_dagtekening', -60) }} as te_oud,
        coalesce(versie.productcategorie <> regel.productcategorie, false) as andere_categorie,
        coalesce(versie.productcode <> regel.productcode, false) as andere_code,
        coalesce(versie.eenheid <> regel.eenheid and not (versie.eenheid = '04' and regel.eenheid = '01'), false) as andere_eenheid,
        case when regel.eenheid = '04' then 60 else 1 end as in_minuten,
        case when versie.eenheid = '04' then 60 else 1 end * versie.volume * case
            when versie.frequentie = '1' then {{ dagen_tussen('regel.product_begin', 'regel.product_einde') }} + 1
            when versie.frequentie <> '2' then 1
            when regel.wet = 'wmo' and coalesce(versie.productcategorie, regel.productcategorie) = '01' then 6
            when versie.eenheid in ('82', '83') then
                {{ zondagen('regel.product_begin', 'regel.product_einde') }}
                + case when versie.gebroken_week between regel.product_begin and regel.product_einde then 1 else 0 end
            else {{ weken_geraakt('regel.product_begin', 'regel.product_einde') }}
        end as hoogstens,
        tarief.heeft_contract,
        tarief.heeft_tarieven,
        tarief.heeft_product,
        tarief.heeft_eenheid,
        tarief.heeft_tarief,
        {{ zestigste('tarief.uurtarief_cent * regel.volume') }} as bedrag_per_uur_cent
    from {{ ref('int_declaratie__regel') }} as regel
    left join {{ ref('int_toewijzing__versie') }} as versie
        on
            regel.gemeente = versie.gemeente
            and regel.wet = versie.wet
            and regel.toewijzingnummer = versie.toewijzingnummer
            and regel.leverdatum >= versie.van
            and regel.leverdatum < versie.tot
    left join {{ ref('int_declaratie__credit') }} as credit on regel.bestand_id = credit.bestand_id and regel.rij = credit.rij
    left join {{ ref('int_prestatie__tarief') }} as tarief
        on
            regel.wet = tarief.wet
            and regel.aanbieder = tarief.aanbieder
            and regel.productcode = tarief.productcode
            and regel.eenheid = tarief.eenheid
            and regel.product_begin = tarief.product_begin
            and coalesce(regel.tarief_cent, -1) = tarief.tarief_cent
),

verband as (
    select
        samen.*,
        geldt and andere_persoon as ander_bsn,
        is_debet and geldt and not andere_persoon as hoort_bij,
        loopt and product_einde <= maand_einde as een_maand,
        andere_categorie or andere_code or andere_eenheid as ander_product
    from samen
),

getoetst as (
    select
        bestand_id,
        rij,
        is_toen,
        nu_op,
        case when start_bekend_op > leverdatum then start_bekend_op end as gestart_op
        {%- for regel, geschonden in prestatieregels().items() %},
        coalesce({{ geschonden }}, false) as {{ regel | lower }}
        {%- endfor %}
    from verband
)

select * from getoetst
where {{ prestatieregels().keys() | join(' or ') | lower }}
