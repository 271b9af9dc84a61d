"""Marts of goals, people and referrals from small tables of one's own: what the shipped example cannot show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.database import mart_files
from metrics.codes import codes
from metrics.outcome_frame import frame_table, read_frames
from metrics.outcome_frame_file import OutcomeFrame

MARTS = [path for path in mart_files() if path.stem[:2] in ("50", "51", "56", "57", "58")]
DAY, TEXT = pl.Date(), pl.String()
OF_PEOPLE = ("age_band", "sex", "origin_group", "residence_status", "counselling_language", "access_channel")
TABLES = {
    "client_case": {"case_key": TEXT, "focus_area": TEXT, "post": TEXT, "ags": TEXT}
    | dict.fromkeys(("requested_on", "first_interview_on", "arrived_month"), DAY)
    | dict.fromkeys(OF_PEOPLE, TEXT),
    "case_goal": {"case_key": TEXT, "topic": TEXT, "goal_status": TEXT, "agreed_on": DAY, "status_on": DAY},
    "case_service": {"case_key": TEXT, "service_type": TEXT, "provided_on": DAY, "referred_to": TEXT},
    "post": {"post": TEXT, "carrier": TEXT},
    "mart_carrier_group": {"carrier": TEXT, "carrier_group": TEXT},
}
ASKED, INTERVIEW, AGREED = dt.date(2024, 1, 8), dt.date(2024, 2, 5), dt.date(2024, 3, 1)
FRAMES = read_frames()

Row = dict[str, object]


class Made:
    """The marts of some rows; what a row does not say is null."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, frames: dict[str, OutcomeFrame] = FRAMES, **rows: Sequence[Row]
    ) -> None:
        self.cursor = connection
        rows = {
            "post": [{"post": "A-1", "carrier": "A"}, {"post": "B-1", "carrier": "B"}],
            "mart_carrier_group": [{"carrier": name, "carrier_group": "one_post"} for name in "AB"],
            **rows,
        }
        self.create("outcome_frame", frame_table(frames))
        for table, columns in TABLES.items():
            assert all(set(row) <= set(columns) for row in rows.get(table, ()))
            self.create(table, pl.DataFrame(rows.get(table, ()), schema=columns))
        for path in MARTS:
            sql = path.read_text(encoding="utf-8").replace("CREATE TABLE", "CREATE OR REPLACE TABLE")
            self.cursor.execute(sql)

    def create(self, table: str, frame: pl.DataFrame) -> None:
        self.cursor.register("incoming", frame.to_arrow(compat_level=pl.CompatLevel.newest()))
        self.cursor.execute(f"CREATE OR REPLACE TABLE {table} AS FROM incoming")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.cursor.sql(sql).fetchall()


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def case(key: str = "1", focus_area: str = "welcome", **changed: object) -> Row:
    known = {"case_key": key, "focus_area": focus_area, "post": "A-1", "ags": "05358008"}
    return known | {"requested_on": ASKED, "first_interview_on": INTERVIEW} | changed


def goal(topic: str, goal_status: str, key: str = "1", agreed_on: dt.date = AGREED) -> Row:
    return {"case_key": key, "topic": topic, "goal_status": goal_status, "agreed_on": agreed_on}


def service(service_type: str, referred_to: str | None, key: str = "1") -> Row:
    return {"case_key": key, "service_type": service_type, "provided_on": AGREED, "referred_to": referred_to}


GOALS = "goals_agreed, goals_settled, goals_reached, goals_partly_reached, goals_ended, goals_open"


def test_a_goal_about_a_topic_of_another_focus_area_is_counted_and_said(connection: duckdb.DuckDBPyConnection) -> None:
    goals = [goal("rights_duties", "achieved"), goal("finding_work", "achieved"), goal("finding_work", "open")]
    found = Made(connection, client_case=[case()], case_goal=goals)
    assert found.rows(f"SELECT topic, in_frame, {GOALS} FROM mart_goal ORDER BY topic") == [
        ("finding_work", False, 2, 1, 1, 0, 0, 1),
        ("rights_duties", True, 1, 1, 1, 0, 0, 0),
    ]


def test_a_topic_of_two_focus_areas_is_in_the_frame_of_both_and_of_no_third(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    areas = list(codes("focus_area"))
    goals = [goal("recognition_degrees", "ended", area) for area in areas]
    found = Made(connection, client_case=[case(area, area) for area in areas], case_goal=goals)
    assert found.rows("SELECT focus_area, in_frame, goals_ended FROM mart_goal ORDER BY focus_area") == [
        ("labour_market", True, 1),
        ("psychosocial", False, 1),
        ("welcome", True, 1),
    ]


def test_what_a_status_counts_as_is_configuration(connection: duckdb.DuckDBPyConnection) -> None:
    """Here half the way to a language certificate is enough, and what ended otherwise is still worked on."""
    frame = FRAMES["labour_market"]
    other = replace(
        frame,
        outcomes=frame.outcomes | {"ended": "open"},
        exceptions={"language_support": {"partly_achieved": "reached"}},
    )
    goals = [
        goal(topic, status)
        for topic in ("language_support", "interviews")
        for status in ("partly_achieved", "ended", "open")
    ]
    tables = {"client_case": [case(focus_area="labour_market")], "case_goal": goals}
    by_topic = f"SELECT topic, {GOALS} FROM mart_goal ORDER BY topic DESC"
    spread = "SELECT cases, goals_settled, goals_reached, settled_squared, reached_squared, reached_by_settled"
    reached = "SELECT cases, cases_with_goals, cases_with_reached_goal FROM mart_agreement"
    shipped = Made(connection, **tables)
    assert shipped.rows(by_topic) == [("language_support", 3, 2, 0, 1, 1, 1), ("interviews", 3, 2, 0, 1, 1, 1)]
    assert shipped.rows(f"{spread} FROM mart_goal_spread") == [(1, 4, 0, 16, 0, 0)]
    assert shipped.rows(reached) == [(1, 1, 0)]
    changed = Made(connection, FRAMES | {"labour_market": other}, **tables)
    assert changed.rows(by_topic) == [("language_support", 3, 1, 1, 0, 0, 2), ("interviews", 3, 1, 0, 1, 0, 2)]
    assert changed.rows(f"{spread} FROM mart_goal_spread") == [(1, 2, 1, 4, 1, 2)]
    assert changed.rows(reached) == [(1, 1, 1)]


def test_agreements_are_of_people_counselled_and_need_no_days(connection: duckdb.DuckDBPyConnection) -> None:
    """A goal reached on an unknown day, goals agreed in a later year, none, and somebody who is still waiting."""
    cases = [case("1"), case("2"), case("3"), case("4", first_interview_on=None)]
    later = dt.date(2025, 5, 5)
    goals = [
        goal("subsistence", "achieved", "1"),
        goal("subsistence", "open", "2", later),
        goal("subsistence", "ended", "2", later),
        goal("subsistence", "achieved", "4"),
    ]
    found = Made(connection, client_case=cases, case_goal=goals)
    counts = "year, cases, cases_with_goals, cases_with_reached_goal"
    assert found.rows(f"SELECT {counts} FROM mart_agreement") == [(2024, 3, 2, 1)]
    assert found.rows("SELECT year, sum(goals_agreed)::BIGINT FROM mart_goal GROUP BY year ORDER BY year") == [
        (2024, 2),
        (2025, 2),
    ]


def test_cases_without_a_settled_goal_do_not_spread(connection: duckdb.DuckDBPyConnection) -> None:
    goals = [
        *[goal("subsistence", status, "1") for status in ("achieved", "achieved", "ended", "open")],
        *[goal("subsistence", "open", "2")] * 3,
        goal("subsistence", "ended", "3"),
    ]
    found = Made(connection, client_case=[case(key) for key in "123"], case_goal=goals)
    assert found.rows("FROM mart_goal_spread") == [("welcome", 2024, 2, 4, 2, 10, 4, 6)]


@pytest.mark.parametrize(
    ("arrived", "requested", "interview", "expected"),
    [
        (dt.date(2024, 1, 1), ASKED, INTERVIEW, "within_12_months"),
        (dt.date(2023, 1, 1), ASKED, INTERVIEW, "within_12_months"),
        (dt.date(2022, 12, 1), ASKED, INTERVIEW, "later"),
        (dt.date(2024, 2, 1), ASKED, INTERVIEW, "not_stated"),
        (None, ASKED, INTERVIEW, "not_stated"),
        (dt.date(2023, 2, 1), None, INTERVIEW, "within_12_months"),
        (dt.date(2023, 1, 1), None, INTERVIEW, "later"),
        (dt.date(1990, 5, 1), None, INTERVIEW, "later"),
    ],
)
def test_time_since_arrival_ends_with_the_request(
    connection: duckdb.DuckDBPyConnection,
    arrived: dt.date | None,
    requested: dt.date | None,
    interview: dt.date,
    expected: str,
) -> None:
    made = case(arrived_month=arrived, requested_on=requested, first_interview_on=interview)
    found = Made(connection, client_case=[made])
    assert found.rows("SELECT value, cases FROM mart_characteristic WHERE attribute = 'arrival'") == [(expected, 1)]


def test_what_nobody_knows_of_a_person_is_one_value(connection: duckdb.DuckDBPyConnection) -> None:
    cases = [case("1"), case("2", age_band="unknown", sex="unknown", residence_status="unknown")]
    found = Made(connection, client_case=[*cases, case("3", first_interview_on=None, sex="female")])
    assert found.rows("SELECT attribute, value, cases FROM mart_characteristic ORDER BY attribute") == [
        (attribute, "not_stated", 2) for attribute in sorted(codes("attribute"))
    ]


def test_a_referral_is_told_by_its_kind_or_by_where_it_leads(connection: duckdb.DuckDBPyConnection) -> None:
    services = [
        service("referral", "authority"),
        service("referral", None),
        service("appointments", "health_care"),
        service("appointments", None),
    ]
    found = Made(connection, client_case=[case()], case_service=services)
    assert found.rows("SELECT focus_area, year, referred_to, referrals FROM mart_referral ORDER BY referred_to") == [
        ("welcome", 2024, "authority", 1),
        ("welcome", 2024, "health_care", 1),
        ("welcome", 2024, "not_stated", 1),
    ]


AREAS = st.sampled_from(list(codes("focus_area")))
STATUSES = list(codes("goal_status"))
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "focus_area": AREAS,
            "post": st.sampled_from(["A-1", "B-1"]),
            "ags": st.sampled_from(["05358008", "05358060"]),
            "requested_on": st.none() | st.just(ASKED),
            "first_interview_on": st.none() | st.dates(ASKED, dt.date(2025, 12, 31)),
            "arrived_month": st.none() | st.dates(dt.date(2022, 6, 1), ASKED).map(lambda day: day.replace(day=1)),
            "sex": st.none() | st.sampled_from(list(codes("sex"))),
            "access_channel": st.none() | st.sampled_from(list(codes("access_channel"))),
        }
    ),
    max_size=6,
)
GOALS_MADE = st.lists(
    st.tuples(
        st.sampled_from(list(codes("topic"))),
        st.sampled_from(STATUSES),
        st.integers(0, 5),
        st.dates(AGREED, dt.date(2025, 12, 31)),
    ),
    max_size=12,
)
OUTCOMES = st.fixed_dictionaries(
    {status: st.just("open") if status == "open" else st.sampled_from(list(codes("outcome"))) for status in STATUSES}
)


@settings(max_examples=30)  # each makes all tables anew
@given(CASES, GOALS_MADE, OUTCOMES)
def test_nothing_is_lost_or_counted_twice_whatever_the_frame(
    connection: duckdb.DuckDBPyConnection,
    cases: list[Row],
    goals: list[tuple[str, str, int, dt.date]],
    outcomes: dict[str, str],
) -> None:
    cases = [{**found, "case_key": str(number)} for number, found in enumerate(cases)]
    made = [goal(topic, status, str(number), day) for topic, status, number, day in goals if number < len(cases)]
    frames = {area: replace(frame, outcomes=outcomes) for area, frame in FRAMES.items()}
    found = Made(connection, frames, client_case=cases, case_goal=made)
    twin = Counter(outcomes[str(row["goal_status"])] for row in made)
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in GOALS.split(", "))
    assert found.rows(f"SELECT {sums} FROM mart_goal") == [
        (len(made), len(made) - twin["open"], *(twin[outcome] for outcome in codes("outcome")))
    ]
    interviewed = [row for row in cases if row["first_interview_on"]]
    by_attribute = "SELECT attribute, sum(cases)::BIGINT FROM mart_characteristic GROUP BY ALL"
    assert dict(found.rows(by_attribute)) == (  # type: ignore[arg-type]
        dict.fromkeys(codes("attribute"), len(interviewed)) if interviewed else {}
    )
    of_goals = "SELECT coalesce(sum(goals_settled), 0)::BIGINT, coalesce(sum(goals_reached), 0)::BIGINT"
    assert found.rows(f"{of_goals} FROM mart_goal_spread") == found.rows(f"{of_goals} FROM mart_goal")
    keys = {row["case_key"] for row in interviewed}
    with_goals = {row["case_key"] for row in made} & keys
    reached = {row["case_key"] for row in made if outcomes[str(row["goal_status"])] == "reached"} & keys
    totals = ", ".join(
        f"coalesce(sum({name}), 0)::BIGINT" for name in ("cases", "cases_with_goals", "cases_with_reached_goal")
    )
    assert found.rows(f"SELECT {totals} FROM mart_agreement") == [(len(keys), len(with_goals), len(reached))]
