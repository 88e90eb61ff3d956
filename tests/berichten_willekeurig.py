"""Maker of random messages: every kind, every element that may be there, and every way of writing it down.

Belongs here: valid messages drawn from the product's own tables of facts, plain or written less usually, and ways to
spoil one. Does not belong here: fixed messages about which a test knows everything (berichten_maken).
"""

from random import Random

from sources.berichten.feiten import berichtcode, codelijsten, elementen, naamruimte, tabel

_NAMEN = ("Verzonnen", "d'\u00c9tudes", "M\u0142odawy-\u015eahin", "O", "\u5f20 \u4f1f", "A. B.", "x" * 20)
_VORMEN = {
    "[0-9]{4}": lambda r, n: f"{r.randrange(10_000):04d}",
    "[0-9]{8}": lambda r, n: f"{r.randrange(10**8):08d}",
    "[0-9]{9}": lambda r, n: f"{r.randrange(10**9):09d}",
    "[0-9]*": lambda r, n: str(r.randrange(10 ** r.randint(1, n))),
    "([a-zA-Z0-9])+": lambda r, n: "".join(r.choices("aZ09", k=r.randint(1, n))),
    "([a-zA-ZÀ-ỳ])+": lambda r, n: "".join(r.choices("aZ\u00e9\u1e00", k=r.randint(1, n))),
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)": lambda r, n: f"{r.randrange(20)}.0.{r.randrange(300)}",
}


class Schrijver:
    """Writes one message; not `gewoon`: with space, comments, CDATA, entities and signs where those mean nothing."""

    def __init__(self, willekeur: Random, wet: str, soort: str, *, gewoon: bool) -> None:
        self.r, self.wet, self.soort, self.gewoon = willekeur, wet, soort, gewoon
        self.typen = {rij["type"]: rij for rij in tabel("datatypen")}
        self.rijen: dict[str, list[dict[str, str]]] = {}
        for rij in [*elementen("basis", wet), *elementen(soort, wet)]:
            self.rijen.setdefault(rij["klasse"], []).append(rij)
        self.eigen, self.basis = self.r.choice([("m:", "b:"), ("", "b:"), ("m:", ""), ("ns0:", "ns1:")])

    def bericht(self) -> bytes:
        kop = self.r.choice(
            ['<?xml version="1.0" encoding="UTF-8"?>\r\n', '<?xml version="1.0" encoding="utf-8"?>', ""]
        )
        ruimtes = [(self.eigen, naamruimte(self.wet, self.soort)), (self.basis, naamruimte(self.wet, "basis"))]
        plek = self.r.choice(["", ' xsi:schemaLocation="urn:x x.xsd"'])
        ruimtes += [("xsi:", "http://www.w3.org/2001/XMLSchema-instance")] if plek or self.r.random() < 0.2 else []
        self.r.shuffle(ruimtes)
        namen = "".join(f' xmlns{":" if naam else ""}{naam.rstrip(":")}="{ruimte}"' for naam, ruimte in ruimtes) + plek
        root = f"{self.eigen}Bericht"
        return f"{kop}<{root}{namen}>{self._klasse('Root')}</{root}>{self._wit()}".encode()

    def _klasse(self, naam: str) -> str:
        """What is in a class; in a plain message that is never nothing."""
        inhoud = "".join(self._element(rij) for rij in self.rijen[naam])
        return self._wit() + inhoud if inhoud or not self.gewoon else self._klasse(naam)

    def _element(self, rij: dict[str, str]) -> str:
        aantal = 1 if rij["max"] else self.r.choice([1, 1, 2, 3])
        if rij["min"] == "0" and self.r.random() < 0.4:
            aantal = 0
        naam = (self.basis if rij["klasse"].startswith("CDT_") else self.eigen) + rij["element"]
        los = rij["type"].startswith("LDT_")
        return "".join(
            f"<{naam}>{self._waarde(rij) if los else self._klasse(rij['type'])}</{naam}>{self._wit()}"
            for _ in range(aantal)
        )

    def _wit(self) -> str:
        if not self.gewoon and self.r.random() < 0.05:
            return self.r.choice(["<!-- <x> -->", "<?pi?>", "\r\n \t<!---->\r\n"])
        return self.r.choice(["", "", "\r\n", "\n\t", "  "])

    def _waarde(self, rij: dict[str, str]) -> str:
        soort, vast = self.typen[rij["type"]], rij["patroon"]
        codes = codelijsten(self.wet).get(rij["type"])
        getypt = soort["basis"] in ("integer", "date", "time")
        if rij["element"] == "BerichtCode":
            tekst = berichtcode(self.wet, self.soort)
        elif codes:
            tekst = self.r.choice(codes)
        elif getypt:
            tekst = self._getypt(soort, vast)
        else:
            lengte, vorm = int(soort["maxLength"] or 50), _VORMEN.get(vast or soort["pattern"])
            tekst = vorm(self.r, lengte) if vorm else self.r.choice(_NAMEN)[:lengte].rstrip()
        return tekst if self.gewoon or self.r.random() < 0.9 else self._anders(tekst, getypt)

    def _getypt(self, soort: dict[str, str], vast: str) -> str:
        if soort["basis"] == "integer":
            return vast or str(self.r.randint(0, int(soort["maxInclusive"])))
        if soort["basis"] == "time":
            return f"{self.r.randrange(24):02d}:{self.r.randrange(60):02d}:05{self.r.choice(['', '.5', '.123456'])}"
        return (
            f"{self.r.choice([1850, 1904, 2000, 2023, 2024])}-{self.r.randint(1, 12):02d}-{self.r.randint(1, 28):02d}"
        )

    def _anders(self, tekst: str, getypt: bool) -> str:
        """The same value, written in a way that no sender uses."""
        wijzen = [f"<![CDATA[{tekst}]]>", f"<!-- {tekst} -->{tekst}", tekst[0] + "<?pi x?>" + tekst[1:]]
        wijzen.append("".join(f"&#{ord(teken)};" for teken in tekst))
        return self.r.choice([*wijzen, f" {tekst}\r\n", f"\t{tekst}"] if getypt else wijzen)


def bericht(zaad: int, wet: str, soort: str, *, gewoon: bool = True) -> bytes:
    """A random valid message of a kind, the same for the same seed."""
    return Schrijver(Random(zaad), wet, soort, gewoon=gewoon).bericht()
