"""Gate 3 and `sdl attack`: whether an outsider can work out a secret cell from everything that was ever published.

Belongs here: which outcome stops a publication. Does not belong here: the attack (aanval), or what is hidden (warehouse.bescherming).

A weak cell stops the publication when something can be done about it: hide more cells, within the 2 % of the rows of a definition
that may be hidden (contract 4.14). Where that room is used up nobody can mend it, so a daily run would stop for ever: it is then a
finding. So is what only follows from more than a wijk with its buurten (`sdl attack`, which takes far longer), and what only follows
with an earlier publication beside this one: that has been seen already, and what is hidden may not depend on what was published
when, for the same deliveries give the same tables.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from expectations.aanval.aanval import Aanval, Zwak
from expectations.aanval.eerder import Sleutel, met_geheugen, onthouden
from expectations.aanval.geheugen import Geheugen
from expectations.aanval.grenzen import VLUG, VOLUIT, Tegenstrijdig
from expectations.aanval.rooster import Onthulregel, Regels, cellen, maak_rooster
from expectations.aanval.ruimte import ruimte
from expectations.aanval.verruimen import verbergbaar, verruim
from expectations.context import Regel, oordeel
from expectations.onthulling import van
from sources.definities import lees_definities

_HERSTEL = "Zet een van de cellen ernaast in dbt_project/seeds/geheim_extra.csv en draai opnieuw; `sdl attack` noemt tabel en plaats."
_EERDER = (
    "De publicatie gaat door: wat eerder is getoond is al gezien. Zet een cel ernaast die altijd zichtbaar was in "
    "dbt_project/seeds/geheim_extra.csv, dan volgt de geheime er niet meer uit."
)
_GEEN_RUIMTE = (
    "De publicatie gaat door: meer dan 2 % van een definitie mag niet geheim worden. Overweeg de tabellen van kleine gebieden niet "
    "breder te delen dan nodig; `sdl attack` noemt tabel en plaats."
)


@dataclass(frozen=True)
class Uitkomst:
    """What an attack found: the secret cells, the weak ones, and of those which can be helped by hiding more. Of the cells that
    worlds left open, `gevraagd` were drawn and asked one by one, `zwak_samen` of those are weak, and `onbeslist` are left.
    `voorstel` are the cells (SLEUTEL) that are best hidden as well.
    """

    cellen: int
    geheim: int
    zwak: list[Zwak]
    herstelbaar: frozenset[int]
    smalst: int | None
    onbeslist: int
    gevraagd: int
    zwak_samen: int
    voorstel: pd.DataFrame
    sleutel: pd.DataFrame


def val_aan(
    tabellen: Mapping[str, pd.DataFrame],
    tweede: Iterable[Sleutel] | None,
    grootboek: Iterable[pd.DataFrame] = (),
    *,
    oplosser: bool = True,
    voluit: bool = False,
    meld: Callable[[str], None] = lambda regel: None,
    geheugen: Geheugen | None = None,
) -> Uitkomst:
    """Attack published tables; `tweede` are the secret cells that are not small (None: unknown), `grootboek` the ledger's parts;
    `oplosser` goes beyond what follows close by, `voluit` decides every cell; `meld` is told how far it is.
    """
    cel = cellen(tabellen)
    gekend = None if tweede is None else set(tweede)
    erbij = met_geheugen(cel, onthouden(grootboek), gekend or set())
    rooster = maak_rooster(erbij, tabellen["gebied"], _regels(cel), gekend)
    aanval = Aanval(rooster, VOLUIT if voluit else VLUG, meld, geheugen)
    zwak = aanval.zwak() if oplosser else aanval.zwak_nabij()
    geholpen = verruim(aanval, zwak, verbergbaar(rooster, _ruimte(tabellen, gekend or set())))
    voorstel = rooster.sleutel.iloc[sorted(n for weg in geholpen.values() for n in weg)]
    smalst = min((een.hoog - een.laag for een in zwak), default=None)
    geheim = int(cel["waarde"].isna().sum())
    beslist = (aanval.onbeslist, aanval.gevraagd, aanval.zwak_samen)
    return Uitkomst(len(cel), geheim, zwak, frozenset(geholpen), smalst, *beslist, voorstel, rooster.sleutel)


def _regels(cel: pd.DataFrame) -> Regels:
    """The rules of the definitions that were published, per year."""
    bekend = lees_definities().definities
    uniek = cel.assign(jaar=cel["periode"].str[:4])[["definitie", "jaar"]].drop_duplicates()
    regels = {}
    for definitie, jaar in uniek.itertuples(index=False):
        if definitie in bekend:
            regel, breedte = van(bekend[definitie], int(jaar)), bekend[definitie].beschermingsbreedte.norm
            regels[definitie, jaar] = Onthulregel(regel.geheim_onder, regel.afronding, breedte, regel.nul_geheim)
    return regels


def _ruimte(tabellen: Mapping[str, pd.DataFrame], tweede: set[Sleutel]) -> Counter:
    """How many rows of each definition may still be hidden; a pair of schemes is two."""
    rijen: Counter = Counter({"gmsd": len(tabellen["overlap_matrix"])})
    for naam in ("huishouden_overlap", "client_overlap", "stapeling"):
        rijen.update(tabellen[naam]["definitie"].value_counts().to_dict())
    verborgen: Counter = Counter()
    for sleutel in tweede:
        verborgen[sleutel[1]] += 2 if sleutel[0] == "overlap_matrix" else 1
    return ruimte(rijen, verborgen)


def beoordeel_geheimhouding(
    tabellen: Mapping[str, pd.DataFrame],
    tweede: Iterable[Sleutel],
    grootboek: Iterable[pd.DataFrame] = (),
    geheugen: Geheugen | None = None,
) -> list[dict]:
    """Judge the secrecy of what would be published; three rules for each of the four counting tables. What `geheugen` knows from
    an earlier publication is not asked again.
    """
    gekend, delen = list(tweede), list(grootboek)
    geheugen = Geheugen() if geheugen is None else geheugen
    try:
        uitkomst = val_aan(tabellen, gekend, oplosser=False, geheugen=geheugen)
    except Tegenstrijdig:
        return _tegenstrijdig()
    samen = _met_eerder(tabellen, gekend, delen, uitkomst, geheugen)
    eerder = Counter(samen.sleutel["tabel"].iloc[[een.variabele for een in samen.zwak]])
    zwak = uitkomst.sleutel.iloc[[een.variabele for een in uitkomst.zwak]].reset_index(drop=True)
    stop = np.array([een.variabele in uitkomst.herstelbaar for een in uitkomst.zwak], dtype=bool)
    zin = "Geen geheime cel is uit alles wat ooit is gepubliceerd nauwer te bepalen dan de beschermingsbreedte."
    rijen = []
    for tabel in ("huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix"):
        hier = (zwak["tabel"] == tabel).to_numpy()
        frame = pd.DataFrame(
            {
                "herleidbaar": [int((hier & stop).sum())],
                "zonder_ruimte": [int((hier & ~stop).sum())],
                "eerder": [max(eerder[tabel] - int(hier.sum()), 0)],
            }
        )
        rijen += oordeel(
            f"Publicatie {tabel}, geheimhouding",
            frame,
            [
                _regel("M_AANVAL", "fataal", zin, _HERSTEL, "herleidbaar", frame, len(tabellen[tabel])),
                _regel(
                    "M_AANVAL_RUIMTE", "waarschuwing", zin, _GEEN_RUIMTE, "zonder_ruimte", frame, len(tabellen[tabel])
                ),
                _regel("M_AANVAL_EERDER", "fout", zin, _EERDER, "eerder", frame, len(tabellen[tabel])),
            ],
            laag="marts",
            bron="publicatie",
            tabel=tabel,
        )
    return rijen


def _met_eerder(
    tabellen: Mapping[str, pd.DataFrame],
    gekend: list[Sleutel],
    delen: list[pd.DataFrame],
    zonder: Uitkomst,
    geheugen: Geheugen,
) -> Uitkomst:
    """The attack with earlier publications beside this one; the same as without when they add nothing."""
    if not onthouden(delen):
        return zonder
    try:
        return val_aan(tabellen, gekend, delen, oplosser=False, geheugen=geheugen)
    except Tegenstrijdig:  # what was remembered cannot hold any more, so it tells nothing; this publication was judged
        return zonder


def _tegenstrijdig() -> list[dict]:
    """The tables contradict each other: nothing can be said, and another rule of this gate says why."""
    frame = pd.DataFrame({"tegenstrijdig": [1]})
    zin = "De tabellen zijn samen mogelijk, zodat is na te gaan wat een buitenstaander eruit kan afleiden."
    doe = "De publicatie gaat door; meld dit bij wie de relaties in expectations/aanval/relaties.py beheert."
    regel = _regel("M_AANVAL_TEGENSPRAAK", "fout", zin, doe, "tegenstrijdig", frame, 1)
    return oordeel("Publicatie, geheimhouding", frame, [regel], laag="marts", bron="publicatie", tabel="stapeling")


def _regel(code: str, ernst: str, zin: str, doe: str, kolom: str, frame: pd.DataFrame, gecontroleerd: int) -> Regel:
    argumenten = {"column": kolom, "value_set": [0]}
    soort = "ExpectColumnValuesToBeInSet"
    return Regel(
        code, ernst, zin, doe, soort, argumenten, "geheim", aantal=int(frame[kolom][0]), gecontroleerd=gecontroleerd
    )


def plaatsen(uitkomst: Uitkomst) -> Counter:
    """Weak cells counted per table, definition and area; never their values."""
    zwak = uitkomst.sleutel.iloc[[een.variabele for een in uitkomst.zwak]]
    return Counter(zip(*(zwak[kolom] for kolom in ("tabel", "definitie", "gebied_code")), strict=True))
