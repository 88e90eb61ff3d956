"""The outside contract of the publication, as data: columns, keys and value sets per table.

Belongs here: what contract section 5 fixes. Does not belong here: judging it (marts), or thresholds (normen.yml).
"""

from dataclasses import dataclass, field

GROEPEN = ("jeugd", "pwet", "wmo", "jeugd+pwet", "jeugd+wmo", "pwet+wmo", "jeugd+pwet+wmo")
COMBINATIES = (*GROEPEN, "totaal", "geen")
AANTALLEN = ("1", "2", "3", "4", "5", "6+")
NOEMER = {"clienten": "inwoners", "huishoudens_adres": "huishoudens_adres", "huishoudens_gezin": "huishoudens_gezin"}
PERIODE = r"^\d{4}(?:H[12])?$"
PERIODE_MATRIX = r"^\d{4}(?:H[12]|M(?:0[1-9]|1[0-2]))?$"
STATUS = ("definitief", "voorlopig")


@dataclass(frozen=True)
class Tabel:
    """One table of the publication. `getallen` are its whole numbers, `waarden` the columns with a closed list,
    `patroon` those with a form.
    """

    naam: str
    kolommen: tuple[str, ...]
    sleutel: tuple[str, ...]
    getallen: tuple[str, ...]
    waarden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patroon: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Telling(Tabel):
    """A table of counts per area; its `getallen` are the count and the rate, its class is the last part of the key."""

    klassen: tuple[str, ...] = ()

    @property
    def klasse(self) -> str:
        """The column with the group or the number of facilities."""
        return self.sleutel[-1]


TELLINGEN = (
    Telling(
        naam="huishouden_overlap",
        kolommen=(
            "definitie",
            "periode",
            "huishoudensoort",
            "gebied_code",
            "combinatie",
            "huishoudens",
            "per_1000_huishoudens",
            "geheim",
            "bekend_op",
            "status",
        ),
        sleutel=("definitie", "periode", "huishoudensoort", "gebied_code", "combinatie"),
        getallen=("huishoudens", "per_1000_huishoudens"),
        waarden={"huishoudensoort": ("adres", "gezin"), "combinatie": COMBINATIES, "status": STATUS},
        patroon={"periode": PERIODE},
        klassen=COMBINATIES,
    ),
    Telling(
        naam="client_overlap",
        kolommen=(
            "definitie",
            "periode",
            "gebied_code",
            "combinatie",
            "clienten",
            "per_1000_inwoners",
            "geheim",
            "bekend_op",
            "status",
        ),
        sleutel=("definitie", "periode", "gebied_code", "combinatie"),
        getallen=("clienten", "per_1000_inwoners"),
        waarden={"combinatie": COMBINATIES, "status": STATUS},
        patroon={"periode": PERIODE},
        klassen=COMBINATIES,
    ),
    Telling(
        naam="stapeling",
        kolommen=(
            "definitie",
            "periode",
            "eenheid",
            "gebied_code",
            "aantal_voorzieningen",
            "aantal",
            "per_1000",
            "geheim",
        ),
        sleutel=("definitie", "periode", "eenheid", "gebied_code", "aantal_voorzieningen"),
        getallen=("aantal", "per_1000"),
        waarden={"eenheid": tuple(NOEMER), "aantal_voorzieningen": AANTALLEN},
        patroon={"periode": PERIODE},
        klassen=AANTALLEN,
    ),
)
GEBIED = Tabel(
    naam="gebied",
    kolommen=(
        "gebied_code",
        "gebied_soort",
        "gebied_naam",
        "bovenliggend",
        "jaar",
        "inwoners",
        "huishoudens_adres",
        "huishoudens_gezin",
    ),
    sleutel=("gebied_code", "jaar"),
    getallen=("jaar", "inwoners", "huishoudens_adres", "huishoudens_gezin"),
    waarden={"gebied_soort": ("gemeente", "wijk", "buurt")},
    patroon={"gebied_code": r"^(?:GM\d{4}|WK\d{6}|BU\d{8})$"},
)
MATRIX = Tabel(
    naam="overlap_matrix",
    kolommen=("periode", "regeling_a", "regeling_b", "clienten_a", "clienten_a_en_b", "percentage", "geheim"),
    sleutel=("periode", "regeling_a", "regeling_b"),
    getallen=("clienten_a", "clienten_a_en_b", "percentage"),
    patroon={"periode": PERIODE_MATRIX},
)
BEVINDING = Tabel(
    naam="bevinding",
    kolommen=(
        "bevinding_id",
        "regel",
        "retourcode",
        "laag",
        "bron",
        "tabel",
        "attribuut",
        "ernst",
        "aantal",
        "aantal_gecontroleerd",
        "leverancier",
        "eerste_keer",
        "laatste_keer",
        "status",
    ),
    sleutel=("bevinding_id",),
    getallen=("aantal", "aantal_gecontroleerd"),
    waarden={"ernst": ("fataal", "fout", "waarschuwing")},
)
TABELLEN = (GEBIED, *TELLINGEN, MATRIX, BEVINDING)
