"""The other tables of the publication, as data: what each must look like, and which of its numbers the disclosure rule holds.

Belongs here: a few lines per table. Does not belong here: the six tables that the contract fixes (publicatie), judging
(overige_regels), or thresholds (normen.yml).

A table is judged once it stands in OVERIGE. What holds for all: its columns in this order, whole numbers where `getallen`
says so, a key that is filled and unique, closed lists and forms. What `aantallen` and the fields after it name is judged
for secrecy as well.
"""

from dataclasses import dataclass, field

from expectations.publicatie import COMBINATIES, NOEMER, PERIODE, PERIODE_MATRIX, STATUS, Tabel

GEBIED_CODE = r"^(?:GM\d{4}|WK\d{6}|BU\d{8})$"
_GEMEENTE = r"^GM\d{4}$"
_CEL = ("definitie", "periode", "eenheid", "gebied_code", "combinatie")
_GRENZEN = ("ondergrens", "bovengrens")
_OORZAKEN = (
    "personen_instelling",
    "personen_briefadres",
    "personen_adres_onbekend",
    "huishoudens_zonder_buurt",
    "extra_gezinnen",
)


@dataclass(frozen=True)
class Overig(Tabel):
    """A table with, by column:

    `mag_leeg` the parts of the key that need not be filled; `aantallen` counts of people or of what is about them: not
    visible below the threshold of their definition (without one: the rule `cbs`), and rounded as it says; `noemers` the same
    as denominators: not below the smallest, exact for a municipality; `als_noemer` the rows, by column and value, whose
    counts are denominators; `geheim` per count the column that says whether it is secret; `grenzen` a lower and an upper
    bound, on fives; `om_cel` whether those stand around the published cell of that key, and are empty when it is secret.
    """

    mag_leeg: tuple[str, ...] = ()
    aantallen: tuple[str, ...] = ()
    noemers: tuple[str, ...] = ()
    als_noemer: dict[str, str] = field(default_factory=dict)
    geheim: dict[str, str] = field(default_factory=dict)
    grenzen: tuple[str, ...] = ()
    om_cel: bool = False


OVERIGE = (
    Overig(
        naam="koppelkwaliteit",
        kolommen=("regeling", "wet", "gebied_code", "koppeling", "registraties", "geheim"),
        sleutel=("regeling", "wet", "gebied_code", "koppeling"),
        getallen=("registraties",),
        waarden={
            "wet": ("jeugd", "wmo", "pwet", "overig"),
            "koppeling": (
                *("bsn", "nummer_ongeldig", "sleutel", "waarschijnlijk", "klerk", "geen", "niet_te_vergelijken"),
                *("geschat_gemist", "geschat_onjuist"),
            ),
        },
        patroon={"gebied_code": GEBIED_CODE},
        aantallen=("registraties",),
        geheim={"registraties": "geheim"},
    ),
    Overig(
        naam="koppelmarge",
        kolommen=(*_CEL, *_GRENZEN),
        sleutel=_CEL,
        getallen=_GRENZEN,
        waarden={"eenheid": tuple(NOEMER), "combinatie": COMBINATIES},
        patroon={"periode": PERIODE, "gebied_code": GEBIED_CODE},
        grenzen=_GRENZEN,
        om_cel=True,
    ),
    Overig(
        naam="bevinding_effect",
        kolommen=("bevinding_id", *_CEL, *_GRENZEN),
        sleutel=("bevinding_id", *_CEL),
        getallen=_GRENZEN,
        waarden={"eenheid": tuple(NOEMER), "combinatie": COMBINATIES},
        patroon={"periode": PERIODE, "gebied_code": _GEMEENTE},
        grenzen=_GRENZEN,
    ),
    Overig(
        naam="huishoudens_vergelijking",
        kolommen=(
            *("gebied_code", "gebied_soort", "jaar", "huishoudensoort", "huishoudens", "cbs_huishoudens"),
            *("cbs_tabel", "cbs_jaar", "verschil", *_OORZAKEN, "verklaarbaar", "rest"),
        ),
        sleutel=("gebied_code", "jaar", "huishoudensoort"),
        getallen=("jaar", "huishoudens", "cbs_huishoudens", "cbs_jaar", "verschil", *_OORZAKEN, "verklaarbaar", "rest"),
        waarden={"gebied_soort": ("gemeente", "wijk", "buurt"), "huishoudensoort": ("adres", "gezin")},
        patroon={"gebied_code": GEBIED_CODE},
        aantallen=_OORZAKEN,
        noemers=("huishoudens",),
    ),
    Overig(
        naam="volledigheid",
        kolommen=(
            *("wet", "maat", "periode", "na_maanden", "bekend", "verwacht", "ondergrens", "bovengrens", "percentage"),
            *("zekerheid", "vergeleken", "getoetst", "getoetst_binnen", "reden", "is_laatste", "geheim", "bekend_op"),
        ),
        sleutel=("wet", "maat", "periode", "na_maanden"),
        getallen=(
            *("na_maanden", "bekend", "verwacht", "ondergrens", "bovengrens", "percentage", "zekerheid"),
            *("vergeleken", "getoetst", "getoetst_binnen"),
        ),
        waarden={"wet": ("jeugd", "wmo"), "maat": ("bedrag", "clienten", "gebruik")},
        patroon={"periode": PERIODE_MATRIX},
    ),
    Overig(
        naam="kosten",
        kolommen=(
            *("wet", "periode", "gebied_code", "productcategorie", "toegekend_euro", "gedeclareerd_euro", "clienten"),
            *("euro_per_inwoner", "euro_per_client", "geheim", "geheim_gedeclareerd", "bekend_op", "status"),
        ),
        sleutel=("wet", "periode", "gebied_code", "productcategorie"),
        getallen=("toegekend_euro", "gedeclareerd_euro", "clienten", "euro_per_inwoner", "euro_per_client"),
        waarden={"wet": ("jeugd", "wmo"), "status": STATUS},
        patroon={"periode": PERIODE, "gebied_code": GEBIED_CODE},
        aantallen=("clienten",),
    ),
    Overig(
        naam="herziening",
        kolommen=(
            *("tabel", "definitie", "periode", "eenheid", "gebied_code", "onderdeel", "aard", "waarde_vorig", "waarde"),
            *("geheim_vorig", "geheim", "vorig_bekend_op", "bekend_op", "leveringen"),
        ),
        sleutel=("tabel", "definitie", "periode", "eenheid", "gebied_code", "onderdeel"),
        mag_leeg=("definitie", "gebied_code", "onderdeel"),
        getallen=("waarde_vorig", "waarde"),
        waarden={
            "tabel": ("gebied", "huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix"),
            "aard": ("gewijzigd", "nieuw", "vervallen"),
        },
        aantallen=("waarde_vorig", "waarde"),
        als_noemer={"tabel": "gebied"},
        geheim={"waarde_vorig": "geheim_vorig", "waarde": "geheim"},
    ),
)
