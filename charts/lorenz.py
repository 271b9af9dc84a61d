"""The Lorenz curve: how much of what there is falls to the part of the people who have least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from charts import axes, legend_line, map_sheet
from charts.axes import Axis
from charts.colours import INK, SOFT_INK
from charts.described import described
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line, text_width
from charts.map_sheet import MARGIN
from locales.language import Language
from metrics.equity import lorenz

WIDTH, HEIGHT = 560, 450
CURVE, CURVE_WIDTH, DOT = "#0e5a5d", 3.0, 4.0
AREA, AREA_OPACITY = "#559f9d", "0.25"
EVEN_WIDTH, EVEN_DASHES = 1.6, "6 5"
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
# Wider than this times its height, the plot would make little of the sag.
MOST_ASPECT = 1.5
# Numbers and title below the plot, and the title above it.
BELOW, ABOVE = 46.0, 24.0
TITLE_SIZE = 13.5


class Point(NamedTuple):
    """Up to and with a place (none before the first): the part of all people, and the part of the posts that falls to them."""

    name: str
    people: float
    posts: float


def points(frame: pl.DataFrame) -> list[Point]:
    """The corners of the curve from (0, 0) to (1, 1). `frame`: name, need (people), fte, one row per place; sorted here by posts
    per head, places without need left out."""
    rows = frame.filter(pl.col("need") > 0).sort(pl.col("fte") / pl.col("need"), maintain_order=True)
    people, posts = lorenz((rows["fte"] / rows["need"]).to_numpy(), rows["need"].to_numpy())
    return [Point(*one) for one in zip(["", *rows["name"]], people.tolist(), posts.tolist(), strict=True)]


def render(
    frame: pl.DataFrame,
    language: Language,
    *,
    title: str,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """The curve as one SVG document with the diagonal of even distribution; the area between them is half the Gini coefficient.

    `frame` is as for `points`. Every place is a dot that says what falls to all places up to it. With `heading` the picture stands
    alone with its title, and `notes` below. Raises ValueError for a width without room.
    """
    map_sheet.check_width(width)
    text = language.text
    head = map_sheet.heading(title, width, heading)
    entries = [
        Entry(text("posts as they are"), CURVE, CURVE_WIDTH),
        Entry(text("even distribution"), SOFT_INK, EVEN_WIDTH, EVEN_DASHES),
    ]
    legend = legend_line.draw(entries, MARGIN, head.height + MARGIN, width - 2 * MARGIN)
    foot = map_sheet.footer(notes, width)
    top = head.height + MARGIN + legend.height + ABOVE
    bottom = max(height - map_sheet.footer_height(foot) - BELOW, top + height / 3)
    numbers = [language.percent(share, 0) for share in SHARES]
    left = MARGIN + max(text_width(number, axes.SIZE) for number in numbers) + axes.GAP
    # The last number stands in the middle below the end of the axis.
    room = width - MARGIN - text_width(numbers[-1], axes.SIZE) / 2 - left
    x, y = Axis(0.0, 1.0, left, left + min(room, MOST_ASPECT * (bottom - top))), Axis(0.0, 1.0, bottom, top)
    content = (
        head.markup,
        legend.markup,
        text_line(text("Share of posts"), MARGIN, top - 10, TITLE_SIZE, fill=INK),
        axes.rows(y, SHARES, numbers, x.start, x.end),
        # The zero beside the other axis is that of both.
        axes.columns(x, SHARES, ["", *numbers[1:]], top, bottom),
        text_line(
            text("Share of people of the target group"),
            (x.start + x.end) / 2,
            bottom + BELOW - 6,
            TITLE_SIZE,
            text_anchor="middle",
            fill=INK,
        ),
        _curve(points(frame), x, y, language, asked=not heading),
        map_sheet.draw_footer(foot, bottom + BELOW),
    )
    total = bottom + BELOW + map_sheet.footer_height(foot)
    return map_sheet.document("".join(content), title, width, total, heading)


def _curve(corners: Sequence[Point], x: Axis, y: Axis, language: Language, *, asked: bool) -> str:
    """The sagging area, both lines, and a dot for each place."""
    written = " ".join(f"{pixels(x.at(point.people))},{pixels(y.at(point.posts))}" for point in corners)
    drawn = [
        element("polygon", points=written, fill=AREA, fill_opacity=AREA_OPACITY),
        axes.line(x.at(0), y.at(0), x.at(1), y.at(1), SOFT_INK, EVEN_WIDTH, EVEN_DASHES),
        element(
            "polyline",
            points=written,
            fill="none",
            stroke=CURVE,
            stroke_width=pixels(CURVE_WIDTH),
            stroke_linejoin="round",
        ),
    ]
    for point in corners[1:]:
        words = said(point, language)
        drawn.append(
            element(
                "circle",
                cx=pixels(x.at(point.people)),
                cy=pixels(y.at(point.posts)),
                r=pixels(DOT),
                fill=CURVE,
                **described(", ".join(words), words, asked=asked),
            )
        )
    return "".join(drawn)


def said(point: Point, language: Language) -> list[str]:
    """What a point says: the place it adds, and what falls to all up to it."""
    return [
        language.text("up to {place}", place=point.name),
        language.text(
            "{people} of the people have {posts} of the posts",
            people=language.percent(point.people),
            posts=language.percent(point.posts),
        ),
    ]
