"""Gate 3, before publication: whole tables of the publication against the outside contract.

Belongs here: the rules on the publication and how bad a breach is. Does not belong here: their arithmetic
(aansluiting), the columns and lists (publicatie), thresholds (normen.yml), or the comparison with CBS (cbs).
"""

import pandas as pd

from expectations.aansluiting import (
    gebieden,
    getal,
    groepen,
    in_een_vorm,
    optelling_gebied,
    per_rij,
    stapeling_tegen_totaal,
)
from expectations.context import Ernst, Regel, oordeel
from expectations.normen import lees_normen
from expectations.onthulling import met_regel
from expectations.publicatie import GEBIED, MATRIX, TABELLEN, TELLINGEN, Tabel, Telling

STOP = "De publicatie gaat niet door; herstel het model en draai opnieuw."
BEKIJK = "De publicatie gaat door; zoek uit welk gebied het is en herstel het model."
SET, TUSSEN, PATROON, KOLOMMEN = (
    "ExpectColumnValuesToBeInSet",
    "ExpectColumnValuesToBeBetween",
    "ExpectColumnValuesToMatchRegex",
    "ExpectTableColumnsToMatchOrderedList",
)


def beoordeel_marts(tabellen: dict[str, pd.DataFrame]) -> list[dict]:
    """Judge the six fixed tables, by name, each whole, as read from the publication; one row per rule (see oordeel).

    A table that is missing or has other columns or types breaks its contract; the rules that need it are then left
    out, for the breach itself stops the run.
    """
    rijen, heel = [], {}
    for tabel in TABELLEN:
        frame = tabellen.get(tabel.naam, pd.DataFrame())
        oordelen = _vorm(tabel, frame)
        rijen += oordelen
        if all(rij["geslaagd"] for rij in oordelen if rij["regel"] in {"M_KOLOMMEN", "M_TYPE"}):
            heel[tabel.naam] = frame.reset_index(drop=True)
    if GEBIED.naam in heel:
        rijen += _gebied(heel[GEBIED.naam]) + _tellingen(heel)
    if MATRIX.naam in heel:
        rijen += _matrix(heel[MATRIX.naam])
    return rijen


def _is(code: str, attribuut: str, kolom: str, waarde: object, zin: str, ernst: Ernst = "fataal") -> Regel:
    """A helper column that must hold one value everywhere."""
    doe = STOP if ernst == "fataal" else BEKIJK
    return Regel(code, ernst, zin, doe, SET, {"column": kolom, "value_set": [waarde]}, attribuut)


def _minstens(code: str, attribuut: str, kolom: str, grens: float, zin: str) -> Regel:
    return Regel(code, "fataal", zin, STOP, TUSSEN, {"column": kolom, "min_value": grens}, attribuut)


def _publicatie(titel: str, tabel: str, frame: pd.DataFrame, regels: list[Regel]) -> list[dict]:
    return oordeel(f"Publicatie {tabel}, {titel}", frame, regels, laag="marts", bron="publicatie", tabel=tabel)


def _vorm(tabel: Tabel, frame: pd.DataFrame) -> list[dict]:
    """Columns first; then types and keys, lists and forms, when the columns are there."""
    zin = f"Tabel {tabel.naam} heeft precies de afgesproken kolommen, in de afgesproken volgorde."
    kolommen = Regel("M_KOLOMMEN", "fataal", zin, STOP, KOLOMMEN, {"column_list": list(tabel.kolommen)})
    if tuple(frame.columns) != tabel.kolommen:
        return _publicatie("kolommen", tabel.naam, frame, [kolommen])
    regels = [kolommen]
    for kolom, waarden in tabel.waarden.items():
        zin = f"{kolom} is een van: {', '.join(waarden)}."
        regels.append(Regel("M_WAARDE", "fataal", zin, STOP, SET, {"column": kolom, "value_set": list(waarden)}, kolom))
    for kolom, patroon in tabel.patroon.items():
        zin = f"{kolom} heeft de afgesproken vorm."
        regels.append(Regel("M_PATROON", "fataal", zin, STOP, PATROON, {"column": kolom, "regex": patroon}, kolom))
    return (
        _publicatie("kolommen", tabel.naam, frame, regels)
        + _publicatie("typen", tabel.naam, *_typen(tabel, frame))
        + _publicatie("sleutel", tabel.naam, *_sleutel(tabel, frame))
    )


def _typen(tabel: Tabel, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Regel]]:
    """A frame of one row: is each column of numbers whole, and `geheim` true or false?"""
    goed = {kolom: _past(frame[kolom], "Int64") for kolom in tabel.getallen}
    if "geheim" in tabel.kolommen:
        goed["geheim"] = _past(frame["geheim"], "boolean")
    regels = [_is("M_TYPE", kolom, kolom, True, f"{kolom} heeft het afgesproken type.") for kolom in goed]
    return pd.DataFrame([goed]), regels


def _past(kolom: pd.Series, soort: str) -> bool:
    try:
        return kolom.astype("object").where(kolom.notna(), None).astype(soort) is not None
    except (TypeError, ValueError):
        return False


def _sleutel(tabel: Tabel, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Regel]]:
    velden, naam = list(tabel.sleutel), ", ".join(tabel.sleutel)
    hulp = frame[velden].assign(lege_velden=frame[velden].isna().sum(axis=1), dubbel=frame.duplicated(velden))
    return hulp, [
        _is("M_SLEUTEL_LEEG", naam, "lege_velden", 0, f"De sleutel ({naam}) is overal gevuld."),
        _is("M_SLEUTEL_DUBBEL", naam, "dubbel", False, f"De sleutel ({naam}) komt nergens twee keer voor."),
    ]


def _gebied(gebied: pd.DataFrame) -> list[dict]:
    """Figures of areas: rounded, not small, and parts that fit in the whole."""
    grens, frame, regels = lees_normen().marts.kleinste_noemer.norm, gebied.copy(), []
    for maat in GEBIED.getallen[1:]:
        frame[f"{maat}_rest"] = (getal(gebied[maat]) % 5).mask(gebied["gebied_soort"] == "gemeente", 0)
        frame[f"{maat}_te_veel"] = optelling_gebied(gebied, maat)
        zin = f"{maat} van de delen samen is niet meer dan van het gebied zelf (binnen afronding)."
        regels += [
            _minstens("M_GEBIED_KLEIN", maat, maat, grens, f"{maat} is in geen gebied zichtbaar onder {grens:g}."),
            _is("M_GEBIED_AFRONDING", maat, f"{maat}_rest", 0, f"{maat} van wijken en buurten staat op vijftallen."),
            _is("M_GEBIED_OPTELLING", maat, f"{maat}_te_veel", 0, zin),
        ]
    return _publicatie("cijfers", GEBIED.naam, frame, regels)


def _tellingen(heel: dict[str, pd.DataFrame]) -> list[dict]:
    """The counting tables, row by row, and against each other."""
    gebied = heel[GEBIED.naam]
    vormen = [(t, in_een_vorm(t, heel[t.naam], gebied)) for t in TELLINGEN if t.naam in heel]
    overlap = [vorm for telling, vorm in vormen if telling.klasse == "combinatie"]
    rijen = []
    for telling, vorm in vormen:
        rijen += _publicatie("cijfers", telling.naam, per_rij(vorm), _regels_per_rij(telling))
        if telling.klasse == "combinatie":
            rijen += _publicatie("groepen", telling.naam, groepen(vorm, telling), _regels_groepen(telling))
        elif len(overlap) == 2:
            frame = stapeling_tegen_totaal(vorm, pd.concat(overlap, ignore_index=True))
            rijen += _publicatie("totalen", telling.naam, frame, _regels_stapeling(telling))
        rijen += _publicatie("gebieden", telling.naam, gebieden(vorm, gebied), _regels_gebieden(telling))
    return rijen


def _regels_per_rij(telling: Telling) -> list[Regel]:
    aantal, tarief = telling.getallen
    geheim = f"Een geheime rij heeft geen {aantal} en geen {tarief}; een andere rij heeft beide."
    grens = f"Geen zichtbaar aantal in {aantal} ligt onder de geheimgrens van zijn definitie."
    deling = f"{tarief} is het gepubliceerde aantal gedeeld door de gepubliceerde noemer."
    regel = "Elke definitie staat met een onthullingsregel in definities.yml."
    return [
        _is("M_ONTHULLINGSREGEL", "definitie", "heeft_onthullingsregel", True, regel),
        _is("M_GEHEIM", "geheim", "geheim_klopt", True, geheim),
        _minstens("M_GEHEIMGRENS", aantal, "boven_geheimgrens", 0, grens),
        _is("M_AFRONDING", aantal, "rest_na_afronden", 0, f"{aantal} is afgerond zoals de definitie voorschrijft."),
        _is("M_NOEMER", "gebied_code", "heeft_noemer", True, "Elk gepubliceerd gebied heeft een zichtbare noemer."),
        _is("M_TARIEF", tarief, "verschil_tarief", 0, deling),
    ]


def _regels_groepen(telling: Telling) -> list[Regel]:
    aantal, rijen = telling.getallen[0], len(telling.klassen)
    som = "De zeven groepen zijn samen het totaal (binnen afronding)."
    return [
        _is("M_COMPLEET", telling.klasse, "rijen", rijen, "Elk gebied heeft een rij voor elke groep, ook bij 0."),
        _is("M_GROEPEN", aantal, "buiten_groepen", 0, som),
        _is("M_GEEN", aantal, "buiten_noemer", 0, "Totaal en geen zijn samen de noemer (binnen afronding)."),
    ]


def _regels_stapeling(telling: Telling) -> list[Regel]:
    aantal, rijen = telling.getallen[0], len(telling.klassen)
    compleet = "Elk gebied heeft een rij voor elk aantal voorzieningen, ook bij 0."
    som = "De aantallen voorzieningen zijn samen het totaal van de overlaptabel (binnen afronding)."
    totaal = "Bij elk gebied in stapeling hoort een totaal in de overlaptabel."
    return [
        _is("M_COMPLEET", telling.klasse, "rijen", rijen, compleet),
        _is("M_STAPELING_TOTAAL", "gebied_code", "heeft_totaal", True, totaal),
        _is("M_STAPELING", aantal, "buiten_totaal", 0, som),
    ]


def _regels_gebieden(telling: Telling) -> list[Regel]:
    aantal = telling.getallen[0]
    boven = "Buurten samen zijn niet meer dan hun wijk, wijken niet meer dan hun gemeente (binnen afronding)."
    onder = "Een wijk waarvan elke buurt zichtbaar is, is niet meer dan die buurten samen (binnen afronding)."
    return [
        _is("M_DELEN_TE_VEEL", aantal, "buiten_boven", 0, boven),
        _is("M_DELEN_TE_WEINIG", aantal, "buiten_onder", 0, onder, "fout"),
    ]


def _matrix(matrix: pd.DataFrame) -> list[dict]:
    """Pairs of schemes: secret or whole, rounded, and the same overlap from both sides."""
    regel = met_regel(_jaren(matrix).assign(definitie=pd.Series("gmsd", index=matrix.index, dtype="string")))
    a, ab, procent = (getal(matrix[kolom]) for kolom in MATRIX.getallen)
    heel, geheim = ab.notna(), matrix["geheim"].astype("boolean")
    spiegel = {"regeling_a": "regeling_b", "regeling_b": "regeling_a", "clienten_a_en_b": "ander"}
    ander = matrix[[*MATRIX.sleutel, "clienten_a_en_b"]].drop_duplicates(list(MATRIX.sleutel)).rename(columns=spiegel)
    ander = getal(matrix[list(MATRIX.sleutel)].merge(ander, on=list(MATRIX.sleutel), how="left")["ander"])
    frame = matrix.assign(
        zelfde_regeling=matrix["regeling_a"] == matrix["regeling_b"],
        geheim_klopt=geheim.notna() & (geheim.fillna(True) != heel) & (procent.notna() == heel) & (a.notna() | ~heel),
        boven_geheimgrens=pd.concat([_boven(a, regel), _boven(ab, regel)], axis=1).min(axis=1),
        rest_na_afronden=(a % regel["afronding"]).fillna(0) + (ab % regel["afronding"]).fillna(0),
        te_veel=(ab - a).clip(lower=0).fillna(0),
        verschil_percentage=procent - (200 * ab + a) // (2 * a.mask(a.fillna(0) <= 0)),
        verschil_spiegel=(ab - ander).abs().fillna(0),
    )
    paar = "Een geheim paar heeft geen overlap en geen percentage; een ander paar heeft alles."
    deling = "Het percentage is de gepubliceerde overlap gedeeld door de gepubliceerde regeling."
    grens = "Geen zichtbaar aantal ligt onder de geheimgrens."
    ab_naam = "clienten_a_en_b"
    regels = [
        _is("M_MATRIX_ZELF", "regeling_b", "zelfde_regeling", False, "Een regeling staat niet naast zichzelf."),
        _is("M_GEHEIM", "geheim", "geheim_klopt", True, paar),
        _minstens("M_GEHEIMGRENS", ab_naam, "boven_geheimgrens", 0, grens),
        _is("M_AFRONDING", ab_naam, "rest_na_afronden", 0, "Aantallen zijn afgerond zoals gmsd voorschrijft."),
        _is("M_MATRIX_DEEL", ab_naam, "te_veel", 0, "De overlap is niet meer dan de regeling zelf."),
        _is("M_TARIEF", "percentage", "verschil_percentage", 0, deling),
        _is("M_MATRIX_SPIEGEL", ab_naam, "verschil_spiegel", 0, "De overlap is van beide kanten gelijk."),
    ]
    return _publicatie("cijfers", MATRIX.naam, frame, regels)


def _jaren(frame: pd.DataFrame) -> pd.DataFrame:
    """The year of each period, as a frame of one column."""
    return pd.to_numeric(frame["periode"].astype("string").str[:4], errors="coerce").astype("Int64").to_frame("jaar")


def _boven(aantal: pd.Series, regel: pd.DataFrame) -> pd.Series:
    """How far a count is above the bound of secrecy; 0 for a zero that may be shown."""
    return (aantal - regel["geheim_onder"]).mask((aantal == 0) & ~regel["nul_geheim"], 0)
