"""The seed `regel` against the published rules and return codes: all of them, no others, with the same facts, in our words.

The lists are no part of the product; this runs where they lie beside the checkout.
"""

import csv
import re
from collections import defaultdict
from pathlib import Path

from sources.regels import lees_regels

STANDAARD = Path(__file__).resolve().parents[3] / "shared" / "standards" / "istandaarden"
DOMEIN = {"jw": "jeugd", "wmo": "wmo"}
SOORT = {
    "bedrijfsregels": "bedrijfsregel",
    "berichtoverstijgend": "berichtoverstijgend",
    "externe-bon": "externe-bron",
    "externe-bron": "externe-bron",
    "invulinstructies": "invulinstructie",
    "uitgangspunten": "uitgangspunt",
    "xslt": "xslt",
}
# The list of return codes names for 9069 a rule that no release has; the rules say it is TR382.
ANDERE_NAAM = {"TR069": "TR382"}
OVERGENOMEN = 7
"""So many words in a row of ours that are also in the standard would no longer be words of ours."""

REGELS = {regel.regel: regel for regel in lees_regels()}
VAN_STANDAARD = {naam: regel for naam, regel in REGELS.items() if regel.soort not in ("conditie", "eigen")}


def lees(naam: str) -> list[dict[str, str]]:
    with (STANDAARD / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


GEPUBLICEERD = lees("iwmo_ijw_3_2_regels.csv")
RETOURCODES = lees("retourcodes_wj001.csv")


def soorten(berichten: str) -> set[str]:
    """The kinds of message in "JW301 WMO305"; both laws have the same kinds."""
    return set(re.findall(r"3[0-9]{2}", berichten))


def test_elke_gepubliceerde_regel_staat_erin_en_geen_andere() -> None:
    gepubliceerd = {(DOMEIN[rij["domein"]], rij["regel"]) for rij in GEPUBLICEERD}
    assert len(gepubliceerd) == len(GEPUBLICEERD) == 362
    assert gepubliceerd == {(wet, naam) for naam, regel in VAN_STANDAARD.items() for wet in regel.domein.split(" ")}


def test_soort_berichten_en_retourcode_zijn_die_van_de_standaard() -> None:
    berichten: dict[str, set[str]] = defaultdict(set)
    for rij in GEPUBLICEERD:
        regel = VAN_STANDAARD[rij["regel"]]
        berichten[regel.regel] |= soorten(rij["berichten"])
        assert regel.soort == SOORT[rij["soort"]], regel.regel
        # An instruction mentions codes, but has none of its own; a check without a code of its own is technical.
        code = "" if regel.soort == "invulinstructie" else rij["retourcodes"]
        assert regel.retourcode == code or (regel.regel.startswith("TR") and (code, regel.retourcode) == ("", "0001"))
    assert berichten == {naam: soorten(regel.berichten) for naam, regel in VAN_STANDAARD.items()}


def test_elke_retourcode_staat_bij_haar_regel() -> None:
    assert len(RETOURCODES) == 122
    van_regel = [rij for rij in RETOURCODES if rij["tr_regel"] != "—"]
    for rij in van_regel:
        regel = REGELS[ANDERE_NAAM.get(rij["tr_regel"], rij["tr_regel"])]
        assert regel.retourcode == rij["code"], regel.regel
        assert soorten(rij["berichten"]) <= soorten(regel.berichten), regel.regel
    zonder_regel = {rij["code"] for rij in RETOURCODES} - {rij["code"] for rij in van_regel}
    assert zonder_regel == {"0001", "0200", "0233", "8001"}


def test_omschrijving_en_reden_zijn_van_ons() -> None:
    gepubliceerd = {reeks for rij in GEPUBLICEERD for veld in ("titel", "tekst") for reeks in reeksen(rij[veld])}
    gepubliceerd |= {reeks for rij in RETOURCODES for reeks in reeksen(rij["betekenis"])}
    assert [
        naam for naam, regel in REGELS.items() if gepubliceerd & (reeksen(regel.omschrijving) | reeksen(regel.reden))
    ] == []


def reeksen(tekst: str) -> set[tuple[str, ...]]:
    """Every OVERGENOMEN words in a row."""
    woorden = re.findall(r"\w+", tekst.lower())
    return {tuple(woorden[begin : begin + OVERGENOMEN]) for begin in range(len(woorden) - OVERGENOMEN + 1)}
