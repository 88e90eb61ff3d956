-- Findings on benefits and other registrations, per statement: who is meant, of what kind, and from when to when.
{% set regels = [
    ('BSN_IDENTIFICEERT_NIEMAND', 'bsn', 'fout', 'niemand', 'true'),
    ('NIET_GEKOPPELD', 'bsn', 'waarschuwing', 'los', "bron = 'voorzieningen' and bsn_status = 'leeg'"),
    ('STATISTIEKCODE_ONBEKEND', 'statistiekcode', 'fout', 'onbekende_code', 'statistiekcode is not null'),
    ('AANVANG_ONBEKEND', 'ingangsdatum', 'fout', 'van is null', 'true'),
    ('EINDE_VOOR_BEGIN', 'einddatum', 'fout', 'einde_voor_begin', 'true'),
    ('GEBRUIK_NA_OVERLIJDEN', 'einddatum', 'waarschuwing', 'na_overlijden', 'true')
] %}
with toets as (
    {% for regel, attribuut, ernst, fout, waar in regels %}
    select '{{ regel }}' as regel, bron, tabel, '{{ attribuut }}' as attribuut, '{{ ernst }}' as ernst, naam as leverancier, leverdatum, vervangen_op, {{ fout }} as fout
    from {{ ref('int_register__rij') }}
    where {{ waar }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

{{ voorvallen('toets', laag='lake', verloop=true) }}
