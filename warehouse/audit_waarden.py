"""What may stand in the audit log: counts, dates, short codes and hashes, so that nothing of a person can slip in.

Belongs here: judging and shaping values. Does not belong here: the entry around them (audit), or the chain (audit_keten).

A surname cannot be told from a code: who writes an entry passes names of tables, sources and roles that stand in our own
code and YAML, never anything out of a delivery.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sources.pseudoniem import bsn_geldig

_NAAM = re.compile(r"[a-z][a-z0-9_]{0,47}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[./:+-][A-Za-z0-9_]+)*")
_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
"""Of a run, a commit, a content: shorter ones could hold a number that somebody put there."""
_POSTCODE = re.compile(r"(?i)(?<![a-z0-9])[1-9][0-9]{3}[-_.]?[a-z]{2}")
_LANG = 64
_MEEST = 200
EXACT = 10_000_000
"""From here on a count is rounded down to ten thousands: written out it could be a BSN."""
_TE_GROOT = 10**11


class FeitFout(ValueError):
    """A fact that may not stand in the audit log; the message holds its name and never its value."""


def gegroepeerd(hexadecimaal: str) -> str:
    """A hash in groups of four, as it is written and printed: nine digits in a row could be taken for a BSN."""
    kaal = hexadecimaal.replace("-", "")
    return "-".join(kaal[begin : begin + 4] for begin in range(0, len(kaal), 4))


def moment(wanneer: datetime) -> str:
    """A time in UTC, to the millisecond."""
    return wanneer.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def feiten(gegeven: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are written; None is left out. Raises FeitFout for whatever is no count, date, code or hash."""
    return {naam: _feit(_naam(naam), waarde) for naam, waarde in sorted(gegeven.items()) if waarde is not None}


def _feit(naam: str, waarde: Any) -> Any:
    if isinstance(waarde, Mapping):
        return {
            _code(naam, sleutel): _enkel(naam, deel) for sleutel, deel in _niet_te_veel(naam, sorted(waarde.items()))
        }
    if isinstance(waarde, (list, tuple, set, frozenset)):
        geordend = sorted(waarde) if isinstance(waarde, (set, frozenset)) else waarde
        return [_enkel(naam, deel) for deel in _niet_te_veel(naam, geordend)]
    return _enkel(naam, waarde)


def _enkel(naam: str, waarde: Any) -> bool | int | str:
    if isinstance(waarde, bool):
        return waarde
    if isinstance(waarde, int):
        return _telling(naam, waarde)
    if isinstance(waarde, datetime):
        return moment(waarde)
    if isinstance(waarde, date):
        return waarde.isoformat()
    if isinstance(waarde, str):
        return _code(naam, waarde)
    raise FeitFout(f"Feit {naam}: alleen aantallen, datums, korte codes en hashes mogen in het auditlog.")


def _telling(naam: str, waarde: int) -> int:
    if not 0 <= waarde < _TE_GROOT:
        raise FeitFout(f"Feit {naam}: dit getal kan geen aantal zijn.")
    return waarde if waarde < EXACT else waarde - waarde % 10_000


def _code(naam: str, waarde: str) -> str:
    if _HASH.fullmatch(waarde.replace("-", "")):
        return gegroepeerd(waarde)
    if len(waarde) > _LANG or not _CODE.fullmatch(waarde) or _POSTCODE.search(waarde) or _lijkt_nummer(waarde):
        raise FeitFout(f"Feit {naam}: dit is geen korte code.")
    return waarde


def _lijkt_nummer(tekst: str) -> bool:
    """True when the digits, also with marks between them, can be a BSN or a date written out."""
    reeksen = re.findall(r"[0-9]{8,}", re.sub(r"[^A-Za-z0-9]|_", "", tekst))
    return any(
        len(reeks) == 8 or any(bsn_geldig(reeks[begin : begin + 9]) for begin in range(len(reeks) - 8))
        for reeks in reeksen
    )


def _naam(naam: str) -> str:
    if not _NAAM.fullmatch(naam) or _lijkt_nummer(naam):
        raise FeitFout("Een feit voor het auditlog heeft een naam die niet mag.")
    return naam


def _niet_te_veel(naam: str, delen: Collection[Any]) -> Collection[Any]:
    if len(delen) > _MEEST:
        raise FeitFout(f"Feit {naam}: meer dan {_MEEST} waarden.")
    return delen
