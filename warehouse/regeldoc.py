"""The document docs/regels.md, made from the seed `regel`: `.venv/bin/python -m warehouse.regeldoc` writes it anew.

Belongs here: how that document looks. Does not belong here: what is said of a rule (the seed), or the findings themselves.
"""

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from sources.regels import Behandeling, Regel, Soort, lees_regels
from warehouse.paths import CHECKOUT

DOCUMENT = CHECKOUT / "docs" / "regels.md"

_SOORTEN: dict[Soort, str] = {
    "xslt": "Binnen één bericht",
    "conditie": "Condities en beperkingen",
    "berichtoverstijgend": "Over meer berichten",
    "externe-bron": "Met een bron buiten de berichten",
    "eigen": "Eigen regels",
    "bedrijfsregel": "Bedrijfsregels",
    "invulinstructie": "Invulinstructies",
    "uitgangspunt": "Uitgangspunten",
}

_INLEIDING = """# Regels

Wat met elke regel van de iStandaarden voor Wmo en Jeugdwet gebeurt. Dit document is gemaakt uit `dbt_project/seeds/regel.csv`; wijzig
die tabel en draai `.venv/bin/python -m warehouse.regeldoc`.

Nummers, retourcodes en berichtsoorten zijn feiten uit iStandaarden 3.2, Zorginstituut Nederland. De omschrijvingen zijn van ons en
vervangen de tekst van de standaard niet. Regels zonder toevoeging gelden voor beide wetten; bij "(jeugd)" noemt de gebruikte bron
alleen de Jeugdwet.

| behandeling | betekent |
|---|---|
| gecontroleerd | Een overtreding is te vinden. `schema`: het bericht wordt geweigerd of krijgt een waarschuwing bij aankomst, zie de [redencodes](leveringen.md#redencodes-bij-aankomst). `aankomst`: beoordeeld bij ontvangst, omdat de gegevens niet worden bewaard; het bericht is wel gelezen. `lake`: beoordeeld over alle geleverde berichten samen |
| bij afzender | Alleen wie het bericht stuurde kan het zien, in de eigen administratie |
| niet toetsbaar | Aan geleverde gegevens is het niet te zien: afspraken buiten de berichten, termijnen die van de dag van ontvangst afhangen, toestemmingen en beginselen |

Overtredingen staan in de tabel [`bevinding`](marts.md#bevinding), met `regel` en `retourcode`. Staat er "Via", dan heet de bevinding
naar de regel of redencode die daar is genoemd. Een signaal is een waarschuwing: de standaard staat afwijzen daarop niet toe, of kent de
regel niet.
"""

_RETOURCODES = """## Per retourcode

De codes 0200, 0233 en 8001 wijzen geen fout aan en horen dus bij geen regel.

"""


def document(regels: list[Regel]) -> str:
    """The whole text; the same rules give the same bytes."""
    delen = [_INLEIDING, _telling(regels)]
    for soort, kop in _SOORTEN.items():
        delen.append(_per_soort(kop, [regel for regel in regels if regel.soort == soort]))
    return "\n".join([*delen, _per_retourcode(regels)])


def _telling(regels: list[Regel]) -> str:
    behandelingen = get_args(Behandeling)
    aantal = Counter((regel.soort, regel.behandeling) for regel in regels)
    per_soort = [
        (f"[{kop}](#{kop.lower().replace(' ', '-')})", *(aantal[soort, behandeling] for behandeling in behandelingen))
        for soort, kop in _SOORTEN.items()
    ]
    _, *kolommen = zip(*per_soort, strict=True)
    rijen = [*per_soort, ("samen", *map(sum, kolommen))]
    return "## Aantallen\n\n" + _tabel(("soort", *behandelingen, "samen"), ((*rij, sum(rij[1:])) for rij in rijen))


def _per_soort(kop: str, regels: list[Regel]) -> str:
    koppen = ("regel", "retourcode", "berichten", "behandeling", "omschrijving", "reden")
    return f"## {kop}\n\n" + _tabel(koppen, (_rij(regel) for regel in regels))


def _rij(regel: Regel) -> tuple[str, ...]:
    naam = f"`{regel.regel}`" if " " in regel.domein else f"`{regel.regel}` ({regel.domein})"
    waar = f"{regel.waar}, signaal" if regel.ernst == "waarschuwing" else regel.waar
    behandeling = f"{regel.behandeling} ({waar})" if waar else regel.behandeling
    return naam, regel.retourcode, regel.berichten, behandeling, regel.omschrijving, regel.reden


def _per_retourcode(regels: list[Regel]) -> str:
    codes = sorted({regel.retourcode for regel in regels} - {""})
    rijen = ((f"`{code}`", ", ".join(f"`{een.regel}`" for een in regels if een.retourcode == code)) for code in codes)
    return _RETOURCODES + _tabel(("retourcode", "regels"), rijen)


def _tabel(koppen: tuple[str, ...], rijen: Iterable[tuple[object, ...]]) -> str:
    regels = ["| " + " | ".join(map(str, rij)) + " |" for rij in (koppen, *rijen)]
    regels.insert(1, "|---" * len(koppen) + "|")
    return "\n".join(regels) + "\n"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(lees_regels()), "utf-8")


if __name__ == "__main__":
    main()
