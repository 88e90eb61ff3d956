"""The links that a run made for rows without a BSN, as the oracle wants them.

Belongs here: reading them out of the lake of a data root. Does not belong here: what they mean (tests.orakel).
"""

from datetime import date
from pathlib import Path

from sources.pseudoniem import Pseudoniem
from tests.orakel.gebruik import Koppelingen
from tests.orakel.koppelingen import koppelingen
from tests.orakel.lezen import lees
from warehouse.duck import attach_lake, connect
from warehouse.keys import pseudoniemsleutel
from warehouse.paths import DataRoot

_LINKS = """
    SELECT DISTINCT registratie.eigen_client, kans.persoon, kans.gewicht
    FROM lake.geland.geland_koppeling__kans AS kans
    JOIN lake.geland.geland_voorzieningen__voorziening AS registratie USING (bestand_id, rij)
    JOIN lake.staging.stg_manifest__levering AS levering USING (bestand_id)
    WHERE kans.klasse = 'waarschijnlijk' AND levering.leverdatum <= ?
"""


def koppelingen_van(map_: Path, landing: Path, tot: date = date.max) -> Koppelingen:
    """Those of the data root in this folder, of what was delivered up to a date; `landing` has the originals."""
    home = DataRoot(map_, map_ / "keys", map_ / "landing")
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        links = con.execute(_LINKS, [tot]).fetchall()
    finally:
        con.close()
    return koppelingen(lees(landing, tot), links, Pseudoniem(pseudoniemsleutel(home)).een)
