"""What of a judgement stands in the publication.

Belongs here: from the kept judgement to rows of `bevinding`. Does not belong here: judging (test_expectations).
"""

from datetime import date
from pathlib import Path

from warehouse.oordelen import bevindingen, bewaar
from warehouse.paths import DataRoot


def test_wat_van_eerdere_publicaties_afhangt_staat_niet_in_de_publicatie(tmp_path: Path) -> None:
    """The same deliveries must give the same `bevinding`, whatever was published before."""
    home = DataRoot(tmp_path, sleutels=tmp_path / "keys", landing=tmp_path / "landing")
    rij = {"laag": "marts", "bron": "publicatie", "tabel": "stapeling", "attribuut": "geheim", "ernst": "waarschuwing"}
    rij |= {"aantal": 3, "aantal_gecontroleerd": 9, "zin": ""}
    regels = {"M_AANVAL_RUIMTE": False, "M_AANVAL_EERDER_RUIMTE": False, "M_AANVAL": True}
    bewaar(home, "marts", [rij | {"regel": regel, "geslaagd": geslaagd} for regel, geslaagd in regels.items()])
    assert bevindingen(home, date(2025, 1, 1))["regel"].to_pylist() == ["M_AANVAL_RUIMTE"]
