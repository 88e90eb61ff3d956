"""The types of the columns in CSV deliveries: from text to a value, whole columns at a time.

Belongs here: what fits a type. Does not belong here: which column has which type (the YAML of a source).

Each type is a function from a text column (blanks trimmed, "" = not filled) to (values, mask of what does not fit).
Dates of the BRP stay text here, because other columns follow from one; `brp_datum` reads them.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Gelezen = tuple[pa.Array, pa.Array]
ONTHOUDEN = 100_000
"""Dates remembered: the days of three centuries, the same in every delivery."""
_NUMMER = re.compile(r"\d{5,}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BRP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SCHRIKKELJAAR = 2000
_GEWICHTEN = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
_MACHTEN = 10 ** np.arange(8, -1, -1)


def per_waarde(kolom: pa.Array, functie: Callable[[str], object], soort: pa.DataType) -> pa.Array:
    """Apply a function to each distinct value once; for what Arrow has no kernel for."""
    gecodeerd = pc.dictionary_encode(kolom)
    uitkomst = pa.array([functie(waarde) for waarde in gecodeerd.dictionary.to_pylist()], soort)
    return uitkomst.take(gecodeerd.indices)


def heeft_nummer(naam: str, mag: str = "") -> bool:
    """True when a text holds five or more digits in a row, in any script, that do not stand in `mag`."""
    return any(nummer not in mag for nummer in _NUMMER.findall(naam))


def leeg_is_null(kolom: pa.Array) -> pa.Array:
    """The column with NULL for what is not filled."""
    return pc.if_else(pc.equal(kolom, ""), pa.scalar(None, pa.string()), kolom)


def _fout(kolom: pa.Array, past: pa.Array) -> pa.Array:
    return pc.and_(pc.not_equal(kolom, ""), pc.invert(past))


def _tekst(kolom: pa.Array) -> Gelezen:
    return leeg_is_null(kolom), pa.repeat(pa.scalar(False), len(kolom))


def _patroon(patroon: str) -> Callable[[pa.Array], Gelezen]:
    def lees(kolom: pa.Array) -> Gelezen:
        fout = _fout(kolom, pc.match_substring_regex(kolom, f"^(?:{patroon})$"))
        return leeg_is_null(pc.if_else(fout, "", kolom)), fout

    return lees


def _codes(*codes: str) -> Callable[[pa.Array], Gelezen]:
    toegestaan = pa.array(codes)

    def lees(kolom: pa.Array) -> Gelezen:
        return leeg_is_null(kolom), _fout(kolom, pc.is_in(kolom, value_set=toegestaan))

    return lees


@lru_cache(ONTHOUDEN)
def iso_datum(waarde: str) -> date | None:
    """The date that YYYY-MM-DD names, None when no such day exists."""
    try:
        return date.fromisoformat(waarde) if _ISO.fullmatch(waarde) else None
    except ValueError:
        return None


def _datum(kolom: pa.Array) -> Gelezen:
    datums = per_waarde(kolom, iso_datum, pa.date32())
    return datums, _fout(kolom, pc.is_valid(datums))


def _datum_of_cijfers(kolom: pa.Array) -> Gelezen:
    return _datum(pc.replace_substring_regex(kolom, "^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3"))


@lru_cache(ONTHOUDEN)
def brp_datum(waarde: str) -> date | None:
    """The date that YYYYMMDD names; zero month or day count as the first, a zero year makes the date unknown (None).

    Raises ValueError when it is no date of the BRP at all.
    """
    treffer = _BRP.fullmatch(waarde)
    if not treffer:
        raise ValueError("geen JJJJMMDD")
    jaar, maand, dag = (int(deel) for deel in treffer.groups())
    datum = date(jaar or _SCHRIKKELJAAR, maand or 1, dag or 1)
    return datum if jaar else None


def _is_brp_datum(waarde: str) -> bool:
    try:
        brp_datum(waarde)
    except ValueError:
        return False
    return True


def _datum_brp(kolom: pa.Array) -> Gelezen:
    fout = _fout(kolom, per_waarde(kolom, _is_brp_datum, pa.bool_()))
    return leeg_is_null(kolom), fout


def _geheel(kolom: pa.Array) -> Gelezen:
    tekst, fout = _patroon("-?[0-9]{1,18}")(kolom)
    return tekst.cast(pa.int64()), fout


def _jaar(kolom: pa.Array) -> Gelezen:
    tekst, fout = _patroon("[0-9]{4}")(kolom)
    return tekst.cast(pa.int32()), fout


def _decimaal(kolom: pa.Array) -> Gelezen:
    tekst, fout = _patroon(r"-?[0-9]{1,15}(\.[0-9]+)?")(kolom)
    kort = pc.replace_substring_regex(tekst, r"(\.[0-9]{1,8})[0-9]*$", r"\1")
    bedrag = pc.round(kort.cast(pa.decimal128(30, 8)), 2, round_mode="half_towards_infinity")
    return bedrag.cast(pa.decimal128(18, 2)), fout


def bsn_status(kolom: pa.Array) -> pa.Array:
    """geldig, ongeldig or leeg (NULL) for each number: the 11-test of pseudoniem.bsn_geldig, for whole columns."""
    negen = pc.fill_null(pc.match_substring_regex(kolom, "^[0-9]{9}$"), False)
    getal = pc.fill_null(pc.if_else(negen, kolom, "0").cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    som = ((getal[:, None] // _MACHTEN) % 10 @ _GEWICHTEN) % 11
    goed = pa.array((som == 0) & (getal != 0) & (getal != 999_999_999))
    status = pc.if_else(pc.and_(negen, goed), "geldig", "ongeldig")
    return pc.if_else(pc.is_null(kolom), "leeg", status)


TYPEN: dict[str, Callable[[pa.Array], Gelezen]] = {
    "tekst": _tekst,
    "bsn": _patroon("[0-9]{1,9}"),
    "datum": _datum,
    "datum_of_cijfers": _datum_of_cijfers,
    "datum_brp": _datum_brp,
    "decimaal": _decimaal,
    "geheel": _geheel,
    "jaar": _jaar,
    "huisnummer": _patroon("[0-9]{1,9}"),
    "gemeentecode": _patroon("[0-9]{4}"),
    "cbs_code": _patroon("[0-9]{1,8}"),
    "gebiedscode": _patroon("GM[0-9]{4}|WK[0-9]{6}|BU[0-9]{8}"),
    "gebiedsoort": _codes("gemeente", "wijk", "buurt"),
    "geslacht": _codes("M", "V", "O"),
    "functie_adres": _codes("W", "B"),
    "wet": _codes("jeugd", "wmo", "pwet", "overig"),
    "leveringsvorm": _codes("ZIN", "PGB"),
    "hulpvorm": _codes("01", "02", "03", "04", "11", "12", "13", "14"),
    "contractvorm": _codes("inspanning", "output", "taakgericht", "maatwerk"),
    "bedragsoort": _codes("begroting", "realisatie", "prognose"),
}
