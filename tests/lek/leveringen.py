"""Deliveries with the persons of `geheimen` in them, where they belong and above all where they do not.

Belongs here: those files. Does not belong here: what becomes of them; any of them may be read or refused.

What a person would have to do wrong on purpose is left out: names of people in the name of a file or folder stand where
that name stands, as docs/privacy.md says. A BSN in a name is masked, so that is in.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from sources.soort import CSV_BRONNEN, Kolom, lees_bron
from tests import berichten_maken as maak
from tests.lek.geheimen import PERSONEN, Persoon

DAG = "2025-07-31"
WAARDEN = {
    "bsn": "",
    "datum": "2024-01-01",
    "datum_of_cijfers": "20240101",
    "datum_brp": "20240101",
    "decimaal": "12.50",
    "geheel": "7",
    "jaar": "2024",
    "huisnummer": "12",
    "gemeentecode": "0141",
    "cbs_code": "1411000",
    "gebiedscode": "BU01411000",
    "gebiedsoort": "buurt",
    "geslacht": "V",
    "functie_adres": "W",
    "wet": "overig",
    "leveringsvorm": "ZIN",
    "hulpvorm": "11",
    "contractvorm": "output",
    "bedragsoort": "realisatie",
}
"""A good value per type of column, of nobody."""

PUBLIEK = {("gebieden__naam", "naam"), ("voorzieningen__voorziening", "regeling")}
"""Columns that name what is published: an area, a scheme. What a supplier writes there is taken for such a name."""


def merk(soort: str, doel: str) -> str:
    """The text that stands in one column of text alone, to see where it comes out."""
    return f"merk_{soort}_{doel}"


def _goed(soort: str, kolom: Kolom) -> str:
    return merk(soort, kolom.doel) if kolom.type == "tekst" else WAARDEN[kolom.type]


def geheimen_van(persoon: Persoon) -> list[str]:
    """A person's data as they turn up in a wrong field: each alone, together, too long, quoted, with an end of line."""
    dag = persoon.geboren
    los = [persoon.bsn, persoon.naam, f"{dag:%Y%m%d}", f"{dag:%Y-%m-%d}", f"{dag:%d-%m-%Y}", persoon.postcode]
    los += [persoon.huisnummer, persoon.straat, persoon.object, f"{persoon.bsn}.00", f"BSN {persoon.bsn}"]
    samen = f"{persoon.voornaam} {persoon.naam} ({persoon.bsn}), {persoon.postcode} {persoon.huisnummer}"
    return [*los, samen, samen * 400, f'"{samen}\n{samen}"', f'{samen}"', persoon.naam.upper()]


def maak_lek(map_: Path) -> None:
    """Add all of them to a landing folder that holds a municipality."""
    _in_elke_kolom(map_)
    _in_de_kop(map_)
    _op_hun_plaats(map_)
    _json(map_)
    _werkmappen(map_)
    _berichten(map_)
    _plekken(map_)


def _leg(map_: Path, bron: str, naam: str, inhoud: str | bytes, dag: str = DAG) -> None:
    pad = map_ / bron / dag / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())


def _soorten() -> Iterator[tuple[str, str, tuple[Kolom, ...]]]:
    for bron in CSV_BRONNEN:
        for naam, soort in lees_bron(bron).soorten.items():
            yield bron, naam, soort.kolommen


def _kop(kolommen: tuple[Kolom, ...]) -> list[str]:
    return [kolom.naam.replace("<jaar>", "2024") for kolom in kolommen]


def _in_elke_kolom(map_: Path) -> None:
    """Of each kind a file in which every column holds each datum once, and one that is not UTF-8."""
    for bron, naam, kolommen in _soorten():
        regels = [";".join(_kop(kolommen))]
        goed = [_goed(naam, kolom) for kolom in kolommen]
        for plaats, kolom in enumerate(kolommen):
            if (naam, kolom.naam) not in PUBLIEK:
                regels += [
                    ";".join([*goed[:plaats], geheim, *goed[plaats + 1 :]]) for geheim in geheimen_van(PERSONEN[0])
                ]
        regels += [";".join([*goed, geheim]) for geheim in geheimen_van(PERSONEN[1])]
        _leg(map_, bron, f"{naam}_vol.csv", "\n".join(regels))
        _leg(map_, bron, f"{naam}_latin.csv", "\n".join(regels[:9]).encode("latin-1", "replace"))
        _leg(map_, bron, f"{naam}_utf16.csv", "\n".join(regels[:9]).encode("utf-16"))
        _leg(map_, bron, f"{naam}_nul.csv", "\n".join(regels[:9]) + "\0")


def _in_de_kop(map_: Path) -> None:
    """Headers that hold a BSN, an address or a date; twice the same; a file that has lost its header."""
    for bron, naam, kolommen in _soorten():
        goed = ";".join(_goed(naam, kolom) for kolom in kolommen)
        for nummer, geheim in enumerate(geheimen_van(PERSONEN[2])[:-1]):
            kop = ";".join([*_kop(kolommen), geheim])
            extra = (f"{kop};{geheim}", f"{goed};x;y") if nummer % 4 == 1 else (kop, f"{goed};x")
            _leg(map_, bron, f"{naam}_kop{nummer}.csv", "\n".join(extra) + "\n")
        _leg(map_, bron, f"{naam}_zonder_kop.csv", ";".join(geheimen_van(PERSONEN[2])[:11]) + f"\n{goed}\n")


def _op_hun_plaats(map_: Path) -> None:
    """Records that are good, and the same with one thing wrong."""
    rubrieken = [kolom for _, naam, kolommen in _soorten() if naam == "brp__persoon" for kolom in kolommen]
    goed = {kolom.doel: _goed("brp__persoon", kolom) for kolom in rubrieken}
    rijen = []
    for persoon in PERSONEN[3:]:
        wie = {"bsn": persoon.bsn, "bsn_partner": PERSONEN[3].bsn, "bsn_ouder_1": PERSONEN[4].bsn}
        wie |= {"geslachtsnaam": persoon.naam, "voornamen": persoon.voornaam, "object": persoon.object}
        wie |= {"geboortedatum": f"{persoon.geboren:%Y%m%d}", "postcode": persoon.postcode}
        wie |= {"huisnummer": persoon.huisnummer, "voorvoegsel": "van"}
        rijen += [goed | wie, goed | wie | {"bsn": ""}, goed | wie | {"bsn": persoon.bsn[::-1]}]
        rijen += [goed | wie | {"geboortedatum": f"{persoon.geboren:%Y}1745"}, goed | wie | {"functie_adres": "Z"}]
    regels = [";".join(_kop(tuple(rubrieken))), *(";".join(rij.values()) for rij in rijen)]
    laatste = max(pad.parent.name for pad in map_.glob("brp/2*/brp.csv") if pad.parent.name <= DAG)
    _leg(map_, "brp", f"aanvulling {PERSONEN[3].bsn}.csv", "\n".join(regels), laatste)
    for persoon in PERSONEN:
        wie = f"{persoon.naam};{persoon.geboren};{persoon.postcode};{persoon.huisnummer};;"
        kop = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum;geslachtsnaam;geboortedatum;postcode;huisnummer;"
        rij = [f"schuldhulp;overig;{bsn};S9;2024-01-01;{tot};{wie}" for bsn in ("", persoon.bsn) for tot in ("", "31")]
        _leg(map_, "voorzieningen", f"lijst_{persoon.bsn}.csv", "\n".join([f"{kop}leveringsvorm;bedrag", *rij]))
    kop = "uitkeringsnummer;bsn_1;bsn_2;statistiekcode;aanvangsdatum;einddatum"
    rijen_ = [f"{een.object};{een.bsn};{twee.bsn};01;2024-01-01;" for een in PERSONEN for twee in PERSONEN]
    _leg(map_, "pwet", "uitkeringen_lek.csv", "\n".join([kop, *rijen_]))


def _json(map_: Path) -> None:
    """Persons in JSON: good, with a value of a wrong kind, broken, and a datum as a key."""
    for nummer, persoon in enumerate(PERSONEN):
        goed = {
            "burgerservicenummer": persoon.bsn,
            "naam": {"geslachtsnaam": persoon.naam, "voornamen": persoon.voornaam},
            "geboorte": {"datum": {"type": "Datum", "datum": f"{persoon.geboren}"}},
            "gemeenteVanInschrijving": {"code": "0141"},
            "verblijfplaats": {
                "type": "Adres",
                "verblijfadres": {"postcode": persoon.postcode, "huisnummer": int(persoon.huisnummer)},
            },
        }
        fout = [goed | {"burgerservicenummer": int(persoon.bsn)}, goed | {"geboorte": {"datum": persoon.naam}}]
        fout += [goed | {"naam": persoon.bsn}, goed | {persoon.naam: persoon.bsn, persoon.bsn: [persoon.naam]}]
        fout += [goed | {"verblijfplaats": [persoon.postcode]}, {"personen": {persoon.bsn: persoon.naam}}]
        tekst = "\n".join(json.dumps(een, ensure_ascii=nummer % 2 == 0) for een in [goed, *fout])
        _leg(map_, "brp", f"personen{nummer}.json", tekst)
        _leg(map_, "brp", f"kapot{nummer}.json", tekst[: len(tekst) * (nummer + 1) // 7])
        _leg(map_, "brp", f"antwoord{nummer}.json", json.dumps({"type": "x", "personen": [goed, *fout]}))
        _leg(map_, "brp", f"los{nummer}.json", f'{{"{persoon.naam}": {persoon.bsn}, "x": {persoon.bsn}abc')


def _werkmappen(map_: Path) -> None:
    """Workbooks with persons in cells, comments, sheet names and properties; one cut off, one that is another thing."""
    bron = "beleidsinformatie_jeugd"
    for persoon in PERSONEN[:3]:
        boek = openpyxl.Workbook()
        blad = boek.active
        kolommen = lees_bron(bron).soorten[f"{bron}__jeugdhulp"].kolommen
        blad.append([*(kolom.naam for kolom in kolommen), persoon.bsn])
        goed = [_goed(f"{bron}__jeugdhulp", kolom) for kolom in kolommen]
        for plaats in range(len(kolommen)):
            for waarde in (int(persoon.bsn), persoon.naam, persoon.geboren, persoon.postcode, f"=1+{persoon.bsn}"):
                blad.append([*goed[:plaats], waarde, *goed[plaats + 1 :]])
        blad["A2"].comment = Comment(persoon.naam, persoon.bsn)
        blad.title = f"{persoon.naam} {persoon.bsn}"[:31]
        boek.create_sheet(persoon.bsn).append([persoon.naam, persoon.bsn])
        boek.properties.creator, boek.properties.title = persoon.naam, persoon.bsn
        inhoud = io.BytesIO()
        boek.save(inhoud)
        _leg(map_, bron, f"opgave {persoon.bsn}.xlsx", inhoud.getvalue())
        _leg(map_, bron, f"half {persoon.bsn}.xlsx", inhoud.getvalue()[:-300])
        _leg(map_, bron, f"geen {persoon.bsn}.xlsx", _doos({f"xl/{persoon.bsn}.xml": persoon.naam.encode()}))


def _berichten(map_: Path) -> None:
    """Every kind of message under both laws: good, each text replaced, cut off, with names outside the elements."""
    for wet, bron in (("wmo", "iwmo"), ("jeugd", "ijw")):
        leden, nummers = {}, count(1)
        for soort in maak.SOORTEN:
            for inhoud in _varianten(wet, soort):
                leden[f"{PERSONEN[next(nummers) % 6].bsn}_{next(nummers)}.xml"] = inhoud
        doos = _doos(leden, opmerking=PERSONEN[0].naam)
        _leg(map_, bron, f"berichten {PERSONEN[1].bsn}.zip", doos)
        _leg(map_, bron, f"kapot {PERSONEN[1].bsn}.zip", doos[: len(doos) // 2])
        _leg(map_, bron, f"nest {PERSONEN[2].bsn}.zip", _doos({f"{PERSONEN[3].bsn}.zip": doos}))
        for nummer, inhoud in enumerate(_varianten(wet, "315")):
            _leg(map_, bron, f"{PERSONEN[nummer % 6].bsn}-{nummer}.xml", inhoud)


def _varianten(wet: str, soort: str) -> Iterator[bytes]:
    een, twee = PERSONEN[0], PERSONEN[1]
    for persoon in PERSONEN[2:4]:
        goed = maak.bericht(wet, soort, nummer=persoon.bsn, identificatie=f"L{persoon.bsn[-3:]}{soort}")
        goed = goed.replace(b"Verzonnen", persoon.naam.encode()).replace(b"7600AA", persoon.postcode.encode())
        yield goed.replace(b"1980-02-03", f"{persoon.geboren}".encode())
    delen = goed.split(b">")
    for plaats, deel in enumerate(delen):
        tekst, haak, rest = deel.partition(b"</")
        if haak and tekst.strip():
            geheim = geheimen_van(een)[plaats % 16].replace('"', "").encode()
            yield b">".join([*delen[:plaats], geheim + haak + rest, *delen[plaats + 1 :]])
    yield goed[: len(goed) * 3 // 4]
    yield goed.replace(b"m:Header", f"m:{een.naam}".encode())
    yield goed.replace(b"<m:Header>", f'<m:Header {een.naam}="{een.bsn}">'.encode())
    yield goed.replace(b"<m:Header>", f"<!-- {een.naam} {een.bsn} --><?{een.naam} {een.bsn}?><m:Header>".encode())
    yield goed.replace(b"<m:Header>", f"{een.naam} {een.bsn} & <m:Header>".encode())
    yield goed.replace(b"<m:Header>", f"<![CDATA[{twee.naam} {twee.bsn}]]><m:Header>".encode())
    yield goed.replace(b"/3_2/", f"/{een.bsn}/{een.naam}/".encode())
    yield goed.replace(b"UTF-8", een.naam.encode())
    yield goed.replace(b"?>", f'?><!DOCTYPE x [<!ENTITY n "{twee.naam} {twee.bsn}">]>'.encode(), 1)
    yield goed.decode().encode("utf-16")
    yield goed.replace(een.naam[:3].encode(), b"\xff") + f"{een.naam} {een.bsn}".encode()


def _plekken(map_: Path) -> None:
    """Names with a BSN where a name is shown: a source, a date, a folder where a file belongs, a file beside the sources."""
    inhoud = f"bsn;naam\n{PERSONEN[0].bsn};{PERSONEN[0].naam}\n"
    een, twee = PERSONEN[4].bsn, PERSONEN[5].bsn
    _leg(map_, een, "a.csv", inhoud)
    _leg(map_, "brp", "a.csv", inhoud, f"levering {twee}")
    _leg(map_, "pwet", "a.csv", inhoud, f"2025-01-01 {een}")
    _leg(map_, "pwet", f"map {een}/{twee}.csv", inhoud)
    (map_ / f"los {twee}.csv").write_text(inhoud)
    for bron in ("iwmo", "brp", "beleidsinformatie_jeugd", "financien"):
        _leg(map_, bron, f"los {een}.txt", inhoud)


def _doos(leden: dict[str, bytes], opmerking: str = "") -> bytes:
    doos = io.BytesIO()
    with zipfile.ZipFile(doos, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.comment = opmerking.encode()
        for naam, inhoud in leden.items():
            archief.writestr(naam, inhoud)
    return doos.getvalue()
