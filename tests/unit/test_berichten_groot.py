"""The largest message that may be sent: read whole, within the memory that is promised, by each way of reading."""

import subprocess
import sys
from pathlib import Path

import pytest

from sources.berichten.keuring import MAX_BYTES
from tests.bench.xml import declaratie

MEESTE_MB = 300
_LEES = """
import re, sys
from pathlib import Path
from sources.berichten import lees_bericht
from sources.pseudoniem import Pseudoniem
uitkomst = lees_bericht(Path(sys.argv[1]).read_bytes(), 7, Pseudoniem(b"sleutel voor tests"))
codes = "".join(melding.code for melding in uitkomst.meldingen)
piek = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(uitkomst.gelezen, sum(tabel.num_rows for tabel in uitkomst.tabellen.values()), codes or "-", piek // 1024)
"""


@pytest.fixture(scope="module")
def inhoud() -> bytes:
    return declaratie(MAX_BYTES - 50)


@pytest.mark.parametrize(
    ("oud", "nieuw", "code"),
    [
        (b"</m:Bericht>", b"</m:Bericht>", "-"),
        (b"</m:Bericht>", b"<!-- --></m:Bericht>", "-"),
        (b"</m:Declaratie>", b"<m:x/></m:Declaratie>", "F_SCHEMA"),
    ],
    ids=["gewoon", "met een opmerking", "met een fout op het eind"],
)
def test_een_declaratie_van_25_mb(tmp_path: Path, inhoud: bytes, oud: bytes, nieuw: bytes, code: str) -> None:
    regels = inhoud.count(b"<m:Prestatie>")
    assert MAX_BYTES - 2_000 < len(inhoud) < MAX_BYTES
    pad = tmp_path / "groot.xml"
    pad.write_bytes(inhoud.replace(oud, nieuw))
    uit = subprocess.run([sys.executable, "-c", _LEES, str(pad)], check=True, capture_output=True, text=True).stdout
    gelezen, rijen, gevonden, piek = uit.split()
    genomen = code == "-"
    assert (int(gelezen), int(rijen), gevonden) == (regels * genomen, (regels + 2) * genomen, code)
    assert int(piek) < MEESTE_MB
