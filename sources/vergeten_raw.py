"""Rewriting what was landed before: the raw parts that hold something which has to leave, and no other.

Belongs here: which parts those are, new ones beside them, and what follows from raw. Does not belong here: what has to leave (vergeten_boek,
verlopen), or the manifest on disk (manifest).

New parts stand beside the old ones until the manifest that names them takes the place of the one before; killed at any
moment, the old state or the new one holds, and the next run removes the parts of the other.
"""

import hashlib
import shutil
from collections.abc import Callable, Collection

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources.manifest import STAND, Manifest, lees_parquet
from sources.schemas import GELEVERD, SCHEMAS
from warehouse.duck import PARQUET_KEY, verwijder_lake, write_raw
from warehouse.paths import DataRoot

_WIE = ("persoon", "persoon_1", "persoon_2", "ouder_1", "ouder_2", "partner")
_ANTWOORDEN = ("bericht__antwoord", "bericht__verzoekantwoord", "bericht__retour")
Tabellen = dict[str, pa.Table]


def bestanden_met(con: duckdb.DuckDBPyConnection, home: DataRoot, personen: pa.Array) -> set[int]:
    """The files that have landed rows of these persons, or name them as a relative."""
    con.register("_wie", pa.table({"persoon": personen}))
    gevonden: set[int] = set()
    for tabel in sorted(GELEVERD):
        kolommen = [kolom for kolom in _WIE if kolom in SCHEMAS[tabel].names]
        if kolommen:
            voorwaarde = " OR ".join(f"{kolom} IN (FROM _wie)" for kolom in kolommen)
            gevonden |= _ids(con, f"SELECT DISTINCT bestand_id FROM {_alles(home, tabel)} WHERE {voorwaarde}")
    return gevonden


def antwoorden_in_raw(con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest) -> Tabellen:
    """All answers that count, as far as the manifest (in memory) names their parts."""
    delen = _delen(stand.bestand)
    per_tabel = {tabel: [deel for deel in delen if deel.startswith(f"{tabel}/")] for tabel in _ANTWOORDEN}
    return {tabel: _lees(con, home, van_tabel) for tabel, van_tabel in per_tabel.items() if van_tabel}


def herschrijf(
    con: duckdb.DuckDBPyConnection,
    home: DataRoot,
    stand: Manifest,
    bestanden: Collection[int],
    dun_uit: Callable[[Tabellen], Tabellen],
) -> Manifest:
    """The manifest with the parts of these files thinned out; the tables of one part are handed over together."""
    van_wie = pc.is_in(stand.bestand["bestand_id"], value_set=pa.array(sorted(bestanden), pa.int64()))
    namen = sorted({deel.split("/")[1] for deel in _delen(stand.bestand.filter(van_wie))})
    per_naam: dict[str, list[str]] = {naam: [] for naam in namen}
    for deel in _delen(stand.bestand):
        per_naam.get(deel.split("/")[1], []).append(deel)
    nieuw: dict[str, str] = {}
    for naam, delen in per_naam.items():
        nieuw |= _herschrijf_deel(con, home, naam, delen, dun_uit)
    return _met_delen(stand, nieuw) if nieuw else stand


def _herschrijf_deel(
    con: duckdb.DuckDBPyConnection, home: DataRoot, naam: str, delen: list[str], dun_uit: Callable[[Tabellen], Tabellen]
) -> dict[str, str]:
    """What takes the place of each part, "" when no row is left; tables that stand under one name stay together."""
    oud = {deel.split("/")[0]: _lees(con, home, [deel]) for deel in delen}
    nieuw = dun_uit(oud)
    if all(nieuw[tabel] is rijen for tabel, rijen in oud.items()):
        return {}
    namen = {}
    for tabel, rijen in nieuw.items():
        namen[f"{tabel}/{naam}"] = f"{tabel}/{_opvolger(naam)}" if rijen.num_rows else ""
        if rijen.num_rows:
            write_raw(con, rijen, home.raw / tabel / _opvolger(naam))
    return namen


def ruim_afgeleide(home: DataRoot) -> None:
    """Remove what follows from raw: the lake, the figures of earlier states, and the half lake of a killed run."""
    verwijder_lake(home)
    for map_ in (home.standen, home.tmp / "vorige"):
        shutil.rmtree(map_, ignore_errors=True)


def _opvolger(naam: str) -> str:
    """The name of the part that comes in the place of this one: never one that was used before."""
    letters = hashlib.sha256(naam.encode()).hexdigest()[:24].translate(str.maketrans("0123456789", "ghijklmnop"))
    return f"{letters}.parquet"


def _met_delen(stand: Manifest, nieuw: dict[str, str]) -> Manifest:
    def vertaal(delen: str | None) -> str | None:
        return delen and ",".join(sorted(deel for oud in delen.split(",") if (deel := nieuw.get(oud, oud))))

    gecodeerd = stand.bestand["delen"].combine_chunks().dictionary_encode()
    woorden = pa.array([vertaal(delen) for delen in gecodeerd.dictionary.to_pylist()], pa.string())
    plek = STAND["bestand"].get_field_index("delen")
    return stand.met(bestand=stand.bestand.set_column(plek, "delen", woorden.take(gecodeerd.indices)))


def _delen(bestand: pa.Table) -> list[str]:
    """The parts that these files name, each once."""
    return sorted({deel for delen in pc.unique(bestand["delen"]).to_pylist() if delen for deel in delen.split(",")})


def _lees(con: duckdb.DuckDBPyConnection, home: DataRoot, delen: list[str]) -> pa.Table:
    tabellen = [lees_parquet(con, str(home.raw / deel)).cast(SCHEMAS[deel.split("/")[0]], safe=False) for deel in delen]
    return pa.concat_tables(tabellen)


def _alles(home: DataRoot, tabel: str) -> str:
    return f"read_parquet('{home.raw}/{tabel}/*.parquet', encryption_config = {{footer_key: '{PARQUET_KEY}'}})"


def _ids(con: duckdb.DuckDBPyConnection, vraag: str) -> set[int]:
    return {wie for (wie,) in con.execute(vraag).fetchall()}
