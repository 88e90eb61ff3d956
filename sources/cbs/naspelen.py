"""A loopback server that answers as CBS does in OData v3, from recordings.

Belongs here: the envelope, paging, $select, $filter, $skip and $top. Does not belong here: what the answers mean.

A recording is a folder per table with one JSON list per entity, as `cbsodata` writes with `dir=`. The typed data set is
made from the untyped one, as CBS does: a missing value becomes null and its reason is lost.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

OPNAMES = Path(__file__).with_name("opnames")
_VASTE_VOLGORDE = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]
_TEKENS = re.compile(r"\s*(?:'((?:[^']|'')*)'|(\w+|[(),]))")
Rij = dict[str, object]
Voorwaarde = Callable[[Rij], bool]


@cache
def _opname(bestand: Path) -> list[Rij]:
    return json.loads(bestand.read_text("utf-8"))


def _getypt(map_: Path) -> list[Rij]:
    """The untyped rows with numbers instead of text, and null where there is none."""
    soort = {rij["Key"]: rij.get("Datatype") for rij in _opname(map_ / "DataProperties.json")}

    def waarde(kolom: str, tekst: object) -> object:
        if soort.get(kolom) not in {"Long", "Integer", "Double"}:
            return tekst
        if str(tekst).strip() in {"", "."}:
            return None
        return float(str(tekst)) if soort[kolom] == "Double" else int(str(tekst))

    return [
        {kolom: waarde(kolom, tekst) for kolom, tekst in rij.items()} for rij in _opname(map_ / "UntypedDataSet.json")
    ]


class _Filter:
    """`a eq 'x'`, startswith, substringof, and, or, parentheses; values compare padded, as CBS stores them."""

    def __init__(self, tekst: str) -> None:
        self._tekens = [(m[1], m[2]) for m in _TEKENS.finditer(tekst)]
        self._plaats = 0

    def lees(self) -> Voorwaarde:
        links = self._en()
        while self._is("or"):
            links = partial(lambda a, b, rij: a(rij) or b(rij), links, self._en())
        return links

    def _en(self) -> Voorwaarde:
        links = self._term()
        while self._is("and"):
            links = partial(lambda a, b, rij: a(rij) and b(rij), links, self._term())
        return links

    def _term(self) -> Voorwaarde:
        if self._is("("):
            binnen = self.lees()
            self._verwacht(")")
            return binnen
        if self._is("startswith"):
            kolom, waarde = self._twee()
            return lambda rij: str(rij[kolom]).startswith(waarde)
        if self._is("substringof"):
            waarde, kolom = self._twee()
            return lambda rij: waarde in str(rij[kolom])
        kolom = self._neem()
        self._verwacht("eq")
        waarde = self._neem()
        return lambda rij: str(rij[kolom]) == waarde

    def _twee(self) -> tuple[str, str]:
        self._verwacht("(")
        een = self._neem()
        self._verwacht(",")
        twee = self._neem()
        self._verwacht(")")
        return een, twee

    def _neem(self) -> str:
        if self._plaats >= len(self._tekens):
            raise ValueError("het filter breekt af")
        tekst, teken = self._tekens[self._plaats]
        self._plaats += 1
        return teken or tekst.replace("''", "'")

    def _is(self, teken: str) -> bool:
        gelijk = self._plaats < len(self._tekens) and self._tekens[self._plaats][1] == teken
        self._plaats += gelijk
        return gelijk

    def _verwacht(self, teken: str) -> None:
        if not self._is(teken):
            raise ValueError(f"verwacht {teken} in het filter")


class Naspeler(BaseHTTPRequestHandler):
    """Answers GET on the catalog and the feed of the recordings; anything else is 404."""

    opnames: Path = OPNAMES
    pagina: int = 10_000

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        vraag = {naam: waarden[-1] for naam, waarden in parse_qs(url.query).items()}
        try:
            antwoord = self._antwoord([deel for deel in url.path.split("/") if deel], vraag)
        except (ValueError, KeyError):
            self._stuur(400, {"odata.error": {"message": "The query is not valid."}})
            return
        self._stuur(200 if antwoord else 404, antwoord or {"odata.error": {"message": "Resource not found."}})

    def log_message(self, *_: object) -> None:
        """Silent: the run reports what it loaded itself."""

    def _antwoord(self, pad: list[str], vraag: dict[str, str]) -> dict | None:
        if pad == ["ODataCatalog", "Tables"]:
            tabellen = [rij for map_ in self._mappen().values() for rij in _opname(map_ / "TableInfos.json")]
            return {"value": self._kies(tabellen, vraag)}
        if len(pad) not in {3, 4} or pad[0] != "ODataFeed" or pad[1].lower() != "odata" or pad[2] not in self._mappen():
            return None
        map_ = self._mappen()[pad[2]]
        metadata = f"http://{self._host}/ODataFeed/OData/{pad[2]}/$metadata"
        if len(pad) == 3:
            entiteiten = [{"name": n, "url": f"http://{self._host}/ODataFeed/odata/{pad[2]}/{n}"} for n in _namen(map_)]
            return {"odata.metadata": metadata, "value": entiteiten}
        if pad[3] not in _namen(map_):
            return None
        rijen = _getypt(map_) if pad[3] == "TypedDataSet" else _opname(map_ / f"{pad[3]}.json")
        envelop = {"odata.metadata": f"{metadata}#Cbs.OData.WebAPI.{pad[3]}"}
        return envelop | self._bladzij(f"{pad[2]}/{pad[3]}", self._kies(rijen, vraag), vraag)

    def _kies(self, rijen: list[Rij], vraag: dict[str, str]) -> list[Rij]:
        if "$filter" in vraag:
            past = _Filter(vraag["$filter"]).lees()
            rijen = [rij for rij in rijen if past(rij)]
        if "$select" in vraag:
            kolommen = [kolom.strip() for kolom in vraag["$select"].split(",")]
            rijen = [{kolom: rij[kolom] for kolom in kolommen} for rij in rijen]
        return rijen

    def _bladzij(self, plek: str, rijen: list[Rij], vraag: dict[str, str]) -> dict:
        begin = int(vraag.get("$skip", 0))
        top = int(vraag["$top"]) if "$top" in vraag else None
        einde = begin + self.pagina if top is None else begin + min(top, self.pagina)
        bladzij: dict = {"value": rijen[begin:einde]}
        if top is None and einde < len(rijen):
            rest = "&".join(f"{n}={quote(w)}" for n, w in vraag.items() if n not in {"$skip"})
            bladzij["odata.nextLink"] = f"http://{self._host}/ODataFeed/OData/{plek}/?{rest}&$skip={einde}"
        return bladzij

    def _mappen(self) -> dict[str, Path]:
        return {map_.name: map_ for map_ in sorted(self.opnames.iterdir()) if map_.is_dir()}

    @property
    def _host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def _stuur(self, status: int, antwoord: dict) -> None:
        inhoud = json.dumps(antwoord, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)


def _namen(map_: Path) -> list[str]:
    namen = {bestand.stem for bestand in map_.glob("*.json")} | {"TypedDataSet"}
    return [n for n in _VASTE_VOLGORDE if n in namen] + sorted(namen - set(_VASTE_VOLGORDE))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Without the name look-up of the standard server: it waits for a name server that is not there."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


@contextmanager
def naspelen(opnames: Path = OPNAMES, *, pagina: int = 10_000, soort: type[Naspeler] = Naspeler) -> Iterator[str]:
    """Runs the server while the block runs; yields its "host:port". `pagina` is the number of rows per answer."""
    gebonden = type("Gebonden", (soort,), {"opnames": opnames, "pagina": pagina})
    server = _Server(("127.0.0.1", 0), gebonden)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
