"""How a figure went over the years: one small picture per unit, each year's figure with its limits, the district behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise

import polars as pl

from charts import axes, multiples, yearly_words
from charts.colours import INK, PAPER
from charts.course_words import LINE, WHOLE, WHOLE_WIDTH, axis_text
from charts.lettering import element, pixels, text_line, text_width
from charts.month_axis import MONTHS_A_YEAR
from charts.multiples import HEIGHT, WIDTH, Sheet
from charts.small_panel import Panel, Plot
from charts.wording import value_text
from charts.yearly_words import JOINING_WIDTH, OPEN_DASHES
from charts.years import Known, Yearly, of_district, of_series, runs, span
from locales.language import Language
from metrics.definitions import Definition

DOT, OPEN_STROKE = 4.2, 2.0
LIMITS_WIDTH, CAP = 1.8, 3.5
VALUE_SIZE, VALUE_GAP = 13.5, 8.0


def render(
    frame: pl.DataFrame,
    definition: Definition,
    language: Language,
    *,
    title: str,
    names: Mapping[str, str],
    whole: pl.DataFrame,
    trends: Mapping[str, str],
    open_years: Collection[int] = (),
    notes: Sequence[str] = (),
    selected: str = "",
    each: str = "",
    heading: bool = False,
    columns: int | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Small multiples as one SVG document, a panel per key of `names` in that order, all on one scale from zero.

    `frame`: series (a key of `names`), year, value (in the unit of `definition`; null or no row: a gap), lower and upper
    (limits, null where open or none); `whole`: year, value of the district. `trends`: key -> the trend in words, written
    below the name. `open_years` are still running: their figures are hollow and called "to date". `each`: what the dots are
    in the legend, such as "municipality". Panels can be picked and read aloud as in `charts.multiples.render`, whose
    sizes these are.

    Raises ValueError for series without a name, a year twice, values below zero or outside their limits, no names at all,
    and a width without room.
    """
    series, district = of_series(frame, names), of_district(whole)
    said = {
        key: yearly_words.said(course, district, open_years, definition, language) for key, course in series.items()
    }
    panels = [
        Panel(
            key,
            name,
            yearly_words.below(series[key], trends.get(key, ""), language),
            f"{name}: " + "; ".join(part for part in (*said[key], trends.get(key, "")) if part),
            [name, *said[key], trends.get(key, "")],
            partial(_draw, series[key], district, open_years, definition, language),
        )
        for key, name in names.items()
    ]
    ends = [value_text(course[max(course)].value, definition, language) for course in series.values() if course]
    highest = [
        known.value if known.upper is None else known.upper for course in series.values() for known in course.values()
    ]
    sheet = Sheet(
        title,
        span([*frame["year"], *whole["year"]]),
        max([*highest, *district.values()], default=0.0),
        partial(axis_text, meaning=definition, language=language),
        yearly_words.legend(each, series, district, open_years, definition, language),
        free=VALUE_GAP + max((text_width(text, VALUE_SIZE) for text in ends), default=0.0),
    )
    return multiples.render(
        panels, sheet, notes=notes, selected=selected, heading=heading, columns=columns, width=width, height=height
    )


def _draw(
    course: Yearly,
    district: Mapping[int, float],
    open_years: Collection[int],
    definition: Definition,
    language: Language,
    plot: Plot,
) -> str:
    drawn = [_district(district, plot)]
    for one, other in pairwise(sorted(course)):
        if other == one + 1:
            dashes = OPEN_DASHES if {one, other} & set(open_years) else None
            ends = (*_place(one, course[one].value, plot), *_place(other, course[other].value, plot))
            drawn.append(axes.line(*ends, LINE, JOINING_WIDTH, dashes))
    drawn += [_limits(year, known, plot) for year, known in course.items()]
    drawn += [_dot(year, known, plot, is_open=year in open_years) for year, known in course.items()]
    if course:
        drawn.append(_end(course, plot, definition, language))
    return "".join(drawn)


def _place(year: int, value: float, plot: Plot) -> tuple[float, float]:
    """In the middle of the year's months."""
    return plot.x.at((year + 0.5) * MONTHS_A_YEAR), plot.y.at(value)


def _district(district: Mapping[int, float], plot: Plot) -> str:
    """A grey line through the district's figures, broken at years without one; one alone is a small dot."""
    drawn = []
    for years in runs(district):
        points = [_place(year, district[year], plot) for year in years]
        if len(points) == 1:
            ((x, y),) = points
            drawn.append(element("circle", cx=pixels(x), cy=pixels(y), r=pixels(WHOLE_WIDTH), fill=WHOLE))
        else:
            corners = " ".join(f"{pixels(x)},{pixels(y)}" for x, y in points)
            drawn.append(
                element("polyline", points=corners, fill="none", stroke=WHOLE, stroke_width=pixels(WHOLE_WIDTH))
            )
    return "".join(drawn)


def _limits(year: int, known: Known, plot: Plot) -> str:
    """The upright line of the limits with a stroke across each end; an open end has none and reaches the end of the scale."""
    if known.lower is None and known.upper is None:
        return ""
    x, bottom = _place(year, 0.0 if known.lower is None else known.lower, plot)
    top = plot.y.end if known.upper is None else plot.y.at(known.upper)
    drawn = axes.line(x, bottom, x, top, LINE, LIMITS_WIDTH)
    for limit, y in ((known.lower, bottom), (known.upper, top)):
        if limit is not None:
            drawn += axes.line(x - CAP, y, x + CAP, y, LINE, LIMITS_WIDTH)
    return drawn


def _dot(year: int, known: Known, plot: Plot, *, is_open: bool) -> str:
    x, y = (pixels(place) for place in _place(year, known.value, plot))
    if is_open:
        hollow = {"fill": PAPER, "stroke": LINE, "stroke_width": pixels(OPEN_STROKE)}
        return element("circle", cx=x, cy=y, r=pixels(DOT - OPEN_STROKE / 2), **hollow)
    return element("circle", cx=x, cy=y, r=pixels(DOT), fill=LINE)


def _end(course: Yearly, plot: Plot, definition: Definition, language: Language) -> str:
    """The number of the last year right of its dot."""
    last = max(course)
    x, y = _place(last, course[last].value, plot)
    # Kept off the names of the years below and of the texts above.
    baseline = min(max(y + axes.BASELINE * VALUE_SIZE, plot.y.end + 0.6 * VALUE_SIZE), plot.y.start - 1)
    return text_line(
        value_text(course[last].value, definition, language),
        x + VALUE_GAP,
        baseline,
        VALUE_SIZE,
        fill=INK,
        font_weight="700",
        paint_order="stroke",
        stroke=plot.ground,
        stroke_width="3",
    )
