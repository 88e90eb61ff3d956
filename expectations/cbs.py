"""The own population and households held against what CBS publishes, per area and year.

Belongs here: that comparison; it only ever warns. Does not belong here: loading CBS (sources), or the rules of the
publication itself (marts).
"""

import pandas as pd

from expectations.context import Regel, oordeel
from expectations.normen import CbsNorm, lees_normen

EIGEN = {"inwoners": "inwoners", "huishoudens": "huishoudens_gezin"}
KWB = {"AantalInwoners": "inwoners", "HuishoudensTotaal": "huishoudens"}


def cbs_maten(kwb: pd.DataFrame, bevolking: pd.DataFrame) -> pd.DataFrame:
    """From raw cbs__kwb and cbs__bevolking: jaar, gebied_code, maat (inwoners, huishoudens), waarde; known values only.

    Areas of the yearly division come first; the series per municipality fills the years and measures they lack.
    """
    lang = kwb.loc[kwb["onderwerp"].isin(KWB), ["jaar", "gebied_code", "onderwerp", "waarde"]]
    lang = lang.assign(maat=lang["onderwerp"].map(KWB)).drop(columns="onderwerp")
    reeks = bevolking.melt(["jaar", "gebied_code"], list(EIGEN), var_name="maat", value_name="waarde")
    alles = pd.concat([lang, reeks[lang.columns]], ignore_index=True).dropna(subset="waarde")
    return alles.drop_duplicates(["jaar", "gebied_code", "maat"]).reset_index(drop=True)


def beoordeel_cbs(gebied: pd.DataFrame, maten: pd.DataFrame) -> list[dict]:
    """Judge mart `gebied` against `cbs_maten`, on code and year: a code means another area in another year."""
    lang = gebied.melt(["jaar", "gebied_code"], list(EIGEN.values()), var_name="eigen_maat", value_name="eigen")
    lang["maat"] = lang["eigen_maat"].map({eigen: maat for maat, eigen in EIGEN.items()})
    samen = lang.merge(maten, on=["jaar", "gebied_code", "maat"]).dropna(subset=["eigen"])
    return [rij for maat, norm in lees_normen().cbs.items() for rij in _maat(maat, samen[samen["maat"] == maat], norm)]


def _maat(maat: str, samen: pd.DataFrame, norm: CbsNorm) -> list[dict]:
    toegestaan = (samen["waarde"].astype(float) * norm.afwijking).clip(lower=norm.vrij)
    verschil = (samen["eigen"].astype(float) - samen["waarde"].astype(float)).abs()
    frame = samen[["jaar", "gebied_code"]].assign(buiten_norm=(verschil - toegestaan).clip(lower=0))
    grens = f"{norm.afwijking * 100:g} % (of {norm.vrij})"
    regel = Regel(
        code=f"M_CBS_{maat.upper()}",
        ernst="waarschuwing",
        zin=f"Het eigen aantal {maat} per gebied wijkt hooguit {grens} af van dat van CBS.",
        doe="Vergelijk de gebiedsindeling van dat jaar en de volledigheid van de BRP-levering.",
        soort="ExpectColumnValuesToBeInSet",
        argumenten={"column": "buiten_norm", "value_set": [0]},
        attribuut=EIGEN[maat],
    )
    return oordeel(f"Vergelijking met CBS, {maat}", frame, [regel], laag="marts", bron="cbs", tabel="gebied")
