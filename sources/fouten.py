"""Errors whose text is ours and holds no value of a delivery, so that a person may read it.

Belongs here: those that stop the intake as a whole. Does not belong here: what is wrong with one file (uitkomst).
"""


class BeschrijvingFout(ValueError):
    """A YAML of ours says something that is not known, or leaves out what is needed."""


class VormFout(Exception):
    """The raw store was made by a version that landed other columns; nothing was touched."""


class KoppelFout(Exception):
    """Linking without a BSN failed; what was landed stays, and nothing was linked."""
