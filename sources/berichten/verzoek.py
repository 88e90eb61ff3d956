"""From a valid 315, 317 or 319 to rows: what a provider asks for, and what the municipality answers.

Belongs here: where each value of these messages stands, and its type. Does not belong here: what became of a request
(dbt).
"""

from sources.berichten.klasse import Klasse, Velden
from sources.berichten.kop import Kop, persoon
from sources.berichten.tabellen import Rijen
from sources.berichten.waarden import datum, getal, omvang, opdracht
from sources.pseudoniem import Pseudoniem

# The classes of product in a 317, and what the raw table calls them.
_KLASSEN = {"OngewijzigdProduct": "ongewijzigd", "TeWijzigenProduct": "te_wijzigen", "NieuwProduct": "nieuw"}


def lees_315(bericht: Klasse, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """The products asked for one client."""
    wie = persoon(bericht.velden["Client/Bsn"], pseudoniem)
    rijen = [
        (kop.bestand_id, nummer, *kop.partijen, *wie, *_aangevraagd(product.velden))
        for nummer, product in enumerate(bericht.delen, 1)
    ]
    return {"bericht__aangevraagd_product": rijen}


def _aangevraagd(velden: Velden) -> tuple:
    return (
        velden["ReferentieAanbieder"],
        getal(velden.get("BeschikkingNummer")),
        velden.get("Product/Categorie"),
        velden.get("Product/Code"),
        datum(velden.get("BeschikkingIngangsdatum")),
        datum(velden["ToewijzingIngangsdatum"]),
        datum(velden.get("ToewijzingEinddatum")),
        *omvang(velden),
        velden["Verwijzer/Type"],
        velden.get("Raamcontract"),
    )


def lees_317(bericht: Klasse, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """The products that a request to change leaves, changes and adds; one row without product when it names none."""
    verzoek = (bericht.velden["Client/Verzoek/ReferentieAanbieder"], bericht.velden["Client/Verzoek/RedenVerzoek"])
    begin = (*kop.partijen, *persoon(bericht.velden["Client/Bsn"], pseudoniem), *verzoek)
    producten = [(_KLASSEN[product.naam], *_gewenst(product.velden)) for product in bericht.delen]
    rijen = [
        (kop.bestand_id, nummer, *begin, *product)
        for nummer, product in enumerate(producten or [("geen", *_gewenst({}))], 1)
    ]
    return {"bericht__wijzigingsverzoek": rijen}


def _gewenst(velden: Velden) -> tuple:
    data = (datum(velden.get("GewensteIngangsdatum")), datum(velden.get("Einddatum")))
    return *opdracht(velden), *data, *omvang(velden)


def lees_319(bericht: Klasse, kop: Kop) -> Rijen:
    """The answer to a 315 or 317, which it names by the reference of the provider."""
    velden = bericht.velden
    antwoord = (velden["Antwoord/ReferentieAanbieder"], velden["Antwoord/VerzoekAntwoord"])
    reden = (velden.get("Antwoord/RedenAfwijzingVerzoek"), velden.get("Antwoord/Woonplaatsbeginsel/Gemeente"))
    return {"bericht__verzoekantwoord": [(kop.bestand_id, 1, *kop.partijen, *antwoord, *reden)]}
