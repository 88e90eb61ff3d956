"""The text of requests and their answers: 315, 317 and 319.

Belongs here: XML from plain records. Does not belong here: who asks for what, and when (aanvragen).
"""

from .berichten import hoeveel, klassecodes, product, wie
from .persoon import Persoon
from .rijen import Aangevraagd, Antwoord, Bericht, Wijziging
from .tijd import iso


def inhoud_315(bericht: Bericht, persoon: Persoon, retour: bool = False) -> str:
    """The client of a request for an assignment."""
    rijen = "".join(_aangevraagd(rij, retour) for rij in bericht.rijen)
    return (
        f"{wie(bericht, persoon)}</Naam>\r\n<AangevraagdeProducten>{rijen}</AangevraagdeProducten>"
        f"{klassecodes(retour)}</Client>\r\n"
    )


def _aangevraagd(rij: Aangevraagd, retour: bool) -> str:
    einde = f"<ToewijzingEinddatum>{iso(rij.einde)}</ToewijzingEinddatum>" if rij.einde is not None else ""
    return (
        f"<AangevraagdProduct><ReferentieAanbieder>{rij.referentie}</ReferentieAanbieder>{product(rij.product)}"
        f"<ToewijzingIngangsdatum>{iso(rij.ingang)}</ToewijzingIngangsdatum>{einde}{hoeveel(rij.omvang, rij.budget)}"
        f"<Verwijzer><b:Type>{rij.verwijzer}</b:Type></Verwijzer>{klassecodes(retour, rij.fout)}</AangevraagdProduct>"
    )


def inhoud_317(bericht: Bericht, persoon: Persoon, retour: bool = False) -> str:
    """The client of a request for a change."""
    (rij,) = bericht.rijen
    return f"<Client><Bsn>{persoon.bsn}</Bsn>{_wijziging(rij, retour)}{klassecodes(retour)}</Client>\r\n"


def _wijziging(rij: Wijziging, retour: bool) -> str:
    codes = klassecodes(retour)
    zelfde = "".join(
        f"<OngewijzigdProduct><ToewijzingNummer>{nummer}</ToewijzingNummer>{codes}</OngewijzigdProduct>"
        for nummer in rij.ongewijzigd
    )
    zelfde = f"<OngewijzigdeProducten>{zelfde}</OngewijzigdeProducten>" if zelfde else ""
    einde = f"<Einddatum>{iso(rij.einde)}</Einddatum>" if rij.einde is not None else ""
    return (
        f"<Verzoek><ReferentieAanbieder>{rij.referentie}</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek>{zelfde}"
        f"<TeWijzigenProducten><TeWijzigenProduct><ToewijzingNummer>{rij.nummer}</ToewijzingNummer>"
        f"<GewensteIngangsdatum>{iso(rij.ingang)}</GewensteIngangsdatum>{einde}{hoeveel(rij.omvang, rij.budget)}{codes}"
        f"</TeWijzigenProduct></TeWijzigenProducten>{klassecodes(retour, rij.fout)}</Verzoek>"
    )


def inhoud_319(bericht: Bericht, persoon: Persoon, retour: bool = False) -> str:
    """An answer; it names no client."""
    (rij,) = bericht.rijen
    return _antwoord(rij, retour)


def _antwoord(rij: Antwoord, retour: bool) -> str:
    reden = f"<RedenAfwijzingVerzoek>{rij.reden}</RedenAfwijzingVerzoek>" if rij.reden else ""
    gemeente = ""
    if rij.gemeente:
        gemeente = f"<Woonplaatsbeginsel><Gemeente>{rij.gemeente}</Gemeente>{klassecodes(retour)}</Woonplaatsbeginsel>"
    return (
        f"<Antwoord><ReferentieAanbieder>{rij.referentie}</ReferentieAanbieder><VerzoekAntwoord>{rij.antwoord}"
        f"</VerzoekAntwoord>{reden}{gemeente}{klassecodes(retour, rij.fout)}</Antwoord>\r\n"
    )
