"""How two registrations are compared: per subject the levels, from most to least alike, and which pairs are compared at all.

Belongs here: the conditions, in SQL. Does not belong here: what a level weighs (instellingen.yml), or the columns (vorm).

The conditions say the same whichever side is left: Splink chooses the sides.
"""

NIVEAUS: dict[str, dict[str, str]] = {
    "achternaam": {
        "leeg": "naam_l IS NULL OR naam_r IS NULL",
        "gelijk": "naam_l = naam_r",
        # Own name, partner's name or both, in any order: what one says, the other says as well.
        "dezelfde_namen": "list_has_all(delen_l, delen_r) OR list_has_all(delen_r, delen_l)",
        "een_tikfout": "jaro_winkler_similarity(naam_l, naam_r) >= 0.92",
        "een_naam_gedeeld": "list_has_any(delen_l, delen_r)",
        "lijkt": "jaro_winkler_similarity(naam_l, naam_r) >= 0.82",
        "anders": "ELSE",
    },
    "geboortedatum": {
        "leeg": "geboren_l IS NULL OR geboren_r IS NULL",
        "gelijk": "geboren_l = geboren_r",
        "dag_en_maand_verwisseld": "geboren_l = gespiegeld_r",
        "een_teken": "damerau_levenshtein(geboren_l, geboren_r) = 1",
        "twee_delen_gelijk": "(jaar_l = jaar_r)::INT + (geboren_l[5:6] = geboren_r[5:6])::INT + (geboren_l[7:8] = geboren_r[7:8])::INT = 2",
        "anders": "ELSE",
    },
    "adres": {
        "leeg": "pc6_l IS NULL OR pc6_r IS NULL",
        "gelijk": "adres_l = adres_r",
        "een_teken": "damerau_levenshtein(adres_l, adres_r) = 1",
        "straat": "pc6_l = pc6_r",
        "buurt": "pc4_l = pc4_r",
        "anders": "ELSE",
    },
}
LEEG, REST = "leeg", "anders"
FREQUENTIE = {("achternaam", "gelijk"): "naam"}
"""The level that weighs more for a value that is rare among the residents, and the column of that value."""
SLEUTELS = (
    (("geboren",), ("geboren",)),
    (("adres",), ("adres",)),
    (("naam", "jaar"), ("naam", "jaar")),
    (("geboren",), ("gespiegeld",)),
)
"""A pair is compared when for one of these the columns of the one are equal to those of the other."""
BLOKKEN = tuple(" AND ".join(f"l.{een} = r.{ander}" for een, ander in zip(*paar, strict=True)) for paar in SLEUTELS)
"""The same in SQL; each is an equality, so that it can be a hash join."""
