"""Assignments as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from locales.clock import local_day
from pages._shared import assignments
from pages._shared.assignments import ASSIGNMENT_STATUS_NAMES, Assignment
from pages._shared.stored_words import role_text
from pages._shared.visit import Visit
from pages.meeting.assignment_words import FIELD_NAMES, value_text
from report.sheets import Column, Explanation, Sheet


def sheets(visit: Visit, known: Sequence[Assignment], today: dt.date) -> list[Sheet | Explanation]:
    """The list, and every change of it."""
    language, text = visit.language, visit.language.text
    title = text("Assignments as of {day}", day=language.day(today))
    columns = (
        Column(text("Assignment"), 60),
        Column(text("Responsible office"), 30),
        Column(text("Due"), 12),
        Column(text("Status"), 14),
        Column(text("overdue"), 10),
        Column(text("View"), 50),
        Column(text("created"), 12),
        Column(text("last changed"), 14),
    )
    rows = [
        (
            each.text,
            each.office,
            each.due_on,
            text(ASSIGNMENT_STATUS_NAMES[each.status]),
            text("yes") if each.is_overdue(today) else text("no"),
            each.address,
            local_day(each.created_at),
            local_day(each.changed_at),
        )
        for each in known
    ]
    changes = [
        (
            each.text,
            local_day(change.at),
            role_text(change.role, language),
            text(FIELD_NAMES[change.field]),
            value_text(change.field, change.before, {}, language),
            value_text(change.field, change.after, {}, language),
            change.note,
        )
        for each in known
        for change in assignments.history(each)
        if change.field in FIELD_NAMES
    ]
    changed = (
        Column(text("Assignment"), 60),
        Column(text("When"), 12),
        Column(text("of the role"), 16),
        Column(text("What"), 12),
        Column(text("before"), 30),
        Column(text("after"), 30),
        Column(text("Note"), 40),
    )
    return [Sheet(text("Assignments"), title, columns, rows), Sheet(text("History"), title, changed, changes)]
