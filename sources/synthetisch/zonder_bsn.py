"""A population and records without a BSN of which is known whom they are of: what linking is trained and measured on.

Belongs here: residents of 1 January 2022 in memory, and records drawn from them. Does not belong here: what is written wrong
in a record (verschrijving), or linking.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from .adressen import AdresBoek
from .bestanden import Bestanden
from .bevolking import Bevolking
from .gedrag import lees_gedrag
from .namen import achternaam
from .persoon import Persoon
from .planning import maak_plan
from .tijd import START, iso
from .verschrijving import GEWOON, Kansen, adres, geboortedatum, naam

_NIET_SCHRIJVEN = 1 << 50  # bytes that may wait in memory: the area files of the population are not needed


@dataclass(frozen=True)
class Inwoner:
    """A resident as the BRP shows them; `partner` is the voorvoegsel and name of the partner."""

    nummer: int
    voorvoegsel: str
    naam: str
    geboren: str
    postcode: str
    huisnummer: str
    partner: tuple[str, str] | None


@dataclass(frozen=True)
class Record:
    """A registration without a BSN; `van` is the number of the resident it is of, None for who is no resident."""

    naam: str
    geboren: str
    postcode: str
    huisnummer: str
    van: int | None


def inwoners(aantal: int, seed: int) -> list[Inwoner]:
    """The residents of a synthetic municipality of about this size; equal arguments give equal people."""
    gedrag = lees_gedrag()
    plan = maak_plan(aantal, gedrag)
    boek = AdresBoek(plan, Bestanden(Path(), _NIET_SCHRIJVEN), gedrag.bevolking.zonder_gebied)
    bewoners = [
        persoon
        for eenheid in Bevolking(plan, boek, gedrag, seed).eenheden()
        if eenheid.komt == START
        for persoon in eenheid.personen
        if persoon.verblijf[0].adres and persoon.verblijf[0].functie == "W" and not persoon.geboren_tekst.endswith("00")
    ]
    return [_inwoner(nummer, persoon) for nummer, persoon in enumerate(bewoners)]


def _inwoner(nummer: int, persoon: Persoon) -> Inwoner:
    woning, bond = persoon.verblijf[0].adres, persoon.bond_op(START)
    partner = (bond.partner.voorvoegsel, bond.partner.naam) if bond else None
    return Inwoner(
        nummer,
        persoon.voorvoegsel,
        persoon.naam,
        iso(persoon.geboren),
        woning.postcode,
        str(woning.huisnummer),
        partner,
    )


def records(
    bewoners: list[Inwoner], aantal: int, seed: int, kans: Kansen = GEWOON, niemand: float = 0.15
) -> Iterator[Record]:
    """So many records: of residents, and for the share `niemand` of people who are none."""
    rng = Random(f"zonder bsn/{seed}")
    for _ in range(aantal):
        wie, ander = rng.choice(bewoners), rng.choice(bewoners)
        if rng.random() < niemand:
            yield _van_niemand(rng, wie)
        else:
            woont = adres(rng, kans, wie.postcode, wie.huisnummer, (ander.postcode, ander.huisnummer))
            heet = naam(rng, kans, wie.voorvoegsel, wie.naam, wie.partner)
            yield Record(heet, geboortedatum(rng, kans, wie.geboren), *woont, wie.nummer)


def _van_niemand(rng: Random, wie: Inwoner) -> Record:
    """Family that lives elsewhere but is registered here, who lived at an address before, or somebody from outside."""
    geboren = f"{rng.randint(1935, 2020)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    soort = rng.choice(("familie", "vorige bewoner", "van buiten"))
    heet = wie.naam if soort == "familie" else achternaam(rng)[1]
    if soort == "van buiten":
        return Record(heet, geboren, f"{rng.randint(1000, 9999)}{rng.choice('ABCDE')}{rng.choice('KLMNP')}", "1", None)
    return Record(heet, geboren, wie.postcode, wie.huisnummer, None)
