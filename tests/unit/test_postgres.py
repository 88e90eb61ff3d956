"""The publication in PostgreSQL against a real server: what stands there, who reads it, the swap, and every mishap.

Belongs here: behaviour that a reader, an administrator or whoever kills the process sees. Does not belong here: the
contents of marts (oracle), or how long it takes (bench).
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg
import pytest
import yaml

from sources.fouten import BeschrijvingFout
from tests.server_postgres import ACCOUNT, BEHEERDER, WACHTWOORD, Server, draaiend
from warehouse.paths import CHECKOUT, DBT_PROJECT, DataRoot
from warehouse.postgres import wissel
from warehouse.postgres.bouwen import pg_type
from warehouse.postgres.fouten import PostgresFout, ingesteld
from warehouse.postgres.indeling import Indeling, lees_indeling
from warehouse.postgres.publiceren import Gepubliceerd, publiceer_postgres
from warehouse.postgres.rollen import GROTE_OBJECTEN
from warehouse.publicatie import SLEUTELS, label

GEHEIM = WACHTWOORD.replace("%2F", "/")
LEZER = "rapport"
# Of every shape: a dimension, a fixed table, a key that may be empty, texts that CSV must quote, a decimal.
_TABELLEN = """
    CREATE TABLE gebied AS SELECT 'GM0141' AS gebied_code, 'gemeente' AS gebied_soort, 'Alm;e"lo' AS gebied_naam,
        CAST(NULL AS VARCHAR) AS bovenliggend, 2024 AS jaar, {stand} AS inwoners;
    CREATE TABLE periode AS SELECT '2024' AS periode, DATE '2024-01-01' AS begin_datum, '' AS label;
    CREATE TABLE combinatie AS SELECT unnest(['jeugd', 'wmo', 'totaal']) AS combinatie, true AS optelbaar;
    CREATE TABLE huishouden_overlap AS SELECT 'gmsd' AS definitie, '2024' AS periode, 'gezin' AS huishoudensoort, 'GM0141' AS gebied_code,
        unnest(['jeugd', 'wmo', 'totaal']) AS combinatie, {stand} AS huishoudens, unnest([true, false, NULL]) AS geheim,
        DATE '2025-01-31' AS bekend_op;
    CREATE TABLE bevinding AS SELECT 'a' || i AS bevinding_id, E'regel\n''een'', "twee"; €' AS regel, {stand} AS aantal FROM range(200) AS t(i);
    CREATE TABLE herziening AS SELECT 'overlap_matrix' AS tabel, 'gmsd' AS definitie, '2024' AS periode, '' AS eenheid,
        CAST(NULL AS VARCHAR) AS gebied_code, 'x' AS onderdeel, CAST({stand} AS DECIMAL(12, 2)) AS waarde;
"""


def maak_publicatie(root: Path, stand: int) -> DataRoot:
    """A data root with nothing but a publication, in which every table says which one it is."""
    home = DataRoot(root, sleutels=root / "keys", landing=root / "landing")
    map_ = home.publicaties / f"stand{stand}"
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "publicatie.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(map_ / "publicatie.duckdb")) as con:
        con.execute("CREATE SCHEMA marts; USE marts;" + _TABELLEN.format(stand=stand))
        for (tabel,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            con.execute(f"COMMENT ON TABLE {tabel} IS '{label(tabel)}. Het is ''s avonds.'")
        con.execute("COMMENT ON COLUMN gebied.jaar IS 'Kalenderjaar.'")
    home.marts.unlink(missing_ok=True)
    home.marts.symlink_to(map_)
    return home


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with draaiend() as server:
        server.beheer(f"CREATE ROLE {LEZER} LOGIN", "CREATE ROLE buiten LOGIN", "CREATE ROLE karig LOGIN")
        yield server


@dataclass
class Plek:
    """A database of its own, and a data root with a publication."""

    server: Server
    naam: str
    uri: str
    home: DataRoot

    def publiceer(self, stand: int | None = None, **opties: float) -> Gepubliceerd:
        if stand is not None:
            maak_publicatie(self.home.root, stand)
        return publiceer_postgres(self.home, self.uri, **opties)

    def beheer(self, *opdrachten: str) -> list[tuple]:
        return self.server.beheer(*opdrachten, database=self.naam)

    @contextmanager
    def als(self, account: str) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server.uri(self.naam, account), autocommit=True) as con:
            yield con

    def stand(self) -> int:
        """Which publication stands there, or an error when its tables are not of one."""
        standen = self.beheer(
            "SELECT inwoners FROM marts.gebied UNION SELECT huishoudens FROM marts.huishouden_overlap "
            "UNION SELECT aantal FROM marts.bevinding UNION SELECT waarde::int FROM marts.herziening"
        )
        assert len(standen) == 1
        return standen[0][0]

    def schemas(self, vorm: str = "marts.*") -> list[str]:
        vraag = f"SELECT nspname::text FROM pg_namespace WHERE nspname ~ '^({vorm})$' ORDER BY 1"
        return [naam for (naam,) in self.beheer(vraag)]


@pytest.fixture
def plek(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Plek:
    naam = "".join(teken for teken in request.node.name.lower() if teken.isalnum())[-40:]
    return Plek(server, naam, server.database(naam), maak_publicatie(tmp_path / "data", 1))


@pytest.fixture(scope="module")
def vast(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Plek:
    """One that was published once, for who only looks."""
    plek = Plek(server, "vast", server.database("vast"), maak_publicatie(tmp_path_factory.mktemp("vast") / "data", 1))
    plek.publiceer()
    return plek


@pytest.fixture(scope="module")
def gedeeld(server: Server) -> str:
    server.database("gedeeld")
    return "gedeeld"


@pytest.fixture
def gevuld(server: Server, gedeeld: str, tmp_path: Path) -> Plek:
    """A database with a first publication, and nothing left in it of another test: making a new one takes longer."""
    uri = server.uri(gedeeld, ACCOUNT, WACHTWOORD)
    plek = Plek(server, gedeeld, uri, maak_publicatie(tmp_path / "data", 1))
    plek.beheer(*(f"DROP SCHEMA {s} CASCADE" for s in plek.schemas("elders|marts.*")))
    plek.publiceer()
    plek.beheer(f"GRANT marts_lezer TO {LEZER}")
    return plek


# What stands there


def test_elke_lezer_ziet_dezelfde_rijen(vast: Plek) -> None:
    with duckdb.connect(str(vast.home.marts / "publicatie.duckdb"), read_only=True) as con:
        for tabel in ("gebied", "periode", "combinatie", "huishouden_overlap", "bevinding", "herziening"):
            verwacht = con.execute(f"FROM marts.{tabel} ORDER BY ALL").fetchall()
            assert sorted(vast.beheer(f"SELECT * FROM marts.{tabel}"), key=repr) == sorted(verwacht, key=repr)


def test_typen_sleutels_relaties_en_uitleg_gaan_mee(vast: Plek) -> None:
    typen = dict(
        vast.beheer(
            "SELECT table_name || '.' || column_name, data_type FROM information_schema.columns WHERE table_schema = 'marts'"
        )
    )
    assert [typen[k] for k in ("gebied.jaar", "gebied.gebied_naam", "periode.begin_datum", "huishouden_overlap.geheim", "herziening.waarde")] == [
        "integer", "text", "date", "boolean", "numeric",
    ]  # fmt: skip
    sloten = vast.beheer(
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'marts'::regnamespace AND contype <> 'n' ORDER BY 1, 2"
    )
    assert ("marts.gebied", "PRIMARY KEY (gebied_code, jaar)") in sloten
    assert ("marts.huishouden_overlap", "FOREIGN KEY (periode) REFERENCES marts.periode(periode)") in sloten
    assert ("marts.huishouden_overlap", "FOREIGN KEY (combinatie) REFERENCES marts.combinatie(combinatie)") in sloten
    assert [slot for tabel, slot in sloten if tabel == "marts.herziening"] == [
        f"UNIQUE NULLS NOT DISTINCT ({', '.join(SLEUTELS['herziening'])})"
    ]
    uitleg = "SELECT obj_description('marts.{}'::regclass, 'pg_class')"
    assert vast.beheer(uitleg.format("huishouden_overlap")) == [("Overlap per huishouden. Het is 's avonds.",)]
    assert vast.beheer(uitleg.format("ster_gebied")) == vast.beheer(uitleg.format("gebied"))
    for tabel in ("gebied", "ster_gebied"):
        assert vast.beheer(f"SELECT col_description('marts.{tabel}'::regclass, 5)") == [("Kalenderjaar.",)]
    assert vast.beheer("SELECT reltuples FROM pg_class WHERE oid = 'marts.bevinding'::regclass") == [
        (200.0,)
    ]  # analysed


def test_een_gereedschap_kan_over_een_kolom_koppelen(vast: Plek) -> None:
    rijen = vast.beheer(
        "SELECT gebied_label, combinatie FROM marts.ster_huishouden_overlap JOIN marts.ster_gebied USING (gebied_jaar) ORDER BY 2"
    )
    assert rijen == [('Alm;e"lo (2024)', "jeugd"), ('Alm;e"lo (2024)', "totaal"), ('Alm;e"lo (2024)', "wmo")]


def test_wat_niet_gelijk_is_aan_de_bestanden_wordt_niet_gewisseld(gevuld: Plek) -> None:
    """Somebody on the server changes a row of the new schema while it is built."""
    gevuld.beheer(
        "CREATE FUNCTION public.knoei() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS "
        "$$ BEGIN UPDATE marts_nieuw.gebied SET inwoners = 99; EXCEPTION WHEN undefined_table THEN NULL; END $$",
        "CREATE EVENT TRIGGER knoei ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION public.knoei()",
    )
    with pytest.raises(PostgresFout, match="gebied is niet gelijk aan wat is gepubliceerd"):
        gevuld.publiceer(2)
    assert gevuld.stand() == 1
    gevuld.beheer("DROP EVENT TRIGGER knoei")
    gevuld.publiceer()
    assert (gevuld.stand(), gevuld.schemas()) == (2, ["marts"])


def test_een_relatie_die_niet_klopt_stopt_de_publicatie(gevuld: Plek) -> None:
    maak_publicatie(gevuld.home.root, 2)
    with duckdb.connect(str(gevuld.home.marts / "publicatie.duckdb")) as con:
        con.execute("UPDATE marts.huishouden_overlap SET periode = '2023'")
    with pytest.raises(PostgresFout, match="SQLSTATE 23503"):
        gevuld.publiceer()
    assert (gevuld.stand(), gevuld.schemas()) == (1, ["marts"])


# Who reads it

VERBODEN = [
    "CREATE TABLE marts.eigen (x int)",
    "CREATE TABLE public.eigen (x int)",
    "CREATE TEMPORARY TABLE eigen (x int)",
    "CREATE SCHEMA eigen",
    "SELECT * FROM public.elders",
    "SELECT * FROM ander.geheim",
    "SELECT public.functie()",
    "INSERT INTO marts.periode VALUES ('2023', now(), '')",
    "UPDATE marts.gebied SET inwoners = 0",
    "DELETE FROM marts.gebied",
    "TRUNCATE marts.gebied",
    "DROP TABLE marts.gebied",
    "ALTER SCHEMA marts RENAME TO mijn",
    "COMMENT ON TABLE marts.gebied IS 'x'",
    "CREATE ROLE eigen",
    f"SET ROLE {ACCOUNT}",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT lo_from_bytea(0, 'x')",
    "COPY marts.gebied TO PROGRAM 'cat'",
]  # fmt: skip


def test_een_bi_rol_leest_marts_en_niets_anders_ook_na_een_wissel(plek: Plek) -> None:
    """Also in a session that stays open over the swap and switches its own setting off: rights hold, settings do not."""
    plek.publiceer()
    plek.beheer(
        f"GRANT marts_lezer TO {LEZER}",
        f"ALTER ROLE {LEZER} SET default_transaction_read_only = on",
        GROTE_OBJECTEN,  # as docs/postgres.md asks of the administrator: only a superuser may
        "CREATE TABLE public.elders AS SELECT 1 AS x; GRANT SELECT ON public.elders TO PUBLIC",
        "CREATE FUNCTION public.functie() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA ander; CREATE TABLE ander.geheim AS SELECT 1 AS x; GRANT SELECT ON ander.geheim TO PUBLIC",
        # What a careless administrator hands out beforehand does not come along.
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {ACCOUNT} GRANT ALL ON TABLES TO PUBLIC",
    )
    with plek.als(LEZER) as con:
        con.execute("SET default_transaction_read_only = off")
        for stand in (1, 2):
            if stand == 2:
                plek.publiceer(2)
            assert con.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(stand,)]
            assert con.execute("SELECT count(*) FROM marts.ster_huishouden_overlap").fetchall() == [(3,)]
            for opdracht in VERBODEN:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    con.execute(opdracht)
    for account in ("buiten", "karig"):
        with plek.als(account) as con, pytest.raises(psycopg.errors.InsufficientPrivilege):
            con.execute("SELECT * FROM marts.gebied")
    plek.beheer(f"ALTER ROLE {LEZER} RESET default_transaction_read_only")


@pytest.mark.parametrize(
    ("rol", "wel", "niet"),
    [
        ("dataloket", ["bevinding", "herziening", "gebied", "ster_gebied", "periode"], ["huishouden_overlap", "ster_huishouden_overlap"]),
        ("extract", ["huishouden_overlap", "ster_huishouden_overlap", "combinatie", "gebied"], ["bevinding", "herziening"]),
        ("marts_lezer", ["huishouden_overlap", "bevinding", "herziening", "combinatie"], []),
    ],
)  # fmt: skip
def test_een_rol_leest_wat_de_indeling_zegt(vast: Plek, rol: str, wel: list[str], niet: list[str]) -> None:
    with vast.als(BEHEERDER) as con:
        con.execute(f"SET ROLE {rol}")
        for tabel in wel:
            con.execute(f"SELECT * FROM marts.{tabel}")
        for tabel in niet:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                con.execute(f"SELECT * FROM marts.{tabel}")


def test_de_indeling_noemt_alleen_wat_er_is_en_geeft_redenen(tmp_path: Path) -> None:
    indeling = lees_indeling()
    genoemd = {t for rol in indeling.rollen.values() if rol.tabellen != "alle" for t in rol.tabellen}
    genoemd |= {t for relatie in indeling.relaties for t in (*relatie.van, relatie.naar)}
    assert genoemd <= set(SLEUTELS)
    assert all(tuple(relatie.kolommen) == SLEUTELS[relatie.naar] for relatie in indeling.relaties)
    assert set(indeling.rollen) == {"marts_lezer", "dataloket", "extract"}
    assert all(rol.leest(uitleg) for rol in indeling.rollen.values() for uitleg in ("definitie", "kolom", "periode"))
    assert [rol for rol, recht in indeling.rollen.items() if recht.leest("kosten")] == ["marts_lezer"]
    assert isinstance(indeling, Indeling)
    fout = tmp_path / "indeling.yml"
    fout.write_text("rollen: {a: {tabellen: alle}}\nrelaties: []\nextra: 1\n", "utf-8")
    with pytest.raises(BeschrijvingFout, match=r"rollen\.a\.reden.*extra"):
        lees_indeling(fout)


@pytest.mark.parametrize("pad", sorted((DBT_PROJECT / "models/marts").glob("_*.yml")), ids=lambda pad: pad.stem)
def test_elke_mart_heeft_een_naam_voor_mensen_en_typen_die_postgres_kent(pad: Path) -> None:
    for model in yaml.safe_load(pad.read_text("utf-8")).get("models", ()):
        assert label(model["name"])[0].isupper()
        assert all(pg_type(model["name"], kolom["name"], kolom["data_type"].upper()) for kolom in model["columns"])


def test_op_de_oude_tabellen_blijft_niets_leesbaar(gevuld: Plek) -> None:
    """A reader who holds the old tables keeps them from being removed; nobody can read them any more."""
    gevuld.beheer(
        "GRANT SELECT ON marts.gebied TO buiten; GRANT USAGE ON SCHEMA marts TO buiten; GRANT SELECT (periode) ON marts.periode TO PUBLIC"
    )
    with gevuld.als(LEZER) as vast, gevuld.als(LEZER) as los:
        vast.execute("BEGIN")
        vast.execute("SELECT * FROM marts.gebied")
        gedaan = gevuld.publiceer(2, geduld=0.3)
        assert (gedaan.zonder_slot, gedaan.blijft_staan) == (True, 1)
        assert gedaan.pogingen > 1
        (oud,) = [schema for schema in gevuld.schemas() if schema != "marts"]
        for con in (vast, los):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                con.execute(f"SELECT * FROM {oud}.gebied")
        assert los.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(2,)]
        rechten = gevuld.beheer(
            f"SELECT 1 FROM pg_class, aclexplode(relacl) WHERE relnamespace = '{oud}'::regnamespace AND grantee <> relowner"
        )
        assert rechten == []
    gevuld.publiceer(3)
    assert (gevuld.stand(), gevuld.schemas()) == (3, ["marts"])


# The swap


def test_wie_leest_tijdens_wissels_ziet_altijd_een_hele_publicatie(gevuld: Plek) -> None:
    """Statements, prepared statements and whole transactions, with as many swaps as fit, never see two publications together."""
    klaar, fouten, gezien = threading.Event(), [], [set(), set(), set()]
    vraag = "SELECT min(g.inwoners), max(h.huishoudens), (SELECT max(aantal) FROM marts.bevinding), (SELECT count(*) FROM marts.bevinding) FROM marts.ster_gebied g JOIN marts.ster_huishouden_overlap h USING (gebied_jaar)"

    def lees(soort: int) -> None:
        try:
            with gevuld.als(LEZER) as con:
                con.prepare_threshold = 0 if soort == 1 else None
                while not klaar.is_set():
                    if soort == 2:
                        with con.transaction():
                            con.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                            een, twee = (con.execute(vraag).fetchone() for _ in range(2))
                        assert een == twee
                    antwoord = con.execute(vraag).fetchone()
                    assert len(set(antwoord[:3])) == 1
                    assert antwoord[3] == 200
                    gezien[soort].add(antwoord[0])
        except BaseException as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=lees, args=(soort,)) for soort in range(3)]
    for draad in draden:
        draad.start()
    try:
        for stand in range(2, 14):
            gevuld.publiceer(stand)
    finally:
        klaar.set()
        for draad in draden:
            draad.join()
    assert fouten == []
    assert all(len(standen) > 3 for standen in gezien)
    assert (gevuld.stand(), gevuld.schemas()) == (13, ["marts"])


def test_wie_kort_vasthoudt_wordt_afgewacht(gevuld: Plek) -> None:
    """Inside a transaction of a reader nothing changes; the swap comes as soon as it ends, and other readers go on."""
    with gevuld.als(LEZER) as vast, gevuld.als(LEZER) as los:
        vast.execute("BEGIN")
        vast.execute("SELECT * FROM marts.gebied")
        draad = threading.Thread(target=gevuld.publiceer, args=(2,))
        draad.start()
        eind = time.monotonic() + 1
        while time.monotonic() < eind:
            assert los.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(1,)]
        assert vast.execute("SELECT aantal FROM marts.bevinding LIMIT 1").fetchall() == [(1,)]
        vast.execute("COMMIT")
        draad.join(30)
    assert gevuld.stand() == 2


def test_wie_een_oude_momentopname_heeft_vindt_de_nieuwe_tabellen_niet_leeg(gevuld: Plek) -> None:
    """A transaction whose snapshot is older than the load: without frozen rows it would count nothing, and believe it."""
    with gevuld.als(LEZER) as con, con.transaction():
        con.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        con.execute("SELECT 1 FROM pg_class LIMIT 1")
        gevuld.publiceer(2)
        assert con.execute("SELECT min(aantal), count(*) FROM marts.bevinding").fetchall() == [(2, 200)]


def test_een_wijziging_die_openstaat_houdt_de_run_niet_op(gevuld: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone renames the schema and does not finish: not even names can be changed. The run ends, and says what to do."""
    monkeypatch.setattr(wissel, "_UITERSTE", 0.5)
    with gevuld.als(BEHEERDER) as con:
        con.execute("BEGIN")
        con.execute("COMMENT ON SCHEMA marts IS 'Publicatie sociaal domein'; ALTER SCHEMA marts RENAME TO mijn")
        with pytest.raises(PostgresFout, match="houdt de tabellen vast"):
            gevuld.publiceer(2, geduld=0.2)
        con.execute("ROLLBACK")
    assert gevuld.stand() == 1


# What was killed

_GEDOOD = """
import os, signal, sys
from pathlib import Path
from warehouse.paths import DataRoot
from warehouse.postgres import bouwen, publiceren, wissel
moment, root, uri = sys.argv[1:]
dood = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
def na(module, naam):
    echt = getattr(module, naam)
    def gevolgd(*delen, **opties):
        echt(*delen, **opties)
        dood()
    setattr(module, naam, gevolgd)
{
    "begin": lambda: setattr(publiceren, "bouw", dood),
    "laden": lambda: na(bouwen, "_laad"),
    "rechten": lambda: na(bouwen, "geef_rechten"),
    "gebouwd": lambda: setattr(publiceren, "wissel", dood),
    "op slot": lambda: na(wissel, "_neem_slot"),
    "gewisseld": lambda: na(publiceren, "wissel"),
}[moment]()
root = Path(root)
publiceren.publiceer_postgres(DataRoot(root, root / "keys", root / "landing"), uri)
"""


def test_gedood_op_elk_moment_blijft_er_een_hele_publicatie(gevuld: Plek) -> None:
    maak_publicatie(gevuld.home.root, 2)
    for moment, na in [("begin", 1), ("laden", 1), ("rechten", 1), ("gebouwd", 1), ("op slot", 1), ("gewisseld", 2)]:
        opdracht = [sys.executable, "-c", _GEDOOD, moment, str(gevuld.home.root), gevuld.uri]
        gedood = subprocess.run(opdracht, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
        assert gedood.returncode == -signal.SIGKILL, gedood.stderr
        with gevuld.als(LEZER) as con:
            assert con.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(na,)], moment
            for schema in set(gevuld.schemas()) - {"marts"}:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    con.execute(f"SELECT * FROM {schema}.gebied")
    gevuld.publiceer(3)
    assert (gevuld.stand(), gevuld.schemas()) == (3, ["marts"])


# What goes wrong


@contextmanager
def luisteraar(doe: Callable[[socket.socket], None]) -> Iterator[int]:
    """Something on a port that is no PostgreSQL."""
    with socket.create_server(("127.0.0.1", 0)) as lijn:
        draad = threading.Thread(target=doe, args=(lijn,), daemon=True)
        draad.start()
        yield lijn.getsockname()[1]


def _zwijg(lijn: socket.socket) -> None:
    open_ = []
    try:
        while True:
            open_.append(lijn.accept())
    except OSError:
        return


def fout_bij(home: DataRoot, uri: str, **opties: float) -> str:
    """What a person is told; never the password, whatever the URI."""
    with pytest.raises(PostgresFout) as gevangen:
        publiceer_postgres(home, uri, **opties)
    tekst = str(gevangen.value)
    assert GEHEIM not in tekst
    assert WACHTWOORD not in tekst
    assert gevangen.value.__cause__ is None
    assert "De bestanden (publicatie.duckdb en Parquet) zijn wel gepubliceerd" in tekst
    return tekst


def test_een_server_die_er_niet_is_of_zwijgt_is_een_duidelijke_zin(tmp_path: Path) -> None:
    home = maak_publicatie(tmp_path, 1)
    with socket.socket() as dicht:
        dicht.bind(("127.0.0.1", 0))
        uri = f"postgresql://{ACCOUNT}:{WACHTWOORD}@127.0.0.1:{dicht.getsockname()[1]}/x"
        assert "niet bereikbaar" in fout_bij(home, uri)
    with luisteraar(_zwijg) as poort:
        begin = time.monotonic()
        uri = f"postgresql://{ACCOUNT}:{WACHTWOORD}@127.0.0.1:{poort}/x?connect_timeout=2"
        assert "antwoordt niet" in fout_bij(home, uri)
        assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    "uri",
    [
        f"postgresql://{ACCOUNT}:{GEHEIM}@127.0.0.1/x",  # the slash is not written as %2F
        f"postgresql//{ACCOUNT}:{WACHTWOORD}@127.0.0.1/x",
        f"host=127.0.0.1 password={GEHEIM} '",
        f"postgresql://{ACCOUNT}:{WACHTWOORD}@127.0.0.1:nul/x",
        f"postgresql://127.0.0.1/x?password={WACHTWOORD}&onbekend=1",
    ],
)
def test_een_uri_die_niet_klopt_wordt_niet_herhaald(tmp_path: Path, uri: str) -> None:
    fout_bij(maak_publicatie(tmp_path, 1), uri)


def test_een_verkeerd_wachtwoord_wordt_niet_herhaald(plek: Plek) -> None:
    assert "niet bereikbaar, antwoordt niet of weigert" in fout_bij(
        plek.home, plek.uri.replace(WACHTWOORD, "mis" + WACHTWOORD)
    )


def test_een_server_die_halverwege_zwijgt_houdt_de_run_niet_op(gevuld: Plek) -> None:
    """The publication of another holds the place, and the limit comes before its patience."""
    with gevuld.als(BEHEERDER) as con:
        con.execute("SELECT pg_advisory_lock(%s)", [0x5D_C0_FF_EE])
        begin = time.monotonic()
        assert "antwoordt niet meer (afgebroken na 1 s)" in fout_bij(gevuld.home, gevuld.uri, grens=1)
        assert time.monotonic() - begin < 5
    assert gevuld.stand() == 1


def test_een_account_dat_te_weinig_mag_krijgt_de_sql_voor_de_beheerder(plek: Plek) -> None:
    """Carried out as it stands, that SQL is enough; without roles it also asks for the roles, and then for their rights."""
    plek.beheer(f"ALTER DATABASE {plek.naam} OWNER TO {BEHEERDER}")
    uri = plek.server.uri(plek.naam, "karig")
    tekst = fout_bij(plek.home, uri)
    assert "mag schema's of tijdelijke tabellen maken" in tekst or "bestaat niet" in tekst
    opdrachten = [regel.strip() for regel in tekst.splitlines() if regel.startswith("  ")]
    assert f'GRANT CREATE ON DATABASE "{plek.naam}" TO "karig";' in opdrachten
    plek.beheer(*opdrachten)
    publiceer_postgres(plek.home, uri)
    assert plek.stand() == 1


def test_een_rol_die_meer_mag_dan_lezen_stopt_de_publicatie(gevuld: Plek) -> None:
    gevuld.beheer(
        "CREATE SCHEMA elders; GRANT USAGE ON SCHEMA elders TO dataloket", "GRANT pg_read_all_data TO extract"
    )
    try:
        tekst = fout_bij(gevuld.home, gevuld.uri)
    finally:
        gevuld.beheer("REVOKE pg_read_all_data FROM extract")
    assert "rol dataloket mag in schema elders" in tekst
    assert "rol extract is lid van pg_read_all_data" in tekst
    assert "  REVOKE ALL ON SCHEMA elders FROM PUBLIC, dataloket;\n  REVOKE pg_read_all_data FROM extract;\n" in tekst


def test_een_schema_marts_van_een_ander_blijft_staan(plek: Plek) -> None:
    plek.beheer("CREATE SCHEMA marts; CREATE SCHEMA marts_oud_1; CREATE TABLE marts.werk AS SELECT 1 AS x")
    assert "bestaat al en is niet van dit product" in fout_bij(plek.home, plek.uri)
    assert plek.beheer("SELECT x FROM marts.werk") == [(1,)]
    assert plek.schemas() == ["marts", "marts_oud_1"]


def test_een_publicatie_van_toen_raakt_postgres_niet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_POSTGRES", "postgresql://x")
    assert ingesteld() == "postgresql://x"
    monkeypatch.setenv("SDL_BEKEND_OP", "2025-01-31")
    assert ingesteld() is None
    monkeypatch.delenv("SDL_BEKEND_OP")
    monkeypatch.setenv("SDL_POSTGRES", "")
    assert ingesteld() is None


def test_een_duckdb_lezer_leest_door_tijdens_een_wissel(tmp_path: Path) -> None:
    """The file of the old publication stays open; who connects again has the new one. The file is opened read-only."""
    home = maak_publicatie(tmp_path, 1)
    with duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as oud:
        maak_publicatie(tmp_path, 2)
        assert oud.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(1,)]
        with duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as nieuw:
            assert nieuw.execute("SELECT inwoners FROM marts.gebied").fetchall() == [(2,)]
            with pytest.raises(duckdb.InvalidInputException):
                nieuw.execute("CREATE TABLE marts.eigen (x INTEGER)")
    assert os.path.islink(home.marts)
