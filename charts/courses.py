"""How a figure went over the months: one small picture per unit, the district in each as a thin line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import isfinite

import polars as pl

from charts import axes, course_words, multiples
from charts.colours import INK
from charts.course_words import LINE, LINE_WIDTH, NORM_WIDTH, WHOLE, WHOLE_WIDTH
from charts.funnel_legend import NORM_COLOUR, NORM_DASHES
from charts.lettering import element, pixels, text_line, text_width
from charts.month_axis import span
from charts.monthly import Monthly, of_series, runs
from charts.multiples import HEIGHT, WIDTH, Sheet
from charts.small_panel import Panel, Plot
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

DOT = 3.2
VALUE_SIZE = 13.5
VALUE_GAP = 7.0
# The district's values need a key of their own beside the units' keys, which come from files.
_WHOLE_KEY = ""


def render(
    frame: pl.DataFrame,
    meaning: Definition,
    language: Language,
    *,
    title: str,
    names: Mapping[str, str],
    whole: pl.DataFrame,
    trends: Mapping[str, str],
    notes: Sequence[str] = (),
    selected: str = "",
    norm: tuple[float, str] | None = None,
    each: str = "",
    heading: bool = False,
    columns: int | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Small multiples as one SVG document, a panel per key of `names` in that order, all on one scale from zero.

    `frame`: series (a key of `names`), month (a date), value (in the unit of `meaning`; null or no row breaks the line);
    `whole`: month, value of the district. `trends`: key -> the trend in words, written below the name. `norm`: a value
    and what it is called, drawn as a dashed line. `each`: what the thick line is in the legend, such as "municipality". The
    panel of the key `selected` stands out; a key without a panel
    marks nothing. Panels can be picked and read aloud as in `charts.multiples.render`, whose sizes these are.

    Raises ValueError for series without a name, doubled months, values or norms that are no number from zero up, no
    names at all, and a width without room.
    """
    if norm is not None and not (isfinite(norm[0]) and norm[0] > 0):
        raise ValueError(f"a norm must be a number above zero, found {norm[0]}")
    courses = of_series(frame, "value", names)
    district = of_series(whole.with_columns(series=pl.lit(_WHOLE_KEY)), "value", [_WHOLE_KEY])[_WHOLE_KEY]
    newest = max((max(course) for course in (*courses.values(), district) if course), default=None)
    said = partial(course_words.said, meaning=meaning, language=language, district=district)
    panels = [
        Panel(
            key,
            name,
            course_words.below(courses[key], trends.get(key, ""), language),
            f"{name}: " + ", ".join(part for part in (*said(courses[key]), trends.get(key, "")) if part),
            [name, *course_words.card(courses[key], district, meaning, language), trends.get(key, "")],
            partial(_draw, courses[key], district, norm, meaning, language, newest),
        )
        for key, name in names.items()
    ]
    shown = [value for course in [*courses.values(), district] for value in course.values()]
    ends = [value_text(course[max(course)], meaning, language) for course in courses.values() if newest in course]
    sheet = Sheet(
        title,
        span([*frame["month"], *whole["month"]]),
        max([*shown, norm[0] if norm else 0.0], default=0.0),
        partial(course_words.axis_text, meaning=meaning, language=language),
        course_words.legend(each, district, norm, meaning, language),
        free=VALUE_GAP + max((text_width(text, VALUE_SIZE) for text in ends), default=0.0),
    )
    return multiples.render(
        panels, sheet, notes=notes, selected=selected, heading=heading, columns=columns, width=width, height=height
    )


def _draw(
    course: Monthly,
    district: Monthly,
    norm: tuple[float, str] | None,
    meaning: Definition,
    language: Language,
    newest: int | None,
    plot: Plot,
) -> str:
    drawn = []
    if norm is not None:
        y = plot.y.at(norm[0])
        drawn.append(axes.line(plot.x.start, y, plot.x.end, y, NORM_COLOUR, NORM_WIDTH, NORM_DASHES))
    drawn += [_line(district, plot, WHOLE, WHOLE_WIDTH), _line(course, plot, LINE, LINE_WIDTH)]
    if course:
        drawn.append(_end(course, plot, meaning, language, newest))
    return "".join(drawn)


def _line(values: Monthly, plot: Plot, colour: str, width: float) -> str:
    """A line through the values, broken at months without one; a value alone between two holes is a dot."""
    drawn = []
    for months in runs(values):
        points = [f"{pixels(plot.middle(month))},{pixels(plot.y.at(values[month]))}" for month in months]
        if len(points) == 1:
            x, y = points[0].split(",")
            drawn.append(element("circle", cx=x, cy=y, r=pixels(width * 0.8), fill=colour))
        else:
            drawn.append(
                element(
                    "polyline",
                    points=" ".join(points),
                    fill="none",
                    stroke=colour,
                    stroke_width=str(width),
                    stroke_linejoin="round",
                )
            )
    return "".join(drawn)


def _end(course: Monthly, plot: Plot, meaning: Definition, language: Language, newest: int | None) -> str:
    """The last value as a dot, with its number right of it if it is of the picture's newest month: an older one, without its
    date, would pass for that."""
    last = max(course)
    x, y = plot.middle(last), plot.y.at(course[last])
    dot = element("circle", cx=pixels(x), cy=pixels(y), r=pixels(DOT), fill=LINE)
    if last != newest:
        return dot
    # Kept off the names of the years below and of the texts above.
    baseline = min(max(y + axes.BASELINE * VALUE_SIZE, plot.y.end + 0.6 * VALUE_SIZE), plot.y.start - 1)
    return dot + text_line(
        value_text(course[last], meaning, language),
        x + VALUE_GAP,
        baseline,
        VALUE_SIZE,
        fill=INK,
        font_weight="700",
        paint_order="stroke",
        stroke=plot.ground,
        stroke_width="3",
        stroke_linejoin="round",
    )
