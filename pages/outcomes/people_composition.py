"""Who is reached: the groups among the cases newly begun, beside their shares of the population where the census has them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from metrics.common_groups import common_cases
from metrics.composition import beside_population, compared_groups, share_not_stated
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import LABEL, UNIT, every_unit, of_all, of_chosen, of_units
from pages.outcomes.people_population import Population, population_of
from pages.outcomes.people_view import NOT_STATED, YOUNGEST, PeopleView
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.view import EVERY, OutcomeView, years

QUESTION = "characteristics"
SINGLE_POST = "single_post"
COMPARED = ("more", "fewer", "no_difference")


@dataclass(frozen=True)
class Composition:
    """Of one unit (key EVERY: of what is chosen, or of all of them). `groups`: the columns of
    metrics.composition.beside_population; the verdict is SINGLE_POST where it would judge one employee's work. `not_stated`: cases
    without a value; `share_not_stated`: their share of all, None on too small a base."""

    key: str
    label: str
    groups: pl.DataFrame
    not_stated: int
    share_not_stated: float | None
    population: Population

    @property
    def is_compared(self) -> bool:
        """Whether the shares of the population are known."""
        return self.population.is_known

    @property
    def base(self) -> int:
        """The cases that the shares are of."""
        return int(self.groups["base"].max() or 0)  # type: ignore[arg-type]

    @property
    def has_shares(self) -> bool:
        return self.groups["share"].is_not_null().any()


def of_what_is_chosen(visit: Visit, asked: PeopleView) -> Composition:
    """The groups among the cases of what is chosen, or of the district."""

    def build() -> Composition:
        view = asked.of
        cases = of_chosen(visit, view, QUESTION, "value", attribute=asked.attribute)
        is_single = bool(view.picked) and view.picked in not_to_be_judged(visit, asked.of, _counted(visit, asked.of))
        return _composition(visit, asked, EVERY, "", cases, view.ags, is_single=is_single)

    return kept(visit, "people_chosen", asked, build)


def of_every_unit(visit: Visit, asked: PeopleView) -> list[Composition]:
    """Those of every unit that is told apart, in the order to show them; a municipality beside its own population."""

    def build() -> list[Composition]:
        view = asked.of
        cases = of_units(visit, view, QUESTION, "value", attribute=asked.attribute)
        single = not_to_be_judged(visit, asked.of, _counted(visit, asked.of))
        return [
            _composition(
                visit,
                asked,
                unit,
                label,
                cases.filter(pl.col(UNIT) == unit),
                unit if view.by == "ags" else view.ags,
                is_single=unit in single,
            )
            for unit, label in every_unit(visit, view).select(UNIT, LABEL).iter_rows()
        ]

    return kept(visit, "people_units", asked, build)


def of_all_together(visit: Visit, asked: PeopleView) -> Composition:
    """Those of all the units together."""

    def build() -> Composition:
        view = asked.of
        cases = of_all(visit, view, QUESTION, "value", attribute=asked.attribute)
        ags = EVERY if view.by == "ags" else view.ags
        return _composition(visit, asked, EVERY, visit.language.text("all together"), cases, ags, is_single=False)

    return kept(visit, "people_all", asked, build)


def comparisons(found: list[Composition]) -> int:
    """How many groups of these were compared with the population."""
    return sum(compared_groups(one.groups) for one in found)


def _composition(
    visit: Visit, asked: PeopleView, key: str, label: str, cases: pl.DataFrame, ags: str, *, is_single: bool
) -> Composition:
    counts = cases.select("value", "cases")
    population = population_of(visit, asked, ags)
    grouped = common_cases(counts, asked.attribute)
    if asked.ages != "all":
        grouped = grouped.filter(pl.col("value") != YOUNGEST)
    groups = beside_population(grouped, population.groups, visit.role)
    if is_single:
        judged = pl.col("verdict").is_in(COMPARED)
        groups = groups.with_columns(
            verdict=pl.when(judged).then(pl.lit(SINGLE_POST)).otherwise("verdict"),
        )
    not_stated = int(counts.filter(pl.col("value") == NOT_STATED)["cases"].sum())
    return Composition(key, label, groups, not_stated, share_not_stated(counts, visit.role), population)


def _counted(visit: Visit, view: OutcomeView) -> list[int]:
    return years(visit) if view.year is None else [view.year]
