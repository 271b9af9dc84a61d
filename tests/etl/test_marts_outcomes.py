"""Marts of goals, characteristics, referrals, times and services against a slow and obvious twin."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from functools import cache

from tests.etl.counted_again import (
    CODES,
    EXPORTED_ON,
    Row,
    case_of,
    cases,
    code,
    counted,
    day,
    goals,
    interviewed,
    month,
    next_month,
    of_case,
    of_post,
    rows,
    services,
)
from warehouse import Edition

# The outcome frame as it is shipped, written down once more.
TOPICS_OF = {
    "welcome": {
        "Bildung und Qualifizierung",
        "Rechte und Pflichten",
        "Zugang zu weiterer Beratung",
        "Anerkennung von Abschlüssen",
        "Freizeit und Kultur",
        "Sicherung des Lebensunterhalts",
    },
    "labour_market": {
        "Berufliche Orientierung",
        "Sprachförderung",
        "Anerkennung von Abschlüssen",
        "Praktikum, Ausbildung, Arbeit",
        "Bewerbungsunterlagen",
        "Prekäre Beschäftigung",
        "Begleitung zu Gesprächen",
    },
    "psychosocial": {"Stabilisierende Gespräche", "Psychoedukation", "Anbindung an Behandlung"},
}
STATUSES = ("erreicht", "teilweise erreicht", "anders beendet", "offen")


def test_mart_goal(edition: Edition) -> None:
    twin: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for goal in goals().loaded:
        case = case_of()[goal["Fallnummer"]]
        in_frame = goal["Thema"] in TOPICS_OF[code("focus_area", case["Schwerpunkt"])]
        key = (*of_case(case), code("topic", goal["Thema"]), in_frame, day(goal["Vereinbart am"]).year)
        twin[key][goal["Zielstand"]] += 1
    expected = [
        (*key, found.total(), found.total() - found["offen"], *(found[status] for status in STATUSES))
        for key, found in twin.items()
    ]
    assert sorted(rows(edition, "mart_goal")) == sorted(expected)
    assert sum(row[8] for row in expected) == len(goals().loaded)


def test_mart_agreement(edition: Edition) -> None:
    with_goals = {goal["Fallnummer"] for goal in goals().loaded}
    with_reached = {goal["Fallnummer"] for goal in goals().loaded if goal["Zielstand"] == "erreicht"}
    twin: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, interview in interviewed():
        cell = twin[(*of_case(row), interview.year)]
        for place, counts in enumerate((True, row["Fallnummer"] in with_goals, row["Fallnummer"] in with_reached)):
            cell[place] += counts
    assert sorted(rows(edition, "mart_agreement")) == counted(twin)


def test_mart_goal_spread(edition: Edition) -> None:
    of_a_case: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for goal in goals().loaded:
        area = code("focus_area", case_of()[goal["Fallnummer"]]["Schwerpunkt"])
        of_a_case[area, day(goal["Vereinbart am"]).year, goal["Fallnummer"]].append(goal["Zielstand"])
    twin: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * 6)
    for (area, year, _), found in of_a_case.items():
        reached = found.count("erreicht")
        settled = len(found) - found.count("offen")
        if settled:
            parts = (1, settled, reached, settled**2, reached**2, reached * settled)
            twin[area, year] = [total + part for total, part in zip(twin[area, year], parts, strict=True)]
    assert rows(edition, "mart_goal_spread") == counted(twin)
    assert len(twin) > 12


def test_mart_characteristic(edition: Edition) -> None:
    columns = {
        "sex": "Geschlecht",
        "origin_group": "Herkunftsgruppe",
        "residence_status": "Aufenthaltsstatus",
        "counselling_language": "Beratungssprache",
        "access_channel": "Zugangsweg",
    }
    twin: Counter[tuple[object, ...]] = Counter()
    for row, interview in interviewed():
        for attribute, column in columns.items():
            value = code(attribute, row[column]) if row[column] else "not_stated"
            twin[(*of_case(row), interview.year, attribute, "not_stated" if value == "unknown" else value)] += 1
        twin[(*of_case(row), interview.year, "arrival", arrival(row))] += 1
    found = edition.query("FROM mart_characteristic WHERE attribute <> 'age_band'").rows()
    assert sorted(found) == sorted((*key, count) for key, count in twin.items())
    # How old somebody was is told by the reader of cases, and tested with it.
    bands = Counter(
        edition.query("SELECT age_band::VARCHAR FROM client_case WHERE first_interview_on NOT NULL").to_series()
    )
    sql = "SELECT value, sum(cases)::BIGINT FROM mart_characteristic WHERE attribute = 'age_band' GROUP BY ALL"
    assert dict(edition.query(sql).rows()) == bands
    in_all = dict(edition.query("SELECT attribute, sum(cases)::BIGINT FROM mart_characteristic GROUP BY ALL").rows())
    assert in_all == dict.fromkeys(CODES["attribute"], len(interviewed()))


def arrival(row: Row) -> str:
    """Whether a person came to the counselling in one of the twelve months after the one of their arrival, or in this."""
    if not row["Einreisemonat"]:
        return "not_stated"
    current, latest = day(f"01.{row['Einreisemonat']}"), month(day(row["Anfrage am"]))
    assert current <= latest
    for _ in range(12):
        current = min(next_month(current), latest)
    return "within_12_months" if current == latest else "later"


def test_mart_referral(edition: Edition) -> None:
    twin: Counter[tuple[object, ...]] = Counter()
    for service in services().loaded:
        if service["Leistungsart"] == "Weitervermittlung":
            key = (*of_case(case_of()[service["Fallnummer"]]), day(service["Datum"]).year)
            twin[(*key, code("referred_to", service["Vermittelt an"]))] += 1
        else:
            assert not service["Vermittelt an"]
    assert sorted(rows(edition, "mart_referral")) == sorted((*key, count) for key, count in twin.items())
    assert {key[-1] for key in twin} == set(CODES["referred_to"])


def courses(row: Row) -> list[tuple[str, dt.date, str, dt.date | None]]:
    """What takes time in a case: process, its first day, how it ends and when; the day is None where it is still open."""
    requested, interview, ended = (day(row[name]) for name in ("Anfrage am", "Erstgespräch am", "Fallende am"))
    found = [("waiting", requested, "interview", interview) if interview else ("waiting", requested, "left", ended)]
    if interview:
        found.append(("case", interview, "ended", ended))
    agreed = goals_of()[row["Fallnummer"]]
    reached = [goal for goal in agreed if goal["Zielstand"] == "erreicht"]
    if agreed and all(goal["Zielstand am"] for goal in reached):
        first = min(day(goal["Vereinbart am"]) for goal in agreed)
        soonest = min((day(goal["Zielstand am"]) for goal in reached), default=None)
        is_in_time = soonest and (not ended or soonest <= ended)
        found.append(("first_goal", first, "reached", soonest) if is_in_time else ("first_goal", first, "ended", ended))
    return found


@cache
def goals_of() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for goal in goals().loaded:
        found[goal["Fallnummer"]].append(goal)
    return found


def test_mart_duration(edition: Edition) -> None:
    twin: Counter[tuple[object, ...]] = Counter()
    for row in cases().loaded:
        for process, begin, ending, over in courses(row):
            days = max(((over or EXPORTED_ON) - begin).days, 0)
            twin[(*of_case(row), process, begin.year, days, ending if over else "open")] += 1
    assert sorted(rows(edition, "mart_duration")) == sorted((*key, count) for key, count in twin.items())
    assert {(key[5], key[8]) for key in twin} == {
        ("waiting", "interview"),
        ("waiting", "open"),
        ("case", "ended"),
        ("case", "open"),
        ("first_goal", "reached"),
        ("first_goal", "ended"),
        ("first_goal", "open"),
    }


def test_mart_service(edition: Edition) -> None:
    twin: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for service in services().loaded:
        case, given = case_of()[service["Fallnummer"]], day(service["Datum"])
        place = (case["Gemeindeschlüssel"], *of_post(case), code("focus_area", case["Schwerpunkt"]))
        key = (*place, code("service_type", service["Leistungsart"]), month(given), given.year)
        twin[key].append(float(service["Stunden"].replace(",", ".")))
    expected = [(*key, len(hours), sum(hours), len(hours)) for key, hours in twin.items()]
    assert sorted(rows(edition, "mart_service")) == sorted(expected)
