"""Made-up names: small word lists, freely combined. Nobody is meant by a name.

Belongs here: the lists and how a name is drawn. Does not belong here: anything else about a person.
"""

from random import Random


def _woorden(tekst: str) -> list[str]:
    return tekst.split()


_JONGENS = _woorden(
    "Bram Daan Joost Sem Luuk Thijs Gijs Hendrik Jan Willem Pieter Mohammed Emre Yusuf Kacper André René Björn "
    "Jörgen Noël Teun Ruben Stijn Aart Berend Egbert Gerrit Henk Wim Kees Bas Niels Sander Jeroen Ömer Ismail "
    "Ciarán"
)
_MEISJES = _woorden(
    "Anna Eva Sanne Lotte Fleur Noor Zoë Chloë Maud Iris Fatma Ayşe Elif Zeynep Katarzyna Agnieszka Hanneke "
    "Gerda Truus Riet Jantje Grietje Marijke Ineke Renée Desirée Maëlle Carlijn Femke Wietske Annemarie Johanna "
    "Wilhelmina Roos"
)
_NAMEN = (
    (
        ("", 62),
        "Jansen Bakker Visser Smit Mulder Bos Vos Peters Hendriks Kuiper Veenstra Kok Prins Schouten Wolters "
        "Groothuis Nijhuis Oude-Nijhuis Wesselink Kamphuis Lansink Olthof Boerrigter Morsink Veldhuis Haarhuis Yilmaz "
        "Kaya Demir Şahin Özdemir Çelik Nowak Kowalski Wiśniewski Müller Schröder Böhmer Güneş Aydin Núñez Hernández "
        "Bükers Geurtsen Roelofs Evers Postma Kooistra Meijer Ruiter Koçak Scholten Wiggers Lubbers Rikhof",
    ),
    (("de", 12), "Vries Boer Groot Wit Jong Bruin Haan Graaf Lange Leeuw"),
    (("van", 10), "Dijk Leeuwen Vliet Loon Dam Elst Zanten Reenen"),
    (("van de", 5), "Velde Kamp Wetering Poel Riet Wal"),
    (("van den", 4), "Berg Broek Bosch Heuvel Brink"),
    (("te", 3), "Riele Wierik Velde Lintelo"),
    (("ter", 2), "Haar Horst Braak Steege"),
    (("'t", 1), "Hart Hoen"),
    (("el", 1), "Amrani Idrissi Khattabi"),
)
_VOORVOEGSELS = [voorvoegsel for (voorvoegsel, _), _ in _NAMEN]
_GEWICHTEN = [gewicht for (_, gewicht), _ in _NAMEN]
_LIJSTEN = {voorvoegsel: _woorden(lijst) for (voorvoegsel, _), lijst in _NAMEN}


def achternaam(rng: Random) -> tuple[str, str]:
    """Voorvoegsel (may be empty) and geslachtsnaam; one in eight is a double name."""
    voorvoegsel = rng.choices(_VOORVOEGSELS, _GEWICHTEN)[0]
    naam = rng.choice(_LIJSTEN[voorvoegsel])
    if rng.random() < 0.12:
        naam = f"{naam}-{rng.choice(_LIJSTEN[''])}"
    return voorvoegsel, naam


def voornaam(rng: Random, geslacht: str) -> str:
    """One or two first names that go with M or V (O: either)."""
    lijst = _MEISJES if geslacht == "V" or (geslacht == "O" and rng.random() < 0.5) else _JONGENS
    eerste = rng.choice(lijst)
    return f"{eerste} {rng.choice(lijst)}" if rng.random() < 0.25 else eerste
