"""The bench from beginning to end; `make bench` runs this.

Belongs here: arguments and the order of the measurements. Does not belong here: how one is done (the modules beside it).
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from expectations.aanval.ruimte import AANDEEL
from sources.synthetisch.persoon import MAX_INWONERS
from tests.bench import aanval, postgres, regels, xml
from tests.bench.dag import een_dag_erbij
from tests.bench.fasen import datatijd, fasen, inname_delen
from tests.bench.kaal import kaal_werk
from tests.bench.kopie import koppel
from tests.bench.meten import Meting, draai
from tests.bench.opstart import opstart
from tests.bench.per_rij import per_rij
from tests.bench.tabel import Tabel
from tests.bench.xml import INNAME, SOORTEN
from tests.e2e.opdracht import SDL, omgeving
from warehouse.paths import CHECKOUT, DataRoot

VOL, SNEL, KEER = 75_000, 5_000, 10
_RUSTIG = 0.5
T = TypeVar("T")
_UITKOMST = CHECKOUT / "bench.json"
# Agreed for a municipality of 75,000 on two cores; other sizes are measured without a target.
_DOELEN = {"run": 90, "mb": 2048, "dag": 30, "tien": 11}
# Of messages: the largest that may be sent, and how fast at least beside a bare walk through the same XML.
_XML_SECONDEN, _XML_MB, _XML_VERHOUDING = 5, 300, 0.5
_SNEL_DEEL = 10


class Bench:
    """One municipality in a folder of its own, and what was measured on it."""

    def __init__(self, werk: Path, inwoners: int, tabel: Tabel) -> None:
        self.werk, self.inwoners, self.tabel = werk, inwoners, tabel
        self.home = DataRoot(werk / "data", sleutels=werk / "data" / "keys", landing=werk / "landing")
        self.omgeving = omgeving(self.home.root) | {"SDL_LANDING": str(self.home.landing)}
        self.eigen_doel = False

    def doel(self, wat: str) -> float | None:
        """The target, where it was agreed for this size."""
        return _DOELEN[wat] if self.eigen_doel else None

    def genereer(self, kop: str) -> None:
        """Make the deliveries."""
        opdracht = [SDL, "generate", "--out", str(self.home.landing), "--inhabitants", str(self.inwoners)]
        meting = draai(opdracht, self.omgeving)
        self.tabel.voeg(kop, "leveringen maken", meting.seconden)
        self.tabel.voeg(kop, "leveringen maken, geheugen hoogstens", meting.piek_mb(), "MB")

    def run(self, kop: str, doel: str | None = None) -> tuple[Meting, float]:
        """`sdl run` with its stages; returns the measurement and the data time."""
        meting = draai([SDL, "run"], self.omgeving)
        delen = fasen(meting, self.omgeving)
        self.tabel.voeg(kop, "hele run", meting.seconden, "s", doel and self.doel(doel))
        self.tabel.voeg(kop, "processortijd (alle kernen)", meting.processor)
        self.tabel.voeg(kop, "geheugen hoogstens (alle processen)", meting.piek_mb(), "MB", doel and self.doel("mb"))
        for deel in delen:
            geheugen = "" if deel.piek_mb is None else f"  ({deel.piek_mb:.0f} MB)"
            self.tabel.voeg(kop, f"  {deel.naam}{geheugen}", deel.seconden)
            if deel.naam == "inname":
                for soort, seconden in inname_delen(meting).items():
                    self.tabel.voeg(kop, f"    waarvan {soort}", seconden)
        return meting, datatijd(meting, delen)

    def opstart(self, kop: str) -> None:
        """The fixed costs, each in a process of its own."""
        for naam, seconden in opstart(self.omgeving).items():
            self.tabel.voeg(kop, naam, seconden)

    def kaal(self, kop: str, data: float) -> None:
        """The bare work, and how often it fits in the data time of the pipeline."""
        kaal = kaal_werk(self.home)
        self.tabel.voeg(kop, f"raw Parquet lezen ({sum(kaal.rijen.values()):,} rijen)".replace(",", "."), kaal.lezen)
        self.tabel.voeg(kop, "overlap per huishouden, één query", kaal.overlap)
        self.tabel.voeg(kop, "cellen die afwijken van de publicatie", kaal.afwijkend, "")
        self.tabel.voeg(kop, "datatijd van de eerste run / kaal werk", data / (kaal.lezen + kaal.overlap), "keer")

    def dag(self, kop: str) -> None:
        """One day more."""
        for bron, aantal in een_dag_erbij(self.home.landing).items():
            self.tabel.voeg(kop, f"nieuw: {bron}", aantal, "")
        self.run(kop, "dag")

    def xml(self, deel: int) -> None:
        """Reading messages, and taking them in, beside a bare walk; of so many times fewer messages without a target."""
        kop = "Berichten lezen, naast een kale iterparse van lxml (processortijd)"
        for naam in (*SOORTEN, *INNAME):
            cijfers, doel = xml.meet(naam, deel), deel == 1
            wat = naam if doel else f"{naam}, een {deel}e deel"
            self.tabel.voeg(kop, wat, cijfers["verhouding"], "keer", minstens=_XML_VERHOUDING if doel else None)
            self.tabel.voeg(kop, "  per seconde", cijfers["onze"], "MB")
            self.tabel.voeg(kop, "  klok", cijfers["klok"], "s", _XML_SECONDEN if doel and naam in SOORTEN else None)
            if "piek" in cijfers:
                self.tabel.voeg(kop, "  geheugen hoogstens", cijfers["piek"], "MB", _XML_MB if doel else None)
            if "vast" in cijfers:
                self.tabel.voeg(kop, "  vooraf, hoeveel er ook komen", cijfers["vast"])

    def regels(self, deel: int) -> None:
        """The rules on declarations."""
        aantal, kop = regels.REGELS // deel, "Regels op declaraties"
        cijfers = regels.meet(aantal)
        wat = f"{aantal:,} regels".replace(",", ".")
        self.tabel.voeg(kop, wat, cijfers["klok"], "s", regels.DOEL if deel == 1 else None)
        self.tabel.voeg(kop, "processortijd (alle kernen)", cijfers["processor"])
        self.tabel.voeg(kop, "geheugen hoogstens", cijfers["piek"], "MB")
        self.tabel.voeg(kop, "ten opzichte van kaal lezen", cijfers["kaal"], "keer")

    def postgres(self, kop: str) -> None:
        """Publishing in PostgreSQL, with readers."""
        cijfers = postgres.meet(self.home.marts, self.werk / "postgres")
        seconden, wachten = (postgres.DOEL_SECONDEN, postgres.DOEL_WACHTEN) if self.eigen_doel else (None, None)
        self.tabel.voeg(kop, "eerste publicatie", cijfers["eerste"], "s", seconden)
        self.tabel.voeg(kop, "  processortijd, zonder die van de server", cijfers["processor"])
        self.tabel.voeg(kop, "volgende publicatie, terwijl er wordt gelezen", cijfers["volgende"], "s", seconden)
        self.tabel.voeg(kop, "langste wachttijd van een lezer", cijfers["wachten"], "s", wachten)
        self.tabel.voeg(kop, "  terwijl een ander de tabellen vasthoudt", cijfers["vastgehouden"], "s", wachten)
        self.tabel.voeg(kop, "  zonder publicatie", cijfers["rust"])

    def geheimhouding(self, kop: str) -> None:
        """Choosing what is hidden, and the attack on all tables together."""
        cijfers = aanval.meet(self.home)
        self.tabel.voeg(kop, "kiezen wat wordt verborgen", cijfers["keuze"])
        self.tabel.voeg(
            kop, "aanval van poort 3", cijfers["poort"], "s", aanval.DOEL_POORT if self.eigen_doel else None
        )
        self.tabel.voeg(kop, "  cellen", cijfers["cellen"], "")
        self.tabel.voeg(kop, "  waarvan geheim", cijfers["geheim"], "")
        self.tabel.voeg(kop, "  waarvan te nauw te bepalen", cijfers["zwak"], "")
        deel = "verborgen van de definitie waarvan het meeste is verborgen"
        self.tabel.voeg(kop, deel, cijfers["verborgen"], "%", 100 * AANDEEL)

    def per_rij(self, kop: str) -> None:
        """The intake per row, of one kind at a time."""
        for soort, (micro, rijen) in per_rij(self.home.landing, self.werk / "per_rij").items():
            self.tabel.voeg(kop, f"{soort} ({rijen:,} stuks)".replace(",", "."), micro, "µs")


def main() -> int:
    """Measure, show and keep; returns 0, or 1 when a command failed."""
    opties = _opties()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ended from outside: the folder goes too
    tabel = Tabel()
    bezig = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    if bezig and bezig > _RUSTIG:
        print(f"bench: de machine is al bezig (belasting {bezig:.1f}); de tijden vallen te hoog uit.", file=sys.stderr)
    inwoners = opties.inwoners or (SNEL if opties.snel else MAX_INWONERS // KEER if opties.tien else VOL)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as map_:
            _meet(Path(map_), inwoners, opties, tabel)
    except (RuntimeError, ValueError) as fout:
        print(f"bench: {fout}", file=sys.stderr)
        return 1
    finally:
        tabel.toon()
    tabel.bewaar(_UITKOMST, inwoners=None if opties.leveringen else inwoners, belasting_vooraf=bezig)
    print(f"\nOok als JSON: {_UITKOMST}")
    return 0


def _meet(werk: Path, inwoners: int, opties: argparse.Namespace, tabel: Tabel) -> None:
    gemeente = f"{inwoners:,} inwoners".replace(",", ".")
    een = Bench(werk / "een", inwoners, tabel)
    een.eigen_doel = inwoners == VOL and not opties.leveringen
    if opties.leveringen:
        gemeente = "leveringen van buiten"
        _stap(f"leveringen koppelen uit {opties.leveringen}", lambda: koppel(opties.leveringen, een.home.landing))
    else:
        _stap(f"leveringen maken ({gemeente})", lambda: een.genereer(f"Leveringen, {gemeente}"))
    data = _stap("eerste run", lambda: een.run(f"Eerste run, {gemeente}", "run"))[1]
    _stap("vaste opstart", lambda: een.opstart("Vaste opstart, elk in een eigen proces"))
    _stap("kaal werk", lambda: een.kaal("Kaal werk in DuckDB", data))
    _stap("kosten per rij", lambda: een.per_rij("Inname per rij"))
    deel = _SNEL_DEEL if opties.snel else 1
    _stap("berichten lezen", lambda: een.xml(deel))
    _stap("regels op declaraties", lambda: een.regels(deel))
    _stap("PostgreSQL", lambda: een.postgres("Publicatie in PostgreSQL"))
    _stap("geheimhouding", lambda: een.geheimhouding("Geheimhouding"))
    _stap("een dag later", lambda: een.dag("Een dag later"))
    if opties.tien:
        tien = Bench(werk / "tien", inwoners * KEER, tabel)
        kop = f"Tien keer zo groot, {tien.inwoners:,} inwoners".replace(",", ".")
        _stap("leveringen maken, tien keer zo groot", lambda: tien.genereer(kop))
        groot = _stap("eerste run, tien keer zo groot", lambda: tien.run(kop))[1]
        tabel.voeg(kop, "datatijd ten opzichte van de gemeente hierboven", groot / data, "keer", een.doel("tien"))


def _stap(naam: str, doe: Callable[[], T]) -> T:
    print(f"bench: {naam}", file=sys.stderr, flush=True)
    return doe()


def _opties() -> argparse.Namespace:
    ontleder = argparse.ArgumentParser(prog="make bench", description="Meet tijd en geheugen; schrijft bench.json.")
    ontleder.add_argument(
        "--snel", action="store_true", help=f"een gemeente van {SNEL} inwoners, een tiende van de berichten en regels"
    )
    ontleder.add_argument("--inwoners", type=int, metavar="N", help=f"een gemeente van N inwoners (gewoonlijk {VOL})")
    ontleder.add_argument("--leveringen", type=Path, metavar="MAP", help="meet op deze leveringen; er verandert niets")
    ontleder.add_argument("--tien", action="store_true", help="ook een gemeente van tien keer zoveel inwoners")
    opties = ontleder.parse_args()
    if opties.leveringen and (opties.tien or opties.inwoners or opties.snel):
        ontleder.error("--leveringen gaat niet samen met --tien, --inwoners of --snel.")
    return opties


if __name__ == "__main__":
    sys.exit(main())
