"""Reading a YAML of ours strictly: what it may not say is an error that names the file and the key, in Dutch.

Belongs here: that reading. Does not belong here: what a certain YAML may say (soort, regeling).
"""

import json
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

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
}
_GRENZEN = {"greater_than": "groter dan {gt}", "less_than_equal": "hoogstens {le}"}


class Streng(BaseModel):
    """A part of a YAML: no other keys, no values that only look like the right type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=Streng)


def lees_yaml(model: type[Model], pad: Path) -> Model:
    """The YAML at `pad`; raises BeschrijvingFout with every key that is wrong."""
    try:
        inhoud = yaml.safe_load(pad.read_text("utf-8"))
        # As JSON, because strict Python would not take the list of a YAML for a tuple.
        return model.model_validate_json(json.dumps(inhoud, default=str))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BeschrijvingFout(f"{pad.name}: geen leesbare YAML.") from None
    except ValidationError as fout:
        regels = "; ".join(_regel(een) for een in fout.errors())
        raise BeschrijvingFout(f"{pad.name}: {regels}.") from None


def _regel(fout: Any) -> str:
    sleutel = ".".join(str(deel) for deel in fout["loc"]) or "het bestand"
    soort, context = fout["type"], fout.get("ctx", {})
    if soort == "value_error":
        wat = str(context["error"])
    elif soort == "literal_error":
        wat = f"kies uit {context['expected'].replace(' or ', ' of ')}"
    elif soort in _GRENZEN:
        wat = f"moet {_GRENZEN[soort].format(**context)} zijn"
    else:
        wat = _WAT.get(soort, "heeft een waarde die niet past")
    return f"{sleutel} {wat}"
