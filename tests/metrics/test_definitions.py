"""Indicators and code lists as data: complete in both languages, and in step with the data they name."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from locales import LANGUAGES
from metrics import definitions as module
from metrics.codes import PATH as CODES
from metrics.codes import codes, name
from metrics.definitions import DIRECTIONS, FOLDER, KINDS, definition, definitions, target_groups
from metrics.states import MISSING, NAMES, STATES, WITH_NUMBER
from warehouse import Edition, queries

IDS = sorted(path.stem for path in FOLDER.glob("*.yml"))
TEXTS = [field.name for field in fields(module.Definition) if field.type == "Text"]
CODE_LISTS: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(CODES.read_text(encoding="utf-8"))


def test_every_file_is_a_definition() -> None:
    assert IDS
    assert sorted(definitions()) == IDS


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
        ("breaks", [1, 3, 2], "breaks must ascend"),
        ("breaks", [1, 1], "breaks must ascend"),
    ],
)
def test_a_wrong_definition_is_refused_by_the_name_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, value: Any, message: str
) -> None:
    content = yaml.safe_load((FOLDER / "gap_in_posts.yml").read_text(encoding="utf-8")) | {field: value}
    (tmp_path / "wrong.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    definition.cache_clear()
    with pytest.raises(ValueError, match=f"wrong.yml: {message}"):
        definition("wrong")


def test_a_definition_cannot_be_changed() -> None:
    found = definition("gap_in_posts")
    assert replace(found, decimals=1) != found
    with pytest.raises(AttributeError):
        found.decimals = 1  # type: ignore[misc]


def test_target_groups_are_indicators_of_the_edition(edition: Edition) -> None:
    assert target_groups()
    for identifier in target_groups():
        figures = queries.indicator(edition, identifier).frame
        places = figures["ags"].str.len_chars()
        assert (places == 8).sum() == 15, f"{identifier} has no figure for some municipality"


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
        ("mart_goal", "topic"),
        ("mart_service", "service_type"),
    ):
        used = edition.query(f"FROM {table}")[column].drop_nulls()
        assert set(used) <= set(codes(column)), (table, column)


def test_a_figure_has_a_number_or_a_reason_why_there_is_none() -> None:
    assert sorted([*WITH_NUMBER, *MISSING]) == sorted(STATES) == sorted(NAMES)
