"""Breaks a step of a run, with persons in the text of the error, as libraries do; Python loads this at its start.

Belongs here: those errors. Does not belong here: which step, that is LEK_STUK in the environment of the run.
"""

import os
import re


def _breek_csv() -> None:
    from sources import omzetten

    def bewerk(rij: dict, pseudoniem: object) -> dict:
        raise ValueError(f"kan dit niet omzetten: { {naam: kolom.to_pylist() for naam, kolom in rij.items()} }")

    omzetten.BEWERKINGEN["voorzieningen__voorziening"] = bewerk


def _breek_bericht() -> None:
    from sources.berichten import uitlezen

    def inhoud(bericht: object, *rest: object) -> dict:
        raise RuntimeError(f"onverwacht: {bericht!r} {vars(bericht) if hasattr(bericht, '__dict__') else bericht}")

    uitlezen._inhoud = inhoud


def _breek_lake() -> None:
    import duckdb
    from dbt.adapters.duckdb.environments import local

    from tests.lek.geheimen import PERSONEN

    gewoon = local.DuckDBCursorWrapper.execute

    def execute(self: object, sql: str, bindings: object = None) -> object:
        if re.search(r'create\s+(or replace )?\s*(table|view)\s+"lake"."intermediate"."int_persoon__rij', sql):
            wie = PERSONEN[0]
            raise duckdb.ConversionException(f'Could not convert string "{wie.naam} {wie.bsn} {wie.geboren}" to INT32')
        return gewoon(self, sql, bindings)

    local.DuckDBCursorWrapper.execute = execute


_BREUKEN = {"csv": _breek_csv, "bericht": _breek_bericht, "lake": _breek_lake}
if os.environ.get("LEK_STUK"):
    _BREUKEN[os.environ["LEK_STUK"]]()
