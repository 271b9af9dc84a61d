"""The figures of a plan before and after it, each with its verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import polars as pl

from charts.before_after import Change, verdict
from locales import Language
from metrics.definitions import definition
from pages._shared.travel import Travel
from planning.evaluate import Evaluation, State

GINI_DECIMALS = 3
LESS, NEITHER = "less_is_better", "neither"


def changes(found: Evaluation, travel: Travel, language: Language) -> list[Change]:
    """The figures of the whole district: posts, largest gap, what sits in the wrong place, evenness, places, ways."""
    text, before, after = language.text, found.before.totals, found.after.totals
    judged = _judged(before.fte, after.fte)
    way = definition(travel.definition)
    decimals = definition("gap_in_posts").decimals
    posts = text("FTE")
    return [
        _number(text("Posts in all"), before.fte, after.fte, decimals, language, posts, direction="neither"),
        _number(
            text("Largest gap"),
            before.worst_shortage,
            after.worst_shortage,
            decimals,
            language,
            posts,
            direction=judged(before.worst_shortage, after.worst_shortage),
        ),
        _number(
            text("In the wrong place"),
            before.misplaced_fte,
            after.misplaced_fte,
            decimals,
            language,
            text("FTE, Hoover {share}", share=language.percent(after.hoover)),
            direction=judged(before.misplaced_fte, after.misplaced_fte),
        ),
        _number(text("Inequality (Gini)"), before.gini, after.gini, GINI_DECIMALS, language, text("0 is even")),
        _number(
            text("Short beyond doubt"),
            before.beyond_doubt,
            after.beyond_doubt,
            0,
            language,
            text("municipalities"),
            direction=NEITHER if _is_settled(found) else LESS,
        ),
        _number(text("Without service"), before.unserved, after.unserved, 0, language, text("municipalities")),
        _number(
            text("Way to service"),
            before.mean_cost,
            after.mean_cost,
            way.decimals,
            language,
            text("{unit} on average", unit=way.unit[language.code]),
        ),
    ]


def client_changes(found: Evaluation, language: Language) -> list[Change]:
    """Caseload and reach where demand stays as it is: the extremes among the municipalities, and the whole."""
    text = language.text
    load, reach = definition("open_cases_per_fte"), definition("reach")
    return [
        _number(
            text("Open cases per full-time post"),
            found.before.totals.open_per_fte,
            found.after.totals.open_per_fte,
            load.decimals,
            language,
            text("district"),
            direction=load.direction,
        ),
        _number(
            text("Highest of a municipality"),
            extreme(found.before, "open_per_fte", "max"),
            extreme(found.after, "open_per_fte", "max"),
            load.decimals,
            language,
            _of_known(found, "open_per_fte", text("open cases per full-time post"), language),
            direction=load.direction,
        ),
        _number(
            text("Lowest reach of a municipality"),
            extreme(found.before, "reach_per_1000", "min"),
            extreme(found.after, "reach_per_1000", "min"),
            reach.decimals,
            language,
            _of_known(found, "reach_per_1000", text("new cases a year per 1,000 of the target group"), language),
            direction=reach.direction if _is_alike(found, "reach_per_1000") else NEITHER,
        ),
    ]


def extreme(state: State, column: str, which: Literal["min", "max"]) -> float | None:
    """The lowest or the highest of a figure among the municipalities for which it is known; None where it is known for none."""
    values = state.places[column].drop_nulls()
    return None if values.is_empty() else float(getattr(values, which)())


def number_text(value: float | None, decimals: int, language: Language, *, signed: bool = False) -> str:
    """A number as text, a dash where there is none."""
    return "–" if value is None else language.number(value, decimals, signed=signed)


def _judged(fte_before: float, fte_after: float) -> Callable[[float, float], str]:
    """How to judge a figure that is measured against shares of all posts.

    Where posts are cut, every share is smaller, and with it every gap: this is no improvement, nor is it worse where posts are added.
    """

    def direction(before: float, after: float) -> str:
        return NEITHER if (fte_after - fte_before) * (after - before) > 0 else LESS

    return direction


def _is_settled(found: Evaluation) -> bool:
    """Whether more may be short beyond doubt, but by less: a plan that says who works where leaves less doubt."""
    before, after = found.before.totals, found.after.totals
    return after.worst_shortage < before.worst_shortage and round(after.fte - before.fte, 9) >= 0


def _is_alike(found: Evaluation, column: str) -> bool:
    """Whether the figure is known for the same municipalities before and after: of others, extremes are no comparison."""
    before, after = (state.places.select("ags", pl.col(column).is_null()) for state in (found.before, found.after))
    return before.sort("ags").equals(after.sort("ags"))


def _of_known(found: Evaluation, column: str, note: str, language: Language) -> str:
    if _is_alike(found, column):
        return note
    return language.text("{note}; known for other municipalities than before", note=note)


def _number(
    label: str,
    before: float | None,
    after: float | None,
    decimals: int,
    language: Language,
    note: str,
    *,
    direction: str = LESS,
) -> Change:
    return Change(
        label,
        number_text(before, decimals, language),
        number_text(after, decimals, language),
        verdict(before, after, decimals, direction),
        note,
    )
