"""What the one door says of a change between two editions, to whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from metrics.protection import round_to_five
from pages._shared import door
from tests.warehouse.made_up_editions import MadeUp, write
from warehouse import Store, compare
from warehouse.stage import STAGES

A, B = "20250401T080000Z-aaaaaaaaaaaa", "20251001T080000Z-bbbbbbbbbbbb"
MONTHS = [dt.date(2024, month, 1) for month in range(1, 13)]
BASE = MadeUp(
    indicators=[("foreign_nationals", "05358", dt.date(2022, 5, 15), 1003.0, "persons")],
    posts=[("P1", "case_management", "welcome", 1.3, MONTHS[0], None)],
    caseload=[(area, month, 1, cases) for month in MONTHS for area, cases in (("welcome", 13), ("psychosocial", 2))],
    months=MONTHS,
    caseload_on=dt.date(2024, 12, 31),
)
MORE = BASE.but(caseload=[(area, month, new, cases + 4) for area, month, new, cases in BASE.caseload])
CLIENTS = pl.col("quantity").is_in(["open_cases", "new_cases_12m"])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIM_DATA_DIR", str(tmp_path))
    write(tmp_path, A, BASE)
    return tmp_path


def test_the_coordination_sees_exact_numbers(data: Path) -> None:
    write(data, B, MORE)
    assert door.compare(A, B, "coordination").equals(compare(A, B, data))


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_others_see_clients_rounded_at_each_stage_and_all_else_as_it_is(data: Path, role: str) -> None:
    write(data, B, MORE)
    exact, shown = compare(A, B, data), door.compare(A, B, role)
    assert shown.schema == exact.schema
    assert shown.filter(~CLIENTS).equals(exact.filter(~CLIENTS))
    rounded = exact.filter(CLIENTS).with_columns(round_to_five(pl.col(stage)) for stage in STAGES)
    assert shown.filter(CLIENTS).equals(rounded)
    of_welcome = shown.filter(pl.col("focus_area") == "welcome", CLIENTS).select(STAGES).row(0)
    assert of_welcome == (15.0, 15.0, 15.0, 15.0, 15.0)


def test_others_do_not_learn_that_one_or_two_are_there(data: Path) -> None:
    write(data, B, BASE)
    areas = {role: set(door.compare(A, B, role).filter(CLIENTS)["focus_area"]) for role in ("steering", "coordination")}
    assert areas == {"steering": {"", "welcome"}, "coordination": {"", "welcome", "psychosocial"}}


def test_an_unknown_role_sees_nothing(data: Path) -> None:
    write(data, B, MORE)
    with pytest.raises(ValueError, match="unknown role"):
        door.compare(A, B, "visitor")


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("real", [A, B])
def test_real_clients_are_not_compared_with_made_up_ones(data: Path, role: str, real: str) -> None:
    write(data, B, MORE)
    store = Store(data)
    path = store.database(real).with_suffix(".json")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"clients_are_example": true', '"clients_are_example": false')
    )
    with pytest.raises(door.ExampleAndReal):
        door.compare(A, B, role)
    with pytest.raises(door.ExampleAndReal):
        door.stages(A, B)


def test_an_edition_without_clients_can_be_compared_with_any(data: Path) -> None:
    write(data, B, BASE.but(caseload=[], months=[], caseload_on=None))
    assert door.compare(A, B, "steering").height == compare(A, B, data).height - 1


def test_a_recomputation_is_seen_at_once(data: Path) -> None:
    other = MORE.but(code="cccccccccccc")
    write(data, B, other)
    assert not door.compare(A, B, "steering")["method_is_known"].any()
    made = write(data, f"{A}-{'0' * 12}", BASE.but(code="cccccccccccc"))
    assert door.compare(A, B, "steering")["method_is_known"].all()
    assert door.stages(A, B)[1].edition_id == made
    assert not door.is_edition_id(made)
