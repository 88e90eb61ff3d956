"""The quarantine: one small JSON per refused file, or per file with refused records, that a person can open.

Belongs here: keeping quarantine/ equal to what the manifest says. Does not belong here: content of deliveries; the file
itself stays in landing/, and nothing of what it says is repeated here.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from typing import Any

import duckdb

from sources.landing import Plaatsfout, leesbaar, toonbaar
from sources.manifest import Manifest
from sources.redenen import redenen
from warehouse.paths import DataRoot

_VRAAG = """
    WITH melding AS (
        SELECT bestand_id, klasse, code, attribuut, plaats, aantal
        FROM _melding WHERE klasse IN ('bestand_geweigerd', 'record_geweigerd')
    )
    SELECT w.bron, b.sha256, min_by(w.pad, (w.leverdatum, w.pad)) AS pad, m.klasse, m.code, m.attribuut, m.plaats, m.aantal
    FROM _waarneming w JOIN _bestand b USING (bestand_id) JOIN melding m USING (bestand_id)
    GROUP BY ALL
    ORDER BY w.bron, b.sha256, m.aantal DESC, m.code, m.attribuut
"""
Plek = tuple[str, str]


def werk_bij(con: duckdb.DuckDBPyConnection, home: DataRoot, manifest: Manifest, fouten: Iterable[Plaatsfout]) -> int:
    """Write what is missing or has changed, remove what no longer holds. Returns the number of files in quarantine."""
    gewenst = {**_van_manifest(con, manifest), **_van_plaatsen(fouten)}
    for (bron, sha256), inhoud in gewenst.items():
        _schrijf(home, bron, sha256, json.dumps(inhoud, ensure_ascii=False, indent=2) + "\n")
    for plek in home.quarantine.glob("*/*"):
        if (plek.parent.name, plek.stem) not in gewenst or plek.suffix != ".json":
            plek.unlink()
    return len(gewenst)


def _schrijf(home: DataRoot, bron: str, sha256: str, tekst: str) -> None:
    plek = home.quarantine / bron / f"{sha256}.json"
    if plek.is_file() and plek.read_text("utf-8") == tekst:
        return
    plek.parent.mkdir(parents=True, exist_ok=True)
    half = plek.with_suffix(".tmp")
    half.write_text(tekst, "utf-8")
    os.replace(half, plek)


def _regel(code: str, attribuut: str | None = None, plaats: str | None = None, aantal: int = 1) -> dict[str, Any]:
    reden = redenen()[code]
    return {"code": code, "zin": f"{reden.zin} {reden.doe}", "attribuut": attribuut, "plaats": plaats, "aantal": aantal}


def _inhoud(pad: str, sha256: str, klasse: str, regels: list[dict[str, Any]]) -> dict[str, Any]:
    """`reden` is the reason that holds for most records; `regels` holds all of them, with the column and the first place."""
    return {
        "bestand": pad,
        "sha256": sha256,
        "klasse": klasse,
        "reden": {"code": regels[0]["code"], "zin": regels[0]["zin"]},
        "aantal": sum(regel["aantal"] for regel in regels),
        "regels": regels,
    }


def _van_manifest(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> dict[Plek, dict[str, Any]]:
    for naam in ("bestand", "waarneming", "melding"):
        con.register(f"_{naam}", getattr(manifest, naam))
    per_bestand: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for bron, sha256, pad, klasse, *regel in con.execute(_VRAAG).fetchall():
        per_bestand.setdefault((bron, sha256, pad, klasse), []).append(_regel(*regel))
    return {(bron, sha): _inhoud(pad, sha, klasse, regels) for (bron, sha, pad, klasse), regels in per_bestand.items()}


def _van_plaatsen(fouten: Iterable[Plaatsfout]) -> dict[Plek, dict[str, Any]]:
    """A folder or an unreadable thing where a file is expected has no content: the hash of its path stands for it."""
    plekken = {}
    for fout in fouten:
        if fout.code.startswith("F_"):
            sha256 = hashlib.sha256(leesbaar(fout.pad).encode()).hexdigest()
            plekken[fout.bron, sha256] = _inhoud(toonbaar(fout.pad), sha256, "bestand_geweigerd", [_regel(fout.code)])
    return plekken
