"""How long things took, from small tables of one's own: what the shipped example cannot show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import duckdb
import polars as pl
import pytest

from etl.database import mart_files
from metrics.outcome_frame import frame_table, read_frames

MART = next(path for path in mart_files() if path.stem.endswith("mart_duration"))
DAY, TEXT = pl.Date(), pl.String()
TABLES = {
    "client_case": {"case_key": TEXT, "focus_area": TEXT, "post": TEXT, "ags": TEXT}
    | dict.fromkeys(("requested_on", "first_interview_on", "ended_on"), DAY),
    "case_goal": {"case_key": TEXT, "topic": TEXT, "goal_status": TEXT, "agreed_on": DAY, "status_on": DAY},
    "post": {"post": TEXT, "carrier": TEXT},
    "mart_carrier_group": {"carrier": TEXT, "carrier_group": TEXT},
    "delivery": {"carrier": TEXT, "exported_on": DAY},
    "caseload_export": {"mapping": TEXT, "carrier": TEXT, "exported_on": DAY},
}
NEW_YEAR = dt.date(2024, 1, 1)
EXPORTED_ON, LAST_OF_ALL = dt.date(2024, 9, 30), dt.date(2024, 12, 31)

Row = dict[str, object]
Found = list[tuple[object, ...]]


def after(days: int | None) -> dt.date | None:
    return None if days is None else NEW_YEAR + dt.timedelta(days=days)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def mart(
    connection: duckdb.DuckDBPyConnection, cases: Sequence[Row], goals: Sequence[Row] = (), process: str = "waiting"
) -> Found:
    """year, days, ending and cases of a process; what a row does not say is null."""
    tables: dict[str, Sequence[Row]] = {
        "client_case": cases,
        "case_goal": goals,
        "post": [{"post": f"{name}-1", "carrier": name} for name in "AB"],
        "mart_carrier_group": [{"carrier": name, "carrier_group": "one_post"} for name in "AB"],
        "delivery": [
            {"carrier": "A", "exported_on": EXPORTED_ON},
            {"carrier": "A", "exported_on": NEW_YEAR},
            {"carrier": "B", "exported_on": None},
        ],
        "caseload_export": [
            {"mapping": "a", "carrier": "A", "exported_on": EXPORTED_ON},
            {"mapping": "c", "carrier": "C", "exported_on": LAST_OF_ALL},
        ],
    }
    frames = {name: pl.DataFrame(tables[name], schema=schema) for name, schema in TABLES.items()}
    for name, frame in (frames | {"outcome_frame": frame_table(read_frames())}).items():
        connection.register("incoming", frame.to_arrow(compat_level=pl.CompatLevel.newest()))
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM incoming")
    connection.execute(MART.read_text(encoding="utf-8").replace("CREATE TABLE", "CREATE OR REPLACE TABLE"))
    sql = "SELECT year, days, ending, cases FROM mart_duration WHERE process = ? ORDER BY ALL"
    return connection.execute(sql, [process]).fetchall()


def case(requested: int | None, interview: int | None = None, ended: int | None = None, post: str = "A-1") -> Row:
    days = {"requested_on": after(requested), "first_interview_on": after(interview), "ended_on": after(ended)}
    return {"case_key": "1", "focus_area": "welcome", "post": post, "ags": "05358008", **days}


def goal(agreed: int, status: str, status_after: int | None, topic: str = "rights_duties") -> Row:
    known = {"case_key": "1", "topic": topic, "goal_status": status, "agreed_on": after(agreed)}
    return {**known, "status_on": after(status_after)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (case(0, 9), [(2024, 9, "interview", 1)]),
        (case(0, 0), [(2024, 0, "interview", 1)]),
        (case(0, 9, 100), [(2024, 9, "interview", 1)]),
        (case(0, None, 30), [(2024, 30, "left", 1)]),
        (case(0), [(2024, 273, "open", 1)]),
        (case(0, post="B-1"), [(2024, 365, "open", 1)]),  # nothing tells of its carrier: the newest export of all
        (case(-1, 1), [(2023, 2, "interview", 1)]),
        (case(None, 9), []),
    ],
)
def test_waiting_ends_with_the_interview_or_without(
    connection: duckdb.DuckDBPyConnection, found: Row, expected: Found
) -> None:
    assert mart(connection, [found]) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (case(-9, 0, 40), [(2024, 40, "ended", 1)]),
        (case(None, 0, 0), [(2024, 0, "ended", 1)]),
        (case(-9, 0), [(2024, 273, "open", 1)]),
        (case(-9, None, 40), []),
    ],
)
def test_a_case_lasts_from_its_first_interview(
    connection: duckdb.DuckDBPyConnection, found: Row, expected: Found
) -> None:
    assert mart(connection, [found], process="case") == expected


@pytest.mark.parametrize(
    ("ended", "goals", "expected"),
    [
        (None, [goal(5, "achieved", 25)], [(2024, 20, "reached", 1)]),
        (None, [goal(9, "achieved", 25), goal(5, "achieved", 30)], [(2024, 20, "reached", 1)]),
        (None, [goal(5, "partly_achieved", 25), goal(5, "ended", 26)], [(2024, 268, "open", 1)]),
        (60, [goal(5, "achieved", 60)], [(2024, 55, "reached", 1)]),  # on the last day
        (60, [goal(5, "achieved", 61)], [(2024, 55, "ended", 1)]),
        (60, [goal(5, "achieved", 61), goal(5, "achieved", 59)], [(2024, 54, "reached", 1)]),
        (60, [goal(5, "open", None)], [(2024, 55, "ended", 1)]),
        (60, [goal(70, "achieved", 80)], [(2024, 0, "ended", 1)]),  # agreed after the end
        (None, [goal(5, "achieved", None)], []),
        (60, [goal(5, "achieved", None), goal(5, "achieved", 30)], []),
        (60, [goal(5, "ended", None)], [(2024, 55, "ended", 1)]),
        (None, [goal(-5, "open", None)], [(2023, 278, "open", 1)]),
        (None, [goal(5, "achieved", 25, topic="interviews")], [(2024, 20, "reached", 1)]),  # outside the frame
        (None, [], []),
    ],
)
def test_a_first_goal_is_reached_before_the_case_ends_or_not(
    connection: duckdb.DuckDBPyConnection, ended: int | None, goals: list[Row], expected: Found
) -> None:
    assert mart(connection, [case(0, 1, ended)], goals, "first_goal") == expected


def test_cases_alike_are_one_row(connection: duckdb.DuckDBPyConnection) -> None:
    cases = [case(0, 9) | {"case_key": key} for key in "123"]
    assert mart(connection, cases) == [(2024, 9, "interview", 3)]
    sql = "SELECT DISTINCT ags, post, carrier, carrier_group, focus_area FROM mart_duration"
    assert connection.execute(sql).fetchall() == [("05358008", "A-1", "A", "one_post", "welcome")]
