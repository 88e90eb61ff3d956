"""The schema of each message kind, built in memory from the tables in beschrijving/ and compiled by libxml2.

Belongs here: from description to a schema that validates. Does not belong here: reading messages, or any rule of the
standard that a schema cannot say.

Children of a class of the message live in the namespace of the message, children of a CDT_ type in that of the
basisschema: hence two schemas per kind, of which the second is imported by the first.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from lxml import etree
from lxml.builder import ElementMaker

from sources.berichten.feiten import Rij, berichtcode, codelijsten, elementen, naamruimte, tabel

_XS = ElementMaker(namespace="http://www.w3.org/2001/XMLSchema", nsmap={"xs": "http://www.w3.org/2001/XMLSchema"})
_FACETTEN = ("minLength", "maxLength", "minInclusive", "maxInclusive", "pattern")


@cache
def schema(wet: str, soort: str) -> etree.XMLSchema:
    """The compiled schema of a kind; made at the first message of that kind, some milliseconds."""
    ontleder = etree.XMLParser(no_network=True)
    ontleder.resolvers.add(_Basisschema(wet))
    bron = etree.tostring(_berichtschema(wet, soort))
    return etree.XMLSchema(etree.fromstring(bron, ontleder))


class _Basisschema(etree.Resolver):
    """Answers the import of the basisschema from memory, so that nothing is looked up on disk or network."""

    def __init__(self, wet: str) -> None:
        self._wet = wet

    def resolve(self, url: str, pubid: str, context: object) -> object:
        return self.resolve_string(etree.tostring(_basisschema(self._wet)), context, base_url="basis.xsd")


def _leeg_schema(wet: str, soort: str) -> etree._Element:
    ruimtes = {
        "xs": "http://www.w3.org/2001/XMLSchema",
        "basis": naamruimte(wet, "basis"),
        "eigen": naamruimte(wet, soort),
    }
    return etree.Element(
        f"{{{ruimtes['xs']}}}schema",
        nsmap=ruimtes,
        targetNamespace=naamruimte(wet, soort),
        elementFormDefault="qualified",
    )


def _basisschema(wet: str) -> etree._Element:
    wortel = _leeg_schema(wet, "basis")
    wortel.extend(_klassen(elementen("basis", wet)))
    codes = codelijsten(wet)
    for rij in tabel("datatypen"):
        grenzen = [getattr(_XS, facet)(value=rij[facet]) for facet in _FACETTEN if rij[facet]]
        grenzen += [_XS.enumeration(value=code) for code in codes.get(rij["type"], ())]
        wortel.append(_XS.simpleType(_XS.restriction(*grenzen, base=f"xs:{rij['basis']}"), name=rij["type"]))
    return wortel


def _berichtschema(wet: str, soort: str) -> etree._Element:
    wortel = _leeg_schema(wet, soort)
    wortel.append(getattr(_XS, "import")(namespace=naamruimte(wet, "basis"), schemaLocation="basis.xsd"))
    wortel.append(_XS.element(name="Bericht", type="eigen:Root"))
    code = {"patroon": berichtcode(wet, soort)}
    rijen = elementen(soort, wet)
    wortel.extend(_klassen(rij | code if rij["element"] == "BerichtCode" else rij for rij in rijen))
    return wortel


def _klassen(rijen: Iterable[Rij]) -> Iterator[etree._Element]:
    """One complexType per class, its elements in the order of the rows."""
    per_klasse: dict[str, list[etree._Element]] = {}
    for rij in rijen:
        per_klasse.setdefault(rij["klasse"], []).append(_element(rij))
    for klasse, delen in per_klasse.items():
        yield _XS.complexType(_XS.sequence(*delen), name=klasse)


def _element(rij: Rij) -> etree._Element:
    soort = ("basis:" if rij["type"].startswith(("LDT_", "CDT_")) else "eigen:") + rij["type"]
    aantal = {"name": rij["element"], "minOccurs": rij["min"], "maxOccurs": rij["max"] or "unbounded"}
    if not rij["patroon"]:
        return _XS.element(**aantal, type=soort)
    beperkt = _XS.simpleType(_XS.restriction(_XS.pattern(value=rij["patroon"]), base=soort))
    return _XS.element(beperkt, **aantal)
