"""Whether the audit log is whole: what was changed, removed or added, and at which entry.

Belongs here: judging what stands on disk, without writing anything. Does not belong here: making it (audit_keten).
"""

from dataclasses import dataclass, field
from typing import Any

from warehouse.audit_keten import (
    Kop,
    canoniek,
    is_begonnen,
    kopbestand,
    lees_kop,
    lees_sleutel,
    logboek,
    map_van,
    merk,
    regels,
)
from warehouse.paths import DataRoot

_KOPFOUT = {
    "kop_ontbreekt": "De kop (kop.json) ontbreekt: of er aan het einde regels zijn weggehaald is niet meer te zien.",
    "kop_ongeldig": "De kop (kop.json) is gewijzigd: of er aan het einde regels zijn weggehaald is niet meer te zien.",
}
_BREUK = {
    **{code: zin.replace("De kop", "Bij deze regel bleek: de kop") for code, zin in _KOPFOUT.items()},
    "logboek_weg": "Hier begint een nieuw logboek, terwijl er al een was: dat is in zijn geheel weggehaald.",
    "regels_weg": "Bij het schrijven van deze regel stond er minder in het logboek dan de kop zei: er was iets weggehaald.",
    "regels_erbij": "Bij het schrijven van deze regel stond er meer in het logboek dan de kop zei: er was iets toegevoegd.",
}


@dataclass
class Keuring:
    """What was found in the log: how many entries, the last ones, and a sentence per thing that is wrong."""

    kop: Kop
    laatste: list[dict[str, Any]] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)


def keur(home: DataRoot, bewaar: int = 1, punt: tuple[int, str] | None = None) -> Keuring:
    """Read the whole log and say what is wrong with it; keeps the last `bewaar` entries. Writes nothing.

    `punt` is the number and code of an entry that was noted elsewhere. Raises SleutelFout without the key.
    """
    if not logboek(home).exists() and not kopbestand(home).exists():
        return Keuring(Kop(), fouten=_zonder_logboek(home, punt))
    sleutel = lees_sleutel(home)
    genoteerd, fout = lees_kop(home, sleutel)
    keuring, codes = _keur_regels(home, sleutel, bewaar)
    if fout:
        keuring.fouten.append(_KOPFOUT[fout])
    elif genoteerd.aantal > keuring.kop.aantal:
        keuring.fouten.append(f"Aan het einde ontbreekt {_reeks(keuring.kop.aantal + 1, genoteerd.aantal)}.")
    elif keuring.kop.aantal > genoteerd.aantal + 1:
        keuring.fouten.append(f"Aan het einde is toegevoegd: {_reeks(genoteerd.aantal + 1, keuring.kop.aantal)}.")
    if punt and codes.get(punt[0]) != punt[1]:
        keuring.fouten.append(f"Regel {punt[0]} heeft niet de genoteerde code: het logboek is een ander dan toen.")
    return keuring


def _zonder_logboek(home: DataRoot, punt: tuple[int, str] | None) -> list[str]:
    weg = punt is not None or is_begonnen(home)
    return (
        [f"Er is geen logboek in {map_van(home)}, en er was er een: het is in zijn geheel weggehaald."] if weg else []
    )


def _keur_regels(home: DataRoot, sleutel: bytes, bewaar: int) -> tuple[Keuring, dict[int, str]]:
    verwacht, laatste, fouten, codes = Kop(), [], [], {}
    for plek, (ruw, regel) in enumerate(regels(logboek(home)), start=1):
        if regel is None:
            fouten.append(f"Op plaats {plek} staat iets dat geen regel van het logboek is: gewijzigd of toegevoegd.")
            continue
        nummer = regel["nummer"]
        breuk = regel.get("breuk")
        if merk(sleutel, regel) != regel["code"] or canoniek(regel) != ruw:
            fouten.append(f"Regel {nummer} is gewijzigd of niet door dit systeem geschreven.")
        elif nummer > verwacht.aantal + 1:
            fouten.append(f"Voor regel {nummer} ontbreekt {_reeks(verwacht.aantal + 1, nummer - 1)}.")
        elif nummer <= verwacht.aantal:
            fouten.append(f"Regel {nummer} staat er nog een keer: op plaats {plek} toegevoegd of verplaatst.")
        elif regel["vorige"] != verwacht.code and breuk is None:
            fouten.append(f"Regel {nummer} sluit niet aan op de regel ervoor: die is vervangen.")
        elif breuk is not None:
            fouten.append(f"Regel {nummer}: {_BREUK[breuk]}")
        verwacht = Kop(max(nummer, verwacht.aantal), regel["code"])
        codes[nummer] = regel["code"]
        laatste = [*laatste, regel][-bewaar:]
    return Keuring(verwacht, laatste, fouten), codes


def _reeks(van: int, tot: int) -> str:
    return f"regel {van}" if van == tot else f"regel {van} tot en met {tot}"
