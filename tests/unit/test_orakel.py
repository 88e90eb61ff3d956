"""The oracle against situations counted by hand, one or more per rule of section 4 of the contract.

Here belong situations of a few people, with the counts before rounding, and the rounding by itself. Not here: the
comparison of the oracle with the pipeline.
"""

import random
import shutil
from datetime import date
from itertools import islice

import pytest

from tests.orakel import bereken
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.lezen import lees
from tests.orakel.personen import Register
from tests.orakel.schrijven import BRP_KOP, Landing, bsns, persoonsrij
from tests.orakel.tellen import Teller, tel, toon
from tests.orakel.velden import bsn_geldig, naam_gelijk, rubriekdatum

A, B, C, D, E, F, *MEER = islice(bsns(), 60)
NAMEN = {"GM0141": "Almelo", "WK014110": "Binnen", "WK014120": "Buiten", "BU01411000": "Oost", "BU01412000": "West"}
ADRESSEN = {f"7601AA {nummer}": "01411000" for nummer in range(1, 60)} | {"7601BB 1": "01412000"}
OOST, WEST, GEMEENTE = "BU01411000", "BU01412000", "GM0141"


@pytest.fixture
def landing(tmp_path):
    """Areas of 2024 and something delivered on 15 January 2025, so that all of 2024 is published."""
    gemaakt = Landing(tmp_path)
    gemaakt.gebieden("2022-12-31", 2024, ADRESSEN, NAMEN)
    gemaakt.tabel("financien", "2025-01-15", "f.csv", ["jaar", "periode", "taakveld", "soort", "bedrag"], [])
    return gemaakt


def rij(bsn, nummer=1, geboren="1980-01-01", **velden):
    return persoonsrij(bsn, geboren, f"7601AA {nummer}", **velden)


def groepen(landing, eenheid="clienten", periode="2024H1", gebied=GEMEENTE, definitie="gmsd"):
    """The groups that are not empty, with their unrounded counts; `geen` and `totaal` left out."""
    geteld = tel(landing.map).overlap[
        definitie, periode, f"huishoudens_{eenheid}" if eenheid != "clienten" else eenheid
    ]
    return {groep: n for (g, groep), n in geteld.items() if g == gebied and groep not in ("geen", "totaal") and n}


def stapeling(landing, eenheid="clienten", periode="2024H1"):
    geteld = tel(landing.map).stapeling["gmsd", periode, eenheid]
    return {aantal: n for (gebied, aantal), n in geteld.items() if gebied == GEMEENTE and n}


def gezinnen(landing, dag):
    """The families at 7601AA 1 on a day, as sorted lists of positions in A, B, C..."""
    teller = Teller(lees(landing.map))
    nummers = {f"bsn:{bsn}": naam for bsn, naam in zip((A, B, C, D, E, F), "ABCDEF", strict=True)}
    gevonden = set(teller.huishoudens.gezinnen(("7601AA", "1", "", ""), date.fromisoformat(dag)).values())
    return sorted("".join(sorted(nummers[wie] for wie in gezin)) for gezin in gevonden)


def woont_op(landing, bsn, *dagen):
    """Per day whether the person is a resident."""
    persoon = Register(lees(landing.map)).get(f"bsn:{bsn}")
    return [bool(persoon and persoon.op(date.fromisoformat(dag))) for dag in dagen]


def wmo(landing, *bsns, dag="2024-01-02", ingang="2023-06-01", einde=None):
    for nummer, bsn in enumerate(bsns, start=1):
        landing.toewijzing(dag, "wmo", bsn, nummer, ingang, einde)


class TestVelden:
    """Dates, numbers and names."""

    def test_bsn(self):
        assert bsn_geldig("111222333")
        assert not any(map(bsn_geldig, ["000000000", "999999999", "123456789", "11122233", "11122233a", ""]))

    @pytest.mark.parametrize(
        ("tekst", "datum", "volledig"),
        [
            ("20240229", date(2024, 2, 29), True),
            ("20240200", date(2024, 2, 1), False),
            ("20240000", date(2024, 1, 1), False),
        ],
    )
    def test_deels_onbekend(self, tekst, datum, volledig):
        assert rubriekdatum(tekst) == (True, datum, volledig)

    def test_geheel_onbekend_of_leeg(self):
        assert rubriekdatum("00000000") == (True, None, False)
        assert rubriekdatum("") == (False, None, False)
        with pytest.raises(ValueError, match="day is out of range"):
            rubriekdatum("20230229")

    def test_naam(self):
        assert naam_gelijk("ÇELİK ") == naam_gelijk("celik")
        assert naam_gelijk("de Boer") != naam_gelijk("deBoer")


class TestToewijzingen:
    """Rules 1 to 3 and the ends of a period."""

    @pytest.mark.parametrize(
        ("ingang", "einde", "verwacht"),
        [
            ("2023-01-01", "2024-01-01", {"2024H1", "2024"}),
            ("2023-01-01", "2023-12-31", set()),
            ("2024-06-30", None, {"2024H1", "2024H2", "2024"}),
            ("2024-06-30", "2024-06-30", {"2024H1", "2024"}),
            ("2024-07-01", "2024-07-01", {"2024H2", "2024"}),
            ("2024-12-31", None, {"2024H2", "2024"}),
            ("2024-03-02", "2024-03-01", set()),
        ],
    )
    def test_beide_einden_tellen_mee(self, landing, ingang, einde, verwacht):
        landing.brp("2023-01-01", rij(A))
        wmo(landing, A, ingang=ingang, einde=einde)
        assert {p for p in ("2024H1", "2024H2", "2024") if groepen(landing, periode=p) == {"wmo": 1}} == verwacht

    def test_laatste_moment_geldt_wat_het_laatst_komt_niet(self, landing):
        landing.brp("2023-01-01", rij(A))
        landing.toewijzing("2024-01-05", "wmo", A, 7, "2023-06-01", "2023-12-31", moment="2024-01-02 10:00:00")
        landing.toewijzing("2024-03-05", "wmo", A, 7, "2023-06-01", None, moment="2024-01-02 09:59:59")
        assert groepen(landing) == {}

    def test_zelfde_moment_latere_levering(self, landing):
        landing.brp("2023-01-01", rij(A))
        landing.toewijzing("2024-03-05", "wmo", A, 7, "2023-06-01", None)
        landing.toewijzing("2024-01-05", "wmo", A, 7, "2023-06-01", "2023-12-31")
        assert groepen(landing) == {"wmo": 1}

    def test_bsn_van_het_geldende_bericht(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.toewijzing("2024-01-05", "wmo", A, 7, "2023-06-01")
        landing.toewijzing("2024-01-06", "wmo", "000000000", 7, "2023-06-01", moment="2024-01-06 09:00:00")
        assert groepen(landing) == {}

    @pytest.mark.parametrize(("einde", "verwacht"), [("2024-01-03", {}), ("2024-01-04", {"jeugd": 1})])
    def test_verwijderd(self, landing, einde, verwacht):
        landing.brp("2023-01-01", rij(A))
        landing.toewijzing("2024-01-05", "jeugd", A, 7, "2024-01-03", categorie="45")
        landing.toewijzing("2024-02-05", "jeugd", A, 7, "2024-01-03", einde, moment="2024-02-01 09:00:00", reden="13")
        assert groepen(landing) == verwacht

    def test_zelfde_nummer_in_twee_wetten(self, landing):
        landing.brp("2023-01-01", rij(A))
        landing.toewijzing("2024-01-05", "wmo", A, 7, "2024-01-03")
        landing.toewijzing("2024-01-05", "jeugd", A, 7, "2024-01-03", categorie="45")
        assert groepen(landing) == {"jeugd+wmo": 1}

    def test_andere_gemeente_telt_niet(self, landing):
        landing.brp("2023-01-01", rij(A))
        Landing(landing.map, gemeente="0147").toewijzing("2024-01-05", "wmo", A, 7, "2024-01-03")
        assert groepen(landing) == {}

    @pytest.mark.parametrize(
        ("start", "verwacht"),
        [
            ({}, {}),
            ({"nummer": None}, {"wmo": 1}),
            ({"nummer": 8}, {"wmo": 1}),
            ({"bsn": B}, {"wmo": 1}),
            ({"wet": "jeugd", "categorie": None}, {"wmo": 1}),
            ({"status": "3"}, {"wmo": 1}),
            ({"categorie": "01"}, {}),
        ],
    )
    def test_start_na_de_periode(self, landing, start, verwacht):
        """A start in July moves the assignment out of the first half, if it is valid."""
        landing.brp("2023-01-01", rij(A))
        landing.toewijzing("2024-01-05", "wmo", A, 7, "2024-01-03")
        gegevens = {"wet": "wmo", "bsn": A, "nummer": 7, "begin": "2024-07-01"} | start
        landing.start("2024-07-02", **gegevens)
        assert groepen(landing) == verwacht

    def test_vroegste_start_en_een_start_voor_de_ingang(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        wmo(landing, A, B, ingang="2024-06-01")
        landing.start("2024-07-02", "wmo", A, 1, "2024-07-01")
        landing.start("2024-07-03", "wmo", A, 1, "2024-06-30")
        landing.start("2024-07-03", "wmo", B, 2, "2023-01-01")
        assert groepen(landing) == {"wmo": 2}
        assert groepen(landing, periode="2024H2") == {"wmo": 2}

    @pytest.mark.parametrize(
        ("verwijdering", "verwacht"),
        [
            ({"dag": "2024-07-03"}, {"wmo": 1}),
            ({"dag": "2024-07-01"}, {}),
            ({"dag": "2024-07-02"}, {"wmo": 1}),
            ({"dag": "2024-07-02", "dagtekening": "2024-07-01"}, {}),
            ({"dag": "2024-07-03", "categorie": "01"}, {}),
        ],
    )
    def test_start_verwijderd(self, landing, verwijdering, verwacht):
        """The last by delivery date, then Dagtekening, holds; at a tie the removal."""
        landing.brp("2023-01-01", rij(A))
        wmo(landing, A)
        landing.start("2024-07-02", "wmo", A, 1, "2024-07-01")
        landing.start(wet="wmo", bsn=A, nummer=1, begin="2024-07-01", status="3", **verwijdering)
        assert groepen(landing) == verwacht

    @pytest.mark.parametrize(("reden", "verwacht"), [("20", {"wmo": 1}), ("31", {}), ("02", {})])
    def test_stop(self, landing, reden, verwacht):
        """Only a temporary stop leaves the spell open; a later start does not reopen it."""
        landing.brp("2023-01-01", rij(A))
        wmo(landing, A)
        landing.stop("2024-01-03", "wmo", A, 1, "2023-06-01", "2023-12-31", reden=reden)
        landing.start("2024-02-03", "wmo", A, 1, "2024-02-01")
        landing.start("2024-01-03", "wmo", A, 1, "2023-06-01")
        assert groepen(landing) == verwacht

    def test_stop_verwijderd_en_stop_na_het_einde(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        wmo(landing, A, B, einde="2024-03-01")
        for status, dag in (("1", "2024-01-03"), ("3", "2024-01-04")):
            landing.stop(dag, "wmo", A, 1, "2023-06-01", "2023-12-31", reden="19", status=status)
        landing.stop("2024-07-05", "wmo", B, 2, "2023-06-01", "2024-07-04", reden="19")
        assert groepen(landing) == {"wmo": 2}
        assert groepen(landing, periode="2024H2") == {}


class TestPwetEnVoorzieningen:
    """Rules 4 and 6."""

    def test_partner_van_een_uitkering(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.uitkeringen("2024-01-05", ("U1", A, B, "01", "2023-01-01", ""))
        assert groepen(landing) == {"pwet": 2}

    def test_statistiekcodes(self, landing):
        telt = ["01", "02", "03", "13", "14", "15", "16", "20"]
        telt_niet = ["18", "19", "04", "1", ""]
        rijen = [(code, bsn, "", code, "2024-01-01", "") for bsn, code in zip(MEER, telt + telt_niet, strict=False)]
        landing.brp("2023-01-01", *(rij(bsn, nummer) for nummer, bsn in enumerate(MEER[:13], start=1)))
        landing.uitkeringen("2024-01-05", *rijen)
        assert groepen(landing) == {"pwet": len(telt)}

    def test_laatste_stand_geldt_en_leeg_begin_is_geen_gebruik(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2), rij(C, 3))
        landing.uitkeringen("2024-01-05", ("U1", A, "", "01", "2023-01-01", ""))
        landing.uitkeringen("2024-02-05", ("U2", B, "", "01", "2023-01-01", ""), ("U3", C, "", "01", "", ""))
        landing.reintegratie("2024-01-05", (A, "jobcoach", "2024-01-01", "2024-01-01"), (C, "x", "2024-13-01", ""))
        assert groepen(landing) == {"pwet": 2}

    @pytest.mark.parametrize("bsn", ["000000000", "999999999", "123456789"])
    def test_nummer_van_niemand(self, landing, bsn):
        landing.brp("2023-01-01", rij(A), rij(bsn, 2))
        wmo(landing, bsn)
        landing.uitkeringen("2024-01-05", ("U1", bsn, A, "01", "2023-01-01", ""))
        landing.voorzieningen("2024-01-05", "wsw", ("Wsw", "pwet", bsn, "W", "2024-01-01", ""))
        assert groepen(landing) == {"pwet": 1}
        assert tel(landing.map).noemers[2024, "clienten"][OOST] == 2

    def test_nummers_van_niemand_zijn_elk_een_persoon(self, landing):
        """A person per number, name, birth date and address; linked to nobody."""
        ouder = rij("000000000", 1, "1960-01-01")
        kind = rij(A, 1, "2010-01-01", r020120="000000000")
        landing.brp("2023-01-01", ouder, ouder | {"01.03.10": "19610101"}, ouder, kind)
        noemers = tel(landing.map).noemers
        assert noemers[2024, "clienten"][OOST] == 3
        assert noemers[2024, "huishoudens_gezin"][OOST] == 2

    def test_pgb_onder_jeugd_telt_niet(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2), rij(C, 3))
        landing.voorzieningen(
            "2024-01-05",
            "pgb",
            ("PGB", "jeugd", A, "45", "2024-01-01", "", "", "", "", "", "PGB"),
            ("PGB", "wmo", B, "02", "2024-01-01", "", "", "", "", "", "PGB"),
            ("PGB", "jeugd", C, "45", "2024-01-01", "", "", "", "", "", "ZIN"),
        )
        assert groepen(landing) == {"wmo": 1, "jeugd": 1}

    def test_een_levering_vervangt_alleen_haar_eigen_regelingen(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.voorzieningen("2024-01-05", "wsw", ("Wsw", "pwet", A, "W", "2024-01-01", ""))
        landing.voorzieningen("2024-01-05", "extra", ("X", "wmo", B, "11", "2024-01-01", ""))
        landing.voorzieningen("2024-02-05", "wsw")
        assert groepen(landing) == {"wmo": 1}

    def test_zonder_bsn(self, landing):
        """The one resident who fits; two who fit or an unknown part: a client of its own, the same one every time."""
        naam = {"r010240": "Çelik"}
        tweeling = [rij(bsn, 3, "2010-05-05", r010240="Vos") for bsn in (C, D)]
        landing.brp("2023-01-01", rij(A, 1, **naam), rij(B, 2, "19800100", **naam), *tweeling)
        gegevens = [("CELIK", "1980-01-01", "7601 aa", "1"), ("Celik", "1980-01-01", "7601AA", "2")]
        gegevens += [("Vos", "2010-05-05", "7601AA", "3"), ("vos", "2010-05-05", "7601AA", "3"), ("Vos", "", "", "")]
        rijen = [("X", "wmo", "", str(nummer), "2024-01-01", "", *g) for nummer, g in enumerate(gegevens, start=10)]
        landing.voorzieningen("2024-01-05", "extra", *rijen)
        assert groepen(landing) == {"wmo": 4}
        assert groepen(landing, gebied=OOST) == {"wmo": 1}
        assert stapeling(landing) == {"1": 3, "2": 1}

    def test_overig_telt_nooit_in_de_drie_wetten(self, landing):
        landing.brp("2023-01-01", rij(A))
        landing.voorzieningen("2024-01-05", "wlz", ("Wlz", "overig", A, "1", "2024-01-01", ""))
        assert groepen(landing) == {}


class TestVerblijf:
    """Rule 7."""

    def test_laatste_aanvang_over_alle_leveringen(self, landing):
        """A move of 1 March that is delivered in July holds from 1 March on."""
        landing.brp("2023-01-01", rij(A, 1))
        landing.brp("2024-07-05", persoonsrij(A, "1980-01-01", "7601BB 1", r081030="2024-03-01"))
        wmo(landing, A)
        assert groepen(landing, gebied=WEST) == {"wmo": 1}
        assert tel(landing.map).noemers[2024, "clienten"][OOST] == 1

    def test_zelfde_aanvang_latere_levering(self, landing):
        landing.brp("2023-01-01", rij(A, 1))
        landing.brp("2024-07-05", persoonsrij(A, "1980-01-01", "7601BB 1"))
        assert tel(landing.map).noemers[2024, "clienten"][WEST] == 1

    def test_latere_levering_met_een_eerdere_aanvang(self, landing):
        """The latest 08.10.30 holds, not the latest delivery."""
        landing.brp("2023-01-01", persoonsrij(A, "1980-01-01", "7601BB 1", r081030="2022-03-01"))
        landing.brp("2023-07-05", rij(A, 1, r081030="2021-03-01"))
        assert tel(landing.map).noemers[2024, "clienten"][WEST] == 1

    def test_geschiedenis_van_de_landelijke_testset(self, landing):
        """The first column marks the current row; what follows is history."""
        rijen = [["L1", *rij(A).values()], ["", *rij(B).values()], ["L2", *rij(C).values()]]
        landing.tabel("brp", "2023-01-01", "testset.csv", ["", *BRP_KOP], rijen)
        assert sorted(Register(lees(landing.map))) == sorted([f"bsn:{A}", f"bsn:{C}"])

    def test_onbekende_aanvang(self, landing):
        landing.brp("2023-01-01", rij(A, r081030="00000000"))
        landing.brp("2024-03-01", rij(A, r081030="00000000"), rij(B, 2, r081030=""), rij(C, 3))
        landing.brp("2024-09-01", rij(A, 2), rij(B, 1, r081030="00000000"), rij(C, 3))
        assert woont_op(landing, A, "1900-01-01", "2024-01-01") == [True, True]
        register = Register(lees(landing.map))
        nummers = [register[f"bsn:{B}"].op(date.fromisoformat(dag)).vier[1] for dag in ("2024-08-31", "2024-09-01")]
        assert nummers == ["2", "1"]

    @pytest.mark.parametrize(
        ("terug", "verwacht"),
        [
            ("2024-05-01", [True, False, False, True]),
            ("2010-01-01", [True, True, True, True]),
            ("2024-02-15", [True, True, True, True]),
            ("00000000", [True, False, False, False]),
        ],
    )
    def test_afwezig_en_terug(self, landing, terug, verwacht):
        """Left on the date of the delivery without them, until 08.10.30 of the next with them; empty if before it."""
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.brp("2024-03-01", rij(B, 2))
        landing.brp("2024-09-01", rij(A, r081030=terug), rij(B, 2))
        assert woont_op(landing, A, "2024-02-29", "2024-03-01", "2024-04-30", "2024-05-01") == verwacht
        assert woont_op(landing, A, "2024-09-01") == [True]

    def test_afwezig_tot_het_eind_en_geweigerd_record(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.brp("2024-03-01", rij(A) | {"08.10.30": "20240230"}, rij(B, 2))
        assert woont_op(landing, A, "2024-02-29", "2024-03-01", "2025-01-01") == [True, False, False]

    def test_overlijden(self, landing):
        """The day of death is no residence but the last day of use."""
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        landing.brp("2024-03-01", rij(A, r060810="2024-01-01"), rij(B, 2, r060810="2023-12-31"))
        wmo(landing, A, B)
        assert groepen(landing) == {"wmo": 1}
        assert groepen(landing, gebied=OOST) == {}
        assert groepen(landing, "adres") == {}

    def test_overlijden_ingetrokken_of_onbekend(self, landing):
        landing.brp("2023-01-01", rij(A, r060810="2022-12-01"), rij(B, 2))
        landing.brp("2024-03-01", rij(A), rij(B, 2, r060810="00000000"))
        landing.brp("2024-06-01", rij(A), rij(B, 2, r060810="00000000"))
        assert woont_op(landing, A, "2024-01-01", "2024-12-01") == [True, True]
        assert woont_op(landing, B, "2024-02-29", "2024-03-01") == [True, False]

    def test_opschorting_beeindigt_het_verblijf_niet_het_gebruik(self, landing):
        landing.brp("2023-01-01", rij(A, r076710="2023-05-01", r076720="E"))
        wmo(landing, A)
        assert groepen(landing) == {"wmo": 1}
        assert groepen(landing, gebied=OOST) == {}
        assert tel(landing.map).noemers[2024, "clienten"][GEMEENTE] == 0

    def test_andere_gemeente_eindigt_het_verblijf(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, r080910="0147"))
        landing.brp("2024-05-01", rij(A, r080910="0147", r081030="2024-04-01", r060810="2024-04-02"))
        assert woont_op(landing, A, "2024-03-31", "2024-04-01") == [True, False]
        assert woont_op(landing, B, "2023-06-01") == [False]
        wmo(landing, A)
        assert groepen(landing, periode="2024H2") == {"wmo": 1}

    def test_briefadres_en_geen_adres(self, landing):
        """Inhabitants of the municipality, in no buurt and in no household."""
        landing.brp("2023-01-01", rij(A, r081010="B"), persoonsrij(B, "1980-01-01", ""), rij(C, 3))
        wmo(landing, A, B)
        telling = tel(landing.map)
        assert telling.noemers[2024, "clienten"] == {GEMEENTE: 3, OOST: 1, "WK014110": 1}
        assert telling.noemers[2024, "huishoudens_adres"][GEMEENTE] == 1
        assert groepen(landing) == {"wmo": 2}
        assert groepen(landing, gebied=OOST) == {}
        assert groepen(landing, "gezin") == {}


class TestHuishoudens:
    """Rule 8."""

    def test_partner_kind_en_huisgenoot(self, landing):
        landing.brp(
            "2023-01-01",
            rij(A, r050120=B, r050610="2010-01-01"),
            rij(B),
            rij(C, 1, "2012-01-01", r030120=B),
            rij(D, 1, "1990-01-01", r020120=A),
            rij(E),
        )
        assert gezinnen(landing, "2024-01-01") == ["ABCD", "E"]

    def test_bond_tot_en_met_de_dag_voor_het_einde(self, landing):
        landing.brp("2023-01-01", rij(A, r050120=B, r050610="2024-02-01", r050710="2024-05-01"), rij(B))
        dagen = ["2024-01-31", "2024-02-01", "2024-04-30", "2024-05-01"]
        assert [len(gezinnen(landing, dag)) for dag in dagen] == [2, 1, 1, 2]

    def test_bond_in_een_van_beide_rijen(self, landing):
        bond = {"r050120": B, "r050610": "2010-01-01"}
        ontbonden = {"r050120": A, "r050610": "2010-01-01", "r050710": "2015-01-01"}
        landing.brp("2023-01-01", rij(A, **bond), rij(B, **ontbonden))
        assert gezinnen(landing, "2024-01-01") == ["AB"]

    def test_laatste_levering_zegt_hoe_een_bond_eindigt(self, landing):
        landing.brp("2023-01-01", rij(A, r050120=B, r050610="2010-01-01", r050710="2022-01-01"), rij(B))
        landing.brp("2024-06-01", rij(A, r050120=B, r050610="2010-01-01"), rij(B))
        assert gezinnen(landing, "2023-06-01") == ["AB"]

    def test_bond_niet_meer_getoond_eindigt_als_de_volgende_begint(self, landing):
        landing.brp("2023-01-01", rij(A, r050120=B, r050610="2010-01-01"), rij(B), rij(C))
        landing.brp("2024-06-01", rij(A, r050120=C, r050610="2024-03-01"), rij(B), rij(C))
        assert gezinnen(landing, "2024-02-29") == ["AB", "C"]
        assert gezinnen(landing, "2024-03-01") == ["AC", "B"]

    def test_bond_niet_meer_getoond_zonder_volgende_blijft(self, landing):
        landing.brp("2023-01-01", rij(A, r050120=B, r050610="2010-01-01"), rij(B))
        landing.brp("2024-06-01", rij(A), rij(B))
        assert gezinnen(landing, "2024-07-01") == ["AB"]

    def test_onbekend_begin_en_einde_van_een_bond(self, landing):
        landing.brp("2023-01-01", rij(A, r050120=B, r050610="00000000"), rij(B))
        landing.brp("2024-06-01", rij(A, r050120=B, r050610="00000000", r050710="00000000"), rij(B))
        landing.brp("2024-09-01", rij(A, r050120=B, r050610="00000000", r050710="00000000"), rij(B))
        assert [len(gezinnen(landing, dag)) for dag in ("2020-01-01", "2024-05-31", "2024-06-01")] == [1, 1, 2]

    def test_pleegkind_bij_de_oudste(self, landing):
        landing.brp(
            "2023-01-01",
            rij(A, 1, "1985-01-01"),
            rij(B, 1, "1950-01-01"),
            rij(C, 1, "2015-01-01"),
            rij(D, 1, "00000000"),
        )
        assert gezinnen(landing, "2024-01-01") == ["A", "BC", "D"]

    def test_pleegkind_bij_gelijke_leeftijd_de_grootste(self, landing):
        landing.brp(
            "2023-01-01",
            rij(A, 1, "1950-01-01"),
            rij(B, 1, "1950-01-01", r050120=D, r050610="2000-01-01"),
            rij(C, 1, "2015-01-01"),
            rij(D, 1, "1970-01-01"),
        )
        assert gezinnen(landing, "2024-01-01") == ["A", "BCD"]

    def test_jonge_moeder_neemt_haar_kind_mee(self, landing):
        landing.brp(
            "2023-01-01",
            rij(A, 1, "1950-01-01"),
            rij(B, 1, "2006-03-01"),
            rij(C, 1, "2022-01-01", r020120=B),
            rij(D, 1, "1970-01-01"),
        )
        assert gezinnen(landing, "2024-02-29") == ["ABC", "D"]
        assert gezinnen(landing, "2024-03-01") == ["A", "BC", "D"]

    def test_minderjarigen_zonder_volwassene(self, landing):
        landing.brp("2023-01-01", rij(A, 1, "2007-01-01"), rij(B, 1, "2009-01-01"), rij(C, 2, "1980-01-01"))
        assert gezinnen(landing, "2024-01-01") == ["AB"]

    def test_ouders_en_geboortedatum_van_die_dag(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 1, "1999-01-01"))
        landing.brp("2024-06-01", rij(A), rij(B, 1, "1999-01-01", r020120=A))
        assert gezinnen(landing, "2024-05-31") == ["A", "B"]
        assert gezinnen(landing, "2024-06-01") == ["AB"]

    @pytest.mark.parametrize(("aantal", "instelling"), [(10, False), (11, True)])
    def test_instelling(self, landing, aantal, instelling):
        landing.brp("2023-01-01", *(rij(bsn) for bsn in MEER[:aantal]), rij(A, 1, "2015-01-01"))
        wmo(landing, MEER[0])
        telling = tel(landing.map)
        assert telling.noemers[2024, "huishoudens_gezin"][GEMEENTE] == (0 if instelling else aantal)
        assert telling.noemers[2024, "huishoudens_adres"][GEMEENTE] == (0 if instelling else 1)
        assert telling.noemers[2024, "clienten"][OOST] == aantal + 1
        assert groepen(landing, "adres") == ({} if instelling else {"wmo": 1})
        assert groepen(landing, gebied=OOST) == {"wmo": 1}

    def test_object_van_een_andere_rij(self, landing):
        """A's earlier row names the object of B's address, C's own row the same object under a letter; A moved out."""
        landing.brp("2023-01-01", rij(A, r081180="0141010000000001"), rij(B), rij(C, 1, r081130="A"))
        landing.brp("2024-01-05", rij(A, 2), rij(B), rij(C, 1, r081130="A", r081180="0141010000000001"))
        noemers = tel(landing.map).noemers
        assert noemers[2024, "huishoudens_adres"][GEMEENTE] == 2


class TestPeriode:
    """Rules 9 to 11."""

    def test_huishouden_van_verschillende_dagen(self, landing):
        """A dies in March and used; B stays: one household in the half-year, none of `peildatum`."""
        bond = {"r050120": B, "r050610": "2010-01-01"}
        landing.brp("2023-01-01", rij(A, **bond), rij(B), rij(C))
        landing.brp("2024-04-01", rij(A, r060810="2024-03-10", **bond), rij(B), rij(C))
        wmo(landing, A)
        landing.uitkeringen("2024-01-05", ("U1", B, "", "01", "2023-01-01", ""))
        assert groepen(landing, "gezin") == {"pwet+wmo": 1}
        assert groepen(landing, "adres") == {"pwet+wmo": 1}
        assert groepen(landing) == {"wmo": 1, "pwet": 1}
        assert groepen(landing, "gezin", definitie="peildatum") == {"pwet": 1}

    def test_gezinnen_zonder_gemeenschappelijk_lid_blijven_apart(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B))
        landing.brp("2024-04-01", rij(A, r060810="2024-03-10"), rij(B))
        wmo(landing, A, B)
        assert groepen(landing, "gezin") == {"wmo": 2}
        assert groepen(landing, "adres") == {"wmo": 1}

    def test_samengevoegd_via_iemand_zonder_gebruik(self, landing):
        """A left on 1 February, C on 1 April; both lived with B, who uses nothing."""
        kind = rij(B, 1, "1999-01-01", r020120=A, r030120=C)
        landing.brp("2023-01-01", rij(A), kind, rij(C))
        landing.brp("2024-02-01", kind, rij(C))
        landing.brp("2024-04-01", kind)
        wmo(landing, A)
        landing.uitkeringen("2024-01-05", ("U1", C, "", "01", "2023-01-01", ""))
        assert groepen(landing, "gezin") == {"pwet+wmo": 1}

    def test_verhuisde_hoort_bij_het_laatste_huishouden(self, landing):
        bond = {"r050120": B, "r050610": "2010-01-01", "r050710": "2024-02-01"}
        landing.brp("2023-01-01", rij(A, **bond), rij(B))
        landing.brp("2024-04-01", rij(A, 2, r081030="2024-02-01", **bond), rij(B))
        wmo(landing, A)
        landing.uitkeringen("2024-01-05", ("U1", B, "", "01", "2023-01-01", ""))
        assert groepen(landing, "gezin") == {"pwet": 1, "wmo": 1}

    def test_buiten_de_brp_en_onbekende_buurt(self, landing):
        landing.brp("2023-01-01", rij(A), persoonsrij(B, "1980-01-01", "9999ZZ 1"))
        wmo(landing, A, B, C)
        assert groepen(landing) == {"wmo": 3}
        assert groepen(landing, "adres") == {"wmo": 2}
        assert groepen(landing, "adres", gebied=OOST) == {"wmo": 1}
        assert tel(landing.map).overlap["gmsd", "2024H1", "clienten"][GEMEENTE, "geen"] == 0

    def test_nabije_jaarbestanden(self, landing):
        """2023 has no file: the nearest later one holds; the file of 2025 is not used for 2024."""
        landing.brp("2022-12-31", rij(A))
        landing.gebieden("2025-01-02", 2025, {"7601AA 1": "01412000"}, NAMEN | {"BU01412000": "West!"})
        telling = tel(landing.map)
        assert telling.noemers[2023, "clienten"][OOST] == 1
        assert telling.noemers[2024, "clienten"][OOST] == 1
        assert ("BU01412000", "West", "buurt") in telling.gebieden[2024]

    def test_dichtstbijzijnde_eerdere_bestand(self, landing):
        landing.brp("2022-12-31", rij(A))
        for jaar in (2021, 2022):
            landing.gebieden("2022-12-30", jaar, {"7601AA 1": "01412000" if jaar == 2022 else "01411000"}, NAMEN)
        assert tel(landing.map).noemers[2023, "clienten"][WEST] == 1

    def test_latere_levering_van_een_jaarbestand(self, landing):
        landing.brp("2022-12-31", rij(A))
        landing.gebieden("2024-12-30", 2024, {"7601AA 1": "01412000"}, NAMEN)
        assert tel(landing.map).noemers[2024, "clienten"][WEST] == 1

    def test_peildatum(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B, 2))
        wmo(landing, A, B, einde="2024-06-29")
        landing.uitkeringen("2024-01-05", ("U1", A, "", "01", "2023-01-01", "2024-06-30"))
        assert groepen(landing, definitie="peildatum") == {"pwet": 1}
        assert groepen(landing) == {"pwet+wmo": 1, "wmo": 1}
        assert groepen(landing, definitie="peildatum", periode="2024") == {}


class TestStapeling:
    """Rule 12."""

    def test_verschillende_voorzieningen(self, landing):
        landing.brp("2023-01-01", rij(A), rij(B), rij(C, 2))
        for nummer, categorie in enumerate(["02", "02", "01", None, None], start=1):
            landing.toewijzing("2024-01-05", "wmo", A, nummer, "2024-01-01", categorie=categorie)
        landing.voorzieningen(
            "2024-01-05",
            "extra",
            ("X", "wmo", A, "01", "2024-01-01", ""),
            ("X", "pwet", A, "LKS", "2024-01-01", ""),
            ("X", "wmo", C, "", "2024-01-01", ""),
        )
        landing.uitkeringen("2024-01-05", ("1", A, B, "01", "2024-01-01", ""), ("2", A, "", "14", "2024-01-01", ""))
        landing.reintegratie("2024-01-05", (A, "x", "2024-01-01", ""), (A, "y", "2024-01-01", ""))
        # A: Wmo 02, 01 and unknown, pwet LKS, benefit, re-integration; B: the benefit; C: Wmo unknown
        assert stapeling(landing) == {"6+": 1, "1": 2}
        assert stapeling(landing, "huishoudens_adres") == {"6+": 1, "1": 1}
        assert stapeling(landing, "huishoudens_gezin") == {"6+": 1, "1": 2}


class TestPublicatie:
    """Rules 5, 13 and 14 and the tables."""

    def test_afronden_en_geheim(self):
        assert [toon(n) for n in (0, 7, 8, 12, 13, 997)] == [None, None, 10, 10, 15, 995]

    def _stad(self, landing, inwoners=41, gebruikers=8):
        wijk = [rij(bsn, nummer) for nummer, bsn in enumerate(MEER[:inwoners], start=1)]
        landing.brp("2023-01-01", *wijk, persoonsrij(A, "1980-01-01", "7601BB 1"))
        wmo(landing, *MEER[:gebruikers])

    def test_tabellen(self, landing):
        self._stad(landing)
        tabellen = bereken(landing.map)
        gebied = {r["gebied_code"]: r for r in tabellen["gebied"] if r["jaar"] == 2024}
        assert gebied[GEMEENTE]["inwoners"] == 42
        assert gebied[OOST] == {
            "gebied_code": OOST,
            "gebied_soort": "buurt",
            "gebied_naam": "Oost",
            "bovenliggend": "WK014110",
            "jaar": 2024,
            "inwoners": 40,
            "huishoudens_adres": 40,
            "huishoudens_gezin": 40,
        }
        assert gebied[WEST]["inwoners"] is None
        assert len(gebied) == len(NAMEN)
        cellen = {
            (r["definitie"], r["periode"], r["huishoudensoort"], r["gebied_code"], r["combinatie"]): r
            for r in tabellen["huishouden_overlap"]
        }
        cel = cellen["gmsd", "2024H1", "adres", OOST, "wmo"]
        assert (cel["huishoudens"], cel["per_1000_huishoudens"], cel["geheim"]) == (10, 250, False)
        assert cellen["gmsd", "2024H1", "adres", GEMEENTE, "wmo"]["per_1000_huishoudens"] == 238
        assert cellen["gmsd", "2024H1", "adres", OOST, "geen"]["huishoudens"] == 35
        leeg = cellen["gmsd", "2024H1", "adres", OOST, "jeugd"]
        assert (leeg["huishoudens"], leeg["per_1000_huishoudens"], leeg["geheim"]) == (None, None, True)
        assert {gebied for _, _, _, gebied, _ in cellen} == {GEMEENTE, "WK014110", OOST}
        assert len(cellen) == 4 * 6 * 2 * 3 * 9
        assert len(tabellen["client_overlap"]) == 4 * 6 * 3 * 9
        assert len(tabellen["stapeling"]) == 4 * 6 * 3 * 3 * 6
        assert (cel["bekend_op"], cel["status"]) == (date(2025, 1, 15), "definitief")
        assert cellen["gmsd", "2024H2", "adres", OOST, "wmo"]["status"] == "voorlopig"

    def test_helften_naar_boven(self, landing):
        """15 of 48 is 312.5 per thousand; the denominator of a municipality is exact."""
        self._stad(landing, inwoners=47, gebruikers=13)
        rij_ = next(
            r
            for r in bereken(landing.map)["client_overlap"]
            if (r["gebied_code"], r["combinatie"], r["periode"]) == (GEMEENTE, "wmo", "2024H1")
        )
        assert (rij_["clienten"], rij_["per_1000_inwoners"]) == (15, 313)

    def test_periodes(self, landing):
        self._stad(landing)
        landing.brp("2023-07-05", rij(A))
        verwacht = ["2023", "2023H1", "2023H2", "2024", "2024H1", "2024H2"]
        assert sorted(p.naam for p in tel(landing.map).periodes) == verwacht
        assert [p.naam for p in tel(landing.map, date(2023, 12, 31)).periodes] == ["2023H1"]

    def test_eerste_levering_na_nieuwjaar(self, landing):
        landing.brp("2023-01-02", rij(A))
        assert {p.jaar for p in tel(landing.map).periodes} == {2024}

    def test_bekend_op(self, landing):
        """Later deliveries are left out; `bekend_op` is a delivery date, not the asked date."""
        self._stad(landing)
        landing.toewijzing("2024-12-31", "wmo", MEER[20], 99, "2024-01-01")
        landing.bestand("iwmo", "2025-06-01", "kapot.xml", b"<a>")
        assert tel(landing.map).bekend_op == date(2025, 1, 15)
        assert tel(landing.map, date(2025, 1, 14)).bekend_op == date(2024, 12, 31)
        assert tel(landing.map, date(2024, 12, 30)).bekend_op == date(2024, 1, 2)

    def test_bericht_met_bekende_inhoud_verandert_niets(self, landing):
        self._stad(landing)
        eerder = bereken(landing.map)
        for pad in list(landing.map.glob("iwmo/*/*.xml")):
            landing.bestand("ijw", "2025-05-05", f"weer_{pad.name}", pad.read_bytes())
        assert bereken(landing.map) == eerder

    def test_stand_op_een_latere_datum_is_een_stand(self, landing):
        landing.brp("2023-01-01", rij(A))
        landing.brp("2024-03-01", rij(B, 2))
        shutil.copytree(landing.map / "brp" / "2023-01-01", landing.map / "brp" / "2025-02-01")
        assert woont_op(landing, B, "2025-01-31", "2025-02-01") == [True, False]
        assert tel(landing.map).bekend_op == date(2025, 2, 1)

    def test_matrix(self, landing):
        self._stad(landing, gebruikers=8)
        wlz = [("Wlz", "overig", bsn, "1", "2024-01-01", "2024-02-01") for bsn in [*MEER[:8], *MEER[50:53]]]
        landing.voorzieningen("2024-01-05", "wlz", *wlz, ("Wajong", "overig", A, "1", "2024-08-01", ""))
        rijen = {
            (r["periode"], r["regeling_a"], r["regeling_b"]): tuple(r.values())[3:]
            for r in bereken(landing.map)["overlap_matrix"]
        }
        assert rijen["2024H1", "Wlz", "wmo"] == (10, 10, 100, False)
        assert rijen["2024", "wmo", "Wajong"] == (10, None, None, True)
        assert rijen["2024", "Wajong", "wmo"] == (None, None, None, True)
        assert ("2024H1", "wmo", "Wajong") not in rijen
        assert ("2024H2", "Wlz", "wmo") not in rijen

    def test_niets_geleverd(self, tmp_path):
        assert not any(bereken(tmp_path).values())


class TestWillekeurig:
    """The random municipality: the same seed gives the same counts, and the counts hang together."""

    @pytest.mark.parametrize("zaad", [0, 5])
    def test_samenhang(self, tmp_path, zaad):
        maak_gemeente(tmp_path / "een", random.Random(zaad), 90)
        maak_gemeente(tmp_path / "twee", random.Random(zaad), 90)
        telling = tel(tmp_path / "een")
        assert bereken(tmp_path / "een") == bereken(tmp_path / "twee")
        assert len(telling.periodes) >= 3
        for sleutel, overlap in telling.overlap.items():
            groepen_ = sum(n for (g, groep), n in overlap.items() if g == GEMEENTE and groep not in ("geen", "totaal"))
            stapel = sum(n for (g, _), n in telling.stapeling[sleutel].items() if g == GEMEENTE)
            assert groepen_ == overlap[GEMEENTE, "totaal"] == stapel
        assert any(rij_["geheim"] is False for rij_ in bereken(tmp_path / "een")["huishouden_overlap"])
