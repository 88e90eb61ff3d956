-- Who uses what in which period: one row per period, person, scheme and facility; the bits are the laws that count.
select
    periode.periode,
    tijdvak.persoon,
    tijdvak.regeling,
    tijdvak.voorziening,
    max(case tijdvak.wet when 'jeugd' then 1 when 'pwet' then 2 when 'wmo' then 4 else 0 end) as wet_bit,
    max(case when tijdvak.van <= periode.eind_datum and tijdvak.tot_en_met >= periode.eind_datum then 1 else 0 end) = 1 as op_peildatum,
    max(tijdvak.gemeente) as gemeente
from {{ ref('int_peil__periode') }} as periode
inner join {{ ref('int_gebruik__tijdvak') }} as tijdvak
    on tijdvak.van <= periode.eind_datum and tijdvak.tot_en_met >= periode.begin_datum
where tijdvak.is_bruikbaar and tijdvak.telt_voor_wet
group by periode.periode, tijdvak.persoon, tijdvak.regeling, tijdvak.voorziening
