-- Assignments (301) that break a rule. A line is put right by a later 301 with the same number that does not break that rule,
-- and TR379 by the request that came later too. Omvang and Budget both filled is one mistake and stands under CD078: CD077 is
-- its mirror. So CD080 (Omvang without a code) is judged without Budget; and without Product it is CD079.
{% set binnen = {
    'CS002': "bsn_status <> 'geldig'",
    'CS003': "einddatum < ingangsdatum",
    'CS335': "reden_wijziging = '13' and einddatum is distinct from ingangsdatum",
    'CS336': "reden_wijziging = '01'",
    'CS338': "eenheid in ('14', '16', '83', '84') and frequentie not in ('2', '4', '6')",
    'CD041': "productcode is not null and volume is null",
    'CD075': "budget_cent is not null and einddatum is null",
    'CD076': "frequentie = '2' and einddatum is null",
    'CD078': "volume is not null and budget_cent is not null",
    'CD079': "productcategorie is null and budget_cent is null",
    'CD080': "volume is not null and productcategorie is not null and productcode is null and budget_cent is null",
} %}
with toewijzing as (
    select * from {{ ref('stg_bericht__toewijzing') }}
),

-- The same number twice in one message (TR332); a line that is said twice is TR101's.
in_bericht as (
    select toewijzing.*, row_number() over (partition by toewijzing.bestand_id, toewijzing.toewijzingnummer order by toewijzing.rij) as keer
    from toewijzing
    left join {{ ref('stg_bericht__schending') }} as dubbel
        on
            toewijzing.bestand_id = dubbel.bestand_id
            and toewijzing.rij = dubbel.rij
            and dubbel.regel = 'TR101'
            and dubbel.element = 'ToegewezenProduct'
    where dubbel.regel is null
),

-- TR302, and so OP259: the same product at the same provider twice on one day; a removed line assigns nothing. The line that
-- begins last violates.
stapel as (
    select
        bestand_id,
        rij,
        ingangsdatum,
        max(coalesce(einddatum, cast('9999-12-31' as date))) over (
            partition by bestand_id, productcategorie, productcode
            order by ingangsdatum, rij rows between unbounded preceding and 1 preceding
        ) as eerder_tot
    from in_bericht
    where keer = 1 and reden_wijziging is distinct from '13'
),

-- TR379: the reference of a request that nobody sent.
verwijzing as (
    select toewijzing.bestand_id, toewijzing.rij, toewijzing.leverdatum, min(verzoek.leverdatum) as gevraagd_op
    from toewijzing
    left join {{ ref('int_verzoek__referentie') }} as verzoek
        on
            toewijzing.wet = verzoek.wet
            and toewijzing.gemeente = verzoek.gemeente
            and toewijzing.aanbieder = verzoek.aanbieder
            and toewijzing.referentie_aanbieder = verzoek.referentie_aanbieder
    where toewijzing.referentie_aanbieder is not null
    group by toewijzing.bestand_id, toewijzing.rij, toewijzing.leverdatum
),

fout as (
    {% for regel, fout in binnen.items() -%}
    select '{{ regel }}' as regel, bestand_id, rij, cast(null as date) as gekomen_op
    from toewijzing
    where {{ fout }}
    union all
    {% endfor -%}
    select 'TR302' as regel, bestand_id, rij, cast(null as date) as gekomen_op
    from stapel
    where ingangsdatum <= eerder_tot
    union all
    select 'TR332' as regel, dubbel.bestand_id, dubbel.rij, cast(null as date) as gekomen_op
    from in_bericht as dubbel
    left join {{ ref('int_toewijzing__gedeeld') }} as gedeeld
        on dubbel.gemeente = gedeeld.gemeente and dubbel.wet = gedeeld.wet and dubbel.toewijzingnummer = gedeeld.toewijzingnummer
    where dubbel.keer = 2 and gedeeld.regel is null
    union all
    select 'TR379' as regel, bestand_id, rij, gevraagd_op as gekomen_op
    from verwijzing
    where gevraagd_op is null or gevraagd_op > leverdatum
    union all
    select 'TR381' as regel, toewijzing.bestand_id, toewijzing.rij, cast(null as date) as gekomen_op
    from toewijzing
    inner join {{ ref('int_regie__productfout') }} as product
        on toewijzing.productcategorie = product.productcategorie and toewijzing.productcode = product.productcode
),

vervangen as (
    select
        fout.regel,
        fout.bestand_id,
        fout.rij,
        -- a line that was delivered after the one that replaces it was never in use
        least(fout.gekomen_op, min(
            case
                when (later.toewijzingsdatum, later.toewijzingstijd, later.leverdatum) > (regel.toewijzingsdatum, regel.toewijzingstijd, regel.leverdatum) and ook.regel is null
                    then greatest(later.leverdatum, regel.leverdatum)
            end
        )) as hersteld_op
    from fout
    inner join toewijzing as regel on fout.bestand_id = regel.bestand_id and fout.rij = regel.rij
    inner join toewijzing as later
        on
            regel.gemeente = later.gemeente
            and regel.wet = later.wet
            and regel.toewijzingnummer = later.toewijzingnummer
    left join fout as ook on fout.regel = ook.regel and later.bestand_id = ook.bestand_id and later.rij = ook.rij
    group by fout.regel, fout.bestand_id, fout.rij, fout.gekomen_op
    union all
    select regel, bestand_id, rij, hersteld_op
    from {{ ref('int_toewijzing__gedeeld') }}
)

select
    vervangen.regel,
    regel.wet,
    'bericht__toewijzing' as tabel,
    regel.gemeente,
    regel.aanbieder,
    regel.gemeente as leverancier,
    regel.bestand_id,
    regel.rij,
    regel.persoon,
    regel.toewijzingnummer,
    regel.leverdatum,
    vervangen.hersteld_op
from vervangen
inner join toewijzing as regel on vervangen.bestand_id = regel.bestand_id and vervangen.rij = regel.rij
