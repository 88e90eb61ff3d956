"""What a person hears when PostgreSQL did not get the publication, and whether it should get one.

Belongs here: that error and the setting, without the driver: every run asks for them. Does not belong here: connecting.
"""

import os

_BESTANDEN = "De bestanden (publicatie.duckdb en Parquet) zijn wel gepubliceerd."
_OPNIEUW = "Start daarna opnieuw: sdl run publiceert ook zonder nieuwe leveringen."


class PostgresFout(Exception):
    """The publication did not reach PostgreSQL; says what to do, never with a part of the URI."""

    def __init__(self, wat: str) -> None:
        super().__init__(f"PostgreSQL: {wat} {_BESTANDEN} In PostgreSQL blijft de vorige publicatie staan. {_OPNIEUW}")


def ingesteld() -> str | None:
    """The URI that SDL_POSTGRES holds; None when nothing is published there, as with a publication of the past."""
    return None if os.environ.get("SDL_BEKEND_OP") else os.environ.get("SDL_POSTGRES") or None
