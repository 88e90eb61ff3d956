"""Persons as answers of BRP bevragen 2 (Haal Centraal), in the columns that the rubrieken have: the same raw rows follow.

Belongs here: where a value stands in a person, and what is wrong with how it stands there. Does not belong here: reading
JSON (json_records), or what a value must look like (typen, by the columns of brp.yml).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from sources.csv_records import BestandFout
from sources.json_records import KAPOT, GeenDocument, document, per_regel
from sources.omzetten import Omzetter, lees
from sources.pseudoniem import Pseudoniem
from sources.soort import Bron, Kolom, Soort
from sources.typen import iso_datum
from sources.uitkomst import Uitkomst

PARTIJ = 20_000
"""Persons that become columns at once, some tens of megabytes."""
NAAM = "brp__persoon"
# The date and the address of a place abroad are other rubrieken (08.13), and an unknown place has none.
_PLAATSEN = {
    "Adres": (),
    "Locatie": ("verblijfadres",),
    "VerblijfplaatsBuitenland": None,
    "VerblijfplaatsOnbekend": None,
}
_OUDERS = ("ouders[1]", "ouders[2]")


class _Fout(Exception):
    """A person that is refused: a code of redenen.yml, and where in the person it is wrong."""

    def __init__(self, code: str, plek: str | None) -> None:
        super().__init__(code)
        self.code, self.plek = code, plek


def lees_brp_json(bron: str, inhoud: Path | bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """Read one JSON file of the BRP. Never raises on content; OSError when the file itself cannot be read."""
    return lees(bron, inhoud, lambda beschrijving, stroom: _lees(beschrijving, stroom, bestand_id, pseudoniem))


def _lees(bron: Bron, stroom: BinaryIO, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    def uit(waarden: Iterable[Any]) -> Uitkomst:
        lezing = _Lezing(bron.soorten[NAAM], Omzetter(NAAM, bron.soorten[NAAM], bestand_id, pseudoniem))
        lezing.neem(waarden)
        return lezing.omzetter.uitkomst(bron.leverancier)

    try:
        return uit(document(stroom, "personen"))
    except GeenDocument:
        stroom.seek(0)
        return uit(per_regel(stroom))


@dataclass
class _Tak:
    """What is wanted of a part of a person: its own parts by key, or the place in a row of the column that it fills."""

    plek: str
    kolom: Kolom | None = None
    nummer: int = -1
    delen: dict[str, "_Tak"] = field(default_factory=dict)


def _boom(soort: Soort) -> _Tak:
    stam = _Tak("")
    for nummer, kolom in enumerate(soort.kolommen):
        tak, *delen = stam, *kolom.plek.split(".")
        for deel in delen:
            tak = tak.delen.setdefault(deel, _Tak(f"{tak.plek}.{deel}".lstrip(".")))
        tak.kolom, tak.nummer = kolom, nummer
    return stam


class _Lezing:
    """One way of reading the file: persons by number, and their columns as far as they were not handed on."""

    def __init__(self, soort: Soort, omzetter: Omzetter) -> None:
        self.omzetter = omzetter
        self._kolommen, self._boom = soort.kolommen, _boom(soort)
        delen = {kolom.plek.split(".")[0] for kolom in soort.kolommen if kolom.verplicht}
        self._verplicht = sorted(delen - {"burgerservicenummer"})
        self._rijen: list[list[str]] = []
        self._nummers: list[int] = []

    def neem(self, waarden: Iterable[Any]) -> None:
        """Take in every person; BestandFout when nothing in the file is JSON."""
        gelezen = kapot = 0
        for waarde in waarden:
            gelezen, kapot = gelezen + 1, kapot + (waarde is KAPOT)
            for persoon in _personen(waarde):
                self._neem_persoon(persoon)
        if 0 < gelezen == kapot:
            raise BestandFout("F_JSON")
        self._lever_af()

    def _neem_persoon(self, persoon: Any) -> None:
        self.omzetter.records += 1
        try:
            self._rijen.append(self._rij(persoon))
            self._nummers.append(self.omzetter.records)
        except _Fout as fout:
            if not self.omzetter.is_vergeten(lambda _: _bsn(persoon)):
                self.omzetter.weiger(fout.code, fout.plek, [self.omzetter.records])
        if len(self._rijen) >= PARTIJ:
            self._lever_af()

    def _lever_af(self) -> None:
        if self._rijen:
            kolommen = zip(self._kolommen, zip(*self._rijen, strict=True), strict=True)
            teksten = {kolom: pa.array(waarden, pa.string()) for kolom, waarden in kolommen}
            self.omzetter.neem(teksten, np.array(self._nummers), attrgetter("plek"))
            self._rijen, self._nummers = [], []

    def _rij(self, persoon: Any) -> list[str]:
        """The text of each column; raises _Fout."""
        delen = _delen(persoon, None, "R_JSON")
        if not delen.get("opschortingBijhouding"):  # of who is no longer kept up not everything is given
            for deel in self._verplicht:
                if delen.get(deel) is None:
                    raise _Fout("R_ONDERDEEL", deel)
        delen |= {**_ouders(delen), "partners": _partner(delen), "verblijfplaats": _verblijf(delen)}
        rij = [""] * len(self._kolommen)
        _vul(rij, delen, self._boom)
        return rij


def _personen(waarde: Any) -> Iterator[Any]:
    """The persons of one value: an answer, several of them, or a person itself."""
    for deel in waarde if isinstance(waarde, list) else [waarde]:
        lijsten = [inhoud for sleutel, inhoud in deel if sleutel == "personen"] if isinstance(deel, tuple) else []
        if len(lijsten) == 1 and isinstance(lijsten[0], list):
            yield from lijsten[0]
        else:
            yield deel


def _delen(waarde: Any, plek: str | None, code: str = "R_TYPE") -> dict[str, Any]:
    """The parts of an object by key; raises _Fout when it is none, or says a key twice."""
    if not isinstance(waarde, tuple):
        raise _Fout(code, plek)
    delen = dict(waarde)
    if len(delen) != len(waarde):
        raise _Fout(code, plek)
    return delen


def _bsn(persoon: Any) -> str:
    """Whose person this is, of one that is refused; empty when it does not say."""
    nummers = [deel for sleutel, deel in persoon if sleutel == "burgerservicenummer"] if type(persoon) is tuple else []
    return nummers[0] if len(nummers) == 1 and isinstance(nummers[0], str) else ""


def _lijst(persoon: dict[str, Any], plek: str) -> list[dict[str, Any]]:
    lijst = persoon.get(plek)
    if not isinstance(lijst, list | None):
        raise _Fout("R_TYPE", plek)
    return [_delen(deel, plek) for deel in lijst or []]


def _ouders(persoon: dict[str, Any]) -> dict[str, Any]:
    """The parents by their number; who has none takes the place that is left."""
    ouders: dict[str, Any] = {}
    for ouder in sorted(_lijst(persoon, "ouders"), key=lambda ouder: ouder.get("ouderAanduiding") is None):
        aanduiding = ouder.get("ouderAanduiding")
        vrij = [plek for plek in _OUDERS if plek not in ouders and aanduiding in (None, plek[-2])]
        if not vrij:
            raise _Fout("R_TYPE", "ouders.ouderAanduiding")
        ouders[vrij[0]] = ouder
    return ouders


def _partner(persoon: dict[str, Any]) -> dict[str, Any]:
    """The bond that the rubrieken would show: one that holds before one that ended, and of those the last."""
    partners = _lijst(persoon, "partners")

    def hoe_laat(partner: dict[str, Any]) -> tuple[bool, str]:
        einde = _datum_van(partner, "ontbindingHuwelijkPartnerschap")
        return not einde, einde or _datum_van(partner, "aangaanHuwelijkPartnerschap")

    return max(partners, key=hoe_laat) if len(partners) > 1 else partners[0] if partners else {}


def _datum_van(partner: dict[str, Any], wanneer: str) -> str:
    if partner.get(wanneer) is None:
        return ""
    datum = _delen(partner[wanneer], f"partners.{wanneer}").get("datum")
    return "" if datum is None else _datum(datum, f"partners.{wanneer}.datum")


def _verblijf(persoon: dict[str, Any]) -> dict[str, Any]:
    """The place of residence without what is no address in the municipality."""
    if persoon.get("verblijfplaats") is None:
        return {}
    verblijf = _delen(persoon["verblijfplaats"], "verblijfplaats")
    soort = verblijf.get("type")
    if not isinstance(soort, str) or soort not in _PLAATSEN:
        raise _Fout("R_TYPE", "verblijfplaats.type")
    weg = _PLAATSEN[soort]
    return {} if weg is None else {sleutel: deel for sleutel, deel in verblijf.items() if sleutel not in weg}


def _vul(rij: list[str], delen: dict[str, Any], boom: _Tak) -> None:
    """Put what stands in a part, as a rubriek has it, in the places of the row; what is not there stays empty."""
    for sleutel, tak in boom.delen.items():
        waarde = delen.get(sleutel)
        if waarde is None:
            continue
        if tak.kolom is not None:
            rij[tak.nummer] = _tekst(waarde, tak.kolom.type, tak.plek)
        else:
            _vul(rij, waarde if isinstance(waarde, dict) else _delen(waarde, tak.plek), tak)


def _tekst(waarde: Any, soort: str, plek: str) -> str:
    if soort == "datum_brp":
        return _datum(waarde, plek)
    if soort == "huisnummer":
        if type(waarde) is int:
            return str(waarde)
    elif isinstance(waarde, str) and _is_tekst(waarde):
        return waarde
    raise _Fout("R_TYPE", plek)


def _is_tekst(waarde: str) -> bool:
    """False for what an escape can say and no file can hold: NUL, and half a character."""
    return "\0" not in waarde and (waarde.isascii() or not any("\ud800" <= teken <= "\udfff" for teken in waarde))


def _datum(waarde: Any, plek: str) -> str:
    """A date as YYYYMMDD, zeros for what is unknown."""
    match _delen(waarde, plek):
        case {"type": "Datum", "datum": str(dag)} if iso_datum(dag):
            return dag.replace("-", "")
        case {"type": "JaarMaandDatum", "jaar": jaar, "maand": maand} if _tussen(jaar, 9999) and _tussen(maand, 12):
            return f"{jaar:04}{maand:02}00"
        case {"type": "JaarDatum", "jaar": jaar} if _tussen(jaar, 9999):
            return f"{jaar:04}0000"
        case {"type": "DatumOnbekend"}:
            return "00000000"
    raise _Fout("R_TYPE", plek)


def _tussen(getal: Any, hoogste: int) -> bool:
    return type(getal) is int and 1 <= getal <= hoogste
