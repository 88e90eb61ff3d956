-- What each definition counts, in words.
with wet as (
    select
        definitie,
        string_agg(
            wet
            || case
                when leeftijd_van is null then ''
                when leeftijd_van = 0 then ' tot en met ' || cast(leeftijd_tot_en_met as varchar) || ' jaar'
                when leeftijd_tot_en_met = 150 then ' vanaf ' || cast(leeftijd_van as varchar) || ' jaar'
                else ' van ' || cast(leeftijd_van as varchar) || ' tot en met ' || cast(leeftijd_tot_en_met as varchar) || ' jaar'
            end
            || case leeftijd_op
                when 'eerste_gebruik' then ' op de eerste dag van gebruik'
                when 'eerste_dag' then ' op de eerste dag van de periode'
                when 'laatste_dag' then ' op de laatste dag van de periode'
                else ''
            end,
            '; ' order by wet
        ) as wetten
    from {{ ref('stg_definitie__wet') }}
    group by definitie
),

weg as (
    select definitie, string_agg(wet || ' ' || kenmerk || ' ' || waarde, '; ' order by wet, kenmerk, waarde) as weggelaten
    from {{ ref('stg_definitie__uitsluiting') }}
    group by definitie
),

regel as (
    select
        definitie,
        string_agg(
            case when van_jaar > 0 then 'vanaf ' || cast(van_jaar as varchar) || ': ' else '' end
            || case when nul_geheim then '0' else '1' end
            || ' tot en met '
            || cast(geheim_onder - 1 as varchar)
            || ' geheim'
            || case when afronding > 1 then ', de rest op veelvouden van ' || cast(afronding as varchar) else ', de rest niet afgerond' end
            || case
                when minstens_geheim > 1 then ', per gebied geen of ten minste ' || cast(minstens_geheim as varchar) || ' geheime groepen'
                else ''
            end,
            '; ' order by van_jaar
        ) as onthulling
    from {{ ref('stg_definitie__onthulling') }}
    group by definitie
)

select
    cast(definitie.definitie as varchar) as definitie,
    cast(definitie.titel as varchar) as titel,
    cast(definitie.omschrijving as varchar) as omschrijving,
    cast(definitie.reden as varchar) as reden,
    cast(wet.wetten as varchar) as wetten,
    cast(weg.weggelaten as varchar) as weggelaten,
    cast(
        case definitie.telt when 'laatste_dag' then 'gebruik op de laatste dag van de periode' else 'gebruik op ten minste een dag van de periode' end
        as varchar
    ) as telt,
    cast(
        case when definitie.met_halfjaar and definitie.met_jaar then 'halfjaar, jaar' when definitie.met_halfjaar then 'halfjaar' else 'jaar' end
        as varchar
    ) as perioden,
    cast(
        case
            when definitie.met_adres and definitie.met_gezin then 'adres, gezin'
            when definitie.met_adres then 'adres'
            when definitie.met_gezin then 'gezin'
        end as varchar
    ) as huishoudensoorten,
    cast(
        case definitie.huishouden_dag when 'laatste_dag_periode' then 'laatste dag van de periode' else 'laatste dag als ingezetene in de periode' end
        as varchar
    ) as woonplaats,
    cast(regel.onthulling as varchar) as onthulling,
    cast(definitie.beschermingsbreedte as integer) as beschermingsbreedte
from {{ ref('stg_definitie__definitie') }} as definitie
inner join wet on definitie.definitie = wet.definitie
inner join regel on definitie.definitie = regel.definitie
left join weg on definitie.definitie = weg.definitie
