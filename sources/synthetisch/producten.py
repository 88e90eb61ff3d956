"""What can be assigned and who delivers it: product categories, codes, units, tariffs, providers.

Belongs here: the catalogue of the synthetic municipality. Does not belong here: who uses what.

Categories and codes are those of the national lists (14A02 and 50A01 are this municipality's own); tariffs are invented.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Product:
    """One product: unit and frequency as in the code lists WJ756 and WMO757, tariff in cents (None for euros)."""

    categorie: str
    code: str
    eenheid: str
    frequentie: str
    volume: tuple[int, int]
    tarief: int | None


def _product(regel: str) -> Product:
    categorie, code, eenheid, frequentie, laag, hoog, tarief = regel.split()
    return Product(categorie, code, eenheid, frequentie, (int(laag), int(hoog)), int(tarief) or None)


_WMO = """01 01A04 04 2 2 4 3600|01 01A05 04 2 2 4 3950|01 01A01 83 4 28000 52000 0|02 02A03 04 2 1 5 7100
02 02A05 04 2 1 4 8700|03 03A03 04 2 2 6 6500|04 04A01 14 4 2 6 24500|04 04A04 14 6 24 90 26500|07 07A03 16 2 2 8 5200|07 07A04 16 2 2 6 6900
08 08A03 84 2 2 8 1450|10 10A37 83 4 20000 60000 0|11 11A02 82 4 1 1 9500|12 12A05 82 4 1 1 7800
13 13A04 82 4 1 1 6400|14 14A02 82 4 1 1 4100|15 15A02 14 2 7 7 16500"""
_JEUGD = """45 45A04 04 2 1 3 9800|45 45A05 04 2 1 3 11800|45 45A48 01 6 1200 4800 140|41 41A03 16 2 1 4 9800
42 42A03 84 2 2 10 1800|43 43A09 14 2 7 7 5400|44 44A07 14 2 7 7 4700|46 46A01 01 6 600 3000 170
47 47B10 82 4 1 1 91000|48 48B10 82 4 1 1 98000|50 50A01 83 4 30000 90000 0"""

PRODUCTEN: dict[str, dict[str, list[Product]]] = {"wmo": {}, "jeugd": {}}
for _wet, _tekst in (("wmo", _WMO), ("jeugd", _JEUGD)):
    for _regel in _tekst.replace("\n", "|").split("|"):
        _een = _product(_regel)
        PRODUCTEN[_wet].setdefault(_een.categorie, []).append(_een)

EURO = "83"
_UUR, _DAGDEEL = "04", "16"


def tweede_eenheid(product: Product) -> tuple[str, int] | None:
    """The other unit in which the product is contracted, with its tariff: hours and parts of a day of four hours."""
    if product.eenheid == _UUR:
        return _DAGDEEL, product.tarief * 4
    return (_UUR, product.tarief // 4) if product.eenheid == _DAGDEEL else None


_AGB = {"wmo": "4242", "jeugd": "6565"}


class Aanbieders:
    """The providers of each law; their number goes with the size of the municipality, the first are the largest."""

    def __init__(self, inwoners: int, per_inwoners: int, hoogstens: int) -> None:
        self.aantal = max(3, min(hoogstens, inwoners // per_inwoners))

    def agb(self, wet: str, nummer: int) -> str:
        """The AGB code of provider `nummer` (0 is the largest)."""
        return f"{_AGB[wet]}{1001 + 7 * nummer:04d}"

    def naam(self, wet: str, nummer: int) -> str:
        """A made-up name."""
        soort = "Zorg & Thuis" if wet == "wmo" else "Jeugd & Gezin"
        return f"{soort} {nummer + 1:02d} (synthetisch)"

    def kies(self, rng: Random) -> int:
        """A provider, the first ones much more often than the last."""
        return int(self.aantal * rng.random() ** 2.2)
