"""The population that the people counselled stand beside: the census figures of the district or of one municipality."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from metrics.common_groups import common_people, indicators_of
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.languages_asked import last_day
from pages.outcomes.people_view import YOUNGEST, PeopleView

FIGURES = {
    "indicator": pl.String,
    "value": pl.Float64,
    "quality": pl.String,
    "reference_date": pl.Date,
    "source": pl.String,
}


@dataclass(frozen=True)
class Population:
    """`groups`: value, people, margin, of as many groups as can be compared; no rows where no figures tell. `on`: the days of the
    figures, `files`: where they are from."""

    groups: pl.DataFrame
    on: tuple[dt.date, ...] = ()
    files: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        return self.groups.height > 0


def population_of(visit: Visit, asked: PeopleView, ags: str) -> Population:
    """The population of a municipality, or (ags "") of the district, by the groups of the characteristic; figures closest to the
    end of the counted time."""
    key = ags or str(visit.manifest["district"]["ags"])
    figures = _figures(visit, asked).filter(pl.col("ags") == key).drop("ags")
    groups = common_people(figures, asked.attribute)
    if asked.ages != "all":
        groups = groups.filter(pl.col("value") != YOUNGEST)
    if groups.is_empty() or groups["people"].has_nulls():
        return Population(groups.clear())
    return Population(groups, tuple(figures["reference_date"].unique().sort()), frozenset(figures["source"]))


def _figures(visit: Visit, asked: PeopleView) -> pl.DataFrame:
    """The figures of every area: ags and FIGURES."""

    def build() -> pl.DataFrame:
        day = last_day(visit, asked.of)
        found = [
            door.read(visit.edition_id, visit.role, "indicator", indicator, day).select("ags", *FIGURES)
            for indicator in indicators_of(asked.attribute)
        ]
        return pl.concat(found) if found else pl.DataFrame(schema={"ags": pl.String, **FIGURES})

    return kept(visit, "people_figures", (asked.attribute, asked.of.year), build)
