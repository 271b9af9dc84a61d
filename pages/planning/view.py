"""What a plan is looked at with: whose need, which focus area, how shared posts are split, and from when changes hold."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from metrics.caseload import month_starts
from pages._shared.choices import choice
from pages._shared.frame import date_of
from pages._shared.need import group_names
from pages._shared.view import View, choose_area, choose_rule, choose_weights
from pages._shared.visit import Visit

YEARS_AHEAD = 3


def choose_plan_view(visit: Visit) -> View:
    """The choices above the figures. Plans are made of granted posts: who is absent today is no reason to move a post.

    The month, kept in the address as `from`, is the one from whose first day on edits hold; figures are those of its last day.
    """
    language, text = visit.language, visit.language.text
    first, second, third, fourth = st.columns([1.1, 1.5, 1, 1], vertical_alignment="bottom")
    with first:
        area = choose_area(visit)
    with second:
        group = choice(text("Target group"), "group", group_names(visit), default=View.group)
    mix = choose_weights(visit, group)
    with third:
        rule = choose_rule(visit)
    with fourth:
        known = {f"{month:%Y-%m}": language.month(month) for month in months_ahead(visit)}
        month = choice(
            text("Changes hold from"),
            "from",
            known,
            default=next(iter(known)),
            explanation=text(
                "What you change holds from the first day of this month on; all figures are those of its last day. Changes that "
                "begin later are kept and come into force in their month."
            ),
        )
    return View(group, mix, area, rule, month, "day", "granted")


def months_ahead(visit: Visit) -> list[dt.date]:
    """The first days of the months that can be planned: from the one after the newest thing known, for three years."""
    known = [date_of(visit, "staffing_on"), *([date_of(visit, "caseload_on")] if visit.has_clients else [])]
    newest = max(known)
    first = dt.date(newest.year + newest.month // 12, newest.month % 12 + 1, 1)
    return month_starts(first, dt.date(first.year + YEARS_AHEAD, first.month, 1))


def begins(view: View) -> dt.date:
    """The first day of the month from which edits hold."""
    return dt.date.fromisoformat(f"{view.month}-01")
