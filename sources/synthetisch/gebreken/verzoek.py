"""Defects in requests and answers: 315, 317 and 319.

Belongs here: planters for rules about asking and answering. Does not belong here: other messages.
"""

from random import Random

from sources.synthetisch.aanvragen import nieuwe_wens
from sources.synthetisch.dossier import Aanvraag, Dossier
from sources.synthetisch.rijen import Antwoord, Bericht
from sources.synthetisch.tijd import EIND, bezorgmap

from .register import Hulp, Schending, extra, gebrek, schending

Uit = list[Schending] | None
_MAAND = 32
_ANDERE_GEMEENTE = "0153"


def _meld(dossier: Dossier, bericht: Bericht, regel: str, code: str) -> Uit:
    gemeente = bericht.soort == "319"
    if code == "0001":
        bericht.fout = code
    elif code:
        bericht.rijen[0].fout = code
    return schending(dossier, regel, bericht.leverdatum, gemeente=gemeente)


def _antwoord(dossier: Dossier, dag: int, antwoord: Antwoord, regel: str, code: str) -> Uit:
    """One more answer, if it arrives."""
    if bezorgmap(dag) is None:
        return None
    bericht = Bericht("319", dag, [antwoord])
    dossier.berichten.append(bericht)
    return _meld(dossier, bericht, regel, code)


def _direct(aanvraag: Aanvraag) -> bool:
    """Whether this request for an assignment was honoured without any other answer."""
    return aanvraag.vraag.soort == "315" and aanvraag.besluit is not None and not aanvraag.antwoorden


def _afgewezen(aanvraag: Aanvraag) -> Bericht | None:
    """The rejection, when it arrives."""
    if aanvraag.besluit is not None or aanvraag.antwoorden[-1].leverdatum is None:
        return None
    return aanvraag.antwoorden[-1]


def onthoud(dossier: Dossier, hulp: Hulp) -> None:
    """Keep the reference that was answered first at each provider, for a request that uses it again."""
    for aanvraag in dossier.aanvragen:
        bekend = bezorgmap(aanvraag.besluit) if _direct(aanvraag) else None
        if bekend is not None:
            nieuw = (bekend, aanvraag.vraag.rijen[0].referentie)
            oud = hulp.referenties.setdefault((dossier.wet, dossier.agb), nieuw)
            hulp.referenties[dossier.wet, dossier.agb] = min(oud, nieuw)


@gebrek("TR347", "aanvraag")
def referentie_gebruikt(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """The reference of an earlier request of this provider, long answered."""
    leverdatum, sleutel = aanvraag.vraag.leverdatum, (dossier.wet, dossier.agb)
    if not _direct(aanvraag) or leverdatum is None or bezorgmap(aanvraag.besluit) is None:
        return None
    bekend, oud = hulp.referenties.get(sleutel, (leverdatum, ""))
    if bekend >= leverdatum:
        return None
    nieuw = aanvraag.vraag.rijen[0].referentie
    for bericht in dossier.berichten:
        for rij in bericht.rijen:
            if bericht.soort in ("301", "315") and rij.referentie == nieuw:
                rij.referentie = oud
    return _meld(dossier, aanvraag.vraag, "TR347", "9347")


@gebrek("TR349", "aanvraag")
def niet_alles_genoemd(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """A request for a change that passes over another assignment of the client."""
    vraag, product, einde = aanvraag.vraag, dossier.ander_product(rng), aanvraag.vraag.dag + 100
    eerste = [een for een in dossier.berichten if een.soort == "301" and een.dag + _MAAND < vraag.dag]
    if vraag.soort != "317" or vraag.leverdatum is None or product is None or not eerste:
        return None
    tot = dossier.toewijzingen[-1].laatste or EIND
    if tot < einde or sum(1 for een in dossier.aanvragen if een.vraag.soort == "317") > 1:
        return None
    extra(dossier, hulp, eerste[-1], product, eerste[-1].dag, einde)
    return _meld(dossier, vraag, "TR349", "9349")


@gebrek("TR350", "aanvraag")
def ongewijzigd_onbekend(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """Something that is to stay as it is was never assigned."""
    vraag = aanvraag.vraag
    if vraag.soort != "317" or vraag.leverdatum is None:
        return None
    vraag.rijen[0].ongewijzigd.append(hulp.nummer(dossier.wet))
    return _meld(dossier, vraag, "TR350", "9350")


@gebrek("TR351", "aanvraag")
def te_wijzigen_onbekend(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """What is to be changed was never assigned; what was, is to stay."""
    vraag = aanvraag.vraag
    if vraag.soort != "317" or vraag.leverdatum is None:
        return None
    rij = vraag.rijen[0]
    rij.ongewijzigd.append(rij.nummer)
    rij.nummer = hulp.nummer(dossier.wet)
    return _meld(dossier, vraag, "TR351", "9351")


@gebrek("TR374", "aanvraag")
def nog_onderhanden(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """Another request, to be rejected, while the first is looked into: put right when that is answered."""
    vraag, besluit = aanvraag.vraag, aanvraag.besluit
    if besluit is None or bezorgmap(besluit + _MAAND) is None:
        return None
    tussen = [dag for dag in range(vraag.dag, besluit) if vraag.leverdatum < bezorgmap(dag) < bezorgmap(besluit)]
    if not tussen or any(een is not aanvraag for een in dossier.aanvragen):
        return None
    referentie, dag = f"TUS-{dossier.toewijzingen[0].nummer}", rng.choice(tussen)
    tweede = Bericht("315", dag, [nieuwe_wens(rng, dossier, dag, referentie)])
    afwijzing = Bericht("319", besluit + _MAAND, [Antwoord(referentie, "1", "6")])
    dossier.berichten += [tweede, afwijzing]
    tweede.rijen[0].fout = "9374"
    return schending(dossier, "TR374", tweede.leverdatum, bezorgmap(besluit))


@gebrek("TR355", "aanvraag")
def antwoord_op_niets(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """An answer to a request that was never made."""
    referentie = f"MIS-{dossier.toewijzingen[0].nummer}"
    return _antwoord(dossier, aanvraag.vraag.dag, Antwoord(referentie, "1", "7"), "TR355", "9355")


@gebrek("TR359", "aanvraag")
def antwoord_na_toewijzing(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """A rejection of what was assigned before."""
    if not _direct(aanvraag):
        return None
    referentie, dag = aanvraag.vraag.rijen[0].referentie, aanvraag.besluit + rng.randint(_MAAND, 50)
    return _antwoord(dossier, dag, Antwoord(referentie, "1", "7"), "TR359", "9359")


@gebrek("TR360", "aanvraag")
def weer_in_onderzoek(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """Told once more that it is looked into."""
    if len(aanvraag.antwoorden) != 1 or aanvraag.besluit is None:
        return None
    eerste, besluit = aanvraag.antwoorden[0], bezorgmap(aanvraag.besluit)
    if eerste.leverdatum is None or besluit is None:
        return None
    tussen = [dag for dag in range(eerste.dag, aanvraag.besluit) if eerste.leverdatum < bezorgmap(dag) < besluit]
    if not tussen:
        return None
    referentie = aanvraag.vraag.rijen[0].referentie
    return _antwoord(dossier, rng.choice(tussen), Antwoord(referentie, "2"), "TR360", "9360")


@gebrek("TR365", "aanvraag")
def weer_afgewezen(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """Rejected a second time."""
    afwijzing = _afgewezen(aanvraag)
    if afwijzing is None:
        return None
    nog = Antwoord(afwijzing.rijen[0].referentie, "1", "7")
    return _antwoord(dossier, afwijzing.dag + rng.randint(_MAAND, 50), nog, "TR365", "9365")


@gebrek("TR377", "aanvraag")
def zonder_gemeente(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """Another municipality has to pay, but which is not said (youth care only)."""
    afwijzing = _afgewezen(aanvraag)
    if afwijzing is None or not afwijzing.rijen[0].gemeente:
        return None
    afwijzing.rijen[0].gemeente = ""
    return _meld(dossier, afwijzing, "TR377", "0001")


@gebrek("TR409", "aanvraag")
def gemeente_te_veel(dossier: Dossier, aanvraag: Aanvraag, rng: Random, hulp: Hulp) -> Uit:
    """A municipality is named though the reason is another (youth care only)."""
    afwijzing = _afgewezen(aanvraag)
    if afwijzing is None or dossier.wet != "jeugd" or afwijzing.rijen[0].gemeente:
        return None
    afwijzing.rijen[0].gemeente = _ANDERE_GEMEENTE
    return _meld(dossier, afwijzing, "TR409", "0001")
