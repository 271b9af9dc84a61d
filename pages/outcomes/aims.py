"""What counselling is to bring in each focus area, and what counts as reached: the outcome frame of the edition."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts.sentences import note_as_html
from charts.table import plain
from metrics.codes import codes, name
from metrics.outcome_frame import aims
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.visit import Visit

OUTCOMES = ("reached", "partly_reached", "ended_otherwise", "open")


def show_aims(visit: Visit) -> None:
    """A fold-out with the aim of each focus area, its topics, and what each status of a goal counts as."""
    language, text = visit.language, visit.language.text
    with st.expander(text("What counts as reached in each focus area")):
        for area, shown in kept(visit, "outcome_aims", None, lambda: _tables(visit)).items():
            st.html(shown)
            st.html(note_as_html(aims()[area][language.code]))
        st.html(
            note_as_html(
                text(
                    "Each county settles this in the files of metrics/definitions/outcomes, without changing the program; the next "
                    "load counts by them. Goals of other topics are counted as outside the frame."
                )
            )
        )


def _tables(visit: Visit) -> dict[str, str]:
    """Focus area -> HTML of its topics and what each status of a goal counts as."""
    language = visit.language
    frame = door.read(visit.edition_id, visit.role, "outcome_frame").filter("in_frame")
    headings = [language.text("Topic"), *(name("outcome", outcome, language.code) for outcome in OUTCOMES)]
    found = {}
    for area in codes("focus_area"):
        own = frame.filter(pl.col("focus_area") == area)
        rows = [_row(own, topic, language.code) for topic in _topics(own)]
        found[area] = plain(name("focus_area", area, language.code), headings, rows)
    return found


def _topics(own: pl.DataFrame) -> list[str]:
    known = set(own["topic"])
    return [topic for topic in codes("topic") if topic in known]


def _row(own: pl.DataFrame, topic: str, language: str) -> list[str]:
    """The topic, and below each outcome the statuses that count as it."""
    of_topic = own.filter(pl.col("topic") == topic)
    return [
        name("topic", topic, language),
        *(
            ", ".join(
                name("goal_status", status, language)
                for status in codes("goal_status")
                if status in set(of_topic.filter(pl.col("outcome") == outcome)["goal_status"])
            )
            or "–"
            for outcome in OUTCOMES
        ),
    ]
