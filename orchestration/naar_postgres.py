"""The step that publishes in PostgreSQL: what it tells Dagster, the audit log and the person who waits.

Belongs here: that telling, and what `sdl status` says of it. Does not belong here: how it is done (warehouse.postgres).
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from dagster import AssetKey, DagsterInstance, MaterializeResult

from orchestration.voortgang import meld
from warehouse.audit import leg_vast
from warehouse.paths import DataRoot
from warehouse.postgres.fouten import PostgresFout, ingesteld

SLEUTEL = AssetKey(["publicatie", "postgres"])


def naar_postgres(home: DataRoot, run_id: str) -> Iterator[MaterializeResult]:
    """Publish and say so; yields nothing when SDL_POSTGRES is not set. Raises PostgresFout: the files stay published."""
    uri = ingesteld()
    if uri is None:
        if not os.environ.get("SDL_BEKEND_OP"):
            meld("postgres: overgeslagen, SDL_POSTGRES is niet gezet")
        return
    # Only who publishes there pays for loading the driver.
    from warehouse.postgres.publiceren import publiceer_postgres

    meld("postgres: schema marts bouwen, controleren en wisselen")
    begin = datetime.now(UTC)
    try:
        gedaan = publiceer_postgres(home, uri)
    except PostgresFout:
        leg_vast(home, "publicatie_postgres", begin=begin, gelukt=False, trace=run_id)
        raise
    leg_vast(
        home,
        "publicatie_postgres",
        begin=begin,
        trace=run_id,
        bekend_op=gedaan.bekend_op,
        rijen=gedaan.rijen,
        sha256=gedaan.controle,
    )
    if gedaan.zonder_slot:
        meld(
            "postgres: gewisseld terwijl iemand de vorige publicatie vasthield; die leest daar door tot de verbinding sluit"
        )
    yield MaterializeResult(
        metadata={f"rijen_{tabel}": aantal for tabel, aantal in gedaan.rijen.items()}
        | {"bekend_op": str(gedaan.bekend_op), "rijen": sum(gedaan.rijen.values()), "pogingen": gedaan.pogingen}
    )


def toon_postgres(instance: DagsterInstance) -> None:
    """Print when PostgreSQL last got a publication, and which; nothing when it never did and is not asked to."""
    laatste = instance.get_latest_materialization_event(SLEUTEL)
    if laatste is not None:
        metadata = laatste.asset_materialization.metadata
        wanneer = datetime.fromtimestamp(laatste.timestamp, UTC).astimezone()
        wat = f"leveringen tot en met {metadata['bekend_op'].value}, {metadata['rijen'].value} rijen"
        print(f"PostgreSQL     {wanneer:%Y-%m-%d %H:%M}  {wat}")
    elif ingesteld():
        print("PostgreSQL     nog niets gepubliceerd")
