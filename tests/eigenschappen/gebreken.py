"""A municipality in which much goes wrong: chances so high that a small one has nearly every defect.

Belongs here: those chances, and reading the list of what was planted. Does not belong here: what must be found.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from sources.synthetisch import genereer
from sources.synthetisch.gebreken.register import GEBREKEN
from sources.synthetisch.gedrag import lees_gedrag

# What can be broken in few places needs a higher chance there; the others share what is left.
_ZELDZAAM = {
    "CD076": 0.05, "CS338": 0.03, "TR302": 0.02, "TR332": 0.05, "TR384": 0.3, "TR307": 0.02, "TR308": 0.1, "TR322": 0.15,
    "TR335": 0.08, "TR339": 0.1, "TR369": 0.25, "CS339": 0.03, "TR347": 0.15, "TR349": 0.08, "TR360": 0.08, "TR365": 0.12,
    "TR374": 0.08, "TR377": 0.15, "TR409": 0.12, "TR390": 0.5, "OP364": 0.03, "CS002": 0.6,
}  # fmt: skip
_GEWOON = {"bericht": 0.01, "301": 0.006, "305": 0.03, "307": 0.05, "aanvraag": 0.03, "declaratieregel": 0.006}
KANSEN = {regel: _ZELDZAAM.get(regel, _GEWOON.get(een.soort, 0.0)) for regel, een in GEBREKEN.items()}

Schending = tuple[str, str, str, str, str]
"""Rule, law, sender, delivery date, and the date on which it was put right (or empty)."""


def bont(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make what is rare in a municipality common: more requests, budgets, removals, interruptions, late messages."""
    gewoon = lees_gedrag()
    toewijzing = {
        "generiek": 0.08, "aspecifiek": 0.08, "verwijderd": 0.04, "te_laat": 0.1, "tijdelijke_stop": 0.2,
        "start_hersteld": 0.05, "ander_volume": 0.15,
    }  # fmt: skip
    aanvraag = {"vot_wmo": 0.4, "vow": 0.5, "onderzoek": 0.35, "afgewezen": 0.3}
    gedrag = gewoon.model_copy(
        update={
            "toewijzing": gewoon.toewijzing.model_copy(update=toewijzing),
            "aanvraag": gewoon.aanvraag.model_copy(update=aanvraag),
        }
    )
    monkeypatch.setattr("sources.synthetisch.lees_gedrag", lambda: gedrag)


def maak(landing: Path, inwoners: int, seed: int, kansen: dict[str, float] | str) -> Counter[Schending]:
    """Deliveries of such a municipality, and what was planted in them."""
    genereer(landing, inwoners, seed, lambda _: None, kansen)
    return gepland(landing)


def gepland(landing: Path) -> Counter[Schending]:
    """The list beside the deliveries."""
    uit: Counter[Schending] = Counter()
    with (landing / ".gepland.csv").open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand, delimiter=";"):
            sleutel = (rij["regel"], rij["wet"], rij["leverancier"], rij["leverdatum"], rij["hersteld_op"])
            uit[sleutel] += int(rij["aantal"])
    return uit
