"""One line of a declaration: what was delivered in a month, corrected, or with something wrong in it.

Belongs here: volumes, tariffs and the XML of a line. Does not belong here: which declaration it goes to (declaraties).
"""

from dataclasses import dataclass, replace
from random import Random

from .berichten import Toewijzing
from .tijd import iso, weken

_ETMAAL = "14"
_FOUTEN = ("0611", "9321", "9338", "9340", "9346")
CODES = "<RetourCodes><RetourCode>{}</RetourCode></RetourCodes>"


@dataclass(slots=True)
class Regel:
    """One line of a declaration; `bedrag` in cents, `fout` the code with which it is rejected (or empty)."""

    referentie: str
    toewijzing: Toewijzing
    nummer: int
    code: str
    begin: int
    einde: int
    volume: int
    tarief: int | None
    bedrag: int
    debet_credit: str = "D"
    vorige: str = ""
    fout: str = ""

    def xml(self, antwoord: bool) -> str:
        """The line as in a 323, or with its code as in a 325."""
        vorige = f"<b:VorigReferentieNummer>{self.vorige}</b:VorigReferentieNummer>" if self.vorige else ""
        tarief = f"<ProductTarief>{self.tarief}</ProductTarief>" if self.tarief is not None else ""
        codes = CODES.format(self.fout) if antwoord else ""
        return (
            f"<Prestatie><ProductReferentie><b:ReferentieNummer>{self.referentie}</b:ReferentieNummer>{vorige}"
            f"</ProductReferentie><ToewijzingNummer>{self.nummer}</ToewijzingNummer><ProductCategorie>"
            f"{self.toewijzing.categorie}</ProductCategorie><ProductCode>{self.code}</ProductCode><ProductPeriode>"
            f"<b:Begindatum>{iso(self.begin)}</b:Begindatum><b:Einddatum>{iso(self.einde)}</b:Einddatum>"
            f"</ProductPeriode><GeleverdVolume>{self.volume}</GeleverdVolume><Eenheid>"
            f"{self.toewijzing.product.eenheid}</Eenheid>{tarief}<IngediendBedrag><b:Bedrag>{self.bedrag}</b:Bedrag>"
            f"<b:DebetCredit>{self.debet_credit}</b:DebetCredit></IngediendBedrag>{codes}</Prestatie>"
        )

    def getekend(self) -> int:
        """The amount as it counts in a total: a credit line is negative."""
        return self.bedrag if self.debet_credit == "D" else -self.bedrag

    def kopie(self, achtervoegsel: str) -> "Regel":
        """The same delivery as a debit line with a reference of its own."""
        return replace(self, referentie=self.referentie + achtervoegsel, debet_credit="D", vorige="", fout="")


def maak_regel(rng: Random, toewijzing: Toewijzing, maand: int, begin: int, einde: int) -> Regel:
    """What is delivered in one month: 60 to 95 % of what the assignment allows."""
    product = toewijzing.product
    begin = min(begin, einde)
    deel = rng.uniform(0.6, 0.95)
    if product.frequentie == "2":
        volume = max(1, int(toewijzing.volume * weken(begin, einde) * deel))
        if product.eenheid == _ETMAAL:
            volume = min(volume, einde - begin + 1)
    elif product.frequentie == "6":
        volume = max(1, int(toewijzing.volume / 14 * deel))
    else:
        volume = max(1, int(toewijzing.volume * deel)) if toewijzing.volume > 1 else 1
    bedrag = volume * (product.tarief if product.tarief is not None else 1)
    referentie = f"{toewijzing.nummer}-{maand + 1:02d}"
    return Regel(referentie, toewijzing, toewijzing.nummer, product.code, begin, einde, volume, product.tarief, bedrag)


def maak_fout(rng: Random, goed: Regel) -> Regel:
    """The same line with something wrong in it, and the code with which it comes back."""
    regel = goed.kopie("F")
    regel.fout = rng.choice(_FOUTEN)
    if regel.tarief is None and regel.fout in ("0611", "9321", "9346"):
        regel.fout = "9338"
    if regel.fout == "9338":
        regel.nummer += 800_000_000
    elif regel.fout == "9340":
        regel.code = f"{regel.toewijzing.categorie}Z99"
    elif regel.fout == "0611":
        regel.tarief += 150
        regel.bedrag = regel.volume * regel.tarief
    elif regel.fout == "9321":
        regel.volume *= 12
        regel.bedrag = regel.volume * regel.tarief
    else:
        regel.bedrag += 100
    return regel
