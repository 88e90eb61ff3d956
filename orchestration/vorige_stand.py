"""The figures of the delivery date before the latest one, which `herziening` lays beside those of now.

Belongs here: which date that is, and computing its figures when they were not kept. Does not belong here: how they are kept
(warehouse.standen) or compared (dbt).

On a normal day the figures of the day before were kept when they were published. After a first run, a rebuild, or a delivery
with an earlier date they are computed again, by the same models on the same raw store, in a lake of their own.
"""

import shutil
from datetime import date
from functools import partial

from orchestration.dbt_bouw import bouw_stand
from orchestration.dbt_manifest import manifest
from orchestration.processen import bouwer
from orchestration.voortgang import meld
from sources.definities import lees_definities
from warehouse import antwoorden, standen
from warehouse.duck import lees_lake
from warehouse.paths import DataRoot

_DATA = """
    SELECT max(leverdatum) AS nu, max(CASE WHEN leverdatum < peil.bekend_op THEN leverdatum END) AS vorig
    FROM lake.staging.stg_manifest__levering CROSS JOIN lake.intermediate.int_peil__bekend_op AS peil
"""


def bereid_voor(home: DataRoot) -> None:
    """See to it that the marts can read the state before this one."""
    vorig = _datum(home, "vorig")
    if vorig is None:
        standen.kies(home, None)
        return
    naam = standen.naam_van(home, vorig, _versie(home))
    if not standen.is_bewaard(home, naam):
        meld(f"vorige stand: de cijfers met de leveringen tot en met {vorig} nog een keer berekenen")
        _bereken(home, vorig, naam)
    standen.kies(home, naam)


def bewaar(home: DataRoot) -> None:
    """Keep what was just published, for the next delivery date."""
    standen.bewaar_publicatie(home, standen.naam_van(home, _datum(home, "nu"), _versie(home)))


def _bereken(home: DataRoot, tot: date, naam: str) -> None:
    apart = DataRoot(home.tmp / "vorige", sleutels=home.sleutels, landing=home.landing)
    shutil.rmtree(apart.root, ignore_errors=True)
    apart.root.mkdir(parents=True)
    antwoorden.neem_mee(home, apart)
    try:
        bouwer.doe(partial(bouw_stand, str(apart.root), tot.isoformat(), standen.TABELLEN))
        standen.bewaar_uit_lake(home, apart, naam)
        antwoorden.neem_mee(apart, home)
    finally:
        shutil.rmtree(apart.root, ignore_errors=True)


def _datum(home: DataRoot, welke: str) -> date | None:
    waarde = lees_lake(home, _DATA)[welke][0]
    return None if waarde is None or waarde != waarde else waarde.date()


def _versie(home: DataRoot) -> str:
    """The SQL and the definitions, a municipality's own included."""
    return f"{manifest(home).name} {lees_definities().model_dump_json()}"
