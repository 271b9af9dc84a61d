"""What page Wirkung gives away to whoever is not the coordination: rounded counts, one of place, carrier and subject at a time, and
nothing that follows from all of them together."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from math import ceil, floor
from typing import Any

import numpy as np
import polars as pl
import pytest
import streamlit as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import binom

from metrics.protection import ROUNDED_BY, StaffFiguresWithheld, protect, round_to_five
from pages._shared import door, take_away
from report import workbook
from report.sheets import Sheet
from warehouse import Edition, Store, queries
from warehouse.contracts import PEOPLE, SINGLED_OUT_BY, columns

SECTIONS = ("overview", "goals", "time", "ways", "languages", "people", "authorities", "compare")
UNITS = ("focus_area", "ags", "carrier")
MARTS = ("mart_goal", "mart_agreement", "mart_duration", "mart_service", "mart_characteristic", "mart_referral")
PEOPLE_COUNTED = {name for mart in MARTS for name, column in columns(mart).items() if column.protection == PEOPLE}
DUEREN = "05358008"
ONE_EMPLOYEE = ("Evangelische Gemeinde zu Düren", "Stadt Jülich", "Gemeinde Niederzier", "Stadt Düren")
POST = re.compile(r"\b[A-ZÄÖÜ]+(?:-[A-ZÄÖÜ]+)*-\d\b")
SAID = re.compile(r'(?:aria-label|data-card)="([^"]*)"')
COUNT_OF_BASE = re.compile(r"(?<![\d.,])(\d[\d.]*) von (\d[\d.]*)(?![\d.,]* (?:Stellen|Planstellen))")
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


@dataclass
class Seen:
    """What the door was asked and gave, and what can be saved as files."""

    asked: list[tuple[str, str, tuple[str, ...], dict[str, Any], pl.DataFrame]] = field(default_factory=list)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)

    def pictures(self) -> list[str]:
        return [make().decode() for key, make in self.files.items() if key.endswith("_svg")]

    def tables(self) -> list[Sheet]:
        for key, make in self.files.items():
            if key.endswith("xlsx"):
                make()
        return self.sheets


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Everything a page asks for and offers to save, nothing of it kept from before."""
    found = Seen()
    read, curves = door.read, door.curves
    st.cache_resource.clear()

    def spied(edition_id: str, role: str, question: str, *arguments: Any, **named: Any) -> pl.DataFrame:
        frame = read(edition_id, role, question, *arguments, **named)
        by = tuple(arguments[0]) if arguments and isinstance(arguments[0], tuple) else ()
        found.asked.append((role, question, by, named, frame))
        return frame

    def spied_curves(
        edition_id: str, role: str, process: str, by: Any, year: int | None = None, **only: Any
    ) -> pl.DataFrame:
        frame = curves(edition_id, role, process, by, year, **only)
        found.asked.append((role, "curves", tuple(by), {"year": year, **only}, frame))
        return frame

    def filled(sheets: list[Any], *_: Any) -> bytes:
        found.sheets += [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        return b""

    monkeypatch.setattr(door, "read", spied)
    monkeypatch.setattr(door, "curves", spied_curves)
    monkeypatch.setattr(workbook, "workbook", filled)
    monkeypatch.setattr(take_away, "save_button", lambda _, make, *rest: found.files.update({rest[-1]: make}))
    return found


def markups(shown: Any) -> list[str]:
    """SVG and HTML of all parts that can be picked."""
    nodes = (node for node in shown.app._tree if getattr(node, "type", "") == "bidi_component")
    return [json.loads(node.proto.json).get("markup", "") for node in nodes]


def number(shown: str) -> int:
    return int(shown.replace(".", ""))


# What is asked and shown


@pytest.mark.parametrize("section", SECTIONS)
def test_sections_ask_for_one_of_place_carrier_and_subject_and_show_multiples_of_five(
    open_page, seen: Seen, section: str
) -> None:
    role = ("steering", "planning")[SECTIONS.index(section) % 2]
    told = 0
    for by, address in zip(UNITS, ({}, {"ags": DUEREN}, {"year": "all"}), strict=True):
        shown = open_page("outcomes", outcome=section, outcome_by=by, role=role, lang="de", **address)
        assert not shown.app.exception
        words, drawn = shown.words(), [*markups(shown), *seen.pictures()]
        # Authorities are named with their posts: what they count in a year is published.
        assert section == "authorities" or not POST.search(words), POST.search(words)
        for carrier in ONE_EMPLOYEE if section != "authorities" else ():
            assert not re.search(rf"(?<!\w){re.escape(carrier)}", words.split("Quellen")[0] + "".join(drawn)), carrier
        for said in (words, *(unescape(label) for picture in drawn for label in SAID.findall(picture))):
            for count, base in COUNT_OF_BASE.findall(said):
                assert number(count) % 5 == 0 and number(base) % 5 == 0, (count, base)
                told += 1
    counted = 0
    for asked_by, question, by, named, frame in seen.asked:
        assert asked_by == role
        counts = PEOPLE_COUNTED & set(frame.columns)
        if not counts and question != "curves":
            continue
        narrowed = {*by, *(name for name, value in named.items() if value is not None)}
        assert narrowed.isdisjoint({"post", "carrier", "month", "days"}), (question, narrowed)
        assert len({SINGLED_OUT_BY[name] for name in narrowed & set(SINGLED_OUT_BY)}) < 2, (question, narrowed)
        assert named.get("target_days", 0) % 7 == 0
        for name in counts:
            assert (frame[name] % 5 == 0).all(), (question, name)
        counted += frame.height
    for sheet in seen.tables():
        assert not any(POST.search(str(cell)) or cell in ONE_EMPLOYEE for row in sheet.rows for cell in row)
        for place, column in enumerate(sheet.columns):
            whole = [row[place] for row in sheet.rows if isinstance(row[place], int)]
            if not re.match(r"Jahr|Stellen", column.heading):
                assert [cell for cell in whole if cell % 5] == [], (sheet.name, column.heading)
    assert counted or section == "authorities"
    assert told or section in ("time", "services", "authorities", "goals", "compare", "ways")


@without_exact
@pytest.mark.parametrize(
    ("question", "asked", "only"),
    [
        ("goals", (("ags", "focus_area"),), {}),
        ("goals", (("ags",),), {"topic": "subsistence"}),
        ("goals", (("carrier_group", "in_frame"),), {"ags": DUEREN}),
        ("goals", (("post",),), {}),
        ("agreements", (("carrier",),), {}),
        ("agreements", (("carrier_group", "year"),), {"focus_area": "psychosocial"}),
        ("characteristics", (("ags", "focus_area"), "sex"), {}),
        ("characteristics", ((), "sex"), {"post": "CARITAS-3"}),
        ("referrals", (("ags", "referred_to"),), {}),
        ("referrals", (("carrier_group",),), {"referred_to": "psychosocial"}),
        ("services", (("ags", "service_type"),), {"carrier_group": "one_post"}),
        ("waiting", (("days",), 14), {}),
        ("waiting", ((), 14), {"days": 3}),
        ("waiting", (("ags", "focus_area"), 14), {}),
        ("duration_steps", (("ags",), "waiting"), {}),
    ],
)
def test_the_door_refuses_what_would_tell_of_single_employees_or_days(
    loaded: Store, role: str, question: str, asked: tuple[Any, ...], only: dict[str, str]
) -> None:
    with pytest.raises(StaffFiguresWithheld):
        door.read(loaded.current_id(), role, question, *asked, **only)
    assert door.read(loaded.current_id(), "coordination", question, *asked, **only).width > 0


@without_exact
@pytest.mark.parametrize(
    ("address", "same"),
    [
        ({"outcome_by": "carrier", "outcome_area": "psychosocial"}, {"outcome_by": "carrier"}),
        ({"outcome_by": "focus_area", "outcome_carrier": "Stadt Jülich"}, {"outcome_by": "focus_area"}),
        ({"outcome_by": "carrier", "outcome_carrier": "Stadt Jülich"}, {"outcome_by": "carrier"}),
        ({"outcome_by": "post"}, {}),
        ({"year": "1999"}, {}),
        ({"target": "17"}, {"target": "14"}),
    ],
    ids=str,
)
def test_addresses_reveal_nothing(open_page, role: str, address: dict[str, str], same: dict[str, str]) -> None:
    shown, plain = (open_page("outcomes", outcome="overview", role=role, **asked) for asked in (address, same))
    assert not shown.app.exception
    assert shown.words() == plain.words()


@pytest.mark.parametrize(("role", "section"), [("steering", "goals"), ("planning", "time")])
def test_nothing_kept_for_the_coordination_is_shown_to_others(open_page, role: str, section: str) -> None:
    address = {"outcome": section, "outcome_by": "ags"}
    st.cache_resource.clear()
    first = open_page("outcomes", role=role, **address).words()
    st.cache_resource.clear()
    exact = open_page("outcomes", role="coordination", **address).words()
    assert open_page("outcomes", role=role, **address).words() == first != exact


# What rounded counts of goals tell together

YEARS = range(2021, 2027)
OUTCOMES = ("goals_reached", "goals_partly_reached", "goals_ended", "goals_open")
SETTLED, AGREED = OUTCOMES[:3], OUTCOMES
TOLD = (("goals_reached",), ("goals_partly_reached",), ("goals_open",), SETTLED)
ALL_SIX = (*TOLD, ("goals_ended",), AGREED)


def counts_of(frame: pl.DataFrame, unit: str) -> dict[tuple[str, int, str], int]:
    """(unit, year, outcome) -> goals, with every combination."""
    known = {
        (row[unit], row["year"], outcome): row[outcome] for row in frame.iter_rows(named=True) for outcome in OUTCOMES
    }
    units = sorted(frame[unit].unique())
    return {key: known.get(key, 0) for key in product(units, YEARS, OUTCOMES)}


def exactly_told(
    counts: dict[tuple[str, int, str], int],
    sums: Iterable[tuple[str, ...]],
    asked: Callable[[tuple[Any, ...]], bool] = lambda _: True,
) -> list[tuple[Any, ...]]:
    """Rounded figures (units, years, outcomes) of each unit and of all, in each year and in all, behind which only one whole number
    is possible by all of them together. `sums`: the outcomes that are summed before they are rounded; `asked`: which figures."""
    keys = list(counts)
    true = np.array([counts[key] for key in keys])
    units = sorted({unit for unit, _, _ in keys})
    figures = list(product([*([unit] for unit in units), units], [*([year] for year in YEARS), YEARS], sums))
    rows = np.array([[u in who and y in when and o in what for u, y, o in keys] for who, when, what in figures], float)
    shown = round_to_five((rows @ true).astype(int))
    limits = LinearConstraint(rows, np.maximum(shown - ROUNDED_BY, 0), shown + ROUNDED_BY)

    def end(row: np.ndarray, sign: int, *, is_whole: bool) -> int:
        found = milp(sign * row, constraints=limits, integrality=np.full(len(keys), int(is_whole)), bounds=Bounds(0))
        return sign * ceil(found.fun - 1e-6)

    def is_told(row: np.ndarray) -> bool:
        rough = end(row, 1, is_whole=False), end(row, -1, is_whole=False)
        # Whole numbers are fewer than those between the limits of fractions, and take longer.
        return rough[1] - rough[0] <= 1 and end(row, 1, is_whole=True) == end(row, -1, is_whole=True)

    return [figure for figure, row in zip(figures, rows, strict=True) if asked(figure) and is_told(row)]


@pytest.mark.parametrize("unit", ["carrier_group", "focus_area"])
def test_rounded_goals_tell_none_exactly_all_together(edition: Edition, unit: str) -> None:
    """Goals settled, reached, partly reached and open; those agreed and ended are put together from these."""
    counts = counts_of(queries.goals(edition, (unit, "year")).frame, unit)
    assert exactly_told(counts, TOLD) == []


def test_agreed_and_ended_goals_rounded_on_their_own_would_tell_some(edition: Edition) -> None:
    """Else the test above would be about nothing."""
    counts = counts_of(queries.goals(edition, ("carrier_group", "year")).frame, "carrier_group")
    assert len(exactly_told(counts, ALL_SIX, lambda figure: figure[1] == [2026])) >= 5


@without_exact
def test_agreed_and_ended_goals_are_put_together_from_rounded_ones(loaded: Store, role: str) -> None:
    for by in (("ags", "year"), ("focus_area", "topic"), ("carrier_group",), ()):
        exact, rough = (door.read(loaded.current_id(), seen_by, "goals", by) for seen_by in ("coordination", role))
        assert rough.columns == exact.columns
        assert (rough["goals_agreed"] == rough["goals_settled"] + rough["goals_open"]).all()
        others = rough["goals_settled"] - rough["goals_reached"] - rough["goals_partly_reached"]
        assert (rough["goals_ended"] == others.clip(0)).all()
        both = (
            exact.join(rough, on=by, suffix="_shown")
            if by
            else pl.concat([exact, rough.rename(lambda name: f"{name}_shown")], how="horizontal")
        )
        for name in ("goals_settled", "goals_reached", "goals_partly_reached", "goals_open"):
            assert (both[f"{name}_shown"] == round_to_five(both[name])).all()
        assert ((both["goals_ended_shown"] - both["goals_ended"]).abs() <= 3 * ROUNDED_BY).all()
        assert ((both["goals_agreed_shown"] - both["goals_agreed"]).abs() <= 2 * ROUNDED_BY).all()


# What days waited tell beside the counts of those who waited up to so many weeks

LONGEST = 364


def possible(days: np.ndarray, row: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that may have waited up to each day, by the rounded counts of every seventh day and the quartiles,
    median and limits shown in `row`."""
    up_to = np.searchsorted(np.sort(days), np.arange(LONGEST + 1), side="right")
    least, most = np.full(LONGEST + 1, len(days)), np.zeros(LONGEST + 1, int)
    middle = round_to_five(len(days))
    for people in range(middle - ROUNDED_BY, middle + ROUNDED_BY + 1):
        # One place more, as nobody has waited up to the day before the request.
        low, high = np.zeros(LONGEST + 2, int), np.full(LONGEST + 2, people)
        high[0] = 0
        for day in range(7, LONGEST + 1, 7):
            shown = round_to_five(int(up_to[day]))
            low[day + 1], high[day + 1] = max(shown - ROUNDED_BY, 0), min(shown + ROUNDED_BY, people)
        for first, last, rank, next_rank in _ranks(row, people):
            low[last + 1] = max(low[last + 1], rank)
            high[first] = min(high[first], next_rank - 1)
        low, high = np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]
        if (low <= high).all():
            least, most = np.minimum(least, low[1:]), np.maximum(most, high[1:])
    assert (least <= up_to).all() and (up_to <= most).all()
    return least, most


def _ranks(row: dict[str, Any], people: int) -> Iterator[tuple[int, int, int, int]]:
    """First and last day that a figure may stand for, the rank that had waited at most until the last and the one that had waited
    until the first at least."""
    for name, share in (("lower_quartile_days", 0.25), ("median_days", 0.5), ("upper_quartile_days", 0.75)):
        if row[name] is not None:
            place = (people - 1) * share
            yield int(row[name]), int(row[name]), floor(place) + 1, ceil(place) + 1
    rank = sum(binom.cdf(others, people, 0.5) <= 0.025 for others in range(people // 2 + 1))
    if row["median_lower_days"] is not None and rank:
        first, last = int(row["median_lower_days"]), int(row["median_upper_days"])
        wide = 6 if people <= 12 else 0
        yield first, first + wide, rank, rank
        yield max(last - wide, 0), last, people + 1 - rank, people + 1 - rank


def small_counts_told(edition: Edition, least: Mapping[str, int], most_cases: int) -> list[tuple[str, int, int]]:
    """Place, year and day up to which fewer than five people had waited, and it follows how many: every place and year, by what
    others than the coordination see with `least` people behind each figure, of at most so many rounded cases."""
    answer, found = queries.waiting(edition, ("ags", "year"), 14), []
    steps = queries.duration_steps(edition, ("ags", "year"), "waiting").frame.filter(pl.col("ending") == "interview")
    shown = protect(answer.frame, answer.classes, "steering", answer.bases, least)
    for row in shown.filter(pl.col("cases") <= most_cases).iter_rows(named=True):
        own = steps.filter((pl.col("ags") == row["ags"]) & (pl.col("year") == row["year"]))
        days = np.repeat(own["days"].to_numpy(), own["cases"].to_numpy())
        fewest, most = possible(days, row)
        found += [
            (row["ags"], row["year"], day) for day in range(7, LONGEST + 1, 7) if 0 < fewest[day] == most[day] < 5
        ]
    return found


def test_days_waited_tell_no_count_below_five(edition: Edition) -> None:
    """Without quartiles and limits of fewer than 20; with them, the test would be about something."""
    assert small_counts_told(edition, queries.waiting(edition, (), 14).least, 10**6) == []
    assert len(small_counts_told(edition, {}, 15)) >= 2


@without_exact
def test_quartiles_and_limits_rest_on_twenty_at_least(loaded: Store, role: str) -> None:
    of_parts = ["lower_quartile_days", "upper_quartile_days", "median_lower_days", "median_upper_days"]
    shown = door.read(loaded.current_id(), role, "waiting", ("ags", "year"), 14)
    few = shown.filter(pl.col("cases").is_between(10, 15))
    assert few.height and few["median_days"].null_count() == 0
    assert few.select(pl.all_horizontal(pl.col(of_parts).is_null()))["lower_quartile_days"].all()
    assert shown.filter(pl.col("cases") >= 20).select(of_parts).null_count().row(0) == (0, 0, 0, 0)
    exact = door.read(loaded.current_id(), "coordination", "waiting", ("ags", "year"), 14)
    assert exact.filter(pl.col("cases").is_between(8, 17)).select(of_parts).null_count().row(0) == (0, 0, 0, 0)
