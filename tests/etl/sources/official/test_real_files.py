"""Real downloads load with an exact account, and say what the offices published."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from etl.files import read_grid
from etl.indicator_rules import IndicatorRules, read_indicator_rules
from etl.outcome import Outcome
from etl.sources.official import layout_of
from etl.sources.official.reader import read_official
from etl.sources.official.slugs import indicator_id
from tests.etl.sources.official.test_layouts import OF_REAL_FILES

CENSUS_DAY, END_OF_2024, END_OF_2023 = dt.date(2022, 5, 15), dt.date(2024, 12, 31), dt.date(2023, 12, 31)
DEMOGRAPHY = "Regionaltabelle_Demografie.csv"
# Rows below the head and above the foot, and figures in them.
ACCOUNTS = {
    DEMOGRAPHY: (12439, 12439 * 26),
    "genesis_12211-0001_ffcsv_ALT__auszug.csv": (7, 7 * 5),
    "genesis_cubefile_47414BJ002__auszug.csv": (16, 16),
    "ldbnrw_12411-09i_csv_latin1__dueren.csv": (2, 2 * 92),
    "ldbnrw_12411-15i_csv_latin1__dueren.csv": (18, 18 * 3),
    "ldbnrw_12521-03i_csv_latin1__dueren.csv": (222, 222 * 3),
    "ldbnrw_22811-01i_csv_latin1__dueren.csv": (17, 17),
    "ldbnrw_22811-05i_csv_latin1__dueren.csv": (17, 17 * 7),  # one of eight columns repeats another
    "regio_12211-Z-11_ffcsv_neu_quality_on__auszug.csv": (47, 47),
    "regio_12411-01-01-4_ffcsv_ALT__auszug.csv": (5, 5),
    "regio_12411-01-01-4_ffcsv_neu__auszug.csv": (9, 9),
    "regio_12511-01-01-4_csv_2018_latin1__dueren.csv": (7, 7 * 7),
    "regio_12711-01-03-5_csv_2017__dueren.csv": (17, 17 * 42),
    "regio_12711-03-02-4_csv_2017__dueren.csv": (64, 64 * 12),
    "regio_13111-01-03-4_ffcsv_neu__minus_ist_nicht_null.csv": (12, 12),
    "regio_13111-02-02-5_csv_2017__dueren.csv": (17, 17 * 6),
    "regio_13211-01-03-5_csv_2017__dueren.csv": (17, 17 * 7),
    "regio_AI-N-01-2-5_ffcsv_ALT__dueren.csv": (17, 17 * 2),
    "regio_AI-N-01-2-5_ffcsv_neu_dezimalkomma__dueren.csv": (30, 30),
    "zensus2022_Regionaltabelle_Demografie__sonderzeichen.csv": (5, 5 * 26),
    "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv": (19, 19 * 15),
    "zensus2022_Regionaltabelle_Haushalte__dueren.csv": (19, 19 * 22),
    "zensus2022_Regionaltabelle_HoechsterSchulabschluss__dueren.csv": (19, 19 * 24),
    "zensusdb_1000A-0000_ffcsv_de__dueren.csv": (16, 16),
    "zensusdb_1000A-2022_ffcsv_de_quality_on__nrw.csv": (80, 80),
    "zensusdb_2000S-2003_ffcsv_de_stichprobe.csv": (72, 72),
}
Figure = tuple[float | None, str]


@cache
def outcome(folder: Path, file: str, rules: IndicatorRules) -> Outcome:
    grid = read_grid(folder / file, file)
    layout = layout_of(grid)
    assert layout is not None
    return read_official(grid, layout, rules)


@cache
def figures(folder: Path, file: str, rules: IndicatorRules) -> Mapping[tuple[str, str, dt.date], Figure]:
    frame = outcome(folder, file, rules).frame
    return {row[:3]: row[3:] for row in frame.select("ags", "indicator", "reference_date", "value", "quality").rows()}


@pytest.fixture(scope="session")
def official(shared_data: Path) -> Path:
    """The folder of real downloads."""
    return shared_data / "census" / "official"


@pytest.mark.parametrize("file", OF_REAL_FILES)
def test_every_row_of_a_real_file_loads(official: Path, shipped_rules: IndicatorRules, file: str) -> None:
    found = outcome(official, file, shipped_rules)
    assert found.rejected.is_empty()
    assert (found.rows_read, found.frame.height) == ACCOUNTS[file]
    assert (found.rows_loaded, found.duplicate) == (found.rows_read, 0)


@pytest.mark.parametrize("file", OF_REAL_FILES)
def test_without_rules_every_figure_loads_under_a_made_up_id(official: Path, file: str) -> None:
    found = outcome(official, file, IndicatorRules())
    assert (found.rows_read, found.frame.height) == ACCOUNTS[file]
    assert all("__" in indicator for indicator in found.frame["indicator"].unique())


@pytest.mark.parametrize(
    ("file", "ags", "indicator", "day", "expected"),
    [
        (DEMOGRAPHY, "05358", "population", CENSUS_DAY, (275392, "exact")),
        (DEMOGRAPHY, "05358", "foreign_nationals", CENSUS_DAY, (33970, "perturbed")),
        (DEMOGRAPHY, "05358", "immigration_history", CENSUS_DAY, (59878, "perturbed")),
        (DEMOGRAPHY, "05358008", "population", CENSUS_DAY, (94149, "exact")),
        (DEMOGRAPHY, "05358008", "foreign_nationals", CENSUS_DAY, (17267, "perturbed")),
        (DEMOGRAPHY, "05358008", "immigration_history", CENSUS_DAY, (29544, "perturbed")),
        (DEMOGRAPHY, "DG", "population", CENSUS_DAY, (82719540, "exact")),
        (DEMOGRAPHY, "01001000", "population", CENSUS_DAY, (95015, "exact")),
        (DEMOGRAPHY, "01054039", "foreign_nationals", CENSUS_DAY, (0, "exact")),
        (DEMOGRAPHY, "01054039", "age_under_3", CENSUS_DAY, (None, "not_published")),
        (DEMOGRAPHY, "01054039", "population", CENSUS_DAY, (9, "exact")),
        ("zensus2022_Regionaltabelle_Haushalte__dueren.csv", "05358", "households", CENSUS_DAY, (125813, "perturbed")),
        (
            "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv",
            "05358012",
            "regionaltabelle_erwerbsstatus__erwerbstat_kurz_stp__11",
            CENSUS_DAY,
            (None, "unreliable"),
        ),
        (
            "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv",
            "05358",
            "regionaltabelle_erwerbsstatus__erwerbstat_kurz_stp__11",
            CENSUS_DAY,
            (131960, "estimated"),
        ),
        ("zensusdb_1000A-0000_ffcsv_de__dueren.csv", "05358008", "population", CENSUS_DAY, (94149, "exact")),
        ("zensusdb_1000A-0000_ffcsv_de__dueren.csv", "DG", "population", CENSUS_DAY, (82719540, "exact")),
        ("ldbnrw_12411-15i_csv_latin1__dueren.csv", "05358", "population_update", END_OF_2024, (279285, "exact")),
        ("ldbnrw_12411-09i_csv_latin1__dueren.csv", "05358", "population_update", END_OF_2024, (279285, "exact")),
        ("regio_12411-01-01-4_ffcsv_neu__auszug.csv", "05358", "population_update", END_OF_2024, (279285, "exact")),
        (
            "regio_12411-01-01-4_ffcsv_neu__auszug.csv",
            "05313",
            "population_update",
            END_OF_2024,
            (None, "not_reported"),
        ),
        (
            "regio_12411-01-01-4_ffcsv_ALT__auszug.csv",
            "05358",
            "population_update_2011",
            dt.date(2022, 12, 31),
            (270833, "exact"),
        ),
        ("ldbnrw_22811-05i_csv_latin1__dueren.csv", "05358", "sgb2_recipients", END_OF_2024, (21302, "exact")),
        (
            "ldbnrw_22811-05i_csv_latin1__dueren.csv",
            "05358008",
            "asylum_benefit_recipients",
            END_OF_2024,
            (710, "rounded_to_5"),
        ),
        (
            "ldbnrw_22811-01i_csv_latin1__dueren.csv",
            "05358",
            "22811_01i__mindestsicherungsquote",
            END_OF_2023,
            (10.0, "exact"),
        ),
        (
            "ldbnrw_12521-03i_csv_latin1__dueren.csv",
            "05358",
            "12521_03i__auslaendische_bevoelkerung__insgesamt__121_albanien",
            END_OF_2024,
            (720, "rounded_to_5"),
        ),
        (
            "ldbnrw_12521-03i_csv_latin1__dueren.csv",
            "05358",
            "12521_03i__auslaendische_bevoelkerung__insgesamt__123_andorra",
            END_OF_2024,
            (None, "not_reported"),
        ),
        ("regio_AI-N-01-2-5_ffcsv_ALT__dueren.csv", "05358", "99910__ai0111", dt.date(2022, 12, 31), (16.6, "exact")),
        (
            "regio_AI-N-01-2-5_ffcsv_ALT__dueren.csv",
            "05358012",
            "99910__ai0112",
            dt.date(2022, 12, 31),
            (-0.2, "exact"),
        ),
        (
            "regio_12211-Z-11_ffcsv_neu_quality_on__auszug.csv",
            "05120",
            "12211__lbfmz01__lbform01_familien",
            dt.date(2019, 12, 31),
            (14, "limited"),
        ),
        (
            "genesis_12211-0001_ffcsv_ALT__auszug.csv",
            "DG",
            "12211__erw041__alt068_alt000b15__ges_gesm",
            END_OF_2023,
            (None, "not_meaningful"),
        ),
        (
            "genesis_cubefile_47414BJ002__auszug.csv",
            "DG",
            "47414bj002__ums103__werte4_nominal__wz08n7_wz08_49_01",
            END_OF_2024,
            (136.6, "preliminary"),
        ),
        (
            "regio_12711-03-02-4_csv_2017__dueren.csv",
            "05358",
            "12711_03_02_4__zuzuege_aus_dem_ausland_ueber_die_gemeindegrenzen__geschlecht__insgesamt__auslaender_innen",
            dt.date(2015, 12, 31),
            (6714, "exact"),
        ),
    ],
)
def test_published_figures(
    official: Path,
    shipped_rules: IndicatorRules,
    file: str,
    ags: str,
    indicator: str,
    day: dt.date,
    expected: Figure,
) -> None:
    assert figures(official, file, shipped_rules)[ags, indicator, day] == expected


def test_what_was_never_delivered_is_not_zero(official: Path, shipped_rules: IndicatorRules) -> None:
    file = "regio_13111-01-03-4_ffcsv_neu__minus_ist_nicht_null.csv"
    found = figures(official, file, shipped_rules)
    assert {figure for (ags, *_), figure in found.items() if ags == "05358"} == {(None, "not_reported")}
    assert found["DG", "13111__erw032", dt.date(2025, 6, 30)] == (34885481, "exact")


def test_two_ways_to_divide_the_same_people_stay_apart(official: Path, shipped_rules: IndicatorRules) -> None:
    found = figures(official, "zensusdb_1000A-2022_ffcsv_de_quality_on__nrw.csv", shipped_rules)
    of_age = {
        indicator.rpartition("altgr2_alt020b029__")[2]: figure[0]
        for (_, indicator, _), figure in found.items()
        if "altgr2_alt020b029__" in indicator
    }
    assert {"wdgat1_wanderung_eins", "wdgat2_wanderung_eins", "wdgat2_wanderung_beid"} <= of_age.keys()
    both = [of_age["wdgat1_eingewanderte"], of_age["wdgat1_nachkommen"]]
    assert of_age["wdgat2_wanderung_beid"] == pytest.approx(sum(filter(None, both)), abs=20)


def test_figures_of_two_bases_share_no_id(official: Path, shipped_rules: IndicatorRules) -> None:
    old, new = (
        {
            indicator
            for _, indicator, _ in figures(official, f"regio_12411-01-01-4_ffcsv_{form}__auszug.csv", shipped_rules)
        }
        for form in ("ALT", "neu")
    )
    assert len(old) == len(new) == 3
    assert old.isdisjoint(new)


def test_the_whole_of_germany_as_a_slow_reading_has_it(official: Path) -> None:
    found = figures(official, DEMOGRAPHY, IndicatorRules())
    seen = 0
    with (official / DEMOGRAPHY).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            key = row["_RS"]
            ags = "DG" if key == "00" else key[:5] + key[9:] if len(key) == 12 else key
            for heading in list(row)[4:]:
                indicator = f"regionaltabelle_demografie__{heading.lower().strip('_')}"
                text = row[heading]
                if text == "–":
                    expected: Figure = (0.0, "exact")
                elif text == ".":
                    expected = (None, "not_published")
                else:
                    expected = (float(int(text)), "exact")
                assert found[ags, indicator, CENSUS_DAY] == expected
                seen += 1
    assert seen == len(found) == 12439 * 26


def test_a_stacked_table_as_a_slow_reading_has_it(official: Path) -> None:
    file = "ldbnrw_22811-05i_csv_latin1__dueren.csv"
    found = figures(official, file, IndicatorRules())
    lines = (official / file).read_bytes().decode("iso-8859-1").split("\n")
    heads = [line.split(";")[3:] for line in lines if line.startswith(";;;")][:-1]
    rows = [line.split(";") for line in lines if re.match(r"2024;05", line)]
    expected = {}
    for _, key, _, *cells in rows:
        for at, cell in enumerate(cells):
            measure = " | ".join(head[at] for head in heads if head[at])
            expected[key, indicator_id("22811-05i", measure), END_OF_2024] = (float(cell), "exact")
    assert found == expected


CENSUS_NAMES = {
    "bevoelkerung": "population",
    "maennlich": "male",
    "weiblich": "female",
    "deutsche": "german_nationals",
    "auslaendische_staatsangehoerigkeit": "foreign_nationals",
    "alter_unter3": "age_under_3",
    "alter_75plus": "age_75_plus",
    "mit_einwanderungsgeschichte": "immigration_history",
    "eingewanderte": "immigrated",
    "nachkommen_von_eingewanderten": "descendants_of_immigrated",
    "einseitige_einwanderungsgeschichte": "immigration_history_one_sided",
    "ohne_einwanderungsgeschichte": "no_immigration_history",
    "haushalte": "households",
    "haushalte_1p": "households_1_person",
    "haushalte_6plus_p": "households_6_plus_persons",
    "haushalte_alleinerziehend": "households_single_parent",
    **{f"haushalte_{number}p": f"households_{number}_persons" for number in range(2, 6)},
    **{
        f"alter_{band}": f"age_{band}"
        for band in ("3_5", "6_9", "10_15", "16_18", "19_24", "25_39", "40_59", "60_66", "67_74")
    },
    **{
        name: f"regionaltabelle_demografie__famstnd_kurz__{number}"
        for number, name in enumerate(
            ("ledig", "verheiratet", "verwitwet", "geschieden", "familienstand_ohne_angabe"), 1
        )
    },
    **{
        name: f"regionaltabelle_erwerbsstatus__erwerbstat_kurz_stp{code}"
        for name, code in {
            "hh_befragung_personen_insgesamt": "",
            "erwerbspersonen": "__1",
            "erwerbstaetige": "__11",
            "erwerbslose": "__12",
            "nichterwerbspersonen": "__2",
        }.items()
    },
}
MINIMUM_INCOME = "Empfänger/innen von soz. Mindestsicherungsleistung"
OLD_AGE = "Grundsicherung im Alter und bei Erwerbsminderung nach dem SGB XII"
MOVES = "Zuzüge über die Gemeindegrenzen | Geschlecht | Insgesamt | Altersgruppe (unter 18 bis 65 u.m.)"
AGES_OF_MOVES = {
    "insgesamt": "Insgesamt",
    "u18": "unter 18 Jahre",
    "18_u25": "18 bis unter 25 Jahre",
    "25_u30": "25 bis unter 30 Jahre",
    "30_u50": "30 bis unter 50 Jahre",
    "50_u65": "50 bis unter 65 Jahre",
    "65plus": "65 Jahre und mehr",
}
NATIONALITIES = {"insgesamt": "Insgesamt", "deutsche": "Deutsche", "auslaender": "Ausländer(innen)"}
OTHER_NAMES = {
    "bevoelkerungsdichte": ("12411-15i", "Fortschreibung des Bevölkerungsstandes | Bevölkerungsdichte"),
    "katasterflaeche": (
        "12411-15i",
        "Flächenerhebung nach Art der tatsächlichen Nutzung | Bodenfläche (Katasterfläche) in qkm",
    ),
    "mindestsicherungsquote": ("22811-01i", "Mindestsicherungsquote"),
    "mindestsicherung_insgesamt": ("22811-05i", f"{MINIMUM_INCOME} | Insgesamt"),
    "sgb12_grundsicherung_insgesamt": ("22811-05i", f"{MINIMUM_INCOME} | {OLD_AGE} | Insgesamt"),
    "sgb12_grundsicherung_im_alter": ("22811-05i", f"{MINIMUM_INCOME} | {OLD_AGE} | im Alter"),
    "sgb12_grundsicherung_erwerbsminderung": ("22811-05i", f"{MINIMUM_INCOME} | {OLD_AGE} | bei Erwerbsminderung"),
    "sgb12_hlu_ausserhalb_einrichtungen": (
        "22811-05i",
        f"{MINIMUM_INCOME} | Hilfe zum Lebensunterhalt außerhalb von Einrichtungen nach dem SGB XII",
    ),
    "fortschreibung_bevoelkerung_zensus2011basis_GESM": ("12411", "BEVSTD | GES=GESM | basis_2011"),
    "fortschreibung_bevoelkerung_zensus2011basis_GESW": ("12411", "BEVSTD | GES=GESW | basis_2011"),
    "fortschreibung_bevoelkerung_zensus2022basis_GESM": ("12411", "BEVSTD | GES=GESM"),
    "fortschreibung_bevoelkerung_zensus2022basis_GESW": ("12411", "BEVSTD | GES=GESW"),
    "svb_wohnort_insgesamt": (
        "13111-02-02-5",
        "Sozialversicherungspfl. Beschäftigte (Wohnort) | Nationalität | Insgesamt | Geschlecht | Insgesamt",
    ),
    "svb_wohnort_auslaender": (
        "13111-02-02-5",
        "Sozialversicherungspfl. Beschäftigte (Wohnort) | Nationalität | Ausländer(innen) | Geschlecht | Insgesamt",
    ),
    "arbeitslose_insgesamt": ("13211-01-03-5", "Arbeitslose insgesamt"),
    "arbeitslose_auslaender": ("13211-01-03-5", "Arbeitslose | und zwar | Ausländer"),
    "fortzuege_ueber_gemeindegrenze_insgesamt": (
        "12711-01-03-5",
        MOVES.replace("Zuzüge", "Fortzüge") + " | Insgesamt",
    ),
    **{
        f"zuzuege_ueber_gemeindegrenze_{name}": ("12711-01-03-5", f"{MOVES} | {words}")
        for name, words in AGES_OF_MOVES.items()
    },
    **{
        f"{way}_{name}": ("12711-03-02-4", f"{heading} | Geschlecht | Insgesamt | {words}")
        for way, heading in {
            "zuzuege_aus_dem_ausland": "Zuzüge aus dem  Ausland über die Gemeindegrenzen",
            "fortzuege_ins_ausland": "Fortzüge ins Ausland über Gemeindegrenzen",
        }.items()
        for name, words in NATIONALITIES.items()
    },
}
OWN_NAMES = {
    "sgb2_gesamtregelleistung": "sgb2_recipients",
    "asylblg_regelleistungen": "asylum_benefit_recipients",
    "fortschreibung_bevoelkerung_zensus2011basis_insgesamt": "population_update_2011",
    "fortschreibung_bevoelkerung_zensus2022basis_insgesamt": "population_update",
    "fortschreibung_2024_altersjahr_Insgesamt": "population_update",
}
# Tables of the collection of which no download is here.
ELSEWHERE = ("Gemeindeverzeichnis", "12411-02-03-4", "12411-02-03-5")


def our_id(name: str) -> str | None:
    """Our id of an indicator of the collection of verified figures."""
    census, age, nation = "zensus2022_", "fortschreibung_2024_altersjahr_", "azr_auslaender_staat_"
    if name.startswith(census):
        return CENSUS_NAMES[name.removeprefix(census)]
    if name in OWN_NAMES:
        return OWN_NAMES[name]
    if name.startswith(age):
        words = name.removeprefix(age).replace("_", " ")
        head = "Bevölkerungsstand (Basis Zensus 2022 und früher) | Altersjahre (unter 1 bis 90 Jahre und mehr)"
        return indicator_id("12411-09i", f"{head} | {words}")
    if name.startswith(nation):
        return indicator_id("12521-03i", f"Ausländische Bevölkerung | Insgesamt | {name.removeprefix(nation)}")
    if name in OTHER_NAMES:
        return indicator_id(*OTHER_NAMES[name])
    return None


def test_every_verified_figure_is_reproduced(official: Path, shipped_rules: IndicatorRules) -> None:
    loaded: dict[tuple[str, str, str], float | None] = {}
    for file in OF_REAL_FILES:
        for (ags, indicator, day), (value, _) in figures(official, file, shipped_rules).items():
            loaded[ags, indicator, day.isoformat()] = value
    wrong, reproduced, elsewhere = [], 0, set()
    with (official.parent / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            indicator = our_id(row["indicator"])
            if indicator is None or any(name in row["table"] for name in ELSEWHERE):
                elsewhere.add(row["indicator"])
                continue
            said = row["reference_date"][:10]
            day = said if len(said) == 10 and said[4] == "-" and said[7] == "-" else f"{said[:4]}-12-31"
            ags = "DG" if row["ags"] == "00" else row["ags"]
            if loaded.get((ags, indicator, day)) != float(row["value"]):
                wrong.append((row["ags"], row["indicator"], day))
            reproduced += 1
    assert wrong == []
    assert reproduced == 1391
    assert not any(name.startswith(("zensus2022", "azr", "mindest", "sgb", "zuzuege")) for name in elsewhere)


def test_what_the_office_does_not_publish_stays_without_a_value(official: Path, shipped_rules: IndicatorRules) -> None:
    found = figures(official, "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv", shipped_rules)
    with (official.parent / "not_published.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 25
    for row in rows:
        assert found[row["ags"], str(our_id(row["indicator"])), CENSUS_DAY] == (None, "unreliable")


def test_the_shipped_figures_agree_with_the_downloads(project: Path, official: Path) -> None:
    rules = read_indicator_rules(project / "data")
    downloads = {
        "zensus2022_demografie.csv": DEMOGRAPHY,
        "zensus2022_haushalte.csv": "zensus2022_Regionaltabelle_Haushalte__dueren.csv",
        "bevoelkerung_2024.csv": "ldbnrw_12411-15i_csv_latin1__dueren.csv",
        "mindestsicherung_2024.csv": "ldbnrw_22811-05i_csv_latin1__dueren.csv",
    }
    for shipped, file in downloads.items():
        found = figures(official, file, rules)
        with (project / "data" / "raw" / "census" / shipped).open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text, delimiter=";"):
                key = row["ags"], row["indicator"], dt.date.fromisoformat(row["reference_date"])
                assert found[key] == (float(row["value"]), row["quality"])
