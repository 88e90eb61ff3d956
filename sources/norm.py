"""What a YAML may expect of deliveries: a number, and why that number.

Belongs here: the shape of expectations. Does not belong here: judging by them (dbt), or the gates (expectations/).
"""

from typing import Annotated

from pydantic import Field

from sources.streng import Streng

Zin = Annotated[str, Field(min_length=3)]
Reden = Annotated[str, Field(min_length=20)]


class Dagen(Streng):
    """So many days at most between two deliveries."""

    norm: int = Field(gt=0, le=3660)
    reden: Reden


class Aandeel(Streng):
    """A share, as a fraction with at most four decimals."""

    norm: float = Field(gt=0, le=1)
    reden: Reden


class Maanden(Streng):
    """A number of months."""

    norm: int = Field(gt=0, le=24)
    reden: Reden


class Bewaartermijn(Streng):
    """So many years after its last delivery date a file leaves raw; None is unlimited."""

    norm: int | None = Field(gt=0, le=100)
    reden: Reden


class Declaratie(Streng):
    """When a provider that sends no declaration is silent."""

    maanden_vooraf: Maanden
    anderen: Aandeel


class Verwacht(Streng):
    """The rhythm of deliveries, the smallest statement beside the one before, and for messages the declarations."""

    ritme_dagen: Dagen
    minste_aandeel: Aandeel | None = None
    declaratie: Declaratie | None = None
