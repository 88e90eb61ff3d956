"""The dbt-duckdb plugin that opens the encrypted lake on dbt's connection.

Belongs here: attaching with the key, which so never passes through dbt's configuration, logs or artefacts.
Does not belong here: anything dbt can do itself.
"""

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from warehouse.duck import attach_lake, prepare
from warehouse.paths import data_root


class Plugin(BasePlugin):
    """Found by dbt-duckdb under this name; reads SDL_HOME and SDL_KEYS."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Load the extension and both keys, and attach the lake for writing."""
        home = data_root()
        prepare(conn, home)
        attach_lake(conn, home)
