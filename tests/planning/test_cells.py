"""What typing into the table means: entries as people write them, cells, totals, moves and splits."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planning.allocation import check, placed
from planning.cells import edit_of_cell, edit_of_total
from planning.edit import Edit
from planning.edits import apply
from planning.entries import Amount, read_entry
from planning.moving import move, split
from planning.naming import name_for_new
from planning.refusal import Refusal
from tests.planning.plans import (
    ALDENHOVEN,
    DUEREN,
    FIRST,
    HEIMBACH,
    HUERTGENWALD,
    NEED,
    PLACES,
    allocations,
    parts_in,
    today,
    totals_of,
)

HALF = Fraction(1, 2)


def plan(*edits: Edit) -> pl.DataFrame:
    found = apply(today(), edits, FIRST, places=PLACES)
    assert found.refused == ()
    return check(found.allocation)


# CARITAS-1 with 0.6 in Düren and 0.4 in Heimbach; SKF-1 is in Düren only.
DECIDED = plan(Edit("parts", "CARITAS-1", FIRST, {DUEREN: 0.6, HEIMBACH: 0.4}))


def typed(
    post: str, ags: str, entry: str, *, allocation: pl.DataFrame = DECIDED, unit: str = "fte", keeps_total: bool = True
) -> Edit | Refusal | None:
    filled = placed(allocation, NEED)
    return edit_of_cell(filled, post, ags, entry, FIRST, unit=unit, keeps_total=keeps_total, places=PLACES)


def parts(found: Edit | Refusal | None) -> dict[str, float]:
    assert isinstance(found, Edit)
    assert found.kind == "parts"
    return dict(found.parts)


def code(found: object) -> str:
    assert isinstance(found, Refusal)
    return found.code


@pytest.mark.parametrize("entry", ["0,5", "0.5", ".5", ",5", "1/2", "½", " 0,50 ", "+0,5", "2/4", "1 / 2"])
def test_half_a_post_as_people_write_it(entry: str) -> None:
    assert read_entry(entry) == Amount(HALF, is_share=False)


@pytest.mark.parametrize(
    ("entry", "unit"), [("50 %", "fte"), ("50\u202f%", "fte"), ("50%", "share"), ("50,0", "share"), ("1/2", "share")]
)
def test_half_of_the_post_as_people_write_it(entry: str, unit: str) -> None:
    assert read_entry(entry, unit) == Amount(HALF, is_share=True)


@pytest.mark.parametrize("entry", ["", " ", "0", "0,00", "0 %", "-0"])
def test_nothing(entry: str) -> None:
    found = read_entry(entry)
    assert isinstance(found, Amount)
    assert found.value == 0


@pytest.mark.parametrize(
    ("entry", "unit", "reason"),
    [
        ("halb", "fte", "not_a_number"),
        ("1 5", "fte", "not_a_number"),
        ("--1", "fte", "not_a_number"),
        ("1.234,5", "fte", "not_a_number"),
        ("1/0", "fte", "not_a_number"),
        ("1e3", "fte", "not_a_number"),
        ("٠٫٥", "fte", "not_a_number"),
        ("nan", "fte", "not_a_number"),
        ("%", "fte", "not_a_number"),
        ("1/" + "0" * 50, "fte", "not_a_number"),
        (".", "fte", "not_a_number"),
        ("1" * 5000, "fte", "not_a_number"),
        ("-0,5", "fte", "negative"),
        ("−10 %", "fte", "negative"),
        ("0,005", "fte", "too_fine"),
        ("1/3", "fte", "too_fine"),
        ("33,33 %", "fte", "too_fine_share"),
        ("0,5", "share", "per_cent_meant"),
        ("20,01", "fte", "too_much"),
    ],
)
def test_entries_that_are_refused(entry: str, unit: str, reason: str) -> None:
    assert code(read_entry(entry, unit)) == reason


def test_the_limits_themselves_are_possible() -> None:
    assert read_entry("20") == Amount(Fraction(20), is_share=False)
    assert read_entry("0,01") == Amount(Fraction(1, 100), is_share=False)
    assert read_entry("33,3 %") == Amount(Fraction(333, 1000), is_share=True)
    with pytest.raises(ValueError, match="unknown unit 'heads'"):
        read_entry("1", "heads")


@given(st.integers(0, 2000))
def test_what_is_written_with_comma_or_point_is_read_exactly(hundredths: int) -> None:
    written = f"{hundredths / 100:.2f}"
    assert read_entry(written) == read_entry(written.replace(".", ",")) == Amount(Fraction(hundredths, 100), False)


def test_with_the_total_kept_the_others_give_and_take() -> None:
    assert parts(typed("CARITAS-1", DUEREN, "0,8")) == pytest.approx({DUEREN: 0.8, HEIMBACH: 0.2})
    assert parts(typed("CARITAS-1", DUEREN, "0,3")) == pytest.approx({DUEREN: 0.3, HEIMBACH: 0.7})
    # A new place takes 0.5 from 0.6 and 0.4 in proportion.
    assert parts(typed("CARITAS-1", ALDENHOVEN, "0,5")) == pytest.approx({ALDENHOVEN: 0.5, DUEREN: 0.3, HEIMBACH: 0.2})
    assert parts(typed("CARITAS-1", DUEREN, "")) == {HEIMBACH: 1.0}
    assert parts(typed("CARITAS-1", DUEREN, "1")) == {DUEREN: 1.0}


def test_a_single_cell_changes_the_post() -> None:
    assert parts(typed("CARITAS-1", DUEREN, "1,6", keeps_total=False)) == {DUEREN: 1.6, HEIMBACH: 0.4}
    assert parts(typed("CARITAS-1", DUEREN, "0", keeps_total=False)) == {HEIMBACH: 0.4}
    grown = plan(Edit("parts", "CARITAS-1", FIRST, parts(typed("CARITAS-1", DUEREN, "1,6", keeps_total=False))))
    assert totals_of(grown)["CARITAS-1"] == 2.0


def test_a_share_keeps_the_total_whatever_is_chosen() -> None:
    for keeps_total in (True, False):
        found = typed("CARITAS-1", DUEREN, "25 %", keeps_total=keeps_total)
        assert parts(found) == pytest.approx({DUEREN: 0.25, HEIMBACH: 0.75})
    assert parts(typed("SOZIALWERK-1", DUEREN, "50", unit="share"))[DUEREN] == pytest.approx(0.75)
    assert parts(typed("SOZIALWERK-1", DUEREN, "1/3", unit="share"))[DUEREN] == pytest.approx(0.5)


def test_an_entry_decides_a_post_that_was_split_by_need() -> None:
    """The other two places share what is left as their need does: 100 to 50 people."""
    found = parts(typed("CARITAS-1", DUEREN, "0,4", allocation=today()))
    assert found == pytest.approx({ALDENHOVEN: 0.4, DUEREN: 0.4, HEIMBACH: 0.2})


@pytest.mark.parametrize(
    ("ags", "entry", "unit"),
    [(DUEREN, "0,6", "fte"), (DUEREN, "60 %", "fte"), (DUEREN, "60", "share"), (HUERTGENWALD, "", "fte")],
)
def test_what_is_there_already_changes_nothing(ags: str, entry: str, unit: str) -> None:
    assert typed("CARITAS-1", ags, entry, unit=unit) is None


def test_the_number_shown_for_a_long_one_changes_nothing() -> None:
    """CARITAS-1 has 700 / 850 = 0.8235 FTE in Düren by need."""
    for entry in ("0,82", "82,4 %"):
        assert typed("CARITAS-1", DUEREN, entry, allocation=today()) is None
    assert parts(typed("CARITAS-1", DUEREN, "0,83", allocation=today()))[DUEREN] == 0.83


@pytest.mark.parametrize(
    ("post", "ags", "entry", "keeps_total", "reason"),
    [
        ("SKF-9", DUEREN, "1", True, "no_such_post"),
        ("SKF-1", "05334002", "1", True, "unknown_place"),
        ("CARITAS-1", DUEREN, "1,01", True, "more_than_post"),
        ("CARITAS-1", DUEREN, "101 %", False, "more_than_post"),
        ("SKF-1", DUEREN, "0", True, "only_place"),
        ("SKF-1", DUEREN, "", False, "only_place"),
        ("SKF-1", DUEREN, "0,25", True, "nowhere_to_go"),
        ("SKF-1", DUEREN, "50 %", False, "nowhere_to_go"),
        ("SKF-1", HEIMBACH, "0,1 %", True, "too_fine"),
        ("CARITAS-1", DUEREN, "19,7", False, "too_much"),
        ("CARITAS-1", DUEREN, "viel", True, "not_a_number"),
    ],
)
def test_impossible_cells(post: str, ags: str, entry: str, keeps_total: bool, reason: str) -> None:
    assert code(typed(post, ags, entry, keeps_total=keeps_total)) == reason


def test_a_refusal_says_what_is_there() -> None:
    assert typed("SKF-1", DUEREN, "0,25") == Refusal("nowhere_to_go", {"post": "SKF-1", "ags": DUEREN, "post_fte": 0.5})
    assert typed("CARITAS-1", DUEREN, "1,5") == Refusal(
        "more_than_post", {"post": "CARITAS-1", "fte": 1.5, "post_fte": 1.0}
    )


def total(post: str, entry: str) -> Edit | Refusal | None:
    return edit_of_total(placed(DECIDED, NEED), post, entry, FIRST)


def test_totals() -> None:
    assert total("CARITAS-1", "1,5") == Edit("fte", "CARITAS-1", FIRST, fte=1.5)
    assert total("SOZIALWERK-1", "50 %") == Edit("fte", "SOZIALWERK-1", FIRST, fte=0.75)
    assert total("CARITAS-1", "1") is None
    assert [code(total("SKF-1", entry)) for entry in ("", "0", "21", "5000 %", "-1", "0,1 %")] == [
        "close_instead",
        "close_instead",
        "too_much",
        "too_much",
        "negative",
        "too_fine",
    ]
    assert code(total("SKF-9", "1")) == "no_such_post"


def moved(post: str, start: str, end: str, fte: float) -> Edit | Refusal:
    return move(placed(DECIDED, NEED), post, start, end, fte, FIRST)


def test_moves() -> None:
    assert parts(moved("CARITAS-1", DUEREN, HEIMBACH, 0.25)) == pytest.approx({DUEREN: 0.35, HEIMBACH: 0.65})
    assert parts(moved("CARITAS-1", DUEREN, ALDENHOVEN, 0.6)) == {ALDENHOVEN: 0.6, HEIMBACH: 0.4}
    # 0.004 would be left in Düren: it goes along.
    assert parts(moved("CARITAS-1", DUEREN, ALDENHOVEN, 0.596)) == {ALDENHOVEN: 0.6, HEIMBACH: 0.4}


@pytest.mark.parametrize(
    ("post", "start", "end", "fte", "reason"),
    [
        ("SKF-9", DUEREN, HEIMBACH, 0.5, "no_such_post"),
        ("CARITAS-1", DUEREN, DUEREN, 0.5, "same_place"),
        ("CARITAS-1", ALDENHOVEN, DUEREN, 0.5, "not_served"),
        ("CARITAS-1", DUEREN, HEIMBACH, 0.0, "not_positive"),
        ("CARITAS-1", DUEREN, HEIMBACH, math.nan, "not_positive"),
        ("CARITAS-1", DUEREN, HEIMBACH, 0.75, "more_than_there"),
    ],
)
def test_impossible_moves(post: str, start: str, end: str, fte: float, reason: str) -> None:
    assert code(moved(post, start, end, fte)) == reason


def halves(post: str, fte: float, name: str = "CARITAS-2") -> tuple[Edit, ...] | Refusal:
    return split(placed(DECIDED, NEED), post, fte, name, FIRST)


def test_one_post_becomes_two_in_the_same_places() -> None:
    found = halves("CARITAS-1", 0.25)
    assert not isinstance(found, Refusal)
    after = apply(DECIDED, found, FIRST, places=PLACES).allocation
    assert parts_in(after, "CARITAS-1") == pytest.approx({DUEREN: 0.45, HEIMBACH: 0.3})
    assert parts_in(after, "CARITAS-2") == pytest.approx({DUEREN: 0.15, HEIMBACH: 0.1})
    assert after.filter(post="CARITAS-2").select("carrier", "focus_area").row(0) == ("Caritas", "welcome")


@pytest.mark.parametrize(
    ("post", "fte", "name", "reason"),
    [
        ("SKF-9", 0.5, "X-1", "no_such_post"),
        ("CARITAS-1", 0.5, " ", "no_name"),
        ("CARITAS-1", 0.5, "SKF-1", "name_taken"),
        ("CARITAS-1", 0.0, "X-1", "not_positive"),
        ("CARITAS-1", 1.0, "X-1", "nothing_left"),
    ],
)
def test_impossible_splits(post: str, fte: float, name: str, reason: str) -> None:
    assert code(halves(post, fte, name)) == reason


def test_names_of_new_posts() -> None:
    names = [name_for_new(today(), carrier) for carrier in ("Caritas", "Malteser Hilfsdienst", "Übersetzer e. V.", "")]
    assert names == ["CARITAS-2", "MALTESER-1", "UEBERSETZER-1", "NEU-1"]
    other = today().with_columns(carrier=pl.lit("Träger"), post=pl.col("post") + pl.lit("9"))
    assert name_for_new(other, "Träger") == "CARITAS-20"


@given(
    allocations(),
    st.sampled_from(PLACES),
    st.integers(0, 300),
    st.sampled_from(["fte", "share"]),
    st.booleans(),
    st.data(),
)
def test_entries_keep_or_change_the_total_as_chosen(
    allocation: pl.DataFrame, ags: str, number: int, unit: str, keeps_total: bool, data: st.DataObject
) -> None:
    assume(allocation.height)
    post = data.draw(st.sampled_from(allocation["post"].unique(maintain_order=True).to_list()))
    entry = f"{number / 100:.2f}" if unit == "fte" else str(number)
    filled = placed(allocation, NEED)
    found = edit_of_cell(filled, post, ags, entry, FIRST, unit=unit, keeps_total=keeps_total, places=PLACES)
    if not isinstance(found, Edit):
        return
    after = apply(allocation, [found], FIRST, places=PLACES)
    assert after.refused == ()
    check(after.allocation)
    was, now = totals_of(allocation)[post], totals_of(after.allocation)[post]
    before, cells = parts_in(filled, post), parts_in(after.allocation, post)
    wanted = number / 100 if unit == "fte" else was * number / 100
    assert cells.get(ags, 0.0) == pytest.approx(wanted, abs=1e-9)
    others = [(fte, cells[place]) for place, fte in before.items() if place != ags and place in cells]
    if keeps_total or unit == "share":
        assert now == was
        assert all(new * others[0][0] == pytest.approx(others[0][1] * old, abs=1e-9) for old, new in others)
    else:
        assert now == pytest.approx(was - before.get(ags, 0.0) + wanted)
        assert all(new == old for old, new in others)


@given(allocations(), st.sampled_from(PLACES), st.integers(1, 200), st.data())
def test_moving_and_splitting_keep_all_fte(
    allocation: pl.DataFrame, to_ags: str, hundredths: int, data: st.DataObject
) -> None:
    assume(allocation.height)
    post, start = data.draw(st.sampled_from(allocation.select("post", "ags").rows()))
    filled, was = placed(allocation, NEED), math.fsum(totals_of(allocation).values())
    made = move(filled, post, start, to_ags, hundredths / 100, FIRST)
    both = split(filled, post, hundredths / 100, "NEU-1", FIRST)
    for edits in ([made] if isinstance(made, Edit) else []), ([] if isinstance(both, Refusal) else both):
        after = apply(allocation, edits, FIRST + dt.timedelta(days=1), places=PLACES)
        assert after.refused == ()
        assert math.fsum(totals_of(check(after.allocation)).values()) == pytest.approx(was)
        assert placed(after.allocation, NEED)["fte"].sum() == pytest.approx(was)
