"""The audit log: what was done with the data, when, by which version and with what outcome; never with whom.

Belongs here: which actions are recorded, and the fields of an entry. Does not belong here: which values are allowed
(audit_waarden), or how entries hold together (audit_keten).

Fields are those of the standard "Logboek dataverwerkingen": trace_id, span_id, name, status, start_time, end_time, resource
and attributes; what we add stands under `feiten`. There is no `dpl.core.data_subject_id`: every action concerns all persons
in the deliveries, so a reference to each would make the log itself a register of persons. Hashes and ids are written in
groups of four (see audit_waarden.gegroepeerd).
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from warehouse.audit_keten import voeg_toe
from warehouse.audit_waarden import feiten as keur_feiten
from warehouse.audit_waarden import gegroepeerd, moment
from warehouse.keys import SleutelFout
from warehouse.paths import CHECKOUT, DataRoot

SYSTEEM = "sociaal-domein-lakehouse"
HANDELINGEN = {
    "run": "verwerking van leveringen",
    "publicatie": "publicatie",
    "publicatie_postgres": "publicatie in PostgreSQL",
    "grootboek": "gepubliceerde cellen bijgeschreven",
    "extract": "werkboeken",
    "vergeten": "personen vergeten",
    "vergeten_ongedaan": "vergeten ongedaan gemaakt",
    "verlopen": "verlopen leveringen verwijderd",
    "sleutel_gewisseld": "sleutel gewisseld",
    "verzegeld": "originelen verzegeld",
    "ontzegeld": "originelen ontzegeld",
    "gmsd": "levering aan CBS gemaakt",
}
"""The actions that are recorded, in words."""
_STATUS = {True: "Ok", False: "Error", None: "Unset"}


def verwerking(handeling: str) -> str:
    """The processing activity of an action or of a source: a URI under which docs/verwerkingsregister.md describes it."""
    return f"urn:{SYSTEEM}:verwerking:{handeling}"


def leg_vast(
    home: DataRoot,
    handeling: str,
    *,
    begin: datetime | None = None,
    gelukt: bool | None = True,
    trace: str | None = None,
    **feiten: Any,
) -> int:
    """Record one action; returns the number of its entry, 0 when nothing was recorded.

    `begin` is when it began (now), `gelukt` None means that it has only begun, `trace` ties entries of one run together
    (32 hexadecimal digits, with or without dashes). Facts are counts, dates, codes, hashes, and lists or mappings of those;
    anything else raises FeitFout before anything is written. Raises SleutelFout or OSError when it cannot be recorded.

    A publication of the past (SDL_BEKEND_OP) touches nothing but its own folder, so it is not recorded.
    """
    if handeling not in HANDELINGEN:
        raise ValueError(f"Onbekende handeling voor het auditlog; bekend zijn: {', '.join(HANDELINGEN)}.")
    nu = datetime.now(UTC)
    regel = {
        "name": handeling,
        "trace_id": gegroepeerd(_trace(trace)),
        "span_id": gegroepeerd(secrets.token_hex(8)),
        "status": _STATUS[gelukt],
        "start_time": moment(begin or nu),
        "end_time": moment(nu),
        "resource": {"attributes": _systeem()},
        "attributes": {"dpl.core.processing_activity_id": verwerking(handeling)},
        "feiten": keur_feiten(feiten),
    }
    return 0 if os.environ.get("SDL_BEKEND_OP") else voeg_toe(home, regel)


@contextmanager
def vastgelegd(home: DataRoot, handeling: str, **feiten: Any) -> Iterator[dict[str, Any]]:
    """Record that an action begins, and how it ended; what is put in the yielded mapping are the facts of the end.

    An action that cannot be recorded does not begin. One that was killed has a beginning without an end.
    """
    begin, trace, einde = datetime.now(UTC), secrets.token_hex(16), {}
    leg_vast(home, handeling, gelukt=None, trace=trace, **feiten)
    try:
        yield einde
    except BaseException:
        # What went wrong comes first, also when that cannot be recorded either (a full disk).
        with suppress(OSError, SleutelFout):
            leg_vast(home, handeling, begin=begin, gelukt=False, trace=trace, **feiten | einde)
        raise
    leg_vast(home, handeling, begin=begin, trace=trace, **feiten | einde)


def _trace(trace: str | None) -> str:
    kaal = (trace or secrets.token_hex(16)).replace("-", "").lower()
    if len(kaal) != 32 or set(kaal) - set("0123456789abcdef"):
        raise ValueError("Een trace voor het auditlog is 32 hexadecimale tekens.")
    return kaal


@cache
def _systeem() -> dict[str, str]:
    """What acted: the product with its version, and the organisation that answers for it (SDL_ORGANISATIE)."""
    gekend = {"name": SYSTEEM, "version": version(SYSTEEM)}
    commit = _commit()
    if commit:
        gekend["commit"] = gegroepeerd(commit)
    return gekend | {"organisatie": organisatie()}


def organisatie() -> str:
    """The organisation that is responsible, as the environment names it; raises FeitFout when it is no short code."""
    return keur_feiten({"organisatie": os.environ.get("SDL_ORGANISATIE") or "niet_ingesteld"})["organisatie"]


def _commit() -> str | None:
    """The commit of the checkout, when it is one and git is there."""
    vraag = ["git", "-C", str(CHECKOUT), "rev-parse", "HEAD"]
    try:
        gedaan = subprocess.run(vraag, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return gedaan.stdout.strip() or None
