"""The deliveries of the end-to-end tests: a random municipality, markers that must not leak, and everything that can
be wrong with a file.

Belongs here: writing those files, with the reason that each must get. Does not belong here: judging what came of them.

A marker is a personal datum that occurs nowhere else by chance. Markers stand in good records, in refused records and
in refused files: what is refused may not leak either.
"""

import csv
import io
import random
import zipfile
from pathlib import Path

from tests import berichten_maken as maak
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.schrijven import BRP_KOP, PWET_KOP, VOORZIENING_KOP, Landing, bsns, persoonsrij

PERSONEN = 400
ZAAD = 20240601
DAG = "2025-12-30"
NAAM, VOORNAAM, STRAAT, PC6 = "Quastelbergen", "Wubbegonda", "Kwikstaartlaan", "7609XQ"
MARKERS = (NAAM, VOORNAAM, STRAAT, PC6, "Zwaluwenburgh", "Philodemusch")
GEBOREN = "19230417"
# The generator of municipalities counts up from the first of these; the markers take the last.
EIGEN = sorted(bsns())[-20:]
A, B, C, D, E, F, G = EIGEN[:7]
ONGELDIG = "987654321"  # fails the 11-test

BESTAND, RECORD = "bestand_geweigerd", "record_geweigerd"


def maak_landing(map_: Path) -> dict[str, tuple[str, str]]:
    """Fill a landing folder; returns what must be in quarantine because of this module: path -> (klasse, code)."""
    landing = maak_gemeente(map_, random.Random(ZAAD), PERSONEN)
    _gemarkeerd(landing)
    return _slechte_csv(landing) | _slechte_berichten(landing) | _slechte_plekken(landing)


def _gemarkeerd(landing: Landing) -> None:
    """Residents, clients and messages with markers, all of them good."""
    laatste = max(pad for pad in landing.map.glob("brp/2*/brp.csv") if pad.parent.name <= DAG)
    velden = {"r010210": VOORNAAM, "r081180": "0141010987650001"}
    rijen = [persoonsrij(bsn, GEBOREN, f"{PC6} 7", **velden) | {"01.02.40": NAAM} for bsn in (A, B)]
    rijen.append(persoonsrij(C, "2023-13-45", f"{PC6} 8") | {"01.02.40": NAAM})  # refused: an impossible date
    rijen.append(persoonsrij("", GEBOREN, f"{PC6} 9") | {"01.02.40": "Philodemusch"})
    landing.brp(laatste.parent.name, *rijen, naam=f"aanvulling {D}.csv")
    client = [NAAM, "1923-04-17", PC6, "7"]
    rij = ["schuldhulp", "overig", "", "S9", "2024-01-01", "", *client, ""]
    landing.tabel(
        "voorzieningen", DAG, f"lijst_{E}.csv", VOORZIENING_KOP, [rij, ["", *rij[1:5], "31-12-2024", *rij[6:]]]
    )
    stand = max(landing.map.glob("pwet/2*/uitkeringen.csv")).parent.name
    uitkeringen = [("X1", A, B, "01", "2024-01-01", ""), ("X2", ONGELDIG, "", "01", "2024-02-01", "")]
    landing.tabel(
        "pwet", stand, "uitkeringen_extra.csv", PWET_KOP, [*uitkeringen, ("X3", C, "", "01", "2024-02-30", "")]
    )
    bericht = maak.bericht("jeugd", "315", nummer=F).replace(b"Verzonnen", NAAM.encode())
    landing.bestand("ijw", DAG, f"verzoek_{G}.xml", bericht)


def _slechte_csv(landing: Landing) -> dict[str, tuple[str, str]]:
    brp = _csv(BRP_KOP, persoonsrij(G, GEBOREN, f"{PC6} 3", r010210=VOORNAAM) | {"01.02.40": NAAM})
    zonder = _csv(PWET_KOP, dict(zip(PWET_KOP, ("U7", G, "", "01", "2024-01-01", ""), strict=True)))
    geld = "jaar;periode;taakveld;soort;bedrag\n2025;H1;6.3;realisatie;12,50\n2025;H2;6.3;realisatie;12.50\n"
    contract = "contract;agb;aanbieder;wet;contractvorm;ingangsdatum;einddatum;contract\n"
    gevallen = {
        "brp/latin1.csv": (brp.replace(NAAM, NAAM + "é").encode("latin-1"), BESTAND, "F_UTF8"),
        "brp/nul.csv": (brp.encode() + b"\0", BESTAND, "F_NUL"),
        "brp/zonder_kop.csv": (brp.split("\n", 1)[1].encode(), BESTAND, "F_SOORT_ONBEKEND"),
        "pwet/kolom_ontbreekt.csv": (zonder.replace("statistiekcode", "soort").encode(), BESTAND, "F_KOLOM_ONTBREEKT"),
        "pwet/leeg.csv": (b"", BESTAND, "F_LEEG"),
        "financien/decimale_komma.csv": (geld.encode(), RECORD, "R_TYPE"),
        "financien/te_veel_velden.csv": (geld.replace("12,50", f"1;{NAAM};{G}").encode(), RECORD, "R_VELDEN"),
        "contracten/dubbel.csv": (contract.encode(), BESTAND, "F_KOLOM_DUBBEL"),
    }
    return _leg(landing, gevallen)


def _slechte_berichten(landing: Landing) -> dict[str, tuple[str, str]]:
    goed = maak.bericht("wmo", "315", nummer=G, identificatie="GOED").replace(b"Verzonnen", NAAM.encode())
    kop, rest = goed.split(b"?>", 1)
    dtd = b'<!DOCTYPE Bericht [<!ENTITY wie SYSTEM "file:///etc/passwd"><!ENTITY lol "lol">]>'
    gevallen = {
        "iwmo/afgekapt.xml": (goed[: len(goed) * 2 // 3], BESTAND, "F_XML"),
        "iwmo/release.xml": (goed.replace(b"/3_2/", b"/3_1/"), BESTAND, "F_RELEASE"),
        "iwmo/dtd.xml": (kop + b"?>" + dtd + rest.replace(NAAM.encode(), b"&wie;"), BESTAND, "F_DTD"),
        "iwmo/latin1.xml": (goed.replace(b"UTF-8", b"ISO-8859-1"), BESTAND, "F_CODERING"),
        "iwmo/utf16.xml": (goed.decode().replace("UTF-8", "UTF-16").encode("utf-16"), BESTAND, "F_CODERING"),
        "iwmo/datum.xml": (goed.replace(b"1980-02-03", b"1980-02-31"), BESTAND, "F_SCHEMA"),
        "ijw/anders.xml": (f"<p>{NAAM} {G}</p>".encode(), BESTAND, "F_NAAMRUIMTE"),
        "ijw/kapot.zip": (_doos({"a.xml": goed})[:-40], BESTAND, "F_ZIP"),
    }
    verwacht = _leg(landing, gevallen)
    binnen = _doos({"b.xml": goed.replace(b"GOED", b"BINNEN")})
    doos = _doos({"../../../ontsnapt.xml": goed.replace(b"GOED", b"PAD"), "nest.zip": binnen, f"{G}.xml": b"<geen/>"})
    landing.bestand("ijw", DAG, "streken.zip", doos)
    leden = {"../../../ontsnapt.xml": "F_ZIP_PAD", "nest.zip": "F_ZIP_GENEST", "*********.xml": "F_NAAMRUIMTE"}
    return verwacht | {f"ijw/{DAG}/streken.zip/{lid}": (BESTAND, code) for lid, code in leden.items()}


def _slechte_plekken(landing: Landing) -> dict[str, tuple[str, str]]:
    """Folders and things that are no file; `_ruis` of the municipality has the folders with a wrong name or date."""
    brp = next(landing.map.glob("brp/2*/brp.csv"))
    (landing.map / "brp" / DAG / "map.csv").mkdir(parents=True)
    (landing.map / "brp" / DAG / "map.csv" / "binnen.csv").write_bytes(brp.read_bytes())
    (landing.map / "brp" / DAG / "koppeling.csv").symlink_to(brp)
    (landing.map / "brp" / "2025-12-29").symlink_to(brp.parent)
    for naam in (".verborgen.csv", "half.csv.part"):
        landing.bestand("brp", DAG, naam, brp.read_bytes())
    landing.bestand("brp", f"levering {G}", "brp.csv", brp.read_bytes())
    return {f"brp/{DAG}/map.csv": (BESTAND, "F_MAP")}


def _leg(landing: Landing, gevallen: dict[str, tuple[bytes, str, str]]) -> dict[str, tuple[str, str]]:
    for pad, (inhoud, _, _) in gevallen.items():
        bron, naam = pad.split("/")
        landing.bestand(bron, DAG, naam, inhoud)
    return {pad.replace("/", f"/{DAG}/"): (klasse, code) for pad, (_, klasse, code) in gevallen.items()}


def _csv(kop: list[str], *rijen: dict[str, str]) -> str:
    tekst = io.StringIO()
    schrijver = csv.DictWriter(tekst, kop, delimiter=";", lineterminator="\n")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return tekst.getvalue()


def _doos(leden: dict[str, bytes]) -> bytes:
    doos = io.BytesIO()
    with zipfile.ZipFile(doos, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden.items():
            archief.writestr(naam, inhoud)
    return doos.getvalue()
