"""The chain of the audit log: lines that hold on to each other, and a head that says where the last one stands.

Belongs here: the files of $SDL_HOME/audit/, their key, and writing them. Does not belong here: what an entry says (audit),
which values it may hold (audit_waarden), or whether the log is whole (audit_keuring).

Each line holds the code of the one before and its own: 128 bits of HMAC-SHA-256 over its canonical form, with `audit.key`.
That key is of the log alone and is never exchanged, so a rotation of the other keys leaves every entry as it is. Who has
no key can change, remove or add nothing without it being seen. Who has the key and the folder can write another chain, and
whoever puts back an older copy of the whole folder shows an older log that is whole: only a code that was noted elsewhere
(`sdl audit --kop`) shows that.

A line is on disk before the head is. Killed in between, one line stands beyond the head and fits the chain: it is counted.
Half a line beyond the head, without its newline, is the rest of a broken write and is removed by the next one.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from warehouse.audit_waarden import gegroepeerd
from warehouse.keys import SleutelFout, read_key
from warehouse.paths import DataRoot

SLEUTEL = "audit"
BEGIN = gegroepeerd("0" * 32)
"""What the first entry has for a code before it."""
_WACHT = 60.0


@dataclass(frozen=True)
class Kop:
    """Where the log ends: number and code of the last entry, and the length of the file in bytes."""

    aantal: int = 0
    code: str = BEGIN
    lengte: int = 0


def map_van(home: DataRoot) -> Path:
    """The folder of the audit log."""
    return home.root / "audit"


def logboek(home: DataRoot) -> Path:
    """The file with an entry per line."""
    return map_van(home) / "logboek.jsonl"


def kopbestand(home: DataRoot) -> Path:
    """The file that says where the log ends."""
    return map_van(home) / "kop.json"


def voeg_toe(home: DataRoot, inhoud: dict[str, Any]) -> int:
    """Write one entry behind the last; returns its number. It is on disk when this returns.

    Raises SleutelFout when the key is missing or another one, OSError when it cannot be written; then nothing was added.
    What somebody did to the files is never mended here: the entry follows what stands there and names the breach.
    """
    map_van(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(map_van(home) / ".slot", timeout=_WACHT):
        sleutel = _zorg_voor_sleutel(home)
        kop, breuk = _einde(home, sleutel)
        regel = {**inhoud, "nummer": kop.aantal + 1, "vorige": kop.code, **({"breuk": breuk} if breuk else {})}
        regel["code"] = merk(sleutel, regel)
        lengte = _schrijf_regel(logboek(home), kop.lengte, canoniek(regel) + b"\n")
        _schrijf_kop(home, sleutel, Kop(regel["nummer"], regel["code"], lengte))
        _noteer_begin(home)
        return regel["nummer"]


def regels(pad: Path) -> Iterator[tuple[bytes, dict[str, Any] | None]]:
    """Each line as it stands and as an entry; None when it is none. Half a last line is the rest of a broken write."""
    if not pad.exists():
        return
    with pad.open("rb") as bestand:
        for ruw in bestand:
            if ruw.endswith(b"\n"):
                yield ruw[:-1], _ontleed(ruw)


def _ontleed(ruw: bytes) -> dict[str, Any] | None:
    try:
        regel = json.loads(ruw)
    except ValueError:
        return None
    goed = (
        isinstance(regel, dict)
        and type(regel.get("nummer")) is int
        and all(isinstance(regel.get(veld), str) for veld in ("vorige", "code"))
    )
    return regel if goed else None


def canoniek(regel: dict[str, Any]) -> bytes:
    """The one way in which an entry is written down."""
    return json.dumps(regel, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def merk(sleutel: bytes, regel: dict[str, Any]) -> str:
    """The code of an entry, or of the head: over everything it says but the code itself."""
    rest = {naam: waarde for naam, waarde in regel.items() if naam != "code"}
    return gegroepeerd(hmac.new(sleutel, canoniek(rest), hashlib.sha256).hexdigest()[:32])


def _vingerafdruk(sleutel: bytes) -> str:
    return merk(sleutel, {"vingerafdruk": SLEUTEL})[:19]


def _einde(home: DataRoot, sleutel: bytes) -> tuple[Kop, str | None]:
    """Behind what to write, and which breach the files show; looks no further back than the head."""
    grootte = logboek(home).stat().st_size if logboek(home).exists() else 0
    kop, fout = lees_kop(home, sleutel)
    if fout == "kop_ontbreekt" and not grootte:
        return Kop(), "logboek_weg" if is_begonnen(home) else None
    if fout:
        return _achteraan(home), fout
    if grootte < kop.lengte:
        return Kop(kop.aantal, kop.code, grootte), "regels_weg"
    if grootte == kop.lengte:
        return kop, None
    with logboek(home).open("rb") as bestand:
        bestand.seek(kop.lengte)
        staart = bestand.read()
    regel = _ontleed(staart) if staart.count(b"\n") == 1 and staart.endswith(b"\n") else None
    if b"\n" not in staart:
        return kop, None
    if (
        regel
        and regel["nummer"] == kop.aantal + 1
        and regel["vorige"] == kop.code
        and regel["code"] == merk(sleutel, regel)
    ):
        return Kop(regel["nummer"], regel["code"], grootte), None
    return Kop(kop.aantal, kop.code, grootte), "regels_erbij"


def _achteraan(home: DataRoot) -> Kop:
    """The end of a log without a head that can be believed, as its lines say it."""
    kop = Kop(lengte=logboek(home).stat().st_size if logboek(home).exists() else 0)
    for _, regel in regels(logboek(home)):
        if regel is not None:
            kop = Kop(max(kop.aantal, regel["nummer"]), regel["code"], kop.lengte)
    return kop


def _schrijf_regel(pad: Path, vanaf: int, inhoud: bytes) -> int:
    """Write behind `vanaf` bytes, and be sure that it is on disk; returns the new length."""
    nieuw = not pad.exists()
    beschrijver = os.open(pad, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.ftruncate(beschrijver, vanaf)
        # Behind a line that somebody cut through, the new one begins on a line of its own.
        if vanaf and os.pread(beschrijver, 1, vanaf - 1) != b"\n":
            inhoud = b"\n" + inhoud
        try:
            if os.pwrite(beschrijver, inhoud, vanaf) != len(inhoud):
                raise OSError("regel niet volledig geschreven")
            os.fsync(beschrijver)
        except OSError:
            os.ftruncate(beschrijver, vanaf)
            raise
    finally:
        os.close(beschrijver)
    if nieuw:
        _map_naar_schijf(pad.parent)
    return vanaf + len(inhoud)


def _schrijf_kop(home: DataRoot, sleutel: bytes, kop: Kop) -> None:
    inhoud = {"aantal": kop.aantal, "laatste": kop.code, "lengte": kop.lengte, "sleutel": _vingerafdruk(sleutel)}
    _vervang(kopbestand(home), canoniek({**inhoud, "code": merk(sleutel, inhoud)}) + b"\n")


def lees_kop(home: DataRoot, sleutel: bytes) -> tuple[Kop, str | None]:
    """The head, or why it cannot be believed; raises SleutelFout when the log was made with another key."""
    try:
        inhoud = json.loads(kopbestand(home).read_bytes())
        anders = inhoud["sleutel"] != _vingerafdruk(sleutel)
        kop = Kop(int(inhoud["aantal"]), str(inhoud["laatste"]), int(inhoud["lengte"]))
        gezet = inhoud["code"]
    except FileNotFoundError:
        return Kop(), "kop_ontbreekt"
    except (ValueError, KeyError, TypeError):
        return Kop(), "kop_ongeldig"
    if anders:
        raise SleutelFout(
            f"Sleutel {home.sleutels / SLEUTEL}.key is een andere dan waarmee het logboek in {map_van(home)} is gemaakt. "
            "Zet de oude sleutel terug; bewaar anders die map elders, dan begint een nieuw logboek."
        )
    return (kop, None) if gezet == merk(sleutel, inhoud) else (Kop(), "kop_ongeldig")


def _vervang(pad: Path, inhoud: bytes) -> None:
    nieuw = pad.with_name(f".{pad.name}.nieuw")
    beschrijver = os.open(nieuw, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(beschrijver, "wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())
    nieuw.replace(pad)
    _map_naar_schijf(pad.parent)


def _map_naar_schijf(map_: Path) -> None:
    beschrijver = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(beschrijver)
    finally:
        os.close(beschrijver)


def _heeft_sleutel(home: DataRoot) -> bool:
    return any((home.sleutels / f"{SLEUTEL}{soort}").exists() for soort in (".key", ".opdracht"))


def lees_sleutel(home: DataRoot) -> bytes:
    """The key of the log; raises SleutelFout when it is not there."""
    if not _heeft_sleutel(home):
        raise SleutelFout(
            f"Sleutel {home.sleutels / SLEUTEL}.key ontbreekt, terwijl er een logboek is in {map_van(home)}. Zet hem terug uit "
            "de kluis. Is hij echt weg, bewaar die map dan elders; daarna begint een nieuw logboek."
        )
    return read_key(home.sleutels, SLEUTEL)[:32]


def _zorg_voor_sleutel(home: DataRoot) -> bytes:
    """The key, made at the first use. A log without its key is never continued with another."""
    if not (_heeft_sleutel(home) or logboek(home).exists() or kopbestand(home).exists()):
        pad = home.sleutels / f"{SLEUTEL}.key"
        try:
            home.sleutels.mkdir(parents=True, exist_ok=True, mode=0o700)
            _vervang(pad, f"{secrets.token_hex(32)}\n".encode("ascii"))
        except OSError:
            raise SleutelFout(
                f"Sleutel {pad} is nodig voor het auditlog en kan daar niet worden gemaakt. Zet er zelf een neer: 64 "
                "willekeurige hexadecimale tekens, alleen leesbaar voor de eigenaar."
            ) from None
    return lees_sleutel(home)


def _begonnen(home: DataRoot) -> Path:
    """In the key folder: at which data roots a log was begun, so that a log that is gone as a whole is missed."""
    return home.sleutels / f"{SLEUTEL}.begonnen"


def is_begonnen(home: DataRoot) -> bool:
    """True when a log was begun at this data root, whether it is still there or not."""
    return _begonnen(home).exists() and str(home.root) in _begonnen(home).read_text("utf-8", "surrogateescape").split(
        "\n"
    )


def _noteer_begin(home: DataRoot) -> None:
    if not is_begonnen(home):
        eerder = _begonnen(home).read_bytes() if _begonnen(home).exists() else b""
        _vervang(_begonnen(home), eerder + os.fsencode(home.root) + b"\n")
