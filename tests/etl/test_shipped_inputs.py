"""The shipped inputs against what offices and the county's concept published."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from etl.inputs import find_inputs, sha256

RAW = Path(__file__).parents[2] / "data" / "raw"
FILES = sorted(path for path in RAW.rglob("*") if path.is_file() and not path.name.endswith(".source.yml"))
FIELDS = ("kind", "title", "publisher", "licence", "attribution", "url", "reference_date", "data", "sha256")
CENSUS_DAY, END_OF_2024 = "2022-05-15", "2024-12-31"
MUNICIPALITIES = {
    "05358004": "Aldenhoven",
    "05358008": "Düren",
    "05358012": "Heimbach",
    "05358016": "Hürtgenwald",
    "05358020": "Inden",
    "05358024": "Jülich",
    "05358028": "Kreuzau",
    "05358032": "Langerwehe",
    "05358036": "Linnich",
    "05358040": "Merzenich",
    "05358044": "Nideggen",
    "05358048": "Niederzier",
    "05358052": "Nörvenich",
    "05358056": "Titz",
    "05358060": "Vettweiß",
}
AREAS = {"05358", *MUNICIPALITIES}

# id in the official collection -> ours
FIGURES = {
    "zensus2022_bevoelkerung": "population",
    "zensus2022_maennlich": "male",
    "zensus2022_weiblich": "female",
    "zensus2022_deutsche": "german_nationals",
    "zensus2022_auslaendische_staatsangehoerigkeit": "foreign_nationals",
    "zensus2022_mit_einwanderungsgeschichte": "immigration_history",
    "zensus2022_eingewanderte": "immigrated",
    "zensus2022_nachkommen_von_eingewanderten": "descendants_of_immigrated",
    "zensus2022_einseitige_einwanderungsgeschichte": "immigration_history_one_sided",
    "zensus2022_ohne_einwanderungsgeschichte": "no_immigration_history",
    "zensus2022_alter_unter3": "age_under_3",
    "zensus2022_alter_3_5": "age_3_5",
    "zensus2022_alter_6_9": "age_6_9",
    "zensus2022_alter_10_15": "age_10_15",
    "zensus2022_alter_16_18": "age_16_18",
    "zensus2022_alter_19_24": "age_19_24",
    "zensus2022_alter_25_39": "age_25_39",
    "zensus2022_alter_40_59": "age_40_59",
    "zensus2022_alter_60_66": "age_60_66",
    "zensus2022_alter_67_74": "age_67_74",
    "zensus2022_alter_75plus": "age_75_plus",
    "zensus2022_haushalte": "households",
    "zensus2022_haushalte_1p": "households_1_person",
    "zensus2022_haushalte_2p": "households_2_persons",
    "zensus2022_haushalte_3p": "households_3_persons",
    "zensus2022_haushalte_4p": "households_4_persons",
    "zensus2022_haushalte_5p": "households_5_persons",
    "zensus2022_haushalte_6plus_p": "households_6_plus_persons",
    "zensus2022_haushalte_alleinerziehend": "households_single_parent",
    "fortschreibung_bevoelkerung_zensus2022basis": "population_update",
    "sgb2_gesamtregelleistung": "sgb2_recipients",
    "asylblg_regelleistungen": "asylum_benefit_recipients",
}

# column of the official file Regionaltabelle Demografie -> our indicator
DEMOGRAPHY = {
    "0_Insgesamt_": "population",
    "GESCHLECHT__1": "male",
    "GESCHLECHT__2": "female",
    "Staatsange_kurz__1": "german_nationals",
    "Staatsange_kurz__2": "foreign_nationals",
    "Einwanderungserf_ausf__2": "immigration_history",
    "Einwanderungserf_ausf__21": "immigrated",
    "Einwanderungserf_ausf__22": "descendants_of_immigrated",
    "Einwanderungserf_ausf__3": "immigration_history_one_sided",
    "Einwanderungserf_ausf__1": "no_immigration_history",
    "Alter_infr__01": "age_under_3",
    "Alter_infr__02": "age_3_5",
    "Alter_infr__03": "age_6_9",
    "Alter_infr__04": "age_10_15",
    "Alter_infr__05": "age_16_18",
    "Alter_infr__06": "age_19_24",
    "Alter_infr__07": "age_25_39",
    "Alter_infr__08": "age_40_59",
    "Alter_infr__09": "age_60_66",
    "Alter_infr__10": "age_67_74",
    "Alter_infr__11": "age_75_plus",
}


@cache
def table(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@cache
def shipped() -> dict[tuple[str, str], dict[str, str]]:
    """(AGS, indicator) -> its row; each of them once."""
    rows = [row for path in sorted((RAW / "census").glob("*.csv")) for row in table(f"census/{path.name}")]
    found = {(row["ags"], row["indicator"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def figure(ags: str, indicator: str) -> int:
    return int(shipped()[ags, indicator]["value"])


def sidecar(path: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(path.with_name(f"{path.name}.source.yml").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_has_a_complete_sidecar_that_fits_its_bytes(path: Path) -> None:
    found = sidecar(path)
    assert set(FIELDS) <= set(found) <= {*FIELDS, "mapping"}
    assert all(found[field] for field in FIELDS if field != "url")
    assert isinstance(found["reference_date"], dt.date)
    assert found["sha256"] == sha256(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_example_files_and_only_they_are_called_so(path: Path) -> None:
    is_example = sidecar(path)["data"] == "example"
    assert path.name.startswith("Beispieldaten") == is_example
    assert str(sidecar(path)["title"]).startswith("Beispieldaten") == is_example
    assert (path.parent.name == "caseload") == is_example, "the repository ships no real client data"


def test_the_shipped_inputs_are_the_eleven_that_are_read() -> None:
    assert [found.path for found in find_inputs(RAW)] == FILES
    assert len(FILES) == 11


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_with_published_data_carry_licence_and_attribution(path: Path) -> None:
    found = sidecar(path)
    if path.parent.name == "census":
        assert "dl-de/by-2-0" in str(found["licence"])
        assert "dl-de/by-2-0" in str(found["attribution"])
    elif path.parent.name == "geo":
        assert found["attribution"] == "© GeoBasis-DE / BKG 2016 (Daten verändert)"
        assert found["licence"] == "GeoNutzV"
    else:
        assert found["attribution"]


def test_every_indicator_has_the_district_and_its_15_municipalities() -> None:
    areas = defaultdict(set)
    for ags, indicator in shipped():
        areas[indicator].add(ags)
    assert set(areas) == set(FIGURES.values())
    assert all(found == AREAS for found in areas.values())


def test_names_are_those_of_the_keys() -> None:
    assert {row["ags"]: row["name"] for row in table("municipalities/gemeinden.csv")} == MUNICIPALITIES
    names = MUNICIPALITIES | {"05358": "Kreis Düren"}
    assert all(row["name"] == names[ags] for (ags, _), row in shipped().items())
    assert all(row["Gemeinde"] == MUNICIPALITIES[row["AGS"]] for row in table("staffing/stellen_gebiete.csv"))


def test_reference_dates_units_and_qualities_are_those_of_the_source() -> None:
    for (_, indicator), row in shipped().items():
        after_the_census = indicator in ("population_update", "sgb2_recipients", "asylum_benefit_recipients")
        assert row["reference_date"] == (END_OF_2024 if after_the_census else CENSUS_DAY)
        assert row["unit"] == ("households" if indicator.startswith("households") else "persons")
    qualities = {indicator: row["quality"] for (_, indicator), row in shipped().items()}
    assert qualities["population"] == qualities["population_update"] == "exact"
    assert qualities["foreign_nationals"] == qualities["households"] == "perturbed", "cell-key method of the census"
    assert qualities["asylum_benefit_recipients"] == "rounded_to_5"


# Zensus 2022, Regionaltabelle Demografie; shares as quoted in "Konzeption für ein Kommunales Integrationsmanagement im
# Kreis Düren, Fortschreibung 2024".
@pytest.mark.parametrize(
    ("ags", "indicator", "part", "whole", "per_cent"),
    [
        ("05358", "foreign_nationals", 33_970, 275_392, 12.34),
        ("05358", "immigration_history", 59_878, 275_392, 21.74),
        ("05358008", "foreign_nationals", 17_267, 94_149, 18.34),
        ("05358008", "immigration_history", 29_544, 94_149, 31.38),
    ],
)
def test_the_four_shares_the_concept_quotes(ags: str, indicator: str, part: int, whole: int, per_cent: float) -> None:
    assert (figure(ags, indicator), figure(ags, "population")) == (part, whole)
    assert round(100 * part / whole, 2) == per_cent


def test_perturbed_figures_of_municipalities_do_not_add_up_to_the_district_and_are_left_so() -> None:
    assert sum(figure(ags, "foreign_nationals") for ags in MUNICIPALITIES) == 33_977
    assert sum(figure(ags, "population") for ags in MUNICIPALITIES) == figure("05358", "population")
    for indicator in DEMOGRAPHY.values():
        difference = figure("05358", indicator) - sum(figure(ags, indicator) for ags in MUNICIPALITIES)
        assert abs(difference) <= 12, f"{indicator}: the census perturbs by no more"


def test_updated_population_and_benefits_add_up_as_their_offices_publish_them() -> None:
    assert sum(figure(ags, "population_update") for ags in MUNICIPALITIES) == figure("05358", "population_update")
    assert sum(figure(ags, "sgb2_recipients") for ags in MUNICIPALITIES) == figure("05358", "sgb2_recipients")
    assert all(figure(ags, "asylum_benefit_recipients") % 5 == 0 for ags in AREAS)


def test_immigration_history_is_immigrated_and_descendants_and_no_one_sided() -> None:
    for ags in AREAS:
        parts = figure(ags, "immigrated") + figure(ags, "descendants_of_immigrated")
        assert abs(figure(ags, "immigration_history") - parts) <= 5, "perturbed, so nearly"
        everybody = figure(ags, "immigration_history") + figure(ags, "immigration_history_one_sided")
        assert abs(everybody + figure(ags, "no_immigration_history") - figure(ags, "population")) <= 10


def test_figures_equal_the_verified_collection(shared_data: Path) -> None:
    with (shared_data / "census" / "figures.csv").open(encoding="utf-8", newline="") as stream:
        official = {
            (row["ags"], FIGURES[row["indicator"]], row["reference_date"][:4]): float(row["value"])
            for row in csv.DictReader(stream)
            if row["indicator"] in FIGURES and row["ags"] in AREAS
        }
    # A figure for a year stands there without a day.
    ours = {(ags, name, row["reference_date"][:4]): float(row["value"]) for (ags, name), row in shipped().items()}
    assert ours == {key: value for key, value in official.items() if key in ours}
    assert len(ours) == 32 * 16


def test_demography_equals_the_official_file(shared_data: Path) -> None:
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    official = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            ars = row["_RS"]
            ags = ars[:5] + ars[9:12]
            if ags in AREAS and len(ars) in (5, 12):
                official |= {(ags, ours): int(row[column]) for column, ours in DEMOGRAPHY.items()}
    assert len(official) == 16 * 21
    assert {key: figure(*key) for key in official} == official


def official_table(path: Path) -> dict[str, list[str]]:
    """AGS -> cells of a table of Landesdatenbank NRW (ISO-8859-1, rows `date;key;name;values…`, footer cut off)."""
    text = re.split(r"^_{5,}", path.read_bytes().decode("iso-8859-1"), flags=re.MULTILINE)[0]
    rows = [line.split(";") for line in text.splitlines() if re.match(r"(\d{2}\.\d{2}\.)?\d{4};05", line)]
    assert {row[0][-4:] for row in rows} == {"2024"}
    return {row[1]: row for row in rows}


def test_updated_population_equals_the_official_file(shared_data: Path) -> None:
    rows = official_table(shared_data / "census/official/ldbnrw_12411-15i_csv_latin1__dueren.csv")
    assert {ags: figure(ags, "population_update") for ags in AREAS} == {ags: int(rows[ags][3]) for ags in AREAS}


def test_benefit_recipients_equal_the_official_file(shared_data: Path) -> None:
    path = shared_data / "census/official/ldbnrw_22811-05i_csv_latin1__dueren.csv"
    headings = path.read_bytes().decode("iso-8859-1").splitlines()[5:9]
    stacked = [" ".join(cells) for cells in zip(*(line.split(";") for line in headings), strict=True)]
    (asylum,) = (
        place for place, text in enumerate(stacked) if "Asylbewerberleistungsgesetz" in text or "AsylbLG" in text
    )
    jobseekers = [place for place, text in enumerate(stacked) if "nach dem SGB II" in text and "SGB XII" not in text]
    rows = official_table(path)
    for ags in AREAS:
        assert {int(rows[ags][place]) for place in jobseekers} == {figure(ags, "sgb2_recipients")}
        assert int(rows[ags][asylum]) == figure(ags, "asylum_benefit_recipients")


CARITAS = "Caritasverband für die Region Düren-Jülich e. V."
SKF = "Sozialdienst katholischer Frauen e. V. Düren"
DIAKONIE = "Diakonisches Werk des Kirchenkreises Jülich"
EVANGELISCHE = "Evangelische Gemeinde zu Düren"
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
WELCOME, LABOUR, PSYCHOSOCIAL = "Willkommensberatung", "Arbeitsmarktintegration", "Psychosoziale Beratung"
NORTH = {"Jülich", "Linnich", "Niederzier", "Aldenhoven", "Titz"}

# Posts of case management with the municipalities that are named for them: "Konzeption für ein Kommunales
# Integrationsmanagement im Kreis Düren, Fortschreibung 2024", Baustein 2.
CASE_MANAGEMENT = [
    ("CARITAS-1", CARITAS, WELCOME, "1,0", {"Heimbach", "Nideggen", "Kreuzau"}),
    ("CARITAS-2", CARITAS, WELCOME, "0,5", {"Vettweiß", "Hürtgenwald"}),
    ("CARITAS-3", CARITAS, PSYCHOSOCIAL, "1,0", {"Düren"}),
    ("SKF-1", SKF, WELCOME, "0,5", {"Inden", "Langerwehe"}),
    ("SKF-2", SKF, WELCOME, "0,5", {"Düren"}),
    ("SKF-3", SKF, WELCOME, "1,0", {"Düren"}),
    ("DIAKONIE-1", DIAKONIE, WELCOME, "1,0", NORTH),
    ("DIAKONIE-2", DIAKONIE, WELCOME, "0,5", NORTH),
    ("EVANGELISCHE-1", EVANGELISCHE, WELCOME, "1,0", {"Nörvenich", "Merzenich", "Düren"}),
    ("SOZIALWERK-1", SOZIALWERK, LABOUR, "1,5", set()),
    ("SOZIALWERK-2", SOZIALWERK, LABOUR, "1,0", set()),
    ("STADT-DUEREN-1", "Stadt Düren", WELCOME, "1,0", {"Düren"}),
    ("STADT-JUELICH-1", "Stadt Jülich", WELCOME, "1,0", {"Jülich"}),
    ("NIEDERZIER-1", "Gemeinde Niederzier", WELCOME, "0,5", {"Niederzier"}),
]


def areas_of(post: str, named: str) -> list[dict[str, str]]:
    rows = table("staffing/stellen_gebiete.csv")
    return [row for row in rows if row["Stelle"] == post and row["im Konzept genannt"] == named]


@pytest.mark.parametrize(
    ("post", "carrier", "focus_area", "fte", "named"), CASE_MANAGEMENT, ids=[row[0] for row in CASE_MANAGEMENT]
)
def test_posts_of_case_management_are_those_of_the_concept(
    post: str, carrier: str, focus_area: str, fte: str, named: set[str]
) -> None:
    (row,) = (row for row in table("staffing/stellen.csv") if row["Stelle"] == post)
    assert (row["Baustein"], row["Träger"], row["Schwerpunkt"], row["VZÄ"]) == (
        "Case-Management",
        carrier,
        focus_area,
        fte,
    )
    assert {area["Gemeinde"] for area in areas_of(post, "ja")} == named


def test_there_are_no_other_posts_in_case_management() -> None:
    posts = [row["Stelle"] for row in table("staffing/stellen.csv") if row["Baustein"] == "Case-Management"]
    assert posts == [row[0] for row in CASE_MANAGEMENT]


# Same concept, Bausteine 1 and 3.
@pytest.mark.parametrize(
    ("block", "carrier", "fte"),
    [
        ("Strategisches Overhead", "Kreis Düren", [1.0, 1.0, 1.0, 0.5]),
        ("Ausländer- und Einbürgerungsbehörde", "Kreis Düren", [1.5, 1.5]),
        ("Ausländer- und Einbürgerungsbehörde", "Stadt Düren", [1.0]),
    ],
)
def test_posts_of_the_other_building_blocks_are_those_of_the_concept(
    block: str, carrier: str, fte: list[float]
) -> None:
    found = [
        float(row["VZÄ"].replace(",", "."))
        for row in table("staffing/stellen.csv")
        if (row["Baustein"], row["Träger"]) == (block, carrier)
    ]
    assert found == fte


def test_all_municipalities_are_named_for_welcome_counselling() -> None:
    named: set[str] = set()
    for _, _, focus_area, _, municipalities in CASE_MANAGEMENT:
        named |= municipalities if focus_area == WELCOME else set()
    assert named == set(MUNICIPALITIES.values())


def test_what_the_concept_leaves_open_is_marked_as_an_assumption() -> None:
    for row in table("staffing/stellen.csv"):
        is_dated = row["Stelle"] == "NIEDERZIER-1"
        assert row["gültig ab"] == ("01.10.2024" if is_dated else "01.01.2021")
        assert bool(row["Annahme"]) == (not is_dated)
    for row in table("staffing/stellen_gebiete.csv"):
        assert bool(row["Annahme"]) == (row["im Konzept genannt"] == "nein")
        assert row["Anteil"] == "", "no split of a post is fixed by the concept"


def test_posts_without_named_municipalities_are_assumed_to_serve_as_the_assumption_says() -> None:
    for post in ("SOZIALWERK-1", "SOZIALWERK-2"):
        assert {row["Gemeinde"] for row in areas_of(post, "nein")} == set(MUNICIPALITIES.values())
    southern = areas_of("CARITAS-3", "nein")
    assert {row["Gemeinde"] for row in southern} == {"Heimbach", "Hürtgenwald", "Kreuzau", "Nideggen", "Vettweiß"}
    assert all("südlicher Kreis" in row["Annahme"] for row in southern)
