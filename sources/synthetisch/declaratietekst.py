"""The text of declarations and their answers: 323 and 325, and the lines in them.

Belongs here: XML from plain records. Does not belong here: which lines go where (declaraties).
"""

from .berichten import CODES, XSD_VERSIE, kop
from .dossier import Dossier, Regel
from .tijd import iso, maandgrenzen

SLOT_323 = b"</Clienten></Declaratie></Bericht>\r\n"


def declaratienummer(agb: str, maand: int, deel: int = 1, letter: str = "D") -> str:
    """The number of the declaration of a provider over a month, of 12 characters at most."""
    begin = iso(maandgrenzen(maand)[0])
    letter = chr(ord(letter) + deel // 1000)
    return f"{letter}{begin[2:4]}{begin[5:7]}{agb[-4:]}{deel % 1000:02d}"


def kop_323(
    wet: str, agb: str, identificatie: str, dag: int, periode: tuple[int, int], nummer: str, totaal: int
) -> bytes:
    """A declaration up to its first client."""
    return (
        f"{kop(wet, '323', agb, identificatie, dag)}<Declaratie><DeclaratieNummer>{nummer}</DeclaratieNummer>"
        f"<DeclaratiePeriode><b:Begindatum>{iso(periode[0])}</b:Begindatum><b:Einddatum>{iso(periode[1])}"
        f"</b:Einddatum></DeclaratiePeriode><DeclaratieDagtekening>{iso(dag)}</DeclaratieDagtekening>"
        f"{_totaal('TotaalIngediendBedrag', totaal)}<Clienten>\r\n"
    ).encode()


def tekst_325(
    wet: str, agb: str, zelf: tuple[str, int], van: tuple[str, int], nummer: str, totalen: tuple[int, int], fout: bytes
) -> bytes:
    """Fully accepted: 8001 and no lines; else only the rejected lines come back."""
    rest = (
        f"<DeclaratieIdentificatie><b:Identificatie>{van[0]}</b:Identificatie><b:Dagtekening>{iso(van[1])}"
        f"</b:Dagtekening></DeclaratieIdentificatie><XsdVersieDeclaratie>{XSD_VERSIE}</XsdVersieDeclaratie>"
        + CODES.format("0200")
    )
    clienten = b"<Clienten>\r\n" + fout + b"</Clienten>" if fout else b""
    inhoud = (
        f"{kop(wet, '325', agb, *zelf, rest)}<DeclaratieAntwoord><DeclaratieNummer>{nummer}"
        f"</DeclaratieNummer>{_totaal('TotaalIngediendBedrag', totalen[0])}"
        f"{_totaal('TotaalToegekendBedrag', totalen[1])}"
    ).encode()
    slot = CODES.format("0200" if fout else "8001") + "</DeclaratieAntwoord></Bericht>\r\n"
    return inhoud + clienten + slot.encode()


def clienten(dossier: Dossier, regels: list[Regel], antwoord: bool) -> str:
    """The client with these lines; a line that names somebody else makes a client of its own."""
    if not any(regel.bsn for regel in regels):
        return _client(dossier.persoon.bsn, regels, antwoord)
    eigen = [regel for regel in regels if not regel.bsn]
    tekst = _client(dossier.persoon.bsn, eigen, antwoord) if eigen else ""
    return tekst + "".join(_client(regel.bsn, [regel], antwoord) for regel in regels if regel.bsn)


def _client(bsn: str, regels: list[Regel], antwoord: bool) -> str:
    prestaties = "".join([_regel(regel, antwoord) for regel in regels])
    codes = CODES.format("0200") if antwoord else ""
    return f"<Client><Bsn>{bsn}</Bsn><Prestaties>{prestaties}</Prestaties>{codes}</Client>\r\n"


def _regel(regel: Regel, antwoord: bool) -> str:
    """The line as in a 323, or with its code as in a 325."""
    vorige = f"<b:VorigReferentieNummer>{regel.vorige}</b:VorigReferentieNummer>" if regel.vorige else ""
    tarief = f"<ProductTarief>{regel.tarief}</ProductTarief>" if regel.tarief is not None else ""
    codes = CODES.format(regel.fout) if antwoord else ""
    return (
        f"<Prestatie><ProductReferentie><b:ReferentieNummer>{regel.referentie}</b:ReferentieNummer>{vorige}"
        f"</ProductReferentie><ToewijzingNummer>{regel.nummer}</ToewijzingNummer><ProductCategorie>"
        f"{regel.categorie}</ProductCategorie><ProductCode>{regel.code}</ProductCode><ProductPeriode>"
        f"<b:Begindatum>{iso(regel.begin)}</b:Begindatum><b:Einddatum>{iso(regel.einde)}</b:Einddatum>"
        f"</ProductPeriode><GeleverdVolume>{regel.volume}</GeleverdVolume><Eenheid>{regel.eenheid}</Eenheid>{tarief}"
        f"<IngediendBedrag><b:Bedrag>{regel.bedrag}</b:Bedrag><b:DebetCredit>{regel.debet_credit}</b:DebetCredit>"
        f"</IngediendBedrag>{codes}</Prestatie>"
    )


def _totaal(naam: str, bedrag: int) -> str:
    teken = "C" if bedrag < 0 else "D"
    return f"<{naam}><b:TotaalBedrag>{abs(bedrag)}</b:TotaalBedrag><b:DebetCredit>{teken}</b:DebetCredit></{naam}>"
