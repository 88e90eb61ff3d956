"""Made-up answers of CBS for an overlap table, in true form: to test with, and labelled as made up in the answer itself.

Belongs here: the form. Does not belong here: the figures (the tests), or real recordings (sources/cbs/opnames).
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sources.cbs.tabellen import Tabel, lees_tabellen

TITELS = {"T001287": "Totaal", "A041708": "Alleen Jeugd", "A041709": "Alleen P-wet", "A041710": "Alleen Wmo"}
TITELS |= {"A041711": "Jeugd en P-wet", "A041712": "Jeugd en Wmo", "A041713": "P-wet en Wmo"}
TITELS |= {"A041714": "Jeugd, P-wet en Wmo"}
Cel = tuple[str, str, str, str, str, str]
"""Period as CBS writes it, area, number of facilities as a title, group in our words, clients, households."""


def overlaptabel(nummer: str) -> Tabel:
    """The configuration of that table."""
    return next(tabel for tabel in lees_tabellen().tabellen if tabel.tabel == nummer)


def schrijf_overlap(map_: Path, tabel: Tabel, cellen: Iterable[Cel], *, gebiedsnaam: str = "WijkenEnBuurten") -> Path:
    """Write the recording of one table below `map_`, every entity that cbsodata asks for; returns `map_`."""
    cellen = list(cellen)
    groepen = {onze: code for code, onze in lees_tabellen().combinaties.items()}
    aantallen = {titel: f"N{n:06d}" for n, titel in enumerate(dict.fromkeys(cel[2] for cel in cellen))}
    dimensies = {
        "AantalVoorzieningen": [{"Key": code, "Title": titel} for titel, code in aantallen.items()],
        "SoortVoorzieningSociaalDomein": [{"Key": code, "Title": titel} for code, titel in TITELS.items()],
        gebiedsnaam: [
            {"Key": code.ljust(10), "Title": f"{code} (verzonnen)", "Description": "Verzonnen, niet van CBS."}
            for code in sorted({cel[1] for cel in cellen})
        ],
        "Perioden": [
            {"Key": periode, "Title": periode[:4], "Status": "Definitief" if "JJ" in periode else "Voorlopig"}
            for periode in sorted({cel[0] for cel in cellen})
        ],
    }
    soorten = dict(zip(dimensies, ("Dimension", "Dimension", "GeoDetail", "TimeDimension"), strict=True))
    onderwerpen = {
        "ClientenMetVoorzieningen_15": "aantal",
        "HuishoudensMetVoorzieningen_16": "aantal",
        "ClientenMetVoorzieningen_17": "per 1 000 inwoners",
        "HuishoudensMetVoorzieningen_18": "per 1 000 huishoudens",
    }
    rijen = [
        {
            "ID": n,
            "AantalVoorzieningen": aantallen[aantal],
            "SoortVoorzieningSociaalDomein": groepen[groep],
            gebiedsnaam: gebied.ljust(10),
            "Perioden": periode,
            **dict(zip(onderwerpen, (f"{waarde:>8}" for waarde in (*waarden, ".", ".")), strict=True)),
        }
        for n, (periode, gebied, aantal, groep, *waarden) in enumerate(cellen)
    ]
    eigenschappen = [{"Type": soort, "Key": naam} for naam, soort in soorten.items()]
    eigenschappen += [{"Type": "Topic", "Key": k, "Unit": e, "Datatype": "Long"} for k, e in onderwerpen.items()]
    info = {"Identifier": tabel.tabel, "Title": tabel.titel, "Period": str(tabel.jaar), "Modified": "2025-01-01"}
    info["Source"] = "Verzonnen, niet van CBS."
    delen: dict[str, list[dict[str, Any]]] = {"TableInfos": [info], "DataProperties": eigenschappen, **dimensies}
    delen |= {"CategoryGroups": [], "UntypedDataSet": rijen}
    (map_ / tabel.tabel).mkdir(parents=True, exist_ok=True)
    for naam, inhoud in delen.items():
        (map_ / tabel.tabel / f"{naam}.json").write_text(json.dumps(inhoud), "utf-8")
    return map_
