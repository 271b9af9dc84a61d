"""Contracts of the marts: every column is classified, and the edition keeps them."""

from __future__ import annotations

import pytest

from etl.database import mart_files
from metrics.protection import protect
from warehouse import Edition
from warehouse.contracts import COMPUTED, DERIVED, MARTS, PEOPLE, PUBLIC, STAFF, bases, classes, columns

ALL_MARTS = sorted(MARTS)


def test_every_mart_has_one_sql_file_and_one_contract() -> None:
    assert sorted(path.stem.partition("_")[2] for path in mart_files()) == ALL_MARTS
    assert set(COMPUTED) <= set(MARTS)


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_the_edition_keeps_the_contract(edition: Edition, mart: str) -> None:
    described = edition.query(f"DESCRIBE {mart}")
    found = dict(described.select("column_name", "column_type").rows())
    assert found == {name: column.dtype for name, column in MARTS[mart].items()}


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_every_column_has_a_class_and_a_meaning(mart: str) -> None:
    for name, column in columns(mart).items():
        assert column.protection in (PUBLIC, PEOPLE, DERIVED, STAFF), name
        assert column.meaning, name
    assert set(classes(mart)) == set(columns(mart))


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_a_derived_column_rests_on_a_count_of_people(mart: str) -> None:
    for name, column in columns(mart).items():
        assert (column.base is not None) == (column.protection == DERIVED), name
        if column.base:
            assert columns(mart)[column.base].protection == PEOPLE
    assert bases(mart) == {name: column.base for name, column in columns(mart).items() if column.base}


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_counts_are_whole_numbers(mart: str) -> None:
    """But hours, their squares and means of counts, which become whole when they are rounded to 5."""
    counts = {name: column.dtype for name, column in columns(mart).items() if column.protection == PEOPLE}
    broken = {"hours", "hours_squared", "mean_open_cases"}
    assert {name for name, dtype in counts.items() if dtype != "BIGINT"} == broken & set(counts)
    assert set(counts.values()) <= {"BIGINT", "DOUBLE"}


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_the_exact_counts_of_a_mart_can_be_protected(edition: Edition, mart: str) -> None:
    """A whole mart goes through the protection of a steering group unless it is about single posts."""
    frame = edition.query(f"FROM {mart}")
    if STAFF in classes(mart).values():
        with pytest.raises(PermissionError):
            protect(frame, classes(mart), "steering", bases(mart))
    else:
        shown = protect(frame, classes(mart), "steering", bases(mart))
        assert shown.columns == frame.columns
        assert shown.height <= frame.height


def test_nothing_about_single_cases_is_in_a_mart() -> None:
    names = {name for mart in ALL_MARTS for name in columns(mart)}
    assert names.isdisjoint({"case_key", "client", "age_band", "sex", "origin_group", "residence_status"})


@pytest.mark.parametrize(
    ("narrowed_by", "expected"),
    [
        ((), PEOPLE),
        (("carrier",), STAFF),
        (("post",), STAFF),
        (("post", "month"), STAFF),
        (("carrier_group",), PEOPLE),
        (("carrier_group", "case_kind", "month"), PEOPLE),
        (("ags", "case_kind", "month"), PEOPLE),
        (("focus_area", "topic", "month"), PEOPLE),
        (("focus_area", "ags", "month"), STAFF),
        (("topic", "ags"), STAFF),
        (("focus_area", "referred_to"), PEOPLE),
        (("referred_to", "ags"), STAFF),
        (("carrier_group", "referred_to"), STAFF),
        (("carrier", "month"), STAFF),
        (("carrier_group", "focus_area"), STAFF),
        (("carrier_group", "ags"), STAFF),
        (("carrier", "focus_area"), STAFF),
        (("ags", "carrier"), STAFF),
        (("carrier", "month", "focus_area", "ags"), STAFF),
    ],
)
def test_carriers_and_posts_and_two_of_group_place_and_focus_area_point_at_employees(
    narrowed_by: tuple[str, ...], expected: str
) -> None:
    found = classes("mart_caseload", narrowed_by)
    counts = ("new_cases", "closed_cases", "open_cases", "mean_open_cases", "cases_at_begin", "services", "hours")
    assert {found[name] for name in counts} == {expected}
    assert {found[name] for name in ("ags", "carrier", "carrier_group", "focus_area", "case_kind", "month")} == {PUBLIC}
    assert found["post"] == STAFF


def test_what_is_filled_of_a_post_is_a_staff_figure_and_what_is_granted_is_not() -> None:
    """Less than granted is an employee's absence."""
    found = classes("mart_post")
    assert {name for name, kind in found.items() if kind == STAFF} == {"filled_fte"}
    assert set(classes("mart_outreach").values()) == {PUBLIC}


def test_what_is_filled_of_a_building_block_is_for_everybody_and_of_nobody() -> None:
    """The mart has no figure where fewer than five posts stand behind it; a test of it holds that."""
    assert set(classes("mart_occupancy").values()) == {PUBLIC}
    assert "post" not in columns("mart_occupancy")
