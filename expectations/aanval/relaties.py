"""What always holds between published figures, whatever the people do: the rows that an outsider can write down.

Belongs here: each relation, with why it is true. Does not belong here: bounds of single cells (rooster).

A relation that is not always true makes the system contradict itself, or worse, hides what an outsider does know; every one
is tested on the true counts of random municipalities. `zeker` rows follow from the contract. `gewoon` rows are true but for
an address with house numbers in two buurten, and for a buurt without a name: an outsider will count on them, so the attack
does too, and leaves them out of a year in which they contradict what was published.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from expectations.aanval.rooster import DELEN, MATRIX_DEFINITIE, Blok, Rooster
from expectations.aanval.stelsel import ONEINDIG, Opbouw
from expectations.publicatie import GROEPEN

RUIMER = (("peildatum", "gmsd"), ("gmsd", "alles"), ("tmsd", "gmsd"))
"""Definitions of which the first counts a part of the use of the second, with the same residence."""
OVER_TIJD = ("gmsd", "alles")
"""Definitions under which use in half a year is use in the year: not `tmsd`, whose ages are those at the first day."""
WETTEN = {"jeugd": 1, "pwet": 2, "wmo": 4}
_BITS = [sum(WETTEN[wet] for wet in groep.split("+")) for groep in GROEPEN]
_TOTAAL, _GEEN, _EEN = DELEN.index("totaal"), DELEN.index("geen"), DELEN.index("1")
_ZES = range(_EEN, _EEN + 6)

ENIGE = [[n for n, bits in enumerate(_BITS) if bits & s] for s in range(1, 7)] + [[_TOTAAL]]
"""Per set of laws the parts that are together who uses any of them."""
ELK = [[n for n, bits in enumerate(_BITS) if bits & s == s] for s in (3, 5, 6, 7)]
"""Per set of two or three laws the parts that are together who uses all of them."""
MINSTENS = [[_EEN + n for n in range(k, 6)] for k in range(1, 6)]
"""Per number from 2 to 6 the parts with at least that many facilities."""


@dataclass(frozen=True)
class Context:
    """What the builders need beside a block: the one municipality that is served, None when there are more."""

    rooster: Rooster
    gemeente: str | None


def bouw(rooster: Rooster, *, zonder_gewoon: Collection[int] = ()) -> Opbouw:
    """All relations between the variables of a grid; in some years, on request, without the `gewoon` ones."""
    gemeenten = rooster.gebieden.loc[rooster.gebieden["gebied_soort"] == "gemeente", "gebied_code"].unique()
    context = Context(rooster, gemeenten[0] if len(gemeenten) == 1 else None)
    opbouw = Opbouw()
    for blok in rooster.blokken:
        for relatie in (*ZEKER, *(() if blok.jaar in zonder_gewoon else GEWOON)):
            relatie(opbouw, blok, context)
    if context.gemeente:
        _eenheden(opbouw, context)
        _matrix_en_groepen(opbouw, context)
    _matrix(opbouw, rooster)
    return opbouw


def _groepen(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """The seven groups exclude each other and are together `totaal`; so are the six numbers of facilities."""
    plat = blok.cellen.reshape(-1, len(DELEN))
    opbouw.voeg_toe(plat[:, [*range(7), _TOTAAL]], [1] * 7 + [-1], 0, 0)
    opbouw.voeg_toe(plat[:, [*_ZES, _TOTAAL]], [1] * 6 + [-1], 0, 0)


def _geen(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """`geen` is the denominator less `totaal`, at least 0: equal as soon as it is known to be above 0."""
    for cellen in blok.cellen.reshape(-1, len(blok.gebieden), len(DELEN)):
        rij = np.column_stack([cellen[:, _GEEN], cellen[:, _TOTAAL], blok.noemers])
        boven = np.where(context.rooster.laag[cellen[:, _GEEN]] >= 1, 0, ONEINDIG)
        opbouw.voeg_toe(rij, [1, 1, -1], 0, boven)


def _wetten_en_voorzieningen(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """Who uses k laws has at least k facilities."""
    plat = blok.cellen.reshape(-1, len(DELEN))
    for k in (2, 3):
        wetten = [n for n, bits in enumerate(_BITS) if bits.bit_count() >= k]
        _hoogstens(opbouw, plat, plat, wetten, MINSTENS[k - 2])


def _hoogstens(
    opbouw: Opbouw, een: np.ndarray, ander: np.ndarray, deel: list[int], van: list[int] | None = None
) -> None:
    """The sum of parts `deel` in each row of `een` is at most that of `van` (the same parts) in the row of `ander`."""
    van = deel if van is None else van
    opbouw.voeg_toe(np.hstack([een[:, deel], ander[:, van]]), [1] * len(deel) + [-1] * len(van), -ONEINDIG, 0)


def _kinderen(blok: Blok, context: Context) -> list[tuple[int, list[int], str]]:
    """Per area that has parts: its place, those of its parts, and its kind."""
    rij = context.rooster.gebieden
    rij = rij[rij["jaar"] == blok.jaar]
    plaats = {code: n for n, code in enumerate(blok.gebieden)}
    soort = dict(zip(rij["gebied_code"], rij["gebied_soort"], strict=True))
    delen: dict[str, list[int]] = {}
    for code, boven in zip(rij["gebied_code"], rij["bovenliggend"], strict=True):
        if boven in plaats:
            delen.setdefault(boven, []).append(plaats[code])
    return [(plaats[boven], kinderen, soort[boven]) for boven, kinderen in sorted(delen.items())]


def _gebieden(opbouw: Opbouw, blok: Blok, context: Context, *, hoogstens: bool = False) -> None:
    """An area holds at least what its parts hold: a wijk and its buurten, a municipality (unknown addresses too) and its wijken."""
    delen = [*range(_TOTAAL + 1), *_ZES]
    cellen = blok.cellen.reshape(-1, len(blok.gebieden), len(DELEN))[:, :, delen]
    for boven, kinderen, soort in _kinderen(blok, context):
        if hoogstens and soort == "gemeente":
            continue
        rijen = np.moveaxis(cellen[:, [*kinderen, boven]], 1, 2).reshape(-1, len(kinderen) + 1)
        noemers = blok.noemers[[*kinderen, boven]][None, :]
        for deel in (rijen, noemers):
            coef = [1] * len(kinderen) + [-1]
            opbouw.voeg_toe(deel, [-getal for getal in coef] if hoogstens else coef, -ONEINDIG, 0)


def _wijk_is_buurten(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """A wijk holds no more than its buurten: every buurt in use has a name."""
    _gebieden(opbouw, blok, context, hoogstens=True)


def _definities(opbouw: Opbouw, blok: Blok, context: Context, *, gewoon: bool = False) -> None:
    """Who uses under the narrower definition uses, at the same place, at least that under the wider.

    Clients: in every area. Households: only those at an address, or with the same household under both definitions (`gezin`
    merges over days, so not for peildatum); in the municipality, for below it the lowest buurt of its members may change.
    """
    for smal, ruim in RUIMER:
        if not {smal, ruim} <= set(blok.definities) or (blok.eenheid == "huishoudens_gezin" and smal == "peildatum"):
            continue
        een, ander = (blok.cellen[blok.definities.index(naam)] for naam in (smal, ruim))
        plaatsen = _plaatsen(blok, context, gewoon)
        een, ander = (deel[:, plaatsen].reshape(-1, len(DELEN)) for deel in (een, ander))
        for deel in (*ENIGE, *ELK, *MINSTENS):
            _hoogstens(opbouw, een, ander, deel)


def _plaatsen(blok: Blok, context: Context, gewoon: bool) -> list[int]:
    """The areas where a narrower definition is certain (or, `gewoon`, nearly so) to count no more than a wider one."""
    top = [n for n, code in enumerate(blok.gebieden) if code.startswith("GM")]
    onder = [n for n in range(len(blok.gebieden)) if n not in top]
    zeker = (top if context.gemeente else []) + (onder if blok.eenheid == "clienten" else [])
    return zeker if not gewoon else (onder if blok.eenheid != "clienten" else [])


def _definities_gewoon(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """The same for households below the municipality."""
    _definities(opbouw, blok, context, gewoon=True)


def _over_tijd(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """Clients of the one municipality: use in half a year is use in the year, and use in the year is use in one of the halves."""
    jaar, helften = str(blok.jaar), [f"{blok.jaar}H1", f"{blok.jaar}H2"]
    if blok.eenheid != "clienten" or jaar not in blok.perioden or context.gemeente not in blok.gebieden:
        return
    plek = blok.gebieden.index(context.gemeente)
    for definitie in set(OVER_TIJD) & set(blok.definities):
        cellen = blok.cellen[blok.definities.index(definitie), :, plek]
        heel = cellen[[blok.perioden.index(jaar)]]
        half = [cellen[[blok.perioden.index(naam)]] for naam in helften if naam in blok.perioden]
        for deel in (*ENIGE, *ELK, *MINSTENS):
            for een in half:
                _hoogstens(opbouw, een, heel, deel)
        for deel in ENIGE if len(half) == 2 else ():
            rij = np.hstack([heel[:, deel], half[0][:, deel], half[1][:, deel]])
            opbouw.voeg_toe(rij, [1] * len(deel) + [-1] * 2 * len(deel), -ONEINDIG, 0)


def _peildatum_jaar(opbouw: Opbouw, blok: Blok, context: Context) -> None:
    """The reference day of a year is that of its second half: every cell is the same."""
    perioden = (str(blok.jaar), f"{blok.jaar}H2")
    if "peildatum" in blok.definities and set(perioden) <= set(blok.perioden):
        een, ander = (blok.cellen[blok.definities.index("peildatum"), blok.perioden.index(p)].ravel() for p in perioden)
        opbouw.voeg_toe(np.column_stack([een, ander]), [1, -1], 0, 0)


def _eenheden(opbouw: Opbouw, context: Context) -> None:
    """In the one municipality: an address that uses has a family that uses, and that a client; each counts once."""
    per_jaar = {(blok.jaar, blok.eenheid): blok for blok in context.rooster.blokken}
    for (jaar, eenheid), blok in per_jaar.items():
        ruimer = {"huishoudens_adres": "huishoudens_gezin", "huishoudens_gezin": "clienten"}.get(eenheid)
        if ruimer and context.gemeente in blok.gebieden:
            plek = blok.gebieden.index(context.gemeente)
            een, ander = (b.cellen[:, :, plek].reshape(-1, len(DELEN)) for b in (blok, per_jaar[jaar, ruimer]))
            for deel in ENIGE:
                _hoogstens(opbouw, een, ander, deel)


def _matrix_en_groepen(opbouw: Opbouw, context: Context) -> None:
    """In the one municipality the clients of a law, and of two, are the groups that contain them (`gmsd`)."""
    for blok in context.rooster.blokken:
        if (
            blok.eenheid != "clienten"
            or MATRIX_DEFINITIE not in blok.definities
            or context.gemeente not in blok.gebieden
        ):
            continue
        per_periode = blok.cellen[blok.definities.index(MATRIX_DEFINITIE), :, blok.gebieden.index(context.gemeente)]
        for periode, cellen in zip(blok.perioden, per_periode, strict=True):
            for sleutel, kolom in (context.rooster.regeling | context.rooster.matrix).items():
                if sleutel[0] == periode and set(sleutel[1:]) <= set(WETTEN):
                    s = sum(WETTEN[wet] for wet in sleutel[1:])
                    samen = cellen[[n for n, bits in enumerate(_BITS) if bits & s == s]]
                    opbouw.voeg_toe(np.array([[*samen, kolom]]), [1] * len(samen) + [-1], 0, 0)


def _matrix(opbouw: Opbouw, rooster: Rooster) -> None:
    """Pairs of schemes: no more than either; in the year at least that of a half; and of three schemes, who has the first and
    second and who has the first and third are together at most the first and who has the second and third."""
    for (periode, a, b), kolom in rooster.matrix.items():
        for regeling in (a, b):
            if (periode, regeling) in rooster.regeling:
                opbouw.voeg_toe(np.array([[kolom, rooster.regeling[periode, regeling]]]), [1, -1], -ONEINDIG, 0)
    for deel in (rooster.matrix, rooster.regeling):
        for sleutel, kolom in deel.items():
            if "H" in sleutel[0] and (sleutel[0][:4], *sleutel[1:]) in deel:
                opbouw.voeg_toe(np.array([[kolom, deel[sleutel[0][:4], *sleutel[1:]]]]), [1, -1], -ONEINDIG, 0)
    for (periode, a), kolom in rooster.regeling.items():
        delen = [rooster.regeling.get((f"{periode}H{half}", a)) for half in (1, 2)]
        if all(half is not None for half in delen):
            opbouw.voeg_toe(np.array([[kolom, *delen]]), [1, -1, -1], -ONEINDIG, 0)
    _drietallen(opbouw, rooster)


def _drietallen(opbouw: Opbouw, rooster: Rooster) -> None:
    for (periode, a, b), ab in rooster.matrix.items():
        for naam in (c for p, c in rooster.regeling if p == periode and c not in (a, b)):
            ac, bc = (rooster.matrix.get((periode, *sorted((x, naam)))) for x in (a, b))
            if ac is not None and bc is not None:
                opbouw.voeg_toe(np.array([[ac, bc, ab, rooster.regeling[periode, naam]]]), [1, 1, -1, -1], -ONEINDIG, 0)


Relatie = Callable[[Opbouw, Blok, Context], None]
ZEKER: tuple[Relatie, ...] = (
    _groepen,
    _geen,
    _wetten_en_voorzieningen,
    _gebieden,
    _definities,
    _over_tijd,
    _peildatum_jaar,
)
GEWOON: tuple[Relatie, ...] = (_wijk_is_buurten, _definities_gewoon)
