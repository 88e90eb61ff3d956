"""From a landing folder to the records that hold on `bekend_op`.

Here belong: which files are read, what makes a statement, identity by content for messages. Not here: what the
records mean for a person or a spell. Assumed: well-formed deliveries; refused here are only files that are no UTF-8
or miss a column, records with another number of fields or with a bad date or house number, and XML that cannot be
read.

Readings
--------
* `bekend_op` is the latest delivery date among accepted files up to the asked date, not the asked date itself. A
  message counts at the earliest date its bytes were delivered, in `iwmo/` or `ijw/`; a CSV file at each of its dates.
* "Several files of one kind and one delivery date are one statement": their rows together. For `gebieden` a kind is
  the yearly file of one year, or the names; the latest delivery of a year's file holds for that year, with the names
  of the same delivery (else the latest names before it, else the first after it).
* "The `gemeente` rows are the municipalities served": those of all names delivered up to `bekend_op`.
* One person twice in one BRP delivery does not happen.
* A refused BRP record was not delivered: its person is absent from that delivery.
* `voorzieningen`: per file name without extension the latest delivery date with that name holds.
* A record whose `wet` is not one of the four is refused.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .berichten import Levering, Toewijzing, lees_bericht
from .velden import Rubriekdatum, huisnummer, isodatum, pc6, persoon, rubriekdatum

BRP_NODIG = {"01.01.20", "01.02.40", "01.03.10", "08.09.10", "08.10.10", "08.10.30", "08.11.20", "08.11.60"}
CSV_SOORTEN = {
    "gebieden": {"naam": {"code", "naam", "soort"}},
    "pwet": {
        "uitkering": {"uitkeringsnummer", "bsn_1", "bsn_2", "statistiekcode", "aanvangsdatum", "einddatum"},
        "reintegratie": {"bsn", "voorziening", "aanvangsdatum", "einddatum"},
    },
    "voorzieningen": {"voorziening": {"regeling", "wet", "bsn", "voorziening", "ingangsdatum", "einddatum"}},
    "contracten": {
        "contract": {"contract", "agb", "aanbieder", "wet", "contractvorm", "ingangsdatum", "einddatum"},
        "tarief": {
            "contract",
            "productcategorie",
            "productcode",
            "eenheid",
            "tarief_cent",
            "ingangsdatum",
            "einddatum",
        },
    },
    "financien": {"bedrag": {"jaar", "periode", "taakveld", "soort", "bedrag"}},
}
WETTEN = ("jeugd", "pwet", "wmo")


class BrpRij(NamedTuple):
    """One person in one delivery."""

    leverdatum: date
    persoon: str
    geslachtsnaam: str
    geboren: Rubriekdatum
    ouders: tuple[str, ...]
    partner: str | None
    bond_begin: Rubriekdatum
    bond_einde: Rubriekdatum
    bond_getoond: bool
    overlijden: Rubriekdatum
    opschorting: Rubriekdatum
    gemeente: str
    functie: str
    aanvang: date | None
    object: str
    vier: tuple[str, str, str, str]  # postcode, huisnummer, huisletter, toevoeging


class Uitkering(NamedTuple):
    """One benefit of one or two persons."""

    bsns: tuple[str, str]
    statistiekcode: str
    begin: date | None
    einde: date | None


class Reintegratie(NamedTuple):
    """One re-integration facility."""

    bsn: str
    begin: date | None
    einde: date | None


class Voorziening(NamedTuple):
    """One row of another registration."""

    regeling: str
    wet: str
    bsn: str
    voorziening: str
    begin: date | None
    einde: date | None
    geslachtsnaam: str
    geboren: date | None
    pc6: str
    huisnummer: str
    leveringsvorm: str


@dataclass
class Leveringen:
    """Everything that holds on `bekend_op` (None: nothing was delivered)."""

    bekend_op: date | None = None
    brp: dict[date, list[BrpRij]] = field(default_factory=dict)
    adressen: dict[int, dict[tuple[str, str], str]] = field(default_factory=dict)  # year -> (PC6, number) -> buurt
    namen: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)  # year -> code, naam, soort
    bediend: set[str] = field(default_factory=set)  # four digits
    toewijzingen: list[Toewijzing] = field(default_factory=list)
    starts: list[Levering] = field(default_factory=list)
    stops: list[Levering] = field(default_factory=list)
    uitkeringen: list[Uitkering] = field(default_factory=list)
    reintegratie: list[Reintegratie] = field(default_factory=list)
    voorzieningen: list[Voorziening] = field(default_factory=list)


def lees(landing: Path, bekend_op: date | None = None) -> Leveringen:
    """Reads every delivery up to `bekend_op` (default: today)."""
    grens = min(bekend_op or date.today(), date.today())
    gelezen = Leveringen()
    datums: set[date] = set()
    _lees_brp(landing, grens, gelezen, datums)
    _lees_gebieden(landing, grens, gelezen, datums)
    _lees_berichten(landing, grens, gelezen, datums)
    _lees_overig(landing, grens, gelezen, datums)
    gelezen.bekend_op = max(datums, default=None)
    return gelezen


def _bestanden(landing: Path, bron: str, grens: date) -> Iterator[tuple[date, str, bytes]]:
    """Delivery date, file name and bytes of every file of a source that may be read."""
    if not (landing / bron).is_dir():
        return
    for map_ in sorted((landing / bron).iterdir()):
        if map_.is_symlink() or not map_.is_dir() or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", map_.name):
            continue
        try:
            leverdatum = date.fromisoformat(map_.name)
        except ValueError:
            continue
        for pad in sorted(map_.iterdir()) if leverdatum <= grens else []:
            if (
                not pad.is_symlink()
                and pad.is_file()
                and not pad.name.startswith(".")
                and not pad.name.endswith(".part")
            ):
                yield leverdatum, pad.name, pad.read_bytes()


def _tabel(inhoud: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and the records with as many fields as the header; an unreadable or empty file has no header."""
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], []
    if "\0" in tekst:
        return [], []
    rijen = csv.reader(io.StringIO(tekst, newline=""), delimiter=";")
    kop = next(rijen, [])
    return kop, [rij for rij in rijen if len(rij) == len(kop)]


def _typen(kop: list[str], rijen: list[list[str]], maak: Callable[[dict[str, str]], Any]) -> list[Any]:
    """Records made by `maak`; a record with a value that does not fit is left out."""
    gemaakt = []
    for rij in rijen:
        try:
            gemaakt.append(maak(dict(zip(kop, rij, strict=True))))
        except ValueError:
            continue
    return gemaakt


def _soort(bron: str, kop: list[str]) -> str | None:
    """The kind of a CSV file, None if it is refused."""
    if len(set(kop)) != len(kop):
        return None
    return next((soort for soort, nodig in CSV_SOORTEN[bron].items() if nodig <= set(kop)), None)


def _lees_brp(landing: Path, grens: date, gelezen: Leveringen, datums: set[date]) -> None:
    for leverdatum, _, inhoud in _bestanden(landing, "brp", grens):
        kop, rijen = _tabel(inhoud)
        if not set(kop) >= BRP_NODIG or any(kop.count(rubriek) > 1 for rubriek in BRP_NODIG):
            continue
        if kop[0] == "":  # the national test set: the first column marks the current row of a list
            rijen = [rij for rij in rijen if rij[0]]
        datums.add(leverdatum)
        gemaakt = _typen(kop, rijen, lambda rij, dag=leverdatum: _brp_rij(rij, dag))
        gelezen.brp.setdefault(leverdatum, []).extend(gemaakt)


def _brp_rij(rij: dict[str, str], leverdatum: date) -> BrpRij:
    waarde = defaultdict(str, rij)
    vier = (pc6(waarde["08.11.60"]), huisnummer(waarde["08.11.20"]), waarde["08.11.30"], waarde["08.11.40"])
    adres = (waarde["08.11.80"], *vier)
    wie = persoon(waarde["01.01.20"])
    ouders = tuple(ouder for r in ("02.01.20", "03.01.20") if wie and (ouder := persoon(waarde[r])))
    if wie is None:
        naam = [waarde[r] for r in ("01.01.20", "01.02.10", "01.02.30", "01.02.40", "01.03.10")]
        wie_naamloos = "naamloos:" + "|".join([*naam, *adres])
    bond_begin, bond_einde = rubriekdatum(waarde["05.06.10"]), rubriekdatum(waarde["05.07.10"])
    return BrpRij(
        leverdatum=leverdatum,
        persoon=wie or wie_naamloos,
        geslachtsnaam=waarde["01.02.40"],
        geboren=rubriekdatum(waarde["01.03.10"]),
        ouders=ouders,
        partner=persoon(waarde["05.01.20"]) if wie else None,
        bond_begin=bond_begin,
        bond_einde=bond_einde,
        bond_getoond=bool(wie and (waarde["05.01.20"] or bond_begin.gevuld)),
        overlijden=rubriekdatum(waarde["06.08.10"]),
        opschorting=rubriekdatum(waarde["07.67.10"]),
        gemeente=waarde["08.09.10"],
        functie=waarde["08.10.10"],
        aanvang=rubriekdatum(waarde["08.10.30"]).datum,
        object=waarde["08.11.80"],
        vier=vier,
    )


def _lees_gebieden(landing: Path, grens: date, gelezen: Leveringen, datums: set[date]) -> None:
    jaren: dict[int, dict[date, dict[tuple[str, str], str]]] = defaultdict(lambda: defaultdict(dict))
    namen: dict[date, list[tuple[str, str, str]]] = defaultdict(list)
    for leverdatum, _, inhoud in _bestanden(landing, "gebieden", grens):
        kop, rijen = _tabel(inhoud)
        jaar = next((int(k[5:]) for k in kop if re.fullmatch(r"Buurt[0-9]{4}", k)), None)
        if jaar and {"PC6", "Huisnummer", f"Wijk{jaar}", f"Gemeente{jaar}"} <= set(kop) and len(set(kop)) == len(kop):
            datums.add(leverdatum)
            jaren[jaar][leverdatum].update(_typen(kop, rijen, lambda rij, k=f"Buurt{jaar}": _adresregel(rij, k)))
        elif _soort("gebieden", kop):
            datums.add(leverdatum)
            namen[leverdatum] += _typen(kop, rijen, lambda rij: (rij["code"], rij["naam"], rij["soort"]))
    for jaar, leveringen in jaren.items():
        geldend = max(leveringen)
        gelezen.adressen[jaar] = leveringen[geldend]
        eerder = [dag for dag in namen if dag <= geldend]
        gelezen.namen[jaar] = list(dict.fromkeys(namen[max(eerder) if eerder else min(namen)])) if namen else []
    gelezen.bediend = {code[2:] for rijen in namen.values() for code, _, soort in rijen if soort == "gemeente"}


def _adresregel(rij: dict[str, str], buurtkolom: str) -> tuple[tuple[str, str], str]:
    return (pc6(rij["PC6"]), huisnummer(rij["Huisnummer"])), "BU" + rij[buurtkolom].zfill(8)


def _berichtbestanden(landing: Path, grens: date) -> Iterator[tuple[date, bytes]]:
    """Delivery date and bytes of every message, members of archives included."""
    for bron in ("iwmo", "ijw"):
        for leverdatum, naam, inhoud in _bestanden(landing, bron, grens):
            if not naam.lower().endswith(".zip"):
                yield leverdatum, inhoud
                continue
            try:
                with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
                    leden = [archief.read(lid) for lid in archief.infolist() if not lid.is_dir()]
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
                continue
            yield from ((leverdatum, lid) for lid in leden)


def _lees_berichten(landing: Path, grens: date, gelezen: Leveringen, datums: set[date]) -> None:
    eerste: dict[bytes, tuple[date, bytes]] = {}
    for leverdatum, inhoud in _berichtbestanden(landing, grens):
        merk = hashlib.sha256(inhoud).digest()
        if merk not in eerste or leverdatum < eerste[merk][0]:
            eerste[merk] = (leverdatum, inhoud)
    for leverdatum, inhoud in eerste.values():
        if bericht := lees_bericht(inhoud, leverdatum):
            datums.add(leverdatum)
            gelezen.toewijzingen += bericht.toewijzingen
            gelezen.starts += bericht.starts
            gelezen.stops += bericht.stops


def _lees_overig(landing: Path, grens: date, gelezen: Leveringen, datums: set[date]) -> None:
    """P-wet and facilities: the latest statement of each; of contracts and money only the delivery date counts."""
    standen: dict[str, dict[date, list]] = defaultdict(lambda: defaultdict(list))
    maken = {"uitkering": _uitkering, "reintegratie": _reintegratie, "voorziening": _voorziening}
    for bron in ("pwet", "voorzieningen", "contracten", "financien"):
        for leverdatum, naam, inhoud in _bestanden(landing, bron, grens):
            kop, rijen = _tabel(inhoud)
            if soort := _soort(bron, kop):
                datums.add(leverdatum)
                stand = f"voorziening/{Path(naam).stem}" if soort == "voorziening" else soort
                if soort in maken:
                    standen[stand][leverdatum] += _typen(kop, rijen, maken[soort])
    geldend = {stand: leveringen[max(leveringen)] for stand, leveringen in standen.items()}
    gelezen.uitkeringen = geldend.get("uitkering", [])
    gelezen.reintegratie = geldend.get("reintegratie", [])
    gelezen.voorzieningen = [
        rij for stand, rijen in geldend.items() if stand.startswith("voorziening/") for rij in rijen
    ]


def _uitkering(rij: dict[str, str]) -> Uitkering:
    bsns = (rij["bsn_1"], rij["bsn_2"])
    return Uitkering(bsns, rij["statistiekcode"], isodatum(rij["aanvangsdatum"]), isodatum(rij["einddatum"]))


def _reintegratie(rij: dict[str, str]) -> Reintegratie:
    return Reintegratie(rij["bsn"], isodatum(rij["aanvangsdatum"]), isodatum(rij["einddatum"]))


def _voorziening(rij: dict[str, str]) -> Voorziening:
    if rij["wet"] not in (*WETTEN, "overig"):
        raise ValueError("onbekende wet")
    return Voorziening(
        regeling=rij["regeling"],
        wet=rij["wet"],
        bsn=rij["bsn"],
        voorziening=rij["voorziening"],
        begin=isodatum(rij["ingangsdatum"]),
        einde=isodatum(rij["einddatum"]),
        geslachtsnaam=rij.get("geslachtsnaam", ""),
        geboren=isodatum(rij.get("geboortedatum", "")),
        pc6=pc6(rij.get("postcode", "")),
        huisnummer=huisnummer(rij.get("huisnummer", "")),
        leveringsvorm=rij.get("leveringsvorm", ""),
    )
