"""Every mart against a slow and obvious twin: the shipped CSV files, read and counted again in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import re
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
import yaml

from etl.database import mart_files, write_database
from warehouse import Edition
from warehouse.contracts import COMPUTED, DERIVED, MARTS, PEOPLE, PUBLIC, STAFF

RAW = Path(__file__).parents[2] / "data" / "raw"
CODES = yaml.safe_load((RAW.parents[1] / "metrics" / "codes.yml").read_text(encoding="utf-8"))
EXPORTED_ON = dt.date(2026, 10, 31)
CASES, GOALS, SERVICES = (f"caseload/Beispieldaten_{name}.csv" for name in ("Faelle", "Ziele", "Leistungen"))

Row = dict[str, str]
Reason = tuple[str, str]


@cache
def read(name: str) -> list[Row]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@cache
def code(field: str, german: str) -> str:
    return next(code for code, names in CODES[field].items() if names["de"] == german)


@cache
def known(field: str, german: str) -> bool:
    return german in {names["de"] for names in CODES[field].values()}


@cache
def day(text: str) -> dt.date | None:
    """None where empty. Raises ValueError where it is no day of the calendar."""
    return dt.datetime.strptime(text, "%d.%m.%Y").date() if text else None


def is_day(text: str) -> bool:
    try:
        day(text)
    except ValueError:
        return False
    return True


def month(found: dt.date) -> dt.date:
    return found.replace(day=1)


def next_month(found: dt.date) -> dt.date:
    return (found.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@cache
def posts() -> dict[str, Row]:
    return {row["Stelle"]: row for row in read("staffing/stellen.csv")}


@cache
def municipalities() -> set[str]:
    return {row["ags"] for row in read("municipalities/gemeinden.csv")}


@dataclass
class Sorted:
    """The rows of one file by what becomes of them, and why the rejected ones (by line) are."""

    rows_read: int
    loaded: list[Row]
    rejected: dict[int, Reason]
    withheld: list[Row]
    duplicate: int


def sort_out(name: str, reason: Any, is_withheld: Any, key: tuple[str, ...]) -> Sorted:
    """`reason` says why a row is rejected (or None); rows that share their `key` are all rejected."""
    seen: set[tuple[str, ...]] = set()
    found = Sorted(len(read(name)), [], {}, [], 0)
    fine: list[tuple[int, Row]] = []
    for line, row in enumerate(read(name), start=2):
        if tuple(row.values()) in seen:
            found.duplicate += 1
            continue
        seen.add(tuple(row.values()))
        if is_withheld(row):
            found.withheld.append(row)
        elif reason(row):
            found.rejected[line] = reason(row)
        else:
            fine.append((line, row))
    uses = Counter(tuple(row[column] for column in key) for _, row in fine)
    for line, row in fine:
        if uses[tuple(row[column] for column in key)] > 1:
            found.rejected[line] = ("–", "primary_key")
        else:
            found.loaded.append(row)
    return found


def wrong_case(row: Row) -> Reason | None:
    """Every faulty row of the example has one fault, so the order of the questions does not matter."""
    for column in ("Anfrage am", "Erstgespräch am", "Fallende am"):
        if not is_day(row[column]):
            return column, "readable_date"
    requested, interview, ended = (day(row[name]) for name in ("Anfrage am", "Erstgespräch am", "Fallende am"))
    faults = {
        ("Schwerpunkt", "known_code"): not known("focus_area", row["Schwerpunkt"]),
        ("Einwilligung", "consent_stated"): not row["Einwilligung"],
        ("Fallnummer", "case_number_stated"): not row["Fallnummer"],
        ("Stelle", "known_post"): row["Stelle"] not in posts(),
        ("Gemeindeschlüssel", "known_municipality"): row["Gemeindeschlüssel"] not in municipalities(),
        ("–", "interview_after_request"): bool(interview and interview < requested),
        ("–", "end_after_interview"): bool(ended and ended < (interview or requested)),
    }
    return next((reason for reason, is_so in faults.items() if is_so), None)


@cache
def cases() -> Sorted:
    return sort_out(CASES, wrong_case, lambda row: row["Einwilligung"] == "nein", ("Fallnummer",))


@cache
def case_of() -> dict[str, Row]:
    return {row["Fallnummer"]: row for row in cases().loaded}


@cache
def numbers(fate: str) -> set[str]:
    if fate == "withheld":
        return {row["Fallnummer"] for row in cases().withheld}
    lines = list(enumerate(read(CASES), start=2))
    return {row["Fallnummer"] for line, row in lines if line in cases().rejected} - set(case_of()) - {""}


def orphan(row: Row) -> Reason | None:
    if row["Fallnummer"] in case_of():
        return None
    return "Fallnummer", "case_not_rejected" if row["Fallnummer"] in numbers("rejected") else "case_known"


def wrong_goal(row: Row) -> Reason | None:
    if not known("topic", row["Thema"]):
        return "Thema", "known_code"
    if orphan(row):
        return orphan(row)
    return ("–", "status_after_agreement") if day(row["Zielstand am"]) < day(row["Vereinbart am"]) else None


def wrong_service(row: Row) -> Reason | None:
    if not re.fullmatch(r"-?\d+,\d+", row["Stunden"]):
        return "Stunden", "readable_number"
    if orphan(row):
        return orphan(row)
    if day(row["Datum"]) > EXPORTED_ON:
        return "Datum", "provided_on_not_after_export"
    return ("Stunden", "min") if row["Stunden"].startswith("-") else None


def of_withheld(row: Row) -> bool:
    return row["Fallnummer"] in numbers("withheld")


@cache
def goals() -> Sorted:
    return sort_out(GOALS, wrong_goal, of_withheld, ("Fallnummer", "Zielnummer"))


@cache
def services() -> Sorted:
    return sort_out(SERVICES, wrong_service, of_withheld, ("Fallnummer", "Leistungsnummer"))


def interviewed() -> list[tuple[Row, dt.date]]:
    """Loaded cases whose first interview has been, with its day."""
    found = ((row, day(row["Erstgespräch am"])) for row in cases().loaded)
    return [(row, interview) for row, interview in found if interview]


def stock(keys: Any) -> dict[tuple[object, ...], list[int]]:
    """(key of a case, month) -> new, closed and open cases, month by month from first interview to end."""
    counts: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, interview in interviewed():
        ended = day(row["Fallende am"])
        current = month(interview)
        while current <= month(ended or EXPORTED_ON):
            cell = counts[(*keys(row), current)]
            cell[0] += current == month(interview)
            cell[1] += ended is not None and current == month(ended)
            cell[2] += ended is None or ended >= next_month(current)
            current = next_month(current)
    return counts


def rows(edition: Edition, mart: str) -> list[tuple[object, ...]]:
    return edition.query(f"FROM {mart}").rows()


def counted(counts: dict[tuple[object, ...], list[int]]) -> list[tuple[object, ...]]:
    return sorted((*key, *cell) for key, cell in counts.items())


@cache
def group(carrier: str) -> str:
    """In the shipped staffing table a post has one period and nobody's posts end, so the fewest are the eldest."""
    of_carrier = [row for row in posts().values() if row["Schwerpunkt"] and row["Träger"] == carrier]
    begins = [max(day(row["gültig ab"]), dt.date(2021, 1, 1)) for row in of_carrier]
    return "one_post" if begins.count(min(begins)) == 1 else carrier


def of_post(row: Row) -> tuple[str, str, str]:
    carrier = posts()[row["Stelle"]]["Träger"]
    return row["Stelle"], carrier, group(carrier)


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


def of_case(row: Row) -> tuple[str, ...]:
    """What marts of outcomes say of a case: municipality, post, carrier, group of carriers, focus area."""
    return row["Gemeindeschlüssel"], *of_post(row), code("focus_area", row["Schwerpunkt"])


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


def test_mart_indicator(edition: Edition) -> None:
    expected = [
        (
            row["ags"],
            row["indicator"],
            dt.date.fromisoformat(row["reference_date"]),
            float(row["value"]),
            row["unit"],
            row["quality"],
            path.relative_to(RAW).as_posix(),
        )
        for path in (RAW / "census").glob("*.csv")
        for row in read(path.relative_to(RAW).as_posix())
    ]
    assert sorted(rows(edition, "mart_indicator")) == sorted(expected)
    assert len(expected) == 512


def test_mart_post(edition: Edition) -> None:
    expected = [
        (
            row["Stelle"],
            code("building_block", row["Baustein"]),
            row["Träger"],
            code("focus_area", row["Schwerpunkt"]) if row["Schwerpunkt"] else None,
            *(2 * [float(row["VZÄ"].replace(",", "."))]),  # planned and, as nothing else is said, filled
            day(row["gültig ab"]),
            day(row["gültig bis"]),
            None,
            row["Bemerkung"] or None,
            row["Annahme"] or None,
        )
        for row in posts().values()
    ]
    assert sorted(rows(edition, "mart_post"), key=str) == sorted(expected, key=str)


def test_mart_post_area(edition: Edition) -> None:
    expected = [
        (row["Stelle"], row["AGS"], None, row["im Konzept genannt"] == "ja", None, None, row["Annahme"] or None)
        for row in read("staffing/stellen_gebiete.csv")
    ]
    assert sorted(rows(edition, "mart_post_area")) == sorted(expected)


def test_mart_municipality(edition: Edition) -> None:
    columns = ("area_km2", "longitude", "latitude")
    texts = ("degurba", "degurba_text", "regiostar7", "regiostar7_text")
    expected = [
        (row["ags"], row["name"], *(float(row[name]) for name in columns), *(row[name] for name in texts))
        for row in read("municipalities/gemeinden.csv")
    ]
    found = edition.query("FROM mart_municipality")
    assert found.drop("outline_wkb").rows() == sorted(expected)
    for row in found.iter_rows(named=True):
        outline = shapely.from_wkb(row["outline_wkb"])
        # boundaries of 2016, simplified at 50 m, against the cadastre of 2023
        assert outline.area == pytest.approx(row["area_km2"] * 1e6, rel=0.02)


@pytest.mark.parametrize(("name", "twin"), [(CASES, cases), (GOALS, goals), (SERVICES, services)])
def test_mart_load_report_accounts_for_client_files(edition: Edition, name: str, twin: Any) -> None:
    fates = ("rows_read", "rows_loaded", "rows_rejected", "rows_withheld", "rows_duplicate", "rows_superseded")
    found = edition.query(f"SELECT {', '.join(fates)} FROM mart_load_report WHERE file = ?", [name])
    expected = twin()
    assert found.rows() == [
        (
            expected.rows_read,
            len(expected.loaded),
            len(expected.rejected),
            len(expected.withheld),
            expected.duplicate,
            0,
        )
    ]


def test_mart_load_report_loads_every_row_of_the_other_files(edition: Edition) -> None:
    found = edition.query("FROM mart_load_report WHERE NOT is_example")
    rejected = ("rows_rejected", "rows_withheld", "rows_duplicate", "rows_superseded")
    assert all(found[column].sum() == 0 for column in rejected)
    for file, read_rows, loaded_rows in found.select("file", "rows_read", "rows_loaded").rows():
        expected = len(read(file)) if file.endswith(".csv") else 15
        assert read_rows == loaded_rows == expected, file


def test_mart_load_report_cites_as_the_sidecars_do(edition: Edition) -> None:
    for row in edition.query("FROM mart_load_report").iter_rows(named=True):
        sidecar = yaml.safe_load((RAW / f"{row['file']}.source.yml").read_text(encoding="utf-8"))
        for field in ("kind", "title", "publisher", "licence", "attribution", "url", "reference_date"):
            assert row[field] == sidecar[field]
        assert row["is_example"] == (sidecar["data"] == "example")


def test_every_rejected_row_is_the_twins_with_its_reason(edition: Edition) -> None:
    expected = [
        (name, line, *reason)
        for name, twin in ((CASES, cases), (GOALS, goals), (SERVICES, services))
        for line, reason in twin().rejected.items()
    ]
    assert edition.query("FROM rejected_row").rows() == sorted(expected)


def test_mart_rejected(edition: Edition) -> None:
    lines: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for name, twin in ((CASES, cases), (GOALS, goals), (SERVICES, services)):
        for line, reason in twin().rejected.items():
            lines[(name, *reason)].append(line)
    expected = [(*key, len(found), min(found)) for key, found in lines.items()]
    assert rows(edition, "mart_rejected") == sorted(expected)


def test_mart_load_report_names_the_columns_that_were_refused(edition: Edition) -> None:
    found = dict(edition.query("SELECT file, refused_columns FROM mart_load_report").rows())
    assert found.pop(CASES) == "Name"
    assert set(found.values()) == {""}


def outlying(values: dict[int, float]) -> list[int]:
    """Keys of the values beyond 3.5 modified z-scores (Iglewicz and Hoaglin)."""
    median = statistics.median(values.values())
    mad = statistics.median(abs(value - median) for value in values.values())
    return sorted(line for line, value in values.items() if 0.6745 * abs(value - median) > 3.5 * mad)


def test_mart_finding(edition: Edition) -> None:
    """Nothing is odd about the example but that some take very long; neither posts nor places are at fault."""
    durations: dict[int, float] = {}
    hours: dict[str, float] = defaultdict(float)
    first_line: dict[str, int] = {}
    lines = {id(row): line for name in (CASES, SERVICES) for line, row in enumerate(read(name), start=2)}
    for row in cases().loaded:
        if day(row["Fallende am"]):
            begun = day(row["Erstgespräch am"]) or day(row["Anfrage am"])
            durations[lines[id(row)]] = (day(row["Fallende am"]) - begun).days
    for row in services().loaded:
        hours[row["Fallnummer"]] += float(row["Stunden"].replace(",", "."))
        first_line.setdefault(row["Fallnummer"], lines[id(row)])
    long = outlying(durations)
    much = outlying({first_line[number]: spent for number, spent in hours.items()})
    assert rows(edition, "mart_finding") == [
        (CASES, "Fallende am", "duration_usual", len(long), long[0]),
        (SERVICES, "Stunden", "hours_usual", len(much), much[0]),
    ]
    found = edition.query("FROM finding")
    assert found["line"].to_list() == [*long, *much]


def test_mart_quality(edition: Edition) -> None:
    optional = ("Einreisemonat", "Geburtsdatum", "Geschlecht", "Herkunftsgruppe", "Aufenthaltsstatus")
    optional += ("Beratungssprache", "Zugangsweg")
    twin: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, interview in interviewed():
        cell = twin[posts()[row["Stelle"]]["Träger"], month(interview)]
        asked = [row[name] for name in optional] + ([row["Endegrund"]] if row["Fallende am"] else [])
        cell[0] += 1
        cell[1] += sum(value not in ("", "ohne Angabe") for value in asked)
        cell[2] += len(asked)
    assert rows(edition, "mart_quality") == counted(twin)
    assert any(0 < filled < asked for _, filled, asked in twin.values())


def test_mart_delivery(edition: Edition) -> None:
    carriers = {row["Träger"] for row in posts().values() if row["Schwerpunkt"]}
    assert rows(edition, "mart_delivery") == [(carrier, EXPORTED_ON) for carrier in sorted(carriers)]
    assert rows(edition, "mart_delivery_day") == rows(edition, "mart_delivery")


def statement(path: Path) -> str:
    """The SQL without its comments."""
    return "\n".join(line.partition("--")[0] for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_file_opens_with_its_grain_and_units(path: Path) -> None:
    comment = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        comment.append(line)
    assert comment[0].startswith("-- Grain: one row per ")
    assert re.search(r"\bUnits?: ", " ".join(comment))


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_file_is_numbered_makes_its_mart_and_orders_it(path: Path) -> None:
    mart = re.fullmatch(r"\d\d_(mart_[a-z_]+)", path.stem)
    assert mart
    assert f"CREATE TABLE {mart[1]} AS" in statement(path)
    assert "ORDER BY" in statement(path)


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_no_mart_holds_a_ratio(path: Path) -> None:
    """A ratio can be neither summed nor rounded on its own: numerators and denominators are stored, metrics divide."""
    assert "/" not in statement(path)
    assert not re.search(r"\b(avg|mean|median|quantile\w*|percent\w*|ratio\w*)\b", statement(path), re.I)


def test_every_mart_has_a_contract_and_every_contract_a_mart() -> None:
    assert {path.stem.partition("_")[2] for path in mart_files()} == set(MARTS)


def test_every_mart_keeps_its_contract_in_the_edition(edition: Edition) -> None:
    for mart, contract in MARTS.items():
        described = edition.query(f"DESCRIBE {mart}").select("column_name", "column_type").rows()
        assert described == [(name, column.dtype) for name, column in contract.items()], mart


def test_every_column_has_a_protection_class_and_a_meaning() -> None:
    for mart, contract in [*MARTS.items(), *COMPUTED.items()]:
        for name, column in contract.items():
            assert column.protection in (PUBLIC, PEOPLE, DERIVED, STAFF), f"{mart}.{name}"
            assert column.meaning, f"{mart}.{name}"
            assert bool(column.base) == (column.protection == DERIVED), f"{mart}.{name}"


@pytest.mark.parametrize(
    "mart",
    [
        "mart_caseload",
        "mart_goal",
        "mart_agreement",
        "mart_goal_spread",
        "mart_characteristic",
        "mart_referral",
        "mart_duration",
        "mart_service",
        "mart_contact_spread",
    ],
)
def test_no_count_of_clients_is_public(mart: str) -> None:
    """Each number of a mart made from client tables counts people or describes a post."""
    for name, column in MARTS[mart].items():
        if column.dtype in ("BIGINT", "DOUBLE"):
            assert column.protection in (PEOPLE, STAFF), name


def test_no_count_is_null(edition: Edition) -> None:
    """Nothing counted is 0; null would read as not reported."""
    for mart, contract in MARTS.items():
        counts = [name for name, column in contract.items() if column.dtype == "BIGINT"]
        found = edition.query(f"FROM {mart}")
        assert all(found[name].null_count() == 0 for name in counts), mart


@pytest.mark.parametrize(
    "mart", ["mart_caseload", "mart_service", "mart_goal", "mart_agreement", "mart_characteristic", "mart_referral"]
)
def test_posts_beside_counts_of_clients_are_staff_figures(mart: str) -> None:
    assert MARTS[mart]["post"].protection == STAFF


def test_a_mart_that_breaks_its_contract_stops_the_load(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "30_mart_post.sql"
    broken.write_text("CREATE TABLE mart_post AS SELECT post, carrier FROM post", encoding="utf-8")
    monkeypatch.setattr("etl.database.mart_files", lambda: [broken])
    with pytest.raises(AssertionError, match="mart_post does not keep its contract"):
        write_database(tmp_path / "new.duckdb", {"post": edition.query("FROM post")}, str)


def test_an_existing_file_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "there.duckdb").write_bytes(b"an edition")
    with pytest.raises(FileExistsError):
        write_database(tmp_path / "there.duckdb", {}, str)
    assert (tmp_path / "there.duckdb").read_bytes() == b"an edition"
