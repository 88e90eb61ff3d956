"""Which further cells are made secret, so that nobody can work out the small ones from what is left.

Belongs here: the choice. Does not belong here: what an outsider can work out (expectations.aanval), or which cells are secret by
themselves and what is shown of the others (dbt).

The choice follows from the deliveries alone and leans to the same cells in every period and publication: a partner that changes
gives itself away to who kept the publication before. So cells are compared over all periods together, and ties fall by name.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.aanval.aanval import Aanval, Zwak
from expectations.aanval.grenzen import VLUG, Tegenstrijdig
from expectations.aanval.rooster import SLEUTEL, Onthulregel, Regels, Rooster, in_cellen, maak_rooster
from expectations.aanval.ruimte import AANDEEL, ruimte
from expectations.publicatie import GROEPEN

_SOORTEN = [25, 100, 1000]
"""Cells of about the same size cost about the same: where one class of size ends and the next begins."""


@dataclass
class _Keuze:
    """What is known of the cells that may be hidden, per variable of the grid, and what was chosen."""

    sleutel: np.ndarray
    definitie: np.ndarray
    kosten: np.ndarray
    afgerond: np.ndarray
    rijen: np.ndarray
    mag: np.ndarray
    ruimte: Counter
    gekozen: list[int]

    def naam(self, n: int) -> str:
        """What a cell is called, the same in every period."""
        return "|".join(self.sleutel[n])

    def past(self, n: int) -> bool:
        """Whether this cell may be hidden: it is visible, and its definition has room."""
        return bool(self.mag[n]) and self.ruimte[self.definitie[n]] >= self.rijen[n]

    def kies(self, n: int) -> None:
        """Hide it."""
        self.mag[n] = False
        self.ruimte[self.definitie[n]] -= int(self.rijen[n])
        self.gekozen.append(n)


def regels_van(cel: pd.DataFrame) -> Regels:
    """The disclosure rule per definition and year, from cells that carry theirs."""
    uniek = cel.assign(jaar=cel["periode"].str[:4]).drop_duplicates(["definitie", "jaar"])
    return {
        (rij.definitie, rij.jaar): Onthulregel(
            int(rij.geheim_onder), int(rij.afronding), int(rij.beschermingsbreedte), bool(rij.nul_geheim)
        )
        for rij in uniek.itertuples()
    }


def tweede(cel: pd.DataFrame, gebied: pd.DataFrame, extra: pd.DataFrame, aandeel: float = AANDEEL) -> pa.Table:
    """The cells to hide beside those that are secret by themselves, as rows of SLEUTEL in order.

    `cel` has a row per cell: SLEUTEL, waarde (as it would be published, NULL when secret), the columns of its rule, and for a
    pair of schemes the two; `gebied` is the mart; `extra` are cells that people chose to hide (SLEUTEL).
    """
    gekozen = (
        _kies(cel.sort_values(SLEUTEL, ignore_index=True), gebied, extra.fillna(""), aandeel)
        if len(cel)
        else cel[SLEUTEL]
    )
    return pa.Table.from_pandas(
        gekozen, schema=pa.schema([(naam, pa.string()) for naam in SLEUTEL]), preserve_index=False
    )


def _kies(cel: pd.DataFrame, gebied: pd.DataFrame, extra: pd.DataFrame, aandeel: float) -> pd.DataFrame:
    verplicht = _minstens(cel) | (in_cellen(cel, extra) & (cel["waarde"].notna() & cel["mag_geheim"]).to_numpy())
    sleutels = cel.loc[verplicht, SLEUTEL].itertuples(index=False, name=None)
    vooraf = cel.assign(waarde=cel["waarde"].mask(verplicht))
    rooster = maak_rooster(vooraf, gebied, regels_van(cel), list(sleutels))
    keuze = _begin(cel, rooster, cel[verplicht], aandeel)
    with suppress(Tegenstrijdig):  # gate 3 says so; what was chosen until then is hidden
        _bescherm(Aanval(rooster, VLUG), keuze)
    gekozen = pd.concat([cel.loc[verplicht, SLEUTEL], rooster.sleutel.iloc[keuze.gekozen]], ignore_index=True)
    return gekozen.sort_values(SLEUTEL, ignore_index=True)


def _minstens(cel: pd.DataFrame) -> np.ndarray:
    """Cells that the definition itself hides: where one group of an area is secret, so many are, the smallest first."""
    groep = cel[cel["onderdeel"].isin(GROEPEN) & (cel["minstens_geheim"] > 1) & (cel["tabel"] != "overlap_matrix")]
    plek = ["tabel", "definitie", "periode", "eenheid", "gebied_code"]
    geheim = groep["waarde"].isna().groupby([groep[kolom] for kolom in plek]).transform("sum")
    tekort = (groep["minstens_geheim"] - geheim).where(geheim > 0, 0)
    zichtbaar = groep[groep["waarde"].notna() & (tekort > 0)].sort_values([*plek, "waarde", "onderdeel"])
    nummer = zichtbaar.groupby(plek).cumcount()
    weg = zichtbaar.index[(nummer < tekort[zichtbaar.index]).to_numpy()]
    return cel.index.isin(weg)


def _begin(cel: pd.DataFrame, rooster: Rooster, verplicht: pd.DataFrame, aandeel: float) -> _Keuze:
    """Where the search begins; what must be hidden anyway is taken from the room of its definition."""
    rijen, weg = (deel.groupby("definitie")["rijen"].sum().to_dict() for deel in (cel, verplicht))
    sleutel = rooster.sleutel
    samen = sleutel.merge(cel[[*SLEUTEL, "waarde", "rijen", "mag_geheim"]], on=SLEUTEL, how="left")
    zonder_periode = [kolom for kolom in SLEUTEL if kolom != "periode"]
    typen = dict.fromkeys(zonder_periode, object)
    return _Keuze(
        sleutel=sleutel[zonder_periode].astype(typen).to_numpy(),
        definitie=sleutel["definitie"].to_numpy(),
        kosten=np.digitize(samen["waarde"].fillna(0).to_numpy(dtype=float), _SOORTEN),
        afgerond=sleutel["definitie"].isin(cel.loc[cel["afronding"] > 1, "definitie"]).to_numpy(),
        rijen=samen["rijen"].fillna(1).to_numpy(),
        mag=rooster.zichtbaar & samen["mag_geheim"].eq(True).to_numpy(),
        ruimte=ruimte(rijen, weg, aandeel),
        gekozen=[],
    )


def _bescherm(aanval: Aanval, keuze: _Keuze) -> None:
    """Hide cells until nothing is weak that shows without a solver, or nothing more may be hidden.

    A solver finds more (`sdl attack`) and takes minutes; every run pays for this. Rounded definitions come first: few cells
    protect them, also from a definition beside them that does not round and whose room is used up soon. Where it seems to end
    it looks once more as gate 3 will, from the beginning: another row may say the same and hold a cell that may be hidden.
    """

    def afgerond() -> list[Zwak]:
        return aanval.zwak_zonder_oplosser(keuze.afgerond)

    for zoek in (afgerond, aanval.zwak_zonder_oplosser):
        vers = False
        while (nieuw := _ronde(zoek(), keuze)) or not vers:  # every round hides something or is the last but one
            vers = not nieuw
            if vers:
                aanval.begin_opnieuw()
            else:
                aanval.verberg(nieuw)


def _ronde(zwak: list[Zwak], keuze: _Keuze) -> list[int]:
    """One cell for each weak cell that none of those chosen before it helps; what helps most weak cells goes first.

    Cells of one name are chosen together, whatever the period; when room runs out, that is where it helped least.
    """
    helpt: dict[str, dict[int, list[int]]] = {}
    for nummer, een in enumerate(zwak):
        for n in een.knelt:
            if keuze.past(n):
                helpt.setdefault(keuze.naam(n), {}).setdefault(n, []).append(nummer)
    open_ = np.ones(len(zwak), dtype=bool)
    rij = [
        (-sum(map(len, cellen.values())), min(keuze.kosten[n] for n in cellen), naam) for naam, cellen in helpt.items()
    ]
    heapify(rij)
    nieuw: list[int] = []
    while rij:
        dekking, kosten, naam = heappop(rij)
        nog = sum(int(open_[nummers].sum()) for nummers in helpt[naam].values())
        if nog and nog < -dekking:
            heappush(rij, (-nog, kosten, naam))
        elif nog:
            for n, nummers in sorted(helpt[naam].items()):
                if open_[nummers].any() and keuze.past(n):
                    keuze.kies(n)
                    nieuw.append(n)
                    open_[nummers] = False
    return nieuw
