"""Load the tables of CBS into raw: from CBS itself, else what landed before, else the recordings that come along.

Belongs here: the order of those three, what is remembered per table, and the report. Does not belong here: how a table
is asked for (ophalen) or read (vorm).
"""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from sources.cbs.naspelen import naspelen
from sources.cbs.ophalen import Antwoord, GeenVerbinding, TabelFout, haal_info, haal_tabel, server
from sources.cbs.tabellen import THEMAS, Tabel, Tabellen, lees_tabellen
from sources.cbs.vorm import SCHEMA, naar_bevolking, naar_kwb, naar_overlap
from warehouse.duck import connect, write_raw
from warehouse.paths import DataRoot

OFFLINE = "offline"
Herkomst = Literal["actueel", "eerder", "opname", "ontbreekt"]


@dataclass(frozen=True)
class Geland:
    """What is remembered of a landed table: where it came from, its version at CBS, and which choice was made of it."""

    herkomst: Literal["actueel", "opname"]
    modified: str
    keuze: str
    rijen: int


@dataclass(frozen=True)
class TabelVerslag:
    """One table after loading. `herladen` is False when the landed rows were still good; meldingen are sentences."""

    tabel: str
    thema: str
    jaar: int | None
    herkomst: Herkomst
    modified: str | None
    rijen: int
    herladen: bool
    meldingen: tuple[str, ...] = ()


@dataclass
class Verslag:
    """The result of one load: a report per active table."""

    tabellen: list[TabelVerslag] = field(default_factory=list)

    @property
    def meldingen(self) -> list[str]:
        """All that went wrong or is missing, as sentences for people."""
        return [melding for tabel in self.tabellen for melding in tabel.meldingen]


def laad(home: DataRoot, *, bron: str | None = None, meld: Callable[[str], None] = print) -> Verslag:
    """Land every active table in raw/cbs__<thema>/, one file each; report where it came from.

    `bron`: "offline" for the recordings, "host:port" for a server in CBS form, None for what SDL_CBS says, else CBS.
    Never raises on an unreachable or changed CBS: open data does not stop a run.
    """
    lader = _Lader(home, bron or os.environ.get("SDL_CBS") or None)
    with lader.open:
        verslag = Verslag([lader.laad(tabel) for tabel in lader.tabellen.actief])
    lader.ruim_op()
    for tabel in verslag.tabellen:
        wat = "geladen" if tabel.herladen else "ongewijzigd"
        meld(f"CBS {tabel.tabel} {tabel.jaar or ''}: {tabel.herkomst}, {tabel.rijen} rijen, {wat}".replace(" :", ":"))
    for melding in dict.fromkeys(verslag.meldingen):
        meld(f"Let op: {melding}")
    return verslag


class _Lader:
    """One load. Remembers within the run that CBS does not answer, and keeps the replay server open for all tables."""

    def __init__(self, home: DataRoot, bron: str | None) -> None:
        self.tabellen: Tabellen = lees_tabellen()
        self.open = ExitStack()
        self._home = home
        self._host = None if bron == OFFLINE else bron
        self._stil = "" if bron == OFFLINE else None
        self._boek = home.raw / "cbs.json"
        boek = json.loads(self._boek.read_text("utf-8")) if self._boek.is_file() else {}
        self._geland = {nummer: Geland(**regel) for nummer, regel in boek.items()}

    def laad(self, tabel: Tabel) -> TabelVerslag:
        """The three rungs, in order."""
        melding = self._stil
        if melding is None:
            try:
                return self._van(self._host, "actueel", tabel)
            except GeenVerbinding as fout:
                melding = self._stil = str(fout)
            except TabelFout as fout:
                melding = str(fout)
        eerder = self._bekend(tabel)
        if eerder and eerder.herkomst == "actueel":
            regel = (tabel.tabel, tabel.thema, tabel.jaar, "eerder", eerder.modified, eerder.rijen, False)
            return TabelVerslag(*regel, tuple(filter(None, [melding])))
        return self._van_opname(tabel, melding)

    def _van_opname(self, tabel: Tabel, melding: str) -> TabelVerslag:
        try:
            return self._van(self._naspeler, "opname", tabel, melding)
        except (TabelFout, GeenVerbinding) as fout:
            regel = (tabel.tabel, tabel.thema, tabel.jaar, "ontbreekt", None, 0, False)
            return TabelVerslag(*regel, tuple(dict.fromkeys(filter(None, [melding, str(fout)]))))

    def _van(
        self, host: str | None, herkomst: Literal["actueel", "opname"], tabel: Tabel, *meldingen: str
    ) -> TabelVerslag:
        """Land from one server, unless the version that landed from there is still the one it has."""
        eerder = self._bekend(tabel)
        with server(host):
            info = haal_info(tabel, self.tabellen.verbinding)
            nu = (herkomst, str(info["Modified"]), self._keuze(tabel))
            herladen = not (eerder and (eerder.herkomst, eerder.modified, eerder.keuze) == nu)
            if herladen:
                antwoord = haal_tabel(tabel, info, self.tabellen)
                rijen = self._rijen(tabel, antwoord)
                write_raw(self._raw, rijen, self._bestand(tabel))
                eerder = self._onthoud(tabel, Geland(*nu, rijen.num_rows))
                if antwoord.ontbreekt:
                    namen = ", ".join(onderwerp.naam for onderwerp in antwoord.ontbreekt)
                    meldingen += (f"Tabel {tabel.tabel} heeft niet: {namen}.",)
        regel = (tabel.tabel, tabel.thema, tabel.jaar, herkomst, eerder.modified, eerder.rijen, herladen)
        return TabelVerslag(*regel, tuple(filter(None, meldingen)))

    def _rijen(self, tabel: Tabel, antwoord: Antwoord) -> pa.Table:
        if tabel.thema == "overlap":
            return naar_overlap(tabel, antwoord, self.tabellen.combinaties)
        return naar_kwb(tabel, antwoord) if tabel.thema == "kwb" else naar_bevolking(tabel, antwoord)

    def ruim_op(self) -> None:
        """Remove what landed from tables that are no longer active, so that nobody reads them."""
        houden = {self._bestand(tabel) for tabel in self.tabellen.actief}
        for thema in THEMAS:
            for bestand in set((self._home.raw / f"cbs__{thema}").glob("[!l]*.parquet")) - houden:
                bestand.unlink()

    @cached_property
    def _raw(self) -> duckdb.DuckDBPyConnection:
        """Opened at the first table that lands: most runs need none."""
        return self.open.enter_context(connect(self._home))

    @cached_property
    def _naspeler(self) -> str:
        return self.open.enter_context(naspelen())

    def _bestand(self, tabel: Tabel) -> Path:
        return self._home.raw / f"cbs__{tabel.thema}" / f"{tabel.tabel}.parquet"

    def _bekend(self, tabel: Tabel) -> Geland | None:
        return self._geland.get(tabel.tabel) if self._bestand(tabel).is_file() else None

    def _keuze(self, tabel: Tabel) -> str:
        """Changes when another choice of areas, topics or columns asks for loading again."""
        onderdelen = [tabel.model_dump(mode="json"), self.tabellen.gemeenten, SCHEMA[tabel.thema].names]
        if tabel.thema == "overlap":
            onderdelen += [self.tabellen.vergelijking, self.tabellen.combinaties]
        onderdelen.append([onderwerp.model_dump() for onderwerp in self.tabellen.onderwerpen[tabel.thema]])
        return hashlib.sha256(json.dumps(onderdelen, sort_keys=True).encode()).hexdigest()[:16]

    def _onthoud(self, tabel: Tabel, geland: Geland) -> Geland:
        """After the rows, so that a run that dies in between loads them again."""
        self._geland[tabel.tabel] = geland
        self._boek.parent.mkdir(parents=True, exist_ok=True)
        deel = self._boek.with_suffix(".part")
        deel.write_text(json.dumps({n: asdict(g) for n, g in self._geland.items()}, indent=1, sort_keys=True), "utf-8")
        deel.rename(self._boek)
        return geland
