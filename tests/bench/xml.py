"""What reading messages costs beside a bare walk through the same XML: `python -m tests.bench.xml`.

Belongs here: made-up messages of a given size, reading them from bytes to Arrow tables in one process, and taking them in
from archives by as many processes as the intake has. Does not belong here: deliveries as they come (per_rij, and the whole
run in __main__), or assertions: a time depends on the machine. Bare is lxml's iterparse that throws every element away; the
ratio of the two is what travels. Rates and ratios are of processor time, `vast` is what the intake takes before the first
message.
"""

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path

from lxml import etree

from sources.berichten import lees_berichten
from sources.intake import neem_in
from sources.pseudoniem import Pseudoniem
from tests import berichten_maken as maak
from tests.bench.meten import draai, piek_mb, processortijd
from tests.bench.per_rij import archiveer
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

Cijfers = dict[str, float]

_MB = 1024 * 1024
_PARTIJ = 500
_KEREN = 5
_BREEDTE = 34
SOORTEN = {
    "323 van 5 MB": ("323", 5 * _MB, b""),
    "323 van 25 MB": ("323", 25 * _MB, b""),
    "323 van 25 MB, met opmerking": ("323", 25 * _MB, b"<!-- -->"),  # no longer plain: read by libxml2
    "5.000 301's": ("301", 5_000, b""),
    "5.000 301's, met opmerking": ("301", 5_000, b"<!-- -->"),
}
INNAME = {"40.000 301's, hele inname uit ZIP": 40_000}


def _bsns() -> list[str]:
    geldig = range(990_000_000, 990_200_000)
    return [str(nr) for nr in geldig if maak.elfproef(str(nr))]


def declaratie(omvang: int) -> bytes:
    """A 323 of just under this many bytes; three distinct lines to a client."""
    leeg = maak.xml("wmo", "323", [maak.kop("wmo", "323"), maak.declaratie(("Clienten", []))]).decode()
    begin, einde = leeg.split("<m:Clienten>")
    ruimte = omvang - len(leeg.encode()) - 100
    clienten: list[str] = []
    for nummer, bsn in enumerate(_bsns()):
        regels = "".join(_regel(3 * nummer + regel) for regel in range(3))
        client = f"<m:Client><m:Bsn>{bsn}</m:Bsn><m:Prestaties>{regels}</m:Prestaties></m:Client>\r\n"
        ruimte -= len(client)
        if ruimte < 0:
            break
        clienten.append(client)
    return f"{begin}<m:Clienten>{''.join(clienten)}{einde}".encode()


def _regel(nummer: int) -> str:
    volume, tarief = 1 + nummer % 40, 5000 + nummer % 997
    return (
        f"<m:Prestatie><m:ProductReferentie><b:ReferentieNummer>R{nummer:09d}</b:ReferentieNummer>"
        f"</m:ProductReferentie><m:ToewijzingNummer>{1000 + nummer // 3}</m:ToewijzingNummer>"
        f"<m:ProductCategorie>02</m:ProductCategorie><m:ProductCode>02A{nummer % 90:02d}</m:ProductCode>"
        f"<m:ProductPeriode><b:Begindatum>2024-04-{1 + nummer % 20:02d}</b:Begindatum>"
        "<b:Einddatum>2024-04-30</b:Einddatum></m:ProductPeriode>"
        f"<m:GeleverdVolume>{volume}</m:GeleverdVolume><m:Eenheid>04</m:Eenheid>"
        f"<m:ProductTarief>{tarief}</m:ProductTarief><m:IngediendBedrag><b:Bedrag>{volume * tarief}</b:Bedrag>"
        "<b:DebetCredit>D</b:DebetCredit></m:IngediendBedrag></m:Prestatie>\r\n"
    )


def toewijzingen(aantal: int) -> list[bytes]:
    """As many 301s, each of one person, who may have more of them."""
    vorm = maak.bericht("wmo", "301", identificatie="IDENT", nummer="BSN").decode()
    return [
        vorm.replace("IDENT", f"I{nr}").replace("BSN", bsn).encode()
        for nr, bsn in zip(range(aantal), cycle(_bsns()), strict=False)
    ]


def _maak(naam: str, deel: int) -> list[bytes]:
    soort, hoeveel, erbij = SOORTEN[naam]
    berichten = [declaratie(hoeveel // deel - len(erbij))] if soort == "323" else toewijzingen(hoeveel // deel)
    return [bericht.replace(b"</m:Bericht>", erbij + b"</m:Bericht>") for bericht in berichten]


def kaal(berichten: list[bytes]) -> None:
    """Every element parsed and thrown away."""
    for bericht in berichten:
        for _, element in etree.iterparse(io.BytesIO(bericht)):
            element.clear()


def onze(berichten: list[bytes]) -> None:
    """Bytes in, Arrow tables out, in batches as the intake does."""
    pseudoniem = Pseudoniem(b"meting")
    for begin in range(0, len(berichten), _PARTIJ):
        partij = berichten[begin : begin + _PARTIJ]
        tabellen, uitkomsten = lees_berichten(((nr, nr, bericht) for nr, bericht in enumerate(partij)), pseudoniem)
        assert not any(uitkomst.meldingen for _, uitkomst in uitkomsten)
        assert tabellen


def _seconden(werk: Callable[[list[bytes]], None], berichten: list[bytes]) -> float:
    begin = time.process_time()
    werk(berichten)
    return time.process_time() - begin


def _lezen(naam: str, deel: int) -> Cijfers:
    """Both in turn, the best of some times each: what else the machine does then falls on both."""
    berichten = _maak(naam, deel)
    onze(toewijzingen(1))  # what is compiled and imported once
    tijden = [(_seconden(kaal, berichten), _seconden(onze, berichten)) for _ in range(_KEREN)]
    zonder, met = (min(kolom) for kolom in zip(*tijden, strict=True))
    mb = sum(map(len, berichten)) / _MB
    return {"kaal": mb / zonder, "onze": mb / met, "verhouding": zonder / met}


def _los(naam: str, deel: int) -> Cijfers:
    """One fresh process that does nothing else: its time by the clock and its memory."""
    berichten = _maak(naam, deel)
    begin = time.perf_counter()
    onze(berichten)
    seconden = time.perf_counter() - begin
    return {"klok": seconden, "piek": piek_mb() or float("nan")}


def _inname(naam: str, deel: int) -> Cijfers:
    """From archives to books and raw parts, by all processes: what each message more costs, and what all cost at once."""
    aantal = INNAME[naam] // deel
    berichten = toewijzingen(aantal)
    zonder = min(_seconden(kaal, berichten[: aantal // 4]) for _ in range(_KEREN)) * 4
    (weinig, _), (alles, klok) = (_neem(berichten[:hoeveel]) for hoeveel in (aantal // 4, aantal))
    met = (alles - weinig) / 3 * 4
    mb = sum(map(len, berichten)) / _MB
    return {"kaal": mb / zonder, "onze": mb / met, "verhouding": zonder / met, "klok": klok, "vast": alles - met}


def _neem(berichten: list[bytes]) -> tuple[float, float]:
    """Processor time and time by the clock of one intake into an empty data root."""
    with tempfile.TemporaryDirectory(prefix="bench-xml-") as map_:
        home = DataRoot(Path(map_), sleutels=Path(map_) / "keys", landing=Path(map_) / "landing")
        ensure_keys(home.sleutels, has_data=False)
        archiveer(home.landing / "iwmo" / "2024-06-01", berichten)
        processor, begin = processortijd(), time.perf_counter()
        neem_in(home, vandaag=date(2024, 6, 1), meld=lambda regel: None)
        return processortijd() - processor, time.perf_counter() - begin


_METINGEN = {"lezen": _lezen, "los": _los, "inname": _inname}


def meet(naam: str, deel: int = 1) -> Cijfers:
    """The figures of one row, each measured in a process of its own; with `deel` on so many times fewer messages."""
    cijfers: Cijfers = {}
    for wat in ("inname",) if naam in INNAME else ("lezen", "los"):
        opdracht = [sys.executable, "-m", "tests.bench.xml", wat, naam, str(deel)]
        cijfers |= json.loads(draai(opdracht, os.environ).regels[-1][1])
    return cijfers


def main(argumenten: list[str]) -> None:
    """A table; with arguments the figures of one measurement."""
    if argumenten:
        wat, naam, deel = argumenten
        print(json.dumps(_METINGEN[wat](naam, int(deel))))
        return
    kolommen = {"kaal": "MB/s", "onze": "MB/s", "verhouding": "", "klok": "s", "piek": "MB", "vast": "s"}
    for kop in (kolommen.keys(), kolommen.values()):
        print(" " * _BREEDTE, *(f"{woord:>10s}" for woord in kop))
    for naam in (*SOORTEN, *INNAME):
        cijfers = meet(naam)
        teksten = (f"{cijfers[kolom]:10.2f}" if kolom in cijfers else " " * 10 for kolom in kolommen)
        print(f"{naam:{_BREEDTE}s}", *teksten, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
