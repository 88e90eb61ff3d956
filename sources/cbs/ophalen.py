"""One table fetched with `cbsodata`: checked, with a time-out, and tried again when that can help.

Belongs here: the calls, what counts as worth a second try, and which rows are asked for. Does not belong here: where
the rows land, or what is done when the fetch fails (laden).

Two traps of `cbsodata`: `typed=True` yields the *untyped* data set, which alone keeps "." (secret or unknown) apart
from blank (impossible); and its settings are global, so they are put back afterwards.
"""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

import cbsodata
import requests
from urllib3.exceptions import NewConnectionError

from sources.cbs.tabellen import Onderwerp, Tabel, Tabellen, Verbinding

T = TypeVar("T")
_GEEN_VERBINDING = "Geen verbinding met CBS. Controleer het netwerk, of zet SDL_CBS=offline."
DIMENSIE = {"kwb": "WijkenEnBuurten", "bevolking": "RegioS"}
# The dimensions of an overlap table, whose names are not the same in all years: kind in CBS's words, how the name begins.
ROLLEN = {
    "gebied": (("GeoDetail", "GeoDimension"), ""),
    "periode": (("TimeDimension",), ""),
    "aantal": (("Dimension",), "AantalVoorzieningen"),
    "soort": (("Dimension",), "SoortVoorziening"),
}


class TabelFout(Exception):
    """This table cannot be used as it is; the message says why and what to do."""


class GeenVerbinding(Exception):
    """The server cannot be reached or does not answer: asking it for other tables is no use either."""


@dataclass(frozen=True)
class Antwoord:
    """One table as received: raw rows, its dimension tables, the topic behind each column, the dimension of each role."""

    info: dict
    kolommen: dict[str, Onderwerp]
    ontbreekt: list[Onderwerp]
    dimensies: dict[str, list[dict]]
    rijen: list[dict]
    rollen: dict[str, str]


@contextmanager
def server(host: str | None) -> Iterator[None]:
    """Points cbsodata at `host` ("name:port", plain http, no proxy) while the block runs; None is CBS itself."""
    if host is None:
        yield
        return
    opties = cbsodata.options
    vorige = (opties.use_https, opties.catalog_url, opties.requests)
    opties.use_https, opties.catalog_url = False, host
    opties.requests = {"proxies": {"http": None, "https": None}}
    try:
        yield
    finally:
        opties.use_https, opties.catalog_url, opties.requests = vorige


def haal_info(tabel: Tabel, verbinding: Verbinding) -> dict:
    """TableInfos of the table, whose Title and Period match the configuration; raises TabelFout, GeenVerbinding."""
    _zoek_naam(verbinding)
    info = _probeer(tabel, verbinding, lambda **opties: cbsodata.get_info(tabel.tabel, **opties))
    titel, periode = (" ".join(str((info or {}).get(veld) or "").split()) for veld in ("Title", "Period"))
    if titel.casefold() != tabel.titel.casefold() or tabel.periode not in re.findall(r"\d{4}", periode)[:1]:
        raise TabelFout(
            f'CBS noemt tabel {tabel.tabel} nu "{titel}" over {periode or "onbekende periode"}; verwacht was '
            f'"{tabel.titel}" over {tabel.periode}. Zoek het nieuwe nummer en pas tabellen.yml aan.'
        )
    return info


def haal_tabel(tabel: Tabel, info: dict, tabellen: Tabellen) -> Antwoord:
    """The rows of our municipalities and the Netherlands, the wanted topics only; raises as haal_info."""
    verbinding = tabellen.verbinding
    eigenschappen = _probeer(tabel, verbinding, lambda **o: cbsodata.get_meta(tabel.tabel, "DataProperties", **o))
    kolommen, ontbreekt = kies_kolommen(tabel, eigenschappen, tabellen.onderwerpen[tabel.thema])
    rollen = kies_rollen(tabel, eigenschappen)
    sleutels = list(rollen.values())
    gemeenten = tabellen.gemeenten + (tabellen.vergelijking if tabel.thema == "overlap" else [])
    keuze = {"select": [*sleutels, *kolommen], "filters": filter_voor(tabel, gemeenten, rollen["gebied"])}
    delen = _probeer(tabel, verbinding, lambda **o: cbsodata.download_data(tabel.tabel, typed=True, **keuze, **o))
    dimensies = {naam: delen[naam] for naam in sleutels}
    return Antwoord(info, kolommen, ontbreekt, dimensies, delen["UntypedDataSet"], rollen)


def kies_rollen(tabel: Tabel, eigenschappen: list[dict]) -> dict[str, str]:
    """What a dimension is for (gebied, periode, aantal, soort) to its name; raises TabelFout when one cannot be found."""
    if tabel.thema != "overlap":
        return {"gebied": DIMENSIE[tabel.thema]} | ({"periode": "Perioden"} if tabel.vanaf else {})
    rollen = {}
    for rol, (soorten, begin) in ROLLEN.items():
        namen = [str(v["Key"]) for v in eigenschappen if v["Type"] in soorten and str(v["Key"]).startswith(begin)]
        if len(namen) != 1:
            raise TabelFout(
                f"Tabel {tabel.tabel} heeft {len(namen)} dimensies voor {rol}, verwacht precies 1. Kijk bij CBS of dit "
                "nog de overlaptabel is en pas tabellen.yml of ophalen.py aan."
            )
        rollen[rol] = namen[0]
    return rollen


def kies_kolommen(
    tabel: Tabel, eigenschappen: list[dict], gewenst: list[Onderwerp]
) -> tuple[dict[str, Onderwerp], list[Onderwerp]]:
    """Column name to topic, by the name before `_n` and the unit; and the wanted topics the table does not have."""
    gevonden: dict[Onderwerp, list[str]] = {onderwerp: [] for onderwerp in gewenst}
    bij_naam = {(onderwerp.naam, onderwerp.eenheid): onderwerp for onderwerp in gewenst}
    for veld in eigenschappen:
        onderwerp = bij_naam.get((str(veld["Key"]).rpartition("_")[0], str(veld.get("Unit") or "").strip()))
        if veld["Type"] == "Topic" and onderwerp:
            gevonden[onderwerp].append(veld["Key"])
    for onderwerp, namen in gevonden.items():
        if len(namen) > 1 or (onderwerp.verplicht and not namen):
            raise TabelFout(
                f"Onderwerp {onderwerp.naam} ({onderwerp.eenheid}) komt {len(namen)} keer voor in tabel {tabel.tabel}, "
                "verwacht precies 1 keer. Pas naam of eenheid aan in tabellen.yml."
            )
    kolommen = {namen[0]: onderwerp for onderwerp, namen in gevonden.items() if namen}
    return kolommen, [onderwerp for onderwerp, namen in gevonden.items() if not namen]


def filter_voor(tabel: Tabel, gemeenten: list[str], dimensie: str) -> str:
    """The $filter: by the start of the code, because the padding of a full code differs per table."""
    soorten = {"kwb": ("GM", "WK", "BU"), "overlap": ("GM", "WK"), "bevolking": ("GM",)}[tabel.thema]
    codes = ["NL", *(soort + gemeente.removeprefix("GM") for gemeente in gemeenten for soort in soorten)]
    gebieden = " or ".join(f"startswith({dimensie},'{code}')" for code in codes)
    return f"({gebieden}) and substringof('JJ',Perioden)" if tabel.vanaf else gebieden


def _zoek_naam(verbinding: Verbinding) -> None:
    """Find the address of the server, with a time-out: the look-up itself has none, and can hang without a network."""
    if any((cbsodata.options.requests.get("proxies") or {}).values()):
        return  # the proxy looks the name up
    host = cbsodata.options.catalog_url.split("/")[0].split(":")[0]
    gevonden: list[bool] = []

    def zoek() -> None:
        try:
            gevonden.append(bool(socket.getaddrinfo(host, None)))
        except OSError:
            return

    zoeker = Thread(target=zoek, daemon=True)
    zoeker.start()
    zoeker.join(verbinding.verbinden_seconden)
    if not gevonden:
        raise GeenVerbinding(_GEEN_VERBINDING)


def _probeer(tabel: Tabel, verbinding: Verbinding, vraag: Callable[..., T]) -> T:
    """Asks, and asks again after a growing pause as long as the fault may pass."""
    opties = {"timeout": (verbinding.verbinden_seconden, verbinding.lezen_seconden)}
    for poging in range(1, verbinding.pogingen + 1):
        try:
            return vraag(**opties)
        except (requests.RequestException, ValueError, KeyError) as fout:
            blijvend = _blijvend(tabel, fout)
            if blijvend or poging == verbinding.pogingen:
                raise (blijvend or _opgegeven(tabel, fout, poging)) from fout
            time.sleep(verbinding.wacht_seconden * 2 ** (poging - 1))
    raise AssertionError("pogingen is minstens 1")


def _blijvend(tabel: Tabel, fout: Exception) -> Exception | None:
    """What to raise at once because trying again cannot help, else None."""
    reden = getattr(fout.args[0], "reason", None) if fout.args else None
    if isinstance(fout, requests.ConnectTimeout | requests.exceptions.ProxyError) or isinstance(
        reden, NewConnectionError
    ):
        return GeenVerbinding(_GEEN_VERBINDING)
    status = getattr(getattr(fout.__cause__, "response", None), "status_code", 0)
    if status == 404:
        return TabelFout(f"CBS kent tabel {tabel.tabel} niet (meer). Zoek het nieuwe nummer en pas tabellen.yml aan.")
    if 400 <= status < 500 and status not in {408, 429}:
        return TabelFout(f"CBS weigert de vraag om tabel {tabel.tabel} (status {status}).")
    return None


def _opgegeven(tabel: Tabel, fout: Exception, pogingen: int) -> Exception:
    if isinstance(fout, requests.Timeout):
        return GeenVerbinding(
            f"CBS antwoordt niet op tijd ({pogingen} pogingen). De volgende run probeert het opnieuw."
        )
    return TabelFout(f"Tabel {tabel.tabel} kwam niet goed binnen ({pogingen} pogingen: {type(fout).__name__}).")
