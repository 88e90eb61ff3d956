"""Gate 3 on the other tables: what expectations/overige.py says of each, counted here and judged in one suite per table.

Belongs here: that arithmetic and its sentences. Does not belong here: the tables (overige), the six fixed ones (marts).

Great Expectations takes as long for a rule over one row as over thousands, and a suite costs more than its rules: so what
breaks each rule is counted first, and the counts of a table are judged as one row.
"""

from collections.abc import Iterator

import pandas as pd

from expectations.aansluiting import getal
from expectations.context import Regel, oordeel
from expectations.marts import SET, STOP
from expectations.normen import lees_normen
from expectations.onthulling import REGEL, met_regel
from expectations.overige import OVERIGE, Overig
from expectations.publicatie import Tabel

_CEL = ["definitie", "periode", "eenheid", "gebied_code", "combinatie"]
_OVERLAP = {"huishouden_overlap", "client_overlap"}
_ZONDER_DEFINITIE = {"geheim_onder": 8, "nul_geheim": True, "afronding": 5}
"""What belongs to no definition follows the rule of CBS, as in the macros that make it."""
Telling = tuple[str, str | None, str, "pd.Series | int"]
"""The code of a rule, its column, its sentence, and per row whether it is broken (or how many rows break it)."""


def beoordeel_overige(tabellen: dict[str, pd.DataFrame], overige: tuple[Overig, ...] = OVERIGE) -> list[dict]:
    """Judge the other tables, by name, each whole; one row per rule (see oordeel). A missing table breaks its contract."""
    rijen = []
    for tabel in overige:
        frame = tabellen.get(tabel.naam, pd.DataFrame()).reset_index(drop=True)
        rijen += _oordeel(tabel, len(frame), list(_tellingen(tabel, frame, tabellen)))
    return rijen


def _oordeel(tabel: Overig, rijen: int, tellingen: list[Telling]) -> list[dict]:
    """One row of counts, one rule per count."""
    frame, regels = {}, []
    for nummer, (code, kolom, zin, aantal) in enumerate(_samen(tellingen)):
        naam = f"regel_{nummer}"
        frame[naam] = [aantal]
        argumenten = {"column": naam, "value_set": [0]}
        regels.append(
            Regel(code, "fataal", zin, STOP, SET, argumenten, kolom, aantal=aantal, gecontroleerd=max(rijen, aantal))
        )
    titel = f"Publicatie {tabel.naam}"
    return oordeel(titel, pd.DataFrame(frame), regels, laag="marts", bron="publicatie", tabel=tabel.naam)


def _samen(tellingen: list[Telling]) -> Iterator[tuple[str, str | None, str, int]]:
    """Every count that is broken by itself; what holds as one count per code, for it only has to be read."""
    heel: dict[str, list[tuple[str | None, str]]] = {}
    for code, kolom, zin, fout in tellingen:
        aantal = int(fout if isinstance(fout, int) else fout.sum())
        if aantal:
            yield code, kolom, zin, aantal
        else:
            heel.setdefault(code, []).append((kolom, zin))
    for code, lijst in heel.items():
        yield code, ", ".join(kolom for kolom, _ in lijst if kolom) or None, " ".join(zin for _, zin in lijst), 0


def _tellingen(tabel: Overig, frame: pd.DataFrame, tabellen: dict[str, pd.DataFrame]) -> Iterator[Telling]:
    """The columns first; the rest only when they are there and hold whole numbers."""
    zin = f"Tabel {tabel.naam} heeft precies de afgesproken kolommen, in de afgesproken volgorde."
    heel = tuple(frame.columns) == tabel.kolommen
    yield "M_KOLOMMEN", None, zin, 0 if heel else 1
    if not heel:
        return
    typen = dict(_typen(tabel, frame))
    for kolom, goed in typen.items():
        yield "M_TYPE", kolom, f"{kolom} heeft het afgesproken type.", 0 if goed else 1
    yield from _vorm(tabel, frame)
    if all(typen.values()):
        for kleiner, groter in tabel.hoogstens:
            fout = (getal(frame[kleiner]) > getal(frame[groter])).fillna(False)
            yield "M_HOOGSTENS", kleiner, f"{kleiner} is niet meer dan {groter}.", fout
        yield from _geheimhouding(tabel, frame)
        yield from _grenzen(tabel, frame, tabellen)
        yield from _oorzaken(tabel, frame)
        yield from _cel(tabel, frame, tabellen)


def _typen(tabel: Overig, frame: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    for kolom in (*tabel.getallen, *tabel.geheim.values()):
        soort = "Int64" if kolom in tabel.getallen else "boolean"
        try:
            frame[kolom].astype("object").where(frame[kolom].notna(), None).astype(soort)
        except (TypeError, ValueError):
            yield kolom, False
        else:
            yield kolom, True


def _vorm(tabel: Overig, frame: pd.DataFrame) -> Iterator[Telling]:
    naam = ", ".join(tabel.sleutel)
    gevuld = [kolom for kolom in tabel.sleutel if kolom not in tabel.mag_leeg]
    leeg = f"De sleutel ({', '.join(gevuld)}) is overal gevuld."
    yield "M_SLEUTEL_LEEG", naam, leeg, frame[gevuld].isna().any(axis=1)
    dubbel = f"De sleutel ({naam}) komt nergens twee keer voor."
    yield "M_SLEUTEL_DUBBEL", naam, dubbel, frame.duplicated(list(tabel.sleutel))
    for kolom, waarden in tabel.waarden.items():
        fout = frame[kolom].notna() & ~frame[kolom].isin(waarden)
        yield "M_WAARDE", kolom, f"{kolom} is een van: {', '.join(waarden)}.", fout
    for kolom, patroon in tabel.patroon.items():
        fout = frame[kolom].notna() & ~frame[kolom].astype("string").str.match(patroon).fillna(False)
        yield "M_PATROON", kolom, f"{kolom} heeft de afgesproken vorm.", fout


def _geheimhouding(tabel: Overig, frame: pd.DataFrame) -> Iterator[Telling]:
    """Nothing visible below its threshold, all rounded, and secret where there is no count."""
    if not (tabel.aantallen or tabel.noemers or tabel.geheim):
        return
    frame = frame[_waar(tabel.eigen, frame)]
    regel = _onthulling(frame)
    kleinste, gemeente = lees_normen().marts.kleinste_noemer.norm, _gemeenten(tabel, frame)
    for kolom in (*tabel.aantallen, *tabel.noemers):
        noemer = _als_noemer(tabel, frame, kolom)
        aantal = pd.to_numeric(frame[kolom]).astype("Float64")  # figures of others in a table may have decimals
        zin = f"Geen zichtbaar aantal in {kolom} ligt onder de geheimgrens."
        te_klein = aantal < regel["geheim_onder"].mask(noemer, int(kleinste))
        nul_mag = (aantal == 0) & ~regel["nul_geheim"] & ~noemer
        yield "M_GEHEIMGRENS", kolom, zin, (te_klein & ~nul_mag).fillna(False)
        stap = regel["afronding"].mask(noemer, 5).mask(noemer & gemeente, 1)
        yield (
            "M_AFRONDING",
            kolom,
            f"{kolom} is afgerond zoals de regel voorschrijft.",
            (aantal % stap != 0).fillna(False),
        )
    for kolom, vlag in tabel.geheim.items():
        geheim, leeg = frame[vlag].astype("boolean"), frame[kolom].isna()
        # Without an answer there is no cell, and so no count.
        fout = (geheim != leeg).where(geheim.notna(), ~leeg).astype(bool)
        yield "M_GEHEIM", vlag, f"Een rij die geheim is heeft geen {kolom}; een andere rij heeft er een.", fout


def _onthulling(frame: pd.DataFrame) -> pd.DataFrame:
    """Per row the rule of its definition in its year, as REGEL; without a definition the one that always holds."""
    leeg = pd.Series(None, index=frame.index, dtype="object")
    jaar = frame["periode"].astype("string").str[:4] if "periode" in frame else leeg
    vraag = pd.DataFrame({"definitie": frame.get("definitie", leeg), "jaar": pd.to_numeric(jaar, errors="coerce")})
    regels = met_regel(vraag.astype({"definitie": "string", "jaar": "Int64"})).set_index(frame.index)[list(REGEL)]
    return regels.fillna(_ZONDER_DEFINITIE)


def _gemeenten(tabel: Tabel, frame: pd.DataFrame) -> pd.Series:
    if "gebied_code" not in frame:
        return pd.Series(False, frame.index)
    return frame["gebied_code"].astype("string").str.startswith("GM").fillna(False).astype(bool)


def _als_noemer(tabel: Overig, frame: pd.DataFrame, kolom: str) -> pd.Series:
    if kolom in tabel.noemers:
        return pd.Series(True, frame.index)
    return _waar({waar: (waarde,) for waar, waarde in tabel.als_noemer.items()}, frame) & bool(tabel.als_noemer)


def _waar(keuze: dict[str, tuple[str, ...]], frame: pd.DataFrame) -> pd.Series:
    """The rows that hold one of the values in each of these columns; without columns all rows."""
    waar = pd.Series(True, frame.index)
    for kolom, waarden in keuze.items():
        waar &= frame[kolom].isin(waarden).astype(bool)
    return waar


def _oorzaken(tabel: Overig, frame: pd.DataFrame) -> Iterator[Telling]:
    """What a step takes off a count: of a municipality alone, of either sign, never small, and nothing beside a secret."""
    regel, gemeente, geen = _onthulling(frame), _gemeenten(tabel, frame), pd.Series(False, frame.index)
    for kolom in tabel.oorzaken:
        aantal, leeg = getal(frame[kolom]).abs(), frame[tabel.cel].isna()
        zeker = _waar(dict([tabel.zeker_nul[kolom]]), frame) if kolom in tabel.zeker_nul else geen
        klein = (aantal < regel["geheim_onder"]) & ((aantal > 0) | regel["nul_geheim"])
        zin = f"Geen zichtbaar verschil in {kolom} ligt onder de geheimgrens; wat er niet kan zijn is 0."
        yield "M_GEHEIMGRENS", kolom, zin, klein.mask(zeker, aantal != 0).fillna(False)
        zin = f"{kolom} is afgerond zoals de regel voorschrijft."
        yield "M_AFRONDING", kolom, zin, (aantal % regel["afronding"] != 0).fillna(False)
        zin = f"{kolom} staat er alleen bij een gemeente, en niet naast een geheim aantal."
        yield "M_GEHEIM", kolom, zin, aantal.notna() & (~gemeente | (leeg & ~zeker))


def _cel(tabel: Overig, frame: pd.DataFrame, tabellen: dict[str, pd.DataFrame]) -> Iterator[Telling]:
    """A count that another table publishes is the same here; without it nothing that follows from it."""
    if tabel.cel is None:
        return
    getoond = getal(frame[tabel.cel])
    zin = f"Waar {tabel.cel} geheim is, is leeg wat ervan is afgeleid: {', '.join(tabel.uit_cel)}."
    yield "M_GEHEIM", tabel.cel, zin, getoond.isna() & frame[list(tabel.uit_cel)].notna().any(axis=1)
    if tabellen.keys() >= _OVERLAP:
        aantal = getal(frame[_CEL].merge(_cellen(tabellen), on=_CEL, how="left")["aantal"])
        anders = (getoond != aantal).fillna(getoond.isna() != aantal.isna()).astype(bool)
        yield "M_CEL", tabel.cel, f"{tabel.cel} is wat de overlaptabel publiceert, ook als dat niets is.", anders


def _grenzen(tabel: Overig, frame: pd.DataFrame, tabellen: dict[str, pd.DataFrame]) -> Iterator[Telling]:
    if not tabel.grenzen:
        return
    onder, boven = (getal(frame[kolom]) for kolom in tabel.grenzen)
    scheef = (onder.isna() != boven.isna()) | ((onder < 0) | (onder > boven)).fillna(False)
    yield "M_GRENZEN", tabel.grenzen[0], "De ondergrens is niet negatief en niet hoger dan de bovengrens.", scheef
    for kolom, grens in zip(tabel.grenzen, (onder, boven), strict=True):
        yield "M_AFRONDING", kolom, f"{kolom} staat op vijftallen.", (grens % 5 != 0).fillna(False)
    if tabel.om_cel and tabellen.keys() >= _OVERLAP:
        cel = frame[_CEL].merge(_cellen(tabellen), on=_CEL, how="left")
        aantal = getal(cel["aantal"])
        zin = "Een geheime cel heeft geen grenzen, een zichtbare heeft ze."
        yield "M_GEHEIM", tabel.grenzen[0], zin, aantal.isna() != onder.isna()
        buiten = ((aantal < onder) | (aantal > boven)).fillna(False)
        yield "M_GRENZEN_CEL", tabel.grenzen[0], "Een gepubliceerd aantal ligt tussen zijn grenzen.", buiten


def _cellen(tabellen: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The published cells of the overlap tables, with `eenheid` and `aantal`."""
    huishoudens, clienten = tabellen["huishouden_overlap"], tabellen["client_overlap"]
    huishoudens = huishoudens.assign(eenheid="huishoudens_" + huishoudens["huishoudensoort"].astype("string"))
    delen = [
        huishoudens.rename(columns={"huishoudens": "aantal"})[[*_CEL, "aantal"]],
        clienten.assign(eenheid="clienten").rename(columns={"clienten": "aantal"})[[*_CEL, "aantal"]],
    ]
    return pd.concat(delen, ignore_index=True).drop_duplicates(_CEL)
