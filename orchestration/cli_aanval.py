"""`sdl attack`: try everything an outsider can on the publication and the whole ledger.

Belongs here: the command and what it prints. Does not belong here: the attack (expectations.aanval).
"""

import argparse
from typing import Any


def voeg_toe(opdrachten: Any) -> None:
    """Add the command to the parser."""
    deel = opdrachten.add_parser("attack", help="probeer geheime cellen te herleiden uit alles wat is gepubliceerd")
    deel.add_argument("--elke-cel", action="store_true", help="beslis elke cel, ook als dat uren duurt")
    deel.add_argument(
        "--voorstel",
        metavar="BESTAND",
        help="schrijf de cellen die ernaast verborgen kunnen worden, als rijen voor geheim_extra.csv",
    )
    deel.set_defaults(doe=_aanval)


def _aanval(argumenten: argparse.Namespace) -> int:
    import duckdb

    from expectations.geheimhouding import val_aan
    from orchestration.voortgang import meld
    from warehouse.duck import lees_lake
    from warehouse.grootboek import delen
    from warehouse.paths import data_root

    home = data_root()
    bestand = home.marts / "publicatie.duckdb"
    if not bestand.exists():
        print("Er is nog niets gepubliceerd: draai eerst `sdl run`.")
        return 1
    with duckdb.connect(str(bestand), read_only=True) as con:
        namen = ("gebied", "huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")
        tabellen = {naam: con.execute(f"FROM marts.{naam}").df() for naam in namen}
    tweede = None
    if home.lake.exists():
        rijen = lees_lake(home, "FROM lake.intermediate.int_geheim__tweede")
        tweede = list(rijen.itertuples(index=False, name=None))
    boek = delen(home)
    meld("aanval: alle verbanden van elke wijk met haar buurten")
    uitkomst = val_aan(tabellen, tweede, boek, oplosser=False)
    print(f"Cellen: {uitkomst.cellen}, waarvan geheim: {uitkomst.geheim}.")
    _toon(uitkomst)
    meld("aanval: de hele gemeente samen; dat kan lang duren")
    uitkomst = val_aan(tabellen, tweede, boek, voluit=argumenten.elke_cel, meld=lambda regel: meld(f"aanval: {regel}"))
    if uitkomst.onbeslist:
        print(
            f"Niet beslist: {uitkomst.onbeslist} cellen. Van {uitkomst.gevraagd} die daaruit zijn geloot en een voor een bekeken "
            f"is {uitkomst.zwak_samen} te nauw te bepalen. `sdl attack --elke-cel` beslist ze alle."
        )
    if tweede is None:
        print("Zonder lake is niet bekend welke geheime cellen groot zijn: dit is een zwakkere aanvaller.")
    _toon(uitkomst)
    if argumenten.voorstel:
        rijen = uitkomst.voorstel.assign(reden="voorstel van sdl attack")
        rijen.to_csv(argumenten.voorstel, index=False)
        print(
            f"{argumenten.voorstel}: {len(rijen)} rijen. Beoordeel ze en zet ze in dbt_project/seeds/geheim_extra.csv."
        )
    return 2 if uitkomst.zwak else 1 if uitkomst.onbeslist else 0


def _toon(uitkomst: Any) -> None:
    """Print what is weak, and where; never a value."""
    from expectations.geheimhouding import plaatsen

    if not uitkomst.zwak:
        print("Geen geheime cel gevonden die nauwer is te bepalen dan de beschermingsbreedte.")
        return
    print(f"Te nauw te bepalen: {len(uitkomst.zwak)}; smalste bereik: {uitkomst.smalst + 1} mogelijke waarden.")
    print(
        f"Te herstellen met een rij in dbt_project/seeds/geheim_extra.csv: {len(uitkomst.herstelbaar)}; "
        "`sdl attack --voorstel BESTAND` schrijft welke."
    )
    for (tabel, definitie, gebied), aantal in sorted(plaatsen(uitkomst).items()):
        print(f"  {tabel} {definitie} {gebied or 'gemeente'}: {aantal}", flush=True)
