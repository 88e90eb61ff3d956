"""The other tables of the publication, as data: what each must look like, and which of its numbers the disclosure rule holds.

Belongs here: a few lines per table. Does not belong here: the six tables that the contract fixes (publicatie), judging
(overige_regels), or thresholds (normen.yml).

A table is judged once it stands in OVERIGE. What holds for all: its columns in this order, whole numbers where `getallen`
says so, a key that is filled and unique, closed lists and forms. What `aantallen` and the fields after it name is judged
for secrecy as well.
"""

from dataclasses import dataclass, field

from expectations.publicatie import COMBINATIES, GROEPEN, NOEMER, PERIODE, PERIODE_MATRIX, STATUS, Tabel

GEBIED_CODE = r"^(?:GM\d{4}|WK\d{6}|BU\d{8})$"
_GEMEENTE = r"^GM\d{4}$"
_CEL = ("definitie", "periode", "eenheid", "gebied_code", "combinatie")
_GRENZEN = ("ondergrens", "bovengrens")
_WET = "(?:jeugd|pwet|wmo)"
_GEBIED_SOORT = "(?:gemeente|wijk|buurt)"
_CIJFERS = ("eigen", "cbs", "eigen,cbs")
_VERSCHIL = ("pgb", "buiten_berichten", "te_laat", "woonplaats", "vanaf_18")
_UIT_EIGEN = ("verschil", "afronding", "rest", "rest_van", "rest_tot", "per_1000", "door_noemer")
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

    `cel` is a count that is the published cell of that key; `oorzaken` are what a step takes off that count: of a municipality
    alone, judged as counts of either sign, and 0 only where `zeker_nul` (per cause a column and its value) says that it
    cannot be anything else; `uit_cel` follows from that count, and is empty with it. `eigen` are the rows, by column and values,
    whose counts are our own where a table also holds those of others. `hoogstens` pairs a number with one it may not exceed.
    """

    mag_leeg: tuple[str, ...] = ()
    aantallen: tuple[str, ...] = ()
    noemers: tuple[str, ...] = ()
    als_noemer: dict[str, str] = field(default_factory=dict)
    geheim: dict[str, str] = field(default_factory=dict)
    grenzen: tuple[str, ...] = ()
    om_cel: bool = False
    cel: str | None = None
    oorzaken: tuple[str, ...] = ()
    zeker_nul: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    uit_cel: tuple[str, ...] = ()
    eigen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hoogstens: tuple[tuple[str, str], ...] = ()


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
    Overig(
        naam="aansluiting",
        kolommen=(
            *(*_CEL, "eigen", "cbs", "cbs_reden", "cbs_herkomst", "cbs_tabel", "cbs_status", "verschil", *_VERSCHIL),
            *(
                "afronding",
                "rest",
                "rest_van",
                "rest_tot",
                "noemer",
                "cbs_noemer",
                "per_1000",
                "cbs_per_1000",
                "door_noemer",
            ),
        ),
        sleutel=_CEL,
        getallen=("eigen", "cbs", *_VERSCHIL, *_UIT_EIGEN, "noemer", "cbs_noemer", "cbs_per_1000"),
        waarden={
            "definitie": ("gmsd", "alles"),
            "eenheid": tuple(NOEMER),
            "combinatie": (*GROEPEN, "totaal"),
            "cbs_reden": ("waarde", "geheim_of_onbekend", "onmogelijk", "ontbreekt"),
            "cbs_herkomst": ("CBS", "verzonnen"),
        },
        patroon={"periode": PERIODE, "gebied_code": r"^(?:GM\d{4}|WK\d{6})$"},
        aantallen=("eigen",),
        noemers=("noemer",),
        cel="eigen",
        oorzaken=_VERSCHIL,
        zeker_nul={
            "pgb": ("definitie", ("gmsd",)),
            "woonplaats": ("eenheid", ("huishoudens_adres", "huishoudens_gezin")),
        },
        uit_cel=_UIT_EIGEN,
        hoogstens=(("rest_van", "rest_tot"),),
    ),
    Overig(
        naam="benchmark",
        kolommen=(
            *("bron", "tabel", "indicator", "onderdeel", "eenheid", "periode", "gebied_code", "reeks"),
            *("gebied_naam", "waarde", "rang", "rang_van", "opmerking"),
        ),
        sleutel=("bron", "tabel", "indicator", "onderdeel", "eenheid", "periode", "gebied_code", "reeks"),
        getallen=("rang", "rang_van"),
        waarden={"reeks": ("gepubliceerd", "eigen", "eigen_adres", "eigen_gezin", "verzonnen")},
        patroon={"gebied_code": r"^(?:NL00|GM\d{4}(?:\+GM\d{4})*)$"},
        aantallen=("waarde",),
        als_noemer={"indicator": "inwoners"},
        eigen={"reeks": ("eigen", "eigen_adres", "eigen_gezin"), "eenheid": ("aantal",)},
        hoogstens=(("rang", "rang_van"),),
    ),
    Overig(
        naam="geheimhouding",
        kolommen=(
            *("definitie", "tabel", "periode", "rijen", "zichtbaar", "geheim_klein", "geheim_verborgen"),
            "verborgen_per_1000",
        ),
        sleutel=("definitie", "tabel", "periode"),
        getallen=("rijen", "zichtbaar", "geheim_klein", "geheim_verborgen", "verborgen_per_1000"),
        waarden={"tabel": ("huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")},
        patroon={"periode": PERIODE},
        hoogstens=(("zichtbaar", "rijen"), ("geheim_klein", "rijen"), ("geheim_verborgen", "rijen")),
    ),
    Overig(
        naam="bevinding_verloop",
        kolommen=(
            *("bevinding_id", "eigenaar", "aantal_open", "aantal_hersteld", "hersteld_op"),
            *("geaccepteerd_tot", "acceptatie_reden", "status"),
        ),
        sleutel=("bevinding_id",),
        getallen=("aantal_open", "aantal_hersteld"),
        waarden={"status": ("nieuw", "open", "terug", "geaccepteerd", "hersteld")},
    ),
    Overig(
        naam="periode",
        kolommen=("periode", "soort", "jaar", "begin_datum", "eind_datum", "volgorde", "status", "label"),
        sleutel=("periode",),
        getallen=("jaar", "volgorde"),
        waarden={"soort": ("jaar", "halfjaar", "maand"), "status": STATUS},
        patroon={"periode": PERIODE_MATRIX},
    ),
    Overig(
        naam="combinatie",
        kolommen=("combinatie", "label", "met_jeugd", "met_pwet", "met_wmo", "optelbaar", "volgorde"),
        sleutel=("combinatie",),
        getallen=("volgorde",),
        waarden={"combinatie": COMBINATIES},
    ),
    Overig(
        naam="definitie",
        kolommen=(
            *("definitie", "titel", "omschrijving", "reden", "wetten", "weggelaten", "telt", "perioden"),
            *("huishoudensoorten", "woonplaats", "onthulling", "beschermingsbreedte"),
        ),
        sleutel=("definitie",),
        getallen=("beschermingsbreedte",),
        waarden={
            "telt": ("gebruik op de laatste dag van de periode", "gebruik op ten minste een dag van de periode"),
            "perioden": ("halfjaar, jaar", "halfjaar", "jaar"),
            "huishoudensoorten": ("adres, gezin", "adres", "gezin"),
            "woonplaats": ("laatste dag van de periode", "laatste dag als ingezetene in de periode"),
        },
    ),
    Overig(
        naam="reeksbreuk",
        kolommen=(
            *("reeksbreuk", "titel", "omschrijving", "herkomst", "vanaf"),
            *("wetten", "gemeenten", "gebied_soorten", "cijfers"),
        ),
        sleutel=("reeksbreuk",),
        getallen=(),
        waarden={"cijfers": _CIJFERS},
        patroon={
            "wetten": rf"^{_WET}(?:,{_WET})*$",
            "gemeenten": r"^\d{4}(?:,\d{4})*$",
            "gebied_soorten": rf"^{_GEBIED_SOORT}(?:,{_GEBIED_SOORT})*$",
        },
    ),
    Overig(
        naam="trendbreuk",
        kolommen=("definitie", "wet", "gebied_code", "periode", "vorige_periode", "reeksbreuk", "titel", "cijfers"),
        sleutel=("definitie", "wet", "gebied_code", "periode", "reeksbreuk"),
        getallen=(),
        waarden={"wet": ("jeugd", "pwet", "wmo", "alle"), "cijfers": _CIJFERS},
        patroon={"gebied_code": GEBIED_CODE, "periode": PERIODE, "vorige_periode": PERIODE},
    ),
    Overig(
        naam="kolom",
        kolommen=("tabel", "kolom", "volgorde", "type", "omschrijving"),
        sleutel=("tabel", "kolom"),
        getallen=("volgorde",),
        waarden={"type": ("varchar", "integer", "date", "boolean", "decimal(14, 2)")},
        patroon={"tabel": "^[a-z_]+$", "kolom": "^[a-z0-9_]+$"},
    ),
)
