"""What became of goals as pictures: bars by unit and by topic, and the share reached of every topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import stacked, whiskers
from charts.part_paints import OUTCOME_COLOURS
from charts.stacked import Stack
from charts.whiskers import Whisker
from metrics.codes import name
from metrics.definitions import definition
from metrics.protection import sees_exact
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.view import area_name
from pages._shared.visit import Visit
from pages.outcomes import goals_figures as figures
from pages.outcomes.goals_figures import LIMITS, OUTSIDE, PARTS, REACHED
from pages.outcomes.overview_figures import base_text
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, span_text, subject, units_span_text

PARTS_MEANING = "goal_outcome_share"
# Below the width from which counts have a column of their own: with a focus area they need two lines.
SHARES_WIDTH = 880


def title_of_units(visit: Visit, view: OutcomeView) -> str:
    """What the bars of the units show."""
    text = visit.language.text
    return text(
        "What became of the goals, by {unit}, {span}", unit=text(UNITS[view.by]), span=units_span_text(visit, view)
    )


def title_of_topics(visit: Visit, view: OutcomeView) -> str:
    """What the bars of the topics show."""
    return visit.language.text(
        "What became of the goals, by topic, {subject}, {span}",
        subject=subject(visit, view),
        span=span_text(visit, view),
    )


def title_of_shares(visit: Visit, view: OutcomeView) -> str:
    """What the shares of the topics are."""
    return visit.language.text(
        "Share of goals reached, by topic, {subject}, {span}",
        subject=subject(visit, view),
        span=span_text(visit, view),
    )


def outcome_names(visit: Visit) -> dict[str, str]:
    """Outcome -> its name, in the order to show them."""
    return {outcome: name("outcome", outcome, visit.language.code) for outcome in PARTS}


def topic_name(visit: Visit, topic: str) -> str:
    """The name of a topic, or of all that lie outside the outcome frame."""
    return name("outside_frame" if topic == OUTSIDE else "topic", topic, visit.language.code)


def units_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Bars of 100 % with what became of each unit's goals, as SVG."""
    rows = [
        _stack(visit, row, row["unit"], row["label"], _agreed(visit, row))
        for row in figures.by_unit(visit, view).iter_rows(named=True)
    ]
    return _bars(visit, rows, title_of_units(visit, view), selected=view.picked, **options)


def topics_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Bars of 100 % with what became of the goals of each topic, as SVG."""
    rows = [
        _stack(visit, row, "", topic_name(visit, row["topic"]), _below(visit, view, row, _agreed(visit, row)))
        for row in figures.by_topic(visit, view).iter_rows(named=True)
    ]
    return _bars(visit, rows, title_of_topics(visit, view), **options)


def shares_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The share of goals reached of each topic with its range, as SVG; beside that of all goals of what is chosen."""
    language = visit.language
    together = figures.share_of_chosen(visit, view, REACHED)["value"]
    return whiskers.render(
        [_whisker(visit, view, row) for row in figures.by_topic(visit, view).iter_rows(named=True)],
        REACHED.meaning,
        language,
        title=title_of_shares(visit, view),
        reference=None if together is None else (together, language.text("all together")),
        **{"width": SHARES_WIDTH, **options},
    )


def parts_notes(visit: Visit) -> list[str]:
    """How to read the bars, and whatever pictures carry that leave the page."""
    return _notes(visit, definition(PARTS_MEANING).explanation[visit.language.code])


def shares_notes(visit: Visit) -> list[str]:
    """How to read the shares, and whatever pictures carry that leave the page."""
    return _notes(visit, REACHED.meaning.explanation[visit.language.code], visit.language.text("Line: 95 % interval."))


def _notes(visit: Visit, *reading: str) -> list[str]:
    text = visit.language.text
    counted = text("Counted: {clock}.", clock=text(CLOCKS[REACHED.clock]))
    return notes_of_picture(visit, files_of(visit, "cases", "goals"), reading=[counted, *reading])


def _bars(visit: Visit, rows: list[Stack], title: str, **options: Any) -> str:
    return stacked.render(rows, outcome_names(visit), OUTCOME_COLOURS, visit.language, title=title, **options)


def _stack(visit: Visit, row: Mapping[str, Any], key: str, label: str, below: str) -> Stack:
    if figures.is_enough(row["goals_agreed"], visit.role):
        return Stack(key, label, below, figures.parts_of(row))
    return Stack(key, label, below, {}, _none_told(visit, visit.language.text("no goals")))


def _whisker(visit: Visit, view: OutcomeView, row: Mapping[str, Any]) -> Whisker:
    counted = _below(visit, view, row, base_text(row, REACHED, visit.language))
    reason = _none_told(visit, visit.language.text("no settled goals"))
    return Whisker("", topic_name(visit, row["topic"]), *(row[limit] for limit in LIMITS), counted, reason)


def _none_told(visit: Visit, none: str) -> str:
    """Why nothing is drawn: behind a rounded count of nought there may be one or two."""
    return none if sees_exact(visit.role) else visit.language.text("too few goals")


def _agreed(visit: Visit, row: Mapping[str, Any]) -> str:
    if row["goals_agreed"] is None:
        return ""
    return visit.language.text("Goals agreed: {number}", number=visit.language.number(row["goals_agreed"]))


def _below(visit: Visit, view: OutcomeView, row: Mapping[str, Any], counted: str) -> str:
    """What stands below the name of a topic: how many goals, and its focus area where there are several."""
    area = "" if view.focus_area else area_name(row["focus_area"], visit.language)
    return ", ".join(filter(None, (counted, area)))
