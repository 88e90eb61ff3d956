"""Writes the use of a tiny random municipality: messages, P-wet, other registrations, and things that must not count.

Here belong corrections, removals, late and repeated deliveries. Not here: the people (`gemeente_maken`), layouts
(`schrijven`).

Left out on purpose, because the contract does not say what holds: two different 301 records of one number with the
same moment and the same delivery date, a PGB under jeugd whose `leveringsvorm` is empty.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from .schrijven import bsn_geldig

if TYPE_CHECKING:
    from .gemeente_maken import Mens, Wereld

UITERSTE = date(2025, 12, 31)
CATEGORIEEN = {"wmo": ["01", "02", "03", "07", "15", None], "jeugd": ["45", "43", "54", None]}
STOPREDENEN = {"wmo": ["19", "20", "21", "31"], "jeugd": ["20", "31", "32"]}
STATISTIEKCODES = ["01"] * 6 + ["02", "03", "13", "14", "15", "16", "20", "18", "19", "99", ""]
STANDEN = {
    "pgb": [("PGB", "jeugd", "45", "PGB"), ("PGB", "wmo", "02", "PGB"), ("PGB", "jeugd", "45", "ZIN")],
    "wmo-extra": [("Wmo overig", "wmo", "11", ""), ("Wmo overig", "wmo", "", ""), ("Loonkosten", "pwet", "LKS", "")],
    "schuldhulp": [("schuldhulp", "overig", "S1", ""), ("schuldhulp", "overig", "S2", "")],
    "wlz": [("Wlz", "overig", "W1", ""), ("Wlz", "overig", "W1", "ZIN"), ("leerlingenvervoer", "overig", "L", "")],
}


def maak_gebruik(wereld: Wereld) -> None:
    """Writes use for about half of the people, and for some who are nobody or live elsewhere."""
    buiten = [next(wereld.nummers) for _ in range(6)] + ["000000000", "999999999", "123456789"]
    bsns = [mens.bsn for mens in wereld.mensen if len(mens.bsn) == 9] + buiten
    gebruikers = [bsn for bsn in bsns if wereld.kans(0.55)]
    for wet in ("wmo", "jeugd"):
        nummers = count(1)
        for bsn in gebruikers:
            for _ in range(wereld.rng.choice([0, 0, 1, 1, 2, 4])):
                _toewijzing(wereld, wet, bsn, next(nummers), bsns)
    _pwet(wereld, gebruikers)
    for stand, soorten in STANDEN.items():
        _stand(wereld, stand, soorten, gebruikers)
    _nogmaals(wereld)
    _archief(wereld)
    _ruis(wereld)


def _later(wereld: Wereld, dag: date, hoogstens: int) -> date:
    """A later day, not beyond the last delivery."""
    return min(dag + timedelta(days=wereld.rng.randint(1, hoogstens)), UITERSTE)


def _spanne(wereld: Wereld) -> tuple[date, date | None]:
    """A start and at times an end, often around the ends of periods, at times before the start."""
    scherp = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31)]
    begin = wereld.rng.choice([*scherp, *[wereld.dag(date(2022, 1, 1), date(2025, 6, 30)) for _ in range(8)]])
    einde = wereld.rng.choice([None, None, wereld.rng.choice(scherp), begin, begin + timedelta(days=200)])
    return begin, einde


def _toewijzing(wereld: Wereld, wet: str, bsn: str, nummer: int, bsns: list[str]) -> None:
    rng, landing = wereld.rng, wereld.landing
    ingang, einde = _spanne(wereld)
    if einde and einde < ingang and wereld.kans(0.8):
        einde = None
    categorie = rng.choice(CATEGORIEEN[wet])
    moment = ingang - timedelta(days=rng.randint(0, 30))
    geleverd = _later(wereld, moment, 90)

    def zend(dag: date, tot: date | None, dagen: int, wie: str = bsn, reden: str = "") -> None:
        tijd = f"{moment + timedelta(days=dagen)} 09:00:00"
        landing.toewijzing(dag, wet, wie, nummer, ingang, tot, moment=tijd, categorie=categorie, reden=reden)

    zend(geleverd, einde, 0)
    soort = rng.choice(["", "", "", "later", "oud", "gelijk", "verwijderd", "bijna", "ander"])
    if soort == "later":
        zend(_later(wereld, geleverd, 200), rng.choice([None, ingang + timedelta(days=30)]), 40, reden="14")
    if soort == "oud":  # an older version that arrives later counts for nothing
        zend(_later(wereld, geleverd, 200), ingang + timedelta(days=1), -1)
    if soort == "gelijk" and geleverd < UITERSTE:
        zend(_later(wereld, geleverd, 100), ingang + timedelta(days=90), 0)
    if soort == "verwijderd":
        zend(_later(wereld, geleverd, 200), ingang, 5, reden="13")
    if soort == "bijna":
        zend(_later(wereld, geleverd, 200), ingang + timedelta(days=3), 5, reden="13")
    if soort == "ander":
        zend(_later(wereld, geleverd, 200), einde, 5, wie=rng.choice(bsns))
    _leveringen(wereld, wet, bsn, nummer, ingang, categorie)


def _leveringen(wereld: Wereld, wet: str, bsn: str, nummer: int, ingang: date, categorie: str | None) -> None:
    """Starts and stops, some with a wrong number, BSN or product, some removed."""
    rng = wereld.rng
    for _ in range(rng.choice([0, 1, 1, 2])):
        begin = ingang + timedelta(days=rng.choice([-10, 0, 0, 20, 60, 200]))
        wie = bsn if wereld.kans(0.95) else next(wereld.nummers)
        welk = nummer if wereld.kans(0.93) else rng.choice([None, nummer + 1])
        product = categorie if wereld.kans(0.9) else CATEGORIEEN[wet][0]
        geleverd = _later(wereld, begin, 60)
        wereld.landing.start(geleverd, wet, wie, welk, begin, categorie=product)
        if wereld.kans(0.25):
            _haal_weg(wereld, wereld.landing.start, geleverd, (wet, wie, welk, begin), product, {})
    for _ in range(rng.choice([0, 0, 1, 2])):
        begin, reden = ingang, rng.choice(STOPREDENEN[wet])
        einde = begin + timedelta(days=rng.choice([0, 30, 100, 400]))
        geleverd = _later(wereld, einde, 60)
        wie = bsn if wereld.kans(0.95) else next(wereld.nummers)
        wereld.landing.stop(geleverd, wet, wie, nummer, begin, einde, reden=reden, categorie=categorie)
        if wereld.kans(0.25):
            sleutel = (wet, wie, nummer, begin, einde)
            _haal_weg(wereld, wereld.landing.stop, geleverd, sleutel, categorie, {"reden": reden})


def _haal_weg(
    wereld: Wereld, schrijf: object, geleverd: date, sleutel: tuple, product: str | None, extra: dict
) -> None:
    """A removal on the same day, later or earlier, at times of another product; at times delivered anew after it."""
    soort = wereld.rng.choice(["zelfde dag", "later", "eerder", "ander product", "opnieuw"])
    dag = {"zelfde dag": geleverd, "eerder": geleverd - timedelta(days=1)}.get(soort, _later(wereld, geleverd, 60))
    categorie = CATEGORIEEN[sleutel[0]][2] if soort == "ander product" else product
    schrijf(dag, *sleutel, categorie=categorie, status="3", dagtekening=geleverd, **extra)
    if soort == "opnieuw":
        schrijf(dag, *sleutel, categorie=categorie, dagtekening=geleverd + timedelta(days=1), **extra)


def _pwet(wereld: Wereld, gebruikers: list[str]) -> None:
    """Two statements of benefits and one or two of re-integration, each with other ends."""
    rng = wereld.rng
    eerste, tweede = date(2024, 2, 1), wereld.dag(date(2024, 9, 1), UITERSTE)
    ontvangers = [bsn for bsn in gebruikers if wereld.kans(0.5)]
    for dag in (eerste, tweede):
        rijen = []
        for nummer, bsn in enumerate(ontvangers):
            begin, einde = _spanne(wereld)
            partner = rng.choice([*gebruikers, *[""] * len(gebruikers)])
            rijen.append((f"U{nummer}", bsn, partner, rng.choice(STATISTIEKCODES), begin, einde))
        rijen.append(("Uleeg", gebruikers[0], "", "01", "", "2025-01-01"))
        rijen.append(("Ufout", gebruikers[0], "", "01", "2024-13-01", ""))
        wereld.landing.uitkeringen(dag, *rijen)
        trajecten = [(bsn, "jobcoach", *_spanne(wereld)) for bsn in gebruikers if wereld.kans(0.15)]
        if dag == eerste or wereld.kans(0.5):
            wereld.landing.reintegratie(dag, *trajecten)


def _stand(wereld: Wereld, stand: str, soorten: list[tuple[str, str, str, str]], gebruikers: list[str]) -> None:
    """One to three statements of one file; half of the rows have no BSN."""
    for _ in range(wereld.rng.randint(1, 3)):
        rijen = []
        for bsn in gebruikers:
            regeling, wet, voorziening, vorm = wereld.rng.choice(soorten)
            begin, einde = _spanne(wereld)
            wie = [bsn, "", "", "", ""] if wereld.kans(0.5) else ["", *_naamgegevens(wereld)]
            if wereld.kans(0.4):
                rijen.append((regeling, wet, wie[0], voorziening, begin, einde, *wie[1:], vorm))
        wereld.landing.voorzieningen(wereld.dag(date(2024, 1, 1), UITERSTE), stand, *rijen)


def _naamgegevens(wereld: Wereld) -> list[str]:
    """Name, birth date, postcode and number of a resident, written in another way, or of nobody."""
    mens: Mens = wereld.rng.choice(wereld.mensen)
    naam = wereld.rng.choice([str.upper, str.lower, _zonder_streepjes])(mens.rij["01.02.40"])
    geboren = mens.geboren.isoformat() if mens.geboren else ""
    postcode, huisnummer = mens.adres.vier[:2] if mens.adres else ("7601AB", "1")
    gegevens = [naam, geboren, wereld.rng.choice([postcode, f"{postcode[:4]} {postcode[4:].lower()}"]), huisnummer]
    if wereld.kans(0.15):
        gegevens[wereld.rng.randint(0, 3)] = ""
    if wereld.kans(0.1):
        gegevens[0] = "Onbekend"
    return gegevens


def _zonder_streepjes(naam: str) -> str:
    return naam.replace("ü", "u").replace("Ç", "C")


def _nogmaals(wereld: Wereld) -> None:
    """Known bytes again: messages under another name, folder and date (no effect), a BRP statement at a later date."""
    berichten = sorted(pad for bron in ("iwmo", "ijw") for pad in wereld.landing.map.glob(f"{bron}/*/*.xml"))
    for pad in wereld.rng.sample(berichten, min(5, len(berichten))):
        dag = wereld.dag(date(2023, 1, 1), UITERSTE)
        wereld.landing.bestand(wereld.rng.choice(["iwmo", "ijw"]), dag, f"nogmaals_{pad.name}", pad.read_bytes())
    if wereld.kans(0.4):
        laatste = wereld.landing.map / "brp" / str(wereld.brp_datums[-1])
        shutil.copytree(laatste, laatste.parent / "2025-12-15")


def _archief(wereld: Wereld) -> None:
    """Some messages in a ZIP, with a member that is no message."""
    berichten = sorted(wereld.landing.map.glob("iwmo/*/*.xml"))
    for pad in wereld.rng.sample(berichten, min(3, len(berichten))):
        archief = io.BytesIO()
        with zipfile.ZipFile(archief, "w") as zip_:
            zip_.writestr("map/bericht.xml", pad.read_bytes())
            zip_.writestr("leesmij.xml", b"geen bericht")
        pad.unlink()
        wereld.landing.bestand("iwmo", pad.parent.name, f"{pad.stem}.zip", archief.getvalue())


def _ruis(wereld: Wereld) -> None:
    """Things that count for nothing: no XML, no UTF-8, half written, an impossible date, the future."""
    landing, kop = wereld.landing, b"bsn;voorziening;aanvangsdatum;einddatum\n"
    geldig = next(bsn for bsn in wereld.nummers if bsn_geldig(bsn)).encode()
    rij = geldig + b";x;2024-01-01;\n"
    landing.bestand("ijw", "2025-12-31", "kapot.xml", b"<Bericht><Header></Bericht>")
    landing.bestand("pwet", "2025-12-31", "oud.csv", kop + geldig + b";\xe9;2024-01-01;\n")
    landing.bestand("pwet", "2025-12-31", "half.csv.part", kop + rij)
    landing.bestand("pwet", "2025-12-31", ".half.csv", kop + rij)
    landing.bestand("pwet", "2025-02-30", "reintegratie.csv", kop + rij)
    landing.bestand("pwet", "2999-01-01", "reintegratie.csv", kop + rij)
    landing.bestand("onbekend", "2025-12-31", "reintegratie.csv", kop + rij)
