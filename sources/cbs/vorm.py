"""From the answer of CBS to the raw tables.

Belongs here: padding, missing values and their reason, the columns of raw. Does not belong here: fetching or writing.

A code means an area of that year: CBS uses a freed buurt code again for another buurt, so `jaar` is part of the key.
A figure that is not of CBS is labelled so in the answer itself (see `_verzonnen`) and in the raw row (`herkomst`).
"""

import re

import pyarrow as pa

from sources.cbs.ophalen import DIMENSIE, Antwoord, TabelFout
from sources.cbs.tabellen import THEMAS, Tabel
from sources.schemas import SCHEMAS

SOORTEN = {"NL": "land", "GM": "gemeente", "WK": "wijk", "BU": "buurt"}
SCHEMA = {thema: SCHEMAS[f"cbs__{thema}"] for thema in THEMAS}
EENHEDEN = {"clienten": "ClientenMetVoorzieningen", "huishoudens": "HuishoudensMetVoorzieningen"}
_PERIODEN = {"JJ00": "", "HJ01": "H1", "HJ02": "H2"}


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
    return _tabel(tabel, rijen, SCHEMA["kwb"], sleutel=("gebied_code", "onderwerp"))


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
    return _tabel(tabel, rijen, SCHEMA["bevolking"], sleutel=("gebied_code", "jaar"))


def naar_overlap(tabel: Tabel, antwoord: Antwoord, combinaties: dict[str, str]) -> pa.Table:
    """One row per period, area, number of facilities, group and unit; `reden` is that of `aantal`.

    Period, group and number are in our words; `combinaties` says which code of CBS is which group.
    """
    rollen = antwoord.rollen
    namen = _titels(antwoord, rollen["gebied"])
    titels = _titels(antwoord, rollen["aantal"])
    gebruikt = {str(rij[rollen["aantal"]]).strip() for rij in antwoord.rijen}
    aantallen = {code: _aantal(titels.get(code, code), tabel) for code in gebruikt}
    status = {p["Key"].strip(): p.get("Status") for p in antwoord.dimensies[rollen["periode"]]}
    verzonnen = _verzonnen(antwoord)
    bij_naam = {(onderwerp.naam, onderwerp.eenheid): kolom for kolom, onderwerp in antwoord.kolommen.items()}
    per_1000 = {naam: kolom for (naam, eenheid), kolom in bij_naam.items() if eenheid != "aantal"}
    rijen = []
    for rij in antwoord.rijen:
        gebied, periode, soort, aantal = (
            str(rij[rollen[rol]]).strip() for rol in ("gebied", "periode", "soort", "aantal")
        )
        if soort not in combinaties:
            raise TabelFout(
                f"Tabel {tabel.tabel} heeft een soort voorziening ({soort}) die in tabellen.yml niet bij `combinaties` staat."
            )
        begin = (tabel.tabel, tabel.jaar, _periode(periode, tabel), status.get(periode), tabel.aangeleverd.get(periode))
        cel = (*begin, gebied, namen.get(gebied), SOORTEN.get(gebied[:2]), aantallen[aantal], combinaties[soort])
        for eenheid, naam in EENHEDEN.items():
            waarde, reden = lees_waarde(rij[bij_naam[naam, "aantal"]])
            verhouding, _ = lees_waarde(rij.get(per_1000.get(naam)))
            herkomst = "verzonnen" if gebied in verzonnen else "CBS"
            rijen.append((*cel, eenheid, waarde, verhouding, reden, herkomst))
    sleutel = ("periode", "gebied_code", "aantal_voorzieningen", "combinatie", "eenheid")
    return _tabel(tabel, rijen, SCHEMA["overlap"], sleutel=sleutel)


def _periode(sleutel: str, tabel: Tabel) -> str:
    """2022JJ00 is 2022, 2022HJ01 is 2022H1."""
    if sleutel[4:] not in _PERIODEN or sleutel[:4] != str(tabel.jaar):
        raise TabelFout(
            f"Tabel {tabel.tabel} heeft een periode ({sleutel}) die hier niet bekend is. Zoek het nummer van de tabel over "
            f"{tabel.jaar} en pas tabellen.yml aan."
        )
    return sleutel[:4] + _PERIODEN[sleutel[4:]]


def _aantal(titel: str, tabel: Tabel) -> str:
    """`1 maatwerkvoorziening` is 1, `6 of meer ...` is 6+, `Totaal` is totaal; by title, the codes differ per table."""
    gevonden = re.match(r"(?:(?P<totaal>totaal)|(?P<aantal>\d+)(?P<meer> of meer)?)\b", titel.casefold())
    if not gevonden:
        raise TabelFout(
            f'Tabel {tabel.tabel} heeft een aantal voorzieningen ("{titel}") dat hier niet bekend is; breid vorm.py uit.'
        )
    return gevonden["totaal"] or gevonden["aantal"] + ("+" if gevonden["meer"] else "")


def _verzonnen(antwoord: Antwoord) -> set[str]:
    """The areas whose figures are made up: where the description of the area says so, or that of the whole table."""
    gebieden = antwoord.dimensies[antwoord.rollen["gebied"]]
    alles = "verzonnen" in str(antwoord.info.get("Source") or "").casefold()
    return {
        str(gebied["Key"]).strip()
        for gebied in gebieden
        if alles or "verzonnen" in str(gebied.get("Description") or "").casefold()
    }


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
