"""From a valid 323 or 325 to rows: the declaration and its lines, the answer and the lines it rejects.

Belongs here: where each value of these messages stands, and its type. Does not belong here: which lines are accepted
(dbt).
"""

from sources.berichten.klasse import Klasse, Velden
from sources.berichten.kop import Kop, persoon, xsd_versies
from sources.berichten.schending import Vondst, herhaald, schendingrijen
from sources.berichten.tabellen import Rijen
from sources.berichten.waarden import datum, getal, retourcodes
from sources.pseudoniem import Pseudoniem


class Regels:
    """The lines of one 323 or 325, client by client: a declaration of 25 MB is never in memory as a whole.

    A row begins with the person and ends, in a 325, with the codes of the line and what is wrong with its client.
    """

    def __init__(self, pseudoniem: Pseudoniem) -> None:
        self._pseudoniem = pseudoniem

    def begin(self) -> None:
        """Forget what was taken: the message is read from its start."""
        self.rijen: list[tuple] = []
        self.dubbel: list[Vondst] = []
        self.leesbaar = True
        self._clienten: list[int] = []

    def neem(self, client: Klasse) -> None:
        """The lines of one client; a date that no calendar of ours holds is told only when the whole is known valid."""
        try:
            rijen = self._van(client)
        except ValueError:
            self.leesbaar = False
            return
        self.dubbel += [("Prestatie", len(self.rijen) + nummer) for nummer in herhaald(rijen)]
        self.rijen += rijen
        self._clienten.append(hash((client.velden["Bsn"], *rijen)))

    def _van(self, client: Klasse) -> list[tuple]:
        wie = persoon(client.velden["Bsn"], self._pseudoniem)
        if "RetourCodes/RetourCode" not in client.velden:
            return [(*wie, *_prestatie(prestatie.velden)) for prestatie in client.delen]
        van_client = retourcodes(client.velden) - {"0200"}
        return [
            (*wie, *_prestatie(velden), ",".join(sorted(van_client | retourcodes(velden))))
            for _, velden, _ in client.delen
        ]

    def onder(self, kop: Kop, declaratienummer: str | None) -> list[tuple]:
        """The rows of the raw table; raises ValueError when one holds a date that no calendar of ours does."""
        if not self.leesbaar:
            raise ValueError
        partijen = kop.partijen
        return [(kop.bestand_id, nummer, *partijen, declaratienummer, *rij) for nummer, rij in enumerate(self.rijen, 1)]

    def schendingen(self, kop: Kop) -> list[tuple]:
        """Lines and clients that occur twice; of equal clients the lines are not told again."""
        clienten = [("Client", nummer) for nummer in herhaald(self._clienten)]
        return schendingrijen(kop, "TR101", self.dubbel + clienten)


def lees_323(bericht: Klasse, kop: Kop, regels: Regels) -> Rijen:
    """A declaration of one month, and its lines."""
    velden = bericht.velden
    nummer = velden["Declaratie/DeclaratieNummer"]
    declaratie = (
        *(kop.bestand_id, 1, *kop.partijen, nummer),
        datum(velden["Declaratie/DeclaratiePeriode/Begindatum"]),
        datum(velden["Declaratie/DeclaratiePeriode/Einddatum"]),
        datum(velden["Declaratie/DeclaratieDagtekening"]),
        *_totaal(velden, "Declaratie/TotaalIngediendBedrag"),
    )
    return {
        "bericht__declaratie": [declaratie],
        "bericht__declaratieregel": regels.onder(kop, nummer),
        "bericht__schending": regels.schendingen(kop),
    }


def lees_325(bericht: Klasse, kop: Kop, regels: Regels) -> Rijen:
    """A message with a technical error has no DeclaratieAntwoord: then only its return codes are known."""
    velden = bericht.velden
    verwijzing = (
        velden["Header/DeclaratieIdentificatie/Identificatie"],
        *xsd_versies(velden, "Header/XsdVersieDeclaratie"),
    )
    nummer = velden.get("DeclaratieAntwoord/DeclaratieNummer")
    bedragen = (
        *_totaal(velden, "DeclaratieAntwoord/TotaalIngediendBedrag"),
        *_totaal(velden, "DeclaratieAntwoord/TotaalToegekendBedrag"),
    )
    codes = retourcodes(velden, "Header/RetourCodes") | retourcodes(velden, "DeclaratieAntwoord/RetourCodes")
    rij = (kop.bestand_id, 1, *kop.partijen, *verwijzing, nummer, *bedragen, ",".join(sorted(codes)))
    return {
        "bericht__antwoord": [rij],
        "bericht__antwoordregel": regels.onder(kop, nummer),
        "bericht__schending": regels.schendingen(kop),
    }


def _totaal(velden: Velden, pad: str) -> tuple[int | None, str | None]:
    return getal(velden.get(f"{pad}/TotaalBedrag")), velden.get(f"{pad}/DebetCredit")


def _prestatie(velden: Velden) -> tuple:
    return (
        velden["ProductReferentie/ReferentieNummer"],
        velden.get("ProductReferentie/VorigReferentieNummer"),
        int(velden["ToewijzingNummer"]),
        velden["ProductCategorie"],
        velden["ProductCode"],
        datum(velden["ProductPeriode/Begindatum"]),
        datum(velden["ProductPeriode/Einddatum"]),
        int(velden["GeleverdVolume"]),
        velden["Eenheid"],
        getal(velden.get("ProductTarief")),
        int(velden["IngediendBedrag/Bedrag"]),
        velden["IngediendBedrag/DebetCredit"],
    )
