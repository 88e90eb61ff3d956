"""Which kind of file a header tells, and where its columns stand.

Belongs here: the rules for headers. Does not belong here: the records below the header (csv_lezer).
"""

from collections import Counter
from dataclasses import dataclass

from sources.csv_records import BestandFout
from sources.soort import Bron, Kolom, Soort, nette_naam
from sources.uitkomst import Melding


@dataclass(frozen=True)
class Kop:
    """A recognised header: kind, the place of each column that is present, the year in the names, and warnings."""

    soort: str
    plaatsen: dict[Kolom, int]
    velden: int
    jaar: int | None
    geschiedenis: bool
    meldingen: tuple[Melding, ...]


def lees_kop(bron: Bron, koppen: list[str]) -> Kop:
    """Recognise the header; raises BestandFout when it is of no kind, lacks a required column or holds one twice."""
    koppen = [kop.strip() for kop in koppen]
    naam, soort = _kies(bron, koppen)
    gevonden = [(plaats, kolom, jaar) for plaats, kop in enumerate(koppen) for kolom, jaar in _kolommen(soort, kop)]
    _keur(soort, koppen, [kolom for _, kolom, _ in gevonden])
    jaren = {jaar for _, _, jaar in gevonden if jaar}
    if len(jaren) > 1:
        raise BestandFout("F_KOLOM_JAAR")
    plaatsen = {kolom: plaats for plaats, kolom, _ in gevonden}
    return Kop(
        naam,
        plaatsen,
        len(koppen),
        int(jaren.pop()) if jaren else None,
        soort.lege_eerste_kop_scheidt_geschiedenis and koppen[0] == "",
        () if soort.andere_kolommen_zijn_gewoon else tuple(_onbekend(koppen, set(plaatsen.values()))),
    )


def _kolommen(soort: Soort, kop: str) -> list[tuple[Kolom, str]]:
    return [(kolom, jaar) for kolom in soort.kolommen if (jaar := kolom.jaar_van(kop)) is not None]


def _ontbreekt(soort: Soort, koppen: list[str]) -> list[Kolom]:
    return [
        kolom
        for kolom in soort.kolommen
        if kolom.verplicht and not any(kolom.jaar_van(kop) is not None for kop in koppen)
    ]


def _kies(bron: Bron, koppen: list[str]) -> tuple[str, Soort]:
    """The one kind whose required columns are there; else the closest, so that the refusal can name the column."""
    compleet = [naam for naam, soort in bron.soorten.items() if not _ontbreekt(soort, koppen)]
    if len(compleet) == 1:
        return compleet[0], bron.soorten[compleet[0]]
    treffers = Counter(
        {naam: sum(bool(_kolommen(soort, kop)) for kop in koppen) for naam, soort in bron.soorten.items()}
    )
    naam, aantal = treffers.most_common(1)[0]
    if compleet or not aantal:
        raise BestandFout("F_SOORT_ONBEKEND")
    return naam, bron.soorten[naam]


def _keur(soort: Soort, koppen: list[str], gevonden: list[Kolom]) -> None:
    ontbreekt = _ontbreekt(soort, koppen)
    if ontbreekt:
        raise BestandFout("F_KOLOM_ONTBREEKT", ", ".join(kolom.naam for kolom in ontbreekt))
    dubbel = [kolom.naam for kolom, aantal in Counter(gevonden).items() if aantal > 1]
    if not soort.andere_kolommen_zijn_gewoon:
        dubbel += [
            nette_naam(kop, koppen.index(kop) + 1) for kop, aantal in Counter(koppen).items() if kop and aantal > 1
        ]
    if dubbel:
        raise BestandFout("F_KOLOM_DUBBEL", ", ".join(dict.fromkeys(dubbel)))


def _onbekend(koppen: list[str], bekend: set[int]) -> list[Melding]:
    return [
        Melding("W_KOLOM_ONBEKEND", "waarschuwing", nette_naam(kop, plaats + 1))
        for plaats, kop in enumerate(koppen)
        if plaats not in bekend
    ]
