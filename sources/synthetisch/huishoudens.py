"""Which households of kind `gezin` a generated unit forms, on a day and in a year, as the published definition counts.

Belongs here: what the generator must know to meet the published figures. Does not belong here: use.

Written on its own from the contract (section 4, rules 7 to 9), on lives instead of deliveries; the pipeline derives the
same from the files.
"""

from dataclasses import dataclass

from .brp import gezien_weg
from .persoon import Adres, Persoon
from .tijd import JAARGRENZEN

_MINDERJARIG = 18 * 365.25


@dataclass(slots=True)
class Huishouden:
    """A household of a year: its address and its people by their last day of residence.

    `geschikt` is kept by who asks first how apt it is to use a law.
    """

    adres: Adres
    leden: list[Persoon]
    geschikt: dict[str, float] | None = None


def gezinnen(personen: list[Persoon], dag: int) -> list[tuple[Adres, list[Persoon]]]:
    """The `gezin` households of these people on a day; residents of institutions are in none."""
    per_adres: dict[int, tuple[Adres, list[Persoon]]] = {}
    for persoon in personen:
        adres = woonadres(persoon, dag)
        if adres is not None:
            per_adres.setdefault(id(adres), (adres, []))[1].append(persoon)
    return [(adres, leden) for adres, hier in per_adres.values() for leden in _verdeel(hier, dag)]


def woonadres(persoon: Persoon, dag: int) -> Adres | None:
    """The dwelling where the person is a resident that day."""
    if not persoon.komt <= dag < gezien_weg(persoon):
        return None
    verblijf = persoon.verblijf_op(dag)
    if verblijf is None or verblijf.functie == "B" or verblijf.adres is None or verblijf.adres.soort != "woning":
        return None
    return verblijf.adres


def _verdeel(hier: list[Persoon], dag: int) -> list[list[Persoon]]:
    if len(hier) == 1:
        return [hier]
    groep = list(range(len(hier)))

    def voeg_samen(een: int, twee: int) -> None:
        oud, nieuw = groep[twee], groep[een]
        groep[:] = [nieuw if nummer == oud else nummer for nummer in groep]

    plaats = {persoon.bsn: nummer for nummer, persoon in enumerate(hier) if persoon.bsn_bekend}
    kinderen = set()
    for nummer, persoon in enumerate(hier):
        bond = persoon.bond_op(dag)
        verwanten = [bond.partner.bsn] if bond and persoon.bsn_bekend else []
        ouders = [ouder for ouder in persoon.ouders if ouder in plaats]
        if ouders:
            kinderen.add(nummer)
        for ander in (*verwanten, *ouders):
            if ander in plaats:
                voeg_samen(nummer, plaats[ander])
    oudste = min(range(len(hier)), key=lambda nummer: hier[nummer].geboren)
    for nummer, persoon in enumerate(hier):
        if nummer not in kinderen and dag - persoon.geboren < _MINDERJARIG:
            voeg_samen(oudste, nummer)
    return [[hier[n] for n in range(len(hier)) if groep[n] == nummer] for nummer in dict.fromkeys(groep)]


def huishoudens_van_jaar(personen: list[Persoon], jaar: int) -> list[Huishouden]:
    """The households of a year: each person counts in the one of their last day of residence in it."""
    begin, einde = JAARGRENZEN[jaar]
    laatste = {}
    for persoon in personen:
        dag = _laatste_dag(persoon, begin, einde)
        if dag is not None:
            laatste[id(persoon)] = dag
    uit: list[tuple[Huishouden, set[int]]] = []
    for dag in sorted(set(laatste.values()), reverse=True):
        for adres, leden in gezinnen(personen, dag):
            eigen = [persoon for persoon in leden if laatste.get(id(persoon)) == dag]
            if eigen:
                _neem_op(uit, Huishouden(adres, eigen), {id(persoon) for persoon in leden})
    return [huishouden for huishouden, _ in uit]


def _neem_op(uit: list[tuple[Huishouden, set[int]]], nieuw: Huishouden, leden: set[int]) -> None:
    """Households found on different days are one when they share the address and a member."""
    for huishouden, bekend in uit:
        if huishouden.adres is nieuw.adres and bekend & leden:
            huishouden.leden.extend(nieuw.leden)
            bekend |= leden
            return
    uit.append((nieuw, leden))


def _laatste_dag(persoon: Persoon, begin: int, einde: int) -> int | None:
    """The last day within the year on which the person lives in a dwelling, None when there is none."""
    hoogste = min(einde, gezien_weg(persoon) - 1)
    for plek in reversed(range(len(persoon.verblijf))):
        dag = hoogste
        if plek + 1 < len(persoon.verblijf):
            dag = min(dag, persoon.verblijf[plek + 1].van - 1)
        if dag < max(begin, persoon.komt):
            return None
        if dag >= persoon.verblijf[plek].van and woonadres(persoon, dag) is not None:
            return dag
    return None
