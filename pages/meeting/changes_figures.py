"""The headline figures at the five stages between two editions, as they are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from charts.bridge_figure import Figure
from metrics import bridge_headlines as headlines
from metrics.bridge import STAGES, bridge, shown_decimals
from metrics.bridge_places import moved_posts
from metrics.definitions import definition
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.view import area_name
from pages._shared.visit import Visit

GROUP = "foreign_nationals"
PER_CENT, SHARE_DECIMALS = 100.0, 1
LEAST_FTE_DECIMALS, FTE_DECIMALS = 1, 2
MUNICIPALITY_DIGITS = 8


@dataclass(frozen=True)
class Named:
    """A figure with its name in metrics.bridge_headlines."""

    name: str
    figure: Figure


@dataclass(frozen=True)
class Changes:
    """The figures of a comparison, whose posts moved (as of metrics.bridge_places.moved_posts), whether the step of the method is
    known, and the reference dates of both ends in words."""

    figures: tuple[Named, ...]
    moved: pl.DataFrame
    method_is_known: bool
    dates: Mapping[str, dt.date]

    @property
    def drawn(self) -> list[Figure]:
        return [each.figure for each in self.figures]


def changes(visit: Visit, since: str) -> Changes:
    """What changed from the edition `since` to that of the visit, as its role may see it. Raises as door.stages does."""
    recomputed = door.stages(since, visit.edition_id)[1].edition_id
    return kept(visit, "changes", (since, recomputed), lambda: _changes(visit, since))


def _changes(visit: Visit, since: str) -> Changes:
    found = door.compare(since, visit.edition_id, visit.role)
    stages = door.stages(since, visit.edition_id)
    placed = _placed(visit, stages, found)
    rows = headlines.headlines(found, placed, GROUP)
    worst = headlines.worst_shortages(found, placed, GROUP)
    dates = _Dates(visit, stages)
    return Changes(
        tuple(_named(visit, row, worst, dates) for row in rows.iter_rows(named=True)),
        moved_posts(found, placed, GROUP),
        stages[1].edition_id is not None,
        _ends(visit, stages[0], stages[-1]),
    )


def _ends(visit: Visit, before: door.Stage, after: door.Stage) -> dict[str, dt.date]:
    text = visit.language.text
    found = {
        text("Posts, before"): before.posts_on,
        text("Posts, now"): after.posts_on,
        text("Cases, before"): before.cases_on,
        text("Cases, now"): after.cases_on,
    }
    return {name: day for name, day in found.items() if day is not None}


def _placed(visit: Visit, stages: Sequence[door.Stage], found: pl.DataFrame) -> pl.DataFrame:
    """The posts of each stage by municipality; nothing for a stage whose posts or need cannot be read or split."""
    need = found.filter(pl.col("quantity") == headlines.NEED + GROUP, pl.col("ags") != headlines.DISTRICT)
    parts = [pl.DataFrame(schema=headlines.PLACED_SCHEMA)]
    for stage in stages:
        if stage.edition_id is None or not (stage.is_recomputed or door.can_be_shown(stage.edition_id)):
            continue
        known = need.select("ags", need=stage.name).drop_nulls()
        periods = door.read(stage.edition_id, visit.role, "posts").filter(building_block=CASE_MANAGEMENT)
        areas = door.read(stage.edition_id, visit.role, "post_areas", stage.posts_on)
        if known.height == need.height and known.height:
            posts = periods.filter(valid_on(stage.posts_on))
            parts.append(headlines.placed(stage.name, posts, areas.select("post", "ags"), known))
    return pl.concat(parts)


class _Dates:
    """The reference dates of both ends, in words."""

    def __init__(self, visit: Visit, stages: Sequence[door.Stage]) -> None:
        self._visit, self._ends = visit, (stages[0], stages[-1])

    def of_posts(self) -> str:
        return self._said([stage.posts_on for stage in self._ends])

    def of_cases(self) -> str:
        return self._said([stage.cases_on for stage in self._ends])

    def of_indicator(self, indicator: str) -> str:
        return self._said([self._newest(stage.edition_id, indicator) for stage in self._ends])

    def _newest(self, edition_id: str, indicator: str) -> dt.date | None:
        if not door.can_be_shown(edition_id):
            return None
        found = door.read(edition_id, self._visit.role, "indicator", indicator)
        days: list[dt.date] = found.filter(pl.col("ags").str.len_chars() < MUNICIPALITY_DIGITS)[
            "reference_date"
        ].to_list()
        return max(days, default=None)

    def _said(self, days: Sequence[dt.date | None]) -> str:
        language = self._visit.language
        words = [language.day(day) if day else language.text("not known") for day in days]
        return words[0] if len(set(words)) == 1 else " → ".join(words)


def _named(
    visit: Visit, row: Mapping[str, Any], worst: Mapping[str, headlines.Shortage | None], dates: _Dates
) -> Named:
    levels = [row[stage] for stage in STAGES]
    kinds: dict[str, Callable[[], Figure]] = {
        "population": lambda: _of_people(visit, row, levels, dates),
        "need": lambda: _of_people(visit, row, levels, dates),
        "need_share": lambda: _share(visit, row, levels, dates),
        "fte": lambda: _fte(visit, row, levels, dates),
        "fte_per_1000": lambda: _per_1000(visit, levels, dates),
        "open_cases": lambda: _cases(visit, visit.language.text("Open cases"), levels, dates),
        "new_cases": lambda: _cases(visit, visit.language.text("New cases in twelve months"), levels, dates),
        "misplaced_fte": lambda: _placement(visit, visit.language.text("FTE in the wrong place"), row, levels, dates),
        "worst_shortage": lambda: _placement(visit, visit.language.text("Largest gap"), row, levels, dates, worst),
    }
    return Named(row["figure"], kinds[row["figure"]]())


def _of_people(visit: Visit, row: Mapping[str, Any], levels: Sequence[float | None], dates: _Dates) -> Figure:
    meaning, code = meaning_of(visit, row["indicator"]), visit.language.code
    return Figure(
        meaning.label[code], meaning.unit[code], bridge(levels, 0), dates=dates.of_indicator(row["indicator"])
    )


def _share(visit: Visit, row: Mapping[str, Any], levels: Sequence[float | None], dates: _Dates) -> Figure:
    text, group = visit.language.text, meaning_of(visit, row["indicator"]).label[visit.language.code]
    per_cent = [None if level is None else level * PER_CENT for level in levels]
    return Figure(
        text("Share of the inhabitants"),
        "%",
        bridge(per_cent, SHARE_DECIMALS),
        SHARE_DECIMALS,
        text("{group}, census", group=group),
        dates.of_indicator(row["indicator"]),
    )


def _fte(visit: Visit, row: Mapping[str, Any], levels: Sequence[float | None], dates: _Dates) -> Figure:
    language, text = visit.language, visit.language.text
    decimals = shown_decimals(levels, LEAST_FTE_DECIMALS, FTE_DECIMALS)
    area = row["focus_area"]
    label = area_name(area, language) if area else text("Posts in case management")
    return Figure(label, text("FTE"), bridge(levels, decimals), decimals, text("granted posts"), dates.of_posts())


def _per_1000(visit: Visit, levels: Sequence[float | None], dates: _Dates) -> Figure:
    meaning, language = definition("fte_per_1000"), visit.language
    scope = meaning_of(visit, GROUP).label[language.code]
    label = language.text("Posts per 1,000 of the group")
    unit = language.text("FTE per 1,000")
    return Figure(label, unit, bridge(levels, meaning.decimals), meaning.decimals, scope, dates.of_posts())


def _cases(visit: Visit, label: str, levels: Sequence[float | None], dates: _Dates) -> Figure:
    is_protected = not door.is_coordination(visit.role)
    unit = visit.language.text("cases")
    return Figure(label, unit, bridge(levels, 0), dates=dates.of_cases(), is_protected=is_protected)


def _placement(
    visit: Visit,
    label: str,
    row: Mapping[str, Any],
    levels: Sequence[float | None],
    dates: _Dates,
    worst: Mapping[str, headlines.Shortage | None] | None = None,
) -> Figure:
    language = visit.language
    decimals = definition("gap_in_posts").decimals
    before, after = _towns(visit, worst) if worst else ("", "")
    return Figure(
        label,
        language.text("FTE"),
        bridge(levels, decimals),
        decimals,
        area_name(row["focus_area"], language),
        dates.of_posts(),
        before,
        after,
    )


def _towns(visit: Visit, worst: Mapping[str, headlines.Shortage | None]) -> Iterator[str]:
    names = dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
    for stage in (STAGES[0], STAGES[-1]):
        found = worst[stage]
        yield "" if found is None else str(names.get(found.ags, found.ags))
