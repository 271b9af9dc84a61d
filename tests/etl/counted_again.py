"""The shipped CSV files, read and sorted out again in plain Python: the slow and obvious twin of the marts."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from warehouse import Edition

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


def of_case(row: Row) -> tuple[str, ...]:
    """What marts of outcomes say of a case: municipality, post, carrier, group of carriers, focus area."""
    return row["Gemeindeschlüssel"], *of_post(row), code("focus_area", row["Schwerpunkt"])
