"""What became of goals: by unit, by topic and by calendar year."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl

from metrics.codes import codes
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.trends import SINGLE_POST
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_chosen, of_units, with_every_unit
from pages.outcomes.changes import Change, change
from pages.outcomes.measures import Measure, figures
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.view import OutcomeView, is_fresh, years

# Outcome -> the column that counts its goals, from the best to what is not decided yet.
PARTS = {
    "reached": "goals_reached",
    "partly_reached": "goals_partly_reached",
    "ended_otherwise": "goals_ended",
    "open": "goals_open",
}
COUNTS = ("goals_agreed", *PARTS.values())
AGREEMENT, REACHED, CASES_REACHED = map(Measure, ("agreement_share", "goals_reached_share", "cases_reached_share"))
# Stands among the topics for all that the outcome frame of the case's focus area does not name.
OUTSIDE = "outside_frame"
LIMITS = ("value", "lower", "upper")


def by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label and COUNTS of every unit; null where no goals are told."""
    return kept(
        visit,
        "goals_by_unit",
        view,
        lambda: with_every_unit(visit, view, of_units(visit, view, "goals").select(UNIT, *COUNTS)),
    )


def of_every_unit(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """COUNTS of all units together."""
    return kept(visit, "goals_of_all", view, lambda: _only(of_all(visit, view, "goals").select(COUNTS)))


def of_what_is_chosen(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """COUNTS of what is chosen, or of the district."""
    return kept(visit, "goals_of_chosen", view, lambda: _only(of_chosen(visit, view, "goals").select(COUNTS)))


def share_of_chosen(visit: Visit, view: OutcomeView, measure: Measure) -> dict[str, Any]:
    """The row of pages.outcomes.measures.figures for what is chosen, or for the district."""
    return kept(visit, f"share_of_chosen_{measure.id}", view, lambda: _only(figures(visit, view, measure, of_chosen)))


def by_topic(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """What is chosen by topic: focus_area, topic, COUNTS, value, lower, upper, count and base of the share of goals reached.

    A row for every topic of the outcome frame of the focus areas looked at, null where no goals are told, and OUTSIDE after
    them where goals of other topics were agreed. Only for views of which topics may be told: pages.outcomes.view.
    """
    return kept(visit, "goals_by_topic", view, lambda: _by_topic(visit, view))


def by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """What is chosen in every calendar year: year, COUNTS, and for each of the three shares <measure>_value, _lower, _upper,
    _count and _base; null where there was nothing to count."""
    return kept(visit, "goals_by_year", view.of(year=None), lambda: _by_year(visit, view.of(year=None)))


def changes(visit: Visit, view: OutcomeView, measure: Measure) -> dict[int, Change | str | None]:
    """Year -> how the share of what is chosen differs from that of the year before; SINGLE_POST where that would judge one
    employee, None where there is nothing to compare or one of the years is still running."""
    state = view.of(year=None)
    return kept(visit, f"goal_changes_{measure.id}", state, lambda: _changes(visit, state, measure))


def is_enough(base: float | None, role: str) -> bool:
    """Whether there are enough goals or cases for parts of them to be shown."""
    return (base or 0) >= (1 if sees_exact(role) else SMALLEST_BASE)


def parts_of(row: Mapping[str, Any]) -> dict[str, int]:
    """Outcome -> goals, from COUNTS."""
    return {outcome: row[column] for outcome, column in PARTS.items()}


def _by_topic(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    keys = ("focus_area", "topic")
    # Rounded on its own: the sum of rounded topics would tell another number.
    inside = _with_share(visit, view, *keys, in_frame=True)
    outside = _with_share(visit, view, "focus_area", in_frame=False).with_columns(topic=pl.lit(OUTSIDE))
    found = pl.concat([inside, outside.select(inside.columns)])
    told = outside.filter(pl.col("goals_agreed") > 0)["focus_area"].to_list()
    return _topics(visit, view, told).join(found, on=keys, how="left", maintain_order="left")


def _with_share(visit: Visit, view: OutcomeView, *by: str, in_frame: bool) -> pl.DataFrame:
    ask = partial(of_chosen, in_frame=in_frame)
    shares = figures(visit, view, REACHED, ask, *by).drop("still_open")
    return ask(visit, view, "goals", *by).select(*by, *COUNTS).join(shares, on=by, how="left", maintain_order="left")


def _topics(visit: Visit, view: OutcomeView, with_others: list[str]) -> pl.DataFrame:
    """The topics of the focus areas looked at, in the order to show them: focus_area, topic."""
    frame = door.read(visit.edition_id, visit.role, "outcome_frame").filter("in_frame")
    named = set(frame.select("focus_area", "topic").rows())
    rows = [
        (area, topic)
        for area in ([view.focus_area] if view.focus_area else codes("focus_area"))
        for topic in (*codes("topic"), OUTSIDE)
        if (area, topic) in named or (topic == OUTSIDE and area in with_others)
    ]
    return pl.DataFrame(rows, schema={"focus_area": pl.String, "topic": pl.String}, orient="row")


def _by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    goals = of_chosen(visit, view, "goals", "year").select("year", *COUNTS)
    found = pl.DataFrame({"year": years(visit)}, schema={"year": goals.schema["year"]})
    for frame in (goals, *(_of_year(visit, view, measure) for measure in (AGREEMENT, REACHED, CASES_REACHED))):
        found = found.join(frame, on="year", how="left", maintain_order="left")
    return found


def _of_year(visit: Visit, view: OutcomeView, measure: Measure) -> pl.DataFrame:
    found = figures(visit, view, measure, of_chosen, "year")
    return found.select("year", pl.col(*LIMITS, "count", "base").name.prefix(f"{measure.id}_"))


def _changes(visit: Visit, view: OutcomeView, measure: Measure) -> dict[int, Change | str | None]:
    found = {row["year"]: row for row in figures(visit, view, measure, of_chosen, "year").iter_rows(named=True)}
    return {year: _change(visit, view, measure, found, year) for year in years(visit)}


def _change(
    visit: Visit, view: OutcomeView, measure: Measure, found: Mapping[int, dict[str, Any]], year: int
) -> Change | str | None:
    if is_fresh(visit, year) or year not in found or year - 1 not in found:
        return None
    if view.picked in not_to_be_judged(visit, view, [year - 1, year]):
        return SINGLE_POST
    return change(visit, measure, found[year], found[year - 1], year - 1)


def _only(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)
