"""What always holds of spells and periods: one use of one person at a time, drawn so that a failure can shrink.

Belongs here: lives of assignments, benefits and facilities, and the periods they fall in. Does not belong here:
households, areas, publication (test_keten).
"""

import shutil
from collections import defaultdict
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.keten import Keten
from tests.orakel.lezen import WETTEN, lees
from tests.orakel.schrijven import Landing, bsns, persoonsrij
from tests.orakel.tellen import Teller, in_gebruik, periodes

LAATSTE = date(2025, 7, 15)
SCHERP = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31)]
dagen = st.sampled_from(SCHERP) | st.dates(date(2023, 1, 1), date(2025, 6, 30))
duren = st.none() | st.sampled_from([-1, 0, 1, 29, 181, 400])


@st.composite
def leven(draw: Any) -> dict[str, Any]:
    """One assignment with its corrections, starts and stops, or another use of the same span; at times a death."""
    begin, duur = draw(dagen), draw(duren)
    return {
        "soort": draw(st.sampled_from(["wmo", "wmo", "jeugd", "uitkering", "reintegratie", "voorziening"])),
        "begin": begin,
        "einde": None if duur is None else begin + timedelta(days=duur),
        "herzien": draw(
            st.lists(st.tuples(st.sampled_from([-1, 0, 1]), duren, st.sampled_from(["", "13"])), max_size=2)
        ),
        "starts": draw(st.lists(st.tuples(st.sampled_from([-5, 0, 1, 200]), st.sampled_from("113")), max_size=3)),
        "stops": draw(
            st.lists(
                st.tuples(st.sampled_from([0, 1, 90]), st.sampled_from(["20", "31"]), st.sampled_from("113")),
                max_size=3,
            )
        ),
        "dood": draw(st.none() | dagen),
    }


def schrijf(landing: Landing, levens: list[dict[str, Any]]) -> None:
    """The deliveries of these lives, a person each."""
    personen, uitkeringen, trajecten, overig = [], [], [], []
    for nummer, (bsn, geval) in enumerate(zip(islice(bsns(), len(levens)), levens, strict=True), start=1):
        dood = {"r060810": geval["dood"]} if geval["dood"] else {}
        personen.append(persoonsrij(bsn, "1980-01-01", f"7601AA {nummer}", **dood))
        span = (geval["begin"], geval["einde"])
        match geval["soort"]:
            case "uitkering":
                uitkeringen.append((f"U{nummer}", bsn, "", "01", *span))
            case "reintegratie":
                trajecten.append((bsn, "jobcoach", *span))
            case "voorziening":
                overig.append(("Wlz", "overig", bsn, "W", *span))
            case wet:
                _berichten(landing, wet, bsn, nummer, geval)
    landing.brp("2023-01-01", *personen)
    landing.brp("2025-07-01", *personen)
    landing.uitkeringen(LAATSTE, *uitkeringen)
    landing.reintegratie(LAATSTE, *trajecten)
    landing.voorzieningen(LAATSTE, "wlz", *overig)
    namen = {"GM0141": "Almelo", "WK014110": "Binnen", "BU01411000": "Oost"}
    landing.gebieden("2023-01-01", 2024, {f"7601AA {n}": "01411000" for n in range(1, 60)}, namen)


def _berichten(landing: Landing, wet: str, bsn: str, nummer: int, geval: dict[str, Any]) -> None:
    begin, categorie = geval["begin"], "02" if wet == "wmo" else "45"
    landing.toewijzing(begin, wet, bsn, nummer, begin, geval["einde"], moment=f"{begin} 09:00:00", categorie=categorie)
    for volgnummer, (verschuiving, duur, reden) in enumerate(geval["herzien"], start=1):
        einde = None if duur is None else begin + timedelta(days=duur)
        moment = f"{begin + timedelta(days=verschuiving)} 09:00:0{volgnummer}"
        dag = begin + timedelta(days=volgnummer)
        landing.toewijzing(dag, wet, bsn, nummer, begin, einde, moment=moment, categorie=categorie, reden=reden)
    for dag, (na, status) in enumerate(geval["starts"], start=1):
        landing.start(
            begin + timedelta(days=dag),
            wet,
            bsn,
            nummer,
            begin + timedelta(days=na),
            categorie=categorie,
            status=status,
        )
    for dag, (na, reden, status) in enumerate(geval["stops"], start=1):
        einde = begin + timedelta(days=na)
        landing.stop(
            begin + timedelta(days=dag), wet, bsn, nummer, begin, einde, reden=reden, categorie=categorie, status=status
        )


@pytest.fixture
def nieuwe_map(tmp_path: Path) -> Any:
    def maak() -> Path:
        shutil.rmtree(tmp_path / "voorbeeld", ignore_errors=True)
        return tmp_path / "voorbeeld"

    return maak


@settings(max_examples=25)
@given(levens=st.lists(leven(), min_size=1, max_size=40))
def test_gebruik_per_periode(keten: Keten, nieuwe_map: Any, levens: list[dict[str, Any]]) -> None:
    """Each period has the users of the oracle, and the half-years together have those of the year, no more, no fewer."""
    map_ = nieuwe_map()
    landing = Landing(map_ / "landing")
    schrijf(landing, levens)
    home = keten.wortel(map_ / "data", landing.map)
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        rijen = con.execute(
            "SELECT definitie, periode, persoon, wet, voorziening FROM lake.intermediate.int_gebruik__per_periode "
            "WHERE definitie IN ('gmsd', 'peildatum')"
        ).fetchall()
    finally:
        con.close()
    gebruik, peildatum = defaultdict(set), defaultdict(set)
    for definitie, periode, *wat in rijen:
        (peildatum if definitie == "peildatum" else gebruik)[periode].add(tuple(wat))
    teller = Teller(lees(landing.map))
    perioden = periodes(teller.leveringen)
    assert {periode.naam for periode in perioden} >= {"2023", "2024", "2025H1"}
    for periode in perioden:
        for gevonden, begin in ((gebruik, periode.begin), (peildatum, periode.einde)):
            verwacht = in_gebruik(teller.duren, begin, periode.einde)
            wetten = sum(wat[0] in WETTEN for faciliteiten in verwacht.values() for wat in faciliteiten)
            assert len(gevonden[periode.naam]) == wetten, periode.naam
    for jaar in ("2023", "2024"):
        assert gebruik[jaar] == gebruik[f"{jaar}H1"] | gebruik[f"{jaar}H2"]
        assert peildatum[jaar] == peildatum[f"{jaar}H2"]
