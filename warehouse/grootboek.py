"""The ledger: every published cell ever, with the publication that first showed it so.

Belongs here: keeping it. Does not belong here: what an outsider can do with it (expectations.aanval.eerder).

Parts are only added: one per publication that changed something, with the published value or that it is secret, never an
unrounded count. A part gets its name when it is whole. A run that is killed between publishing and writing is made up for by the
next: what is published now is written down before anything new is. It needs neither raw, lake nor marts to be read.
"""

import hashlib
from pathlib import Path

import duckdb
import pandas as pd

from warehouse.paths import DataRoot

_SLEUTEL = "tabel, definitie, periode, eenheid, gebied_code, onderdeel"
_CELLEN = """
    SELECT 'gebied' AS tabel, '' AS definitie, CAST(jaar AS VARCHAR) AS periode, maat AS eenheid, gebied_code, '' AS onderdeel,
           CASE maat WHEN 'inwoners' THEN inwoners WHEN 'huishoudens_adres' THEN huishoudens_adres ELSE huishoudens_gezin END
           AS waarde
    FROM publicatie.marts.gebied CROSS JOIN (VALUES ('inwoners'), ('huishoudens_adres'), ('huishoudens_gezin')) AS m(maat)
    UNION ALL SELECT 'huishouden_overlap', definitie, periode, 'huishoudens_' || huishoudensoort, gebied_code, combinatie,
                     huishoudens FROM publicatie.marts.huishouden_overlap
    UNION ALL SELECT 'client_overlap', definitie, periode, 'clienten', gebied_code, combinatie, clienten
              FROM publicatie.marts.client_overlap
    UNION ALL SELECT 'stapeling', definitie, periode, eenheid, gebied_code, aantal_voorzieningen, aantal
              FROM publicatie.marts.stapeling
    UNION ALL SELECT 'overlap_matrix', 'gmsd', periode, 'clienten', '', regeling_a || ' en ' || regeling_b, clienten_a_en_b
              FROM publicatie.marts.overlap_matrix WHERE regeling_a < regeling_b
    UNION ALL SELECT DISTINCT 'overlap_matrix', 'gmsd', periode, 'clienten', '', regeling_a, clienten_a
              FROM publicatie.marts.overlap_matrix
"""


def schrijf_bij(home: DataRoot) -> tuple[int, str] | None:
    """Write down what the current publication shows otherwise than the ledger; returns how many cells, and the hash of the part.

    None when nothing changed, or nothing was ever published.
    """
    bron = home.marts / "publicatie.duckdb"
    if not bron.exists():
        return None
    home.grootboek.mkdir(parents=True, exist_ok=True)
    doel = home.grootboek / f"{home.marts.resolve().name}.parquet"
    half = doel.with_suffix(".half")
    con = duckdb.connect(config={"threads": 1, "temp_directory": ""})
    try:
        con.execute(f"ATTACH '{bron}' AS publicatie (READ_ONLY)")
        con.execute(f"CREATE TEMP VIEW stand AS {_stand(home)}")
        con.execute(f"CREATE TEMP TABLE anders AS {_anders()}")
        aantal = con.execute("SELECT count(*) FROM anders").fetchone()[0]
        if not aantal:
            return None
        con.execute(f"COPY (FROM anders ORDER BY {_SLEUTEL}) TO '{half}' (FORMAT parquet, COMPRESSION zstd)")
    finally:
        con.close()
    half.replace(doel)
    return aantal, hashlib.sha256(doel.read_bytes()).hexdigest()


def delen(home: DataRoot) -> list[pd.DataFrame]:
    """The parts in order of publication: key, waarde (NULL when secret), vervallen."""
    return [pd.read_parquet(pad) for pad in _paden(home)]


def _paden(home: DataRoot) -> list[Path]:
    return sorted(home.grootboek.glob("*.parquet"))


def _stand(home: DataRoot) -> str:
    """How each cell stood last."""
    paden = [str(pad) for pad in _paden(home)]
    if not paden:
        return f"SELECT {_SLEUTEL}, waarde FROM ({_CELLEN}) WHERE false"
    return f"""
        SELECT {_SLEUTEL}, arg_max({{'waarde': waarde}}, filename).waarde AS waarde
        FROM read_parquet({paden}, filename = true) GROUP BY {_SLEUTEL}
        HAVING NOT arg_max(vervallen, filename)
    """


def _anders() -> str:
    """What is new, changed or gone."""
    gelijk = " AND ".join(f"nu.{kolom} = stand.{kolom}" for kolom in _SLEUTEL.split(", "))
    samen = ", ".join(f"coalesce(nu.{kolom}, stand.{kolom}) AS {kolom}" for kolom in _SLEUTEL.split(", "))
    return f"""
        SELECT {samen}, CAST(nu.waarde AS INTEGER) AS waarde, nu.tabel IS NULL AS vervallen
        FROM ({_CELLEN}) AS nu FULL OUTER JOIN stand ON {gelijk}
        WHERE nu.tabel IS NULL OR stand.tabel IS NULL OR nu.waarde IS DISTINCT FROM stand.waarde
    """
