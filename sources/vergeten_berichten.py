"""Messages without who was forgotten.

Belongs here: what is left of a message, and which answers go with it. Does not belong here: rows of other deliveries
(vergeten), or files and the manifest (vergeten_raw).

A message about one client leaves with that client. Of a declaration (323) and its answer (325) the lines leave, and the
totals are lowered by them: of an answer also what was submitted, so that its sums still hold. A declaration without lines
leaves, and so does every answer (319, 325, returns) to a message that left: it names nobody, but is about nobody else.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from sources.vergeten import Gedund

_EEN_CLIENT = (
    "bericht__toewijzing",
    "bericht__start",
    "bericht__stop",
    "bericht__aangevraagd_product",
    "bericht__wijzigingsverzoek",
)
_REGELS = {"bericht__declaratieregel": "bericht__declaratie", "bericht__antwoordregel": "bericht__antwoord"}
_TOTALEN = {
    "bericht__declaratie": ("totaal_cent", "debet_credit"),
    "bericht__antwoord": ("ingediend_cent", "ingediend_debet_credit"),
}
_PARTIJEN = ("wet", "gemeente", "aanbieder")
_ANTWOORDEN = ("bericht__antwoord", "bericht__verzoekantwoord", "bericht__retour")


def is_bericht(tabellen: Iterable[str]) -> bool:
    """Whether these are tables of messages."""
    return any(naam.startswith("bericht__") for naam in tabellen)


def zonder_clienten(tabellen: dict[str, pa.Table], personen: pa.Array) -> Gedund:
    """The tables of whole messages without these persons; answers to what left are for `antwoorden` to find."""
    uit = Gedund(dict(tabellen))
    for naam in _EEN_CLIENT:
        if naam in tabellen:
            uit.geheel |= set(_ids(tabellen[naam], pc.is_in(tabellen[naam]["persoon"], value_set=personen)))
    for naam in _REGELS:
        if naam in tabellen:
            _zonder_regels(uit, naam, personen)
    return zonder_berichten(uit, uit.geheel)


def zonder_berichten(uit: Gedund, bestanden: Iterable[int]) -> Gedund:
    """Take whole messages out, and note what an answer to them names."""
    weg = pa.array(sorted(bestanden), pa.int64())
    if not len(weg):
        return uit
    uit.geheel |= set(weg.to_pylist())
    for naam, tabel in list(uit.tabellen.items()):
        is_weg = pc.is_in(tabel["bestand_id"], value_set=weg)
        uit.sleutels |= set(_te_beantwoorden(naam, tabel.filter(is_weg)))
        uit.neem_over(naam, tabel, pc.invert(is_weg))
    return uit


def antwoorden(tabellen: dict[str, pa.Table]) -> Iterator[tuple[int, str]]:
    """Each answer with what it names: the message, or the request, that it answers."""
    for naam in _ANTWOORDEN:
        for rij in tabellen[naam].to_pylist() if naam in tabellen else ():
            if naam == "bericht__antwoord":
                yield rij["bestand_id"], _sleutel(rij, "323", rij["declaratie_identificatie"])
            elif naam == "bericht__verzoekantwoord":
                yield rij["bestand_id"], _sleutel(rij, "verzoek", rij["referentie_aanbieder"])
            else:
                yield rij["bestand_id"], _sleutel(rij, str(int(rij["berichtsoort"]) - 1), rij["identificatie"])


def _te_beantwoorden(naam: str, tabel: pa.Table) -> Iterator[tuple[int, str]]:
    if naam == "bericht__bericht":
        for rij in tabel.to_pylist():
            yield rij["bestand_id"], _sleutel(rij, rij["berichtsoort"], rij["identificatie"])
    elif naam in ("bericht__aangevraagd_product", "bericht__wijzigingsverzoek"):
        for rij in tabel.to_pylist():
            yield rij["bestand_id"], _sleutel(rij, "verzoek", rij["referentie_aanbieder"])


def _sleutel(rij: dict[str, str], soort: str, naam: str) -> str:
    return "|".join([*(rij[partij] for partij in _PARTIJEN), soort, naam])


def _zonder_regels(uit: Gedund, naam: str, personen: pa.Array) -> None:
    tabel, kop = uit.tabellen[naam], _REGELS[naam]
    is_weg = pc.is_in(tabel["persoon"], value_set=personen)
    weg = tabel.filter(is_weg)
    if not weg.num_rows:
        return
    _zonder_dubbelen(uit, weg, tabel)
    uit.neem_over(naam, tabel, pc.invert(is_weg))
    over = set(uit.tabellen[naam]["bestand_id"].unique().to_pylist())
    if naam == "bericht__declaratieregel":
        uit.geheel |= set(_ids(weg)) - over
    if kop in uit.tabellen:
        uit.tabellen[kop] = _verlaagd(uit.tabellen[kop], *_TOTALEN[kop], _sommen(weg))


def _ids(tabel: pa.Table, masker: pa.Array | None = None) -> list[int]:
    ids = tabel["bestand_id"]
    return (ids if masker is None else ids.filter(masker)).unique().to_pylist()


def _sommen(regels: pa.Table) -> dict[int, int]:
    """What lines come to per message, in cents, credit being negative."""
    met_teken = pc.if_else(
        pc.equal(regels["debet_credit"], "D"), regels["bedrag_cent"], pc.negate(regels["bedrag_cent"])
    )
    per_bericht = (
        pa.table({"wie": regels["bestand_id"], "cent": met_teken}).group_by("wie").aggregate([("cent", "sum")])
    )
    return dict(zip(per_bericht["wie"].to_pylist(), per_bericht["cent_sum"].to_pylist(), strict=True))


def _verlaagd(tabel: pa.Table, bedrag: str, teken: str, sommen: dict[int, int]) -> pa.Table:
    rijen = tabel.to_pylist()
    for rij in rijen:
        minder = sommen.get(rij["bestand_id"])
        if minder is not None and rij[bedrag] is not None:
            cent = (rij[bedrag] if rij[teken] == "D" else -rij[bedrag]) - minder
            rij[bedrag], rij[teken] = abs(cent), "D" if cent >= 0 else "C"
    return pa.Table.from_pylist(rijen, schema=tabel.schema)


def _zonder_dubbelen(uit: Gedund, weg: pa.Table, regels: pa.Table) -> None:
    """Take out what arrival said of these lines and their clients: a class that is said twice (TR101).

    A line is named by its number, a client by its number among the clients: a new one begins where the person changes.
    """
    naam = "bericht__schending"
    if naam not in uit.tabellen:
        return
    lijnen = set(zip(weg["bestand_id"].to_pylist(), weg["rij"].to_pylist(), strict=True))
    van_weg = regels.filter(pc.is_in(regels["bestand_id"], value_set=weg["bestand_id"].unique()))
    clienten = _clientnummers(van_weg, lijnen)
    blijft = [
        (rij["bestand_id"], rij["rij"]) not in (clienten if rij["element"] == "Client" else lijnen)
        for rij in uit.tabellen[naam].select(["bestand_id", "rij", "element"]).to_pylist()
    ]
    uit.tabellen[naam] = uit.tabellen[naam].filter(pa.array(blijft, pa.bool_()))


def _clientnummers(regels: pa.Table, weg: set[tuple[int, int]]) -> set[tuple[int, int]]:
    vorige: tuple[int, int | None] | None = None
    nummer, gevonden = 0, set()
    volgorde = regels.select(["bestand_id", "rij", "persoon"]).sort_by(
        [("bestand_id", "ascending"), ("rij", "ascending")]
    )
    for rij in volgorde.to_pylist():
        bericht, wie = rij["bestand_id"], rij["persoon"]
        if vorige is None or vorige[0] != bericht:
            nummer = 1
        elif vorige[1] != wie:
            nummer += 1
        vorige = (bericht, wie)
        if (bericht, rij["rij"]) in weg:
            gevonden.add((bericht, nummer))
    return gevonden
