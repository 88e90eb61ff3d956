"""The dbt project as files: what the YAMLs say of each model and exposure, and from which models each is made.

Belongs here: reading those, without dbt. Does not belong here: what is told of them (woordenboek, registerdoc, catalogus),
or running them.
"""

import re
from functools import cache
from typing import Any

import yaml

from warehouse.paths import DBT_PROJECT

MODELLEN = DBT_PROJECT / "models"
_REF = re.compile(r"""(?:ref|waar)\(['"](\w+)['"]\)""")
_BRON = re.compile(r"source\('\w+', *'(\w+)'\)")


@cache
def beschreven() -> tuple[dict[str, Any], ...]:
    """The models as their YAML describes them, by name."""
    return tuple(sorted(_delen("models"), key=lambda model: model["name"]))


@cache
def exposures() -> tuple[dict[str, Any], ...]:
    """What uses the models, as described; `modellen` are the names that it depends on."""
    return tuple(
        exposure | {"modellen": tuple(_REF.findall(" ".join(exposure["depends_on"])))}
        for exposure in _delen("exposures")
    )


@cache
def sql() -> dict[str, str]:
    """The SQL of each model, or the Python of those that are no SQL, as written."""
    return {pad.stem: pad.read_text("utf-8") for pad in MODELLEN.rglob("*") if pad.suffix in {".sql", ".py"}}


@cache
def ouders() -> dict[str, frozenset[str]]:
    """The models that each model reads itself; a name that is put together ('int_x__' ~ deel) is found by its parts."""
    return {naam: frozenset(_gelezen(tekst)) & sql().keys() - {naam} for naam, tekst in sql().items()}


def _gelezen(tekst: str) -> set[str]:
    tekst += "".join(inhoud for naam, inhoud in _macros().items() if f"{{{{ {naam}(" in tekst)
    samengesteld = re.findall(r"ref\('(\w+)' ~ ", tekst)
    woorden = re.findall(r"'(\w+)'", tekst)
    return {*_REF.findall(tekst), *(begin + woord for begin in samengesteld for woord in woorden)}


@cache
def _macros() -> dict[str, str]:
    """The text of each macro; the argument `waar` of some is how a table is referred to."""
    alle = "".join(pad.read_text("utf-8") for pad in sorted((DBT_PROJECT / "macros").glob("*.sql")))
    return dict(re.findall(r"\{%-? *macro (\w+)(.*?)endmacro", alle, re.S))


def voorouders(model: str) -> frozenset[str]:
    """All models that a model is made of, in any number of steps."""
    bereikt, nieuw = set(), set(ouders().get(model, ()))
    while nieuw:
        bereikt |= nieuw
        nieuw = {ouder for naam in nieuw for ouder in ouders().get(naam, ())} - bereikt
    return frozenset(bereikt)


def marts() -> dict[str, dict[str, Any]]:
    """The models of the publication by name, as described."""
    namen = {pad.stem for pad in (MODELLEN / "marts").glob("*.sql")}
    return {model["name"]: model for model in beschreven() if model["name"] in namen}


def leveringen(model: str) -> tuple[str, ...]:
    """The folders of landing/, or kinds of open data, from which a model follows."""
    tabellen = {tabel for naam in voorouders(model) | {model} for tabel in _BRON.findall(sql().get(naam, ""))}
    tabellen |= {naam.removeprefix("geland_") for naam in voorouders(model) if naam.startswith("geland_")}
    namen = {_MAPPEN.get(tabel.split("__")[0], (tabel.split("__")[0],)) for tabel in tabellen if "__" in tabel}
    return tuple(sorted({naam for groep in namen for naam in groep} - _GEEN_LEVERING))


_MAPPEN = {"bericht": ("ijw", "iwmo")}
_GEEN_LEVERING = {"bron", "oordeel", "koppeling", "manifest", "definitie"}
"""Raw tables that we make: from our own YAMLs, our judgement, or from other deliveries."""


def _delen(soort: str) -> list[dict[str, Any]]:
    return [
        deel
        for pad in sorted(MODELLEN.rglob("_*.yml"))
        # As safe_load, ten times as fast.
        for deel in yaml.load(pad.read_text("utf-8"), Loader=yaml.CSafeLoader).get(soort) or ()
    ]
