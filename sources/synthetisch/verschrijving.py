"""How people write down somebody whose number they lack: names another way, dates turned round, addresses of before.

Belongs here: what goes wrong in one field, and a whole record drawn from it. Does not belong here: who is registered (zonder_bsn).
"""

import unicodedata
from dataclasses import dataclass
from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANDERS_GESPELD = (("ij", "y"), ("ö", "oe"), ("ü", "ue"), ("ä", "ae"), ("ş", "sh"), ("k", "c"), ("ui", "uy"))


@dataclass(frozen=True)
class Kansen:
    """The share of records in which something is written another way; assumptions, said as such in docs/koppelen.md."""

    hoofdletters: float = 0.15
    zonder_tekens: float = 0.15
    voorvoegsel_in_naam: float = 0.10
    partnernaam: float = 0.35  # of those who have a partner
    anders_gespeld: float = 0.04
    tikfout_naam: float = 0.05
    datum_verwisseld: float = 0.03
    tikfout_datum: float = 0.03
    andere_datum: float = 0.003
    verhuisd: float = 0.06
    tikfout_adres: float = 0.04
    zonder_adres: float = 0.01


GEWOON = Kansen()


def naam(rng: Random, kans: Kansen, voorvoegsel: str, eigen: str, partner: tuple[str, str] | None) -> str:
    """A surname as it may be written; `partner` is the voorvoegsel and name of the partner."""
    if partner and rng.random() < kans.partnernaam:
        ander = " ".join(filter(None, partner))
        tekst = rng.choice((ander, f"{ander}-{voorvoegsel} {eigen}".replace("- ", "-"), f"{eigen}-{ander}"))
    else:
        tekst = f"{voorvoegsel} {eigen}".strip() if rng.random() < kans.voorvoegsel_in_naam else eigen
    if rng.random() < kans.anders_gespeld:
        tekst = next((tekst.replace(a, b) for a, b in _ANDERS_GESPELD if a in tekst), tekst)
    if rng.random() < kans.tikfout_naam:
        tekst = tikfout(rng, tekst, _LETTERS)
    if rng.random() < kans.zonder_tekens:
        tekst = zonder_tekens(tekst)
    return tekst.upper() if rng.random() < kans.hoofdletters else tekst


def geboortedatum(rng: Random, kans: Kansen, iso: str) -> str:
    """An ISO date as it may be written; what comes out is always a date that exists."""
    jaar, maand, dag = iso.split("-")
    lot = rng.random()
    if lot < kans.datum_verwisseld:
        return f"{jaar}-{dag}-{maand}" if int(dag) <= 12 else iso
    if lot < kans.datum_verwisseld + kans.tikfout_datum:
        waar = rng.choice(("jaar", "maand", "dag"))
        if waar == "jaar":
            return f"{jaar[:2]}{_ander_cijfer(rng, jaar[2])}{jaar[3]}-{maand}-{_bestaat(dag)}"
        if waar == "maand":
            return f"{jaar}-{rng.randint(1, 12):02d}-{_bestaat(dag)}"
        return f"{jaar}-{maand}-{rng.randint(1, 28):02d}"
    if lot < kans.datum_verwisseld + kans.tikfout_datum + kans.andere_datum:
        return f"{rng.randint(1935, 2020)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return iso


def adres(rng: Random, kans: Kansen, postcode: str, huisnummer: str, ander: tuple[str, str]) -> tuple[str, str]:
    """Postcode and number as they may be written; `ander` is where somebody who moved lived before."""
    lot = rng.random()
    if lot < kans.verhuisd:
        return ander
    if lot < kans.verhuisd + kans.tikfout_adres:
        if rng.random() < 0.5:
            return postcode, tikfout(rng, huisnummer, "0123456789") or huisnummer
        return postcode[:-1] + rng.choice("ABCDEGHJKLMNPRSTVWXZ"), huisnummer
    if lot < kans.verhuisd + kans.tikfout_adres + kans.zonder_adres:
        return "", ""
    return postcode, huisnummer


def tikfout(rng: Random, tekst: str, tekens: str) -> str:
    """One character left out, added, replaced or exchanged with its neighbour."""
    plek = rng.randrange(len(tekst)) if tekst else 0
    soort = rng.choice(("weg", "erbij", "anders", "wissel"))
    if soort == "weg" and len(tekst) > 2:
        return tekst[:plek] + tekst[plek + 1 :]
    if soort == "wissel" and plek + 1 < len(tekst):
        return tekst[:plek] + tekst[plek + 1] + tekst[plek] + tekst[plek + 2 :]
    return tekst[:plek] + rng.choice(tekens) + tekst[plek + (soort == "anders") :]


def zonder_tekens(tekst: str) -> str:
    """The text without diacritics."""
    ontleed = unicodedata.normalize("NFD", tekst)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def _ander_cijfer(rng: Random, cijfer: str) -> str:
    return str(min(max(int(cijfer) + rng.choice((-1, 1)), 0), 9))


def _bestaat(dag: str) -> str:
    return f"{min(int(dag), 28):02d}"
