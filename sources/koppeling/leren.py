"""Training the settings again on people and records of which is known who is who; prints what instellingen.yml should hold.

Belongs here: estimating m and u with Splink, and the outcome at each threshold. Does not belong here: choosing a threshold,
which a person does (instellingen.yml says why), or measuring on other people (tests/bench/koppelen.py).

    .venv/bin/python -m sources.koppeling.leren --inwoners 75000 --records 100000 --zaad 11
"""

import argparse
import sys
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sources.koppeling.instellingen import Instellingen, Kansen, lees_instellingen, voor_splink
from sources.koppeling.kans import INWONERS, RECORDS, koppel, vormgeef_beide
from sources.koppeling.splinkbron import linker, open_geheugen
from sources.synthetisch.zonder_bsn import inwoners, records

PAREN = 1e7
"""Random pairs in which levels are counted: one in 35,000 shares an address, so that some hundreds do."""
KLEINSTE = 1e-6
GEWICHTEN = (-4, -2, 0, 2, 3, 4, 5, 6, 8, 10)


def bevolking(aantal: int, zaad: int) -> pa.Table:
    """Synthetic residents as INWONERS, their number for a pseudonym."""
    wie = inwoners(aantal, zaad)
    kolommen = {
        "persoon": [een.nummer for een in wie],
        "naam": [een.naam for een in wie],
        "geboren": [een.geboren for een in wie],
        "postcode": [een.postcode for een in wie],
        "huisnummer": [een.huisnummer for een in wie],
        "partnernaam": [een.partner and een.partner[1] for een in wie],
    }
    return pa.table(kolommen, schema=INWONERS)


def registraties(aantal: int, zaad: int, hoeveel: int, lot: int) -> tuple[pa.Table, pa.Array]:
    """Records as RECORDS of those residents, and the resident each is really of (NULL: nobody)."""
    rijen = list(records(inwoners(aantal, zaad), hoeveel, lot))
    kolommen: dict[str, list[Any]] = {"nr": list(range(len(rijen)))}
    for veld in RECORDS.names[1:]:
        kolommen[veld] = [getattr(rij, veld) or None for rij in rijen]
    return pa.table(kolommen, schema=RECORDS), pa.array([rij.van for rij in rijen], pa.int64())


def leer(wie: pa.Table, rijen: pa.Table, van: pa.Array, zaad: int) -> dict[str, dict[str, Kansen]]:
    """m of the pairs that are known to be one person, u of random pairs, per level."""
    con = open_geheugen()
    try:
        links, rechts = vormgeef_beide(wie, rijen, van)
        splink, _ = linker(con, links, rechts, links["naam"], voor_splink(None, 1e-5))
        splink.training.estimate_u_using_random_sampling(max_pairs=PAREN, seed=zaad, min_count_per_level=None)
        splink.training.estimate_m_from_label_column("persoon")
        model = splink.misc.save_model_to_json()
    finally:
        con.close()
    return {
        vergelijking["output_column_name"]: {
            niveau["label_for_charts"]: Kansen(
                m=_netjes(niveau.get("m_probability")), u=_netjes(niveau.get("u_probability"))
            )
            for niveau in vergelijking["comparison_levels"]
            if not niveau.get("is_null_level")
        }
        for vergelijking in model["comparisons"]
    }


def _netjes(kans: float | None) -> float:
    """Three significant digits; what was never seen is rare, not impossible."""
    return max(float(f"{kans:.3g}"), KLEINSTE) if kans else KLEINSTE


def per_drempel(uitkomst: pa.Table, van: pa.Array, marge: float) -> list[tuple[float, float, float]]:
    """Of each weight as threshold: precision, and the share of the residents' records that it links rightly."""
    ruim = pc.greater_equal(pc.subtract(uitkomst["gewicht"], pc.fill_null(uitkomst["tweede_gewicht"], -1000.0)), marge)
    kan = pc.and_(ruim, pc.is_valid(uitkomst["persoon"]))
    goed = pc.fill_null(pc.equal(uitkomst["persoon"], van), False)
    regels = []
    for gewicht in GEWICHTEN:
        gekoppeld = pc.fill_null(pc.and_(kan, pc.greater_equal(uitkomst["gewicht"], gewicht)), False)
        links, juist = (pc.sum(masker).as_py() or 0 for masker in (gekoppeld, pc.and_(gekoppeld, goed)))
        regels.append((gewicht, juist / max(links, 1), juist / max(len(van) - van.null_count, 1)))
    return regels


def gevraagd(beschrijving: str, zaad: int) -> tuple[pa.Table, pa.Table, pa.Array, int]:
    """The residents, the records, whose those really are, and the seed, as the arguments of the command ask for them."""
    ontleder = argparse.ArgumentParser(description=beschrijving)
    ontleder.add_argument("--inwoners", type=int, default=75_000)
    ontleder.add_argument("--records", type=int, default=100_000)
    ontleder.add_argument("--zaad", type=int, default=zaad)
    keuze = ontleder.parse_args()
    rijen, van = registraties(keuze.inwoners, keuze.zaad, keuze.records, keuze.zaad)
    return bevolking(keuze.inwoners, keuze.zaad), rijen, van, keuze.zaad


def main() -> int:
    """Train, and print the levels as YAML and the thresholds as a table."""
    wie, rijen, van, zaad = gevraagd("Leert de instellingen van het koppelen opnieuw en toont ze.", 11)
    niveaus = leer(wie, rijen, van, zaad)
    print("niveaus:")
    for wat, lijst in niveaus.items():
        print(f"  {wat}:")
        for naam, kansen in lijst.items():
            print(f"    {naam}: {{m: {kansen.m:f}, u: {kansen.u:f}}}")
    oud = lees_instellingen()
    nieuw = Instellingen(**{**{veld: getattr(oud, veld) for veld in Instellingen.model_fields}, "niveaus": niveaus})
    print("\nvanaf gewicht   precisie   teruggevonden")
    for gewicht, precisie, gevonden in per_drempel(koppel(wie, rijen, nieuw), van, nieuw.drempels.marge.norm):
        print(f"{gewicht:13.0f}   {precisie:8.4f}   {gevonden:13.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
