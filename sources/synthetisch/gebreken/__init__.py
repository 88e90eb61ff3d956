"""What is wrong on purpose: defects that break one rule of the standard each, and the list of what was planted.

Belongs here: which rules can be broken, how often, and how. Does not belong here: noise of another kind (ruis), messages
that are late (te_laat), and judging what was broken: the pipeline must find that by itself.

One dossier has one defect at most. It is planted so that it breaks its rule and, as far as the rules allow, no other.
"""

from . import declaratie, levering, prestatie, prestaties, toewijzing, verzoek
from .gepland import BESTAND, Gepland, Schending
from .kansen import keur, lees_kansen
from .plant import Gebreken
from .register import Hulp

PLANTERS = (declaratie, levering, prestatie, prestaties, toewijzing, verzoek)
"""One module per kind of message; each registers its planters when it is imported."""

__all__ = ["BESTAND", "Gebreken", "Gepland", "Hulp", "Schending", "keur", "lees_kansen"]
