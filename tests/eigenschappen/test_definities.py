"""A definition is data: one that is written in a YAML alone counts as its words say, beside those of the product.

Belongs here: definitions of a municipality's own, on random tiny municipalities, against the oracle. Does not belong here: those of
the product (test_gemeenten), or what the file may say (unit/test_definities_lezen).
"""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sources.pseudoniem import Pseudoniem
from tests.keten import VIJF, Keten, met_verborgen, verschil
from tests.orakel import bereken
from tests.orakel.definities import VAST, Definitie
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.koppelingen import koppelingen
from tests.orakel.lezen import lees
from warehouse.keys import read_key

EIGEN = """
definities:
  wmo_ouderen:
    titel: Wmo vanaf 65
    omschrijving: Ouderen met Wmo, per halfjaar.
    reden: Het ouderenbeleid gaat over inwoners van 65 jaar en ouder.
    wetten:
      wmo: {leeftijd: {van: 65, op: eerste_gebruik}}
    periode: {telt: hele_periode, soorten: [halfjaar]}
    huishouden: {soorten: [adres, gezin], dag: laatste_dag_ingezetene}
    onthulling:
      - {geheim_onder: 2, nul_geheim: true, afronding: 3, reden: Een regel die nergens anders geldt.}
    beschermingsbreedte: {norm: 2, reden: Een regel die nergens anders geldt.}
  jeugd_stand:
    titel: Jeugd op de laatste dag
    omschrijving: Jeugdhulp en bijstand van wie dan jonger dan 23 is.
    reden: Jeugdhulp mag doorlopen tot de drieentwintigste verjaardag.
    wetten:
      jeugd: {leeftijd: {tot_en_met: 22, op: laatste_dag}}
      pwet: {leeftijd: {tot_en_met: 22, op: eerste_dag}}
    periode: {telt: laatste_dag, soorten: [halfjaar, jaar]}
    huishouden: {soorten: [adres, gezin], dag: laatste_dag_periode}
    onthulling:
      - {geheim_onder: 1, nul_geheim: true, afronding: 1, reden: Een regel die nergens anders geldt.}
    beschermingsbreedte: {norm: 2, reden: Een regel die nergens anders geldt.}
"""
ORAKEL = (
    *VAST,
    Definitie("wmo_ouderen", leeftijden={"wmo": (65, 999)}, jaren=False, geheim_onder=2, afronding=3),
    Definitie(
        "jeugd_stand",
        leeftijden={"jeugd": (-999, 22), "pwet": (-999, 22)},
        jeugd_pgb=True,
        laatste_dag=True,
        geheim_onder=1,
        afronding=1,
    ),
)


@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(zaad=st.integers(0, 2**32))
def test_een_eigen_definitie_telt_als_het_orakel(keten: Keten, tmp_path: Path, zaad: int) -> None:
    """No SQL and no Python of the pipeline knows their names, and those of the product stay what they are."""
    map_ = tmp_path / "voorbeeld"
    shutil.rmtree(map_, ignore_errors=True)
    map_.mkdir()
    (map_ / "eigen.yml").write_text(EIGEN, "utf-8")
    landing = maak_gemeente(map_ / "landing", random.Random(zaad)).map
    home = keten.wortel(map_ / "data", landing)
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.setenv("SDL_DEFINITIES", str(map_ / "eigen.yml"))
        keten.neem_in(home)
    con = keten.bouw(home)
    try:
        pseudoniem = Pseudoniem(read_key(home.sleutels, "pseudoniem")).een
        links = koppelingen(lees(landing), keten.lees_koppelingen(con), pseudoniem)
        gevonden = keten.lees_marts(con, *VIJF, "definitie")
    finally:
        con.close()
    assert {rij["definitie"] for rij in gevonden.pop("definitie")} == {definitie.naam for definitie in ORAKEL}
    verwacht = met_verborgen(gevonden, bereken(landing, koppelingen=links, definities=ORAKEL))
    assert verschil(gevonden, verwacht) == ""
