"""Sentences and tables of fairness."""

from __future__ import annotations

import polars as pl

from charts.key_figures import KeyFigure
from locales import Language
from metrics.codes import codes
from metrics.definitions import definition
from pages._shared.coverage import coverage
from pages._shared.view import ALL_AREAS, View, area_name, begun
from pages._shared.visit import Visit
from pages.coverage.evenness import Evenness, Groups, evenness, hoover_by_month

INDICES = ("hoover", "gini", "theil")
# What rounds to 0.0 posts is no finding.
SMALLEST_MOVE_FTE = 0.05
SMALLEST_THEIL = 0.0005


def finding(found: Evenness, view: View, language: Language) -> list[str]:
    """How many posts would have to change places, and what that would bring about."""
    text, area = language.text, begun(area_name(view.focus_area, language))
    if not found.fte:
        return [text("{area}: no post anywhere, so there is nothing to distribute.", area=area)]
    numbers = {"area": area, "all": language.number(found.fte, 1)}
    if found.moved < SMALLEST_MOVE_FTE:
        return [
            text("{area}: the {all} posts are spread as the people are; none would have to change places.", **numbers)
        ]
    return [
        text(
            "{area}: {moved} of {all} posts would have to change places for every municipality to have the same per head.",
            moved=language.number(found.moved, 1),
            **numbers,
        )
    ]


def key_figures(found: Evenness, smallest: str, language: Language) -> list[KeyFigure]:
    """The three indices, each with what 0 and its maximum here would mean; `smallest` is the place with the fewest people."""
    text = language.text
    notes = {
        "hoover": text(
            "Part of the posts that would have to change places. 0: the same per head everywhere. At most {most} here: all posts in "
            "{place}, which has the fewest people.",
            most=language.number(found.most, 2),
            place=smallest,
        ),
        "gini": text(
            "Twice the area between curve and diagonal. 0: the same per head everywhere. At most {most} here: all posts in {place}.",
            most=language.number(found.most, 2),
            place=smallest,
        ),
        "theil": text(
            "Can be split into town and country. 0: the same per head everywhere. At most {most} here: all posts in {place}.",
            most=language.number(found.theil_most, 2),
            place=smallest,
        ),
    }
    values = {"hoover": found.hoover, "gini": found.gini, "theil": found.theil}
    return [
        KeyFigure(definition(key).label[language.code], _index(key, values[key], language), notes[key])
        for key in INDICES
    ]


def by_area(visit: Visit, view: View) -> dict[str, Evenness]:
    """Every focus area, and all together -> the indices."""
    return {area: evenness(coverage(visit, view.of(area))) for area in (*codes("focus_area"), ALL_AREAS)}


def area_headings(language: Language) -> list[str]:
    """Headings of the table of focus areas."""
    text = language.text
    return [text("Focus area"), text("Posts (FTE)"), text("would have to move (FTE)"), "Hoover", "Gini", "Theil"]


def area_rows(found: dict[str, Evenness], language: Language) -> list[list[str]]:
    """Cells of the table of focus areas; dashes where there is no post."""
    return [
        [
            area_name(area, language),
            language.number(one.fte, 1),
            *(
                ["–"] * 4
                if not one.fte
                else [
                    language.number(one.moved, 2),
                    *(_index(key, getattr(one, key), language) for key in INDICES),
                ]
            ),
        ]
        for area, one in found.items()
    ]


def group_headings(group: str, language: Language) -> list[str]:
    """Headings of the table of kinds of places."""
    text = language.text
    return [
        text("Kind of place"),
        group,
        text("Posts (FTE)"),
        text("Posts per 1,000"),
        text("Theil index within"),
    ]


def group_rows(found: Groups, language: Language) -> list[list[str]]:
    """Cells of the table of kinds of places."""
    return [
        [
            group.name,
            language.number(group.need),
            language.number(group.fte, 2),
            language.number(group.fte * 1000 / group.need, 2),
            _index("theil", group.theil, language),
        ]
        for group in found.groups
    ]


def members(found: Groups) -> str:
    """Which municipalities are of which kind."""
    return "; ".join(f"{group.name}: {', '.join(group.places)}" for group in found.groups) + "."


def split_up(found: Groups, language: Language) -> str:
    """How much of the unevenness lies between the kinds of places, in one sentence."""
    text = language.text
    if len(found.groups) == 1:
        return text("All municipalities are of one kind, so nothing lies between kinds.")
    if found.parts.total < SMALLEST_THEIL:
        return text("There is no unevenness to be split up.")
    return text(
        "{between} of the unevenness (Theil index {total}) lies between these kinds of places, {within} among places of the same "
        "kind.",
        between=language.percent(found.between_share, 0),
        total=_index("theil", found.parts.total, language),
        within=language.percent(1 - found.between_share, 0),
    )


def history(visit: Visit, view: View) -> pl.DataFrame:
    """Hoover index by month as charts.share_history takes it."""
    language = visit.language
    found = hoover_by_month(visit, view)
    details = [
        ""
        if share is None
        else language.text(
            "{moved} of {all} posts would have to move",
            moved=language.number(moved, 1),
            all=language.number(fte, 1),
        )
        for share, moved, fte in found.select("share", "moved", "fte").iter_rows()
    ]
    return found.select("month", "share").with_columns(detail=pl.Series(details, dtype=pl.String))


def _index(key: str, value: float, language: Language) -> str:
    return language.number(value, definition(key).decimals)
