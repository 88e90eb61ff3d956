"""From the answer of CBS to the two raw tables.

Belongs here: padding, missing values and their reason, the columns of raw. Does not belong here: fetching or writing.

A code means an area of that year: CBS uses a freed buurt code again for another buurt, so `jaar` is part of the key.
"""

import pyarrow as pa

from sources.cbs.ophalen import DIMENSIE, Antwoord, TabelFout
from sources.cbs.tabellen import Tabel

SOORTEN = {"NL": "land", "GM": "gemeente", "WK": "wijk", "BU": "buurt"}
KWB = pa.schema(
    [
        ("tabel", pa.string()),
        ("jaar", pa.int32()),
        ("gebied_code", pa.string()),
        ("gebied_naam", pa.string()),
        ("gebied_soort", pa.string()),
        ("onderwerp", pa.string()),
        ("eenheid", pa.string()),
        ("waarde", pa.float64()),
        ("reden", pa.string()),
    ]
)
BEVOLKING = pa.schema(
    [
        ("tabel", pa.string()),
        ("jaar", pa.int32()),
        ("gebied_code", pa.string()),
        ("gebied_naam", pa.string()),
        ("inwoners", pa.int64()),
        ("huishoudens", pa.int64()),
        ("status", pa.string()),
        ("reden", pa.string()),
    ]
)


def lees_waarde(tekst: str | None) -> tuple[float | None, str]:
    """The number and the reason: "." is secret or unknown, blank cannot occur. Raises TabelFout on anything else."""
    kaal = (tekst or "").strip()
    if not kaal:
        return None, "onmogelijk"
    if kaal == ".":
        return None, "geheim_of_onbekend"
    try:
        return float(kaal), "waarde"
    except ValueError as fout:
        raise TabelFout(
            "CBS gebruikt een teken voor een ontbrekend getal dat hier niet bekend is; breid vorm.py uit."
        ) from fout


def naar_kwb(tabel: Tabel, antwoord: Antwoord) -> pa.Table:
    """One row per area and topic, in the order of the answer."""
    namen = _titels(antwoord, DIMENSIE["kwb"])
    rijen = []
    for rij in antwoord.rijen:
        code = str(rij[DIMENSIE["kwb"]]).strip()
        gebied = (tabel.tabel, tabel.jaar, code, namen.get(code), SOORTEN.get(code[:2]))
        for kolom, onderwerp in antwoord.kolommen.items():
            rijen.append((*gebied, onderwerp.naam, onderwerp.eenheid, *lees_waarde(rij[kolom])))
    return _tabel(tabel, rijen, KWB, sleutel=("gebied_code", "onderwerp"))


def naar_bevolking(tabel: Tabel, antwoord: Antwoord) -> pa.Table:
    """One row per area and year from `vanaf`; `reden` is that of `inwoners`. The Netherlands is NL01, in kwb NL00."""
    namen = _titels(antwoord, DIMENSIE["bevolking"])
    status = {periode["Key"].strip(): periode.get("Status") for periode in antwoord.dimensies["Perioden"]}
    bij_naam = {onderwerp.naam: kolom for kolom, onderwerp in antwoord.kolommen.items()}
    rijen = []
    for rij in antwoord.rijen:
        code, periode = str(rij["RegioS"]).strip(), str(rij["Perioden"]).strip()
        if int(periode[:4]) < tabel.vanaf:
            continue
        inwoners, reden = lees_waarde(rij[bij_naam["TotaleBevolking"]])
        huishoudens, _ = lees_waarde(rij.get(bij_naam.get("TotaalParticuliereHuishoudens")))
        gebied = (tabel.tabel, int(periode[:4]), code, namen.get(code))
        rijen.append((*gebied, inwoners, huishoudens, status.get(periode), reden))
    return _tabel(tabel, rijen, BEVOLKING, sleutel=("gebied_code", "jaar"))


def _titels(antwoord: Antwoord, dimensie: str) -> dict[str, str]:
    return {str(rij["Key"]).strip(): str(rij["Title"]).strip() for rij in antwoord.dimensies[dimensie]}


def _tabel(tabel: Tabel, rijen: list[tuple], schema: pa.Schema, sleutel: tuple[str, ...]) -> pa.Table:
    if not rijen:
        raise TabelFout(
            f"Tabel {tabel.tabel} geeft geen rijen voor onze gemeenten. Controleer de codes in tabellen.yml."
        )
    kolommen = [
        pa.array(kolom, type_, from_pandas=False)
        for kolom, type_ in zip(_kolommen(rijen, schema), schema.types, strict=True)
    ]
    uitkomst = pa.table(kolommen, schema=schema)
    if uitkomst.group_by(list(sleutel)).aggregate([]).num_rows < uitkomst.num_rows:
        raise TabelFout(
            f"Tabel {tabel.tabel} geeft een gebied twee keer. Gebruik de vorige versie en meld het bij CBS."
        )
    return uitkomst


def _kolommen(rijen: list[tuple], schema: pa.Schema) -> list[list]:
    """Columns of the rows; counts come as float and are whole."""
    heel = {n for n, veld in enumerate(schema) if pa.types.is_integer(veld.type)}
    return [
        [int(waarde) if n in heel and waarde is not None else waarde for waarde in kolom]
        for n, kolom in enumerate(zip(*rijen, strict=True))
    ]
