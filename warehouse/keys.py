"""The two rings of keys of a data root, and which of them its raw store was made with.

Belongs here: choosing the key that holds, and stopping when the keys are others than those of the data.
Does not belong here: where a ring comes from (warehouse.sleutelbron), or putting raw under other keys (sources.herversleutelen).

`pseudoniem`: a value passes through every key of the ring in turn, so a longer ring needs the old keys too. `lake`: one key
encrypts raw and lake. raw/sleutels.parquet, the stamp, says how far that got; so a key added to a ring changes nothing until
raw was put under it. The stamp is a Parquet so that who borrows the files of raw borrows it as well.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.paths import DataRoot
from warehouse.sleutelbron import SleutelFout, lees_ring, maak_map, plekken, vergeet_antwoorden, voeg_toe
from warehouse.wisselen import maak_af

NAMES = ("pseudoniem", "lake")


@dataclass(frozen=True)
class Stempel:
    """Fingerprints of the keys that raw was made with: of the ring the first so many, and one of the lake."""

    pseudoniem: tuple[str, ...]
    lake: str


def read_key(folder: Path, name: str) -> bytes:
    """The whole ring `name` ("pseudoniem" or "lake"), 32 bytes a key, oldest first; raises SleutelFout."""
    return b"".join(lees_ring(folder, name))


def pseudoniemsleutel(home: DataRoot) -> bytes:
    """The keys that the pseudonyms of this data root are made with, 32 bytes each; raises SleutelFout."""
    ring, stempel = lees_ring(home.sleutels, "pseudoniem"), lees_stempel(home.raw)
    if stempel is None:
        return b"".join(ring)
    if tuple(map(vingerafdruk, ring[: len(stempel.pseudoniem)])) != stempel.pseudoniem:
        raise SleutelFout(_anders("pseudoniem", home.sleutels, home.raw))
    return b"".join(ring[: len(stempel.pseudoniem)])


def lakesleutel(home: DataRoot) -> bytes:
    """The 32 bytes that encrypt the raw store and the lake of this data root; raises SleutelFout."""
    ring, stempel = lees_ring(home.sleutels, "lake"), lees_stempel(home.raw)
    if stempel is None and len(ring) > 1 and "SDL_RAW" in os.environ:
        # A lake beside the usual one (an earlier state) is made from the same raw store.
        stempel = lees_stempel(Path(os.environ["SDL_RAW"]))
    if stempel is None:
        return ring[-1]
    gevonden = [sleutel for sleutel in ring if vingerafdruk(sleutel) == stempel.lake]
    if not gevonden:
        raise SleutelFout(_anders("lake", home.sleutels, home.raw))
    return gevonden[0]


def ensure_keys(folder: Path, *, has_data: bool) -> None:
    """Make both keys at the first run. With `has_data` a missing key is an error: a new one would orphan the data."""
    maak_map(folder)
    for name in NAMES:
        if not has_data and not any(plek.exists() for plek in plekken(folder, name)):
            voeg_toe(folder, name)
        lees_ring(folder, name)


def check_fingerprint(folder: Path, stamp: Path) -> None:
    """Called with the lock held, before anything is written; raises SleutelFout when the keys are not those of the data.

    `stamp` is the path beside raw/ where earlier versions kept fingerprints; they move into raw.
    """
    home = DataRoot(stamp.parent, sleutels=folder, landing=stamp.parent / "landing")
    maak_af(home)
    vergeet_antwoorden()
    _past_op_vergeten(home)
    if lees_stempel(home.raw) is None:
        _eerste_stempel(home, stamp)
    pseudoniemsleutel(home)
    from warehouse.duck import proef

    proef(home)


def lees_stempel(raw: Path) -> Stempel | None:
    """What the raw store says of its keys; None when it has no stamp yet."""
    pad = raw / "sleutels.parquet"
    if not pad.exists():
        return None
    import pyarrow.parquet as pq

    rijen = pq.read_table(pad).to_pylist()
    per_naam = {naam: tuple(rij["vingerafdruk"] for rij in rijen if rij["naam"] == naam) for naam in NAMES}
    return Stempel(per_naam["pseudoniem"], per_naam["lake"][0])


def schrijf_stempel(raw: Path, stempel: Stempel) -> None:
    """Stamp a raw store, in one step."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rijen = [{"naam": "pseudoniem", "vingerafdruk": een} for een in stempel.pseudoniem]
    tabel = pa.Table.from_pylist([*rijen, {"naam": "lake", "vingerafdruk": stempel.lake}])
    raw.mkdir(parents=True, exist_ok=True)
    half = raw / "sleutels.half"
    pq.write_table(tabel, half)
    half.replace(raw / "sleutels.parquet")


def stempel_van(pseudoniem: bytes, lake: bytes) -> Stempel:
    """The stamp of these keys: a ring of pseudonym keys, 32 bytes each, and one lake key."""
    delen = [pseudoniem[plek : plek + 32] for plek in range(0, len(pseudoniem), 32)]
    return Stempel(tuple(map(vingerafdruk, delen)), vingerafdruk(lake))


def vingerafdruk(sleutel: bytes) -> str:
    """What tells one key from another and says nothing of it; in groups, as nine digits on end could be taken for a BSN."""
    afdruk = hashlib.sha256(b"vingerafdruk" + sleutel).hexdigest()
    return "-".join(afdruk[plek : plek + 4] for plek in range(0, 16, 4))


def _eerste_stempel(home: DataRoot, oud: Path) -> None:
    """Stamp a new raw store with all keys there are, one of an earlier version with those it wrote beside raw."""
    ringen = {naam: lees_ring(home.sleutels, naam) for naam in NAMES}
    afdrukken = {naam: oud.with_name(f"{oud.name}.{naam}") for naam in NAMES}
    for naam, pad in afdrukken.items():
        if home.heeft_raw and pad.exists():
            if vingerafdruk(ringen[naam][0]).replace("-", "") != pad.read_text("ascii"):
                raise SleutelFout(_anders(naam, home.sleutels, home.root))
            ringen[naam] = ringen[naam][:1]
        elif home.heeft_raw and len(ringen[naam]) > 1:
            raise SleutelFout(
                f"Niet te zien is met welke van de {len(ringen[naam])} sleutels '{naam}' {home.raw} is gemaakt: "
                "sleutels.parquet ontbreekt daar. Zet raw/ in zijn geheel terug uit de back-up."
            )
    pseudoniem = tuple(map(vingerafdruk, ringen["pseudoniem"]))
    schrijf_stempel(home.raw, Stempel(pseudoniem, vingerafdruk(ringen["lake"][-1])))
    for pad in afdrukken.values():
        pad.unlink(missing_ok=True)


def _past_op_vergeten(home: DataRoot) -> None:
    """Who was forgotten is kept beside raw, with a stamp of its own; raises SleutelFout when the rings do not reach it."""
    stempel = lees_stempel(home.vergeten / "stand")
    if stempel is None:
        return
    ringen = {naam: list(map(vingerafdruk, lees_ring(home.sleutels, naam))) for naam in NAMES}
    past = {
        "pseudoniem": tuple(ringen["pseudoniem"][: len(stempel.pseudoniem)]) == stempel.pseudoniem,
        "lake": stempel.lake in ringen["lake"],
    }
    for naam, goed in past.items():
        if not goed:
            raise SleutelFout(
                f"{_anders(naam, home.sleutels, home.vergeten)} Is die sleutel voorgoed weg, haal dan {home.vergeten} weg en "
                "geef wie vergeten was opnieuw op (sdl forget)."
            )


def _anders(naam: str, folder: Path, wat: Path) -> str:
    return (
        f"De sleutel '{naam}' in {folder} is een andere dan waarmee {wat} is gemaakt. Zet de oude sleutel terug, "
        "of wijs met SDL_KEYS de goede map aan; er is niets gewijzigd."
    )
