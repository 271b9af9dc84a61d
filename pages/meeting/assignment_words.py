"""Assignments in words: how many are open, the list, what became of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from charts.table import plain
from locales import Language
from pages._shared import assignments
from pages._shared.assignments import ASSIGNMENT_STATUS_NAMES, Assignment
from pages._shared.earlier import moment_text
from pages._shared.stored_words import role_text
from pages._shared.visit import Visit
from report.assignment_words import FIELD_NAMES as NAMES_ON_PAPER

FIELD_NAMES = {**NAMES_ON_PAPER, "address": "View", "note": "Note", "deleted_at": "Deleted"}
LONGEST_IN_A_LIST = 70


def findings(known: Sequence[Assignment], today: dt.date, language: Language) -> list[str]:
    """How many are open and overdue, and which is due next."""
    text = language.text
    to_do = [each for each in known if not each.is_over]
    if not to_do:
        return [text("No assignment is open.")]
    late = [each for each in to_do if each.is_overdue(today)]
    said = [
        text("One assignment is open.")
        if len(to_do) == 1
        else text("{number} assignments are open.", number=len(to_do))
    ]
    if late:
        oldest = late[0]
        values = {"number": len(late), "day": language.day(oldest.due_on)}
        said.append(
            text("Overdue: {number}, the oldest at {office}, due on {day}.", office=oldest.office, **values)
            if oldest.office
            else text("Overdue: {number}, the oldest due on {day}.", **values)
        )
    return said


def table(known: Sequence[Assignment], today: dt.date, language: Language) -> str:
    """HTML: one row per assignment."""
    text = language.text
    headings = [text("Assignment"), text("Responsible office"), text("Due"), text("Status"), text("last changed")]
    rows = [
        [
            each.text,
            each.office,
            due_text(each, today, language),
            text(ASSIGNMENT_STATUS_NAMES[each.status]),
            moment_text(each.changed_at, language),
        ]
        for each in known
    ]
    return plain(text("Assignments, those to be done first"), headings, rows)


def due_text(assignment: Assignment, today: dt.date, language: Language) -> str:
    """When it is due, and that this is over."""
    if assignment.due_on is None:
        return "–"
    day = language.day(assignment.due_on)
    return language.text("{day}, overdue", day=day) if assignment.is_overdue(today) else day


def history_table(visit: Visit, assignment: Assignment, views: Mapping[str, str]) -> str:
    """HTML: who changed what, when, from what to what; the newest first. `views`: address -> name of a view."""
    language, text = visit.language, visit.language.text
    headings = [text("When"), text("of the role"), text("What"), text("before"), text("after")]
    rows = [
        [
            moment_text(each.at, language),
            role_text(each.role, language),
            text(FIELD_NAMES[each.field]),
            value_text(each.field, each.before, views, language),
            value_text(each.field, each.after, views, language) + (f" ({each.note})" if each.note else ""),
        ]
        for each in reversed(assignments.history(assignment))
        if each.field in FIELD_NAMES
    ]
    return plain(text("History of this assignment"), headings, rows)


def value_text(field: str, value: str, views: Mapping[str, str], language: Language) -> str:
    """What a field was or became, in words. `views`: address -> name of a view."""
    if not value:
        return "–"
    if field == "status":
        return language.text(ASSIGNMENT_STATUS_NAMES[value]) if value in ASSIGNMENT_STATUS_NAMES else value
    if field == "address":
        return views.get(value, value)
    if field == "due_on":
        return language.day(dt.date.fromisoformat(value))
    return moment_text(dt.datetime.fromisoformat(value), language) if field == "deleted_at" else value


def short(assignment: Assignment, language: Language) -> str:
    """An assignment in a line, with office and status."""
    is_long = len(assignment.text) > LONGEST_IN_A_LIST
    words = f"{assignment.text[: LONGEST_IN_A_LIST - 1]}…" if is_long else assignment.text
    status = language.text(ASSIGNMENT_STATUS_NAMES[assignment.status])
    return f"{words} ({', '.join(filter(None, (assignment.office, status)))})"
