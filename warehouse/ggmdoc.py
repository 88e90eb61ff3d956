"""The document docs/ggm.md, made from the seed `ggm_koppeling`: `.venv/bin/python -m warehouse.ggmdoc` writes it anew.

Belongs here: how that document looks. Does not belong here: what corresponds to what (the seed).
"""

import csv
from collections import Counter
from itertools import groupby
from typing import Literal

from sources.streng import Streng
from warehouse.paths import CHECKOUT, DBT_PROJECT
from warehouse.woordenboek import tabel

DOCUMENT = CHECKOUT / "docs" / "ggm.md"
SEED = DBT_PROJECT / "seeds" / "ggm_koppeling.csv"
Relatie = Literal["gelijk", "afgeleid", "deel van", "ontbreekt in GGM", "elders in GGM"]
_BETEKENT: dict[Relatie, str] = {
    "gelijk": "hetzelfde gegeven; een toelichting noemt een andere vorm of eenheid",
    "afgeleid": "het een volgt uit het ander",
    "deel van": "het een is een stuk van het ander",
    "ontbreekt in GGM": "het GGM heeft er in het sociaal domein geen plaats voor; de toelichting zegt waarom of wat het is",
    "elders in GGM": "hoort in een deelmodel van het GGM buiten het sociaal domein, waarvan de namen niet zijn vergeleken",
}

_INLEIDING = """# Koppeling met het GGM

Waar onze kolommen staan in het Gemeentelijk Gegevensmodel, voor wie het lakehouse naast een datawarehouse volgens GGM legt. Dit document
is gemaakt uit `dbt_project/seeds/ggm_koppeling.csv`; wijzig die tabel en draai `.venv/bin/python -m warehouse.ggmdoc`.

Bron van objecttypen en attributen: Gemeentelijk Gegevensmodel, Gemeente Delft (model EUPL-1.2, toelichtende tekst CC BY 4.0). Hier staan
alleen de namen; de toelichtingen zijn van ons. Vergeleken zijn de deelmodellen van het sociaal domein. Alle kolommen van staging met
personen, gebruik, toewijzingen, uitkeringen en contracten zijn vergeleken, ook als er niets tegenover staat.
"""


class Koppeling(Streng):
    """One row of the seed; a part that is not there is empty."""

    model: str
    kolom: str
    ggm_model: str
    ggm_objecttype: str
    ggm_attribuut: str
    relatie: Relatie
    toelichting: str


def lees() -> list[Koppeling]:
    """The seed, in its order."""
    with SEED.open(encoding="utf-8", newline="") as bestand:
        return [Koppeling(**rij) for rij in csv.DictReader(bestand)]


def document(rijen: list[Koppeling]) -> str:
    """The whole text; the same rows give the same bytes."""
    aantal = Counter(rij.relatie for rij in rijen)
    betekenis = tabel(("relatie", "betekent", "rijen"), ((naam, zin, aantal[naam]) for naam, zin in _BETEKENT.items()))
    delen = [_INLEIDING, betekenis]
    for model, groep in groupby(rijen, key=lambda rij: rij.model):
        koppen = ("kolom", "GGM", "relatie", "toelichting")
        delen.append(f"## {model}\n\n" + tabel(koppen, (_rij(rij) for rij in groep)))
    return "\n".join(delen)


def _rij(rij: Koppeling) -> tuple[str, str, str, str]:
    waar = f"{rij.ggm_model}: {rij.ggm_objecttype}" if rij.ggm_objecttype else "-"
    attribuut = f"{waar}.{rij.ggm_attribuut}" if rij.ggm_attribuut else waar
    return f"`{rij.kolom}`" if rij.kolom else "*(het model)*", attribuut, rij.relatie, rij.toelichting


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(lees()), "utf-8")


if __name__ == "__main__":
    main()
