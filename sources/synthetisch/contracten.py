"""The yearly deliveries that are not about people: contracts with their tariffs, and the books.

Belongs here: `contracten` and `financien`. Does not belong here: anything per person.
"""

from random import Random

from .bestanden import Bestanden, csv_regel
from .producten import PRODUCTEN, Aanbieders, tweede_eenheid
from .tijd import JAREN, dag, iso

_VORMEN = ("inspanning", "inspanning", "output", "taakgericht", "maatwerk")
_TAAKVELDEN = (
    # taakveld up to 2022, from 2023 on, thousands of euros per 1,000 inhabitants
    ("6.3", "6.3", 780), ("6.4", "6.4", 210), ("6.5", "6.5", 95), ("6.6", "6.6", 88),
    ("6.71", "6.71a", 160), ("6.71", "6.71b", 150), ("6.71", "6.71c", 60), ("6.72", "6.72a", 210),
    ("6.72", "6.73a", 90), ("6.81", "6.81a", 130), ("6.82", "6.82a", 60), ("6.2", "6.2", 120),
)  # fmt: skip
_LAATSTE = 2025
_VANAF = "2015-01-01"  # from then on municipalities contract; no assignment is declared for before


def schrijf_contracten(bestanden: Bestanden, aanbieders: Aanbieders, seed: int) -> None:
    """One contract per provider and law, all tariffs of the products it may deliver; a full statement a year."""
    for jaar in (*JAREN, _LAATSTE):
        rng = Random(f"contracten/{seed}")
        pad, tarieven = (f"contracten/{iso(dag(jaar))}/{naam}.csv" for naam in ("contracten", "tarieven"))
        bestanden.voeg_toe(
            pad,
            csv_regel(
                "contract",
                "agb",
                "aanbieder",
                "wet",
                "contractvorm",
                "ingangsdatum",
                "einddatum",
                "doelstelling",
                "kpi",
            ),
        )
        bestanden.voeg_toe(
            tarieven,
            csv_regel(
                "contract", "productcategorie", "productcode", "eenheid", "tarief_cent", "ingangsdatum", "einddatum"
            ),
        )
        for wet in ("wmo", "jeugd"):
            for nummer in range(aanbieders.aantal):
                contract = f"C-{wet[0].upper()}{nummer + 1:03d}"
                vorm = rng.choice(_VORMEN)
                velden = (_VANAF, "2025-12-31", 'Zo licht mogelijk; "thuis" waar het kan', "uitval onder 10 %")
                agb = aanbieders.agb(wet, nummer)
                bestanden.voeg_toe(pad, csv_regel(contract, agb, aanbieders.naam(wet, nummer), wet, vorm, *velden))
                _schrijf_tarieven(bestanden, tarieven, contract, wet)


def _schrijf_tarieven(bestanden: Bestanden, pad: str, contract: str, wet: str) -> None:
    """One tariff per product and unit; euros have none."""
    for producten in PRODUCTEN[wet].values():
        for product in producten:
            eenheden = [(product.eenheid, product.tarief), tweede_eenheid(product)]
            for eenheid, tarief in filter(None, eenheden):
                velden = (product.categorie, product.code, eenheid, tarief, _VANAF, "")
                bestanden.voeg_toe(pad, csv_regel(contract, *velden))


def schrijf_financien(bestanden: Bestanden, inwoners: int, seed: int) -> None:
    """Budget of the coming year, and what was spent and expected in the year that ended."""
    for jaar in (*JAREN, _LAATSTE):
        pad = f"financien/{iso(dag(jaar))}/financien_{jaar}.csv"
        bestanden.voeg_toe(pad, csv_regel("jaar", "periode", "taakveld", "soort", "bedrag"))
        rng = Random(f"financien/{seed}/{jaar}")
        for oud, nieuw, per_duizend in _TAAKVELDEN:
            bedrag = per_duizend * inwoners * 1.04 ** (jaar - 2022)
            bestanden.voeg_toe(pad, csv_regel(jaar, jaar, _code(jaar, oud, nieuw), "begroting", f"{bedrag:.2f}"))
            vorig = bedrag / 1.04 * rng.uniform(0.95, 1.08)
            veld = _code(jaar - 1, oud, nieuw)
            for kwartaal in range(1, 5):
                periode = f"{jaar - 1}K{kwartaal}"
                for soort, deel in (("realisatie", vorig / 4), ("prognose", vorig / 4 * rng.uniform(0.97, 1.05))):
                    bestanden.voeg_toe(pad, csv_regel(jaar - 1, periode, veld, soort, f"{deel:.2f}"))


def _code(jaar: int, oud: str, nieuw: str) -> str:
    return nieuw if jaar >= 2023 else oud
