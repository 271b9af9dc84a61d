"""Indicators and code lists as data: complete in both languages, and in step with the data they name."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from etl.sources.official.slugs import UNITS
from locales import LANGUAGES
from metrics import definitions as module
from metrics.codes import PATH as CODES
from metrics.codes import codes, name
from metrics.coverage import coverage_by_municipality
from metrics.definitions import DIRECTIONS, FOLDER, KINDS, definition, definitions, described, target_groups
from metrics.need import UNITS_OF_NEED, can_be_need
from metrics.splitting import split_posts
from metrics.staffing import valid_on
from metrics.states import MISSING, NAMES, STATES, WITH_NUMBER
from warehouse import Edition, queries

IDS = list(definitions())
CONTENTS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yml")}
FAMILIES = {name: list(content["members"]) for name, content in CONTENTS.items() if "members" in content}
TEXTS = [field.name for field in fields(module.Definition) if field.type == "Text"]
CODE_LISTS: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(CODES.read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of definitions instead of ours."""
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    definitions.cache_clear()
    yield tmp_path
    definitions.cache_clear()


def test_every_file_is_a_definition_or_a_family_of_them() -> None:
    expected = [identifier for name in CONTENTS for identifier in FAMILIES.get(name, [name])]
    assert FAMILIES
    assert sorted(expected) == sorted(IDS)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_differs_in_the_words_of_its_members_alone(family: str) -> None:
    members = [definition(identifier) for identifier in FAMILIES[family]]
    for language in LANGUAGES:
        assert len({found.label[language] for found in members}) == len(members)
        named = CONTENTS[family]["members"]
        shared = {found.label[language].replace(named[found.id][language], "") for found in members}
        assert len(shared) == 1
    assert len({(found.kind, found.order, str(found.unit), str(found.source)) for found in members}) == 1


@pytest.mark.parametrize("identifier", IDS)
def test_no_field_of_a_text_stays_open(identifier: str) -> None:
    for text in TEXTS:
        assert not any("{" in words for words in getattr(definition(identifier), text).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_definitions_share_a_label(language: str) -> None:
    labels = [found.label[language] for found in definitions().values()]
    assert len(set(labels)) == len(labels)


def test_the_groups_that_matter_most_come_first_and_ages_in_their_order() -> None:
    first = ["foreign_nationals", "immigration_history", "immigrated", "asylum_benefit_recipients", "sgb2_recipients"]
    groups = list(target_groups())
    assert groups[:5] == first
    ages = [identifier for identifier in groups if identifier.startswith("age_")]
    assert ages[0] == "age_under_3"
    assert ages[-1] == "age_75_plus"
    begins = [int(identifier.split("_")[1]) for identifier in ages[1:]]
    assert begins == sorted(begins)


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_there_in_both_languages(identifier: str, text: str) -> None:
    found = getattr(definition(identifier), text)
    assert set(found) == set(LANGUAGES)
    assert all(isinstance(words, str) and words.strip() == words != "" for words in found.values())


@pytest.mark.parametrize("identifier", IDS)
def test_a_definition_is_usable(identifier: str) -> None:
    found = definition(identifier)
    assert found.id == identifier
    assert found.kind in KINDS
    assert found.direction in DIRECTIONS
    assert 0 <= found.decimals <= 3
    assert list(found.breaks) == sorted(set(found.breaks))
    assert isinstance(found.literature, str)


@pytest.mark.parametrize("identifier", IDS)
def test_an_explanation_is_one_or_two_sentences(identifier: str) -> None:
    for words in definition(identifier).explanation.values():
        assert words.endswith(".")
        assert 1 <= words.count(". ") + 1 <= 2


def test_a_gap_scale_is_symmetric_around_zero() -> None:
    breaks = definition("gap_in_posts").breaks
    assert [-limit for limit in reversed(breaks)] == list(breaks)


@pytest.mark.parametrize("identifier", ["no_such_indicator", "", "../codes", "GAP_IN_POSTS "])
def test_an_unknown_indicator_is_refused_with_the_known_ones(identifier: str) -> None:
    with pytest.raises(KeyError, match=r"known are: .*gap_in_posts"):
        definition(identifier)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "guess", "kind 'guess' is not one of"),
        ("direction", "up", "direction 'up' is not one of"),
        ("unit", "parsecs", "unit 'parsecs' is not one of persons"),
        ("source", "hearsay", "source 'hearsay' is not one of census_demography"),
        ("breaks", [1, 3, 2], "breaks must ascend"),
        ("breaks", [1, 1], "breaks must ascend"),
    ],
)
def test_a_wrong_definition_is_refused_by_the_name_of_its_file(
    folder: Path, field: str, value: Any, message: str
) -> None:
    (folder / "wrong.yml").write_text(yaml.safe_dump(CONTENTS["gap_in_posts"] | {field: value}), encoding="utf-8")
    with pytest.raises(ValueError, match=f"wrong.yml: {message}"):
        definition("wrong")


def test_an_id_is_defined_once(folder: Path) -> None:
    for file in ("ages", "more_ages"):
        (folder / f"{file}.yml").write_text(yaml.safe_dump(CONTENTS["ages"], sort_keys=False), encoding="utf-8")
    with pytest.raises(ValueError, match=r"more_ages.yml: age_under_3 has a definition in another file"):
        definitions()


def test_a_definition_cannot_be_changed() -> None:
    found = definition("gap_in_posts")
    assert replace(found, decimals=1) != found
    with pytest.raises(AttributeError):
        found.decimals = 1  # type: ignore[misc]


def test_every_shipped_count_of_people_or_households_is_a_target_group(project: Path) -> None:
    files = (project / "data" / "raw" / "census").glob("*.csv")
    shipped = pl.concat(pl.read_csv(path, separator=";", infer_schema=False) for path in files)
    units = dict(shipped.select("indicator", "unit").unique().rows())
    assert {key for key, unit in units.items() if can_be_need(unit)} == set(target_groups())
    for identifier, meaning in target_groups().items():
        assert meaning.unit == codes("unit")[units[identifier]], identifier


def test_target_groups_are_indicators_of_the_edition(edition: Edition) -> None:
    assert target_groups()
    for identifier in target_groups():
        figures = queries.indicator(edition, identifier).frame
        places = figures["ags"].str.len_chars()
        assert (places == 8).sum() == 15, f"{identifier} has no figure for some municipality"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_file_of_its_own_is_described_by_its_id(language: str) -> None:
    found = described("regionaltabelle_erwerbsstatus__erwerbstat_kurz_stp__11", "persons")
    expected = {
        "de": "Tabelle regionaltabelle erwerbsstatus: erwerbstat kurz stp 11",
        "en": "Table regionaltabelle erwerbsstatus: erwerbstat kurz stp 11",
    }
    assert found.label[language] == expected[language]
    assert found.kind == "target_group"
    assert found.unit[language] == {"de": "Personen", "en": "people"}[language]
    assert f"metrics/definitions/{found.id}.yml" in found.explanation[language]
    assert found.explanation[language].endswith(".")
    assert all(getattr(found, text)[language] for text in TEXTS)
    alone = described("newly_moved_in", "cases")
    assert alone.label[language] == {"de": "Kennzahl newly moved in", "en": "Figure newly moved in"}[language]


def test_a_file_goes_before_what_an_id_says() -> None:
    assert described("population", "per_cent") is definition("population")


def test_an_unknown_unit_stays_as_it_is() -> None:
    found = described("99910__ai0111", "kilowatt_hours")
    assert found.unit == {"de": "kilowatt hours", "en": "kilowatt hours"}
    assert found.kind == "figure"


@pytest.mark.parametrize("unit", UNITS_OF_NEED)
def test_counts_can_be_need(unit: str) -> None:
    assert can_be_need(unit)


@pytest.mark.parametrize("unit", [*sorted({*UNITS.values()} - {*UNITS_OF_NEED}), "", "2015_100", "Persons"])
def test_shares_money_and_averages_cannot_be_need(unit: str) -> None:
    assert not can_be_need(unit)
    assert described("99910__ai0111", unit).kind == "figure"


def test_every_unit_that_official_tables_have_is_named() -> None:
    assert set(UNITS.values()) <= set(codes("unit"))


@pytest.mark.parametrize("day", [dt.date(2022, 1, 1), dt.date(2024, 10, 1), dt.date(2026, 10, 31)])
@pytest.mark.parametrize("focus_area", ["welcome", None])
@pytest.mark.parametrize("group", ["foreign_nationals", "immigration_history", "sgb2_recipients"])
@pytest.mark.parametrize("rule", ["need", "equal"])
@pytest.mark.parametrize("indicator", ["fte_per_1000", "coverage_share"])
def test_breaks_tell_the_municipalities_apart_at_any_date(
    edition: Edition, indicator: str, rule: str, group: str, focus_area: str | None, day: dt.date
) -> None:
    posts = queries.posts(edition).frame.filter((pl.col("building_block") == "case_management") & valid_on(day))
    if focus_area:
        posts = posts.filter(pl.col("focus_area") == focus_area)
    figures = queries.indicator(edition, group).frame
    need = figures.filter(pl.col("ags").str.len_chars() == 8).select("ags", need="value")
    areas = queries.post_areas(edition, day).frame
    found = coverage_by_municipality(need, split_posts(posts, areas, need, rule))
    values = found["fte_per_1000"]
    if indicator == "coverage_share":
        values = values / (found["fte"].sum() * 1000 / found["need"].sum())
    classes = [bisect_right(definition(indicator).breaks, value) for value in values]
    assert len(set(classes)) >= 3
    assert max(map(classes.count, classes)) < 15 * 0.75


@pytest.mark.parametrize("field", CODE_LISTS)
def test_every_code_has_a_name_in_both_languages(field: str) -> None:
    for code, names in codes(field).items():
        assert isinstance(code, str), f"{code!r}: YAML read a code as something else than text"
        assert set(names) == set(LANGUAGES), code
        assert all(isinstance(found, str) and found for found in names.values()), code
        assert name(field, code, "de") == names["de"]


@pytest.mark.parametrize("field", CODE_LISTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_codes_of_a_list_share_a_name(field: str, language: str) -> None:
    names = [name(field, code, language) for code in codes(field)]
    assert len(set(names)) == len(names)


def test_an_unknown_list_or_code_is_refused() -> None:
    with pytest.raises(KeyError):
        codes("favourite_colour")
    with pytest.raises(KeyError):
        name("focus_area", "gardening", "de")


def test_codes_in_the_edition_have_names(edition: Edition) -> None:
    for table, column in (
        ("mart_post", "focus_area"),
        ("mart_post", "building_block"),
        ("mart_caseload", "focus_area"),
        ("mart_caseload", "case_kind"),
        ("mart_goal", "topic"),
        ("mart_characteristic", "attribute"),
        ("mart_referral", "referred_to"),
        ("mart_service", "service_type"),
    ):
        used = edition.query(f"FROM {table}")[column].drop_nulls()
        assert set(used) <= set(codes(column)), (table, column)


def test_a_figure_has_a_number_or_a_reason_why_there_is_none() -> None:
    assert sorted([*WITH_NUMBER, *MISSING]) == sorted(STATES) == sorted(NAMES)
