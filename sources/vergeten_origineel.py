"""The originals of files that were landed: which still lie in landing/, unchanged, and which were sealed.

Belongs here: finding them, and telling that the content is the same. Does not belong here: reading what they say.
"""

import hashlib
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from sources.intake_berichten import inhoud
from sources.intake_werk import Werk, hash_van
from sources.landing import Gevonden, loop
from sources.pseudoniem import bestand_id
from sources.soort import BERICHT_BRONNEN
from warehouse.zegel import is_zegel, origineel_van


class Originelen:
    """Landing as it is now, beside the places where the manifest saw each file."""

    def __init__(self, werk: Werk, vandaag: date) -> None:
        self._werk = werk
        gezien = werk.boeken.stand.waarneming
        self._plekken: dict[int, set[int]] = {}
        self._gelezen: dict[int, set[int]] = {}
        for wie, pad_id in zip(gezien["bestand_id"].to_pylist(), gezien["pad_id"].to_pylist(), strict=True):
            self._plekken.setdefault(wie, set()).add(pad_id)
        open_ = (plek for plek in loop(werk.home.landing, vandaag) if isinstance(plek, Gevonden))
        self._open = {werk.pad_id(plek): plek for plek in open_}
        self._verzegeld = {werk.pad_id_van(str(pad)): pad for pad in _verzegeld(werk.home.landing)}

    def heel(self, wie: int) -> Gevonden | None:
        """A place where this very content can be read; None when there is none any more."""
        for pad_id in sorted(self._plekken.get(wie, ())):
            plek = self._open.get(pad_id)
            if plek is None:
                continue
            if pad_id not in self._gelezen:
                self._gelezen[pad_id] = self._inhouden(plek)
            if wie in self._gelezen[pad_id]:
                return plek
        return None

    def _inhouden(self, plek: Gevonden) -> set[int]:
        """The files, by content, that lie at this place: itself, or the members of an archive."""
        try:
            if plek.bron not in BERICHT_BRONNEN:
                return {bestand_id(plek.bron, hash_van(self._werk.plaats(plek)))}
            return {wie for wie, _ in self._berichten(plek)}
        except OSError:
            return set()

    def _berichten(self, plek: Gevonden) -> Iterator[tuple[int, bytes]]:
        for _, wat in inhoud(self._werk.plaats(plek)):
            if isinstance(wat, bytes):
                yield bestand_id("bericht", hashlib.sha256(wat).digest()), wat

    def bericht(self, wie: int) -> bytes | None:
        """The content of a message that is still there."""
        plek = self.heel(wie)
        return next((wat for gevonden, wat in self._berichten(plek) if gevonden == wie), None) if plek else None

    def open(self, wie: Collection[int]) -> list[str]:
        """The paths below landing/ where these files still lie readable."""
        return sorted(plek.pad for pad_id, plek in self._open.items() if pad_id in self._van(wie))

    def verzegeld(self, wie: Collection[int]) -> list[Path]:
        """The originals, as paths below landing/, of these files that were sealed."""
        return sorted(pad for pad_id, pad in self._verzegeld.items() if pad_id in self._van(wie))

    def _van(self, wie: Collection[int]) -> set[int]:
        return {pad_id for een in wie for pad_id in self._plekken.get(een, ())}

    def namen(self, wie: Collection[int]) -> dict[int, str]:
        """A name that may be shown for each of these files: the first place where it was seen."""
        gezien = self._werk.boeken.stand.waarneming
        van_wie = gezien.filter(pc.is_in(gezien["bestand_id"], value_set=pc.cast(list(wie), "int64")))
        paren = zip(van_wie["bestand_id"].to_pylist(), van_wie["pad"].to_pylist(), strict=True)
        return dict(sorted(paren, reverse=True))


def _verzegeld(landing: Path) -> list[Path]:
    return [origineel_van(pad).relative_to(landing) for pad in sorted(landing.glob("*/*/.*")) if is_zegel(pad)]
