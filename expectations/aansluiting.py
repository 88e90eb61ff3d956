"""Small helper frames in which figures that belong together stand side by side, with what rounding allows between them.

Belongs here: the arithmetic of "within rounding". Does not belong here: which rule is fatal, or Great Expectations.

A count is published as the nearest multiple of `afronding`, so it is at most `speling` = afronding // 2 off; a sum of n
published counts compared with one other is at most (n + 1) * speling off. A secret count is somewhere from 0 up, so a
sum with secret parts only has a lower bound. Columns named buiten_* hold what lies outside: 0 is good.
"""

import pandas as pd

from expectations.onthulling import met_regel
from expectations.publicatie import AANTALLEN, GEBIED, GROEPEN, NOEMER, Telling

PLEK = ["definitie", "periode", "eenheid", "gebied_code"]


def getal(kolom: pd.Series) -> pd.Series:
    """The column as whole numbers with NULL, whatever the reader of the table made of them."""
    return pd.Series(pd.array(kolom, dtype="Int64"), index=kolom.index)


def in_een_vorm(telling: Telling, tabel: pd.DataFrame, gebied: pd.DataFrame) -> pd.DataFrame:
    """The rows of a counting table as PLEK, klasse, aantal, tarief, geheim, with area, denominator and disclosure rule.

    `noemer` is NULL where the area has none; `afronding` NULL where the definition has no disclosure rule.
    """
    rij = tabel[["definitie", "periode", "gebied_code"]].astype("string")
    rij["eenheid"] = _eenheid(tabel)
    rij["klasse"] = tabel[telling.klasse].astype("string")
    for doel, kolom in zip(("aantal", "tarief"), telling.getallen, strict=True):
        rij[doel] = getal(tabel[kolom])
    rij["geheim"] = tabel["geheim"].astype("boolean")
    rij["jaar"] = pd.to_numeric(rij["periode"].str[:4], errors="coerce").astype("Int64")
    rij = rij.merge(_noemers(gebied), on=["gebied_code", "jaar", "eenheid"], how="left")
    return met_regel(rij)


def _eenheid(tabel: pd.DataFrame) -> pd.Series | str:
    if "huishoudensoort" in tabel:
        return "huishoudens_" + tabel["huishoudensoort"].astype("string")
    return tabel["eenheid"].astype("string") if "eenheid" in tabel else "clienten"


def _noemers(gebied: pd.DataFrame) -> pd.DataFrame:
    """The area table in long form, one row per area, year and unit."""
    vast = gebied[["gebied_code", "gebied_soort", "bovenliggend"]].astype("string").assign(jaar=getal(gebied["jaar"]))
    lang = pd.concat([vast.assign(eenheid=eenheid, noemer=getal(gebied[kolom])) for eenheid, kolom in NOEMER.items()])
    return lang.drop_duplicates([*GEBIED.sleutel, "eenheid"])


def per_rij(rij: pd.DataFrame) -> pd.DataFrame:
    """Per published row: how far count and rate are from what the rules prescribe, next to the row itself."""
    noemer = rij["noemer"].mask(rij["noemer"].fillna(0) <= 0)
    leeg = rij["aantal"].isna()
    return rij.assign(
        geheim_klopt=(rij["geheim"].fillna(False) == leeg) & (rij["tarief"].isna() == leeg) & rij["geheim"].notna(),
        boven_geheimgrens=(rij["aantal"] - rij["geheim_onder"]).mask((rij["aantal"] == 0) & ~rij["nul_geheim"], 0),
        rest_na_afronden=rij["aantal"] % rij["afronding"],
        verschil_tarief=rij["tarief"] - (2000 * rij["aantal"] + noemer) // (2 * noemer),
        heeft_noemer=noemer.notna(),
        heeft_onthullingsregel=rij["afronding"].notna(),
    )


def groepen(rij: pd.DataFrame, telling: Telling) -> pd.DataFrame:
    """Per PLEK of an overlap table: rows present, groups against `totaal`, totaal + geen against the denominator."""
    rij = rij[rij["klasse"].isin(telling.klassen)].drop_duplicates([*PLEK, "klasse"])
    breed = rij.pivot(index=PLEK, columns="klasse", values="aantal").reindex(columns=list(telling.klassen))
    breed = breed.astype("Int64").reset_index()
    plek = rij.drop_duplicates(PLEK)[[*PLEK, "gebied_soort", "noemer", "afronding"]]
    uit = breed.merge(plek, on=PLEK).merge(rij.groupby(PLEK).size().rename("rijen").reset_index(), on=PLEK)
    speling, delen = uit["afronding"] // 2, uit[list(GROEPEN)]
    zichtbaar = delen.notna().sum(axis=1)
    ruimte, deels = (zichtbaar + 1) * speling, zichtbaar < len(GROEPEN)
    uit["buiten_groepen"] = _buiten(delen.fillna(0).sum(axis=1), uit["totaal"], ruimte, alleen_boven=deels)
    afgerond = (uit["gebied_soort"].fillna("") != "gemeente").astype("Int64") * 2
    uit["buiten_noemer"] = _buiten(uit["totaal"] + uit["geen"], uit["noemer"], 2 * speling + afgerond)
    return uit[[*PLEK, "rijen", "buiten_groepen", "buiten_noemer"]]


def stapeling_tegen_totaal(stapeling: pd.DataFrame, overlap: pd.DataFrame) -> pd.DataFrame:
    """Per PLEK: the rows present, and the classes of the number of facilities against `totaal` of the overlap tables."""
    stapeling = stapeling[stapeling["klasse"].isin(AANTALLEN)]
    uit = stapeling.groupby([*PLEK, "afronding"], dropna=False)["aantal"].agg(["sum", "count", "size"]).reset_index()
    totaal = overlap.loc[overlap["klasse"] == "totaal", [*PLEK, "aantal"]].drop_duplicates(PLEK)
    uit = uit.merge(totaal.assign(gevonden=1), on=PLEK, how="left")
    ruimte = (uit["count"] + 1) * (uit["afronding"] // 2)
    uit["heeft_totaal"] = uit["gevonden"].notna()
    uit["buiten_totaal"] = _buiten(uit["sum"], uit["aantal"], ruimte, alleen_boven=uit["count"] < uit["size"])
    return uit.rename(columns={"size": "rijen"})[[*PLEK, "rijen", "heeft_totaal", "buiten_totaal"]]


def gebieden(rij: pd.DataFrame, gebied: pd.DataFrame) -> pd.DataFrame:
    """Per area that has parts, and class: the visible parts against the area.

    `buiten_boven`: the parts are more than the whole, which never may be. `buiten_onder`: they are less although all
    parts are visible; only for a wijk, because a gemeente also counts who lives at an unknown address.
    """
    sleutel = ["definitie", "periode", "eenheid", "klasse"]
    rij = rij[rij["klasse"] != "geen"].drop_duplicates([*sleutel, "gebied_code"])  # `geen` stops at 0: does not add up
    som = rij.groupby([*sleutel, "bovenliggend", "afronding"])["aantal"].agg(["sum", "count"]).reset_index()
    geheel = rij[[*sleutel, "gebied_code", "gebied_soort", "jaar", "aantal"]]
    uit = som.merge(geheel, left_on=[*sleutel, "bovenliggend"], right_on=[*sleutel, "gebied_code"])
    delen = gebied[["bovenliggend"]].astype("string").assign(jaar=getal(gebied["jaar"]))
    uit = uit.merge(delen.value_counts().rename("delen").reset_index(), on=["bovenliggend", "jaar"], how="left")
    ruimte = (uit["count"] + 1) * (uit["afronding"] // 2)
    uit["buiten_boven"] = _buiten(uit["sum"], uit["aantal"], ruimte, alleen_boven=True)
    heel = (uit["count"] == uit["delen"]).fillna(False) & (uit["gebied_soort"] == "wijk").fillna(False)
    uit["buiten_onder"] = _buiten(uit["aantal"], uit["sum"].where(heel), ruimte, alleen_boven=True)
    return uit[[*sleutel, "gebied_code", "buiten_boven", "buiten_onder"]]


def optelling_gebied(gebied: pd.DataFrame, maat: str) -> pd.Series:
    """Per row of `gebied`: how much its visible parts are more than itself, beyond the rounding to 5 of wijk and buurt."""
    aantal = getal(gebied[maat])
    delen = aantal.groupby([gebied["bovenliggend"], gebied["jaar"]]).agg(["sum", "count"])
    delen = delen.reindex(pd.MultiIndex.from_frame(gebied[["gebied_code", "jaar"]])).set_index(gebied.index)
    ruimte = (delen["count"].astype("Int64") + (gebied["gebied_soort"] != "gemeente").astype("Int64")) * 2
    return _buiten(delen["sum"], aantal, ruimte, alleen_boven=True)


def _buiten(
    som: pd.Series, geheel: pd.Series, ruimte: pd.Series, *, alleen_boven: pd.Series | bool = False
) -> pd.Series:
    """How far som is from geheel beyond `ruimte`; 0 when it is within, or when one of them is secret."""
    verschil = (getal(som) - getal(geheel)).fillna(0)
    ruimte = getal(ruimte).fillna(0)
    te_weinig = (-verschil - ruimte).clip(lower=0)
    if not isinstance(alleen_boven, bool):
        te_weinig = te_weinig.mask(alleen_boven, 0)
    return (verschil - ruimte).clip(lower=0) + (0 if alleen_boven is True else te_weinig)
