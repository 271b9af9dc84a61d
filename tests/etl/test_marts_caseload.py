"""Marts of cases, months and carriers against a slow and obvious twin."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache

from tests.etl.counted_again import (
    CODES,
    EXPORTED_ON,
    case_of,
    code,
    counted,
    day,
    goals,
    group,
    interviewed,
    next_month,
    of_post,
    posts,
    rows,
    services,
    stock,
)
from warehouse import Edition


@cache
def kind(number: str) -> str:
    if any(goal["Fallnummer"] == number for goal in goals().loaded):
        return "with_goals"
    few = sum(service["Fallnummer"] == number for service in services().loaded) <= 3
    return "short" if few and case_of()[number]["Fallende am"] else "counselling"


def months_from(first: dt.date, last: dt.date) -> list[dt.date]:
    found = [first]
    while next_month(found[-1]) <= last:
        found.append(next_month(found[-1]))
    return found


COUNTED_MONTHS = months_from(dt.date(2021, 1, 1), EXPORTED_ON)


def test_mart_counted_month(edition: Edition) -> None:
    assert rows(edition, "mart_counted_month") == [
        (first, next_month(first) - dt.timedelta(days=1)) for first in COUNTED_MONTHS
    ]
    assert min(interview for _, interview in interviewed()).replace(day=1) == COUNTED_MONTHS[0]


def test_mart_carrier_group(edition: Edition) -> None:
    carriers = {row["Träger"] for row in posts().values() if row["Schwerpunkt"]}
    found = edition.query("FROM mart_carrier_group")
    assert found.select("carrier", "carrier_group").rows() == [(name, group(name)) for name in sorted(carriers)]
    assert found.filter(found["carrier_group"] == "one_post")["carrier"].to_list() == [
        "Evangelische Gemeinde zu Düren",
        "Gemeinde Niederzier",
        "Stadt Düren",
        "Stadt Jülich",
    ]
    assert found["fewest_posts"].to_list() == [3, 2, 1, 1, 2, 3, 1, 1]


def test_mart_caseload(edition: Edition) -> None:
    twin = stock(
        lambda row: (
            row["Gemeindeschlüssel"],
            *of_post(row),
            code("focus_area", row["Schwerpunkt"]),
            kind(row["Fallnummer"]),
        )
    )
    assert sorted(rows(edition, "mart_caseload")) == counted(twin)
    assert len(twin) > 1000
    assert {key[1] for key in twin} == {post for post, row in posts().items() if row["Schwerpunkt"]}
    assert {key[5] for key in twin} == set(CODES["case_kind"])


def test_mart_contact_spread(edition: Edition) -> None:
    twin: dict[tuple[str, dt.date], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for service in services().loaded:
        area = code("focus_area", case_of()[service["Fallnummer"]]["Schwerpunkt"])
        for last in COUNTED_MONTHS[11:]:
            first = COUNTED_MONTHS[COUNTED_MONTHS.index(last) - 11]
            if first <= day(service["Datum"]) < next_month(last):
                twin[area, last][service["Fallnummer"]].append(float(service["Stunden"].replace(",", ".")))
    expected = []
    for key, of_case in twin.items():
        given, hours = [len(found) for found in of_case.values()], [sum(found) for found in of_case.values()]
        squares = [number**2 for number in given], [number**2 for number in hours]
        expected.append((*key, len(given), sum(given), sum(hours), sum(squares[0]), sum(squares[1])))
    assert sorted(rows(edition, "mart_contact_spread")) == sorted(expected)  # quarters of hours add up exactly
    assert len(expected) > 150


def test_mart_occupancy(edition: Edition) -> None:
    """All posts are there from a first of a month on and filled as planned."""
    expected = []
    for block in {row["Baustein"] for row in posts().values()}:
        for first in COUNTED_MONTHS:
            present = [row for row in posts().values() if row["Baustein"] == block and day(row["gültig ab"]) <= first]
            fte = sum(float(row["VZÄ"].replace(",", ".")) for row in present)
            days = (next_month(first) - first).days
            filled = fte * days if len(present) >= 5 else None
            expected.append((code("building_block", block), first, days, len(present), fte * days, filled))
    assert rows(edition, "mart_occupancy") == sorted(expected, key=lambda row: row[:2])
    assert {row[0] for row in expected if row[-1] is not None} == {"case_management"}


def test_new_less_closed_cases_add_up_to_the_open_ones(edition: Edition) -> None:
    sql = """
        SELECT month, sum(open_cases) AS open, sum(sum(new_cases) - sum(closed_cases)) OVER (ORDER BY month) AS flow
        FROM mart_caseload GROUP BY month ORDER BY month"""
    found = edition.query(sql)
    assert found.height == 70  # January 2021 to October 2026
    assert found["open"].to_list() == found["flow"].to_list()
