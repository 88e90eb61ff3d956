"""The step of the intake that looks for the resident of every registration without a BSN.

Belongs here: which files that concerns, against which BRP statement, and what is landed of it. Does not belong here: comparing
(kans), or reading (originelen).

The outcome follows from content and delivery dates: the reference of a file is the latest BRP statement on or before the date
on which the file was first delivered, else the first one after. The name of a raw part says what it was made from; another
reference, or other settings, is another name, and so it is made anew. Originals that are no longer there leave it as it was.
"""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from sources.intake_werk import Werk, deelnaam
from sources.koppeling.instellingen import lees_instellingen, versie
from sources.koppeling.kans import INWONERS, RECORDS, koppel
from sources.koppeling.originelen import PERSONEN, RIJEN, Originelen
from sources.koppeling.vorm import KENMERKEN
from sources.landing import Gevonden
from sources.manifest import Manifest
from sources.schemas import vul_aan
from warehouse.duck import PARQUET_KEY

TABEL = "koppeling__kans"
NIETS = f"{TABEL}/leeg.parquet"
"""Named by a file without a row to link: the part without rows, which is always there."""
NIET_TE_VERGELIJKEN = "niet_te_vergelijken"


class Opdracht(NamedTuple):
    """One file of registrations: the BRP files it is compared with, and the names of its part with and without originals."""

    bestand: int
    referentie: tuple[int, ...]
    naam: str
    zonder_origineel: str


def koppel_zonder_bsn(werk: Werk, aanwezig: dict[int, Gevonden]) -> None:
    """Land TABEL for every file that has none against the reference that holds; `aanwezig` are files by `pad_id`.

    Raises KoppelFout, without a value; nothing was changed then.
    """
    te_doen = _te_doen(werk)
    if not te_doen:
        return
    delen, originelen = {}, Originelen(werk, aanwezig)
    per_referentie: dict[tuple[int, ...], list[Opdracht]] = defaultdict(list)
    zonder_bsn = _zonder_bsn(werk, [opdracht.bestand for opdracht in te_doen])
    for opdracht in te_doen:
        if opdracht.bestand not in zonder_bsn:
            delen[opdracht.bestand] = NIETS
        elif all(originelen.pad(wie) for wie in (opdracht.bestand, *opdracht.referentie)):
            per_referentie[opdracht.referentie].append(opdracht)
        elif not _deel(werk.boeken.stand, opdracht.bestand):
            rijen = zonder_bsn[opdracht.bestand]
            niets = {"klasse": pa.repeat(NIET_TE_VERGELIJKEN, rijen.num_rows)}
            delen |= _land(werk, opdracht.bestand, opdracht.zonder_origineel, rijen, niets)
    if per_referentie:
        werk.meld(f"koppelen zonder BSN: {sum(map(len, per_referentie.values()))} bestanden")
    for referentie, opdrachten in sorted(per_referentie.items()):
        delen |= _tegen(werk, originelen, referentie, {een: zonder_bsn[een.bestand] for een in opdrachten})
    if delen:
        _boek(werk, delen)


def _boek(werk: Werk, delen: dict[int, str]) -> None:
    """Let the manifest name the new parts, and remove those they replace."""
    oud = [deel for wie in delen if (deel := _deel(werk.boeken.stand, wie)) not in (None, NIETS, delen[wie])]
    werk.boeken.stand = _met_delen(werk.boeken.stand, delen)
    werk.bewaar(True)
    for deel in oud:
        (werk.home.raw / deel).unlink(missing_ok=True)


def _te_doen(werk: Werk) -> list[Opdracht]:
    stand = werk.boeken.stand
    soorten = (RIJEN, PERSONEN)
    gekeurd = stand.bestand.filter(
        pc.and_(pc.equal(stand.bestand["klasse"], "geaccepteerd"), pc.is_in(stand.bestand["soort"], pa.array(soorten)))
    )
    soort = dict(zip(gekeurd["bestand_id"].to_pylist(), gekeurd["soort"].to_pylist(), strict=True))
    delen = dict(zip(gekeurd["bestand_id"].to_pylist(), gekeurd["delen"].to_pylist(), strict=True))
    standen: dict[date, set[int]] = defaultdict(set)
    eerste: dict[int, date] = {}
    for wie, dag in zip(*(stand.waarneming[veld].to_pylist() for veld in ("bestand_id", "leverdatum")), strict=True):
        if soort.get(wie) == PERSONEN:
            standen[dag].add(wie)
        elif wie in soort:
            eerste[wie] = min(dag, eerste.get(wie, dag))
    if not standen or all(NIETS in delen[wie].split(",") for wie in eerste):
        return []
    gemeenten = ",".join(_gemeenten(werk))
    opdrachten = [
        _opdracht(wie, standen, dag, f"{gemeenten}|{stand.vergeten.num_rows}") for wie, dag in sorted(eerste.items())
    ]
    return [een for een in opdrachten if not {f"{TABEL}/{een.naam}", NIETS} & set(delen[een.bestand].split(","))]


def _opdracht(wie: int, standen: dict[date, set[int]], dag: date, rest: str) -> Opdracht:
    eerder = [stand for stand in standen if stand <= dag]
    referentie = tuple(sorted(standen[max(eerder) if eerder else min(standen)]))
    inhoud = f"{TABEL}|{wie}|{referentie}|{rest}|".encode() + versie()
    return Opdracht(wie, referentie, deelnaam(inhoud), deelnaam(inhoud + NIET_TE_VERGELIJKEN.encode()))


def _deel(stand: Manifest, wie: int) -> str | None:
    """The part of this table that a file names already."""
    [delen] = stand.bestand.filter(pc.equal(stand.bestand["bestand_id"], wie))["delen"].to_pylist()
    return next((deel for deel in delen.split(",") if deel.startswith(f"{TABEL}/")), None)


def _met_delen(stand: Manifest, nieuw: dict[int, str]) -> Manifest:
    """The manifest in which each of these files names its new part instead of the one before."""

    def delen(wie: int, oud: str) -> str:
        over = [deel for deel in oud.split(",") if deel and not deel.startswith(f"{TABEL}/")]
        return ",".join(sorted([*over, nieuw[wie]])) if wie in nieuw else oud

    kolommen = (stand.bestand[veld].to_pylist() for veld in ("bestand_id", "delen"))
    uit = pa.array([delen(wie, oud) for wie, oud in zip(*kolommen, strict=True)], pa.string())
    return stand.met(bestand=stand.bestand.set_column(stand.bestand.column_names.index("delen"), "delen", uit))


def _land(werk: Werk, wie: int, naam: str, rijen: pa.Table, kolommen: dict[str, Any]) -> dict[int, str]:
    vaste = {"bestand_id": pa.repeat(wie, rijen.num_rows), "rij": rijen["rij"]}
    [deel] = werk.schrijf({TABEL: vul_aan(TABEL, {**vaste, **kolommen}, rijen.num_rows)}, naam)
    return {wie: deel}


def _zonder_bsn(werk: Werk, bestanden: list[int]) -> dict[int, pa.Table]:
    """Per file the rows without a BSN, of those that have any."""
    stand = werk.boeken.stand.bestand
    van = stand.filter(pc.is_in(stand["bestand_id"], pa.array(bestanden, pa.int64())))["delen"].to_pylist()
    rijen = _ruw(werk, RIJEN, van, "bestand_id, rij, koppelsleutel, eigen_client", "bsn_status = 'leeg' ORDER BY ALL")
    return {wie: rijen.filter(pc.equal(rijen["bestand_id"], wie)) for wie in rijen["bestand_id"].unique().to_pylist()}


def _gemeenten(werk: Werk) -> list[str]:
    """The municipalities served, four digits, as the deliveries of areas name them."""
    delen = werk.boeken.stand.bestand.filter(pc.equal(werk.boeken.stand.bestand["soort"], "gebieden__naam"))["delen"]
    rijen = _ruw(werk, "gebieden__naam", delen.to_pylist(), "DISTINCT code[3:6] AS code", "soort = 'gemeente'")
    return sorted(rijen["code"].to_pylist())


def _ruw(werk: Werk, tabel: str, delen: list[str], wat: str, waar: str) -> pa.Table:
    genoemd = {deel for een in delen for deel in een.split(",") if deel.startswith(f"{tabel}/")}
    paden = [str(werk.home.raw / deel) for deel in sorted({f"{tabel}/leeg.parquet", *genoemd})]
    bron = f"read_parquet($paden, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    return werk.con.execute(f"SELECT {wat} FROM {bron} WHERE {waar}", {"paden": paden}).to_arrow_table()


def _tegen(
    werk: Werk, originelen: Originelen, referentie: tuple[int, ...], opdrachten: dict[Opdracht, pa.Table]
) -> dict[int, str]:
    """Link the rows of the files that have this reference, and land what came of it."""
    inwoners = originelen.inwoners(referentie, _personen(werk, referentie), _gemeenten(werk))
    exact = _eenduidig(inwoners)
    bestanden = {
        opdracht: rijen.filter(pc.invert(pc.is_in(rijen["koppelsleutel"], exact)))
        for opdracht, rijen in opdrachten.items()
    }
    wie = originelen.clienten({opdracht.bestand: rijen for opdracht, rijen in bestanden.items()})
    uitkomst = wie.select(["eigen_client"]).join(_koppel(inwoners, wie), "eigen_client")
    delen = {}
    for opdracht, rijen in bestanden.items():
        per_rij = rijen.join(uitkomst, "eigen_client").sort_by("rij")
        kolommen = {veld: per_rij[veld] for veld in ("persoon", "gewicht", "tweede_gewicht", "klasse")}
        delen |= _land(werk, opdracht.bestand, opdracht.naam, per_rij, kolommen)
    return delen


def _eenduidig(inwoners: pa.Table) -> pa.Array:
    """The keys of exactly one resident: who has one of those is linked by the exact rule, and needs no more."""
    telling = inwoners.group_by("sleutel").aggregate([("persoon", "count_distinct")])
    return telling.filter(pc.equal(telling["persoon_count_distinct"], 1))["sleutel"].combine_chunks()


def _personen(werk: Werk, bestanden: tuple[int, ...]) -> pa.Table:
    """The rows that were landed of a statement of the BRP."""
    stand = werk.boeken.stand.bestand
    delen = stand.filter(pc.is_in(stand["bestand_id"], pa.array(bestanden, pa.int64())))["delen"].to_pylist()
    kolommen = "persoon, partner, functie_adres, gemeente, koppelsleutel"
    # The part of a file may hold others too.
    waar = f"bestand_id IN ({', '.join(map(str, bestanden))}) ORDER BY bestand_id, rij"
    return _ruw(werk, PERSONEN, delen, kolommen, waar)


def _koppel(inwoners: pa.Table, wie: pa.Table) -> pa.Table:
    records = wie.rename_columns(["nr", *KENMERKEN.names]).cast(RECORDS)
    uitkomst = koppel(inwoners.select(INWONERS.names).cast(INWONERS), records, lees_instellingen())
    return uitkomst.rename_columns(["eigen_client", *uitkomst.column_names[1:]])
