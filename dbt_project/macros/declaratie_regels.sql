{#- The rules on one declared line (323): what breaks them, in columns of `int_prestatie__toets` before it filters.

    One mistake gives one code: what another rule already says is not said again. So a line of another client or on a
    removed assignment is compared no further (hoort_bij), a period that ends before it begins or spans months has no
    borders to judge (loopt, een_maand), and a line for another product than was assigned is not held against the contract.
    A credit line repeats its debit line, which was judged; it is held to what is its own: client, references and dates. -#}
{% macro prestatieregels() -%}
    {{ return({
        'TR338': "is_debet and not is_gekend",
        'TR384': "is_debet and is_verwijderd",
        'TR304': "ander_bsn and (is_debet or not zelfde_client_als_debet)",
        'TR307': "hoort_bij and loopt and product_begin < ingangsdatum",
        'TR308': "hoort_bij and loopt and product_einde > einddatum",
        'TR387': "hoort_bij and een_maand and product_begin > greatest(maand_begin, ingangsdatum)",
        'TR388': "hoort_bij and een_maand and product_einde < least(maand_einde, coalesce(einddatum, maand_einde))",
        'TR339': "hoort_bij and andere_categorie",
        'TR340': "hoort_bij and andere_code",
        'TR341': "hoort_bij and andere_eenheid",
        'TR321': "hoort_bij and een_maand and not andere_eenheid and in_minuten * volume > hoogstens",
        'OP364': "hoort_bij and loopt and product_begin >= ingangsdatum
            and (start_begindatum is null or start_begindatum > product_einde or is_toen and start_bekend_op > leverdatum)",
        'TR319': "te_laat_voor_declaratie",
        'TR335': "te_oud",
        'TR134': "product_begin > dagtekening and not te_laat_voor_declaratie",
        'TR137': "is_debet and not loopt
            or product_begin <= dagtekening and product_einde > dagtekening and not te_laat_voor_declaratie",
        'CS100': "is_debet and product_begin < cast('2021-01-01' as date) and not te_oud",
        'CS337': "is_debet and loopt and not een_maand",
        'CS002': "bsn_status = 'ongeldig' and (is_debet or not zelfde_client_als_debet)",
        'CS325': "not is_debet and bedrag_cent = 0",
        'CS339': "is_debet and eenheid = '83' and bedrag_cent <> volume",
        'CD060': "is_debet = (vorig_referentienummer is not null)",
        'CD087': "is_debet and (eenheid = '83') = (tarief_cent is not null)",
        'TR346': "is_debet and eenheid <> '83' and bedrag_cent <> volume * tarief_cent
            and bedrag_cent <> coalesce(bedrag_per_uur_cent, -1)",
        'TR418': "is_debet and eenheid <> '83' and tarief_cent is not null and heeft_eenheid and not heeft_tarief
            and not ander_product",
        'CONTRACT_ONTBREEKT': "is_debet and not heeft_contract",
        'PRODUCT_NIET_GECONTRACTEERD': "is_debet and eenheid <> '83' and heeft_tarieven and not heeft_product
            and not ander_product",
        'EENHEID_NIET_GECONTRACTEERD': "is_debet and eenheid <> '83' and heeft_product and not heeft_eenheid
            and not ander_product",
    }) }}
{%- endmacro %}

{#- Lines that break one of these say nothing about how much of their assignment was used. -#}
{% macro regels_buiten_de_som() -%}
    {{ return(['TR338', 'TR384', 'TR304', 'TR307', 'TR308', 'TR339', 'TR340', 'TR341', 'TR321']) }}
{%- endmacro %}
