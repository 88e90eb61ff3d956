-- Trajectories of help to young people as providers state them. Of a record (provider, client, form of help, first day) the latest
-- half-year says how it ended; what a later statement leaves out ran at least to the end of its half-year.
with opgave as (
    select
        client,
        hulpvorm,
        aanvang as van,
        coalesce(
            einde,
            case when is_laatste then cast('9999-12-31' as date) else greatest(aanvang, {{ dag_erbij(maand_erbij('halfjaar', 6), -1) }}) end
        ) as tot_en_met,
        row_number() over (
            partition by leverancier, client, hulpvorm, aanvang
            order by halfjaar desc, coalesce(einde, cast('9999-12-31' as date)) desc, bestand_id, rij
        ) as voorkeur
    from {{ ref('stg_beleidsinformatie__jeugdhulp') }}
    where client is not null and hulpvorm is not null and aanvang is not null
),

tijdvak as (
    select client, hulpvorm, van, tot_en_met
    from opgave
    where voorkeur = 1 and van <= tot_en_met
)

{{ trajecten('tijdvak') }}
