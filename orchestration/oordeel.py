"""What each gate looks at, as it runs in the process of Great Expectations.

Belongs here: reading what is judged, and keeping the judgement and its pages. Does not belong here: rules and norms
(expectations), or Dagster (this process does not load it). Imports stand in the functions: pandas and Great Expectations
are for that process, and the main one only names these functions.
"""

import os

from warehouse.paths import DataRoot


def levering(home: DataRoot) -> list[dict]:
    """Gate 1: the counts per delivery; and which findings are accepted, for the marts of this run."""
    from expectations.acceptaties import lees_acceptaties
    from expectations.leveringen import beoordeel_leveringen
    from warehouse.oordelen import bewaar_acceptaties
    from warehouse.overzicht import leveringen

    bewaar_acceptaties(home, lees_acceptaties())
    return _bewaard(
        home, "levering", beoordeel_leveringen(leveringen(home, os.environ.get("SDL_BEKEND_OP", "9999-12-31")))
    )


def lake(home: DataRoot) -> list[dict]:
    """Gate 2: per rule how many rows were checked and how many break it."""
    from expectations.lake import beoordeel_lake
    from warehouse.duck import lees_lake

    profiel = """
        SELECT regel, tabel AS onderdeel, min(ernst) AS ernst,
               CAST(sum(aantal_gecontroleerd) AS BIGINT) AS gecontroleerd, CAST(sum(aantal_open) AS BIGINT) AS geschonden
        FROM lake.intermediate.int_bevinding__stand WHERE laag = 'lake' GROUP BY ALL ORDER BY ALL
    """
    return _bewaard(home, "lake", beoordeel_lake(lees_lake(home, profiel)))


def marts(home: DataRoot) -> list[dict]:
    """Gate 3: the tables that the contract fixes and the others, each whole, and the areas beside CBS."""
    from expectations.cbs import beoordeel_cbs, cbs_maten
    from expectations.geheimhouding import beoordeel_geheimhouding
    from expectations.marts import beoordeel_marts
    from expectations.overige import OVERIGE
    from expectations.overige_regels import beoordeel_overige
    from expectations.publicatie import TABELLEN
    from warehouse.antwoorden import geheugen
    from warehouse.duck import lees_lake, lees_lake_samen
    from warehouse.grootboek import delen

    alle = (*TABELLEN, *OVERIGE)
    tabellen = lees_lake_samen(home, {tabel.naam: f"SELECT * FROM lake.marts.{tabel.naam}" for tabel in alle})
    maten = cbs_maten(
        lees_lake(home, "SELECT * FROM lake.staging.stg_cbs__kwb"),
        lees_lake(home, "SELECT * FROM lake.staging.stg_cbs__bevolking"),
    )
    tweede = lees_lake(home, "FROM lake.intermediate.int_geheim__tweede").itertuples(index=False, name=None)
    oordelen = beoordeel_marts(tabellen)
    if all(rij["geslaagd"] for rij in oordelen if rij["ernst"] == "fataal"):  # else there are no whole tables to attack
        with geheugen(home) as bekend:
            oordelen += beoordeel_geheimhouding(tabellen, tweede, delen(home), bekend)
    oordelen += beoordeel_overige(tabellen)
    return _bewaard(home, "marts", oordelen + beoordeel_cbs(tabellen["gebied"], maten))


def _bewaard(home: DataRoot, poort: str, oordelen: list[dict]) -> list[dict]:
    from expectations.docs import schrijf_docs
    from warehouse.oordelen import bewaar

    bewaar(home, poort, oordelen)
    schrijf_docs(home)
    return oordelen
