"""The document docs/gegevenswoordenboek.md, made from the models: `.venv/bin/python -m warehouse.woordenboek` writes it anew.

Belongs here: how that document looks, and how unit and secrecy follow from a column. Does not belong here: what a column
means (the YAML of its model), or the units that names stand for (woordenboek.yml).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sources.streng import Streng, lees_yaml
from warehouse.modellen import leveringen, marts, ouders
from warehouse.paths import CHECKOUT
from warehouse.publicatie import SLEUTELS

DOCUMENT = CHECKOUT / "docs" / "gegevenswoordenboek.md"
_GETALLEN = {"integer", "bigint"}

_INLEIDING = """# Gegevenswoordenboek

Elke tabel en kolom van de publicatie: wat een rij is, wat een kolom betekent, haar type en eenheid, wat er geheim aan is, en uit welke
leveringen de tabel volgt. Dit document is gemaakt uit de modellen (`dbt_project/models/marts/`) door
`.venv/bin/python -m warehouse.woordenboek`; een test faalt als het niet klopt. Hoe u de tabellen opent en leest staat in
[marts.md](marts.md), wat een woord betekent in [begrippen.md](begrippen.md).

Hetzelfde staat als tabel [`kolom`](#kolom) in de publicatie en als omschrijving bij elke kolom van `publicatie.duckdb`. De tabellen
van het lake, met personen onder pseudoniem, staan met elke kolom in dbt docs, te openen vanaf het portaal.

**Vet** zijn de kolommen die samen een rij aanwijzen. Bij "geheimhouding" betekent `-` dat de kolom een indeling of kenmerk is dat
niemand aanwijst.
"""


class Eenheid(Streng):
    """What a number counts, for columns whose name fits."""

    kolom: str
    eenheid: str


class Geheimhouding(Streng):
    """What is kept secret of the whole numbers of tables whose name fits."""

    tabel: str
    waarom: str


class Woordenboek(Streng):
    """The defaults of the dictionary."""

    eenheid: tuple[Eenheid, ...]
    per_type: dict[str, str]
    geheimhouding: tuple[Geheimhouding, ...]


@cache
def _standaard() -> Woordenboek:
    return lees_yaml(Woordenboek, Path(__file__).with_name("woordenboek.yml"))


def eenheid(kolom: dict[str, Any]) -> str:
    """What the values of a column are counted in."""
    eigen = _meta(kolom).get("eenheid")
    if eigen or kolom["data_type"] not in _GETALLEN:
        return eigen or _standaard().per_type.get(kolom["data_type"], kolom["data_type"])
    gepast = (een.eenheid for een in _standaard().eenheid if re.fullmatch(een.kolom, kolom["name"]))
    return next(gepast, _standaard().per_type[kolom["data_type"]])


def geheimhouding(model: dict[str, Any], kolom: dict[str, Any]) -> str:
    """What is not shown of a column, and when; "-" for what divides or describes."""
    eigen = _meta(kolom).get("geheimhouding") or _meta(model).get("geheimhouding")
    if kolom["data_type"] not in _GETALLEN or eenheid(kolom) in {"jaar", "volgnummer"}:
        return _meta(kolom).get("geheimhouding", "-")
    if eigen:
        return eigen
    if any(andere["name"] == "geheim" for andere in model["columns"]):
        return "[onthullingsregel](marts.md#de-onthullingsregel); leeg als `geheim`"
    gepast = (een.waarom for een in _standaard().geheimhouding if re.fullmatch(een.tabel, model["name"]))
    return next(gepast, "zie de omschrijving")


def _meta(deel: dict[str, Any]) -> dict[str, str]:
    return deel.get("config", {}).get("meta", {})


def document() -> str:
    """The whole text; the same models give the same bytes."""
    inhoud = [_INLEIDING, "## Tabellen\n", _lijst(marts().values())]
    return "\n".join([*inhoud, *(_tabel_van(model) for model in marts().values())])


def _lijst(modellen: Iterable[dict[str, Any]]) -> str:
    return tabel(
        ("tabel", "wat"), ((f"[`{model['name']}`](#{model['name']})", model["description"]) for model in modellen)
    )


def _tabel_van(model: dict[str, Any]) -> str:
    naam, sleutel = model["name"], SLEUTELS[model["name"]]
    rijen = (
        (
            f"**`{kolom['name']}`**" if kolom["name"] in sleutel else f"`{kolom['name']}`",
            kolom["data_type"],
            kolom["description"],
            eenheid(kolom),
            geheimhouding(model, kolom),
        )
        for kolom in model["columns"]
    )
    kop = f"## {naam}\n\n{model['description'].strip()}\n\nVolgt uit: {_herkomst(naam)}.\n\n"
    return kop + tabel(("kolom", "type", "omschrijving", "eenheid", "geheimhouding"), rijen)


def _herkomst(naam: str) -> str:
    bronnen, modellen = leveringen(naam), sorted(ouders()[naam])
    uit = ", ".join(f"`{bron}`" for bron in bronnen) or "de beschrijving van deze publicatie zelf"
    return f"{uit}; langs {', '.join(f'`{model}`' for model in modellen)}" if modellen else uit


def tabel(koppen: tuple[str, ...], rijen: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table; a bar in a cell stays a bar."""
    regels = ["| " + " | ".join(str(cel).strip().replace("|", "\\|") for cel in rij) + " |" for rij in (koppen, *rijen)]
    regels.insert(1, "|---" * len(koppen) + "|")
    return "\n".join(regels) + "\n"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
