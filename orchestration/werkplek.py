"""The data root as a Dagster resource: whoever starts a run, only one works on it at a time.

Belongs here: the lock, the keys and the audit entries around a run. Does not belong here: anything a step does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import ConfigurableResource, InitResourceContext

from orchestration.logboek import run_vastgelegd
from warehouse.keys import check_fingerprint, ensure_keys
from warehouse.paths import DataRoot, data_root
from warehouse.slot import slot


class Werkplek(ConfigurableResource):
    """Held for the whole run; raises Bezet or SleutelFout before the first step touches anything."""

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator["Werkplek"]:
        """Take the lock and check the keys; let go at the end, also when a step failed."""
        home = data_root()
        with slot(home):
            ensure_keys(home.sleutels, has_data=home.heeft_data)
            check_fingerprint(home.sleutels, home.root / ".sleutel")
            with run_vastgelegd(home, context.instance, context.run_id):
                yield self

    @property
    def home(self) -> DataRoot:
        """The data root of this process."""
        return data_root()
