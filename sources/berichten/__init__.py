"""The messages of iWmo and iJw, release 3.2: refusing, validating, reading.

Belongs here: everything between the bytes of a message (or of an archive of messages) and rows of the raw tables.
Does not belong here: what lies in landing/ and what was seen before (sources.intake), and what a message means (dbt).
"""

from sources.berichten.lees import lees_bericht, lees_berichten

__all__ = ["lees_bericht", "lees_berichten"]
