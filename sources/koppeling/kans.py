"""The best resident for each record, and whether that is sure enough to link.

Belongs here: scoring pairs and choosing among them. Does not belong here: reading deliveries (inname), or the settings.
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.fouten import KoppelFout
from sources.koppeling.instellingen import Drempels, Instellingen, voor_splink
from sources.koppeling.vergelijken import SLEUTELS
from sources.koppeling.vorm import KENMERKEN, samenvoegen, vormgeef, vormgeef_kern

AFRONDING = 1e-6
WAARSCHIJNLIJK, KLERK, GEEN = "waarschijnlijk", "klerk", "geen"
INWONERS = pa.schema(
    {"persoon": pa.int64(), **{veld.name: veld.type for veld in KENMERKEN}, "partnernaam": pa.string()}
)
RECORDS = pa.schema({"nr": pa.int64(), **{veld.name: veld.type for veld in KENMERKEN}})
UITKOMST = pa.schema(
    {
        "nr": pa.int64(),
        "persoon": pa.int64(),
        "gewicht": pa.float64(),
        "tweede_gewicht": pa.float64(),
        "klasse": pa.string(),
    }
)

# Family shares a name and an address, so that these say less together than apart: without a birth date that speaks for it
# nobody is linked, and with one that differs only from a higher weight. Weights are rounded before they are compared, so
# that the last bit of a sum decides nothing.
_KIES = """
WITH paar AS (
    SELECT records.nr, wie.persoon, round(max(voorspeld.match_weight), 6) AS gewicht,
        max(voorspeld.mw_geboortedatum) AS datum
    FROM voorspeld
    JOIN inwoner AS wie ON voorspeld.nr_l = wie.nr
    JOIN record AS records ON voorspeld.nr_r = records.nr
    GROUP BY records.nr, wie.persoon
),
gerangschikt AS (
    SELECT nr, max(gewicht) AS gewicht, max(gewicht, 2)[2] AS tweede_gewicht,
        CASE WHEN count(*) FILTER (gewicht = beste) = 1 THEN max(persoon) FILTER (gewicht = beste) END AS persoon,
        min(datum) FILTER (gewicht = beste) AS datum
    FROM (SELECT *, max(gewicht) OVER (PARTITION BY nr) AS beste FROM paar)
    GROUP BY nr
),
beoordeeld AS (
    SELECT record.nr, gerangschikt.persoon, gewicht, tweede_gewicht,
        CASE
            WHEN gewicht >= CASE WHEN datum >= $zeker THEN $koppelen WHEN datum > 0 THEN $datum_anders END
                AND gewicht - coalesce(tweede_gewicht, -1000) >= $marge THEN 'waarschijnlijk'
            WHEN gewicht >= $klerk THEN 'klerk'
            ELSE 'geen'
        END AS klasse
    FROM record LEFT JOIN gerangschikt ON record.nr = gerangschikt.nr
)
SELECT nr, CASE WHEN klasse <> 'geen' THEN persoon END AS persoon, gewicht, tweede_gewicht, klasse
FROM beoordeeld ORDER BY nr
"""


def koppel(inwoners: pa.Table, records: pa.Table, instellingen: Instellingen) -> pa.Table:
    """Per record (RECORDS) the resident (INWONERS) it is most like, as UITKOMST; the order of rows does not matter.

    A weight is the base 2 logarithm of the odds. `persoon` is filled for a link and for the one that a clerk would look at
    first; without a pair worth comparing the weights are NULL. Raises KoppelFout, without a value, when Splink fails.
    """
    if not inwoners.num_rows or not records.num_rows:
        return _niemand(records)
    vooraf = _vooraf(instellingen.aandeel_inwoner.norm, pc.count_distinct(inwoners["persoon"]).as_py())
    links, rechts, namen = _te_vergelijken(inwoners.combine_chunks(), records)
    if not links.num_rows:
        return _niemand(records)
    try:
        return _reken(links, rechts, namen, instellingen, vooraf)
    except Exception as fout:
        # The text of an error of a library can hold a value, and what is raised ends up in a log.
        raise KoppelFout(f"Het koppelen zonder BSN mislukte ({type(fout).__name__}).") from None


def _vooraf(aandeel: float, inwoners: int) -> float:
    """What Splink takes for the chance of a match: its odds are those of this resident against nobody at all.

    Against "anybody else", as Splink means it, somebody who moved would compete with the one right answer of others.
    """
    kansverhouding = aandeel / (1 - aandeel) / inwoners
    return kansverhouding / (1 + kansverhouding)


def _te_vergelijken(inwoners: pa.Table, records: pa.Table) -> tuple[pa.Table, pa.Table, pa.Array]:
    """Both tables in the shape that is compared, of the residents only who is in a pair; and the names of all residents.

    Few are, on most days: the others only say how rare a name is.
    """
    rechts = vormgeef(samenvoegen(records["nr"]), records.select(KENMERKEN.names))
    wie = inwoners.select(KENMERKEN.names)
    kern = vormgeef_kern(wie)
    in_paar = pa.repeat(pa.scalar(False), inwoners.num_rows)
    for links, van in SLEUTELS:
        gezocht, hier = (_samen(tabel, velden) for tabel, velden in ((rechts, van), (kern, links)))
        in_paar = pc.or_(in_paar, pc.is_in(hier, value_set=gezocht, skip_nulls=True))
    over = inwoners.filter(in_paar).combine_chunks()
    return *vormgeef_beide(over, records), samenvoegen(kern["naam"])


def _samen(tabel: pa.Table, velden: tuple[str, ...]) -> pa.Array:
    return koppelen.samen(*(samenvoegen(tabel[veld]) for veld in velden))


def vormgeef_beide(inwoners: pa.Table, records: pa.Table, van: pa.Array | None = None) -> tuple[pa.Table, pa.Table]:
    """Both tables in the shape that is compared; `van` says of each record which resident it is of, for training."""
    inwoners, records = inwoners.combine_chunks(), records.combine_chunks()
    nummers, andere = pa.array(range(inwoners.num_rows), pa.int64()), samenvoegen(inwoners["partnernaam"])
    links = vormgeef(nummers, inwoners.select(KENMERKEN.names), andere)
    rechts = vormgeef(samenvoegen(records["nr"]), records.select(KENMERKEN.names))
    van = pa.nulls(records.num_rows, pa.int64()) if van is None else van
    return links.append_column("persoon", samenvoegen(inwoners["persoon"])), rechts.append_column("persoon", van)


def _reken(links: pa.Table, rechts: pa.Table, namen: pa.Array, instellingen: Instellingen, vooraf: float) -> pa.Table:
    from sources.koppeling.splinkbron import linker, open_geheugen

    con = open_geheugen()
    try:
        splink, _ = linker(con, links, rechts, namen, voor_splink(instellingen.niveaus, vooraf))
        con.register("voorspeld", splink.inference.predict().as_duckdbpyrelation())
        drempels = instellingen.drempels
        grenzen = {naam: getattr(drempels, naam).norm for naam in Drempels.model_fields}
        grenzen["zeker"] = instellingen.niveaus["geboortedatum"]["dag_en_maand_verwisseld"].gewicht - AFRONDING
        return con.execute(_KIES, grenzen).to_arrow_table().cast(UITKOMST)
    finally:
        con.close()


def _niemand(records: pa.Table) -> pa.Table:
    nummers = samenvoegen(records["nr"]).sort()
    leeg = {veld.name: pa.nulls(len(nummers), veld.type) for veld in UITKOMST}
    return pa.table({**leeg, "nr": nummers, "klasse": pa.repeat(GEEN, len(nummers))}, schema=UITKOMST)
