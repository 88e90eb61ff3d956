"""The registrations beside the messages: benefits and re-integration, and one file per other scheme.

Belongs here: the rows of `pwet` and `voorzieningen`, statement after statement. Does not belong here: who uses what.
"""

import unicodedata
from random import Random

from .bestanden import Bestanden, csv_regel
from .bevolking import Eenheid
from .brp import eerste_stand
from .gedrag import Gedrag
from .inzet import Inzet
from .persoon import Persoon
from .tijd import EIND, STANDEN, START, iso

_REGELINGEN = (
    "pgb_wmo", "pgb_jeugd", "schuldhulp", "wsw", "beschut_werk", "leerlingenvervoer", "rmc", "wajong",
    "bijzondere_bijstand", "wlz", "wmo_overig",
)  # fmt: skip
_STATISTIEK = (("01", 90), ("02", 3), ("03", 1), ("14", 2), ("20", 1), ("13", 1), ("15", 1), ("16", 1))
_CODES = {"schuldhulp": "SHV", "wsw": "WSW", "leerlingenvervoer": "LLV", "rmc": "RMC", "wajong": "WAJ",
          "bijzondere_bijstand": "BBZ", "wlz": "WLZ"}  # fmt: skip
_PWET_KOP = ("uitkeringsnummer", "bsn_1", "bsn_2", "statistiekcode", "aanvangsdatum", "einddatum", "leefvorm",
             "bedrag_bruto_maand")  # fmt: skip
_KOP = ("regeling", "wet", "bsn", "voorziening", "ingangsdatum", "einddatum", "geslachtsnaam", "geboortedatum",
        "postcode", "huisnummer", "leveringsvorm", "bedrag")  # fmt: skip


class Registraties:
    """Writes rows to every quarterly statement that knows them."""

    def __init__(self, bestanden: Bestanden, gedrag: Gedrag) -> None:
        self._bestanden, self._gedrag = bestanden, gedrag.registraties
        self._pgb_jeugd = gedrag.gebruik.pgb_jeugd
        self._uitkeringen = 0
        for stand in STANDEN:
            bestanden.voeg_toe(f"pwet/{iso(stand)}/uitkeringen.csv", csv_regel(*_PWET_KOP))
            kop = csv_regel("bsn", "voorziening", "aanvangsdatum", "einddatum")
            bestanden.voeg_toe(f"pwet/{iso(stand)}/reintegratie.csv", kop)
            for regeling in _REGELINGEN:
                kop = csv_regel(*_KOP, *_onbekende_kolom(regeling, stand, "opmerking"))
                bestanden.voeg_toe(f"voorzieningen/{iso(stand)}/{regeling}.csv", kop)

    def schrijf(self, eenheid: Eenheid) -> None:
        """Everything about one household that is not in the messages."""
        for persoon in eenheid.personen:
            self.gebruik_van(eenheid.rng, persoon, eenheid.personen)
        self._overige(eenheid)

    def gebruik_van(self, rng: Random, persoon: Persoon, gezin: list[Persoon]) -> None:
        """What one person uses; `gezin` decides which benefit level holds."""
        for inzet in persoon.gebruik:
            self._inzet(rng, persoon, inzet, any(een.ouders and een.leeftijd(START) < 18 for een in gezin))

    def _inzet(self, rng: Random, persoon: Persoon, inzet: Inzet, kinderen: bool) -> None:
        if inzet.soort == "uitkering":
            self._uitkering(rng, persoon, inzet, kinderen)
        elif inzet.soort == "reintegratie":
            soort = rng.choice(("loonkostensubsidie", "jobcoach", "proefplaatsing", "training", "activering"))
            for _, pad, einde in self._standen("pwet", "reintegratie", rng, inzet.begin, inzet.einde):
                self._bestanden.voeg_toe(pad, csv_regel(persoon.bsn, soort, iso(inzet.begin), einde))
        elif inzet.soort == "pgb":
            self.rij(rng, persoon, "pgb_wmo", "wmo", inzet.categorie, inzet, "PGB", rng.randint(150, 2500))
        elif inzet.soort == "register":
            regeling = "beschut_werk" if inzet.wet == "pwet" else "wmo_overig"
            code = "BW" if inzet.wet == "pwet" else inzet.categorie
            self.rij(rng, persoon, regeling, inzet.wet, code, inzet, "ZIN" if inzet.wet == "wmo" else "", None)

    def _uitkering(self, rng: Random, persoon: Persoon, inzet: Inzet, kinderen: bool) -> None:
        self._uitkeringen += 1
        code = rng.choices([een for een, _ in _STATISTIEK], [deel for _, deel in _STATISTIEK])[0]
        leefvorm, bedrag = ("3", 1750) if inzet.partner else ("2", 1225) if kinderen else ("1", 1225)
        bsn_2 = inzet.partner.bsn if inzet.partner else ""
        nummer = f"U{self._uitkeringen:07d}"
        cent = bedrag + rng.randint(-30000, 0) / 100
        self._schrijf_uitkering(rng, nummer, persoon.bsn, bsn_2, code, inzet, leefvorm, f"{cent:.2f}")
        if rng.random() < 0.05:  # once-only allowances carry codes that are no benefit
            self._uitkeringen += 1
            eenmalig = Inzet("pwet", "uitkering", "", max(inzet.begin, START), max(inzet.begin, START) + 30)
            self._schrijf_uitkering(
                rng,
                f"U{self._uitkeringen:07d}",
                persoon.bsn,
                "",
                rng.choice(("18", "19")),
                eenmalig,
                leefvorm,
                "450.00",
            )

    def _schrijf_uitkering(
        self, rng: Random, nummer: str, een: str, twee: str, code: str, inzet: Inzet, leefvorm: str, bedrag: str
    ) -> None:
        for _, pad, einde in self._standen("pwet", "uitkeringen", rng, inzet.begin, inzet.einde):
            self._bestanden.voeg_toe(pad, csv_regel(nummer, een, twee, code, iso(inzet.begin), einde, leefvorm, bedrag))

    def _standen(self, bron: str, naam: str, rng: Random, begin: int, einde: int | None) -> list[tuple[int, str, str]]:
        """The statements that show a row, each with the end date it knows."""
        later = rng.randint(1, 60) if rng.random() < self._gedrag.vertraagd else 0
        return [
            (stand, f"{bron}/{iso(stand)}/{naam}.csv", iso(einde) if einde is not None and einde <= stand else "")
            for stand in STANDEN
            if begin <= START or begin + later <= stand
        ]

    def rij(
        self, rng: Random, persoon: Persoon, regeling: str, wet: str, code: str, inzet: Inzet, vorm: str,
        bedrag: float | None,
    ) -> None:  # fmt: skip
        """One row of a scheme, for a part of them without BSN but with name, birth date and address."""
        wie = self._zonder_bsn(rng, persoon) if rng.random() < self._gedrag.zonder_bsn else None
        bsn, *kenmerken = wie or (persoon.bsn, "", "", "", "")
        bedrag_tekst = "" if bedrag is None else f"{bedrag:.2f}"
        for stand, pad, einde in self._standen("voorzieningen", regeling, rng, inzet.begin, inzet.einde):
            wat = (regeling, wet, bsn, code, iso(inzet.begin), einde, *kenmerken, vorm, bedrag_tekst)
            self._bestanden.voeg_toe(pad, csv_regel(*wat, *_onbekende_kolom(regeling, stand, "")))

    def _zonder_bsn(self, rng: Random, persoon: Persoon) -> tuple[str, ...] | None:
        """How a row names somebody whose number it lacks, as the BRP shows them first; None when that is impossible."""
        stand = eerste_stand(persoon)
        if stand is None or persoon.geboren_tekst.endswith("00"):
            return None
        verblijf = persoon.verblijf_op(stand - persoon.vertraging) or persoon.verblijf[0]
        if verblijf.adres is None:
            return None
        naam, geboren = persoon.naam, persoon.geboren
        if rng.random() < self._gedrag.naam_afwijkend:
            naam = naam.upper() if rng.random() < 0.5 else _zonder_tekens(naam)
        if rng.random() < self._gedrag.naam_fout:
            geboren -= 7
        return "", naam, iso(geboren), verblijf.adres.postcode, str(verblijf.adres.huisnummer)

    def _overige(self, eenheid: Eenheid) -> None:
        """The schemes that no law counts, more often with people who have a benefit."""
        rng, kans = eenheid.rng, self._gedrag
        for persoon in eenheid.personen:
            leeftijd = persoon.leeftijd(max(eenheid.komt, START))
            arm = 4.0 if any(inzet.wet == "pwet" for inzet in persoon.gebruik) else 0.7
            for regeling, grens, tot, hoe_vaak in (
                ("schuldhulp", 20, 70, kans.schuldhulp * arm / 1.5),
                ("bijzondere_bijstand", 20, 95, kans.bijzondere_bijstand * arm / 1.5),
                ("wsw", 25, 66, kans.wsw),
                ("wajong", 18, 55, kans.wajong),
                ("leerlingenvervoer", 5, 16, kans.leerlingenvervoer / 1.5),
                ("rmc", 16, 23, kans.rmc),
                ("wlz", 18, 104, 0.8 if eenheid.soort == "instelling" else kans.wlz),
            ):
                if grens <= leeftijd < tot and rng.random() < hoe_vaak:
                    self._losse_rij(rng, persoon, regeling)
            if 4 < leeftijd < 17 and rng.random() < self._pgb_jeugd:
                inzet = _periode(rng, persoon)
                self.rij(rng, persoon, "pgb_jeugd", "jeugd", rng.choice(("45", "44")), inzet, "PGB", 900)

    def _losse_rij(self, rng: Random, persoon: Persoon, regeling: str) -> None:
        bedrag = rng.randint(2000, 90000) / 100 if regeling == "bijzondere_bijstand" else None
        self.rij(rng, persoon, regeling, "overig", _CODES[regeling], _periode(rng, persoon), "", bedrag)


def _periode(rng: Random, persoon: Persoon) -> Inzet:
    """A spell somewhere in the window, open in one of three cases; long before it for those who lived here already."""
    vroegst = START - 700 if persoon.komt <= START else persoon.komt
    begin = rng.randint(max(vroegst, persoon.geboren), max(min(EIND, persoon.einde()) - 1, vroegst))
    einde = begin + rng.randint(90, 900) if rng.random() < 0.67 else None
    return Inzet("overig", "register", "", begin, einde)


def _onbekende_kolom(regeling: str, stand: int, waarde: str) -> tuple[str, ...]:
    """The column that one delivery of one scheme has too many."""
    return (waarde,) if (regeling, stand) == ("rmc", STANDEN[-4]) else ()


def _zonder_tekens(tekst: str) -> str:
    ontleed = unicodedata.normalize("NFD", tekst)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))
