"""How Splink is opened here: in memory, without a file, a chart or a line in a log.

Belongs here: that, and making a linker. Does not belong here: what is linked (kans), or trained (leren).
"""

import logging
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from sources.koppeling.vergelijken import FREQUENTIE

INWONER, RECORD = "inwoner", "record"


def open_geheugen() -> duckdb.DuckDBPyConnection:
    """A DuckDB that lives in memory alone: what does not fit is an error, never a file with names in it."""
    return duckdb.connect(
        config={"temp_directory": "", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def linker(
    con: duckdb.DuckDBPyConnection,
    inwoners: pa.Table,
    records: pa.Table,
    namen: pa.Array | pa.ChunkedArray,
    instellingen: dict[str, Any],
) -> tuple[Linker, DuckDBAPI]:
    """A linker of two tables in the shape of `vorm`; how rare a name is, follows from `namen`: those of all residents.

    Were the records counted too, the weight of a pair would hang on what else was delivered that day.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(con)
    tabellen = [
        api.register(tabel, dataset_display_name=naam) for naam, tabel in ((INWONER, inwoners), (RECORD, records))
    ]
    maker = Linker(tabellen, instellingen, log_level=None)
    con.register("alle_namen", pa.table({kolom: namen for kolom in FREQUENTIE.values()}))
    for kolom in FREQUENTIE.values():
        con.execute(
            f"CREATE TABLE frequentie_{kolom} AS SELECT {kolom}, count(*) / sum(count(*)) OVER () AS tf_{kolom} "
            f"FROM alle_namen WHERE {kolom} IS NOT NULL GROUP BY ALL"
        )
        maker.table_management.register_term_frequency_lookup(api.register(f"frequentie_{kolom}"), kolom)
    return maker, api
