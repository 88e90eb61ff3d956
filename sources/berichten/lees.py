"""Reading messages: one, or a stream of them into one set of tables.

Belongs here: the entry that the intake uses. Does not belong here: opening files or archives, writing, or bookkeeping.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import pyarrow as pa

from sources.berichten.declaratie import Regels
from sources.berichten.keuring import Gekeurd, Geweigerd, keur
from sources.berichten.tabellen import Rijen, naar_tabellen
from sources.berichten.uitlezen import lees_uit
from sources.pseudoniem import Pseudoniem
from sources.uitkomst import Melding, Uitkomst, weiger_bestand

SOORT = "bericht"
# What a record is, per kind; a message without any of these counts as one record.
_RECORDS = frozenset(
    {
        "bericht__toewijzing",
        "bericht__start",
        "bericht__stop",
        "bericht__aangevraagd_product",
        "bericht__wijzigingsverzoek",
        "bericht__verzoekantwoord",
        "bericht__declaratieregel",
        "bericht__antwoordregel",
    }
)
# From here on the file is known to be a message of this standard, though it is refused.
_HERKEND = frozenset({"F_SCHEMA", "F_RELEASE"})

# Bytes of messages that go through each step together; beyond some tens of messages more gain nothing.
_GROEP = 100_000

Sleutel = TypeVar("Sleutel")
Een = tuple[Sleutel, int, bytes]


def lees_bericht(inhoud: bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """One message with its raw tables; a message that is refused is an outcome too, nothing is raised."""
    tabellen, [(_, uitkomst)] = lees_berichten([(None, bestand_id, inhoud)], pseudoniem)
    return replace(uitkomst, tabellen=tabellen)


def lees_berichten(
    stroom: Iterable[tuple[Sleutel, int, bytes]], pseudoniem: Pseudoniem
) -> tuple[dict[str, pa.Table], list[tuple[Sleutel, Uitkomst]]]:
    """Many messages (key, bestand_id, content): one table per kind of row, and per message its outcome without tables.

    Costs a fraction of reading them one by one. The rows of the whole stream are in memory at once, some 1 kB a
    record: hand over batches of tens of thousands of messages, each content once.
    """
    alle: Rijen = {}
    uitkomsten = []
    for groep in _groepen(stroom):
        regels = [Regels(pseudoniem) for _ in groep]
        gekeurd = keur([(inhoud, eigen) for (_, _, inhoud), eigen in zip(groep, regels, strict=True)])
        for (sleutel, bestand_id, _), bericht, eigen in zip(groep, gekeurd, regels, strict=True):
            uitkomst, rijen = _lees(bericht, eigen, bestand_id, pseudoniem)
            uitkomsten.append((sleutel, uitkomst))
            for tabel, nieuw in rijen.items():
                alle.setdefault(tabel, []).extend(nieuw)
    return naar_tabellen(alle), uitkomsten


def _groepen(stroom: Iterable[Een]) -> Iterator[list[Een]]:
    """As many messages as are read step by step together; a large one is the last of its group."""
    groep: list[Een] = []
    omvang = 0
    for een in stroom:
        groep.append(een)
        omvang += len(een[2])
        if omvang >= _GROEP:
            yield groep
            groep, omvang = [], 0
    if groep:
        yield groep


def _lees(
    bericht: Gekeurd | Geweigerd, regels: Regels, bestand_id: int, pseudoniem: Pseudoniem
) -> tuple[Uitkomst, Rijen]:
    try:
        if isinstance(bericht, Geweigerd):
            raise bericht
        kop, rijen = lees_uit(bericht, regels, bestand_id, pseudoniem)
    except Geweigerd as reden:
        uitkomst = weiger_bestand(reden.code, reden.element, reden.plaats, leverancier=reden.afzender)
        uitkomst.soort = SOORT if reden.code in _HERKEND else None
        return uitkomst, {}
    records = sum(map(len, map(rijen.__getitem__, _RECORDS & rijen.keys()))) or 1
    return _genomen(records, kop.afzender, bericht.bom), rijen


@lru_cache(maxsize=10_000)
def _genomen(records: int, leverancier: str, bom: bool) -> Uitkomst:
    """Equal outcomes are one, to be looked at only: so thousands of them go from process to process as a handful."""
    meldingen = [Melding("W_BOM", "waarschuwing")] if bom else []
    return Uitkomst(SOORT, meldingen=meldingen, gelezen=records, leverancier=leverancier)
