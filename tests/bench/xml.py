"""What reading messages costs beside a bare walk through the same XML: `python -m tests.bench.xml`.

Belongs here: made-up messages of a given size, and reading them from bytes to Arrow tables in one process. Does not
belong here: files, archives and books (per_rij, and the whole run in __main__), or assertions: a time depends on the
machine. Bare is lxml's iterparse that throws every element away; the ratio of the two is what travels.
"""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from lxml import etree

from sources.berichten import lees_berichten
from sources.pseudoniem import Pseudoniem
from tests import berichten_maken as maak

_MB = 1024 * 1024
_PARTIJ = 500
_KEREN = 5
SOORTEN = {
    "323 van 5 MB": ("323", 5 * _MB, b""),
    "323 van 25 MB": ("323", 25 * _MB, b""),
    "id. met opmerking": ("323", 25 * _MB, b"<!-- -->"),  # no longer plain: read by libxml2
    "5.000 301's": ("301", 5_000, b""),
    "id. met opmerking ": ("301", 5_000, b"<!-- -->"),
}


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
    """As many 301s, each of one person."""
    vorm = maak.bericht("wmo", "301", identificatie="IDENT", nummer="BSN").decode()
    return [
        vorm.replace("IDENT", f"I{nr}").replace("BSN", bsn).encode()
        for nr, bsn in zip(range(aantal), _bsns(), strict=False)
    ]


def _maak(naam: str) -> list[bytes]:
    soort, hoeveel, erbij = SOORTEN[naam]
    berichten = [declaratie(hoeveel - len(erbij))] if soort == "323" else toewijzingen(hoeveel)
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


def _verhouding(naam: str) -> str:
    """Both in turn, the best of some times each: what else the machine does then falls on both."""
    berichten = _maak(naam)
    onze(toewijzingen(1))  # what is compiled and imported once
    tijden = [(_seconden(kaal, berichten), _seconden(onze, berichten)) for _ in range(_KEREN)]
    zonder, met = (min(kolom) for kolom in zip(*tijden, strict=True))
    mb = sum(map(len, berichten)) / _MB
    return f"{mb / zonder:8.1f} {mb / met:8.1f} {zonder / met:10.2f}"


def _piek(naam: str) -> str:
    """One fresh process that does nothing else: its time by the clock and its memory."""
    berichten = _maak(naam)
    begin = time.perf_counter()
    onze(berichten)
    seconden = time.perf_counter() - begin
    return f"{seconden:8.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}"


def _los(wat: str, naam: str) -> str:
    opdracht = [sys.executable, "-m", "tests.bench.xml", wat, naam]
    return subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout.rstrip("\n")


def main(argumenten: list[str]) -> None:
    """A table; with arguments one figure of it, as each is measured in a process of its own."""
    if argumenten:
        wat, naam = argumenten
        print({"verhouding": _verhouding, "piek": _piek}[wat](naam))
        return
    print(f"{'':18s} {'kaal':>8s} {'onze':>8s} {'verhouding':>10s} {'klok':>8s} {'piek':>8s}")
    print(f"{'':18s} {'MB/s':>8s} {'MB/s':>8s} {'':>10s} {'s':>8s} {'MB':>8s}")
    for naam in SOORTEN:
        print(f"{naam:18s} {_los('verhouding', naam)} {_los('piek', naam)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
