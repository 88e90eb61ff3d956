"""The description of the publication for data catalogues: DCAT-AP-NL 3.0, as JSON-LD and Turtle beside the tables.

Belongs here: which statements are made of the catalogue, its tables and their files. Does not belong here: who publishes on
what terms (catalogus.yml), or what a table means (the YAML of its model).

No clock, no blank node, no hash (digits of one can look like a BSN): the same deliveries give the same bytes. An address of a
file is the base and its path below marts/; that of a database never leaves this machine.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
from pydantic import Field, field_validator
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Waarde

from sources.norm import Zin
from sources.streng import Streng, lees_yaml
from warehouse.modellen import leveringen, marts
from warehouse.publicatie import SLEUTELS

INSTELLING = Path(__file__).with_name("catalogus.yml")
BESTANDEN = {"dcat.jsonld": "json-ld", "dcat.ttl": "turtle"}
PROFIEL = URIRef("https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/")
EU = "http://publications.europa.eu/resource/authority/"
MEDIATYPE = "https://www.iana.org/assignments/media-types/"
GEMEENTE = "https://identifier.overheid.nl/tooi/id/gemeente/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

_MERK = ("INVULLEN", "invullen.example")
Uri = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$")]
E_mail = Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")]
_DAGEN = {"": ("-01-01", "-12-31"), "H1": ("-01-01", "-06-30"), "H2": ("-07-01", "-12-31")}


class Uitgever(Streng):
    """The organisation that answers for the publication."""

    naam: Zin
    uri: Uri


class Contact(Streng):
    """Where questions go: a team, never a person."""

    naam: Zin
    email: E_mail


class Toegang(Streng):
    """Who may use the tables, of the EU list of access rights, and why."""

    recht: Literal["PUBLIC", "RESTRICTED", "NON_PUBLIC"]
    reden: Zin


class Instelling(Streng):
    """What catalogus.yml says."""

    titel: Zin
    omschrijving: Zin
    basis: Uri
    uitgever: Uitgever
    contact: Contact
    toegang: Toegang
    licentie: Uri
    geonames: dict[Annotated[str, Field(pattern=r"^GM\d{4}$")], Uri]
    themas: tuple[Annotated[str, Field(pattern="^[A-Z]{4}$")], ...] = Field(min_length=1)
    frequentie: Annotated[str, Field(pattern="^[A-Z_]+$")]
    trefwoorden: tuple[Zin, ...] = Field(min_length=1)

    @field_validator("basis")
    @classmethod
    def _map(cls, basis: str) -> str:
        if not basis.endswith("/"):
            raise ValueError("moet op / eindigen")
        return basis


def lees_instelling(pad: Path = INSTELLING) -> Instelling:
    """What the organisation says of its publication; raises BeschrijvingFout with every key that is wrong."""
    return lees_yaml(Instelling, pad)


def niet_ingevuld(instelling: Instelling) -> list[str]:
    """The keys that still hold a placeholder, in the order of the file."""
    velden = [(naam, waarde) for naam, waarde in instelling.model_dump().items()]
    plat = [(f"{naam}.{onder}", w) for naam, deel in velden if isinstance(deel, dict) for onder, w in deel.items()]
    plat += [(naam, waarde) for naam, waarde in velden if isinstance(waarde, str)]
    return [naam for naam, waarde in plat if any(merk in waarde for merk in _MERK)]


def schrijf_catalogus(map_: Path, instelling: Instelling | None = None) -> None:
    """Write the description beside the tables of the publication in `map_`."""
    graaf = beschrijving(map_, instelling or lees_instelling())
    for naam, vorm in BESTANDEN.items():
        tekst = _json(graaf) if vorm == "json-ld" else graaf.serialize(format=vorm)
        (map_ / naam).write_text(tekst.rstrip() + "\n", "utf-8")


def beschrijving(map_: Path, instelling: Instelling) -> Graph:
    """All statements on the publication in `map_`."""
    with duckdb.connect(str(map_ / "publicatie.duckdb"), read_only=True) as con:
        gemeenten = [
            code
            for (code,) in con.execute(
                "SELECT DISTINCT gebied_code FROM marts.gebied WHERE gebied_soort = 'gemeente' ORDER BY 1"
            ).fetchall()
        ]
        [(bekend_op,)] = con.execute("SELECT max(bekend_op) FROM marts.huishouden_overlap").fetchall()
        perioden = {tabel: _tijdvak(con, tabel) for tabel in SLEUTELS}
    werk = _Beschrijving(instelling, gemeenten, bekend_op)
    werk.catalogus()
    for tabel in SLEUTELS:
        werk.dataset(marts()[tabel], perioden[tabel])
    return werk.graaf


def _tijdvak(con: duckdb.DuckDBPyConnection, tabel: str) -> tuple[date, date] | None:
    """The first and last day of the periods or years in a table; None when it has none."""
    kolommen = {kolom["name"] for kolom in marts()[tabel]["columns"]}
    kolom = next((naam for naam in ("periode", "jaar") if naam in kolommen), None)
    if kolom is None:
        return None
    waarden = con.execute(
        f"SELECT DISTINCT CAST({kolom} AS VARCHAR) FROM marts.{tabel} WHERE {kolom} IS NOT NULL"
    ).fetchall()
    grenzen = [_dagen(waarde) for (waarde,) in waarden]
    return (min(van for van, _ in grenzen), max(tot for _, tot in grenzen)) if grenzen else None


def _dagen(periode: str) -> tuple[date, date]:
    jaar, rest = periode[:4], periode[4:]
    if rest.startswith("-"):  # a figure of one day
        return date.fromisoformat(periode), date.fromisoformat(periode)
    if rest.startswith("M"):
        eerste = date(int(jaar), int(rest[1:]), 1)
        volgende = date(eerste.year + eerste.month // 12, eerste.month % 12 + 1, 1)
        return eerste, date.fromordinal(volgende.toordinal() - 1)
    if rest.startswith("-"):  # one day
        return date.fromisoformat(periode), date.fromisoformat(periode)
    van, tot = (date.fromisoformat(jaar + deel) for deel in _DAGEN[rest])
    return van, tot


class _Beschrijving:
    """The statements, made piece by piece; every thing has an address below the base."""

    def __init__(self, instelling: Instelling, gemeenten: list[str], bekend_op: date | None) -> None:
        self._in, self._gemeenten, self._bekend_op = instelling, gemeenten, bekend_op
        self.graaf = Graph(bind_namespaces="none")
        for naam, ruimte in _VOORVOEGSELS.items():
            self.graaf.bind(naam, ruimte)
        self._contact, self._uitgever = self._plek("contact"), URIRef(instelling.uitgever.uri)
        self._toegang = URIRef(f"{EU}access-right/{instelling.toegang.recht}")

    def _plek(self, pad: str) -> URIRef:
        return URIRef(self._in.basis + pad)

    def _zeg(self, wat: URIRef, soort: URIRef, *uitspraken: tuple[URIRef, Any]) -> None:
        self.graaf.add((wat, RDF.type, soort))
        for eigenschap, waarde in uitspraken:
            self.graaf.add((wat, eigenschap, waarde))

    def catalogus(self) -> None:
        """The catalogue itself, and who is behind it."""
        instelling = self._in
        self._zeg(self._uitgever, FOAF.Agent, (FOAF.name, _nl(instelling.uitgever.naam)))
        naam, adres = _nl(instelling.contact.naam), URIRef(f"mailto:{instelling.contact.email}")
        self._zeg(self._contact, VCARD.Organization, (VCARD.fn, naam), (VCARD.hasEmail, adres))
        self.graaf.add((self._contact, RDF.type, VCARD.Kind))
        self._zeg(PROFIEL, DCTERMS.Standard, (DCTERMS.title, _nl("DCAT-AP-NL 3.0")))
        self._zeg(self._plek("toegang"), DCTERMS.RightsStatement, (RDFS.label, _nl(instelling.toegang.reden)))
        for code in self._gemeenten:
            plaats = URIRef(GEMEENTE + code.lower())
            self._zeg(plaats, DCTERMS.Location, (DCTERMS.identifier, Waarde(code)))
            if code in instelling.geonames:
                self.graaf.add((plaats, SKOS.exactMatch, URIRef(instelling.geonames[code])))
        self._zeg(
            self._plek("catalogus"),
            DCAT.Catalog,
            (FOAF.homepage, URIRef(instelling.basis)),
            (DCTERMS.license, URIRef(instelling.licentie)),
            (DCTERMS.conformsTo, PROFIEL),
            *self._gedeeld(instelling.titel, instelling.omschrijving),
        )

    def dataset(self, model: dict[str, Any], tijdvak: tuple[date, date] | None) -> None:
        """One table of the publication with its files."""
        naam, plek = model["name"], self._plek(f"dataset/{model['name']}")
        self.graaf.add((self._plek("catalogus"), DCAT.dataset, plek))
        self._zeg(
            plek,
            DCAT.Dataset,
            (DCTERMS.identifier, Waarde(str(plek))),
            (DCTERMS.accessRights, self._toegang),
            (DCTERMS.creator, self._uitgever),
            (DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{self._in.frequentie}")),
            (DCTERMS.conformsTo, self._plek(f"gegevenswoordenboek#{naam}")),
            (FOAF.page, self._plek(f"gegevenswoordenboek#{naam}")),
            *((DCAT.keyword, _nl(woord)) for woord in (*self._in.trefwoorden, naam.replace("_", " "))),
            *self._gedeeld(f"{self._in.titel}: {naam.replace('_', ' ')}", model["description"].strip()),
        )
        self._zeg(
            self._plek(f"gegevenswoordenboek#{naam}"), DCTERMS.Standard, (DCTERMS.title, _nl(f"Kolommen van {naam}"))
        )
        self.graaf.add((self._plek(f"gegevenswoordenboek#{naam}"), RDF.type, FOAF.Document))
        self._herkomst(plek, naam)
        self._tijd(plek, naam, tijdvak)
        self._bestanden(plek, naam)

    def _gedeeld(self, titel: str, omschrijving: str) -> list[tuple[URIRef, Any]]:
        """What is said alike of the catalogue and of each table."""
        gewijzigd = [(DCTERMS.modified, Waarde(self._bekend_op, datatype=XSD.date))] if self._bekend_op else []
        return [
            (DCTERMS.title, _nl(titel)),
            (DCTERMS.description, _nl(omschrijving)),
            (DCTERMS.publisher, self._uitgever),
            (DCAT.contactPoint, self._contact),
            (DCTERMS.language, URIRef(f"{EU}language/NLD")),
            (DCTERMS.rights, self._plek("toegang")),
            *((DCAT.theme, URIRef(f"{EU}data-theme/{thema}")) for thema in self._in.themas),
            *((DCTERMS.spatial, URIRef(GEMEENTE + code.lower())) for code in self._gemeenten),
            *gewijzigd,
        ]

    def _herkomst(self, plek: URIRef, naam: str) -> None:
        bronnen = leveringen(naam)
        if not bronnen:
            return
        zin = f"Gemaakt uit de leveringen {', '.join(bronnen)}, onder pseudoniem gekoppeld en geteld."
        self.graaf.add((plek, DCTERMS.provenance, self._plek(f"herkomst/{naam}")))
        self._zeg(self._plek(f"herkomst/{naam}"), DCTERMS.ProvenanceStatement, (RDFS.label, _nl(zin)))
        for bron in bronnen:
            self.graaf.add((plek, PROV.wasDerivedFrom, self._plek(f"levering/{bron}")))
            self._zeg(self._plek(f"levering/{bron}"), PROV.Entity, (RDFS.label, _nl(f"Leveringen van de bron {bron}")))

    def _tijd(self, plek: URIRef, naam: str, tijdvak: tuple[date, date] | None) -> None:
        if tijdvak is None:
            return
        van, tot = (Waarde(dag, datatype=XSD.date) for dag in tijdvak)
        self.graaf.add((plek, DCTERMS.temporal, self._plek(f"tijdvak/{naam}")))
        self._zeg(self._plek(f"tijdvak/{naam}"), DCTERMS.PeriodOfTime, (DCAT.startDate, van), (DCAT.endDate, tot))

    def _bestanden(self, plek: URIRef, naam: str) -> None:
        vormen = [("parquet", f"parquet/{naam}.parquet", "PARQUET", "application/vnd.apache.parquet")]
        vormen += [("duckdb", "publicatie.duckdb", "BIN", "application/octet-stream")]
        for vorm, pad, formaat, media in vormen:
            bestand = self._plek(pad)
            self._distributie(
                plek, naam, vorm, (DCAT.accessURL, bestand), (DCAT.downloadURL, bestand), *_vorm(formaat, media)
            )
        if os.environ.get("SDL_POSTGRES"):
            self._distributie(
                plek, naam, "postgresql", (DCAT.accessURL, self._plek("postgresql")), *_vorm("SQL", "application/sql")
            )

    def _distributie(self, plek: URIRef, naam: str, vorm: str, *uitspraken: tuple[URIRef, Any]) -> None:
        deel = self._plek(f"distributie/{naam}/{vorm}")
        self.graaf.add((plek, DCAT.distribution, deel))
        self._zeg(
            deel,
            DCAT.Distribution,
            (DCTERMS.title, _nl(f"{naam} ({_VORM[vorm]})")),
            (
                DCTERMS.description,
                _nl(f"De tabel {naam} als {_VORM[vorm]}; leesbaar zonder sleutel, zonder persoonsgegevens."),
            ),
            (DCTERMS.license, URIRef(self._in.licentie)),
            (DCTERMS.rights, self._plek("toegang")),
            (DCTERMS.language, URIRef(f"{EU}language/NLD")),
            *uitspraken,
        )


_VORM = {
    "parquet": "Parquet-bestand",
    "duckdb": "DuckDB-bestand, schema marts",
    "postgresql": "PostgreSQL, schema marts",
}
_VOORVOEGSELS = {
    "dcat": DCAT,
    "dct": DCTERMS,
    "foaf": FOAF,
    "prov": PROV,
    "rdfs": RDFS,
    "skos": SKOS,
    "vcard": VCARD,
    "xsd": XSD,
}


def _vorm(formaat: str, media: str) -> list[tuple[URIRef, URIRef]]:
    return [(DCTERMS.format, URIRef(f"{EU}file-type/{formaat}")), (DCAT.mediaType, URIRef(MEDIATYPE + media))]


def _nl(tekst: str) -> Waarde:
    return Waarde(tekst, lang="nl")


def _json(graaf: Graph) -> str:
    """JSON-LD in a fixed order, with short names."""
    inhoud = json.loads(graaf.serialize(format="json-ld", context={k: str(v) for k, v in _VOORVOEGSELS.items()}))
    inhoud["@graph"] = sorted(inhoud["@graph"], key=lambda deel: deel["@id"])
    return json.dumps(_geordend(inhoud), ensure_ascii=False, indent=1, sort_keys=True)


def _geordend(deel: Any) -> Any:
    if isinstance(deel, dict):
        return {naam: _geordend(waarde) for naam, waarde in deel.items()}
    if isinstance(deel, list):
        return sorted((_geordend(een) for een in deel), key=lambda een: json.dumps(een, sort_keys=True))
    return deel
