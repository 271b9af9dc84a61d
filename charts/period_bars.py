"""The bars of charts.periods as an SVG document, for files, slides and paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from charts import multiples
from charts.colours import INK
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line
from charts.month_axis import number_of, span
from charts.multiples import HEIGHT, WIDTH, Sheet
from charts.periods import BAR, period_name
from charts.small_panel import Panel, Plot
from locales.language import Language

GAP = 0.25  # of a period, as between the bars on the page
VALUE_SIZE, VALUE_GAP = 13.5, 5.0
# Above the highest bar, for its number.
AIR = 1.1


def render(
    frame: pl.DataFrame,
    months: int,
    language: Language,
    *,
    title: str,
    unit: str,
    name: str,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Bars of counts on a scale from zero. `frame`: begins (first day of a period of so many `months`), new_cases; `unit` stands in
    the legend, `name` above the bars; sizes as of charts.multiples.render. Raises ValueError for no periods and for widths
    without room."""
    counts = {number_of(begins): count for begins, count in frame.select("begins", "new_cases").iter_rows()}
    said = [f"{period_name(begins, months, language)}: {language.number(count)}" for begins, count in frame.iter_rows()]
    last_months = frame["begins"].dt.offset_by(f"{months - 1}mo")
    panel = Panel(
        "bars", name, [], f"{name}: {', '.join(said)}", [name, *said], partial(_draw, counts, months, language)
    )
    highest = AIR * max(counts.values(), default=0)
    legend = [Entry(unit, paint=BAR)]
    sheet = Sheet(title, span([*frame["begins"], *last_months]), highest, language.number, legend)
    return multiples.render(
        [panel], sheet, notes=notes, selected="", heading=heading, columns=None, width=width, height=height
    )


def _draw(counts: dict[int, int], months: int, language: Language, plot: Plot) -> str:
    drawn = []
    for first, count in counts.items():
        left, right = (plot.x.at(first + months * share) for share in (GAP / 2, 1 - GAP / 2))
        top, middle = plot.y.at(count), (left + right) / 2
        size = {"width": pixels(right - left), "height": pixels(plot.y.at(0) - top)}
        drawn.append(element("rect", x=pixels(left), y=pixels(top), **size, fill=BAR))
        drawn.append(
            text_line(language.number(count), middle, top - VALUE_GAP, VALUE_SIZE, text_anchor="middle", fill=INK)
        )
    return "".join(drawn)
