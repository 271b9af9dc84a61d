"""The five stages between two editions: against a slow twin over made-up rows, and what must always hold of the steps."""

from __future__ import annotations

import datetime as dt
import tempfile
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.made_up_editions import MARTS, MadeUp, month_end, write
from warehouse import NoEditionError, compare, stages
from warehouse.compare import SCHEMA
from warehouse.stage import STAGES, method_hash
from warehouse.stage_figures import NEEDS, PROTECTION, UNITS
from warehouse.store import Store

A, B = "20250401T080000Z-aaaaaaaaaaaa", "20251001T080000Z-bbbbbbbbbbbb"
MONTHS = [dt.date(2024 + index // 12, index % 12 + 1, 1) for index in range(24)]
DAYS = [dt.date(2022, 5, 15), dt.date(2023, 12, 31), dt.date(2024, 12, 31)]
PLACES = ["05358", "05358004", "05358008"]
AREAS = ["labour_market", "psychosocial", "welcome"]
OTHER_METHOD = "cccccccccccc"

Values = dict[tuple[str, str, str], tuple[float | None, ...]]


def values(frame: pl.DataFrame) -> Values:
    return {row[:3]: row[3:8] for row in frame.rows()}


def compared(first: MadeUp, second: MadeUp, recomputed: MadeUp | None = None) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write(data, A, first)
        write(data, B, second)
        if recomputed is not None:
            write(data, f"{A}-{'0' * 12}", recomputed)
        return compare(A, B, data)


def month_of(made: MadeUp) -> dt.date | None:
    """The last month that is delivered to its end."""
    ended = [month for month in MONTHS if made.caseload_on and month_end(month) <= made.caseload_on]
    return ended[-1] if ended else None


def newest(made: MadeUp, indicator: str, digits: int) -> dt.date | None:
    return max((row[2] for row in made.indicators if row[0] == indicator and len(row[1]) == digits), default=None)


def twin(first: MadeUp, second: MadeUp, recomputed: MadeUp | None) -> Values:
    """Each quantity at each stage, one at a time, by going through all rows."""
    found: dict[tuple[str, str, str], list[float | None]] = {}
    looked_at = [
        (first, first.staffing_on, month_of(first), False),
        (recomputed, first.staffing_on, month_of(first), False),
        (second, first.staffing_on, month_of(first), False),
        (second, second.staffing_on, month_of(first), False),
        (second, second.staffing_on, month_of(second), True),
    ]
    known = [made for made in (first, recomputed, second) if made is not None]
    areas = {row[2] for made in known for row in made.posts if row[2]} | {
        row[0] for made in known for row in made.caseload
    }
    for stage, (made, day, month, is_after) in enumerate(looked_at):

        def note(quantity: str, place: str, area: str, value: float | None, stage: int = stage) -> None:
            found.setdefault((quantity, place, area), [None] * 5)[stage] = value

        if made is None:
            continue
        for indicator in NEEDS:
            for place in PLACES:
                until = newest(second if is_after else first, indicator, len(place))
                if until is None and not is_after and recomputed is not None:
                    until = newest(recomputed, indicator, len(place))
                days = [
                    row[2]
                    for row in made.indicators
                    if row[0] == indicator and len(row[1]) == len(place) and until is not None and row[2] <= until
                ]
                for row in made.indicators:
                    if row[0] == indicator and row[1] == place and days and row[2] == max(days):
                        note(f"need:{indicator}", "" if place == "05358" else place, "", row[3])
        for area in ["", *areas]:
            fte = 0.0
            for _, block, of, amount, begin, end in made.posts:
                if block == "case_management" and area in (of, "") and begin <= day and (not end or end >= day):
                    fte += amount
            note("fte", "", area, fte)
            if month in made.months:
                note(
                    "open_cases",
                    "",
                    area,
                    sum(row[3] for row in made.caseload if row[1] == month and area in ("", row[0])),
                )
        if month in made.months and month is not None:
            year = [each for each in made.months if each <= month][-12:]
            if len(year) == 12:
                note("new_cases_12m", "", "", sum(row[2] for row in made.caseload if row[1] in year))
    return {key: tuple(row) for key, row in found.items() if any(value is not None for value in row)}


@st.composite
def editions(draw: st.DrawFn) -> MadeUp:
    """Indicators of some days, posts with periods, a stretch of counted months with cases in some of them."""
    figures = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(NEEDS[:3]), st.sampled_from(PLACES), st.sampled_from(DAYS)),
            st.none() | st.integers(0, 500),
            max_size=8,
        )
    )
    post = st.tuples(
        st.sampled_from(["case_management", "overhead"]),
        st.sampled_from(AREAS),
        st.sampled_from([0.5, 1.0, 1.5, 0.1, 0.7]),
        st.sampled_from(MONTHS),
        st.none() | st.sampled_from(MONTHS[12:]),
    )
    posts = [
        (f"P{number}", block, area if block == "case_management" else None, *rest)
        for number, (block, area, *rest) in enumerate(draw(st.lists(post, max_size=5)))
    ]
    begin, length = draw(st.integers(0, 10)), draw(st.integers(0, 14))
    months = MONTHS[begin : begin + length]
    groups = st.tuples(st.sampled_from(AREAS), st.sampled_from(months or MONTHS))
    counts = st.tuples(st.integers(0, 9), st.integers(0, 9))
    cases = draw(st.dictionaries(groups, counts, max_size=20)) if months else {}
    day = draw(st.sampled_from([month_end(months[-1]), months[-1].replace(day=20)])) if months else None
    return MadeUp(
        indicators=[(*key, None if value is None else float(value), "persons") for key, value in figures.items()],
        posts=posts,
        caseload=[(*key, *value) for key, value in cases.items()],
        months=months,
        staffing_on=draw(st.sampled_from(MONTHS)),
        caseload_on=day,
    )


@settings(max_examples=20)
@given(editions(), editions(), st.none() | editions(), st.booleans())
def test_every_stage_is_what_a_slow_twin_counts(
    first: MadeUp, second: MadeUp, recomputed: MadeUp | None, is_same: bool
) -> None:
    if is_same:
        found, expected = compared(first, second), twin(first, second, first)
    else:
        other = second.but(code=OTHER_METHOD)
        by_its_method = recomputed.but(code=OTHER_METHOD) if recomputed else None
        found, expected = compared(first, other, by_its_method), twin(first, other, by_its_method)
    assert found.schema == pl.Schema(SCHEMA)
    assert values(found).keys() == expected.keys()
    for key, row in values(found).items():
        assert row == tuple(None if value is None else pytest.approx(value, abs=1e-9) for value in expected[key]), key
        if None not in row:
            steps = [Fraction(later) - Fraction(earlier) for earlier, later in pairwise(row)]
            assert sum(steps) == Fraction(row[4]) - Fraction(row[0])
    known = is_same or recomputed is not None
    assert set(found["method_is_known"]) <= {known}


@settings(max_examples=5)
@given(editions())
def test_nothing_changes_from_an_edition_to_itself(made: MadeUp) -> None:
    found = compared(made, made)
    assert found["method_is_known"].all()
    assert all(len(set(row)) == 1 for row in values(found).values())


BASE = MadeUp(
    indicators=[("foreign_nationals", "05358", DAYS[0], 1000.0, "persons")],
    posts=[("P1", "case_management", "welcome", 1.0, MONTHS[0], None)],
    caseload=[("welcome", month, 2, 10) for month in MONTHS[:13]],
    months=MONTHS[:13],
    staffing_on=dt.date(2024, 10, 1),
    caseload_on=dt.date(2025, 1, 31),
)


def changed(second: MadeUp, recomputed: MadeUp | None = None) -> dict[str, tuple[float | None, ...]]:
    """Quantity in all -> its steps method, data, posts and development, where any of them is not 0."""
    found = {}
    for (quantity, place, area), row in values(compared(BASE, second, recomputed)).items():
        steps = tuple(None if earlier is None or later is None else later - earlier for earlier, later in pairwise(row))
        if (place, area) == ("", "") and any(step != 0 for step in steps):
            found[quantity] = steps
    return found


def test_a_post_that_begins_between_the_dates_moves_posts_only() -> None:
    later = [*BASE.posts, ("P2", "case_management", "welcome", 0.5, dt.date(2025, 1, 1), None)]
    assert changed(BASE.but(posts=later, staffing_on=dt.date(2025, 2, 1))) == {"fte": (0, 0, 0.5, 0)}


def test_a_corrected_staffing_table_moves_data_only() -> None:
    corrected = [("P1", "case_management", "welcome", 0.5, MONTHS[0], None)]
    assert changed(BASE.but(posts=corrected)) == {"fte": (0, -0.5, 0, 0)}


def test_cases_that_came_late_move_data_only() -> None:
    late = [(area, month, new + 1, opened + 3) for area, month, new, opened in BASE.caseload]
    assert changed(BASE.but(caseload=late)) == {"open_cases": (0, 3, 0, 0), "new_cases_12m": (0, 12, 0, 0)}


def test_new_months_and_new_figures_move_development_only() -> None:
    second = BASE.but(
        caseload=[*BASE.caseload, ("welcome", MONTHS[13], 5, 14)],
        months=MONTHS[:14],
        caseload_on=dt.date(2025, 2, 28),
        indicators=[*BASE.indicators, ("foreign_nationals", "05358", DAYS[2], 1100.0, "persons")],
    )
    assert changed(second) == {
        "need:foreign_nationals": (0, 0, 0, 100),
        "open_cases": (0, 0, 0, 4),
        "new_cases_12m": (0, 0, 0, 3),
    }


def test_a_revised_statistic_of_the_same_day_moves_data_only() -> None:
    assert changed(BASE.but(indicators=[("foreign_nationals", "05358", DAYS[0], 990.0, "persons")])) == {
        "need:foreign_nationals": (0, -10, 0, 0)
    }


def test_a_month_cut_short_by_the_export_is_not_counted_as_one() -> None:
    second = BASE.but(
        caseload=[*BASE.caseload, ("welcome", MONTHS[13], 1, 99)], months=MONTHS[:14], caseload_on=dt.date(2025, 2, 27)
    )
    assert changed(second) == {}


def test_going_back_in_time_leads_development_back() -> None:
    earlier = BASE.but(months=MONTHS[:13], caseload_on=dt.date(2024, 12, 31))
    grown = earlier.but(
        caseload=[(area, month, new, 10 + MONTHS.index(month)) for area, month, new, _ in BASE.caseload]
    )
    assert changed(grown)["open_cases"] == (0, 12, 0, -1)


def test_what_the_later_edition_does_not_reach_is_unknown_and_not_nothing() -> None:
    earlier = BASE.but(months=MONTHS[:12], caseload=BASE.caseload[:12], caseload_on=dt.date(2024, 12, 31))
    assert values(compared(BASE, earlier))["open_cases", "", ""] == (10, 10, None, None, 10)


def test_cases_on_one_side_only_are_unknown_on_the_other() -> None:
    without = BASE.but(caseload=[], months=[], caseload_on=None)
    assert values(compared(without, BASE))["open_cases", "", ""] == (None, None, None, None, 10)
    assert values(compared(BASE, without))["open_cases", "", ""] == (10, 10, None, None, None)


def test_an_indicator_on_one_side_only_is_unknown_on_the_other() -> None:
    key = ("need:foreign_nationals", "", "")
    assert values(compared(BASE.but(indicators=[]), BASE))[key] == (None, None, None, None, 1000)
    assert values(compared(BASE, BASE.but(indicators=[])))[key] == (1000, 1000, None, None, None)


def test_a_figure_that_only_the_new_method_reads_is_of_the_day_it_reads() -> None:
    """A new rule finds a figure in the old inputs: before it was unknown, now both editions can be compared by it."""
    blind, other = BASE.but(indicators=[]), BASE.but(code=OTHER_METHOD)
    assert values(compared(blind, other, other))["need:foreign_nationals", "", ""] == (None, 1000, 1000, 1000, 1000)


@pytest.mark.parametrize(
    "difference",
    [
        {"code": OTHER_METHOD},
        {"settings": [("mappings/x.yml", "1")]},
        {"frames": [("metrics/definitions/outcomes/welcome.yml", "1")]},
    ],
)
def test_another_method_is_unknown_until_it_has_been_recomputed(difference: dict[str, Any]) -> None:
    other = BASE.but(**difference)
    found = compared(BASE, other)
    assert not found["method_is_known"].any()
    assert found["recomputed"].null_count() == found.height
    assert found["before"].null_count() == found["revised"].null_count() == 0
    more = [(area, month, new, opened + 1) for area, month, new, opened in BASE.caseload]
    assert changed(other, other.but(caseload=more))["open_cases"] == (1, -1, 0, 0)


def test_a_recomputation_by_a_third_method_says_nothing() -> None:
    found = compared(BASE, BASE.but(code=OTHER_METHOD), BASE.but(code="dddddddddddd"))
    assert not found["method_is_known"].any()


@pytest.mark.parametrize("inputs", [("raw.csv",), ("raw.csv", "reference/district.toml")])
def test_settings_of_the_district_are_no_method(inputs: tuple[str, ...]) -> None:
    """Control totals only let a load pass; and in a district without a staffing table, other posts are other inputs."""
    first, second = (BASE.but(inputs=inputs, settings=[("reference/district.toml", digest)]) for digest in "12")
    assert compared(first, second)["method_is_known"].all()


@pytest.mark.parametrize("mart", ["mart_indicator", "mart_post", "mart_caseload"])
def test_an_edition_without_a_mart_is_read_as_far_as_it_goes(mart: str) -> None:
    whole, partly = values(compared(BASE, BASE)), values(compared(BASE.but(without=[mart]), BASE))
    lost = {"mart_indicator": "need", "mart_post": "fte", "mart_caseload": "cases"}[mart]
    assert partly.keys() == whole.keys()
    for key, row in partly.items():
        assert (row[0] is None) == (lost in key[0])
        assert row[4] == whole[key][4]


def test_an_edition_without_a_table_of_counted_months_counts_those_with_cases() -> None:
    old = BASE.but(without=["mart_counted_month"])
    assert set(MARTS) > set(old.without)
    assert values(compared(old, BASE)) == values(compared(BASE, BASE))


def test_the_stages_say_what_is_read_and_when(tmp_path: Path) -> None:
    write(tmp_path, A, BASE)
    second = BASE.but(code=OTHER_METHOD, staffing_on=dt.date(2025, 7, 1), caseload_on=dt.date(2025, 3, 15))
    write(tmp_path, B, second)
    found = stages(A, B, tmp_path)
    assert [stage.name for stage in found] == list(STAGES)
    assert [stage.edition_id for stage in found] == [A, None, B, B, B]
    assert [stage.is_recomputed for stage in found] == [False, True, False, False, False]
    then, now = dt.date(2024, 10, 1), dt.date(2025, 7, 1)
    assert [stage.posts_on for stage in found] == [then, then, then, now, now]
    month, later = dt.date(2025, 1, 31), dt.date(2025, 2, 28)
    assert [stage.cases_on for stage in found] == [month, month, month, month, later]
    recomputed = write(tmp_path, f"{A}-{'1' * 12}", second)
    assert stages(A, B, tmp_path)[1].edition_id == recomputed
    assert stages(A, A, tmp_path)[1].edition_id == A
    assert not stages(A, A, tmp_path)[1].is_recomputed


def test_editions_that_cannot_be_compared(tmp_path: Path) -> None:
    write(tmp_path, A, BASE)
    with pytest.raises(NoEditionError, match=B):
        compare(A, B, tmp_path)
    write(tmp_path, B, BASE.but(district="05366"))
    with pytest.raises(ValueError, match="different districts"):
        compare(A, B, tmp_path)


def test_every_quantity_has_a_unit_and_a_class() -> None:
    assert PROTECTION.keys() == UNITS.keys()
    assert {quantity for quantity, kind in PROTECTION.items() if kind != "public"} == {"open_cases", "new_cases_12m"}
    assert {PROTECTION["open_cases"], PROTECTION["new_cases_12m"]} == {"people"}


def test_the_method_of_an_edition_has_a_name_of_its_own(tmp_path: Path) -> None:
    store = Store(tmp_path)
    names = {
        method_hash(store.manifest(write(tmp_path, f"2025040{number}T080000Z-aaaaaaaaaaaa", made)))
        for number, made in enumerate(
            [BASE, BASE.but(code=OTHER_METHOD), BASE.but(settings=[("a", "1")]), BASE.but(frames=[("a", "1")])]
        )
    }
    assert len(names) == 4
    assert all(len(name) == 12 for name in names)
