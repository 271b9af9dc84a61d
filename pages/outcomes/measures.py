"""The figures of outcome that are compared: shares with what they count and are of, and days waited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from locales import Language
from metrics.codes import codes
from metrics.definitions import Definition, definition
from metrics.protection import ROUNDED_BY, sees_exact
from metrics.shares import share_frame
from pages._shared import door
from pages._shared.frame import files_of
from pages._shared.visit import Visit
from pages.outcomes.view import OutcomeView

# One of pages.outcomes.asking: whose figures are asked for.
Ask = Callable[..., pl.DataFrame]
WAITING = "waiting_days"
# Id of the definition -> what its year is the year of, a key of pages.outcomes.view.CLOCKS.
MEASURES = {
    WAITING: "request",
    "waiting_in_time_share": "request",
    "agreement_share": "interview",
    "goals_reached_share": "agreed",
    "newcomer_share": "interview",
}
# Those of single sections.
OF_SECTIONS = {
    "interpreter_share": "interview",
    "cases_reached_share": "interview",
    "registration_office_share": "interview",
}
# Without an export of goals, nobody knows them: they are not zero.
OF_GOALS = ("agreement_share", "goals_reached_share", "cases_reached_share")
# Their bases are put together from two rounded counts.
FROM_TWO_COUNTS = ("newcomer_share", "interpreter_share", "registration_office_share")


@dataclass(frozen=True)
class Measure:
    """`id`: one of MEASURES or OF_SECTIONS, also the id of its definition."""

    id: str

    @property
    def meaning(self) -> Definition:
        return definition(self.id)

    def meaning_in(self, view: OutcomeView, language: Language) -> Definition:
        """The same with the visitor's own number of days in its label, where it hangs on one."""
        if self.id != "waiting_in_time_share":
            return self.meaning
        label = language.text("Share of first interviews within {days} days", days=view.target_days)
        return replace(self.meaning, label={**self.meaning.label, language.code: label})

    @property
    def clock(self) -> str:
        """What its year is the year of."""
        return {**MEASURES, **OF_SECTIONS}[self.id]

    @property
    def is_share(self) -> bool:
        return self.id != WAITING


def figures(visit: Visit, view: OutcomeView, measure: Measure, ask: Ask, *by: str) -> pl.DataFrame:
    """The measure of whatever `ask` asks for, grouped `by` further columns: the columns of the answer, value, lower, upper (shares
    from 0 to 1, or days; null on too small a base), count (None for days), base, and for goals still_open: those beside the
    base whose fate is not known yet.

    The range covers 95 % and, for whoever sees rounded counts, what rounding may have changed.
    """
    if measure.id == WAITING:
        found = ask(visit, view, "waiting", *by, target_days=view.target_days)
        return found.select(
            *_groups(found, by),
            value="median_days",
            lower="median_lower_days",
            upper="median_upper_days",
            count=pl.lit(None, pl.Int64),
            base="cases",
        )
    counted = _COUNTS[measure.id](visit, view, ask, by)
    if not is_loaded(visit, measure):
        counted = counted.with_columns(pl.lit(None, pl.Int64).alias(column) for column in ("count", "base"))
    scale, slack = scale_of(visit, measure), slack_of(visit, measure)
    return share_frame(counted, "count", "base", visit.role, scale=scale, slack=slack).rename({"share": "value"})


def is_loaded(visit: Visit, measure: Measure) -> bool:
    """Whether there are files that tell the measure at all."""
    return measure.id not in OF_GOALS or bool(files_of(visit, "goals"))


def scale_of(visit: Visit, measure: Measure) -> float:
    """How many goals of one case count as one, as they stand and fall together; 1 for what is counted in cases."""
    if measure.id != "goals_reached_share":
        return 1.0
    found = door.read(visit.edition_id, visit.role, "goal_design_effect")["design_effect"]
    return float(found.item() or 1.0)


def slack_of(visit: Visit, measure: Measure) -> float:
    """How far a count may lie from the true one; some bases are the sum or difference of two rounded counts."""
    if sees_exact(visit.role):
        return 0.0
    return 2.0 * ROUNDED_BY if measure.id in FROM_TWO_COUNTS else float(ROUNDED_BY)


def _agreements(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    return ask(visit, view, "agreements", *by).rename({"cases_with_goals": "count", "cases": "base"})


def _goals(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    found = ask(visit, view, "goals", *by)
    return found.select(*_groups(found, by), count="goals_reached", base="goals_settled", still_open="goals_open")


def _with_goal_reached(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    found = ask(visit, view, "agreements", *by)
    return found.select(*_groups(found, by), count="cases_with_reached_goal", base="cases_with_goals")


def _in_time(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    found = ask(visit, view, "waiting", *by, target_days=view.target_days)
    return found.select(*_groups(found, by), count="within_target", base="requests")


def _newcomers(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    found = ask(visit, view, "characteristics", *by, "value", attribute="arrival")
    known = found.filter(pl.col("value").is_in([code for code in codes("arrival") if code != "not_stated"]))
    groups = _groups(found.drop("value"), by)
    counts = known.group_by(groups) if groups else known.with_columns(all=0).group_by("all")
    summed = counts.agg(
        count=pl.col("cases").filter(pl.col("value") == "within_12_months").sum(), base=pl.col("cases").sum()
    )
    return summed.sort(groups) if groups else summed.drop("all")


def _interpreters(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    return _of_known(visit, view, ask, by, "counselling_language", "interpreter")


def _by_registration_office(visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...]) -> pl.DataFrame:
    return _of_known(visit, view, ask, by, "access_channel", "registration_office")


def _of_known(
    visit: Visit, view: OutcomeView, ask: Ask, by: tuple[str, ...], attribute: str, counted: str
) -> pl.DataFrame:
    """Cases with the value `counted`, of the cases, counted as such, less those whose `attribute` is not stated."""
    begun = ask(visit, view, "agreements", *by)
    described = ask(visit, view, "characteristics", *by, "value", attribute=attribute)
    groups = _groups(begun, by)
    sums = [
        pl.col("cases").filter(pl.col("value") == value).sum().alias(name)
        for name, value in (("count", counted), ("not_stated", "not_stated"))
    ]
    told = described.group_by(groups).agg(sums) if groups else described.select(sums)
    both = begun.join(told, on=groups, how="left") if groups else begun.join(told, how="cross")
    count, unknown = pl.col("count").fill_null(0), pl.col("not_stated").fill_null(0)
    # Rounded counts of parts may be more than that of the whole.
    found = both.select(*groups, count=count, base=pl.max_horizontal(pl.col("cases") - unknown, count))
    return found.sort(groups) if groups else found


_COUNTS: dict[str, Callable[[Visit, OutcomeView, Ask, tuple[str, ...]], pl.DataFrame]] = {
    "agreement_share": _agreements,
    "goals_reached_share": _goals,
    "waiting_in_time_share": _in_time,
    "newcomer_share": _newcomers,
    "interpreter_share": _interpreters,
    "cases_reached_share": _with_goal_reached,
    "registration_office_share": _by_registration_office,
}


def _groups(frame: pl.DataFrame, by: tuple[str, ...]) -> list[str]:
    """The columns that an answer is grouped by."""
    return [column for column in ("unit", *by) if column in frame.columns]
