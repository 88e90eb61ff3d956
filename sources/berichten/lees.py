"""Reading messages: one, or a stream of them into one set of tables.

Belongs here: the entry that the intake uses. Does not belong here: opening files or archives, writing, or bookkeeping.
"""

from collections.abc import Iterable
from typing import TypeVar

import pyarrow as pa

from sources.berichten.declaratie import Regels
from sources.berichten.keuring import Geweigerd, keur
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

Sleutel = TypeVar("Sleutel")


def lees_bericht(inhoud: bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """One message with its raw tables; a message that is refused is an outcome too, nothing is raised."""
    uitkomst, rijen = _lees(inhoud, bestand_id, pseudoniem)
    uitkomst.tabellen = naar_tabellen(rijen)
    return uitkomst


def lees_berichten(
    stroom: Iterable[tuple[Sleutel, int, bytes]], pseudoniem: Pseudoniem
) -> tuple[dict[str, pa.Table], list[tuple[Sleutel, Uitkomst]]]:
    """Many messages (key, bestand_id, content): one table per kind of row, and per message its outcome without tables.

    Costs a fraction of reading them one by one. The rows of the whole stream are in memory at once, some 1 kB a
    record: hand over batches of tens of thousands of messages, each content once.
    """
    alle: Rijen = {}
    uitkomsten = []
    for sleutel, bestand_id, inhoud in stroom:
        uitkomst, rijen = _lees(inhoud, bestand_id, pseudoniem)
        uitkomsten.append((sleutel, uitkomst))
        for tabel, regels in rijen.items():
            alle.setdefault(tabel, []).extend(regels)
    return naar_tabellen(alle), uitkomsten


def _lees(inhoud: bytes, bestand_id: int, pseudoniem: Pseudoniem) -> tuple[Uitkomst, Rijen]:
    try:
        clienten = Regels(pseudoniem)
        bericht = keur(inhoud, clienten)
        kop, rijen = lees_uit(bericht, clienten, bestand_id, pseudoniem)
    except Geweigerd as reden:
        uitkomst = weiger_bestand(reden.code, reden.element, reden.plaats, leverancier=reden.afzender)
        uitkomst.soort = SOORT if reden.code in _HERKEND else None
        return uitkomst, {}
    meldingen = [Melding("W_BOM", "waarschuwing")] if bericht.bom else []
    records = sum(len(regels) for tabel, regels in rijen.items() if tabel in _RECORDS) or 1
    return Uitkomst(SOORT, meldingen=meldingen, gelezen=records, leverancier=kop.afzender), rijen
