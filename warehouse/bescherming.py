"""Which further cells are made secret, so that nobody can work out the small ones from what is left.

Belongs here: from cells to the ones that are hidden, and when that is enough. Does not belong here: what an outsider can work out
and what helps against it (expectations.aanval), or which cells are secret by themselves and what is shown of the others (dbt).

The choice follows from the deliveries alone and not from what was published before: the same deliveries give the same tables.
"""

from collections import Counter
from contextlib import suppress

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.aanval.aanval import Aanval
from expectations.aanval.geheugen import Geheugen
from expectations.aanval.grenzen import Tegenstrijdig
from expectations.aanval.rooster import SLEUTEL, Onthulregel, Regels, in_cellen, maak_rooster
from expectations.aanval.ruimte import AANDEEL, ruimte
from expectations.aanval.verruimen import verbergbaar, verruim
from expectations.publicatie import GROEPEN


def regels_van(cel: pd.DataFrame) -> Regels:
    """The disclosure rule per definition and year, from cells that carry theirs."""
    uniek = cel.assign(jaar=cel["periode"].str[:4]).drop_duplicates(["definitie", "jaar"])
    return {
        (rij.definitie, rij.jaar): Onthulregel(
            int(rij.geheim_onder), int(rij.afronding), int(rij.beschermingsbreedte), bool(rij.nul_geheim)
        )
        for rij in uniek.itertuples()
    }


def tweede(
    cel: pd.DataFrame,
    gebied: pd.DataFrame,
    extra: pd.DataFrame,
    aandeel: float = AANDEEL,
    geheugen: Geheugen | None = None,
) -> pa.Table:
    """The cells to hide beside those that are secret by themselves, as rows of SLEUTEL in order.

    `cel` has a row per cell: SLEUTEL, waarde (as it would be published, NULL when secret), the columns of its rule, and for a
    pair of schemes the two; `gebied` is the mart; `extra` are cells that people chose to hide (SLEUTEL);
    what `geheugen` knows is not asked again and changes nothing else.
    """
    gekozen = (
        _kies(cel.sort_values(SLEUTEL, ignore_index=True), gebied, extra.fillna(""), aandeel, geheugen)
        if len(cel)
        else cel[SLEUTEL]
    )
    return pa.Table.from_pandas(
        gekozen, schema=pa.schema([(naam, pa.string()) for naam in SLEUTEL]), preserve_index=False
    )


def _kies(
    cel: pd.DataFrame, gebied: pd.DataFrame, extra: pd.DataFrame, aandeel: float, geheugen: Geheugen | None
) -> pd.DataFrame:
    verplicht = _minstens(cel) | (in_cellen(cel, extra) & (cel["waarde"].notna() & cel["mag_geheim"]).to_numpy())
    sleutels = cel.loc[verplicht, SLEUTEL].itertuples(index=False, name=None)
    vooraf = cel.assign(waarde=cel["waarde"].mask(verplicht))
    rooster = maak_rooster(vooraf, gebied, regels_van(cel), list(sleutels))
    rijen, weg = (deel.groupby("definitie")["rijen"].sum().to_dict() for deel in (cel, cel[verplicht]))
    gekozen: list[int] = []
    with suppress(Tegenstrijdig):  # gate 3 says so; what was chosen until then is hidden
        _bescherm(Aanval(rooster, geheugen=geheugen), ruimte(rijen, weg, aandeel), gekozen)
    samen = pd.concat([cel.loc[verplicht, SLEUTEL], rooster.sleutel.iloc[gekozen]], ignore_index=True)
    return samen.sort_values(SLEUTEL, ignore_index=True)


def _bescherm(aanval: Aanval, over: Counter, gekozen: list[int]) -> None:
    """Hide cells, and add them to `gekozen`, until nothing more can be helped within the room there is, as gate 3 will look."""
    mag = verbergbaar(aanval.rooster, over)
    while geholpen := verruim(aanval, aanval.zwak_nabij(), mag):
        gekozen += [n for cellen in geholpen.values() for n in cellen]


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
