"""The pair of keys that originals are sealed with: the public one may lie here, the private one must not.

Belongs here: reading and making them. Does not belong here: what is sealed (verzegelen), or how (zegel).
"""

import os
import sys
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from warehouse.paths import DataRoot

PRIVE, PUBLIEK = "AGE-SECRET-KEY-1", "age1"


class ZegelFout(Exception):
    """Sealing or unsealing cannot go on; the message says what to do and that nothing was lost."""


def publiek_pad(home: DataRoot) -> Path:
    """Where the public key of a data root lies."""
    return home.sleutels / "zegel.pub"


def lees_publiek(home: DataRoot, gegeven: str | None) -> list[Recipient]:
    """The public keys: written out (age1...), in a file, or the one of the data root; raises ZegelFout."""
    if gegeven and gegeven.startswith(PUBLIEK):
        return _ontvangers(gegeven, "De publieke sleutel")
    pad = Path(gegeven) if gegeven else publiek_pad(home)
    if not gegeven and not pad.exists():
        raise ZegelFout(
            f"Er is geen publieke sleutel ({pad}). Maak een paar met: sdl seal --nieuwe-sleutel BESTAND, of noem er een met "
            "--publieke-sleutel."
        )
    return _ontvangers(_lees(pad), f"Bestand {pad}")


def _ontvangers(tekst: str, wat: str) -> list[Recipient]:
    if PRIVE in tekst:
        raise ZegelFout(f"{wat} is een privésleutel. Verzegelen gaat met de publieke sleutel (age1...).")
    try:
        gelezen = [Recipient.from_str(regel) for regel in _regels(tekst)]
    except RecipientError:
        gelezen = []
    if not gelezen:
        raise ZegelFout(f"{wat} is geen publieke sleutel van age. Een sleutel begint met age1.")
    return gelezen


def lees_prive(gegeven: str) -> list[Identity]:
    """The private keys in a file that only its owner can read, or on standard input ("-"); raises ZegelFout."""
    if gegeven == "-":
        tekst, wat = sys.stdin.read(), "De standaardinvoer"
    else:
        pad = Path(gegeven)
        tekst, wat = _lees(pad), f"Bestand {pad}"
        if pad.stat().st_mode & 0o077:
            raise ZegelFout(
                f"Privésleutel {pad} is leesbaar voor anderen. Herstel met: chmod 600 {pad}. Kan dat niet (een stick), geef hem "
                "dan op de standaardinvoer, met: --prive-sleutel -"
            )
    try:
        gelezen = [Identity.from_str(regel) for regel in _regels(tekst)]
    except IdentityError:
        gelezen = []
    if not gelezen:
        raise ZegelFout(f"{wat} bevat geen privésleutel van age ({PRIVE}...).")
    return gelezen


def _regels(tekst: str) -> list[str]:
    return [regel.strip() for regel in tekst.splitlines() if regel.strip() and not regel.startswith("#")]


def _lees(pad: Path) -> str:
    try:
        return pad.read_text("utf-8")
    except OSError as fout:
        raise ZegelFout(f"Bestand {pad} kan niet worden gelezen: {fout.strerror}.") from None
    except ValueError:
        raise ZegelFout(f"Bestand {pad} is geen sleutel van age.") from None


def maak_paar(home: DataRoot, prive: Path) -> str:
    """Write a new private key to `prive` and the public one to the key folder; returns the public one.

    Raises ZegelFout when either is there already: what was sealed for a key can be opened with that key alone.
    """
    if publiek_pad(home).exists():
        raise ZegelFout(
            f"Er is al een publieke sleutel ({publiek_pad(home)}). Haal die weg als u voortaan met een andere wilt verzegelen, "
            "en bewaar de oude privésleutel: wat al verzegeld is gaat alleen daarmee open."
        )
    sleutel = Identity.generate()
    publiek = str(sleutel.to_public())
    _schrijf_nieuw(prive, f"# publieke sleutel: {publiek}\n{sleutel}\n")
    home.sleutels.mkdir(parents=True, exist_ok=True, mode=0o700)
    _schrijf_nieuw(publiek_pad(home), f"{publiek}\n")
    return publiek


def _schrijf_nieuw(pad: Path, tekst: str) -> None:
    try:
        beschrijver = os.open(pad, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise ZegelFout(f"Bestand {pad} bestaat al. Kies een andere naam; er is niets overschreven.") from None
    except OSError as fout:
        raise ZegelFout(f"Bestand {pad} kan niet worden gemaakt: {fout.strerror}.") from None
    with os.fdopen(beschrijver, "w", encoding="ascii") as bestand:
        bestand.write(tekst)
        bestand.flush()
        os.fsync(bestand.fileno())
