"""Reading a file of ours strictly: what it may not say is an error that names the file and the key, in Dutch.

Belongs here: that reading, and the words for what is wrong. Does not belong here: what a certain file may say (soort,
regeling, regels).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from sources.fouten import BeschrijvingFout

_WAT = {
    "missing": "ontbreekt",
    "extra_forbidden": "is onbekend",
    "string_type": "moet tekst zijn; zet er zo nodig aanhalingstekens om",
    "string_too_short": "is te kort",
    "string_pattern_mismatch": "heeft tekens die niet mogen",
    "int_type": "moet een geheel getal zijn",
    "float_type": "moet een getal zijn",
    "too_short": "mag niet leeg zijn",
    "greater_than": "moet groter dan {gt} zijn",
    "less_than_equal": "moet hoogstens {le} zijn",
    "literal_error": "kies uit {expected}",
    "value_error": "{error}",
}


class Streng(BaseModel):
    """A part of a YAML: no other keys, no values that only look like the right type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=Streng)


def lees_yaml(model: type[Model], pad: Path) -> Model:
    """The YAML at `pad`; raises BeschrijvingFout with every key that is wrong."""
    try:
        inhoud = yaml.load(pad.read_text("utf-8"), Loader=yaml.CSafeLoader)  # as safe_load, ten times as fast
        # As JSON, because strict Python would not take the list of a YAML for a tuple.
        return model.model_validate_json(json.dumps(inhoud, default=str))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BeschrijvingFout(f"{pad.name}: geen leesbare YAML.") from None
    except ValidationError as fout:
        regels = "; ".join(map(zin, fout.errors()))
        raise BeschrijvingFout(f"{pad.name}: {regels}.") from None


def zin(fout: ErrorDetails, anders: Mapping[str, str] = MappingProxyType({})) -> str:
    """What is wrong with one key, in Dutch; `anders` puts some kinds of error in other words."""
    soort, context = fout["type"], fout.get("ctx", {})
    if soort == "value_error" and not fout["loc"]:
        return str(context["error"])
    sleutel = ".".join(map(str, fout["loc"])) or "het bestand"
    wat = (_WAT | anders).get(soort, "heeft een waarde die niet past")
    return f"{sleutel} {wat.format(**context)}".replace("' or '", "' of '")
