"""Assignments, starts, stops and requests: each rule of the standard broken once, and chains that break none.

Belongs here: which change of a clean chain gives which rule and code, for either law. Does not belong here: when a
violation was put right (dbt unit tests), or rules on declarations (test_declaratie.py).
"""

import random

import pytest

from tests.berichten_maken import CATEGORIE
from tests.keten import Keten
from tests.regels.opdracht_maken import (
    ANDER,
    ANDERE_CATEGORIE,
    aangevraagd,
    b301,
    b305,
    b307,
    b315,
    b317,
    b319,
    gestart,
    gestopt,
    nieuw,
    omvang,
    ongewijzigd,
    product,
    te_wijzigen,
    toegewezen,
)
from tests.regels.zaken import Gevonden, Levering, Zaak, draai

NIEMAND = "999999999"
EIGEN_CODE = b"contract;productcategorie;productcode;eenheid;tarief_cent;ingangsdatum;einddatum\r\n" + b"".join(
    f"C1;{CATEGORIE[wet]};{code};04;5000;2020-01-01;\r\n".encode() for wet, code in (("wmo", "BGL1"), ("jeugd", "AMB1"))
)
_CODES = """TR019 9019, TR056 9056, TR063 9063, TR071 9071, TR074 9074, TR135 8848, TR304 8187, TR326 9326, TR332 9332,
    TR347 9347, TR349 9349, TR350 9350, TR351 9351, TR355 9355, TR357 9357, TR359 9359, TR360 9360, TR361 9361, TR365 9365,
    TR373 9373, TR374 9374, TR375 9375, TR378 S300, TR379 9379, TR381 S329, TR382 9069, TR411 9411, TR412 9412, TR413 9413,
    TR414 9414, TR415 9415"""
RETOURCODE = {regel: code for regel, code in map(str.split, _CODES.split(","))}
"""The code of each rule over messages; a rule within a message has 0001."""
TIJDELIJK = {"RedenBeeindiging": "20", "Einddatum": "2024-07-15"}
ALLEEN_BUDGET = {"Omvang": None, "Budget": "500000"}


def _binnen_301(wet: str) -> dict[str, list[Levering]]:
    """Per rule one 301 with one line that breaks it."""
    categorie = [(":Categorie", CATEGORIE[wet])]
    regels = {
        "CS003": {"Einddatum": "2024-05-31"},
        "CS335": {"RedenWijziging": "13"},
        "CS336": {"RedenWijziging": "01"},
        "CS338": {"Omvang": omvang(eenheid="14", frequentie="1")},
        "CD041": {"Omvang": None},
        "CD075": {"Product": categorie, **ALLEEN_BUDGET, "Einddatum": None},
        "CD076": {"Omvang": omvang(frequentie="2"), "Einddatum": None},
        "CD078": {"Budget": "500000"},
        "CD079": {"Product": None},
        "CD080": {"Product": categorie},
    }
    zaken = {regel: [b301(wet, toegewezen(wet, **anders))] for regel, anders in regels.items()}
    dubbel = toegewezen(wet, 2, Product=product(wet, 1))
    return {
        **zaken,
        "CS002": [b301(wet, client=NIEMAND)],
        "TR134 geboortedatum": [_geboren(b301(wet), "2024-05-07")],
        "TR302": [b301(wet, toegewezen(wet), dubbel)],
    }


def _geboren(levering: Levering, datum: str) -> Levering:
    """The same message about someone born on this day."""
    bron, op, inhoud = levering
    return bron, op, inhoud.replace(b">1980-02-03<", f">{datum}<".encode())


def _over_301(wet: str) -> dict[str, list[Levering]]:
    anders = toegewezen(wet, Product=product(wet, 1, ANDERE_CATEGORIE[wet]))
    eigen = {"wmo": "BGL1", "jeugd": "AMB1"}[wet]
    tegen_contract = toegewezen(wet, Product=[(":Categorie", ANDERE_CATEGORIE[wet]), (":Code", eigen)])
    return {
        "TR332 twee personen": [b301(wet), b301(wet, op="2024-05-20", client=ANDER)],
        "TR332 twee producten": [b301(wet, toegewezen(wet), toegewezen(wet, Product=product(wet, 2)))],
        "TR379": [b301(wet, toegewezen(wet, ReferentieAanbieder="V9"))],
        "TR381 301": [b301(wet, anders)],
        "TR381 301 contract": [("contracten", "2024-01-01", EIGEN_CODE), b301(wet, tegen_contract)],
    }


def _levering(wet: str) -> dict[str, list[Levering]]:
    begin, basis = [b301(wet)], [b301(wet), b305(wet)]
    gestopt_op = [*basis, b307(wet)]
    ander_product = {"Product": product(wet, 2)}
    later, weg = {"op": "2024-08-20"}, {"StatusAanlevering": "3"}
    return {
        "CS002 305": [*begin, b305(wet, client=NIEMAND)],
        "CS002 307": [*basis, b307(wet, client=NIEMAND)],
        "CS058 305": [*begin, b305(wet, gestart(wet, StatusAanlevering="2"))],
        "CS058 307": [*basis, b307(wet, gestopt(wet, StatusAanlevering="9"))],
        "TR018": [*basis, b307(wet, gestopt(wet, Einddatum="2024-06-02"))],
        "TR134 305": [*begin, b305(wet, gestart(wet, Begindatum="2024-06-06"))],
        "TR134 307": [*basis, b307(wet, gestopt(wet, Einddatum="2024-08-03"))],
        "TR019 onbekend nummer": [*begin, b305(wet, gestart(wet, 9))],
        "TR019 geen nummer": [*begin, b305(wet, gestart(wet, None))],
        "TR019 andere persoon": [*begin, b305(wet, client=ANDER)],
        "TR019 307": [*basis, b307(wet, gestopt(wet, 9))],
        "TR063 305": [*begin, b305(wet, gestart(wet, **weg))],
        "TR063 307": [*basis, b307(wet, gestopt(wet, **weg))],
        "TR071": [*gestopt_op, b305(wet, gestart(wet, **weg), **later)],
        "TR074 305": [*basis, b305(wet, **later)],
        "TR074 307": [*gestopt_op, b307(wet, **later)],
        "TR326": [*basis, b305(wet, gestart(wet, Begindatum="2024-06-17"), **later)],
        "TR382 zonder start": [*begin, b307(wet)],
        "TR382 ander begin": [*basis, b307(wet, gestopt(wet, Begindatum="2024-06-04"))],
        "TR382 ander product": [*basis, b307(wet, gestopt(wet, **ander_product))],
        "TR413": [
            *basis,
            b307(wet, gestopt(wet, **TIJDELIJK)),
            b307(wet, gestopt(wet, RedenBeeindiging="20"), **later),
        ],
        "TR414": [
            *basis,
            b307(wet, gestopt(wet, **TIJDELIJK)),
            b307(wet, gestopt(wet, Einddatum="2024-07-01"), **later),
        ],
        "TR415 definitief": [*gestopt_op, b307(wet, gestopt(wet, Einddatum="2024-08-16"), **later)],
        "TR415 tijdelijk": [*gestopt_op, b307(wet, gestopt(wet, **TIJDELIJK), **later)],
        "TR381 305": [*begin, b305(wet, gestart(wet, Product=product(wet, 1, ANDERE_CATEGORIE[wet])))],
    }


def _vraag(wet: str) -> dict[str, list[Levering]]:
    afgewezen = [b315(wet), b319(wet, "V1", "1", "2024-04-22", reden="7")]
    tweede = aangevraagd(wet, 2, ReferentieAanbieder="V1")
    return {
        "CS002 315": [b315(wet, client=NIEMAND)],
        "TR134 315": [b315(wet, aangevraagd(wet, BeschikkingIngangsdatum="2024-04-16"))],
        "TR383": [b315(wet, aangevraagd(wet), tweede)],
        "TR386": [b315(wet, aangevraagd(wet), aangevraagd(wet, 2, Product=product(wet, 1)))],
        "TR347": [*afgewezen, b315(wet, op="2024-05-20")],
        "TR347 317": [*afgewezen, b301(wet), b317(wet, te_wijzigen(), referentie="V1")],
        "TR374": [b315(wet), b315(wet, aangevraagd(wet, 2), op="2024-05-20")],
        "TR381 315": [b315(wet, aangevraagd(wet, Product=product(wet, 1, ANDERE_CATEGORIE[wet])))],
    }


def _wijziging(wet: str) -> dict[str, list[Levering]]:
    begin = [b301(wet)]
    twee = [b301(wet, toegewezen(wet), toegewezen(wet, 2))]
    generiek = [b301(wet, toegewezen(wet, Product=None, **ALLEEN_BUDGET))]
    aspecifiek = [b301(wet, toegewezen(wet, Product=[(":Categorie", CATEGORIE[wet])], **ALLEEN_BUDGET))]
    totaal = [b301(wet, toegewezen(wet, Omvang=omvang(frequentie="6")))]
    duurder = te_wijzigen(Omvang=None, Budget="600000")
    verouderd = te_wijzigen(Omvang=omvang(), GewensteIngangsdatum="2024-06-15")
    return {
        "CS002 317": [*begin, b317(wet, te_wijzigen(), client=NIEMAND)],
        "TR304": [*begin, b317(wet, te_wijzigen(), client=ANDER)],
        "TR349": [*twee, b317(wet, te_wijzigen())],
        "TR350": [*begin, b317(wet, ongewijzigd(9), te_wijzigen())],
        "TR350 in plaats van": [*begin, b317(wet, ongewijzigd(9), nieuw(wet))],
        "TR350 verlopen": [
            b301(wet, toegewezen(wet), toegewezen(wet, 2, Einddatum="2024-06-15")),
            b317(wet, ongewijzigd(2), te_wijzigen()),
        ],
        "TR351": [*begin, b317(wet, ongewijzigd(), te_wijzigen(9))],
        "TR352": [*begin, b317(wet, nieuw(wet))],
        "TR353": [*begin, b317(wet, ongewijzigd())],
        "TR357": [*begin, b317(wet, verouderd)],
        "TR361": [*begin, b317(wet, te_wijzigen(), nieuw(wet, 1))],
        "TR373 budget": [*aspecifiek, b317(wet, duurder)],
        "TR373 totaal": [*totaal, b317(wet, te_wijzigen(Omvang=omvang("20", frequentie="6")))],
        "TR374 317": [*begin, b317(wet, te_wijzigen()), b317(wet, te_wijzigen(), referentie="W2", op="2024-07-15")],
        "TR375": [*generiek, b317(wet, te_wijzigen())],
        "TR380": [*begin, b317(wet, ongewijzigd(), nieuw(wet, GewensteIngangsdatum="2024-07-01"))],
        "TR381 317": [*begin, b317(wet, ongewijzigd(), nieuw(wet, Product=product(wet, 9, ANDERE_CATEGORIE[wet])))],
        "TR410": [*begin, b317(wet, ongewijzigd(), nieuw(wet), nieuw(wet, Omvang=omvang("20")))],
        "TR411": [*begin, b317(wet, te_wijzigen(Omvang=None))],
        "TR412": [*aspecifiek, b317(wet, te_wijzigen())],
    }


def _antwoord(wet: str) -> dict[str, list[Levering]]:
    gevraagd = [b315(wet)]
    toegewezen_op = [*gevraagd, b301(wet, toegewezen(wet, ReferentieAanbieder="V1"))]
    afgewezen = [*gevraagd, b319(wet, "V1", "1", "2024-04-22", reden="7")]
    in_onderzoek = [*gevraagd, b319(wet, "V1", "2", "2024-04-22")]
    return {
        "TR355": [b319(wet, "V9", "1", "2024-04-22", reden="7")],
        "TR359": [*toegewezen_op, b319(wet, "V1", "1", "2024-05-20", reden="7")],
        "TR360": [*in_onderzoek, b319(wet, "V1", "2", "2024-05-20")],
        "TR365 weer afgewezen": [*afgewezen, b319(wet, "V1", "1", "2024-05-20", reden="7")],
        "TR365 weer in onderzoek": [*afgewezen, b319(wet, "V1", "2", "2024-05-20")],
    }


def _woonplaatsbeginsel() -> dict[str, list[Levering]]:
    """Only in youth messages: an adult's municipality is where they live."""
    gevraagd = b315("jeugd")
    return {
        "TR377": [gevraagd, b319("jeugd", "V1", "1", "2024-04-22", reden="8")],
        "TR409": [gevraagd, b319("jeugd", "V1", "1", "2024-04-22", reden="7", woonplaats="0153")],
        "TR378 woonplaats": [gevraagd, b319("jeugd", "V1", "1", "2026-01-15", reden="8", woonplaats="9999")],
    }


def _bericht(wet: str) -> dict[str, list[Levering]]:
    ander = b301(wet, toegewezen(wet, 2), op="2024-05-20", client=ANDER, kenmerk="301A")
    return {
        "TR056": [b301(wet, kenmerk="301A"), ander],
        "TR135": [b301(wet, gedagtekend="2024-05-07")],
        "TR378": [b301(wet, op="2026-01-15")],
    }


def _dubbel(wet: str) -> dict[str, list[Levering]]:
    """The same class twice in a message is that alone, not also a second start or product."""
    begin = [b301(wet)]
    return {
        "TR101 301": [b301(wet, toegewezen(wet), toegewezen(wet))],
        "TR101 305": [*begin, b305(wet, gestart(wet), gestart(wet))],
        "TR101 307": [*begin, b305(wet), b307(wet, gestopt(wet), gestopt(wet))],
        "TR101 315": [b315(wet, aangevraagd(wet), aangevraagd(wet))],
        "TR101 317 ongewijzigd": [*begin, b317(wet, ongewijzigd(), ongewijzigd(), nieuw(wet))],
        "TR101 317 nieuw": [*begin, b317(wet, ongewijzigd(), nieuw(wet), nieuw(wet))],
    }


def _zonder_fout(wet: str) -> dict[str, list[Levering]]:
    """Chains that break nothing, in order and out of it, and mistakes that a later delivery put right."""
    onderzocht = [b315(wet), b319(wet, "V1", "2", "2024-04-18")]
    wijziging = [b317(wet, ongewijzigd(2), te_wijzigen(), nieuw(wet)), b319(wet, "W1", "1", "2024-07-08", reden="7")]
    onderbroken = [b307(wet, gestopt(wet, **TIJDELIJK), op="2024-07-16"), b307(wet)]
    twee = b301(wet, toegewezen(wet, ReferentieAanbieder="V1"), toegewezen(wet, 2))
    weg, later = {"StatusAanlevering": "3"}, {"op": "2024-08-20"}
    opnieuw = gestart(wet, Begindatum="2024-07-22")
    return {
        "hele keten": [*onderzocht, twee, b305(wet, gestart(wet), gestart(wet, 2)), *wijziging, *onderbroken],
        "keten op een dag": _op_een_dag([*onderzocht, twee, b305(wet), *wijziging, *onderbroken]),
        "keten achterstevoren": _achterstevoren([*onderzocht, twee, b305(wet), *wijziging, *onderbroken]),
        "start na tijdelijke stop": [b301(wet), b305(wet), *onderbroken[:1], b305(wet, opnieuw, **later)],
        "start na tijdelijke stop, achterstevoren": _achterstevoren(
            [b301(wet), b305(wet), *onderbroken[:1], b305(wet, opnieuw, **later)]
        ),
        "start zonder toewijzing, toewijzing later": [b305(wet), b301(wet, op="2024-06-20")],
        "start zonder toewijzing, verwijderd": [
            b301(wet),
            b305(wet, gestart(wet, 9)),
            b305(wet, gestart(wet, 9, **weg), **later),
        ],
        "dubbele start, verwijderd en opnieuw": [
            *(b301(wet), b305(wet), b305(wet, gestart(wet, Begindatum="2024-06-17"), op="2024-06-18")),
            b305(wet, gestart(wet, **weg), op="2024-06-20"),
        ],
        "gecorrigeerde stop": [
            b301(wet),
            b305(wet),
            b307(wet),
            b307(wet, gestopt(wet, **weg), gestopt(wet, Einddatum="2024-08-01"), **later),
        ],
        "stop voor de start": [b301(wet), b307(wet, op="2024-08-02"), b305(wet, op="2024-08-05")],
        "verwijdering voor de aanlevering": [b301(wet), b305(wet, gestart(wet, **weg)), b305(wet, **later)],
        "start verwijderd, stop daarna ook": [
            *(b301(wet), b305(wet), b307(wet), b305(wet, gestart(wet, **weg), op="2024-08-19")),
            b307(wet, gestopt(wet, **weg), **later),
        ],
        "foute toewijzing vervangen": [b301(wet, toegewezen(wet, Einddatum="2024-05-31")), b301(wet, op="2024-05-20")],
        "nummer terug bij de eerste": [b301(wet), b301(wet, op="2024-05-20", client=ANDER), b301(wet, op="2024-05-27")],
        "verwijderde toewijzing stapelt niet": [
            b301(
                wet,
                toegewezen(wet),
                toegewezen(wet, 2, Product=product(wet, 1), RedenWijziging="13", Einddatum="2024-06-01"),
            )
        ],
        "verzoek na de toewijzing": [b301(wet, toegewezen(wet, ReferentieAanbieder="V1")), b315(wet, op="2024-05-20")],
        "tweede verzoek na afwijzing": [
            b315(wet),
            b319(wet, "V1", "1", "2024-04-22"),
            b315(wet, aangevraagd(wet, 2), op="2024-05-20"),
        ],
        "tweede verzoek, afwijzing later": [
            b315(wet),
            b315(wet, aangevraagd(wet, 2), op="2024-05-20"),
            b319(wet, "V1", "1", "2024-06-03"),
        ],
        "antwoord voor het verzoek": [b319(wet, "V1", "1", "2024-04-01"), b315(wet)],
        "verzoek voor de toewijzing": [b317(wet, te_wijzigen()), b301(wet, op="2024-07-15")],
        "terugwerkend vanaf het begin": [b301(wet), b317(wet, te_wijzigen(GewensteIngangsdatum="2024-06-01"))],
        "eigen code zonder contract": [
            b301(wet, toegewezen(wet, Product=[(":Categorie", CATEGORIE[wet]), (":Code", "X7")]))
        ],
    }


def _door_elkaar(wet: str) -> dict[str, list[Levering]]:
    """What is right when all of it is there, is right whatever came first."""
    weer_gestart = gestart(wet, Begindatum="2024-07-22")
    leveringen = [
        b315(wet),
        b319(wet, "V1", "2", "2024-04-18"),
        b301(wet, toegewezen(wet, ReferentieAanbieder="V1"), toegewezen(wet, 2)),
        b305(wet, gestart(wet), gestart(wet, 2)),
        b317(wet, ongewijzigd(2), te_wijzigen()),
        b319(wet, "W1", "1", "2024-07-08", reden="7"),
        b307(wet, gestopt(wet, **TIJDELIJK), op="2024-07-16"),
        b305(wet, weer_gestart, op="2024-07-23"),
        b307(wet, gestopt(wet, Begindatum="2024-07-22"), gestopt(wet, 2)),
        b315(wet, aangevraagd(wet, 3), op="2024-08-05"),
    ]
    volgorden = {keer: random.Random(keer).sample(leveringen, len(leveringen)) for keer in range(10)}
    return {f"keten door elkaar {keer}": _achterstevoren(volgorde) for keer, volgorde in volgorden.items()}


def _op_een_dag(leveringen: list[Levering]) -> list[Levering]:
    return [(bron, "2024-09-02", inhoud) for bron, _, inhoud in leveringen]


def _achterstevoren(leveringen: list[Levering]) -> list[Levering]:
    """The last message first, a day apart, all after the last date in them."""
    return [(bron, f"2024-10-{30 - volg:02d}", inhoud) for volg, (bron, _, inhoud) in enumerate(leveringen)]


def _zaken() -> list[Zaak]:
    zaken = [_zaak("jeugd", naam, leveringen) for naam, leveringen in _woonplaatsbeginsel().items()]
    for wet in ("wmo", "jeugd"):
        for groep in (_binnen_301, _over_301, _levering, _vraag, _wijziging, _antwoord, _bericht, _dubbel):
            zaken += [_zaak(wet, naam, leveringen) for naam, leveringen in groep(wet).items()]
        zaken += [
            Zaak(f"{wet}: {naam}", leveringen, set())
            for naam, leveringen in (_zonder_fout(wet) | _door_elkaar(wet)).items()
        ]
        leeg = {("TR352", "0001", 1), ("TR353", "0001", 1)}
        zaken.append(Zaak(f"{wet}: verzoek zonder producten", [b301(wet), b317(wet)], leeg))
    return zaken


def _zaak(wet: str, naam: str, leveringen: list[Levering]) -> Zaak:
    """The rule is the first word of the name; TR378 sees the header too."""
    regel = naam.split()[0]
    return Zaak(
        f"{wet}: {naam}", leveringen, {(regel, RETOURCODE.get(regel, "0001"), 2 if "woonplaats" in naam else 1)}
    )


ZAKEN = _zaken()


@pytest.fixture(scope="module")
def gevonden(keten: Keten, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gevonden]:
    return draai(keten, tmp_path_factory.mktemp("opdracht"), ZAKEN)


@pytest.mark.parametrize("zaak", ZAKEN, ids=lambda zaak: zaak.naam)
def test_elke_fout_geeft_haar_eigen_code(zaak: Zaak, gevonden: dict[str, Gevonden]) -> None:
    assert gevonden[zaak.naam] == zaak.verwacht
