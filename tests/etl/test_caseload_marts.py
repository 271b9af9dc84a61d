"""Marts of client cases and of posts from small tables of one's own: what the shipped example cannot show."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.database import mart_files
from metrics.staffing import mean_fte

MARTS = [path for path in mart_files() if path.stem[:2] in ("34", "35", "36", "40", "53", "54")]
DAY, TEXT = "DATE", "VARCHAR"
TABLES = {
    "client_case": {"case_key": TEXT, "post": TEXT, "focus_area": TEXT, "ags": TEXT}
    | {"first_interview_on": DAY, "ended_on": DAY},
    "case_goal": {"case_key": TEXT, "goal_number": "BIGINT"},
    "case_service": {"case_key": TEXT, "service_type": TEXT, "provided_on": DAY, "hours": "DOUBLE"},
    "post": {"post": TEXT, "building_block": TEXT, "carrier": TEXT, "focus_area": TEXT},
    "post_period": {"post": TEXT, "fte": "DOUBLE", "filled_fte": "DOUBLE", "valid_from": DAY, "valid_to": DAY},
    "caseload_export": {"mapping": TEXT, "carrier": TEXT, "exported_on": DAY},
    "load_report": {"kind": TEXT, "reference_date": DAY},
}
JANUARY, LAST = dt.date(2024, 1, 1), dt.date(2025, 3, 31)
STAFFED_ON = dt.date(2025, 5, 15)

Rows = dict[str, Sequence[tuple[object, ...]]]


class Made:
    """The marts of some tables; the tables that are not given are empty."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, tables: Rows) -> None:
        self.cursor = connection
        for table, columns in TABLES.items():
            written = ", ".join(f"{name} {dtype}" for name, dtype in columns.items())
            self.cursor.execute(f"CREATE OR REPLACE TABLE {table} ({written})")
            if tables.get(table):
                places = ", ".join("?" for _ in columns)
                self.cursor.executemany(f"INSERT INTO {table} VALUES ({places})", tables[table])
        for path in MARTS:
            sql = path.read_text(encoding="utf-8").replace("CREATE TABLE", "CREATE OR REPLACE TABLE")
            self.cursor.execute(sql)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.cursor.sql(sql).fetchall()


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def posts(*of: tuple[str, str, dt.date, dt.date | None]) -> Rows:
    """Posts of case management, by name, carrier and period: one whole each, half of it filled; with a case each."""
    names = {name: carrier for name, carrier, _, _ in of}
    return {
        "client_case": [case(number, name) for number, name in enumerate(names)],
        "post": [(name, "case_management", carrier, "welcome") for name, carrier in names.items()],
        "post_period": [(name, 1.0, 0.5, begin, end) for name, _, begin, end in of],
    }


def case(number: int, post: str = "A-1", ended_on: dt.date | None = None) -> tuple[object, ...]:
    return str(number), post, "welcome", "05358008", dt.date(2024, 1, 10), ended_on


COUNTED: Rows = {
    "caseload_export": [("a", None, LAST)],
    "load_report": [("posts", STAFFED_ON), ("cases", dt.date(2030, 1, 1))],
}


@pytest.mark.parametrize(
    ("goals", "services", "ended", "expected"),
    [
        (0, 0, True, "short"),
        (0, 3, True, "short"),
        (0, 4, True, "counselling"),
        (0, 0, False, "counselling"),
        (0, 1, False, "counselling"),
        (0, 9, False, "counselling"),
        (1, 0, True, "with_goals"),
        (1, 1, True, "with_goals"),
        (3, 9, False, "with_goals"),
    ],
)
def test_the_kind_of_a_case_is_told_by_goals_services_and_its_end(
    connection: duckdb.DuckDBPyConnection, goals: int, services: int, ended: bool, expected: str
) -> None:
    tables = {
        **COUNTED,
        **posts(("A-1", "A", JANUARY, None)),
        "client_case": [case(1, ended_on=dt.date(2024, 3, 5) if ended else None)],
        "case_goal": [("1", number) for number in range(goals)],
        # The last one given long after: all that is recorded counts, in every month of the case.
        "case_service": [("1", "referral", dt.date(2025, 1, 1 + number), None) for number in range(services)],
    }
    found = Made(connection, tables)
    assert set(found.rows("SELECT case_kind FROM mart_caseload")) == {(expected,)}
    assert found.rows("SELECT sum(new_cases), sum(closed_cases) FROM mart_caseload") == [(1, int(ended))]
    assert found.rows("SELECT count(*) FROM mart_caseload") == [(3 if ended else 15,)]


def test_hours_that_nobody_recorded_are_none_and_said(connection: duckdb.DuckDBPyConnection) -> None:
    services = [("0", "referral", dt.date(2025, 3, day), hours) for day, hours in ((1, None), (2, 1.5), (31, 0.0))]
    later = ("0", "referral", dt.date(2025, 4, 1), 9.0)  # after the last month that is counted
    tables = {**COUNTED, **posts(("A-1", "A", JANUARY, None)), "case_service": [*services, later]}
    found = Made(connection, tables)
    given = "SELECT month, year, services, hours, services_with_hours FROM mart_service"
    assert found.rows(given) == [
        (dt.date(2025, 3, 1), 2025, 3, 1.5, 2),
        (dt.date(2025, 4, 1), 2025, 1, 9.0, 1),
    ]
    spread = "SELECT month, cases, services, hours, services_squared, hours_squared FROM mart_contact_spread"
    assert found.rows(spread) == [(dt.date(2025, 3, 1), 1, 3, 1.5, 9, 2.25)]


def groups(found: Made) -> dict[object, object]:
    return dict(found.rows("SELECT carrier, carrier_group FROM mart_carrier_group"))  # type: ignore[arg-type]


def test_a_carrier_alone_with_one_post_is_joined_by_the_next_smallest(connection: duckdb.DuckDBPyConnection) -> None:
    every = [("C-1", "C", JANUARY, None)]
    every += [
        (f"{name}-{number}", name, JANUARY, None)
        for name, count in (("A", 3), ("D", 2), ("B", 2))
        for number in range(count)
    ]
    assert groups(Made(connection, {**COUNTED, **posts(*every)})) == {
        "A": "A",
        "B": "one_post",
        "C": "one_post",
        "D": "D",
    }
    everybody = [*every, ("E-1", "E", JANUARY, None)]
    assert groups(Made(connection, {**COUNTED, **posts(*everybody)})) == {
        **{name: name for name in "ABD"},
        **dict.fromkeys("CE", "one_post"),
    }
    assert groups(Made(connection, {**COUNTED, **posts(*every[:1])})) == {"C": "one_post"}


def test_a_carrier_without_clients_hides_nobody(connection: duckdb.DuckDBPyConnection) -> None:
    single = [(f"{name}-1", name, JANUARY, None) for name in "CE"]
    double = [(f"{name}-{number}", name, JANUARY, None) for name in "AB" for number in (1, 2)]
    tables = {**COUNTED, **posts(*single, *double)}
    for clients, pooled in (
        (("C-1", "E-1", "A-1", "B-1"), "CE"),
        (("C-1", "A-1", "B-1"), "ACE"),
        (("C-1", "B-2"), "BCE"),
        (("A-1", "B-1"), "CE"),
        ((), "CE"),
    ):
        cases = {"client_case": [case(number, post) for number, post in enumerate(clients)]}
        found = groups(Made(connection, tables | cases))
        assert {carrier for carrier, name in found.items() if name == "one_post"} == set(pooled), clients


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (JANUARY, None, "B"),
        (dt.date(2024, 1, 31), None, "B"),  # there on a day of every month
        (dt.date(2024, 2, 1), None, "one_post"),
        (JANUARY, dt.date(2025, 3, 1), "B"),
        (JANUARY, dt.date(2025, 2, 28), "one_post"),
        (dt.date(2025, 4, 1), None, "one_post"),
    ],
)
def test_one_month_with_one_post_is_enough(
    connection: duckdb.DuckDBPyConnection, begin: dt.date, end: dt.date | None, expected: str
) -> None:
    tables = {**COUNTED, **posts(("A-1", "A", JANUARY, None), ("B-1", "B", JANUARY, None), ("B-2", "B", begin, end))}
    found = Made(connection, posts_of_many(tables))
    assert groups(found)["B"] == expected
    assert found.rows("SELECT DISTINCT carrier, carrier_group FROM mart_caseload ORDER BY ALL") == [
        ("A", "one_post"),
        ("B", expected),
        ("Z", "one_post"),
    ]


def posts_of_many(tables: Rows) -> Rows:
    """The same with another small carrier, so that nobody has to join the first."""
    return tables | {
        "post": [*tables["post"], ("Z-1", "case_management", "Z", "welcome")],
        "post_period": [*tables["post_period"], ("Z-1", 1.0, 1.0, JANUARY, None)],
        "client_case": [*tables["client_case"], case(9, "Z-1")],
    }


def test_a_group_in_which_one_is_alone_for_a_time_is_joined_by_the_next_smallest(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Else what the group did in that time is what one employee did."""
    double = [("B-1", "B", JANUARY, None), ("B-2", "B", JANUARY, None)]
    for begin, end, expected in (
        (JANUARY, None, "B"),
        (dt.date(2024, 1, 31), None, "B"),
        (dt.date(2024, 2, 1), None, "one_post"),
        (JANUARY, dt.date(2025, 2, 28), "one_post"),
    ):
        every = [("A-1", "A", JANUARY, None), ("C-1", "C", begin, end), *double]
        assert groups(Made(connection, {**COUNTED, **posts(*every)})) == {
            "A": "one_post",
            "B": expected,
            "C": "one_post",
        }


DAYS = st.dates(dt.date(2023, 11, 1), dt.date(2025, 8, 31))
PERIODS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(1, 3), DAYS, st.none() | st.integers(0, 500)), min_size=1, max_size=9
)


def staffed(periods: list[tuple[str, int, dt.date, int | None]]) -> Rows:
    """One period for each post that is drawn."""
    unique = {f"{carrier}-{number}": (carrier, begin, length) for carrier, number, begin, length in periods}
    made = [
        (name, carrier, begin, None if length is None else begin + dt.timedelta(days=length))
        for name, (carrier, begin, length) in unique.items()
    ]
    return {**COUNTED, **posts(*made)}


def months(first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    found = []
    while first <= last:
        end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        found.append((first, end))
        first = end + dt.timedelta(days=1)
    return found


@given(PERIODS, st.sets(st.integers(0, 8)))
def test_groups_of_carriers_agree_with_the_slow_twin(
    connection: duckdb.DuckDBPyConnection,
    periods: list[tuple[str, int, dt.date, int | None]],
    without: set[int],
) -> None:
    tables = staffed(periods)
    tables["client_case"] = [
        *(found for number, found in enumerate(tables["client_case"]) if number not in without),
        case(99, "elsewhere"),
    ]
    found = groups(Made(connection, tables))
    carrier_of = {row[0]: row[2] for row in tables["post"]}
    fewest: dict[object, int] = {}
    for carrier in set(carrier_of.values()):
        counts = [
            sum(
                carrier_of[post] == carrier and begin <= last and (end is None or end >= first)  # type: ignore[operator]
                for post, _, _, begin, end in tables["post_period"]
            )
            for first, last in months(JANUARY, LAST)
        ]
        known = list(carrier_of.values()).count(carrier)
        fewest[carrier] = min([count for count in counts if count] or [known])
    small = {carrier for carrier, count in fewest.items() if count == 1}
    with_clients = {carrier_of.get(found[1]) for found in tables["client_case"]}
    together = [
        len(
            {
                carrier_of[post]
                for post, _, _, begin, end in tables["post_period"]
                if carrier_of[post] in small & with_clients and begin <= last and (end is None or end >= first)  # type: ignore[operator]
            }
        )
        for first, last in months(JANUARY, LAST)
    ]
    if len(small & with_clients) == 1 or 1 in together:
        others = sorted((fewest[carrier], carrier) for carrier in fewest if carrier in with_clients - small)  # type: ignore[type-var]
        small |= {carrier for _, carrier in others[:1]}
    assert found == {carrier: "one_post" if carrier in small else carrier for carrier in fewest}
    shown = Counter(found[carrier] for carrier in fewest if carrier in with_clients)
    assert shown["one_post"] != 1 or len(shown) == 1, "nobody stands alone beside others"


@given(PERIODS)
def test_occupancy_agrees_with_the_mean_over_the_days(
    connection: duckdb.DuckDBPyConnection, periods: list[tuple[str, int, dt.date, int | None]]
) -> None:
    tables = staffed(periods)
    found = Made(connection, tables).rows("SELECT month, days, posts, fte_days, filled_fte_days FROM mart_occupancy")
    schema = {
        "post": pl.String,
        "fte": pl.Float64,
        "filled_fte": pl.Float64,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    frame = pl.DataFrame(list(tables["post_period"]), schema=schema, orient="row")
    begins = frame["valid_from"].min().replace(day=1)  # type: ignore[union-attr]
    until = max(begins, STAFFED_ON)
    spans = pl.DataFrame(months(begins, until), schema={"first": pl.Date, "last": pl.Date}, orient="row")
    expected = []
    for first, of_month in mean_fte(frame, spans, ("fte", "filled_fte")).group_by("first", maintain_order=True):
        present = of_month.filter(pl.col("fte") > 0)
        days = calendar.monthrange(first[0].year, first[0].month)[1]  # type: ignore[union-attr]
        if present.height:
            filled = present["filled_fte"].sum() * days if present.height >= 5 else None
            expected.append((first[0], days, present.height, present["fte"].sum() * days, filled))
    assert [row[:3] for row in found] == [row[:3] for row in sorted(expected)]
    for row, twin in zip(found, sorted(expected), strict=True):
        assert row[3:] == (pytest.approx(twin[3]), None if twin[4] is None else pytest.approx(twin[4]))


def test_what_is_filled_is_told_from_five_posts_on(connection: duckdb.DuckDBPyConnection) -> None:
    """A fifth that is there for a single day is enough: it is a mean over the days, and of five people."""
    four = [(f"A-{number}", "A", JANUARY, None) for number in range(4)]
    tables = {**COUNTED, **posts(*four, ("A-4", "A", dt.date(2024, 2, 29), dt.date(2024, 2, 29)))}
    found = Made(connection, tables)
    sql = "SELECT posts, fte_days, filled_fte_days FROM mart_occupancy ORDER BY month LIMIT 3"
    assert found.rows(sql) == [(4, 4.0 * 31, None), (5, 4.0 * 29 + 1, 2.0 * 29 + 0.5), (4, 4.0 * 31, None)]
