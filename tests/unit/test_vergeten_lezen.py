"""Reading leaves out who was forgotten, in every form of file: not counted as read, landed or refused.

Belongs here: single files. Does not belong here: what that does to figures (test_vergeten).
"""

import io
import json
from datetime import date

import openpyxl
import pyarrow as pa
import pytest

from sources.bestandlezer import lees_bestand
from sources.soort import lees_bron
from sources.uitkomst import Uitkomst
from sources.vergeten import ZonderVergetenen, zonder_personen
from sources.vergeten_berichten import zonder_clienten
from tests import berichten_maken as maak

SLEUTEL = bytes(range(32))
WEG, BLIJFT, OOK_WEG = maak.bsn(1), maak.bsn(2), maak.bsn(3)
DATUM = {"type": "Datum", "datum": "1980-02-03"}
PERSOON = {
    "geboorte": {"datum": DATUM},
    "naam": {"geslachtsnaam": "Verzonnen"},
    "gemeenteVanInschrijving": {"code": "0141"},
    "verblijfplaats": {
        "type": "Adres",
        "functieAdres": {"code": "W"},
        "datumVan": DATUM,
        "verblijfadres": {"huisnummer": 1, "postcode": "7601AB"},
    },
}
BELEID = [
    kolom.naam for kolom in lees_bron("beleidsinformatie_jeugd").soorten["beleidsinformatie_jeugd__jeugdhulp"].kolommen
]


@pytest.fixture
def vergeten() -> ZonderVergetenen:
    kaal = ZonderVergetenen(SLEUTEL, pa.array([], pa.int64()))
    return ZonderVergetenen(SLEUTEL, pa.array([kaal.een("bsn", bsn) for bsn in (WEG, OOK_WEG)], pa.int64()))


def lees(bron: str, inhoud: bytes | str, vergeten: ZonderVergetenen) -> tuple[Uitkomst, list[dict]]:
    """The outcome, and the rows as they are written."""
    uitkomst = lees_bestand(bron, inhoud.encode() if isinstance(inhoud, str) else inhoud, 7, vergeten)
    over = zonder_personen(uitkomst.tabellen, vergeten.personen).tabellen
    return uitkomst, [rij for tabel in over.values() for rij in tabel.to_pylist()]


def persoon(bsn: str, ouder: str, **anders: object) -> dict:
    return PERSOON | {"burgerservicenummer": bsn, "ouders": [{"burgerservicenummer": ouder}]} | anders


@pytest.mark.parametrize("per_regel", [True, False])
def test_json_van_de_brp(vergeten: ZonderVergetenen, per_regel: bool) -> None:
    """Whole persons, refused ones, and the parent of another."""
    personen = [
        persoon(WEG, BLIJFT),
        persoon(BLIJFT, WEG),
        persoon(OOK_WEG, BLIJFT, geboorte=[]),
        persoon(WEG, "", naam=None),
    ]
    regels = "".join(json.dumps(een) + "\n" for een in personen)
    uitkomst, rijen = lees("brp", regels if per_regel else json.dumps({"personen": personen}), vergeten)
    assert (uitkomst.gelezen, uitkomst.geweigerd, uitkomst.meldingen) == (1, 0, [])
    assert [(rij["rij"], rij["ouder_1"]) for rij in rijen] == [(2, None)]
    assert vergeten.geraakt == {7}


def test_werkmap(vergeten: ZonderVergetenen) -> None:
    boek = openpyxl.Workbook()
    boek.active.append(BELEID)
    for bsn, extra in ((WEG, None), (BLIJFT, None), (int(WEG), "te veel"), (BLIJFT, "te veel")):
        velden = {"BSN": bsn, "Hulpvorm": "11", "Datum aanvang": date(2024, 1, 5), "Datum einde": date(2024, 5, 6)}
        boek.active.append([velden.get(naam, "") for naam in BELEID] + ([extra] if extra else []))
    doos = io.BytesIO()
    boek.save(doos)
    uitkomst, rijen = lees("beleidsinformatie_jeugd", doos.getvalue(), vergeten)
    assert (uitkomst.gelezen, uitkomst.geweigerd, len(rijen)) == (2, 1, 1)


def test_csv_met_records_die_niet_passen(vergeten: ZonderVergetenen) -> None:
    """Another number of fields, another type: counted for who stays, not for who was forgotten."""
    kop = "bsn;voorziening;aanvangsdatum;einddatum"
    regels = [
        f"{wie}{rest}"
        for rest in (";T1;2024-01-01;", ";T1;gisteren;", ";T1;2024-01-01;;te veel", ";T1")
        for wie in (WEG, BLIJFT, f'"{OOK_WEG}"')
    ]
    uitkomst, rijen = lees("pwet", "\n".join([kop, *regels]), vergeten)
    assert (uitkomst.gelezen, uitkomst.geweigerd, len(rijen)) == (4, 3, 1)


@pytest.mark.parametrize(
    ("bsn_1", "bsn_2", "verwacht"),
    [
        (WEG, "", None),
        ("", WEG, None),
        (WEG, OOK_WEG, None),
        (WEG, BLIJFT, ("geldig", "leeg")),
        (BLIJFT, WEG, ("geldig", "leeg")),
        (WEG, "123456789", ("ongeldig", "leeg")),
        (BLIJFT, "", ("geldig", "leeg")),
    ],
)
def test_van_een_paar_wordt_wie_blijft_de_eerste(
    vergeten: ZonderVergetenen, bsn_1: str, bsn_2: str, verwacht: object
) -> None:
    kop = "uitkeringsnummer;bsn_1;bsn_2;statistiekcode;aanvangsdatum;einddatum"
    uitkomst, rijen = lees("pwet", f"{kop}\nU1;{bsn_1};{bsn_2};01;2024-01-01;\n", vergeten)
    assert uitkomst.gelezen == (verwacht is not None)
    gevonden = [(rij["bsn_1_status"], rij["bsn_2_status"], rij["persoon_1"], rij["persoon_2"]) for rij in rijen]
    wie = vergeten.een("bsn", BLIJFT) if BLIJFT in (bsn_1, bsn_2) else None
    assert gevonden == ([(*verwacht, wie, None)] if verwacht else [])


def test_zonder_vergetenen_wordt_alles_gelezen() -> None:
    niemand = ZonderVergetenen(SLEUTEL, pa.array([], pa.int64()))
    uitkomst, rijen = lees("brp", json.dumps({"personen": [persoon(WEG, BLIJFT)]}), niemand)
    assert (uitkomst.gelezen, len(rijen)) == (1, 1)
    assert not niemand.neem_weg(1, f"<Bsn>{WEG}</Bsn>".encode())


def test_een_geweigerd_bericht_is_van_wie_erin_staat(vergeten: ZonderVergetenen) -> None:
    def bericht(*bsns: str) -> bytes:
        return "".join(f"<a:Client><b:Bsn> {bsn} </b:Bsn></a:Client>" for bsn in bsns).encode()

    assert vergeten.neem_weg(1, bericht(WEG, OOK_WEG))
    assert not vergeten.neem_weg(2, bericht(WEG, BLIJFT))
    assert not vergeten.neem_weg(3, b"<Bsn></Bsn>")
    assert vergeten.geheel == {1}


def test_van_een_declaratie_klopt_het_totaal_nog(vergeten: ZonderVergetenen) -> None:
    """Lines that are credited count the other way; what arrival said of a double line leaves with the line."""
    from sources.berichten import lees_berichten

    regels = {WEG: [maak.prestatie("wmo", 1), maak.prestatie("wmo", 1)], BLIJFT: [maak.prestatie("wmo", 2)] * 2}
    regels |= {OOK_WEG: [maak.prestatie("wmo", 3, vorig="REF0")]}
    inhoud = maak.declaratie(maak.clienten(regels))
    inhoud[1][3] = ("TotaalIngediendBedrag", [(":TotaalBedrag", "15000"), (":DebetCredit", "D")])
    tabellen, _ = lees_berichten([("x", 1, maak.xml("wmo", "323", [maak.kop("wmo", "323"), inhoud]))], vergeten)
    gedund = zonder_clienten(tabellen, vergeten.personen)
    over = {naam: tabel.to_pylist() for naam, tabel in gedund.tabellen.items()}
    (kop,) = over["bericht__declaratie"]
    assert (kop["totaal_cent"], kop["debet_credit"]) == (10_000, "D")
    assert [rij["rij"] for rij in over["bericht__declaratieregel"]] == [3, 4]
    assert [(rij["element"], rij["rij"]) for rij in over["bericht__schending"]] == [("Prestatie", 4)]
    assert (gedund.records, gedund.geheel) == ({1: 3}, set())
