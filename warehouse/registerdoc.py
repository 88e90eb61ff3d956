"""The documents on privacy that follow from the code: `.venv/bin/python -m warehouse.registerdoc` writes them anew.

docs/verwerkingsregister.md as a whole, and in docs/dpia.md the tables between its marks. Belongs here: how they look, and
what no YAML says: whom a source is about, and which columns the publication shows as they came. Does not belong here:
what is left of a datum (sources.overleving), or the facts on a source (its YAML).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import yaml

from sources.norm import Bewaartermijn
from sources.overleving import Lot, van_berichten, van_soort
from sources.regeling import Regeling, lees_regelingen
from sources.schemas import PSEUDONIEMEN, SCHEMAS
from sources.soort import BERICHT_BRONNEN, BRONNEN, Bron, Kolom, lees_bron
from warehouse.audit import HANDELINGEN, verwerking
from warehouse.extract import lees_instelling
from warehouse.paths import CHECKOUT, DBT_PROJECT

REGISTER = CHECKOUT / "docs" / "verwerkingsregister.md"
DPIA = CHECKOUT / "docs" / "dpia.md"
MODELLEN = DBT_PROJECT / "models"

BETROKKENEN = {
    "brp": "iedereen die in de gemeente is of was ingeschreven, met ouders en partner",
    "gebieden": "geen; een adres staat er zonder bewoner",
    "pwet": "wie een uitkering of re-integratievoorziening heeft of had, en de partner",
    "voorzieningen": "wie een van de regelingen gebruikt of gebruikte",
    "contracten": "geen; aanbieders als organisatie (een eenmanszaak kan een persoon zijn)",
    "financien": "geen",
    "beleidsinformatie_jeugd": "jeugdigen met jeugdhulp, bescherming of reclassering",
    "iwmo": "wie Wmo-ondersteuning heeft, had of vroeg, en relaties die in een bericht staan",
    "ijw": "jeugdigen met jeugdhulp, hun ouders en relaties die in een bericht staan",
}
"""Whom the data of a source are about."""
BIJZONDER = {
    "pwet": "financiële situatie (gevoelig)",
    "voorzieningen": "gezondheid en financiële situatie, af te leiden uit de regeling",
    "beleidsinformatie_jeugd": "gezondheid en, uit de maatregel, strafrechtelijke gegevens van kinderen",
    "iwmo": "gezondheid, af te leiden uit de voorziening",
    "ijw": "gezondheid van kinderen, af te leiden uit de voorziening",
}
"""Special categories and sensitive data, besides the BSN."""
GEPUBLICEERD = {
    ("gebieden__naam", "code"): "gebied_code",
    ("gebieden__naam", "naam"): "gebied_naam",
    ("gebieden__naam", "soort"): "gebied_soort",
    ("gebieden__adres", "buurt"): "gebied_code",
    ("gebieden__adres", "wijk"): "gebied_code",
    ("gebieden__adres", "gemeente"): "gebied_code",
    ("voorzieningen__voorziening", "regeling"): "regeling_a",
}
"""The delivered columns whose text the publication shows as it came, with a column of a mart; a test looks for others."""

_INLEIDING = """# Verwerkingsregister

Per bron: welke persoonsgegevens waarvoor worden verwerkt, van wie zij komen, hoe lang zij blijven en wat er van elke kolom overblijft.
Dit document is gemaakt uit de code (`sources/*.yml`, `sources/regelingen/*.yml`, `warehouse/extract.yml` en de modellen in
`dbt_project/models/`) door `.venv/bin/python -m warehouse.registerdoc`; een test faalt als het niet klopt. Neem de verwerkingen over in
het register van de gemeente (AVG artikel 30).

- **Verwerkingsverantwoordelijke**: het college van burgemeester en wethouders van de gemeente die dit gebruikt. *Vul aan: naam en
  contactgegevens van de gemeente en van de functionaris gegevensbescherming.*
- **Verwerkers**: geen door de software; zij draait bij de gemeente. *Vul aan: wie de machine, de schijf of de back-up beheert.*
- **Ontvangers**: niemand krijgt persoonsgegevens. De publicatie en de werkboeken bevatten alleen aantallen onder de
  [onthullingsregel](marts.md#de-onthullingsregel).{ontvangers}
- **Doorgifte buiten de EU**: geen. Er wordt niets verstuurd; zie [privacy.md](privacy.md#wat-nooit-naar-buiten-gaat).
- **Beveiliging**: zie [hieronder](#beveiliging) en [dpia.md](dpia.md#d-maatregelen).

Per kolom staat er wat er na het inlezen van over is. De software stelt dit vast door elk soort bestand te lezen met één kolom anders, en
te kijken wat er in raw verandert.

| woord | betekent |
|---|---|
| verwijderd | komt niet verder dan `landing/`; soms is het wel beoordeeld bij aankomst |
| pseudoniem | alleen als getal dat zonder de sleutel niet is te herleiden of na te maken |
| bewaard | staat als waarde in raw en lake, versleuteld |
| afgeleid | er staat alleen iets in raw dat eruit volgt |

In de kolom "publicatie": `-` komt er niet in voor; `telling` bepaalt mee wie of wat wordt geteld; een naam van een kolom betekent
dat de tekst zelf wordt gepubliceerd.
"""
_BERICHTEN = """## Elementen van berichten

Voor `iwmo` en `ijw`. Een element dat ergens wordt gelezen staat op "bewaard", ook als dat in een ander bericht is; `onderdeel` is een
stuk dat in meer berichten voorkomt. Naam, adres en contactgegevens worden gekeurd en niet bewaard.

"""
_BEVEILIGING = """## Beveiliging

- BSN, naam, adres en uitkeringsnummer worden pseudoniem vóór er iets wordt geschreven; geboortedatums staan alleen versleuteld.
- Raw en lake zijn versleuteld; de sleutels staan in een eigen map, zie [privacy.md](privacy.md#pseudoniem-en-sleutels).
- Meldingen en logboeken noemen een regel, kolom, plaats en aantal, nooit een waarde.
- Aantallen onder de onthullingsregel; drie poorten keuren voor er iets wordt gepubliceerd.
- `tests/e2e/test_lek.py` zoekt persoonsgegevens in elk bestand na runs die slagen, stuk gaan, worden gedood of gestopt.
"""


def register() -> str:
    """The whole register; the same code gives the same bytes."""
    rollen = lees_instelling().ontvangers
    ontvangers = f" Werkboeken zijn bedoeld voor: {', '.join(rollen)}." if rollen else ""
    delen = [_INLEIDING.format(ontvangers=ontvangers), _overzicht()]
    delen += [_bron(lees_bron(bron)) for bron in BRONNEN]
    delen += [_berichten(), _afgeleid(), _lake(), _publicatie(), _handelingen(), _BEVEILIGING]
    return "\n".join(delen)


def dpia(tekst: str) -> str:
    """The assessment with what stands between its marks made anew."""
    delen = {"bronnen": _dpia_bronnen(), "overleving": _dpia_overleving(), "bewaartermijnen": _dpia_termijnen()}
    for naam, inhoud in delen.items():
        merk = re.compile(rf"(<!-- gemaakt: {naam} -->\n).*?(<!-- einde -->)", re.S)
        if not merk.search(tekst):
            raise ValueError(f"docs/dpia.md heeft geen plek voor {naam}")
        tekst = merk.sub(lambda treffer, inhoud=inhoud: f"{treffer[1]}\n{inhoud}\n{treffer[2]}", tekst)
    return tekst


def heeft_personen(bron: str) -> bool:
    """Whether a source is about persons: it has a column for a BSN, or holds messages."""
    soorten = lees_bron(bron).soorten.values()
    return bron in BERICHT_BRONNEN or any(kolom.type == "bsn" for soort in soorten for kolom in soort.kolommen)


def _overzicht() -> str:
    rijen = (
        (
            f"[`{verwerking(bron)}`](#{bron})",
            lees_bron(bron).doel,
            BETROKKENEN[bron],
            _termijn(lees_bron(bron).bewaartermijn_jaren),
        )
        for bron in BRONNEN
    )
    return "## Verwerkingen\n\n" + _tabel(("verwerking", "doel", "betrokkenen", "bewaartermijn"), rijen)


def _bron(bron: Bron) -> str:
    naam = bron.bron
    feiten = [
        ("verwerking", f"`{verwerking(naam)}`"),
        ("doel", bron.doel),
        ("grondslag", bron.grondslag),
        ("leverancier", bron.leverancier),
        ("eigenaar", bron.eigenaar),
        ("betrokkenen", BETROKKENEN[naam]),
        ("bijzondere of gevoelige gegevens", _bijzonder(naam)),
        ("bewaartermijn", f"{_termijn(bron.bewaartermijn_jaren)}: {bron.bewaartermijn_jaren.reden}"),
    ]
    delen = [f"### {naam}\n", _tabel(("kenmerk", "waarde"), feiten)]
    delen += [_soort(naam, soort) for soort in bron.soorten]
    if naam == "voorzieningen":
        delen.append(_regelingen())
    if naam in BERICHT_BRONNEN:
        delen.append("Kolommen: zie [elementen van berichten](#elementen-van-berichten).\n")
    return "\n".join(delen)


def _bijzonder(bron: str) -> str:
    woorden = [BIJZONDER.get(bron), "BSN" if heeft_personen(bron) else None]
    return "; ".join(filter(None, woorden)) or "geen"


def _soort(bron: str, soort: str) -> str:
    rijen = (_kolom(soort, kolom, lot) for kolom, lot in van_soort(bron, soort).items())
    andere = (
        " Andere kolommen worden niet gelezen." if lees_bron(bron).soorten[soort].andere_kolommen_zijn_gewoon else ""
    )
    return f"Tabel `{soort}`.{andere}\n\n" + _tabel(
        ("kolom", "gegeven", "raw en lake", "staat in", "publicatie"), rijen
    )


def _kolom(soort: str, kolom: Kolom, lot: Lot) -> tuple[str, ...]:
    plekken = (*lot.bewaard, *lot.pseudoniem, *lot.afgeleid)
    waar = ", ".join(f"`{plek}`" for plek in plekken) or "-"
    return f"`{kolom.naam}`", kolom.doel, _lotwoord(lot), waar, _in_publicatie(soort, kolom.doel, plekken)


def _lotwoord(lot: Lot) -> str:
    return "bewaard, ook in een pseudoniem" if lot.bewaard and lot.pseudoniem else lot.woord


def _in_publicatie(tabel: str, doel: str, plekken: Iterable[str]) -> str:
    if (tabel, doel) in GEPUBLICEERD:
        return f"`{GEPUBLICEERD[tabel, doel]}`"
    return "telling" if any(_telt_mee(tabel, plek) for plek in plekken) else "-"


def _regelingen() -> str:
    uniek: dict[str, Regeling] = {regeling.regeling: regeling for regeling in lees_regelingen().values()}
    koppen = ("regeling", "titel", "doel", "grondslag", "leverancier", "eigenaar", "bewaartermijn")
    rijen = (
        (
            f"`{een.regeling}`",
            een.titel,
            een.doel,
            een.grondslag,
            een.leverancier,
            een.eigenaar,
            _termijn(een.bewaartermijn_jaren),
        )
        for een in uniek.values()
    )
    return "Regelingen binnen deze verwerking, elk met een eigen grondslag:\n\n" + _tabel(koppen, rijen)


def _berichten() -> str:
    rijen = (
        (
            f"`{een.naam}`",
            " ".join("onderdeel" if soort == "basis" else soort for soort in een.berichten),
            _ELEMENT[een.lot],
        )
        for een in van_berichten()
    )
    return _BERICHTEN + _tabel(("element", "berichten", "raw en lake"), rijen)


_OVER_PERSONEN = {"vergeten", "vergeten_ongedaan"}
"""The actions that touch only what is about persons."""
_ELEMENT = {
    "pseudoniem": "pseudoniem",
    "bewaard": "bewaard",
    "beoordeeld": "verwijderd, na beoordeling bij aankomst",
    "verwijderd": "verwijderd",
}


def _afgeleid() -> str:
    """Raw tables that no kind of file lands in: made here of what was delivered."""
    geleverd = {soort for bron in BRONNEN for soort in lees_bron(bron).soorten}
    rijen = (
        (f"`{tabel}`", ", ".join(f"`{kolom}`" for kolom in PSEUDONIEMEN[tabel]))
        for tabel in sorted(SCHEMAS.keys() - geleverd)
        if tabel in PSEUDONIEMEN
    )
    return "## Andere tabellen in raw met pseudoniemen\n\n" + _tabel(("tabel", "pseudoniemen"), rijen)


def _lake() -> str:
    namen = {kolom for kolommen in PSEUDONIEMEN.values() for kolom in kolommen}
    rijen = []
    for model in _beschreven():
        gevonden = [f"`{kolom['name']}`" for kolom in model.get("columns", ()) if kolom["name"] in namen]
        if gevonden:
            rijen.append((f"`{model['name']}`", model["description"].strip().rstrip("."), ", ".join(gevonden)))
    inleiding = (
        "Tabellen van het lake met een pseudoniem van een persoon of adres; zij worden elke run uit raw gemaakt.\n\n"
    )
    return "## Lake\n\n" + inleiding + _tabel(("tabel", "wat", "pseudoniemen"), rijen)


def _publicatie() -> str:
    marts = [model for model in _beschreven() if (MODELLEN / "marts" / f"{model['name']}.sql").exists()]
    rijen = (
        (f"`{model['name']}`", model["description"], ", ".join(f"`{kolom['name']}`" for kolom in model["columns"]))
        for model in marts
    )
    inleiding = "Alleen aantallen; geen kolom wijst een persoon, adres of huishouden aan. Zie [marts.md](marts.md).\n\n"
    return "## Publicatie\n\n" + inleiding + _tabel(("tabel", "wat", "kolommen"), rijen)


def _handelingen() -> str:
    inleiding = (
        "Het [auditlogboek](gebruik.md#auditlog) noemt bij elke handeling een van deze verwerkingen. Een handeling gaat over de\n"
        "verwerkingen van de bronnen samen; noemt een regel van het logboek een bron, dan met het laatste deel van het kenmerk\n"
        "dat hierboven bij die bron staat.\n\n"
    )
    over = {True: ", ".join(f"[{bron}](#{bron})" for bron in BRONNEN if heeft_personen(bron)), False: "alle bronnen"}
    rijen = ((f"`{verwerking(naam)}`", wat, over[naam in _OVER_PERSONEN]) for naam, wat in HANDELINGEN.items())
    return "## Handelingen in het logboek\n\n" + inleiding + _tabel(("verwerking", "wat", "over"), rijen)


def _dpia_bronnen() -> str:
    koppen = ("bron", "betrokkenen", "bijzonder of gevoelig", "grondslag")
    rijen = (
        (
            f"[`{bron}`](verwerkingsregister.md#{bron})",
            BETROKKENEN[bron],
            _bijzonder(bron),
            lees_bron(bron).grondslag,
        )
        for bron in BRONNEN
        if heeft_personen(bron)
    )
    return _tabel(koppen, rijen)


def _dpia_overleving() -> str:
    """Per source with persons, the delivered columns by what is left of them; those kept that no count needs are marked."""
    koppen = ("bron", "verwijderd", "alleen pseudoniem of afgeleid", "bewaard, versleuteld", "waarvan niet gebruikt")
    rijen = [
        (f"`{bron}`", *_per_woord(_van_kolommen(bron)))
        for bron in BRONNEN
        if lees_bron(bron).soorten and heeft_personen(bron)
    ]
    return _tabel(koppen, [*rijen, ("`iwmo`, `ijw`", *_per_woord(_van_elementen()))])


def _per_woord(loten: Iterable[tuple[str, str]]) -> Iterator[str]:
    per_woord: dict[str, list[str]] = {}
    for naam, woord in loten:
        per_woord.setdefault(woord, []).append(f"`{naam}`")
    for woord in ("verwijderd", "pseudoniem", "bewaard", "ongebruikt"):
        yield ", ".join(dict.fromkeys(per_woord.get(woord, ["-"])))


def _van_kolommen(bron: str) -> Iterator[tuple[str, str]]:
    for soort in lees_bron(bron).soorten:
        for kolom, lot in van_soort(bron, soort).items():
            yield kolom.doel, "pseudoniem" if lot.woord == "afgeleid" else lot.woord
            if lot.bewaard and _in_publicatie(soort, kolom.doel, lot.bewaard) == "-":
                yield kolom.doel, "ongebruikt"


def _van_elementen() -> Iterator[tuple[str, str]]:
    yield from ((een.naam, "verwijderd" if een.lot == "beoordeeld" else een.lot) for een in van_berichten())


def _dpia_termijnen() -> str:
    rijen = ((f"`{bron}`", _termijn(t := lees_bron(bron).bewaartermijn_jaren), t.reden) for bron in BRONNEN)
    return _tabel(("bron", "bewaartermijn in raw", "reden"), rijen)


def _termijn(termijn: Bewaartermijn) -> str:
    return "onbeperkt" if termijn.norm is None else f"{termijn.norm} jaar"


@cache
def _beschreven() -> tuple[dict[str, Any], ...]:
    """The models as their YAML describes them, by name."""
    modellen = [
        model
        for pad in sorted(MODELLEN.rglob("_*.yml"))
        for model in yaml.safe_load(pad.read_text("utf-8")).get("models") or ()
    ]
    return tuple(sorted(modellen, key=lambda model: model["name"]))


@cache
def _sql() -> dict[str, str]:
    return {pad.stem: pad.read_text("utf-8") for pad in MODELLEN.rglob("*.sql")}


@cache
def _nakomelingen(tabel: str) -> frozenset[str]:
    """The models that are made, in any number of steps, of a raw table and lead to a mart; without landing and staging."""
    ouders = {naam: set(re.findall(r"ref\('(\w+)'\)", sql)) for naam, sql in _sql().items()}
    bereikt, nieuw = set(), {f"geland_{tabel}"}
    while nieuw:
        bereikt |= nieuw
        nieuw = {naam for naam, van in ouders.items() if van & nieuw} - bereikt
    return frozenset(naam for naam in bereikt if not naam.startswith("geland_"))


def _telt_mee(tabel: str, kolom: str) -> bool:
    """Whether a model on the way to the publication names the column; a name that occurs for another column counts too."""
    return any(re.search(rf"\b{kolom}\b", _sql()[model]) for model in _nakomelingen(tabel))


def _tabel(koppen: tuple[str, ...], rijen: Iterable[tuple[object, ...]]) -> str:
    regels = ["| " + " | ".join(str(cel).replace("|", "\\|") for cel in rij) + " |" for rij in (koppen, *rijen)]
    regels.insert(1, "|---" * len(koppen) + "|")
    return "\n".join(regels) + "\n"


def main() -> None:
    """Write both documents."""
    REGISTER.write_text(register(), "utf-8")
    DPIA.write_text(dpia(DPIA.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
