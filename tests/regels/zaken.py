"""Cases: deliveries in which exactly one thing is wrong, and the findings they must give.

Belongs here: giving each case a municipality and a provider of its own, so that one run judges them all, and reading
what was found for each. Does not belong here: the cases.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.berichten_maken import AANBIEDER, GEMEENTE
from tests.keten import Keten

Levering = tuple[str, str, bytes]
"""Source folder ("iwmo", "contracten"), delivery date, content."""
Gevonden = set[tuple[str, str, int]]
"""Rule, return code ("" for none), how many rows break it and are not put right."""


@dataclass(frozen=True)
class Zaak:
    """A case: what is delivered, and what must be found, no more and no less."""

    naam: str
    leveringen: list[Levering]
    verwacht: Gevonden


def draai(keten: Keten, map_: Path, zaken: list[Zaak]) -> dict[str, Gevonden]:
    """What was found per case."""
    landing = map_ / "landing"
    _gebieden(landing, len(zaken))
    for nummer, zaak in enumerate(zaken):
        for volg, (bron, datum, inhoud) in enumerate(zaak.leveringen):
            einde = "xml" if bron in ("iwmo", "ijw") else "csv"
            _schrijf(landing / bron / datum / f"{nummer:04d}_{volg:03d}.{einde}", _van(inhoud, nummer))
    home = keten.wortel(map_ / "home", landing)
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        rijen = con.execute(
            """SELECT gemeente, schending.regel, coalesce(regel.retourcode, ''), count(*)
               FROM lake.intermediate.int_schending__alle AS schending
               LEFT JOIN lake.staging.regel AS regel ON schending.regel = regel.regel
               WHERE hersteld_op IS NULL GROUP BY ALL"""
        ).fetchall()
    finally:
        con.close()
    gevonden: dict[str, Gevonden] = {zaak.naam: set() for zaak in zaken}
    for gemeente, regel, code, aantal in rijen:
        gevonden[zaken[int(gemeente) - 1000].naam].add((regel, code, aantal))
    return gevonden


def _van(inhoud: bytes, nummer: int) -> bytes:
    """The same delivery, of the municipality and the provider of this case."""
    gemeente, aanbieder = f"{1000 + nummer:04d}", f"{42430000 + nummer:08d}"
    return (
        inhoud.replace(f">{GEMEENTE}<".encode(), f">{gemeente}<".encode())
        .replace(f">{AANBIEDER}<".encode(), f">{aanbieder}<".encode())
        .replace(f";{AANBIEDER};".encode(), f";{aanbieder};".encode())
    )


def _gebieden(landing: Path, aantal: int) -> None:
    """A municipality per case, with one buurt and no inhabitants."""
    adressen, namen = ["PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024"], ["code;naam;soort"]
    for code in range(1000, 1000 + aantal):
        adressen.append(f"{code}AB;1;{code}0000;{code}00;{code}")
        namen += [f"GM{code};Gemeente {code};gemeente", f"WK{code}00;Wijk;wijk", f"BU{code}0000;Buurt;buurt"]
    _schrijf(landing / "gebieden" / "2024-01-01" / "adressen.csv", "\n".join(adressen).encode())
    _schrijf(landing / "gebieden" / "2024-01-01" / "namen.csv", "\n".join(namen).encode())


def _schrijf(pad: Path, inhoud: bytes) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)
