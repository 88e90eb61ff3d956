"""Linking without a BSN: how names are compared, who is linked and who is not, and what the settings may say."""

import logging
import random
from pathlib import Path

import pyarrow as pa
import pytest

from sources.fouten import BeschrijvingFout, KoppelFout
from sources.koppeling import splinkbron
from sources.koppeling.instellingen import PAD, lees_instellingen
from sources.koppeling.kans import INWONERS, RECORDS, koppel
from sources.koppeling.leren import bevolking
from sources.koppeling.namen import delen, heel
from tests.bench.koppelen import beoordeel

# persoon, name, birth date, postcode, number, name of the partner: no person is meant, and no such address exists.
BEKENDEN = [
    (900001, "Tweelinga", "2001-02-03", "9999AA", "1", None),
    (900002, "Tweelinga", "2001-02-03", "9999AA", "1", None),
    (900003, "Vaderzoon", "1960-01-05", "9999AB", "2", None),
    (900004, "Vaderzoon", "1990-07-21", "9999AB", "2", None),
    (900005, "Schröderink", "1971-03-14", "9999AC", "3", None),
    (900006, "Wisselbloem", "1982-04-11", "9999AD", "4", None),
    (900007, "Vriesland", "1955-06-30", "9999AE", "5", "Janzoon"),
    (900008, "Verhuisema", "1966-12-24", "9999AF", "6", None),
    (900009, "Tikfoutstra", "1977-08-19", "9999AG", "77", None),
    (900010, "Alleenman", "1949-10-02", "9999AH", "8", None),
    (900011, "Dijkema", "1988-05-09", "9999AK", "9", None),
]
# What a record says, whom it must be linked to (None: nobody), and which class that is.
GEVALLEN = {
    "tweeling op een adres": (("Tweelinga", "2001-02-03", "9999AA", "1"), None, "klerk"),
    "vader en zoon, geen van beide datums": (("Vaderzoon", "1975-11-30", "9999AB", "2"), None, "klerk"),
    "zoon, met zijn datum": (("VADERZOON", "1990-07-21", "9999 ab", "02"), 900004, "waarschijnlijk"),
    "andere spelling en hoofdletters": (("SCHROEDERINK", "1971-03-14", "9999AC", "3"), 900005, "waarschijnlijk"),
    "zonder tekens": (("Schroderink", "1971-03-14", "9999AC", "3"), 900005, "waarschijnlijk"),
    "dag en maand verwisseld": (("Wisselbloem", "1982-11-04", "9999AD", "4"), 900006, "waarschijnlijk"),
    "partnernaam met voorvoegsel": (
        ("Janzoon-van der Vriesland", "1955-06-30", "9999AE", "5"),
        900007,
        "waarschijnlijk",
    ),
    "alleen de partnernaam": (("Janzoon", "1955-06-30", "9999AE", "5"), 900007, "waarschijnlijk"),
    "verhuisd": (("Verhuisema", "1966-12-24", "1111ZZ", "99"), 900008, "waarschijnlijk"),
    "tikfout in naam en huisnummer": (("Tikfotustra", "1977-08-19", "9999AG", "7"), 900009, "waarschijnlijk"),
    "een cijfer van de datum": (("Alleenman", "1949-10-03", "9999AH", "8"), 900010, "waarschijnlijk"),
    "zonder geboortedatum": (("Alleenman", None, "9999AH", "8"), None, "klerk"),
    "ij en y": (("Dykema", "1988-05-09", "9999AK", "9"), 900011, "waarschijnlijk"),
    "niemand": (("Nergenshuizen", "1931-01-31", "0000XX", "1"), None, "geen"),
    "zonder kenmerken": ((None, None, None, None), None, "geen"),
}


def inwoners() -> pa.Table:
    bekend = pa.table(
        [pa.array(kolom) for kolom in zip(*BEKENDEN, strict=True)],
        names=["persoon", *INWONERS.names[1:5], "partnernaam"],
    )
    return pa.concat_tables([bevolking(4000, 3), bekend.select(INWONERS.names).cast(INWONERS)])


def registraties() -> pa.Table:
    rijen = [(nummer, *wie) for nummer, (wie, _, _) in enumerate(GEVALLEN.values())]
    return pa.table([pa.array(kolom) for kolom in zip(*rijen, strict=True)], names=RECORDS.names).cast(RECORDS)


@pytest.fixture(scope="module")
def uitkomst() -> pa.Table:
    return koppel(inwoners(), registraties(), lees_instellingen())


@pytest.mark.parametrize("geval", GEVALLEN)
def test_wie_wordt_gekoppeld(uitkomst: pa.Table, geval: str) -> None:
    [rij] = uitkomst.slice(list(GEVALLEN).index(geval), 1).to_pylist()
    _, persoon, klasse = GEVALLEN[geval]
    assert rij["klasse"] == klasse
    if klasse == "waarschijnlijk":
        assert rij["persoon"] == persoon


def test_wie_even_waarschijnlijk_zijn_wijzen_niemand_aan(uitkomst: pa.Table) -> None:
    tweeling = uitkomst.slice(0, 1).to_pylist()[0]
    assert tweeling["persoon"] is None
    assert tweeling["gewicht"] == tweeling["tweede_gewicht"]


def test_zonder_paar_is_er_geen_gewicht(uitkomst: pa.Table) -> None:
    laatste = uitkomst.slice(len(GEVALLEN) - 1, 1).to_pylist()[0]
    assert laatste["gewicht"] is laatste["tweede_gewicht"] is laatste["persoon"] is None


def test_de_volgorde_van_rijen_doet_er_niet_toe(uitkomst: pa.Table) -> None:
    """Other rows beside it neither: what else was delivered that day says nothing of a record."""
    rng = random.Random(7)
    tabellen = []
    for tabel in (inwoners(), registraties()):
        volgorde = list(range(tabel.num_rows))
        rng.shuffle(volgorde)
        tabellen.append(tabel.take(volgorde))
    assert koppel(*tabellen, lees_instellingen()).equals(uitkomst)
    deel = registraties().slice(3, 6)
    assert koppel(tabellen[0], deel, lees_instellingen()).equals(uitkomst.slice(3, 6))


def test_zonder_inwoners_is_er_niemand() -> None:
    uit = koppel(INWONERS.empty_table(), registraties(), lees_instellingen())
    assert set(uit["klasse"].to_pylist()) == {"geen"}
    assert koppel(inwoners(), RECORDS.empty_table(), lees_instellingen()).num_rows == 0


def test_geen_waarde_in_een_logboek_of_fout(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        koppel(inwoners().slice(4000 - 11), registraties(), lees_instellingen())
    gezegd = caplog.text + "".join(capfd.readouterr())
    assert not [naam for _, naam, *_ in BEKENDEN if naam.lower() in gezegd.lower()]
    monkeypatch.setattr(splinkbron, "linker", lambda *_: {}["Tweelinga"])
    with pytest.raises(KoppelFout) as fout:
        koppel(inwoners(), registraties(), lees_instellingen())
    assert "Tweelinga" not in str(fout.value)
    assert fout.value.__suppress_context__


def test_duckdb_schrijft_nergens() -> None:
    con = splinkbron.open_geheugen()
    assert con.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
    assert con.execute("SELECT path FROM duckdb_databases() WHERE database_name = 'memory'").fetchone() == (None,)


@pytest.mark.parametrize(
    ("geschreven", "namen"),
    [
        ("van der Berg", ("berg",)),
        ("Berg, van den", ("berg",)),
        ("Jansen - de Vries", ("jansen", "vries")),
        ("P.J. Jansen", ("jansen",)),
        ("Jansen, P.", ("jansen",)),
        ("’t Hart", ("hart",)),
        ("d'Hondt", ("hondt",)),
        ("'s-Graveland", ("graveland",)),
        ("Núñez", ("nunez",)),
        ("ŁUKASZ", ("lukasz",)),
        ("Groot Koerkamp", ("groot korkamp",)),
        ("De", ("de",)),
        (" - ", ()),
        (None, ()),
    ],
)
def test_delen_van_een_naam(geschreven: str | None, namen: tuple[str, ...]) -> None:
    assert delen(geschreven) == namen
    assert heel(geschreven) == (" ".join(namen) or None)


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("Schröder", "SCHROEDER"),
        ("IJzerman", "Yzerman"),
        ("Müller", "Mueller"),
        ("Dijk", "van Dyk"),
        ("Jan1sen", "Jansen"),
    ],
)
def test_wat_anders_is_gespeld_is_gelijk(een: str, ander: str) -> None:
    assert heel(een) == heel(ander)


@pytest.mark.parametrize(
    ("wat", "wordt", "fout"),
    [
        ("klerk:", "kleerk:", "drempels.klerk ontbreekt"),
        ("    norm: -2.0", "    norm: 5.0", "klerk, koppelen en datum_anders moeten oplopen"),
        ("    een_teken: {m: 0.0149", "    twee_tekens: {m: 0.0149", "niveaus moeten deze zijn"),
        ("m: 0.831", "m: 1.5", "hoogstens 1"),
        ("u: 0.0074100", "u: 0", "groter dan 0"),
    ],
)
def test_instellingen_worden_streng_gelezen(tmp_path: Path, wat: str, wordt: str, fout: str) -> None:
    tekst = PAD.read_text("utf-8")
    assert wat in tekst
    (tmp_path / "anders.yml").write_text(tekst.replace(wat, wordt, 1), "utf-8")
    with pytest.raises(BeschrijvingFout, match=fout):
        lees_instellingen(tmp_path / "anders.yml")


def test_de_meting_telt_juist_gemist_en_verwacht() -> None:
    uit = pa.table(
        {
            "nr": [0, 1, 2, 3],
            "persoon": [10, 11, None, 13],
            "gewicht": [30.0, 30.0, None, 0.0],
            "tweede_gewicht": pa.array([None, None, None, 0.0], pa.float64()),
            "klasse": ["waarschijnlijk", "waarschijnlijk", "geen", "klerk"],
        }
    )
    uitslag = beoordeel(uit, pa.array([10, 12, 14, None], pa.int64()))
    assert (uitslag.precisie, uitslag.teruggevonden, uitslag.klerk) == (0.5, 1 / 3, 0.25)
    assert (uitslag.onjuist, uitslag.gemist) == (1, 1)
    assert uitslag.gemist_verwacht == pytest.approx(1 / 3)
