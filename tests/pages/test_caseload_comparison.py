"""What is counted and expected of every unit, against a slow twin that goes through cases, services and days one by one."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from locales import Language
from pages._shared.visit import Visit
from pages.caseload.comparison import comparison
from pages.caseload.supply import need_of_split
from pages.caseload.view import MEASURES, CaseloadView
from warehouse import Edition, Store, open_edition

MONTHS_OF_A_YEAR = 12
# A project post begins and ends within the twelve months, and one post leaves a municipality in the middle of a month's run.
UNTIL = dt.date(2023, 7, 1)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def history(staffed: Store) -> Iterator[Edition]:
    """Posts that change over time, one of them half vacant."""
    with open_edition(data=staffed.data) as found:
        yield found


def rows_of(edition: Edition, sql: str) -> list[Row]:
    return edition.query(sql).to_dicts()


def days_of(month: dt.date) -> list[dt.date]:
    return [month.replace(day=day + 1) for day in range(calendar.monthrange(month.year, month.month)[1])]


def months_until(month: dt.date) -> list[dt.date]:
    numbers = [month.year * 12 + month.month - 1 - back for back in reversed(range(MONTHS_OF_A_YEAR))]
    return [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]


def is_there(row: Row, day: dt.date) -> bool:
    return (row["valid_from"] or day) <= day <= (row["valid_to"] or day)


def posts_by_hand(edition: Edition, view: CaseloadView, need: dict[str, float]) -> Counter[tuple[str, str]]:
    """(unit, focus area) -> FTE: the mean of the months' means over their days, each post split by need where places are compared."""
    span = [view.month] if view.is_stock else months_until(view.month)
    areas = rows_of(edition, "FROM post_area")
    periods = rows_of(edition, "FROM post_period JOIN post USING (post) WHERE building_block = 'case_management'")
    found: Counter[tuple[str, str]] = Counter()
    for period in periods:
        for month in span:
            days = days_of(month)
            for day in (day for day in days if is_there(period, day)):
                fte = period["filled_fte" if view.fte == "filled" else "fte"] / len(days) / len(span)
                served = [row["ags"] for row in areas if row["post"] == period["post"] and is_there(row, day)]
                parts = {ags: need[ags] / sum(need[other] for other in served) for ags in served}
                for unit, part in parts.items() if view.by == "ags" else [(period[view.by], 1.0)]:
                    found[unit, period["focus_area"]] += fte * part
    return found


def counts_by_hand(edition: Edition, view: CaseloadView) -> Counter[tuple[str, str]]:
    """(unit, focus area) -> what the view's measure counts."""
    months = months_until(view.month)
    first, last = months[0], days_of(view.month)[-1]
    ends = [days_of(month)[-1] for month in months]
    cases = rows_of(
        edition,
        """SELECT client_case.*, carrier FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)
        WHERE first_interview_on IS NOT NULL""",
    )
    of_case: dict[str, float] = {}
    if view.measure in ("services", "hours"):
        for row in rows_of(edition, "FROM case_service"):
            if first <= row["provided_on"] <= last:
                more = 1 if view.measure == "services" else row["hours"] or 0
                of_case[row["case_key"]] = of_case.get(row["case_key"], 0) + more
    found: Counter[tuple[str, str]] = Counter()
    for case in cases:
        begin, end = case["first_interview_on"], case["ended_on"] or dt.date.max
        number = {
            "open_cases": begin <= last < end,
            "mean_open_cases": sum(begin <= day < end for day in ends) / len(ends),
            "new_cases": first <= begin <= last,
            "accompanied_cases": begin <= last and end >= first,
        }.get(view.measure, of_case.get(case["case_key"], 0))
        found[case[view.by], case["focus_area"]] += number
    return found


@pytest.mark.parametrize(
    ("by", "measure", "fte"),
    [
        *(("ags", measure, "filled") for measure in MEASURES),
        ("ags", "new_cases", "granted"),
        *((by, measure, "filled") for by in ("carrier", "post") for measure in ("open_cases", "new_cases")),
    ],
)
def test_every_unit_is_counted_and_expected_as_by_hand(
    history: Edition, staffed: Store, monkeypatch: pytest.MonkeyPatch, by: str, measure: str, fte: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    edition_id = staffed.current_id()
    visit = Visit(edition_id, staffed.manifest(edition_id), Language("en"), "coordination", "")
    view = CaseloadView(measure, by, "all", "need", UNTIL, fte, "areas")
    posts = posts_by_hand(history, view, dict(need_of_split(visit, view).frame.select("ags", "need").rows()))
    counts = counts_by_hand(history, view)
    in_area: Counter[str] = Counter()
    fte_in_area: Counter[str] = Counter()
    for (_, area), number in counts.items():
        in_area[area] += number
    for (_, area), number in posts.items():
        fte_in_area[area] += number
    found = {row["key"]: row for row in comparison(visit, view).frame.iter_rows(named=True)}
    assert {unit for unit, _ in [*posts, *(key for key, number in counts.items() if number)]} <= set(found)
    for unit, row in found.items():
        own = {area: number for (key, area), number in posts.items() if key == unit}
        expected = sum(in_area[area] * number / fte_in_area[area] for area, number in own.items() if number)
        counted = sum(number for (key, _), number in counts.items() if key == unit)
        assert (row["fte"], row["observed"], row["expected"]) == pytest.approx((sum(own.values()), counted, expected))
