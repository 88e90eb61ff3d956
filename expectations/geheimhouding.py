"""Gate 3 and `sdl attack`: whether an outsider can work out a secret cell from everything that was ever published.

Belongs here: which outcome stops a publication. Does not belong here: the attack (aanval), or what is hidden (warehouse.bescherming).

A weak cell stops the publication when something can be done about it: hide more cells, within the 2 % of the rows of a definition
that may be hidden (contract 4.14). Where that room is used up nobody can mend it, so a daily run would stop for ever: it is then a
finding. So is what only follows from more than a wijk with its buurten (`sdl attack`, which takes far longer).

What follows only with an earlier publication beside this one needs a person: what the run itself hides may not depend on what was
published when, for the same deliveries give the same tables. It stops a publication too, but only for a definition that keeps all
its secrets by itself, and not in a village (normen.yml says why): where room is short every small correction would stop the run. The
rest is a warning of this run, and no finding in the publication, which would then depend on earlier ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
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
from expectations.normen import lees_normen
from expectations.onthulling import van
from sources.definities import lees_definities

_HERSTEL = (
    "Zet de cellen die `sdl attack --per-wijk --voorstel BESTAND` noemt, of andere ernaast, in dbt_project/seeds/geheim_extra.csv en draai "
    "opnieuw."
)
_EERDER = (
    "Zet de cellen die `sdl attack --per-wijk --voorstel BESTAND` noemt in dbt_project/seeds/geheim_extra.csv en draai opnieuw. Kies geen "
    "cel die al te zien was en niet is veranderd: wie de vorige publicatie bewaarde kent haar."
)
_GEEN_RUIMTE = (
    "De publicatie gaat door: geen cel die nog verborgen mag worden helpt (hoogstens 2 % van een definitie, en wat al was gepubliceerd is "
    "gezien). Overweeg de tabellen van kleine gebieden niet breder te delen dan nodig; `sdl attack` noemt tabel en plaats."
)


@dataclass(frozen=True)
class Uitkomst:
    """What an attack found: the secret cells, the weak ones, those of them that follow only with an earlier publication (`eerder`),
    and those which can be helped by hiding more. Of the cells that worlds left open, `gevraagd` were drawn and asked one by one,
    `zwak_samen` of those are weak, and `onbeslist` are left. `voorstel` are the cells (SLEUTEL) that are best hidden as well.
    """

    cellen: int
    geheim: int
    zwak: list[Zwak]
    eerder: frozenset[int]
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
    cel, gekend = cellen(tabellen), None if tweede is None else set(tweede)
    regels, ruimte_ = _regels(cel), _ruimte(tabellen, gekend or set())

    def poging(gezien: pd.DataFrame, niet: Iterable[Sleutel] = (), bekend: frozenset[int] = frozenset()) -> _Poging:
        rooster = maak_rooster(gezien, tabellen["gebied"], regels, gekend)
        aanval = Aanval(rooster, VOLUIT if voluit else VLUG, meld, geheugen)
        zwak = aanval.zwak() if oplosser else aanval.zwak_nabij()
        zwak = [een for een in zwak if een.variabele not in bekend]
        return _Poging(aanval, zwak, verruim(aanval, zwak, verbergbaar(rooster, ruimte_, niet)))

    alleen, herinnering = poging(cel), onthouden(grootboek, cel)
    erbij, samen = met_geheugen(cel, herinnering.waarden, gekend or set()), None
    if erbij is not cel:
        with suppress(Tegenstrijdig):  # what was remembered cannot hold any more, so it tells nothing
            samen = poging(erbij, herinnering.vast, frozenset(een.variabele for een in alleen.zwak))
    return _uitkomst(cel, alleen, samen)


@dataclass(frozen=True)
class _Poging:
    """An attack, what it found, and per weak variable what to hide."""

    aanval: Aanval
    zwak: list[Zwak]
    geholpen: dict[int, list[int]]


def _uitkomst(cel: pd.DataFrame, alleen: _Poging, samen: _Poging | None) -> Uitkomst:
    """What was found with this publication by itself, and what earlier ones add."""
    pogingen = [alleen] if samen is None else [alleen, samen]
    zwak = [een for poging in pogingen for een in poging.zwak]
    geholpen = {n: weg for poging in pogingen for n, weg in poging.geholpen.items()}
    laatste, sleutel = pogingen[-1].aanval, alleen.aanval.rooster.sleutel
    return Uitkomst(
        len(cel),
        int(cel["waarde"].isna().sum()),
        zwak,
        frozenset(een.variabele for een in pogingen[1].zwak) if samen else frozenset(),
        frozenset(geholpen),
        min((een.hoog - een.laag for een in zwak), default=None),
        laatste.onbeslist,
        laatste.gevraagd,
        laatste.zwak_samen,
        sleutel.iloc[sorted({n for weg in geholpen.values() for n in weg})],
        sleutel,
    )


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
    """Judge the secrecy of what would be published; four rules for each of the four counting tables. What `geheugen` knows from
    an earlier publication is not asked again.
    """
    try:
        uitkomst = val_aan(tabellen, tweede, grootboek, oplosser=False, geheugen=geheugen)
    except Tegenstrijdig:
        return _tegenstrijdig()
    zwak = [een.variabele for een in uitkomst.zwak]
    sleutel = uitkomst.sleutel.iloc[zwak].reset_index(drop=True)
    eerder, kan = np.isin(zwak, list(uitkomst.eerder)), np.isin(zwak, list(uitkomst.herstelbaar))
    dicht = ~sleutel["definitie"].isin(sleutel["definitie"][~eerder]).to_numpy() & _stopt_om_eerder(tabellen["gebied"])
    zin = "Geen geheime cel is uit alles wat ooit is gepubliceerd nauwer te bepalen dan de beschermingsbreedte."
    rijen = []
    for tabel in ("huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix"):
        hier = (sleutel["tabel"] == tabel).to_numpy()
        frame = pd.DataFrame(
            {
                "herleidbaar": [int((hier & ~eerder & kan).sum())],
                "zonder_ruimte": [int((hier & ~eerder & ~kan).sum())],
                "eerder": [int((hier & eerder & kan & dicht).sum())],
                "eerder_zonder_ruimte": [int((hier & eerder & ~(kan & dicht)).sum())],
            }
        )
        rijen += oordeel(
            f"Publicatie {tabel}, geheimhouding",
            frame,
            [
                _regel(code, ernst, zin, doe, kolom, frame, len(tabellen[tabel]))
                for code, ernst, doe, kolom in (
                    ("M_AANVAL", "fataal", _HERSTEL, "herleidbaar"),
                    ("M_AANVAL_RUIMTE", "waarschuwing", _GEEN_RUIMTE, "zonder_ruimte"),
                    ("M_AANVAL_EERDER", "fataal", _EERDER, "eerder"),
                    ("M_AANVAL_EERDER_RUIMTE", "waarschuwing", _GEEN_RUIMTE, "eerder_zonder_ruimte"),
                )
            ],
            laag="marts",
            bron="publicatie",
            tabel=tabel,
        )
    return rijen


def _stopt_om_eerder(gebied: pd.DataFrame) -> bool:
    """Whether there are inhabitants enough to stop for what follows with an earlier publication only."""
    laatste = gebied[(gebied["gebied_soort"] == "gemeente") & (gebied["jaar"] == gebied["jaar"].max())]
    return bool(laatste["inwoners"].sum() >= lees_normen().marts.eerder_stopt_vanaf.norm)


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
