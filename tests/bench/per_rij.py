"""What one row costs: the intake alone, on one kind of delivery at a time.

Belongs here: taking a landing zone apart and timing `neem_in` on each part. Does not belong here: the whole run.
"""

import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sources.intake import neem_in
from sources.intake_berichten import inhoud
from sources.soort import BERICHT_BRONNEN
from tests.bench.kopie import koppel
from warehouse.duck import connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

_DECLARATIE = (b"323/schema", b"325/schema")
_LEDEN = 2_000  # messages in one archive
_TELLING = {
    "BRP-rij": ("brp__persoon",),
    "bericht (301-319)": ("bericht__bericht",),
    "declaratie- of antwoordregel": ("bericht__declaratieregel", "bericht__antwoordregel"),
}


def per_rij(landing: Path, werk: Path) -> dict[str, tuple[float, int]]:
    """Per kind: microseconds a row, and the number of rows; a kind that was not delivered is left out."""
    koppel(landing / "brp", werk / "BRP-rij" / "landing" / "brp")
    _splits(landing, werk / "bericht (301-319)" / "landing", werk / "declaratie- of antwoordregel" / "landing")
    metingen = {soort: _neem(werk / soort, tabellen) for soort, tabellen in _TELLING.items()}
    return {soort: (seconden / rijen * 1e6, rijen) for soort, (seconden, rijen) in metingen.items() if rijen}


def _neem(wortel: Path, tabellen: tuple[str, ...]) -> tuple[float, int]:
    home = DataRoot(wortel, sleutels=wortel / "keys", landing=wortel / "landing")
    ensure_keys(home.sleutels, has_data=False)
    begin = time.perf_counter()
    neem_in(home, vandaag=date.today(), meld=lambda regel: None)
    seconden = time.perf_counter() - begin
    con = connect(home)
    try:
        return seconden, sum(_rijen(con, home.raw / tabel) for tabel in tabellen)
    finally:
        con.close()


def _rijen(con: object, map_: Path) -> int:
    if not map_.exists():
        return 0
    bron = f"read_parquet('{map_}/*.parquet', encryption_config = struct_pack(footer_key := 'lake'))"
    return con.execute(f"SELECT count(*) FROM {bron}").fetchone()[0]


def _splits(landing: Path, berichten: Path, declaraties: Path) -> None:
    """The messages of a landing zone in archives, those that hold lines of declarations apart."""
    for bron in BERICHT_BRONNEN:
        for map_ in sorted((landing / bron).glob("*")):
            soorten: dict[Path, list[bytes]] = {berichten: [], declaraties: []}
            for tekst in _teksten(map_):
                soorten[declaraties if any(naam in tekst[:400] for naam in _DECLARATIE) else berichten].append(tekst)
            for doel, teksten in soorten.items():
                archiveer(doel / bron / map_.name, teksten)


def _teksten(map_: Path) -> Iterator[bytes]:
    for pad in sorted(map_.iterdir()):
        if pad.is_file():
            yield from (tekst for _, tekst in inhoud(str(pad)) if isinstance(tekst, bytes))


def archiveer(map_: Path, teksten: list[bytes]) -> None:
    """Messages in archives of some thousands."""
    for begin in range(0, len(teksten), _LEDEN):
        map_.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(map_ / f"berichten_{begin}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archief:
            for nummer, tekst in enumerate(teksten[begin : begin + _LEDEN]):
                archief.writestr(f"bericht_{nummer}.xml", tekst)
