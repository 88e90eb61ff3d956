"""Workbooks for who logs in nowhere: one per area, made from the publication and from nothing else.

Belongs here: the layout of the workbook. Does not belong here: figures that are not in a mart; which areas and words
(extract.yml).
"""

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
import yaml
from pydantic import BaseModel, ConfigDict
from xlsxwriter.workbook import Workbook

from warehouse.paths import DataRoot

GEHEIM = "geheim"
BREUK = "reeksbreuk"
_WETTEN = {"jeugd": "Jeugdwet", "wmo": "Wmo"}


class ExtractInstelling(BaseModel):
    """extract.yml, strictly read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    gebied_soort: str
    definitie: str
    huishoudensoort: str
    combinaties: dict[str, str]
    begrippen: dict[str, str]
    ontvangers: tuple[str, ...] = ()
    """Roles that the workbooks are meant for; codes, never names of people. They stand in the audit log."""


def lees_instelling() -> ExtractInstelling:
    """What extract.yml says; raises pydantic.ValidationError when it says something else."""
    return ExtractInstelling(**yaml.safe_load(Path(__file__).with_name("extract.yml").read_text("utf-8")))


def maak_extracten(home: DataRoot, vandaag: date) -> int:
    """Write all workbooks aside and swap them in; returns how many. Needs a publication."""
    instelling = lees_instelling()
    nieuw = home.root / ".extracts.nieuw"
    shutil.rmtree(nieuw, ignore_errors=True)
    nieuw.mkdir()
    con = duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True)
    try:
        gebieden = _rijen(
            con,
            "SELECT gebied_code, gebied_naam, bovenliggend FROM marts.gebied "
            "WHERE gebied_soort = ? AND jaar = (SELECT max(jaar) FROM marts.gebied) ORDER BY gebied_code",
            instelling.gebied_soort,
        )
        for gebied in gebieden:
            _werkboek(con, nieuw / f"{gebied['gebied_code']}.xlsx", gebied, instelling, vandaag)
    finally:
        con.close()
    _vervang(nieuw, home.extracts)
    return len(gebieden)


def _vervang(nieuw: Path, doel: Path) -> None:
    oud = doel.with_name(".extracts.oud")
    shutil.rmtree(oud, ignore_errors=True)
    if doel.exists():
        doel.rename(oud)
    os.rename(nieuw, doel)
    shutil.rmtree(oud, ignore_errors=True)


def _rijen(con: duckdb.DuckDBPyConnection, vraag: str, *waarden: object) -> list[dict[str, Any]]:
    cursor = con.execute(vraag, list(waarden))
    kolommen = [kolom[0] for kolom in cursor.description]
    return [dict(zip(kolommen, rij, strict=True)) for rij in cursor.fetchall()]


def _werkboek(
    con: duckdb.DuckDBPyConnection, pad: Path, gebied: dict[str, Any], instelling: ExtractInstelling, vandaag: date
) -> None:
    # A name from a delivery that begins with = must stay text.
    opties = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(pad), opties) as boek:
        boek.set_properties({"title": f"Overlap {gebied['gebied_naam']}", "subject": "Monitor sociaal domein"})
        overlap = _rijen(
            con,
            "SELECT * FROM marts.huishouden_overlap WHERE definitie = ? AND huishoudensoort = ? "
            "AND gebied_code IN (?, ?) AND length(periode) = 4 ORDER BY periode",
            instelling.definitie,
            instelling.huishoudensoort,
            gebied["gebied_code"],
            "GM" + gebied["gebied_code"][2:6],
        )
        breuken = _breuken(con, gebied["gebied_code"], instelling.definitie)
        _blad_huishoudens(boek, gebied, overlap, instelling, (vandaag, _verwachting(con)), breuken)
        _blad_voorzieningen(boek, con, gebied, instelling)
        _blad_breuken(boek, breuken)
        _blad_definities(boek, instelling)


def _breuken(con: duckdb.DuckDBPyConnection, gebied_code: str, definitie: str) -> list[dict[str, Any]]:
    """What makes own figures of a year and the one before mean something else here, per law."""
    return _rijen(
        con,
        "SELECT trend.periode, trend.vorige_periode, trend.wet, trend.titel, breuk.omschrijving FROM marts.trendbreuk AS trend "
        "JOIN marts.reeksbreuk AS breuk USING (reeksbreuk) WHERE trend.definitie = ? AND trend.gebied_code = ? "
        "AND trend.cijfers LIKE '%eigen%' AND length(trend.periode) = 4 ORDER BY trend.periode, trend.wet, trend.titel",
        definitie,
        gebied_code,
    )


def _blad_huishoudens(
    boek: Workbook,
    gebied: dict[str, Any],
    overlap: list[dict[str, Any]],
    instelling: ExtractInstelling,
    vooraf: tuple[date, str],
    breuken: list[dict[str, Any]],
) -> None:
    blad = boek.add_worksheet("Huishoudens")
    blad.set_column(0, 0, 30)
    blad.set_column(1, 20, 14)
    blad.write_string(0, 0, f"Huishoudens naar gebruik van de drie wetten: {gebied['gebied_naam']}", _vet(boek, 14))
    eigen = [rij for rij in overlap if rij["gebied_code"] == gebied["gebied_code"]]
    if not eigen:
        blad.write_string(2, 0, "Dit gebied heeft minder dan 30 huishoudens; er worden geen cijfers getoond.")
        return
    perioden = sorted({rij["periode"] for rij in eigen})
    status = "; ".join(f"{periode} {_status(eigen, periode)}" for periode in perioden)
    blad.write_string(
        1,
        0,
        f"Gemaakt op {vooraf[0]:%d-%m-%Y}, leveringen tot en met {eigen[-1]['bekend_op']:%d-%m-%Y}. Status: {status}.",
    )
    blad.write_string(2, 0, vooraf[1])
    waarden = {(rij["gebied_code"], rij["periode"], rij["combinatie"]): rij for rij in overlap}
    gemeente, laatste = "GM" + gebied["gebied_code"][2:6], perioden[-1]
    koppen = ["Groep", *(kop for periode in perioden for kop in (f"{periode} aantal", f"{periode} per 1.000"))]
    regels = []
    for code, naam in instelling.combinaties.items():
        cellen = [waarden[gebied["gebied_code"], periode, code] for periode in perioden]
        vergelijk = waarden.get((gemeente, laatste, code), {}).get("per_1000_huishoudens")
        getallen = [cel[kolom] for cel in cellen for kolom in ("huishoudens", "per_1000_huishoudens")]
        verschil = _verschil(cellen, code, breuken)
        regels.append([naam, *map(_cel, getallen), _cel(vergelijk), *verschil])
    trend = [f"Verschil {perioden[-2]} en {laatste} per 1.000"] if len(perioden) > 1 else []
    _tabel(blad, 3, "huishoudens", [*koppen, f"{laatste} gemeente per 1.000", *trend], regels)
    _grafiek(boek, blad, len(koppen), gebied["gebied_naam"], laatste)


def _verschil(cellen: list[dict[str, Any]], combinatie: str, breuken: list[dict[str, Any]]) -> list[int | str]:
    """The change from the last year but one to the last; a mark instead where the series breaks in between."""
    if len(cellen) < 2:
        return []
    vorig, nu = cellen[-2:]
    # In total and none all laws have a part; a break without a law also changes the denominator.
    wetten = {"alle", *(combinatie.split("+") if combinatie not in {"totaal", "geen"} else ("jeugd", "pwet", "wmo"))}
    if any(vorig["periode"] < breuk["periode"] <= nu["periode"] and breuk["wet"] in wetten for breuk in breuken):
        return [BREUK]
    if vorig["per_1000_huishoudens"] is None or nu["per_1000_huishoudens"] is None:
        return [GEHEIM]
    return [nu["per_1000_huishoudens"] - vorig["per_1000_huishoudens"]]


def _blad_breuken(boek: Workbook, breuken: list[dict[str, Any]]) -> None:
    blad = boek.add_worksheet("Reeksbreuken")
    blad.set_column(0, 2, 18)
    blad.set_column(3, 3, 110, boek.add_format({"text_wrap": True, "valign": "top"}))
    blad.write_string(0, 0, "Tussen welke jaren cijfers niet zijn te vergelijken", _vet(boek, 14))
    regels = [
        [breuk["vorige_periode"], breuk["periode"], breuk["wet"], f"{breuk['titel']}: {breuk['omschrijving']}"]
        for breuk in breuken
    ]
    if regels:
        _tabel(blad, 2, "reeksbreuken", ["Jaar", "En jaar", "Wet", "Reden"], regels)
    else:
        blad.write_string(2, 0, "Tussen de jaren in dit werkboek is geen breuk bekend.")


def _blad_voorzieningen(
    boek: Workbook, con: duckdb.DuckDBPyConnection, gebied: dict[str, Any], instelling: ExtractInstelling
) -> None:
    blad = boek.add_worksheet("Voorzieningen")
    blad.set_column(0, 20, 18)
    blad.write_string(0, 0, f"Huishoudens naar aantal voorzieningen: {gebied['gebied_naam']}", _vet(boek, 14))
    rijen = _rijen(
        con,
        "SELECT periode, aantal_voorzieningen, aantal, per_1000 FROM marts.stapeling WHERE definitie = ? AND eenheid = ? "
        "AND gebied_code = ? AND length(periode) = 4 ORDER BY periode, aantal_voorzieningen",
        instelling.definitie,
        f"huishoudens_{instelling.huishoudensoort}",
        gebied["gebied_code"],
    )
    regels = [
        [rij["periode"], rij["aantal_voorzieningen"], _cel(rij["aantal"]), _cel(rij["per_1000"])] for rij in rijen
    ]
    if regels:
        _tabel(blad, 2, "voorzieningen", ["Jaar", "Voorzieningen", "Huishoudens", "Per 1.000"], regels)


def _blad_definities(boek: Workbook, instelling: ExtractInstelling) -> None:
    blad = boek.add_worksheet("Definities")
    blad.set_column(0, 0, 18)
    blad.set_column(1, 1, 110, boek.add_format({"text_wrap": True, "valign": "top"}))
    blad.write_string(0, 0, "Wat de woorden hier betekenen", _vet(boek, 14))
    for nummer, (begrip, uitleg) in enumerate(instelling.begrippen.items(), start=2):
        blad.write_string(nummer, 0, begrip, _vet(boek, 11))
        blad.write_string(nummer, 1, uitleg)


def _verwachting(con: duckdb.DuckDBPyConnection) -> str:
    """What the latest year will come to in the municipality, as far as there is an interval; else nothing."""
    rijen = _rijen(
        con,
        "SELECT periode, wet, bekend, ondergrens, bovengrens, zekerheid FROM marts.volledigheid "
        "WHERE maat = 'gebruik' AND is_laatste AND ondergrens IS NOT NULL AND length(periode) = 4 ORDER BY periode, wet",
    )
    laatste = [rij for rij in rijen if rij["periode"] == rijen[-1]["periode"]]
    if not laatste:
        return ""
    delen = [
        f"{_WETTEN[rij['wet']]} nu {rij['bekend']}, verwacht tussen {rij['ondergrens']} en {rij['bovengrens']}"
        for rij in laatste
    ]
    return (
        f"Cliënten met een toewijzing in {laatste[0]['periode']}, hele gemeente: {'; '.join(delen)} "
        f"(zekerheid {laatste[0]['zekerheid']} %)."
    )


def _status(rijen: list[dict[str, Any]], periode: str) -> str:
    return next(rij["status"] for rij in rijen if rij["periode"] == periode)


def _cel(waarde: int | None) -> int | str:
    return GEHEIM if waarde is None else waarde


def _vet(boek: Workbook, grootte: int) -> Any:
    return boek.add_format({"bold": True, "font_size": grootte, "valign": "top"})


def _tabel(blad: Any, rij: int, naam: str, koppen: list[str], regels: list[list[int | str]]) -> None:
    blad.add_table(
        rij,
        0,
        rij + len(regels),
        len(koppen) - 1,
        {"name": naam, "columns": [{"header": kop} for kop in koppen], "data": regels, "style": "Table Style Light 9"},
    )
    blad.freeze_panes(rij + 1, 1)


def _grafiek(boek: Workbook, blad: Any, kolom_gemeente: int, naam: str, periode: str) -> None:
    # The seven exclusive groups only: totaal and geen would dwarf them.
    grafiek = boek.add_chart({"type": "bar"})
    for titel, kolom in ((naam, kolom_gemeente - 1), ("Gemeente", kolom_gemeente)):
        grafiek.add_series(
            {"name": titel, "categories": ["Huishoudens", 4, 0, 10, 0], "values": ["Huishoudens", 4, kolom, 10, kolom]}
        )
    grafiek.set_title({"name": f"Huishoudens per 1.000, {periode}", "name_font": {"size": 12}})
    grafiek.set_y_axis({"reverse": True})
    grafiek.set_legend({"position": "bottom"})
    grafiek.set_size({"width": 760, "height": 380})
    blad.insert_chart(
        15, 0, grafiek, {"description": f"Staafdiagram van huishoudens per 1.000 in {naam} en de gemeente, {periode}"}
    )
