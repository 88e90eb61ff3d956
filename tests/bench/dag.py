"""One day later: the deliveries of an ordinary day on top of a municipality that was processed before.

Belongs here: a new BRP statement, new messages and new pwet statements, made from the last ones. Does not belong here:
what a municipality looks like (sources.synthetisch), or that the outcome is right.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sources.intake_berichten import inhoud

BERICHTEN = 50
_VERHUISD = 200  # one row in so many has another start of residence
_AANVANG = "08.10.30"


def een_dag_erbij(landing: Path) -> dict[str, int]:
    """Add one day of deliveries; returns how many rows or messages per source. ValueError without a BRP to go on from."""
    if not list(landing.glob("brp/*/*.csv")):
        raise ValueError(f"In {landing} staat geen BRP-levering; maak er eerst een met: sdl generate")
    laatste = max(date.fromisoformat(map_.name) for map_ in landing.glob("*/*") if _is_datum(map_.name))
    nieuw = min(laatste + timedelta(days=1), date.today()).isoformat()
    return {
        "brp": _brp(landing, nieuw),
        "pwet": _pwet(landing, nieuw),
        "berichten": sum(_berichten(landing, nieuw)),
    }


def _is_datum(naam: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", naam) is not None


def _laatste(landing: Path, bron: str) -> list[Path]:
    """The files of the last delivery of a source."""
    mappen = sorted(map_ for map_ in landing.glob(f"{bron}/*") if _is_datum(map_.name))
    return sorted(mappen[-1].glob("*.*")) if mappen else []


def _brp(landing: Path, nieuw: str) -> int:
    """The last statement again: one row less in some hundreds, another one with a later start at its address."""
    rijen = 0
    for bron in _laatste(landing, "brp"):
        kop, *regels = bron.read_text("utf-8-sig").rstrip("\n").split("\n")
        plek = kop.replace('"', "").split(";").index(_AANVANG)
        regels = [_verhuisd(regel, plek, nieuw, nummer) for nummer, regel in enumerate(regels) if nummer % _VERHUISD]
        _schrijf(landing / "brp" / nieuw / bron.name, kop, regels)
        rijen += len(regels)
    return rijen


def _verhuisd(regel: str, plek: int, nieuw: str, nummer: int) -> str:
    velden = regel.split(";")
    if nummer % _VERHUISD == 1 and '"' not in regel and len(velden) > plek:
        velden[plek] = nieuw.replace("-", "")
    return ";".join(velden)


def _pwet(landing: Path, nieuw: str) -> int:
    """The last statements again, without the last row."""
    rijen = 0
    for bron in _laatste(landing, "pwet"):
        kop, *regels = bron.read_text("utf-8-sig").rstrip("\n").split("\n")
        _schrijf(landing / "pwet" / nieuw / bron.name, kop, regels[:-1])
        rijen += len(regels[:-1])
    return rijen


def _schrijf(pad: Path, kop: str, regels: list[str]) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text("\n".join([kop, *regels]) + "\n", "utf-8")


def _berichten(landing: Path, nieuw: str) -> Iterator[int]:
    """Assignments of the last delivery under numbers that were not used before; yields how many per law."""
    for bron in ("iwmo", "ijw"):
        oud = (tekst for pad in _laatste(landing, bron) for _, tekst in inhoud(str(pad)) if isinstance(tekst, bytes))
        toewijzingen = (tekst for tekst in oud if b"301/schema" in tekst[:400])
        map_ = landing / bron / nieuw
        map_.mkdir(parents=True, exist_ok=True)
        aantal = 0
        for aantal, tekst in enumerate(toewijzingen, start=1):
            anders = re.sub(rb"(<ToewijzingNummer>)\d+", rb"\g<1>8%07d" % aantal, tekst)
            (map_ / f"301_bench_{aantal}.xml").write_bytes(anders)
            if aantal == BERICHTEN // 2:
                break
        yield aantal
