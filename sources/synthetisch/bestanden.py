"""Writing many delivery files at once with bounded memory and few open files.

Belongs here: appending to files through one shared buffer, ZIP archives with fixed timestamps, CSV quoting.
Does not belong here: what stands in the files.
"""

import struct
import zlib
from collections import defaultdict
from pathlib import Path

_LOKAAL = struct.Struct("<4s5H3L2H")
_CENTRAAL = struct.Struct("<4s6H3L5H2L")
_SLOT = struct.Struct("<4s4H2LH")
_DATUM_1980 = 0x21  # the smallest date a ZIP can hold: archives of one seed are byte-equal, whenever they are made


class Bestanden:
    """Files below one folder that grow at their end; `grens` bytes at most wait in memory, over all files together."""

    def __init__(self, wortel: Path, grens: int = 12 << 20) -> None:
        self.wortel = wortel
        self._grens = grens
        self._wacht: defaultdict[str, list[bytes]] = defaultdict(list)
        self._bytes = 0

    def voeg_toe(self, pad: str, inhoud: bytes) -> None:
        """Add to the end of the file at `pad` (relative, with forward slashes)."""
        self._wacht[pad].append(inhoud)
        self._bytes += len(inhoud) + 40
        if self._bytes > self._grens:
            self.leeg()

    def voeg_overal_toe(self, paden: tuple[str, ...], inhoud: bytes) -> None:
        """Add the same bytes to the end of several files."""
        for pad in paden:
            self._wacht[pad].append(inhoud)
        self._bytes += (len(inhoud) + 40) * len(paden)
        if self._bytes > self._grens:
            self.leeg()

    def leeg(self) -> None:
        """Write what waits."""
        for pad, delen in self._wacht.items():
            doel = self.wortel / pad
            doel.parent.mkdir(parents=True, exist_ok=True)
            with doel.open("ab") as bestand:
                bestand.write(b"".join(delen))
        self._wacht.clear()
        self._bytes = 0


class Zips:
    """Growing ZIP archives `<naam>_<nnn>.zip` per folder; one is closed as soon as it has `leden_max` members."""

    def __init__(self, bestanden: Bestanden, leden_max: int) -> None:
        self._bestanden = bestanden
        self._leden_max = leden_max
        self._open: dict[str, _Archief] = {}
        self._volgnummer: defaultdict[str, int] = defaultdict(int)

    def voeg_toe(self, stam: str, lid: str, inhoud: bytes) -> None:
        """Add one member to the archive that is open for `stam` ("iwmo/2022-01-01/berichten")."""
        archief = self._open.get(stam)
        if archief is None:
            self._volgnummer[stam] += 1
            archief = self._open[stam] = _Archief(f"{stam}_{self._volgnummer[stam]:03d}.zip")
        self._bestanden.voeg_toe(archief.pad, archief.lid(lid, inhoud))
        if archief.leden >= self._leden_max:
            self._bestanden.voeg_toe(archief.pad, archief.slot())
            del self._open[stam]

    def sluit(self) -> None:
        """Close the archives that are still open."""
        for archief in self._open.values():
            self._bestanden.voeg_toe(archief.pad, archief.slot())
        self._open.clear()


class _Archief:
    """The state of one archive being written: where the next member begins and the directory for its end."""

    def __init__(self, pad: str) -> None:
        self.pad = pad
        self.leden = 0
        self._plaats = 0
        self._inhoudsopgave = bytearray()

    def lid(self, naam: str, inhoud: bytes) -> bytes:
        """The bytes of one member; its entry is kept for the directory."""
        naam_bytes = naam.encode("ascii")
        gepakt = zlib.compress(inhoud, 3, wbits=-15)
        maten = (zlib.crc32(inhoud), len(gepakt), len(inhoud))
        kop = _LOKAAL.pack(b"PK\3\4", 20, 0, 8, 0, _DATUM_1980, *maten, len(naam_bytes), 0)
        self._inhoudsopgave += _CENTRAAL.pack(
            b"PK\1\2", 20, 20, 0, 8, 0, _DATUM_1980, *maten, len(naam_bytes), 0, 0, 0, 0, 0, self._plaats
        )
        self._inhoudsopgave += naam_bytes
        self._plaats += len(kop) + len(naam_bytes) + len(gepakt)
        self.leden += 1
        return kop + naam_bytes + gepakt

    def slot(self) -> bytes:
        """The directory that ends the archive."""
        grootte = len(self._inhoudsopgave)
        return bytes(self._inhoudsopgave) + _SLOT.pack(
            b"PK\5\6", 0, 0, self.leden, self.leden, grootte, self._plaats, 0
        )


def csv_regel(*velden: object) -> bytes:
    """One CSV record with `;`; None becomes empty, a field is quoted only when it must be."""
    teksten = ["" if veld is None else str(veld) for veld in velden]
    regel = ";".join(teksten)
    if '"' in regel or "\n" in regel or regel.count(";") >= len(teksten):
        regel = ";".join(map(_veld, teksten))
    return f"{regel}\n".encode()


def _veld(tekst: str) -> str:
    if ";" in tekst or '"' in tekst or "\n" in tekst:
        return '"' + tekst.replace('"', '""') + '"'
    return tekst
