"""The rules that messages are held to, those of the standard and our own, as the seed `regel` says: what we do with each.

Belongs here: what a row of that seed may say. Does not belong here: judging by a rule (dbt, sources/berichten), or the
document on them (warehouse/regeldoc).
"""

import csv
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from sources.streng import BeschrijvingFout, Streng, zin
from warehouse.paths import DBT_PROJECT

SEED = DBT_PROJECT / "seeds" / "regel.csv"

Zin = Annotated[str, Field(pattern=r"^[A-ZÀ-Ý].{5,}\.$")]
Soort = Literal[
    "xslt",
    "conditie",
    "berichtoverstijgend",
    "externe-bron",
    "eigen",
    "bedrijfsregel",
    "invulinstructie",
    "uitgangspunt",
]
Behandeling = Literal["gecontroleerd", "bij afzender", "niet toetsbaar"]

# What is said of a CSV in other words than of a YAML: a row that ends too soon has None for the columns it lacks.
_ZINNEN = {
    "string_type": "ontbreekt",
    "string_pattern_mismatch": "heeft een vorm die niet past",
    "literal_error": "moet een van deze zijn: {expected}",
}
_CODE = "[A-Z][A-Z0-9_]{3,}(?:x[0-9])?"
_VIA = re.compile(rf"Via {_CODE}(?:, {_CODE})*(?: en {_CODE})?(?=[.,:;])")


class Regel(Streng):
    """One rule. Empty is "": a seed knows no other way to say nothing, and no column may be left out."""

    regel: Annotated[str, Field(pattern=rf"^{_CODE}$")]
    domein: Literal["jeugd", "wmo", "jeugd wmo"]
    soort: Soort
    retourcode: Annotated[str, Field(pattern="^([0-9S][0-9]{3})?$")]
    berichten: Annotated[str, Field(pattern="^(3[0-9]{2}( 3[0-9]{2})*)?$")]
    behandeling: Behandeling
    waar: Literal["", "schema", "aankomst", "lake"]
    ernst: Literal["", "fout", "waarschuwing"]
    attribuut: str
    omschrijving: Zin
    reden: Zin

    @property
    def geeft_bevinding(self) -> bool:
        """Whether a breach is a finding under this rule's own name, and not under that of the rules it goes `via`."""
        return self.ernst != ""

    @property
    def via(self) -> list[str]:
        """The rules and reason codes that hold it, for what is checked under another name."""
        return re.findall(_CODE, treffer[0]) if (treffer := _VIA.match(self.reden)) else []

    @model_validator(mode="after")
    def _hangt_samen(self) -> "Regel":
        gecontroleerd = self.behandeling == "gecontroleerd"
        if gecontroleerd != (self.waar != ""):
            raise ValueError("waar is gevuld als de regel wordt gecontroleerd, en alleen dan")
        if not gecontroleerd and (self.ernst or self.retourcode):
            raise ValueError("wat niet wordt gecontroleerd heeft geen ernst en geen retourcode")
        if self.geeft_bevinding != (self.attribuut != ""):
            raise ValueError("ernst en attribuut zijn samen gevuld of samen leeg")
        if gecontroleerd and self.geeft_bevinding == bool(self.via):
            raise ValueError("een regel zonder ernst noemt in reden waarmee hij wordt gecontroleerd: Via ... en ...")
        return self


def lees_regels(pad: Path = SEED) -> list[Regel]:
    """Every rule, in order; raises BeschrijvingFout with the first row that cannot be."""
    regels: list[Regel] = []
    with pad.open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand, restkey="een veld te veel", strict=True):
            naam = f"{pad.name}, {rij.get('regel') or 'een rij zonder regel'}"
            try:
                regel = Regel.model_validate(rij)
            except ValidationError as fout:
                raise BeschrijvingFout(f"{naam}: {'; '.join(zin(een, _ZINNEN) for een in fout.errors())}.") from None
            if regels and regels[-1].regel >= regel.regel:
                raise BeschrijvingFout(f"{naam}: staat dubbel of niet op volgorde.")
            regels.append(regel)
    return regels
