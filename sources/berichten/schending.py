"""Rules within one message that must be judged at arrival, because the values that show them are not landed.

Belongs here: birth dates, addresses and repeated classes, one function per rule. Does not belong here: rules that landed
values show (dbt), and what a schema forbids (keuring.py). Such a message is landed; what leaves here is which class of
it, by name and number within the message, breaks which rule, and never a value.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sources.berichten.klasse import Klasse, Velden
from sources.berichten.kop import Kop

Vondst = tuple[str, int]
"""A class, and its number among those of its name in the message."""

OUDSTE = 120
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Za-z]{2}")
_WOONT = frozenset({"01", "02", "03"})  # BRP address, correspondence, residence: not a temporary stay
_ONBEKEND = "3"
# What a birth date must end with, or be, when DatumGebruik says which part of it is unknown.
_BIJ_GEBRUIK = {"1": re.compile(r".*-01"), "2": re.compile(r".*-01-01"), _ONBEKEND: re.compile("1900-01-01")}


class _Client(NamedTuple):
    """What the rules look at; of the contacts the first `van_relaties` belong to relations.

    Of each birth date: whose it is, the date, and DatumGebruik. Years may be beyond those that Python knows.
    """

    dagtekening: date
    geboren: list[tuple[Vondst, str, str | None]]
    contacten: list[Velden]
    van_relaties: int
    delen: list[Klasse]


@lru_cache(maxsize=10_000)
def _grenzen(dagtekening: date) -> tuple[str, str]:
    """The first and the last birth date that someone in a message of this day can have."""
    dag = dagtekening.isoformat()
    return f"{max(dagtekening.year - OUDSTE, 0):04d}{dag[4:]}", dag


def _te_oud(client: _Client) -> list[Vondst]:
    grens = _grenzen(client.dagtekening)[0]
    return [vondst for vondst, datum, gebruik in client.geboren if gebruik != _ONBEKEND and _voor(datum, grens)]


def _nog_niet_geboren(client: _Client) -> list[Vondst]:
    grens = _grenzen(client.dagtekening)[1]
    return [vondst for vondst, datum, _ in client.geboren if datum != grens and not _voor(datum, grens)]


def _voor(datum: str, grens: str) -> bool:
    """Whether an xs:date lies before one of four year digits, as text: Python has no years below 1 or above 9999."""
    return datum < grens if len(datum) == len(grens) else datum.startswith("-")


def _datumgebruik(client: _Client) -> list[Vondst]:
    return [
        vondst for vondst, datum, gebruik in client.geboren if gebruik and not _BIJ_GEBRUIK[gebruik].fullmatch(datum)
    ]


def _onbereikbaar(client: _Client) -> list[Vondst]:
    """Each Contact without telephone and without the pair of house and postcode."""
    return [
        ("Contact", nummer)
        for nummer, velden in enumerate(client.contacten, 1)
        if not ("Adres/Huis/Huisnummer" in velden and "Adres/Postcode" in velden)
        and "Telefoon/Telefoon01/Telefoonnummer" not in velden
    ]


def _zonder_adres(client: _Client) -> list[Vondst]:
    for velden in client.contacten[client.van_relaties :]:
        if velden["Soort"] in _WOONT and ("Adres/Postcode" in velden or any(pad.startswith("Adres") for pad in velden)):
            return []
    return [("Client", 1)]


def _postcode(client: _Client) -> list[Vondst]:
    return [
        ("Contact", nummer)
        for nummer, velden in enumerate(client.contacten, 1)
        if velden.get("Adres/LandCode", "NL") == "NL"
        and not _POSTCODE.fullmatch(velden.get("Adres/Postcode", "1000AA"))
    ]


def _dubbel(client: _Client) -> list[Vondst]:
    """Each class that says the same as one before it in the same list."""
    namen = [deel.naam for deel in client.delen]
    if len(set(namen)) == len(namen):
        return []
    return [
        (naam, nummer)
        for naam in sorted(set(namen))
        for nummer in herhaald(frozenset(deel.velden.items()) for deel in client.delen if deel.naam == naam)
    ]


def herhaald(reeks: Iterable[Hashable]) -> Iterator[int]:
    """The numbers, from 1, of what occurred before in the series."""
    gezien = set()
    for nummer, wat in enumerate(reeks, 1):
        if wat in gezien:
            yield nummer
        gezien.add(wat)


_MET_GEBOORTEDATUM = frozenset({"301", "305", "307", "315"})
REGELS: dict[str, tuple[frozenset[str], Callable[[_Client], list[Vondst]]]] = {
    "TR002": (_MET_GEBOORTEDATUM, _te_oud),
    "TR006": (frozenset({"301"}), _onbereikbaar),
    "TR061": (frozenset({"301"}), _zonder_adres),
    "TR101": (_MET_GEBOORTEDATUM | {"317"}, _dubbel),
    "TR134": (_MET_GEBOORTEDATUM, _nog_niet_geboren),
    "CS089": (frozenset({"301"}), _postcode),
    "CS139": (_MET_GEBOORTEDATUM, _datumgebruik),
}
"""Each rule with the kinds that hold one client; lines of a 323 or 325 are seen passing by (TR101, declaratie.py)."""


_PER_SOORT = {
    soort: [(regel, toets) for regel, (soorten, toets) in REGELS.items() if soort in soorten]
    for soort in _MET_GEBOORTEDATUM | {"317"}
}


def schendingen(bericht: Klasse, kop: Kop) -> list[tuple]:
    """The rows of bericht__schending of a message with one client."""
    client = _client(bericht, kop)
    rijen = []
    for regel, toets in _PER_SOORT[kop.soort]:
        vondsten = toets(client)
        if vondsten:
            rijen += schendingrijen(kop, regel, vondsten)
    return rijen


def schendingrijen(kop: Kop, regel: str, vondsten: Iterable[Vondst]) -> list[tuple]:
    """The rows of one rule."""
    return [(kop.bestand_id, nummer, kop.soort, *kop.partijen, regel, klasse) for klasse, nummer in vondsten]


def _client(bericht: Klasse, kop: Kop) -> _Client:
    geboren = _geboren(("Client", 1), bericht.velden, "Client/Geboortedatum")
    contacten, van_relaties = [], 0
    for naam, velden, _ in bericht.delen:  # relations stand before contacts
        if naam == "Contact":
            contacten.append(velden)
        elif naam == "Relatie":
            contacten.append(_contact(velden))
            van_relaties += 1
            geboren += _geboren(("Relatie", van_relaties), velden, "Geboortedatum")
    return _Client(kop.partijen[3], geboren, contacten, van_relaties, bericht.delen)


def _geboren(vondst: Vondst, velden: Velden, pad: str) -> list[tuple[Vondst, str, str | None]]:
    datum = velden.get(f"{pad}/Datum")
    return [(vondst, datum.strip(), velden.get(f"{pad}/DatumGebruik"))] if datum else []


def _contact(relatie: Velden) -> Velden:
    return {pad.removeprefix("Contact/"): tekst for pad, tekst in relatie.items() if pad.startswith("Contact/")}
