"""How often each rule is broken: the section `gebreken` of gedrag.yml, or a file of the same form.

Belongs here: reading and judging chances. Does not belong here: what they are used for.
"""

from collections import defaultdict
from pathlib import Path

import yaml

from sources.synthetisch.gedrag import lees_gedrag

from .register import GEBREKEN

GEEN = "geen"


def lees_kansen(keuze: str | None) -> dict[str, float]:
    """The chance per rule: of gedrag.yml (None), none at all ("geen"), or of a YAML file with `regel: kans` lines.

    Rules that such a file does not name are never broken. ValueError, in Dutch, for anything else.
    """
    if keuze is None:
        return keur(dict(lees_gedrag().gebreken), "gedrag.yml")
    if keuze == GEEN:
        return {}
    try:
        inhoud = yaml.safe_load(Path(keuze).read_text(encoding="utf-8"))
    except OSError:
        raise ValueError(f"{keuze} bestaat niet, of is niet te lezen.") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise ValueError(f"{keuze} is geen YAML in UTF-8.") from None
    if not isinstance(inhoud, dict):
        raise ValueError(f"{keuze} moet regels van de vorm 'TR019: 0.01' bevatten.")
    return keur(inhoud, keuze)


def keur(kansen: dict[str, float], waar: str) -> dict[str, float]:
    """The same chances when they are chances of rules that can be broken; ValueError when not."""
    onbekend = sorted(map(str, kansen.keys() - GEBREKEN.keys()))
    if onbekend:
        raise ValueError(
            f"{waar}: {', '.join(onbekend)} kan niet worden ingebouwd; wel: {', '.join(sorted(GEBREKEN))}."
        )
    per_soort: defaultdict[str, float] = defaultdict(float)
    for regel, kans in kansen.items():
        if isinstance(kans, bool) or not isinstance(kans, int | float) or not 0 <= kans <= 1:
            raise ValueError(f"{waar}: de kans op {regel} moet een getal van 0 tot en met 1 zijn.")
        per_soort[GEBREKEN[regel].soort] += kans
    for soort, som in per_soort.items():
        if som > 1:
            raise ValueError(f"{waar}: de kansen per {soort} tellen op tot {som:.2f}; samen hoogstens 1.")
    return {regel: float(kans) for regel, kans in kansen.items()}
