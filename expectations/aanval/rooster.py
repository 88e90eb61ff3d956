"""The published tables as variables: every cell, and every cell of an area that is too small to be published.

Belongs here: which variable a cell is, and between which bounds it lies on its own. Does not belong here: how variables
hang together (relaties).

A count lies in a block of its year and unit: definition x period x area x part, so that relations are written for whole
blocks at a time. `totaal` and `geen` stand behind the seven groups, the numbers of facilities behind those.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from expectations.aanval.stelsel import ONEINDIG
from expectations.publicatie import AANTALLEN, COMBINATIES, NOEMER

DELEN = (*COMBINATIES, *AANTALLEN)
EENHEDEN = tuple(NOEMER)
SLEUTEL = ["tabel", "definitie", "periode", "eenheid", "gebied_code", "onderdeel"]
MATRIX_DEFINITIE = "gmsd"
OVERLAP = {
    "clienten": "client_overlap",
    "huishoudens_adres": "huishouden_overlap",
    "huishoudens_gezin": "huishouden_overlap",
}


@dataclass(frozen=True)
class Onthulregel:
    """How one definition is published: below `geheim_onder` secret (0 too when `nul_geheim`), else a multiple of `afronding`.

    A secret cell is protected when an outsider cannot say within `breedte` what it is: the largest possible value is at least
    that much more than the smallest.
    """

    geheim_onder: int
    afronding: int
    breedte: int
    nul_geheim: bool = True


Regels = Mapping[tuple[str, str], Onthulregel]
"""The rule of each definition and year."""


@dataclass(frozen=True)
class Blok:
    """The counts of one year and unit: variable `start` + (((definition x periods) + period) x areas + area) x parts + part."""

    jaar: int
    eenheid: str
    definities: tuple[str, ...]
    perioden: tuple[str, ...]
    gebieden: tuple[str, ...]
    start: int
    noemer: int

    @property
    def cellen(self) -> np.ndarray:
        """The numbers of the variables: definition, period, area, part."""
        vorm = (len(self.definities), len(self.perioden), len(self.gebieden), len(DELEN))
        return self.start + np.arange(np.prod(vorm)).reshape(vorm)

    @property
    def noemers(self) -> np.ndarray:
        """The variables of the denominators, per area."""
        return self.noemer + np.arange(len(self.gebieden))


@dataclass
class Rooster:
    """All variables with what is known of each alone. `sleutel` names them (SLEUTEL), `breedte` is 0 where nothing is secret.

    `zichtbaar`, `geheim` say what a cell is; what is neither, but has a width, belongs to an area that is not published.
    `geheim_onder` is the border of its rule, `afgerond` whether it rounds. `matrix` and `regeling` hold the variables of overlap_matrix: (period, a, b) with
    a < b, and (period, scheme).
    """

    sleutel: pd.DataFrame
    laag: np.ndarray
    hoog: np.ndarray
    breedte: np.ndarray
    zichtbaar: np.ndarray
    geheim: np.ndarray
    geheim_onder: np.ndarray
    afgerond: np.ndarray
    blokken: list[Blok]
    gebieden: pd.DataFrame
    matrix: dict[tuple[str, str, str], int] = field(default_factory=dict)
    regeling: dict[tuple[str, str], int] = field(default_factory=dict)


def cellen(tabellen: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The cells of the four counting tables in one form: SLEUTEL, waarde (NULL when secret). A pair of schemes is one cell.

    Of overlap_matrix also the clients of each scheme, as part `<regeling>`.
    """
    overlap = [
        tabellen["huishouden_overlap"]
        .assign(eenheid=lambda rij: "huishoudens_" + rij["huishoudensoort"], onderdeel=lambda rij: rij["combinatie"])
        .rename(columns={"huishoudens": "waarde"})
        .assign(tabel="huishouden_overlap"),
        tabellen["client_overlap"]
        .rename(columns={"clienten": "waarde", "combinatie": "onderdeel"})
        .assign(eenheid="clienten", tabel="client_overlap"),
        tabellen["stapeling"]
        .rename(columns={"aantal": "waarde", "aantal_voorzieningen": "onderdeel"})
        .assign(tabel="stapeling"),
    ]
    matrix = tabellen["overlap_matrix"].assign(
        tabel="overlap_matrix", definitie=MATRIX_DEFINITIE, eenheid="clienten", gebied_code=""
    )
    paren = matrix[matrix["regeling_a"] < matrix["regeling_b"]]
    paren = paren.assign(onderdeel=paren["regeling_a"] + " en " + paren["regeling_b"], waarde=paren["clienten_a_en_b"])
    alleen = matrix.drop_duplicates(["periode", "regeling_a"])
    alleen = alleen.assign(onderdeel=alleen["regeling_a"], regeling_b=None, waarde=alleen["clienten_a"])
    kolommen = [*SLEUTEL, "waarde", "regeling_a", "regeling_b"]
    uit = pd.concat([deel.reindex(columns=kolommen) for deel in (*overlap, paren, alleen)], ignore_index=True)
    uit["waarde"] = uit["waarde"].astype("float64")
    return uit.sort_values(SLEUTEL, ignore_index=True)


def maak_rooster(
    cel: pd.DataFrame, gebied: pd.DataFrame, regels: Regels, tweede: Iterable[tuple] | None = None
) -> Rooster:
    """Variables for all `cel` (see cellen) in the areas of `gebied`; `tweede` are the keys of the secret cells that are not
    small. None: the outsider does not know which those are, and a secret cell can be anything.
    """
    gebied = gebied.assign(jaar=gebied["jaar"].astype(int)).sort_values(["jaar", "gebied_code"], ignore_index=True)
    blokken, aantal = _blokken(cel, gebied)
    plaats = _plaats(cel, blokken, aantal)
    matrix = np.flatnonzero(plaats < 0)
    plaats[matrix] = aantal + np.arange(len(matrix))
    cel, totaal = cel.assign(plaats=plaats), aantal + len(matrix)
    laag, hoog = np.zeros(totaal), np.full(totaal, ONEINDIG)
    zichtbaar, geheim = np.zeros(totaal, dtype=bool), np.zeros(totaal, dtype=bool)
    laag[cel["plaats"]], hoog[cel["plaats"]] = _grenzen(cel, regels, tweede)
    zichtbaar[cel["plaats"]] = cel["waarde"].notna()
    geheim[cel["plaats"]] = cel["waarde"].isna()
    sleutel = _namen(blokken, cel, totaal)
    onder, breedte = _regelwaarden(sleutel, regels, "geheim_onder"), _regelwaarden(sleutel, regels, "breedte")
    # `geen` of an area that is not published says nothing of anybody's use.
    breedte[zichtbaar | (~geheim & (sleutel["onderdeel"] == "geen").to_numpy())] = 0
    _noemergrenzen(blokken, gebied, laag, hoog)
    afgerond = _regelwaarden(sleutel, regels, "afronding") > 1
    rooster = Rooster(sleutel, laag, hoog, breedte, zichtbaar, geheim, onder, afgerond, blokken, gebied)
    for rij in cel[cel["tabel"] == "overlap_matrix"].itertuples():
        if isinstance(rij.regeling_b, str):
            rooster.matrix[rij.periode, rij.regeling_a, rij.regeling_b] = rij.plaats
        else:
            rooster.regeling[rij.periode, rij.regeling_a] = rij.plaats
    return rooster


def _regelwaarden(sleutel: pd.DataFrame, regels: Regels, veld: str) -> np.ndarray:
    """What the rule of its definition and year says, per row; 0 where there is none."""
    naam = sleutel["definitie"] + "|" + sleutel["periode"].str[:4]
    waarden = {"|".join(wie): getattr(regel, veld) for wie, regel in regels.items()}
    return naam.map(waarden).fillna(0).to_numpy(dtype=float, copy=True)


def _blokken(cel: pd.DataFrame, gebied: pd.DataFrame) -> tuple[list[Blok], int]:
    """A block per year and unit, with the definitions and periods that are there."""
    tel, blokken, aantal = cel[cel["tabel"] != "overlap_matrix"], [], 0
    perioden = sorted(tel["periode"].unique())
    definities = tuple(sorted(tel["definitie"].unique()))
    for jaar, deel in gebied.groupby("jaar"):
        van_jaar = tuple(periode for periode in perioden if periode[:4] == str(jaar))
        gebieden = tuple(deel["gebied_code"])
        for eenheid in EENHEDEN if van_jaar else ():
            groot = len(definities) * len(van_jaar) * len(gebieden) * len(DELEN)
            blokken.append(Blok(jaar, eenheid, definities, van_jaar, gebieden, aantal, aantal + groot))
            aantal += groot + len(gebieden)
    return blokken, aantal


def _plaats(cel: pd.DataFrame, blokken: list[Blok], aantal: int) -> np.ndarray:
    """The variable of each counted cell; -1 for what is in no block."""
    uit = np.full(len(cel), -1)
    jaren, eenheden = cel["periode"].str[:4].to_numpy(), cel["eenheid"].to_numpy()
    tellend = (cel["tabel"] != "overlap_matrix").to_numpy()
    deel = cel["onderdeel"].map({naam: n for n, naam in enumerate(DELEN)})
    for blok in blokken:
        hier = np.flatnonzero(tellend & (jaren == str(blok.jaar)) & (eenheden == blok.eenheid))
        codes = [
            cel[kolom].iloc[hier].map({naam: n for n, naam in enumerate(namen)}).to_numpy()
            for kolom, namen in (
                ("definitie", blok.definities),
                ("periode", blok.perioden),
                ("gebied_code", blok.gebieden),
            )
        ]
        plek = ((codes[0] * len(blok.perioden) + codes[1]) * len(blok.gebieden) + codes[2]) * len(DELEN)
        uit[hier] = blok.start + plek + deel.iloc[hier].to_numpy()
    return uit


def _namen(blokken: list[Blok], cel: pd.DataFrame, totaal: int) -> pd.DataFrame:
    """The key of every variable; a denominator has only its unit, year and area."""
    namen = np.full((totaal, len(SLEUTEL)), "", dtype=object)
    for blok in blokken:
        vorm = blok.cellen
        as_ = np.meshgrid(blok.definities, blok.perioden, blok.gebieden, DELEN, indexing="ij")
        plek = vorm.ravel()
        deel = as_[3].ravel()
        namen[plek, 0] = np.where(np.isin(deel, AANTALLEN), "stapeling", OVERLAP[blok.eenheid])
        for kolom, waarden in zip((1, 2, 4, 5), (as_[0], as_[1], as_[2], as_[3]), strict=True):
            namen[plek, kolom] = waarden.ravel()
        namen[plek, 3] = blok.eenheid
        namen[blok.noemers, 0], namen[blok.noemers, 2], namen[blok.noemers, 3] = "gebied", str(blok.jaar), blok.eenheid
        namen[blok.noemers, 4] = blok.gebieden
    matrix = cel[cel["tabel"] == "overlap_matrix"]
    namen[matrix["plaats"]] = matrix[SLEUTEL].to_numpy()
    return pd.DataFrame(namen, columns=SLEUTEL)


def _grenzen(cel: pd.DataFrame, regels: Regels, tweede: Iterable[tuple] | None) -> tuple[np.ndarray, np.ndarray]:
    """Per cell what its published value, or that it is secret, says."""
    onder, afronding, nul = (_regelwaarden(cel, regels, veld) for veld in ("geheim_onder", "afronding", "nul_geheim"))
    waarde = cel["waarde"].to_numpy()
    zichtbaar = ~np.isnan(waarde)
    laag = np.where(zichtbaar, np.maximum(waarde - afronding // 2, np.where(waarde > 0, onder, 0)), 1 - nul)
    hoog = np.where(zichtbaar, np.where(waarde > 0, waarde + (afronding - 1) // 2, 0), onder - 1)
    if tweede is None:
        return laag, np.where(zichtbaar, hoog, ONEINDIG)
    groot = np.zeros(len(cel), dtype=bool)
    groot[~zichtbaar] = in_cellen(
        cel.loc[~zichtbaar, SLEUTEL], pd.DataFrame(list(tweede), columns=SLEUTEL, dtype="str")
    )
    return np.where(groot, onder, laag), np.where(groot, ONEINDIG, hoog)


def in_cellen(cel: pd.DataFrame, andere: pd.DataFrame) -> np.ndarray:
    """Per row of `cel` whether its key is among those of `andere`."""
    samen = cel[SLEUTEL].merge(andere[SLEUTEL].drop_duplicates(), on=SLEUTEL, how="left", indicator=True)
    return (samen["_merge"] == "both").to_numpy()


def _noemergrenzen(blokken: list[Blok], gebied: pd.DataFrame, laag: np.ndarray, hoog: np.ndarray) -> None:
    """Denominators: exact for a municipality, else within 2; what is not published is below 30."""
    for blok in blokken:
        rij = gebied[gebied["jaar"] == blok.jaar]
        waarde = rij[NOEMER[blok.eenheid]].astype("float64").to_numpy()
        marge = np.where(rij["gebied_soort"] == "gemeente", 0, 2)
        laag[blok.noemers] = np.where(np.isnan(waarde), 0, np.maximum(waarde - marge, 30))
        hoog[blok.noemers] = np.where(np.isnan(waarde), 29, waarde + marge)
