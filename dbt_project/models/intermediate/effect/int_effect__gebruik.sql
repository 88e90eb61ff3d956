-- What each open finding may do to the figures: use of a law that is perhaps missing, or perhaps too much, from when to when,
-- of whom if that is known. A row that says nothing of persons stands for `aantal` unknown ones.
with bevinding as (
    select bevinding_id, regel, laag, bron, tabel, leverancier, aantal_open
    from {{ ref('int_bevinding__status') }}
    where aantal_open > 0
),

-- Rows of registrations that count for nobody, for another kind, or for a client of whom no household is known.
register as (
    select 'BSN_IDENTIFICEERT_NIEMAND' as regel, 'gemist' as richting, tabel, naam, wet, cast(null as bigint) as persoon, van, einddatum
    from {{ ref('int_register__rij') }}
    where niemand and vervangen_op is null
    union all
    select 'NIET_GEKOPPELD' as regel, richtingen.richting, tabel, naam, wet, null as persoon, van, einddatum
    from {{ ref('int_register__rij') }}
    cross join (select 'gemist' as richting union all select 'teveel' as richting) as richtingen
    where los and bron = 'voorzieningen' and vervangen_op is null
    union all
    select 'STATISTIEKCODE_ONBEKEND' as regel, 'gemist' as richting, tabel, naam, wet, persoon, van, einddatum
    from {{ ref('int_register__rij') }}
    where onbekende_code and not niemand and vervangen_op is null
    union all
    select 'AANVANG_ONBEKEND' as regel, 'gemist' as richting, tabel, naam, wet, persoon, null as van, einddatum
    from {{ ref('int_register__rij') }}
    where van is null and not niemand and vervangen_op is null
    union all
    select 'EINDE_VOOR_BEGIN' as regel, 'gemist' as richting, tabel, naam, wet, persoon, null as van, null as einddatum
    from {{ ref('int_register__rij') }}
    where einde_voor_begin and not niemand and vervangen_op is null
),

-- Assignments of nobody or of two people, and care that was declared without an assignment.
keten as (
    select schending.regel, richtingen.richting, schending.tabel, schending.leverancier as naam, schending.wet, rij.persoon, schending.gemeente, rij.ingangsdatum as van, rij.einddatum
    from {{ ref('int_schending__alle') }} as schending
    inner join {{ ref('stg_bericht__toewijzing') }} as rij on schending.bestand_id = rij.bestand_id and schending.rij = rij.rij
    inner join (select 'gemist' as richting, 'CS002' as regel union all select 'gemist' as richting, 'TR332' as regel union all select 'teveel' as richting, 'TR332' as regel) as richtingen
        on schending.regel = richtingen.regel
    where schending.tabel = 'bericht__toewijzing' and schending.hersteld_op is null
    union all
    select schending.regel, 'gemist' as richting, schending.tabel, schending.leverancier as naam, schending.wet, rij.persoon, schending.gemeente, rij.product_begin as van, rij.product_einde as einddatum
    from {{ ref('int_schending__alle') }} as schending
    inner join {{ ref('stg_bericht__declaratieregel') }} as rij on schending.bestand_id = rij.bestand_id and schending.rij = rij.rij
    where schending.regel = 'TR338' and schending.tabel = 'bericht__declaratieregel' and schending.hersteld_op is null
)

select bevinding.bevinding_id, register.richting, register.wet, register.persoon, cast(null as varchar) as gemeente, register.van, register.einddatum, 1 as aantal
from register
inner join bevinding
    on register.regel = bevinding.regel and register.tabel = bevinding.tabel and register.naam is not distinct from bevinding.leverancier
where register.wet is not null
union all
select bevinding.bevinding_id, keten.richting, keten.wet, keten.persoon, keten.gemeente, keten.van, keten.einddatum, 1 as aantal
from keten
inner join bevinding
    on keten.regel = bevinding.regel and keten.tabel = bevinding.tabel and keten.naam is not distinct from bevinding.leverancier
union all
-- What was refused at arrival: nobody knows who or when.
select bevinding.bevinding_id, 'gemist' as richting, wetten.wet, null as persoon, null as gemeente, null as van, null as einddatum, bevinding.aantal_open as aantal
from bevinding
inner join (
    select 'iwmo' as bron, 'wmo' as wet
    union all
    select 'ijw' as bron, 'jeugd' as wet
    union all
    select 'pwet' as bron, 'pwet' as wet
    union all
    select 'voorzieningen' as bron, 'jeugd' as wet
    union all
    select 'voorzieningen' as bron, 'pwet' as wet
    union all
    select 'voorzieningen' as bron, 'wmo' as wet
) as wetten on bevinding.bron = wetten.bron
where bevinding.laag = 'levering' and (bevinding.regel like 'F\_%' escape '\' or bevinding.regel like 'R\_%' escape '\')
