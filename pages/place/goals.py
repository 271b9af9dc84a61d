"""What the goals of clients from a municipality are about."""

from __future__ import annotations

import polars as pl

from charts.place import note, table
from locales import Language
from metrics.codes import name
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.visit import Visit
from pages.place.place import Place

TOPICS = 5


def goals(visit: Visit, place: Place) -> str:
    """HTML of the topics most goals are about; for everyone but the coordination of all goals together, and why."""
    text, number = visit.language.text, visit.language.number
    found = by_topic(visit, place)
    if not door.is_coordination(visit.role):
        return note(f"{finding(visit, place)} {why_together(visit.language)}")
    most = found.head(TOPICS)
    if most.is_empty():
        return note(text("No goals have been agreed."))
    rows = [[topic, number(agreed), number(reached)] for topic, agreed, reached in most.iter_rows()]
    return table(title(visit, place), [text("Topic"), text("Goals agreed"), text("achieved")], rows, numeric=(1, 2))


def title(visit: Visit, place: Place) -> str:
    """What the table shows."""
    language = visit.language
    day = language.day(date_of(visit, "caseload_on"))
    if not door.is_coordination(visit.role):
        return language.text("Goals of clients in {place}, as of {date}", place=place.name, date=day)
    return language.text("What most goals are about, as of {date}", date=day)


def by_topic(visit: Visit, place: Place) -> pl.DataFrame:
    """topic (in words), goals_agreed, goals_reached, the most agreed first; for all but the coordination one row of all topics."""
    if not door.is_coordination(visit.role):
        every = pl.lit(visit.language.text("all topics together")).alias("topic")
        found = door.read(visit.edition_id, visit.role, "goals", (), ags=place.ags)
        return found.select(every, "goals_agreed", "goals_reached")
    named = pl.col("topic").map_elements(lambda topic: name("topic", topic, visit.language.code), pl.String)
    return (
        door.read(visit.edition_id, visit.role, "goals", ("topic",), ags=place.ags)
        .filter(pl.col("goals_agreed") > 0)
        .sort("goals_agreed", "topic", descending=[True, False])
        .select(named, "goals_agreed", "goals_reached")
    )


def finding(visit: Visit, place: Place) -> str:
    """How many goals were agreed and achieved, for everyone but the coordination; for it, what most of them are about."""
    language, rows = visit.language, by_topic(visit, place).rows()
    if not rows:
        return language.text("No goals have been agreed.")
    topic, agreed, achieved = rows[0]
    counts = {"agreed": language.number(agreed), "achieved": language.number(achieved)}
    if not door.is_coordination(visit.role):
        return language.text("Goals: {agreed} agreed, {achieved} of them achieved.", **counts)
    return language.text("Most goals: {topic}, {agreed} agreed, {achieved} of them achieved.", topic=topic, **counts)


def why_together(language: Language) -> str:
    """Why topics are for the coordination."""
    return language.text(
        "Topics of a single municipality are for the coordination only: each belongs to one focus area, and that is often "
        "the work of one employee here."
    )
