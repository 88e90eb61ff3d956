"""Declarations and their answers: each rule of the standard broken once, and chains that break none.

Belongs here: which change of a clean chain gives which rule and code, for either law. Does not belong here: the day on which
a violation was put right (dbt unit tests), or rules on assignments, starts and requests (test_opdracht.py).
"""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.berichten_maken import CATEGORIE, Element
from tests.keten import Keten
from tests.regels.declaratie_maken import Declaratie, Regel, contract, declaratie, in_maand
from tests.regels.opdracht_maken import (
    ANDER,
    ANDERE_CATEGORIE,
    aangevraagd,
    b301,
    b305,
    b307,
    b315,
    gestart,
    omvang,
    toegewezen,
)
from tests.regels.zaken import Gevonden, Levering, Zaak, draai

NIEMAND = "999999999"
_CODES = """TR304 8187, TR307 9307, TR308 9308, TR314 8021, TR318 8214, TR319 9319, TR321 9321, TR322 9322, TR323 8017, TR333 9333,
    TR338 9338, TR339 9339, TR340 9340, TR341 9341, TR346 9346, TR366 9366, TR367 9367, TR369 9369, TR384 9384, TR385 9385,
    TR387 9387, TR388 9388, TR389 9389, TR390 9390, TR418 0611"""
RETOURCODE = {regel: code for regel, code in map(str.split, _CODES.split(","))}
"""The code of each rule over messages; a rule within a message has 0001."""
ZONDER_CODE = {"OP364", "CONTRACT_ONTBREEKT", "PRODUCT_NIET_GECONTRACTEERD", "EENHEID_NIET_GECONTRACTEERD"}
WEG = {"RedenWijziging": "13", "Einddatum": "2024-06-01"}
GEEN_OMVANG = {"Omvang": None, "Budget": "60000"}


def basis(wet: str, *producten: Element) -> list[Levering]:
    """An assignment (10 hours a month, June to December 2024), its start and the contract."""
    return [b301(wet, *producten), b305(wet), *contract(wet)]


def met_omvang(wet: str, volume: str, eenheid: str, frequentie: str, nummer: int = 1, **anders: str) -> list[Levering]:
    opdracht = toegewezen(wet, nummer, Omvang=omvang(volume, eenheid, frequentie), **anders)
    return [b301(wet, opdracht), b305(wet, gestart(wet, nummer)), *contract(wet)]


def antwoorden(*declaraties: Declaratie) -> list[Levering]:
    """Declarations that are accepted as a whole."""
    return [bericht for een in declaraties for bericht in (een.verzonden(), een.antwoord())]


def _binnen(wet: str) -> dict[str, list[Levering]]:
    """Rules within one message."""
    goed = Regel(wet)
    oud = {"Ingangsdatum": "2020-12-01", "Toewijzingsdatum": "2020-11-20"}
    oude_start = gestart(wet, ToewijzingIngangsdatum="2020-12-01", Begindatum="2020-12-01")
    oude_basis = [b301(wet, toegewezen(wet, **oud), op="2020-11-25"), b305(wet, oude_start), *contract(wet)]
    euro = met_omvang(wet, "50000", "83", "4")
    uren = basis(wet)
    gedaan = [*uren, *antwoorden(declaratie(goed))]

    def een(regel: Regel, **anders: object) -> list[Levering]:
        return [*uren, declaratie(regel, **anders).verzonden()]

    juli = declaratie(in_maand(goed, "2024-07", referentie="R2"), goed.credit("C1"), goed.credit("C2"), maand="2024-07")
    nul = declaratie(goed.credit("C1"), replace(goed, referentie="R2"), maand="2024-07", totaal=(0, "C"))
    return {
        "TR315": [*gedaan, juli.verzonden()],
        "TR316": [*uren, declaratie(goed, goed.credit("C1")).verzonden()],
        "TR316 zichzelf": [
            *uren,
            declaratie(goed, replace(goed, referentie="C1", vorig="C1", debet_credit="C")).verzonden(),
        ],
        "TR319": een(in_maand(goed, "2024-07")),
        "TR335": [
            *oude_basis,
            declaratie(
                in_maand(goed, "2021-01"), maand="2025-11", op="2025-12-30", declaratie_dagtekening="2026-02-05"
            ).verzonden(),
        ],
        "TR134 2": een(in_maand(goed, "2024-07"), maand="2024-07", op="2024-06-28"),
        "TR137 2": een(goed, op="2024-06-20"),
        "TR137 einde voor begin": een(replace(goed, begin="2024-06-30", einde="2024-06-01")),
        "TR137 periode": een(goed, maand="2024-07", periode=("2024-07-31", "2024-07-01"), op="2024-08-10"),
        "TR358": een(goed, totaal=(39999, "D")),
        "TR358 teken": een(goed, totaal=(40000, "C")),
        "CS325": [*gedaan, nul.verzonden()],
        "CS100": [*oude_basis, declaratie(in_maand(goed, "2020-12"), maand="2021-01").verzonden()],
        "CS100 2": [*oude_basis, declaratie(in_maand(goed, "2020-12"), maand="2020-12").verzonden()],
        "CS337": een(replace(goed, einde="2024-07-31"), maand="2024-07"),
        "CS339": [*euro, declaratie(replace(goed, eenheid="83", tarief=None, volume=900, bedrag=901)).verzonden()],
        "CS340": een(goed, periode=("2024-06-01", "2024-06-29")),
        "CS002": een(replace(goed, client=NIEMAND)),
        "CD060 zonder vorig": een(replace(goed, debet_credit="C")),
        "CD060 met vorig": een(replace(goed, vorig="R0")),
        "CD087": een(replace(goed, tarief=None, bedrag=40000)),
        "CD087 euro": [*euro, declaratie(replace(goed, eenheid="83", tarief=1, volume=900)).verzonden()],
        "TR416": [*uren, declaratie(goed, replace(goed, referentie="R2")).verzonden()],
        "TR101": [*uren, declaratie(goed, goed).verzonden()],
    }


def _opdracht(wet: str) -> dict[str, list[Levering]]:
    """Lines held against their assignment."""
    goed, uren = Regel(wet), basis(wet)

    def een(regel: Regel, **anders: object) -> list[Levering]:
        return [*uren, declaratie(regel, **anders).verzonden()]

    betaald = antwoorden(declaratie(goed))
    return {
        "TR304": een(replace(goed, client=ANDER)),
        "TR307": een(in_maand(goed, "2024-05")),
        "TR308": een(in_maand(goed, "2025-01"), maand="2025-01"),
        "TR338": een(replace(goed, toewijzing=9, code=f"{CATEGORIE[wet]}A01")),
        "TR339": [
            *_eigen_code(wet),
            declaratie(replace(goed, categorie=ANDERE_CATEGORIE[wet], code="EIGEN")).verzonden(),
        ],
        "TR340": een(replace(goed, code=f"{CATEGORIE[wet]}A02")),
        "TR341": een(replace(goed, eenheid="16")),
        "TR384": [b301(wet, toegewezen(wet, **WEG)), *uren[2:], declaratie(goed).verzonden()],
        "TR385": [*uren, *betaald, b301(wet, toegewezen(wet, **WEG, Toewijzingsdatum="2024-08-01"), op="2024-08-01")],
        "TR387": een(replace(goed, begin="2024-06-10")),
        "TR388": een(replace(goed, einde="2024-06-20")),
        "OP364": [uren[0], *uren[2:], declaratie(goed).verzonden()],
        "OP364 start later": [*uren[:1], b305(wet, gestart(wet, Begindatum="2024-07-01"), op="2024-07-02"), *uren[2:]]
        + [declaratie(goed).verzonden()],
    }


def _eigen_code(wet: str) -> list[Levering]:
    """A product that the contract has in two categories, so that no list says which one is wrong."""
    eigen: list[Element] = [(":Categorie", CATEGORIE[wet]), (":Code", "EIGEN")]
    afspraken = contract(wet)[:1]
    tarieven = "productcategorie;contract;productcode;eenheid;tarief_cent;ingangsdatum;einddatum\r\n" + "".join(
        f"{categorie};42420001;EIGEN;04;5000;2020-01-01;\r\n" for categorie in (CATEGORIE[wet], ANDERE_CATEGORIE[wet])
    )
    return [
        b301(wet, toegewezen(wet, Product=eigen)),
        b305(wet, gestart(wet, Product=eigen)),
        *afspraken,
        ("contracten", "2024-01-01", tarieven.encode()),
    ]


def _volume(wet: str) -> dict[str, list[Levering]]:
    """The most that fits in a month is declared in _past; here one more."""
    goed = Regel(wet)
    categorie: list[Element] = [(":Categorie", CATEGORIE[wet])]
    vier = [in_maand(goed, f"2024-{maand:02d}", referentie=f"R{maand}", volume=10) for maand in (6, 7, 8, 9)]
    maanden = [declaratie(regel, maand=regel.begin[:7]).verzonden() for regel in vier]
    budget = [b301(wet, toegewezen(wet, Product=categorie, **GEEN_OMVANG)), b305(wet), *contract(wet)]
    return {
        **{
            f"TR321 {naam}": [*begin, declaratie(replace(regel, volume=regel.volume + 1)).verzonden()]
            for naam, (begin, regel) in _vol(wet).items()
        },
        "TR322": [*met_omvang(wet, "30", "04", "6"), *maanden],
        "TR322 twee": [*met_omvang(wet, "25", "04", "6"), *maanden],
        "TR322 week": [
            *(*met_omvang(wet, "2", "04", "2", Einddatum="2024-08-31"), *maanden[:3]),
        ],
        "TR369": [*budget, *maanden[:2]],
    }


def _vol(wet: str) -> dict[str, tuple[list[Levering], Regel]]:
    """Per frequency and unit an assignment and the line of June 2024 (30 days, 5 weeks and Sundays) that just fits it."""
    goed = Regel(wet)
    stuks = replace(goed, toewijzing=3, eenheid="82", tarief=9000)
    etmaal = replace(goed, toewijzing=4, eenheid="14", tarief=12000)
    juni = {"Einddatum": "2024-06-28"}
    vol = {
        "maand": (basis(wet), replace(goed, volume=10)),
        "dag": (met_omvang(wet, "2", "04", "1"), replace(goed, volume=60)),
        "week": (met_omvang(wet, "3", "04", "2"), replace(goed, volume=15)),
        "totaal": (met_omvang(wet, "50", "04", "6"), replace(goed, volume=50)),
        "zondagen": (met_omvang(wet, "3", "82", "2", 3), replace(stuks, volume=15)),
        "gebroken week": (met_omvang(wet, "3", "82", "2", 3, **juni), replace(stuks, volume=15, einde="2024-06-28")),
        "etmaal": (met_omvang(wet, "7", "14", "2", 4), replace(etmaal, volume=35)),
        "minuten": (met_omvang(wet, "3", "04", "2"), replace(goed, eenheid="01", tarief=83, volume=900)),
        "gebroken maand": (met_omvang(wet, "10", "04", "4", **juni), replace(goed, volume=10, einde="2024-06-28")),
    }
    if wet == "wmo":
        vol["huishouden"] = (_huishouden(), replace(goed, categorie="01", code="01A04", volume=18))
    return vol


def _huishouden() -> list[Levering]:
    hulp: list[Element] = [(":Categorie", "01"), (":Code", "01A04")]
    opdracht = toegewezen("wmo", Product=hulp, Omvang=omvang("3", "04", "2"))
    return [b301("wmo", opdracht), b305("wmo", gestart("wmo", Product=hulp)), *contract("wmo", ["01A04;04;5000"])]


def _geld(wet: str) -> dict[str, list[Levering]]:
    """Amounts, tariffs and contracts."""
    goed, uren = Regel(wet), basis(wet)
    zonder = uren[:2]
    minuten = replace(goed, eenheid="01", tarief=83, volume=100, bedrag=8333)

    def een(regel: Regel) -> list[Levering]:
        return [*uren, declaratie(regel).verzonden()]

    return {
        "TR346": een(replace(goed, bedrag=40001)),
        "TR346 minuten": een(replace(minuten, bedrag=8334)),
        "TR418": een(replace(goed, tarief=5100)),
        "TR418 minuten": een(replace(minuten, tarief=84)),
        "CONTRACT_ONTBREEKT": [*zonder, declaratie(goed).verzonden()],
        "CONTRACT_ONTBREEKT later": [*zonder, *contract(wet, van="2024-06-02"), declaratie(goed).verzonden()],
        "PRODUCT_NIET_GECONTRACTEERD": [
            *(*zonder, *contract(wet, [f"{CATEGORIE[wet]}A02;04;5000"])),
            declaratie(goed).verzonden(),
        ],
        "EENHEID_NIET_GECONTRACTEERD": [
            *(*zonder, *contract(wet, [f"{CATEGORIE[wet]}A01;16;5000"])),
            declaratie(goed).verzonden(),
        ],
    }


def _over(wet: str) -> dict[str, list[Levering]]:
    """Lines and declarations held against those before them."""
    goed, uren = Regel(wet), basis(wet)
    juni = declaratie(goed)
    juli = in_maand(goed, "2024-07", referentie="R2")
    augustus = in_maand(goed, "2024-08", referentie="R3")
    gedaan = [*uren, *antwoorden(juni)]

    def daarna(*regels: Regel, maand: str = "2024-07", **anders: object) -> list[Levering]:
        return [*gedaan, declaratie(*regels, maand=maand, **anders).verzonden()]

    afgewezen = [*uren, juni.verzonden(), juni.antwoord((goed, "9321"))]
    tweemaal = declaratie(goed.credit("C2"), maand="2024-08").verzonden()
    return {
        "TR314": daarna(replace(juli, referentie="R1")),
        "TR314 zelfde regel": daarna(goed),
        "TR314 in bericht": [
            *(*uren, b301(wet, toegewezen(wet, 2), client=ANDER, kenmerk="A301")),
            b305(wet, gestart(wet, 2), client=ANDER, kenmerk="A305"),
            declaratie(goed, replace(goed, toewijzing=2, client=ANDER)).verzonden(),
        ],
        "TR318": daarna(juli, augustus, maand="2024-08"),
        "TR323 onbekend": daarna(replace(goed.credit("C1"), vorig="R9"), juli),
        "TR323 ander volume": daarna(goed.credit("C1", volume=7)),
        "TR323 andere periode": daarna(goed.credit("C1", begin="2024-06-02")),
        "TR323 afgewezen": [*afgewezen, declaratie(goed.credit("C1"), juli, maand="2024-07").verzonden()],
        "TR333": daarna(juli, nummer=juni.nummer),
        "TR333 opnieuw verstuurd": daarna(goed, nummer=juni.nummer, maand="2024-06", op="2024-07-11"),
        "TR389": daarna(replace(goed, referentie="R2")),
        "TR390": [*gedaan, *antwoorden(declaratie(goed.credit("C1"), maand="2024-07")), tweemaal],
    }


def _antwoord(wet: str) -> dict[str, list[Levering]]:
    goed = Regel(wet)
    ander = in_maand(goed, "2024-07", referentie="R2")
    juni, twee = declaratie(goed), declaratie(goed, replace(goed, toewijzing=2, referentie="R2"))
    uren = [b301(wet, toegewezen(wet), toegewezen(wet, 2)), b305(wet, gestart(wet), gestart(wet, 2)), *contract(wet)]
    begin = [*uren, juni.verzonden()]
    return {
        "TR337": [*begin, juni.antwoord(van="ONBEKEND")],
        "TR337 alleen kop": [*uren, juni.antwoord(alleen_kop="0001")],
        "TR376": [*begin, juni.antwoord(nummer="D1")],
        "TR371": [*begin, juni.antwoord(xsd="1.0.1")],
        "TR342": [*begin, juni.antwoord(toegekend=(30000, "D"))],
        "TR342 meegestuurd": [*begin, juni.antwoord((goed, "9321"), toegekend=(40000, "D"))],
        "TR342 code": [*begin, juni.antwoord(code="8214", toegekend=(40000, "D"))],
        "CS325 325": [*begin, juni.antwoord((goed, "9321"), toegekend=(0, "C"))],
        "TR366": [*begin, juni.antwoord((ander, "9321"))],
        "TR367": [*uren, twee.verzonden(), twee.antwoord((replace(goed, volume=4, bedrag=40000), "9321"))],
        "TR304 325": [*begin, juni.antwoord((replace(goed, client=ANDER), "8187"))],
        "CS002 325": [*begin, juni.antwoord((replace(goed, client=NIEMAND), "9321"))],
        "TR134 325": [*begin, juni.antwoord((goed, "9321"), gedagtekend="2024-05-31")],
        "TR137 325": [*begin, juni.antwoord((goed, "9321"), gedagtekend="2024-06-15")],
    }


def _past(wet: str) -> dict[str, list[Levering]]:
    """What is just allowed."""
    goed, uren = Regel(wet), basis(wet)
    juni = declaratie(goed)
    juli, augustus = (in_maand(goed, f"2024-0{maand}", referentie=f"R{maand}") for maand in (7, 8))
    nieuw = replace(goed, referentie="R1N", volume=6)
    vrij = {"Omvang": None}
    categorie: list[Element] = [(":Categorie", CATEGORIE[wet])]
    budget = toegewezen(wet, Product=categorie, **GEEN_OMVANG)
    vol = {naam: [*begin, declaratie(regel).verzonden()] for naam, (begin, regel) in _vol(wet).items()}
    return {
        **{f"vol, {naam}": leveringen for naam, leveringen in vol.items()},
        "correctie": [*uren, *antwoorden(juni, declaratie(goed.credit("C1"), nieuw, juli, maand="2024-07"))],
        "correctie van een correctie": [
            *(*uren, *antwoorden(juni, declaratie(goed.credit("C1"), nieuw, maand="2024-07"))),
            declaratie(nieuw.credit("C2"), replace(goed, referentie="R1M"), maand="2024-08").verzonden(),
        ],
        "afgewezen en opnieuw": [
            *(*uren, juni.verzonden(), juni.antwoord((goed, "9321"))),
            declaratie(nieuw, juli, maand="2024-07").verzonden(),
        ],
        "technisch afgekeurd en opnieuw": [
            *(*uren, juni.verzonden(), juni.antwoord(alleen_kop="0001")),
            declaratie(goed, op="2024-07-20", nummer=juni.nummer).verzonden(),
        ],
        "maand zonder zorg overgeslagen": [*uren, *antwoorden(juni, declaratie(augustus, maand="2024-08"))],
        "achteraf gedeclareerd": [
            *(*uren, *antwoorden(juni, declaratie(augustus, maand="2024-08"))),
            declaratie(juli, maand="2024-09").verzonden(),
        ],
        "twee declaraties in een maand": [
            *(*uren, *antwoorden(juni, declaratie(juli, maand="2024-07"))),
            declaratie(
                in_maand(goed, "2024-07", referentie="R9", toewijzing=2), op="2024-08-20", maand="2024-07"
            ).verzonden(),
            b301(wet, toegewezen(wet), toegewezen(wet, 2), op="2024-05-20"),
            b305(wet, gestart(wet, 2), op="2024-06-06"),
        ],
        "minuut als zestigste": [*uren, declaratie(replace(goed, eenheid="01", tarief=83, volume=90)).verzonden()],
        "uurtarief in minuten": [
            *uren,
            declaratie(replace(goed, eenheid="01", tarief=83, volume=100, bedrag=8333)).verzonden(),
        ],
        "aspecifiek": [
            *(b301(wet, toegewezen(wet, Product=categorie, **vrij)), b305(wet), *contract(wet)),
            declaratie(replace(goed, volume=99)).verzonden(),
        ],
        "budget": [b301(wet, budget), b305(wet), *contract(wet), declaratie(replace(goed, volume=12)).verzonden()],
        "euro zonder tarief": [
            *met_omvang(wet, "50000", "83", "4"),
            declaratie(replace(goed, eenheid="83", tarief=None, volume=50000)).verzonden(),
        ],
    }


def _hersteld(wet: str) -> dict[str, list[Levering]]:
    """What a later delivery put right."""
    goed, uren = Regel(wet), basis(wet)
    te_veel = replace(goed, volume=11)
    juni, fout = declaratie(goed), declaratie(te_veel)
    juli, augustus = (in_maand(goed, f"2024-0{maand}", referentie=f"R{maand}") for maand in (7, 8))
    ruimer = b301(wet, toegewezen(wet, Omvang=omvang("20"), Toewijzingsdatum="2024-08-01"), op="2024-08-01")
    weg = b301(wet, toegewezen(wet, **WEG, Toewijzingsdatum="2024-08-01"), op="2024-08-01")
    tweede = declaratie(replace(goed, referentie="R2"), maand="2024-07")
    dubbel = declaratie(juli, maand="2024-07", nummer=juni.nummer)
    vol = [in_maand(goed, f"2024-0{maand}", referentie=f"R{maand}", volume=10) for maand in (6, 7, 8)]
    return {
        "regel voor de toewijzing": [*uren[1:], juni.verzonden(), b301(wet, op="2024-08-01")],
        "start na de declaratie": [uren[0], *uren[2:], juni.verzonden(), b305(wet, op="2024-08-01")],
        "te veel, afgewezen": [*uren, fout.verzonden(), fout.antwoord((te_veel, "9321"))],
        "te veel, gecrediteerd": [*uren, *antwoorden(fout, declaratie(te_veel.credit("C1"), juli, maand="2024-07"))],
        "te veel, ruimer toegewezen": [*uren, fout.verzonden(), ruimer],
        "te veel, declaratie afgekeurd": [*uren, fout.verzonden(), fout.antwoord(code="8214")],
        "credit voor het debet": [*uren, declaratie(goed.credit("C1"), juli, maand="2024-07").verzonden()]
        + [declaratie(goed, op="2024-08-20").verzonden()],
        "antwoord voor de declaratie": [*uren, juni.antwoord(op="2024-07-05"), juni.verzonden()],
        "tweede debet, eerste later gecrediteerd": [
            *(*uren, *antwoorden(juni), tweede.verzonden()),
            declaratie(goed.credit("C1"), augustus, maand="2024-08").verzonden(),
        ],
        "samen te veel, eerdere gecrediteerd": [
            *(*met_omvang(wet, "25", "04", "6"), *antwoorden(*(declaratie(een, maand=een.begin[:7]) for een in vol))),
            declaratie(vol[0].credit("C1"), maand="2024-09").verzonden(),
        ],
        "dubbel nummer, afgekeurd": [*uren, *antwoorden(juni), dubbel.verzonden(), dubbel.antwoord(code="9333")],
        "overgeslagen maand komt alsnog": [
            *(*uren, *antwoorden(juni)),
            declaratie(replace(juli, referentie="R9", toewijzing=2), augustus, maand="2024-08").verzonden(),
            declaratie(juli, maand="2024-07", op="2024-09-20").verzonden(),
            *(
                b301(wet, toegewezen(wet), toegewezen(wet, 2), op="2024-05-20"),
                b305(wet, gestart(wet, 2), op="2024-06-06"),
            ),
        ],
        "verwijderd, weer toegewezen": [
            *(*uren, *antwoorden(juni), weg),
            b301(wet, toegewezen(wet, Toewijzingsdatum="2024-08-20"), op="2024-08-20"),
        ],
        "verwijderd, gecrediteerd": [
            *(*uren, *antwoorden(juni), weg),
            declaratie(goed.credit("C1"), maand="2024-07").verzonden(),
        ],
    }


def _keten(wet: str) -> list[Levering]:
    """From request to the last correction, a client and an assignment, nothing wrong."""
    goed = Regel(wet)
    juni = declaratie(goed)
    juli = declaratie(
        goed.credit("C1"),
        replace(goed, referentie="R1N", volume=6),
        in_maand(goed, "2024-07", referentie="R2"),
        maand="2024-07",
    )
    return [
        *contract(wet),
        *(b315(wet, aangevraagd(wet)), b301(wet, toegewezen(wet, ReferentieAanbieder="V1")), b305(wet)),
        *antwoorden(juni, juli),
        b307(wet),
    ]


def _zonder_fout(wet: str) -> dict[str, list[Levering]]:
    keten = _keten(wet)
    berichten = keten[2:]
    volgorden = {keer: random.Random(keer).sample(berichten, len(berichten)) for keer in range(6)}
    later = {
        f"keten door elkaar {keer}": [
            *keten[:2],
            *((bron, f"2024-10-{30 - dag:02d}", tekst) for dag, (bron, _, tekst) in enumerate(volgorde)),
        ]
        for keer, volgorde in volgorden.items()
    }
    return {"hele keten": keten, **later, **_past(wet), **_hersteld(wet)}


def _zaken() -> list[Zaak]:
    zaken = []
    for wet in ("wmo", "jeugd"):
        for groep in (_binnen, _opdracht, _volume, _geld, _over, _antwoord):
            zaken += [_zaak(wet, naam, leveringen) for naam, leveringen in groep(wet).items()]
        zaken += [Zaak(f"{wet}: {naam}", leveringen, set()) for naam, leveringen in _zonder_fout(wet).items()]
        juni = declaratie(Regel(wet))
        nog_eens = replace(juni, declaratie_dagtekening="2024-07-09").verzonden()
        twee_codes = {("TR056", "9056", 1), ("TR333", "9333", 1)}
        zaken.append(Zaak(f"{wet}: zelfde declaratie anders", [*basis(wet), *antwoorden(juni), nog_eens], twee_codes))
    return zaken


def _zaak(wet: str, naam: str, leveringen: list[Levering]) -> Zaak:
    """The rule is the first word of the name; a 2 or "twee" after it is how many rows break it."""
    regel, *rest = naam.split()
    code = "" if regel in ZONDER_CODE else RETOURCODE.get(regel, "0001")
    return Zaak(f"{wet}: {naam}", leveringen, {(regel, code, 2 if rest[:1] in (["2"], ["twee"]) else 1)})


ZAKEN = _zaken()


@pytest.fixture(scope="module")
def gevonden(keten: Keten, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gevonden]:
    return draai(keten, tmp_path_factory.mktemp("declaratie"), ZAKEN)


@pytest.mark.parametrize("zaak", ZAKEN, ids=lambda zaak: zaak.naam)
def test_elke_fout_geeft_haar_eigen_code(zaak: Zaak, gevonden: dict[str, Gevonden]) -> None:
    assert gevonden[zaak.naam] == zaak.verwacht


def test_zonder_contracten_is_er_niets_aan_te_toetsen(keten: Keten, tmp_path: Path) -> None:
    """No contract was ever delivered: no tariff is wrong and no product missing."""
    zaken = [
        Zaak(wet, [*basis(wet)[:2], declaratie(Regel(wet, tarief=1)).verzonden()], set()) for wet in ("wmo", "jeugd")
    ]
    assert draai(keten, tmp_path, zaken) == {"wmo": set(), "jeugd": set()}
