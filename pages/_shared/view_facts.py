"""What must stand beside a table of coverage: what was chosen, and of which days it is."""

from __future__ import annotations

import datetime as dt

from pages._shared.coverage import need_of
from pages._shared.view import FTE_NAMES, RULE_NAMES, View, area_name, span_of, span_text
from pages._shared.visit import Visit


def choices(visit: Visit, view: View) -> dict[str, str]:
    """What was chosen, by its label."""
    language, text = visit.language, visit.language.text
    return {
        text("Focus area"): area_name(view.focus_area, language),
        text("Target group"): need_of(visit, view).name,
        text("Posts as of"): span_text(visit, view),
        text("Counted are"): text(FTE_NAMES[view.fte]),
        text("Shared posts are split"): text(RULE_NAMES[view.rule]),
    }


def dates(visit: Visit, view: View) -> dict[str, dt.date]:
    """Of when need and posts are."""
    text = visit.language.text
    return {text("Target group as of"): max(need_of(visit, view).dates), text("Posts as of"): span_of(visit, view)[1]}
