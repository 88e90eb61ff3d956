"""The table that a person reads and bench.json that a program compares.

Belongs here: names, numbers and the targets. Does not belong here: measuring.
"""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

_BREEDTE = 52


@dataclass(frozen=True)
class Regel:
    """One figure: under which heading, its name, value and unit, and the most or least it should be when that was agreed."""

    kop: str
    naam: str
    waarde: float | None
    eenheid: str
    doel: float | None = None
    minstens: float | None = None


class Tabel:
    """The figures in the order in which they were measured; each is shown as soon as it is there."""

    def __init__(self) -> None:
        self.regels: list[Regel] = []

    def voeg(
        self,
        kop: str,
        naam: str,
        waarde: float | None,
        eenheid: str = "s",
        doel: float | None = None,
        minstens: float | None = None,
    ) -> None:
        """Add one figure; None is shown as unknown."""
        self.regels.append(Regel(kop, naam, None if waarde is None else round(waarde, 3), eenheid, doel, minstens))

    def toon(self) -> None:
        """Print all figures, per heading, with the target beside those that have one."""
        kop = None
        for regel in self.regels:
            if regel.kop != kop:
                kop = regel.kop
                print(f"\n{kop}\n{'-' * (_BREEDTE + 30)}")
            print(f"{regel.naam:<{_BREEDTE}}{_getal(regel.waarde):>10} {regel.eenheid:<6}{_oordeel(regel)}")

    def bewaar(self, pad: Path, **over: object) -> None:
        """Write the figures as JSON, with the machine they hold for."""
        machine = {"kernen": os.cpu_count(), "python": platform.python_version(), "systeem": platform.platform()}
        inhoud = {**over, "machine": machine, "regels": [asdict(regel) for regel in self.regels]}
        pad.write_text(json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _getal(waarde: float | None) -> str:
    if waarde is None:
        return "onbekend"
    return f"{waarde:.2f}" if abs(waarde) < 10 else f"{waarde:,.0f}".replace(",", ".")


def _oordeel(regel: Regel) -> str:
    if regel.waarde is None:
        return ""
    if regel.minstens is not None:
        return f"  doel ≥ {regel.minstens:g}: {'gehaald' if regel.waarde >= regel.minstens else 'NIET gehaald'}"
    if regel.doel is not None:
        return f"  doel ≤ {regel.doel:g}: {'gehaald' if regel.waarde <= regel.doel else 'NIET gehaald'}"
    return ""
