"""Posts over the months: what is granted as a stepped line, what is filled as an area, and the vacant part between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl

from charts import map_sheet, multiples
from charts.colours import INK
from charts.legend_line import Entry
from charts.lettering import element, pixels
from charts.map_hatching import hatching, patterns
from charts.month_axis import span
from charts.monthly import Monthly, of_series, runs
from charts.multiples import HEIGHT, WIDTH, Sheet
from charts.posts_by_month import Posts, finding, latest, said
from charts.small_panel import Panel, Plot
from locales.language import Language

GRANTED_WIDTH = 2.4
FILLED = "#88c0bb"
FILLED_EDGE, FILLED_EDGE_WIDTH = "#2b7d7e", 1.2
VACANT, UNKNOWN = "no_service", "not_reported"


def render(
    frame: pl.DataFrame,
    language: Language,
    *,
    title: str,
    names: Mapping[str, str],
    notes: Sequence[str] = (),
    selected: str = "",
    heading: bool = False,
    columns: int | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Granted and filled posts as one SVG document, a panel per key of `names` in that order, all on one scale from zero.

    `frame`: series (a key of `names`), month (a date), granted (FTE), filled (FTE, null where it is not stated; the
    month is then hatched as such). The vacant part, granted above filled, is hatched. Panels can be picked and read aloud
    as in `charts.multiples.render`, whose sizes these are. Raises ValueError as `charts.courses.render` does, and for
    a month whose granted posts are missing.
    """
    lacking = frame.filter(pl.col("granted").is_null())
    if lacking.height:
        raise ValueError(f"{lacking['series'][0]}, {lacking['month'][0]:%Y-%m}: granted posts are missing")
    granted, filled = of_series(frame, "granted", names), of_series(frame, "filled", names)
    posts = {key: Posts(granted[key], filled[key]) for key in names}
    months = span(frame["month"])
    key = map_sheet.key_of(title, list(names), frame.rows(), selected, heading, width, height, columns)
    panels = [
        Panel(
            series,
            name,
            [finding(posts[series], language), latest(posts[series], language)],
            f"{name}: " + ", ".join(said(posts[series], language)),
            [name, *said(posts[series], language)],
            partial(_draw, posts[series], key),
        )
        for series, name in names.items()
    ]
    has_vacant = any(one.vacant for one in posts.values())
    has_unknown = any(one.unknown for one in posts.values())
    hatched = [state for state, occurs in ((VACANT, has_vacant), (UNKNOWN, has_unknown)) if occurs]
    sheet = Sheet(
        title,
        months,
        max([0.0, *(value for one in posts.values() for value in (*one.granted.values(), *one.filled.values()))]),
        language.number,
        _legend(hatched, key, language),
        definitions=patterns(hatched, key),
    )
    return multiples.render(
        panels, sheet, notes=notes, selected=selected, heading=heading, columns=columns, width=width, height=height
    )


def _legend(hatched: Sequence[str], key: str, language: Language) -> list[Entry]:
    meanings = {VACANT: language.text("not filled"), UNKNOWN: language.text("filled or not: not stated")}
    return [
        Entry(language.text("posts (FTE)")),
        Entry(language.text("granted"), INK, GRANTED_WIDTH),
        Entry(language.text("filled"), paint=FILLED),
        *(Entry(meanings[state], paint=hatching(state, key)) for state in hatched),
    ]


def _draw(posts: Posts, key: str, plot: Plot) -> str:
    nothing = dict.fromkeys(posts.granted, 0.0)
    reached = {month: min(posts.filled[month], posts.granted[month]) for month in posts.filled}
    vacant = {month: posts.granted[month] for month in posts.vacant}
    unknown = {month: posts.granted[month] for month in posts.unknown}
    return "".join(
        (
            _area(posts.filled, nothing, plot, FILLED),
            _area(unknown, nothing, plot, hatching(UNKNOWN, key)),
            _area(vacant, reached, plot, hatching(VACANT, key)),
            _steps(posts.filled, plot, FILLED_EDGE, FILLED_EDGE_WIDTH),
            _steps(posts.granted, plot, INK, GRANTED_WIDTH),
        )
    )


def _area(tops: Monthly, bottoms: Monthly, plot: Plot, paint: str) -> str:
    """The area between two stepped lines, wherever `tops` has a month."""
    drawn = []
    for months in runs(tops):
        outline = [*_corners(tops, months, plot), *reversed(_corners(bottoms, months, plot))]
        drawn.append(element("path", d="M" + "L".join(outline) + "Z", fill=paint))
    return "".join(drawn)


def _steps(values: Monthly, plot: Plot, colour: str, width: float) -> str:
    return "".join(
        element(
            "polyline",
            points=" ".join(_corners(values, months, plot)),
            fill="none",
            stroke=colour,
            stroke_width=str(width),
            stroke_linejoin="round",
        )
        for months in runs(values)
    )


def _corners(values: Monthly, months: Sequence[int], plot: Plot) -> list[str]:
    """The two ends of every month's level; a month begins where the one before it ends."""
    return [
        f"{pixels(plot.x.at(edge))},{pixels(plot.y.at(values[month]))}"
        for month in months
        for edge in (month, month + 1)
    ]
