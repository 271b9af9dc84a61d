"""The languages asked for in every municipality, beside those that the posts serving it offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from metrics.codes import codes, name
from metrics.protection import SMALLEST_BASE
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.kept import kept
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.visit import Visit
from pages.outcomes.asking import LABEL, UNIT, every_unit, of_all, of_units
from pages.outcomes.view import EVERY, OutcomeView

ATTRIBUTE, NOT_STATED = "counselling_language", "not_stated"
# German is spoken in every office, and interpreters come on request: no post lacks them.
EVERYWHERE = ("german", "interpreter")
# So many new cases must ask for a language before it is said to be lacking; the same for every role.
LEAST_ASKED = SMALLEST_BASE


@dataclass(frozen=True)
class Place:
    """A municipality, or (key "") all of them. `asked`: language -> cases newly begun, without those of which there are none
    or too few to tell. `offered`: language -> FTE of the posts that state it. `posts`: how many serve the place, `stating`:
    those that state their languages."""

    key: str
    name: str
    asked: Mapping[str, int]
    offered: Mapping[str, float]
    posts: int
    stating: int

    @property
    def lacking(self) -> list[str]:
        """The languages that are asked for though no post that serves the place offers them; none while it is unknown what a
        post offers."""
        if self.stating < self.posts:
            return []
        return [
            language
            for language in codes(ATTRIBUTE)
            if language not in (*EVERYWHERE, *self.offered) and self.asked.get(language, 0) >= LEAST_ASKED
        ]


def by_place(visit: Visit, view: OutcomeView) -> OutcomeView:
    """What the languages by municipality are narrowed by: all that is chosen for the coordination, the time alone for others, to
    whom a focus area or carrier beside a municipality would tell the work of single employees."""
    if door.is_coordination(visit.role):
        return view.of(by="ags")
    return view.of(by="ags", focus_area=EVERY, carrier=EVERY)


def last_day(visit: Visit, view: OutcomeView) -> dt.date:
    """The last day of the counted time."""
    until = date_of(visit, "caseload_on")
    return until if view.year is None else min(until, dt.date(view.year, 12, 31))


def places(visit: Visit, view: OutcomeView) -> tuple[list[Place], Place]:
    """Every municipality in the order to show them, and all of them together."""
    return kept(visit, "languages_of_places", view, lambda: _places(visit, by_place(visit, view)))


def languages_told(visit: Visit, view: OutcomeView) -> dict[str, str]:
    """Language -> its name, in the order to show them; cases of which it is not stated last, where there are any."""
    code = visit.language.code
    names = {language: name(ATTRIBUTE, language, code) for language in codes(ATTRIBUTE)}
    if NOT_STATED in places(visit, view)[1].asked:
        names[NOT_STATED] = name(NOT_STATED, NOT_STATED, code)
    return names


def _places(visit: Visit, view: OutcomeView) -> tuple[list[Place], Place]:
    asked = of_units(visit, view, "characteristics", "value", attribute=ATTRIBUTE)
    posts = _posts(visit, view)
    areas = door.read(visit.edition_id, visit.role, "post_areas", last_day(visit, view)).select("post", "ags")
    served = posts.join(areas.unique(), on="post")
    found = [
        _place(
            unit,
            label,
            asked.filter(pl.col(UNIT) == unit),
            served.filter(pl.col("ags") == unit),
        )
        for unit, label in every_unit(visit, view).select(UNIT, LABEL).iter_rows()
    ]
    everybody = of_all(visit, view, "characteristics", "value", attribute=ATTRIBUTE)
    whole = _place(EVERY, visit.language.text("all together"), everybody, served.unique("post"))
    return found, whole


def _posts(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The posts of case management on the last day of the counted time: post, fte, languages."""
    posts = door.read(visit.edition_id, visit.role, "posts").filter(
        (pl.col("building_block") == CASE_MANAGEMENT) & valid_on(last_day(visit, view))
    )
    for column, key in (("focus_area", view.focus_area), ("carrier", view.carrier)):
        posts = posts.filter(pl.col(column) == key) if key else posts
    return posts.select("post", "fte", "languages")


def _place(key: str, label: str, asked: pl.DataFrame, posts: pl.DataFrame) -> Place:
    spoken = posts.filter(pl.col("languages").fill_null("") != "")
    each = spoken.select("fte", language=pl.col("languages").str.split(",")).explode("language").sort("language")
    offered = each.group_by("language", maintain_order=True).agg(pl.col("fte").sum())
    counts = asked.filter(pl.col("cases") > 0).select("value", "cases")
    return Place(key, label, dict(counts.rows()), dict(offered.rows()), posts.height, spoken.height)
