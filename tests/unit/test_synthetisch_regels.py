"""The rules of the standard read on their own in plain Python, over the messages that the generator makes.

Belongs here: a second reading of the commonest rules, simple and slow, that knows neither the generator nor the SQL. Does
not belong here: the other rules, and when something was put right (eigenschappen/test_gepland).

"Earlier" is what was delivered on or before the same date; an assignment is judged as it was known on that date.
"""

import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from sources.berichten import lees_bericht
from sources.pseudoniem import Pseudoniem
from tests.eigenschappen.gebreken import KANSEN, bont, maak
from tests.unit.test_synthetisch import rijen as csv_rijen

Rij = dict[str, Any]
Fout = Iterator[tuple[str, Rij]]
_NOOIT = date(9999, 12, 31)
_VAN_GEMEENTE = {"bericht__toewijzing", "bericht__verzoekantwoord"}


class Lezing:
    """All rows of the messages in a landing folder, by raw table, in order of delivery."""

    def __init__(self, landing: Path) -> None:
        self.tabellen: defaultdict[str, list[Rij]] = defaultdict(list)
        pseudoniem, gezien = Pseudoniem(b"sleutel voor tests"), set()
        for pad in sorted(landing.glob("i*/*/*"), key=lambda pad: pad.parts[-2]):
            for inhoud in _inhoud(pad):
                if inhoud not in gezien and b"<Ontvanger>0153<" not in inhoud:
                    self._lees(inhoud, len(gezien), date.fromisoformat(pad.parts[-2]), pseudoniem)
                gezien.add(inhoud)
        self.versies: defaultdict[tuple[str, int], list[Rij]] = defaultdict(list)
        for rij in self.tabellen["bericht__toewijzing"]:
            self.versies[rij["wet"], rij["toewijzingnummer"]].append(rij)
        tarieven = [rij for pad in landing.glob("contracten/2025-*/tarieven.csv") for rij in csv_rijen(pad)]
        self.tarieven = {(rij["productcode"], rij["eenheid"]): int(rij["tarief_cent"] or 0) for rij in tarieven}

    def _lees(self, inhoud: bytes, nummer: int, leverdatum: date, pseudoniem: Pseudoniem) -> None:
        for naam, tabel in lees_bericht(inhoud, nummer, pseudoniem).tabellen.items():
            for rij in tabel.to_pylist():
                self.tabellen[naam].append({**rij, "leverdatum": leverdatum, "tabel": naam})

    def toewijzing(self, rij: Rij) -> Rij | None:
        """The version of the assignment that was known when the row was delivered."""
        bekend = [een for een in self.versies[rij["wet"], rij["toewijzingnummer"]] if _eerder(een, rij)]
        return max(
            bekend, key=lambda een: (een["toewijzingsdatum"], een["toewijzingstijd"], een["leverdatum"]), default=None
        )


def _inhoud(pad: Path) -> Iterator[bytes]:
    if pad.suffix == ".zip":
        with zipfile.ZipFile(pad) as archief:
            yield from map(archief.read, archief.namelist())
    else:
        yield pad.read_bytes()


def _eerder(een: Rij, ander: Rij) -> bool:
    return een["leverdatum"] <= ander["leverdatum"]


def _ervoor(een: Rij, ander: Rij) -> bool:
    return (een["leverdatum"], een["dagtekening"]) < (ander["leverdatum"], ander["dagtekening"])


def _per(rijen: list[Rij], *velden: str) -> dict[tuple, list[Rij]]:
    uit: defaultdict[tuple, list[Rij]] = defaultdict(list)
    for rij in rijen:
        uit[tuple(rij[veld] for veld in velden)].append(rij)
    return uit


_VOORWAARDEN: dict[str, Callable[[Rij], bool]] = {
    "CD041": lambda rij: bool(rij["productcode"]) and rij["volume"] is None,
    "CD076": lambda rij: rij["frequentie"] == "2" and rij["einddatum"] is None,
    "CD078": lambda rij: rij["volume"] is not None and rij["budget_cent"] is not None,
    "CS003": lambda rij: bool(rij["einddatum"]) and rij["einddatum"] < rij["ingangsdatum"],
    "CS335": lambda rij: rij["reden_wijziging"] == "13" and rij["einddatum"] != rij["ingangsdatum"],
    "CS338": lambda rij: rij["eenheid"] in ("14", "16", "83", "84") and rij["frequentie"] not in ("2", "4", "6"),
}


def toewijzingen(lezing: Lezing) -> Fout:
    """TR302, TR332, TR379 and conditions on a 301."""
    verzoeken = lezing.tabellen["bericht__aangevraagd_product"] + lezing.tabellen["bericht__wijzigingsverzoek"]
    gevraagd = _per(verzoeken, "wet", "aanbieder", "referentie_aanbieder")
    for rij in lezing.tabellen["bericht__toewijzing"]:
        yield from ((regel, rij) for regel, geschonden in _VOORWAARDEN.items() if geschonden(rij))
        verzoek = gevraagd.get((rij["wet"], rij["aanbieder"], rij["referentie_aanbieder"]), [])
        if rij["referentie_aanbieder"] and not any(_eerder(een, rij) for een in verzoek):
            yield "TR379", rij
    for bericht in _per(lezing.tabellen["bericht__toewijzing"], "bestand_id").values():
        geldig = [rij for rij in bericht if rij["reden_wijziging"] != "13"]
        for een, ander in combinations(geldig, 2):
            begin = max(een["ingangsdatum"], ander["ingangsdatum"])
            einde = min(een["einddatum"] or _NOOIT, ander["einddatum"] or _NOOIT)
            zelfde = all(een[veld] == ander[veld] for veld in ("productcategorie", "productcode"))
            if zelfde and begin <= einde:
                yield "TR302", ander
    for versies in lezing.versies.values():
        anderen = [rij for rij in versies if rij["persoon"] != versies[0]["persoon"]]
        yield from (("TR332", rij) for rij in anderen[:1])


def leveringen(lezing: Lezing) -> Fout:
    """TR019, TR063, TR071, TR074, TR326, TR382, TR413, TR414 and TR415."""
    sleutel = ("wet", "persoon", "toewijzingnummer")
    starts = _per(lezing.tabellen["bericht__start"], *sleutel)
    stops = _per(lezing.tabellen["bericht__stop"], *sleutel)
    for client, rijen in {**starts, **{wie: [] for wie in stops if wie not in starts}}.items():
        weg = [rij for rij in rijen if rij["status_aanlevering"] == "3"]
        echt = [rij for rij in rijen if rij["status_aanlevering"] == "1"]
        eigen_stops = stops.get(client, [])
        yield from _starts(lezing, echt, weg, eigen_stops)
        yield from _stops(lezing, echt, eigen_stops)
        for rij in weg:
            zelfde = [een for een in echt if een["begindatum"] == rij["begindatum"] and _eerder(een, rij)]
            if not zelfde:
                yield "TR063", rij
            elif any(stop["begindatum"] == rij["begindatum"] and _eerder(stop, rij) for stop in eigen_stops):
                yield "TR071", rij


def _starts(lezing: Lezing, echt: list[Rij], weg: list[Rij], stops: list[Rij]) -> Fout:
    for rij in echt:
        if lezing.toewijzing(rij) is None:
            yield "TR019", rij
            continue
        eerdere = [een for een in echt if _ervoor(een, rij)]
        if any(een["begindatum"] == rij["begindatum"] for een in eerdere):
            yield "TR074", rij
            continue
        dicht = {een["begindatum"] for een in [*weg, *stops] if _eerder(een, rij)}
        if any(een["begindatum"] not in dicht for een in eerdere):
            yield "TR326", rij


def _stops(lezing: Lezing, echt: list[Rij], stops: list[Rij]) -> Fout:
    for rij in stops:
        if lezing.toewijzing(rij) is None:
            yield "TR019", rij
            continue
        if not any(een["begindatum"] == rij["begindatum"] and _eerder(een, rij) for een in echt):
            yield "TR382", rij
        for eerder in stops:
            if eerder["begindatum"] == rij["begindatum"] and _ervoor(eerder, rij):
                if eerder["reden_beeindiging"] != "20":
                    yield "TR415", rij
                elif rij["reden_beeindiging"] == "20":
                    yield "TR413", rij
                elif rij["einddatum"] < eerder["einddatum"]:
                    yield "TR414", rij


def verzoeken(lezing: Lezing) -> Fout:
    """TR355, TR359, TR360, TR365, TR377 and TR409."""
    verzoek = lezing.tabellen["bericht__aangevraagd_product"] + lezing.tabellen["bericht__wijzigingsverzoek"]
    referentie = ("wet", "aanbieder", "referentie_aanbieder")
    gevraagd, toegewezen = _per(verzoek, *referentie), _per(lezing.tabellen["bericht__toewijzing"], *referentie)
    beantwoord = _per(lezing.tabellen["bericht__verzoekantwoord"], *referentie)
    for rij in lezing.tabellen["bericht__verzoekantwoord"]:
        wat = tuple(rij[veld] for veld in referentie)
        eerdere = [een["verzoek_antwoord"] for een in beantwoord[wat] if _ervoor(een, rij)]
        if not any(_eerder(een, rij) for een in gevraagd.get(wat, [])):
            yield "TR355", rij
        if any(_eerder(een, rij) for een in toegewezen.get(wat, [])):
            yield "TR359", rij
        if "1" in eerdere:
            yield "TR365", rij
        elif eerdere and rij["verzoek_antwoord"] == "2":
            yield "TR360", rij
        if rij["wet"] == "jeugd" and (rij["reden_afwijzing"] == "8") != bool(rij["woonplaatsbeginsel_gemeente"]):
            yield "TR377" if rij["reden_afwijzing"] == "8" else "TR409", rij


def prestaties(lezing: Lezing) -> Fout:
    """The rules on one line of a declaration, held against its assignment and contract."""
    for rij in lezing.tabellen["bericht__declaratieregel"]:
        debet, euro = rij["debet_credit"] == "D", rij["eenheid"] == "83"
        if debet == bool(rij["vorig_referentienummer"]):
            yield "CD060", rij
        if not debet:
            continue
        toewijzing = lezing.toewijzing(rij)
        if toewijzing is None:
            yield "TR338", rij
        elif toewijzing["reden_wijziging"] == "13" and toewijzing["einddatum"] == toewijzing["ingangsdatum"]:
            yield "TR384", rij
        elif toewijzing["persoon"] != rij["persoon"]:
            yield "TR304", rij
        else:
            yield from _tegen_toewijzing(rij, toewijzing)
        if euro != (rij["tarief_cent"] is None):
            yield "CD087", rij
        elif rij["bedrag_cent"] != rij["volume"] * (rij["tarief_cent"] or 1):
            yield "CS339" if euro else "TR346", rij
        if not euro and rij["tarief_cent"] not in (None, lezing.tarieven[rij["productcode"], rij["eenheid"]]):
            yield "TR418", rij


def _tegen_toewijzing(rij: Rij, toewijzing: Rij) -> Fout:
    begin, einde = rij["product_begin"], rij["product_einde"]
    van, tot = toewijzing["ingangsdatum"], toewijzing["einddatum"] or _NOOIT
    if begin < van:
        yield "TR307", rij
    if einde > tot:
        yield "TR308", rij
    if (begin.year, begin.month) != (einde.year, einde.month):
        yield "CS337", rij
    elif begin > max(begin.replace(day=1), van):
        yield "TR387", rij
    elif (einde + timedelta(days=1)).day != 1 and einde < tot:
        yield "TR388", rij
    for regel, veld in (("TR339", "productcategorie"), ("TR340", "productcode"), ("TR341", "eenheid")):
        if toewijzing[veld] is not None and toewijzing[veld] != rij[veld]:
            yield regel, rij


def samenhang(lezing: Lezing) -> Fout:
    """TR314, TR316, TR323, TR389, TR390: a line and those before it, what was rejected or taken back left out."""
    regels = lezing.tabellen["bericht__declaratieregel"]
    afgewezen = _per(lezing.tabellen["bericht__antwoordregel"], "wet", "aanbieder", "referentienummer")
    op_referentie = _per(regels, "wet", "aanbieder", "referentienummer")
    terug = _per(regels, "wet", "aanbieder", "vorig_referentienummer")
    for zelfde in op_referentie.values():
        yield from (("TR314", rij) for rij in zelfde[1:])
    for (wet, aanbieder, vorige), credits in terug.items():
        credits = [rij for rij in credits if rij["debet_credit"] == "C"]
        debet = op_referentie.get((wet, aanbieder, vorige), [])
        yield from (("TR390", rij) for rij in credits[1:])
        for rij in credits:
            if not any(_eerder(een, rij) for een in debet):
                yield "TR323", rij
            elif debet[0]["bestand_id"] == rij["bestand_id"]:
                yield "TR316", rij
    periode = ("wet", "toewijzingnummer", "product_begin", "product_einde", "productcategorie", "productcode")
    for dubbel in _per([rij for rij in regels if rij["debet_credit"] == "D"], *periode).values():
        for plaats, rij in enumerate(dubbel):
            wie = [(een["wet"], een["aanbieder"], een["referentienummer"]) for een in dubbel[:plaats]]
            weg = [any(_eerder(een, rij) for een in [*afgewezen.get(w, []), *terug.get(w, [])]) for w in wie]
            if not all(weg) and len(op_referentie[rij["wet"], rij["aanbieder"], rij["referentienummer"]]) == 1:
                yield "TR389", rij


def declaraties(lezing: Lezing) -> Fout:
    """TR333, TR358, CS340 and TR319."""
    regels = _per(lezing.tabellen["bericht__declaratieregel"], "bestand_id")
    gezien = set()
    for kop in lezing.tabellen["bericht__declaratie"]:
        eigen = regels[kop["bestand_id"],]
        som = sum(een["bedrag_cent"] * (1 if een["debet_credit"] == "D" else -1) for een in eigen)
        if som != kop["totaal_cent"] * (1 if kop["debet_credit"] == "D" else -1):
            yield "TR358", kop
        nummer = (kop["wet"], kop["aanbieder"], kop["declaratienummer"])
        if nummer in gezien:
            yield "TR333", kop
        gezien.add(nummer)
        begin, einde = kop["periode_begin"], kop["periode_einde"]
        if (
            begin.day != 1
            or (einde + timedelta(days=1)).day != 1
            or (begin.year, begin.month) != (einde.year, einde.month)
        ):
            yield "CS340", kop
        yield from (("TR319", rij) for rij in eigen if rij["product_begin"] > einde)


_LEZERS = (toewijzingen, leveringen, verzoeken, prestaties, samenhang, declaraties)
_NIET_GELEZEN = """CS002 OP364 TR002 TR006 TR056 TR061 TR135 TR321 TR322 TR335 TR337 TR347 TR349 TR350 TR351 TR366
    TR367 TR369 TR374"""


@pytest.mark.parametrize("kansen", [KANSEN, "geen"], ids=["alles", "geen"])
def test_een_tweede_lezing_vindt_wat_is_ingebouwd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kansen: dict[str, float] | str
) -> None:
    bont(monkeypatch)
    verwacht: Counter[tuple[str, ...]] = Counter()
    for (*wat, _), aantal in maak(tmp_path, 1500, 8, kansen).items():
        if wat[0] not in _NIET_GELEZEN:
            verwacht[tuple(wat)] += aantal
    lezing, wel = Lezing(tmp_path), Counter()
    for lezer in _LEZERS:
        for regel, rij in lezer(lezing):
            van = rij["gemeente"] if rij["tabel"] in _VAN_GEMEENTE else rij["aanbieder"]
            wel[regel, rij["wet"], van, rij["leverdatum"].isoformat()] += 1
    assert (wel - verwacht, verwacht - wel) == (Counter(), Counter())
    assert kansen == "geen" or len({regel for regel, *_ in wel}) > 30
