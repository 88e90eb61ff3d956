"""From a valid 301, 305 or 307 to rows: what is assigned, what starts and what stops.

Belongs here: where each value of these messages stands, and its type. Does not belong here: which assignment, start or
stop holds (dbt).
"""

from collections.abc import Iterator

from sources.berichten.klasse import Klasse, Velden
from sources.berichten.kop import Kop, persoon
from sources.berichten.tabellen import Rijen
from sources.berichten.waarden import datum, omvang, opdracht, tijd
from sources.pseudoniem import Pseudoniem


def _producten(bericht: Klasse, kop: Kop, naam: str, pseudoniem: Pseudoniem) -> Iterator[tuple[tuple, Velden]]:
    """The products of the one client, each with the start of its row."""
    wie = persoon(bericht.velden["Client/Bsn"], pseudoniem)
    producten = (deel.velden for deel in bericht.delen if deel.naam == naam)
    for nummer, velden in enumerate(producten, 1):
        yield (kop.bestand_id, nummer, *kop.partijen, *wie, *opdracht(velden)), velden


def lees_301(bericht: Klasse, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """The assignments of one client."""
    rijen = [
        (
            *begin,
            datum(velden["Toewijzingsdatum"]),
            tijd(velden["Toewijzingstijd"]),
            datum(velden["Ingangsdatum"]),
            datum(velden.get("Einddatum")),
            velden.get("RedenWijziging"),
            *omvang(velden),
            velden.get("ReferentieAanbieder"),
        )
        for begin, velden in _producten(bericht, kop, "ToegewezenProduct", pseudoniem)
    ]
    return {"bericht__toewijzing": rijen}


def _levering(velden: Velden) -> tuple:
    return datum(velden.get("ToewijzingIngangsdatum")), datum(velden["Begindatum"]), velden["StatusAanlevering"]


def lees_305(bericht: Klasse, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """What starts for one client."""
    rijen = [(*begin, *_levering(velden)) for begin, velden in _producten(bericht, kop, "StartProduct", pseudoniem)]
    return {"bericht__start": rijen}


def lees_307(bericht: Klasse, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """What stops for one client."""
    rijen = [
        (*begin, *_levering(velden), velden["RedenBeeindiging"], datum(velden["Einddatum"]))
        for begin, velden in _producten(bericht, kop, "StopProduct", pseudoniem)
    ]
    return {"bericht__stop": rijen}
