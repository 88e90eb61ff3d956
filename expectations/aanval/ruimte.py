"""How much may be hidden beside the small cells.

Belongs here: that part, and what is left of it. Does not belong here: which cells are hidden (warehouse.bescherming).
"""

from collections import Counter
from collections.abc import Mapping

AANDEEL = 0.02
"""At most this part of the rows of a definition, over all tables (contract 4.14): what is hidden is lost to everybody."""


def ruimte(rijen: Mapping[str, int], verborgen: Mapping[str, int], aandeel: float = AANDEEL) -> Counter:
    """Per definition how many rows may still be hidden, of so many `rijen` with so many `verborgen`."""
    over = Counter({naam: int(aandeel * aantal) for naam, aantal in rijen.items()})
    over.subtract(verborgen)
    return over
