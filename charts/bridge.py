"""Several figures before and now, each with the steps that lead from one to the other, as rows of small waterfalls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts import bridge_drawn, legend_line, map_sheet
from charts.axes import BASELINE, GRID, line
from charts.bridge_drawn import RISE, TOTAL, Columns
from charts.bridge_figure import COLUMN_NAMES, DOWN, UP, Figure, parts_said, said, unchanged_text
from charts.colours import INK, PAPER, SOFT_INK
from charts.described import described
from charts.labelled_rows import BELOW_LINE, BELOW_SIZE, LABEL_LINE, LABEL_SIZE
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line
from charts.map_labels import Box
from charts.map_sheet import MARGIN
from charts.shortened import ELLIPSIS, shortened
from locales.language import Language

WIDTH = 1000
LABEL_SHARE, LABEL_GAP = 0.28, 8.0
HEAD_SIZE, HEAD_HEIGHT = 13.5, 24.0
UNCHANGED_HEIGHT = 24.0
# A row of bars: what it takes at least, and what it takes where there is room for it.
LEAST_ROW, USUAL_ROW = 46.0, 84.0
LEGEND_GAP = 4.0
MOST_BELOW = 3
# Where two figures share a line, the share of its half that a name takes.
LABEL_OF_HALF = 0.53
INSET = 1.0


def render(
    figures: Sequence[Figure],
    language: Language,
    *,
    title: str,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: float | None = None,
) -> str:
    """The SVG document: a row per figure in the order given; those that stay as they are take one line of words.

    Where that is more than `height`, figures that stay come last, two of them in a line, and rows of bars are made as low as they
    can be read. Every figure is one region with `aria-label` and, unless the picture stands alone (`heading`), a card. Raises
    ValueError for no figures and a width without room.
    """
    map_sheet.check_width(width)
    if not figures:
        raise ValueError("a picture of bridges needs at least one figure")
    head = map_sheet.heading(title, width, heading)
    pattern = f"down-{map_sheet.key_of(title, width)}"
    legend = legend_line.draw(_legend(figures, pattern, language), MARGIN, head.height + MARGIN, width - 2 * MARGIN)
    foot = map_sheet.footer(notes, width)
    top = head.height + MARGIN + legend.height + LEGEND_GAP
    labels = LABEL_SHARE * width
    start = MARGIN + labels + LABEL_GAP
    columns = Columns(start, (width - MARGIN - start) / (len(COLUMN_NAMES)))
    drawn = [_head(columns, top, language)] if any(not figure.is_unchanged for figure in figures) else []
    top += HEAD_HEIGHT if drawn else 0.0
    around = top + map_sheet.footer_height(foot) + MARGIN
    lines = _lines(figures, height is not None and around + _usual_height(figures) > height)
    of_bars = _row_height(lines, None if height is None else height - around)
    for beside in lines:
        is_words = beside[0].is_unchanged
        bottom = top + (UNCHANGED_HEIGHT if is_words else of_bars + _more_text(beside[0]))
        for number, figure in enumerate(beside):
            box = Box(width / len(beside) * number, top, width / len(beside) * (number + 1), bottom)
            shown = (
                _words(figure, box, columns.start if len(beside) == 1 else None, language)
                if is_words
                else _label(figure, labels, box) + bridge_drawn.draw(figure, columns, top, bottom, pattern, language)
            )
            drawn.append(_region(figure, box, language, asked=not heading))
            ruled = line(box.left + MARGIN, top, box.right - MARGIN, top, GRID)
            drawn.append(element("g", ruled + shown, pointer_events="none", aria_hidden="true"))
        top = bottom
    content = (
        element("defs", bridge_drawn.hatching(pattern)),
        head.markup,
        legend.markup,
        *drawn,
        map_sheet.draw_footer(foot, top + (MARGIN if foot else 0.0)),
    )
    return map_sheet.document("".join(content), title, width, top + map_sheet.footer_height(foot) + MARGIN, heading)


def _legend(figures: Sequence[Figure], pattern: str, language: Language) -> list[Entry]:
    changed = [figure for figure in figures if not figure.is_unchanged]
    if not changed:
        return []
    text = language.text
    entries = [
        Entry(text("the figure before and now"), paint=TOTAL),
        Entry(f"{UP} {text('a step up')}", paint=RISE),
        Entry(f"{DOWN} {text('a step down')}", paint=f"url(#{pattern})"),
    ]
    if any(bridge_drawn.is_broken(figure) for figure in changed):
        entries.append(Entry(text("with a break: the bar does not begin at zero"), sign=bridge_drawn.sample_of_break))
    return entries


def _head(columns: Columns, top: float, language: Language) -> str:
    drawn = []
    for place, column in enumerate(COLUMN_NAMES):
        (shown,) = shortened(language.text(COLUMN_NAMES[column]), HEAD_SIZE, columns.width, 1)
        baseline = top + HEAD_HEIGHT / 2 + BASELINE * HEAD_SIZE
        x = columns.middle(place, place + 1)
        drawn.append(text_line(shown, x, baseline, HEAD_SIZE, text_anchor="middle", fill=SOFT_INK, font_weight="600"))
    return element("g", "".join(drawn), aria_hidden="true")


def _lines(figures: Sequence[Figure], is_tight: bool) -> list[list[Figure]]:
    """Which figures stand in a line beside each other."""
    if not is_tight:
        return [[figure] for figure in figures]
    same = [figure for figure in figures if figure.is_unchanged]
    pairs = [same[first : first + 2] for first in range(0, len(same), 2)]
    return [[figure] for figure in figures if not figure.is_unchanged] + pairs


def _usual_height(figures: Sequence[Figure]) -> float:
    return sum(UNCHANGED_HEIGHT if figure.is_unchanged else USUAL_ROW + _more_text(figure) for figure in figures)


def _row_height(lines: Sequence[Sequence[Figure]], height: float | None) -> float:
    """What a row of bars takes, so that all lines together keep the height, as far as they can."""
    changed = [first for first, *_ in lines if not first.is_unchanged]
    if height is None or not changed:
        return USUAL_ROW
    others = UNCHANGED_HEIGHT * (len(lines) - len(changed)) + sum(map(_more_text, changed))
    return min(max((height - others) / len(changed), LEAST_ROW), USUAL_ROW)


def _more_text(figure: Figure) -> float:
    """What a row takes more for names of municipalities below its numbers."""
    return bridge_drawn.text_height(figure) - bridge_drawn.NUMBER_LINE - bridge_drawn.AIR


def _label(figure: Figure, width: float, box: Box) -> str:
    room = int((box.bottom - box.top - LABEL_LINE - 2) // BELOW_LINE)
    below = _below(figure, width, min(room, MOST_BELOW)) if room > 0 else []
    (label,) = shortened(figure.label, LABEL_SIZE, width, 1)
    begin = (box.top + box.bottom) / 2 - (LABEL_LINE + BELOW_LINE * len(below)) / 2
    written = [text_line(label, MARGIN, begin + 0.76 * LABEL_LINE, LABEL_SIZE, fill=INK, font_weight="600")]
    written += [
        text_line(row, MARGIN, begin + LABEL_LINE + BELOW_LINE * (number + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for number, row in enumerate(below)
    ]
    return "".join(written)


def _below(figure: Figure, width: float, most: int) -> list[str]:
    """Unit, scope and dates; without the dates where these would be cut off."""
    found = shortened(figure.below, BELOW_SIZE, width, most)
    is_cut = bool(found) and found[-1].endswith(ELLIPSIS)
    return shortened(replace(figure, dates="").below, BELOW_SIZE, width, most) if is_cut else found


def _words(figure: Figure, box: Box, start: float | None, language: Language) -> str:
    """A figure that stays as it is. `start`: where the words begin below each other; None where the figure has half a line: then it
    is told without its dates."""
    left, baseline = box.left + MARGIN, (box.top + box.bottom) / 2 + BASELINE * LABEL_SIZE
    words = unchanged_text(figure, language, with_dates=start is not None)
    begin = left + LABEL_OF_HALF * (box.right - box.left) if start is None else start
    (label,) = shortened(figure.label, LABEL_SIZE, begin - left - LABEL_GAP, 1)
    (shown,) = shortened(words, LABEL_SIZE, box.right - MARGIN - begin, 1)
    return text_line(label, left, baseline, LABEL_SIZE, fill=INK, font_weight="600") + text_line(
        shown, begin, baseline, LABEL_SIZE, fill=INK
    )


def _region(figure: Figure, box: Box, language: Language, *, asked: bool) -> str:
    return element(
        "rect",
        x=pixels(box.left + INSET),
        y=pixels(box.top + INSET),
        width=pixels(box.right - box.left - 2 * INSET),
        height=pixels(box.bottom - box.top - 2 * INSET),
        rx="4",
        fill=PAPER,
        **described(said(figure, language), [figure.label, *parts_said(figure, language)], asked=asked),
    )
