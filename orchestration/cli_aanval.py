"""`sdl attack`: try everything an outsider can on what would be published, beside the whole ledger.

Belongs here: the command and what it prints. Does not belong here: the attack (expectations.aanval).
"""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.paths import DataRoot


def voeg_toe(opdrachten: Any) -> None:
    """Add the command to the parser."""
    deel = opdrachten.add_parser("attack", help="probeer geheime cellen te herleiden uit alles wat is gepubliceerd")
    diepte = deel.add_mutually_exclusive_group()
    diepte.add_argument("--per-wijk", action="store_true", help="kijk zover als poort 3: elke wijk met haar buurten")
    diepte.add_argument("--elke-cel", action="store_true", help="beslis elke cel, ook als dat uren duurt")
    deel.add_argument(
        "--voorstel",
        metavar="BESTAND",
        help="schrijf de cellen die ernaast verborgen kunnen worden, als rijen voor geheim_extra.csv",
    )
    deel.set_defaults(doe=_aanval)


def _aanval(argumenten: argparse.Namespace) -> int:
    from expectations.aanval.grenzen import Tegenstrijdig
    from warehouse.paths import data_root

    home = data_root()
    tabellen, tweede = _lees(home)
    if tabellen is None:
        print("Er is nog niets om aan te vallen: draai eerst `sdl run`.")
        return 1
    if tweede is None:
        print("Zonder lake is niet bekend welke geheime cellen groot zijn: dit is een zwakkere aanvaller.")
    try:
        return _val_aan(argumenten, home, tabellen, tweede)
    except Tegenstrijdig:
        print(
            "De tabellen spreken elkaar tegen, zodat er niets uit is af te leiden: bevinding M_AANVAL_TEGENSPRAAK zegt wat te doen."
        )
        return 1


def _val_aan(
    argumenten: argparse.Namespace, home: "DataRoot", tabellen: dict[str, Any], tweede: list[tuple] | None
) -> int:
    from expectations.geheimhouding import val_aan
    from orchestration.voortgang import meld
    from warehouse.grootboek import delen

    boek = delen(home)
    meld("aanval: alle verbanden van elke wijk met haar buurten")
    uitkomst = val_aan(tabellen, tweede, boek, oplosser=False)
    print(f"Cellen: {uitkomst.cellen}, waarvan geheim: {uitkomst.geheim}.")
    _toon(uitkomst)
    if not argumenten.per_wijk:
        meld("aanval: de hele gemeente samen; dat kan lang duren")
        uitkomst = val_aan(
            tabellen, tweede, boek, voluit=argumenten.elke_cel, meld=lambda regel: meld(f"aanval: {regel}")
        )
        if uitkomst.onbeslist:
            print(
                f"Niet beslist: {uitkomst.onbeslist} cellen. Van {uitkomst.gevraagd} die daaruit zijn geloot en een voor een bekeken "
                f"is {uitkomst.zwak_samen} te nauw te bepalen. `sdl attack --elke-cel` beslist ze alle."
            )
        _toon(uitkomst)
    if argumenten.voorstel:
        rijen = uitkomst.voorstel.assign(reden="voorstel van sdl attack")
        rijen.to_csv(argumenten.voorstel, index=False)
        print(
            f"{argumenten.voorstel}: {len(rijen)} rijen. Beoordeel ze en zet ze in dbt_project/seeds/geheim_extra.csv."
        )
    return 2 if uitkomst.zwak else 1 if uitkomst.onbeslist else 0


def _lees(home: "DataRoot") -> tuple[dict[str, Any] | None, list[tuple] | None]:
    """The tables that would be published, and which of their secret cells are not small. Without a lake what was published last."""
    import duckdb

    from warehouse.duck import lees_lake_samen

    namen = ("gebied", "huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")
    bestand, gepubliceerd = home.marts / "publicatie.duckdb", None
    if bestand.exists():
        with duckdb.connect(str(bestand), read_only=True) as con:
            gepubliceerd = {naam: con.execute(f"FROM marts.{naam} ORDER BY ALL").df() for naam in namen}
    if not home.lake.exists():
        return gepubliceerd, None
    try:
        vragen = {naam: f"FROM lake.marts.{naam} ORDER BY ALL" for naam in namen}
        tabellen = lees_lake_samen(home, vragen | {"tweede": "FROM lake.intermediate.int_geheim__tweede"})
    except duckdb.CatalogException:  # no run came that far
        return gepubliceerd, None
    if gepubliceerd is None or any(not tabellen[naam].equals(gepubliceerd[naam]) for naam in namen):
        print("Wat de laatste run maakte is niet gepubliceerd. Dit is de aanval op wat zij zou publiceren.")
    return tabellen, list(tabellen.pop("tweede").itertuples(index=False, name=None))


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
    if uitkomst.eerder:
        print(f"Daarvan volgen er {len(uitkomst.eerder)} alleen met een eerdere publicatie ernaast.")
    for (tabel, definitie, gebied), aantal in sorted(plaatsen(uitkomst).items()):
        print(f"  {tabel} {definitie} {gebied or 'gemeente'}: {aantal}", flush=True)
