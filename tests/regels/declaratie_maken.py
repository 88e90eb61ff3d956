"""Maker of declarations (323), their answers (325) and contracts that break no rule, with every value open to change.

Belongs here: lines, totals that add up and answers that repeat what they reject. Does not belong here: what must be found
(test_declaratie.py), or the assignments and starts they hang on (opdracht_maken.py).

A declaration of a month is delivered on the tenth of the next one and answered on the seventeenth, unless a case says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.berichten_maken import AANBIEDER, CATEGORIE, Element, clienten, codes, kop, xml
from tests.regels.opdracht_maken import BRON, CLIENT
from tests.regels.zaken import Levering

Totaal = tuple[int, str]
CONTRACT = "wet;contract;aanbieder;agb;contractvorm;ingangsdatum;einddatum"
TARIEF = "productcategorie;contract;productcode;eenheid;tarief_cent;ingangsdatum;einddatum"
TARIEVEN = {"A01": ("04", 5000), "A02": ("04", 5000), "A03": ("82", 9000), "A04": ("14", 12000)}
"""Unit and tariff of the products of assignments 1 to 4."""


@dataclass(frozen=True)
class Regel:
    """One line. Without `bedrag` it is volume times tariff, in euros (83) the volume; with `vorig` it is a credit line."""

    wet: str
    referentie: str = "R1"
    toewijzing: int = 1
    begin: str = "2024-06-01"
    einde: str = "2024-06-30"
    volume: int = 8
    eenheid: str = "04"
    tarief: int | None = 5000
    bedrag: int | None = None
    vorig: str | None = None
    debet_credit: str = "D"
    categorie: str | None = None
    code: str | None = None
    client: str = CLIENT

    def ingediend(self) -> int:
        return self.volume * (self.tarief or 1) if self.bedrag is None else self.bedrag

    def getekend(self) -> int:
        return self.ingediend() if self.debet_credit == "D" else -self.ingediend()

    def credit(self, referentie: str, **anders: str | int) -> "Regel":
        return replace(self, referentie=referentie, vorig=self.referentie, debet_credit="C", **anders)

    def element(self, *retour: str) -> Element:
        vorig: list[Element] = [(":VorigReferentieNummer", self.vorig)] if self.vorig else []
        velden: list[Element] = [
            ("ProductReferentie", [(":ReferentieNummer", self.referentie), *vorig]),
            ("ToewijzingNummer", str(self.toewijzing)),
            ("ProductCategorie", self.categorie or CATEGORIE[self.wet]),
            ("ProductCode", self.code or f"{CATEGORIE[self.wet]}A{self.toewijzing:02d}"),
            ("ProductPeriode", [(":Begindatum", self.begin), (":Einddatum", self.einde)]),
            ("GeleverdVolume", str(self.volume)),
            ("Eenheid", self.eenheid),
            *([("ProductTarief", str(self.tarief))] if self.tarief is not None else []),
            ("IngediendBedrag", [(":Bedrag", str(self.ingediend())), (":DebetCredit", self.debet_credit)]),
        ]
        return "Prestatie", [*velden, codes(*retour)] if retour else velden


@dataclass(frozen=True)
class Declaratie:
    """One 323 and what is needed to answer it."""

    wet: str
    regels: tuple[Regel, ...]
    op: str
    periode: tuple[str, str]
    kenmerk: str
    nummer: str
    gedagtekend: str
    declaratie_dagtekening: str
    totaal: Totaal

    def verzonden(self) -> Levering:
        begin, einde = self.periode
        inhoud: list[Element] = [
            ("DeclaratieNummer", self.nummer),
            ("DeclaratiePeriode", [(":Begindatum", begin), (":Einddatum", einde)]),
            ("DeclaratieDagtekening", self.declaratie_dagtekening),
            _totaal("TotaalIngediendBedrag", self.totaal),
            clienten(_per_client([(regel, ()) for regel in self.regels])),
        ]
        hoofd = kop(self.wet, "323", self.kenmerk, self.gedagtekend)
        return BRON[self.wet], self.op, xml(self.wet, "323", [hoofd, ("Declaratie", inhoud)])

    def antwoord(
        self,
        *afgewezen: tuple[Regel, str],
        op: str | None = None,
        gedagtekend: str | None = None,
        van: str | None = None,
        nummer: str | None = None,
        xsd: str = "1.0.0",
        ingediend: Totaal | None = None,
        toegekend: Totaal | None = None,
        code: str | None = None,
        alleen_kop: str | None = None,
    ) -> Levering:
        """The 325: all accepted, or all but these lines; `code` rejects the declaration, `alleen_kop` the message."""
        op = op or f"{self.op[:8]}17"
        hoofd = self._kop(
            f"325{op.replace('-', '')}", gedagtekend or op, van or self.kenmerk, xsd, alleen_kop or "0200"
        )
        over = 0 if code else sum(map(Regel.getekend, self.regels)) - sum(regel.getekend() for regel, _ in afgewezen)
        regels = clienten(_per_client([(regel, (fout,)) for regel, fout in afgewezen]), retour=("0200",))
        inhoud: list[Element] = [
            ("DeclaratieNummer", nummer or self.nummer),
            _totaal("TotaalIngediendBedrag", ingediend or self.totaal),
            _totaal("TotaalToegekendBedrag", toegekend or _met_teken(over)),
            *([regels] if afgewezen else []),
            codes(code or ("0200" if afgewezen else "8001")),
        ]
        elementen = [hoofd] if alleen_kop else [hoofd, ("DeclaratieAntwoord", inhoud)]
        return BRON[self.wet], op, xml(self.wet, "325", elementen)

    def _kop(self, kenmerk: str, gedagtekend: str, van: str, xsd: str, code: str) -> Element:
        verwijzing: list[Element] = [(":Identificatie", van), (":Dagtekening", self.gedagtekend)]
        eigen: dict[str, Element] = {
            "DeclaratieIdentificatie": ("DeclaratieIdentificatie", verwijzing),
            "XsdVersieDeclaratie": (
                "XsdVersieDeclaratie",
                [(":BasisschemaXsdVersie", "1.0.0"), (":BerichtXsdVersie", xsd)],
            ),
            "RetourCodes": codes(code),
        }
        naam, velden = kop(self.wet, "325", kenmerk, gedagtekend)
        return naam, [eigen.get(veld[0], veld) for veld in velden]


def declaratie(
    *regels: Regel,
    maand: str = "2024-06",
    op: str | None = None,
    periode: tuple[str, str] | None = None,
    kenmerk: str | None = None,
    nummer: str | None = None,
    gedagtekend: str | None = None,
    declaratie_dagtekening: str | None = None,
    totaal: Totaal | None = None,
) -> Declaratie:
    """The declaration of a month with these lines."""
    op = op or f"{_maand_later(maand)}-10"
    return Declaratie(
        regels[0].wet,
        regels,
        op,
        periode or (f"{maand}-01", laatste_dag(maand)),
        kenmerk or f"323{op.replace('-', '')}",
        nummer or f"D{op.replace('-', '')}",
        gedagtekend or op,
        declaratie_dagtekening or gedagtekend or op,
        totaal or _met_teken(sum(map(Regel.getekend, regels))),
    )


def in_maand(regel: Regel, maand: str, **anders: str | int) -> Regel:
    """The same line of a whole month."""
    return replace(regel, begin=f"{maand}-01", einde=laatste_dag(maand), **anders)


def contract(wet: str, tarieven: Sequence[str] | None = None, van: str = "2020-01-01") -> list[Levering]:
    """The contract of the provider with its tariffs."""
    if tarieven is None:
        tarieven = [f"{CATEGORIE[wet]}{code};{eenheid};{cent}" for code, (eenheid, cent) in TARIEVEN.items()]
    regels = [f"{tarief[:2]};{AANBIEDER};{tarief};{van};" for tarief in tarieven]
    afspraak = f"{wet};{AANBIEDER};Zorg;{AANBIEDER};inspanning;{van};"
    bestanden = ([CONTRACT, afspraak], [TARIEF, *regels])
    return [("contracten", "2024-01-01", "\r\n".join([*bestand, ""]).encode()) for bestand in bestanden]


def laatste_dag(maand: str) -> str:
    jaar, nummer = int(maand[:4]), int(maand[5:])
    dagen = 29 if jaar % 4 == 0 and nummer == 2 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[nummer - 1]
    return f"{maand}-{dagen}"


def _maand_later(maand: str) -> str:
    jaar, nummer = int(maand[:4]), int(maand[5:])
    return f"{jaar + nummer // 12}-{nummer % 12 + 1:02d}"


def _per_client(regels: Sequence[tuple[Regel, tuple[str, ...]]]) -> dict[str, list[Element]]:
    per_client: dict[str, list[Element]] = {}
    for regel, retour in regels:
        per_client.setdefault(regel.client, []).append(regel.element(*retour))
    return per_client


def _met_teken(bedrag: int) -> Totaal:
    return abs(bedrag), "C" if bedrag < 0 else "D"


def _totaal(naam: str, totaal: Totaal) -> Element:
    return naam, [(":TotaalBedrag", str(totaal[0])), (":DebetCredit", totaal[1])]
