"""What a whole consists of, unit by unit: bars of 100 % with the counts inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import isfinite

from charts import axes, labelled_rows, map_sheet, part_paints
from charts.colours import PAPER, SOFT_INK, ink_on
from charts.labelled_rows import BELOW_LINE, BELOW_SIZE, WIDTH, Band, Row, Sheet
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line, text_width
from charts.part_paints import Paint
from charts.shortened import shortened
from locales.language import Language

BAR, LEAST_HEIGHT = 28.0, 42.0
# Between the bars of neighbouring rows, where the picture is to be low.
BETWEEN_BARS = 5.0
# The most that the lines below names take of the width where they stand right of the bars: in few rows on two lines.
BESIDE_SHARE, BESIDE_LINES, SHARE_OF_ONE_LINE = 0.22, 2, 0.32
COUNT_SIZE, COUNT_AIR = 13.5, 5.0
GAP = 1.4
EMPTY_DASHES, EMPTY_COLOUR = "4 3", "#8b939b"


@dataclass(frozen=True)
class Stack:
    """One unit: its name, a line below it such as "120 goals", and the count of each part (absent: none).

    With a `reason`, such as too small a base, no parts are drawn but an empty frame with these words. A row with an empty
    `key` cannot be picked.
    """

    key: str
    label: str
    below: str
    counts: Mapping[str, float]
    reason: str = ""


def render(
    rows: Sequence[Stack],
    parts: Mapping[str, str],
    colours: Mapping[str, str],
    language: Language,
    *,
    title: str,
    selected: str = "",
    notes: Sequence[str] = (),
    heading: bool = False,
    picked: bool = True,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Bars of 100 % as one SVG document, a row per unit in the order given, with the parts in the order of `parts`.

    `parts`: part -> its name; `colours`: part -> its colour, `#rrggbb` (see `charts.part_paints`, which adds textures where
    colours are equally dark). For `picked`, `heading` and `notes` see `charts.labelled_rows.render`.

    Raises ValueError for parts without a name or colour, more parts than can be told apart, counts that are no number from
    zero up, a key twice, no rows, and a width without room.

    With a `height` the picture is to be low: what stands below names is then right of the bars.
    """
    _check(rows, parts, colours)
    key = map_sheet.key_of(title, rows, parts, selected, heading, width)
    paints = part_paints.paints({part: colours[part] for part in parts}, key)
    share = BESIDE_SHARE if len(rows) < labelled_rows.MANY else SHARE_OF_ONE_LINE
    room = 0.0 if height is None else min(_widest_below(rows), share * width)
    beside = [shortened(row.below, BELOW_SIZE, room, BESIDE_LINES) if room else [] for row in rows]
    drawn = [
        Row(
            row.key,
            row.label,
            "" if room else row.below,
            ", ".join(filter(None, (row.label, row.below))) + ": " + ", ".join(_said(row, parts, language)),
            [row.label, row.below, *_said(row, parts, language)],
            partial(_draw, row, lines, paints, language),
        )
        for row, lines in zip(rows, beside, strict=True)
    ]
    used = [part for part in parts if any(_is_drawn(row, language) and row.counts.get(part) for row in rows)]
    sheet = Sheet(
        title,
        0.0,
        1.0,
        lambda share, _: language.percent(share, 0),
        [Entry(parts[part], paint=paints[part].fill) for part in used],
        right=room,
        least_height=LEAST_HEIGHT,
        definitions=part_paints.patterns(paints, key),
        lowest=max(labelled_rows.LOWEST, BELOW_LINE * max(map(len, beside), default=0)),
    )
    return labelled_rows.render(
        drawn, sheet, notes=notes, selected=selected, heading=heading, picked=picked, width=width, height=height
    )


def _widest_below(rows: Sequence[Stack]) -> float:
    return max((text_width(row.below, BELOW_SIZE) for row in rows), default=0.0) + 1.0


def _check(rows: Sequence[Stack], parts: Mapping[str, str], colours: Mapping[str, str]) -> None:
    unnamed = sorted({part for row in rows for part in row.counts if part not in parts})
    if unnamed:
        raise ValueError(f"parts without a name: {', '.join(unnamed)}; name every part that is counted")
    uncoloured = [part for part in parts if part not in colours]
    if uncoloured:
        raise ValueError(f"parts without a colour: {', '.join(uncoloured)}")
    for row in rows:
        for part, count in row.counts.items():
            if not (isfinite(count) and count >= 0):
                raise ValueError(f"{row.key or row.label}, {part}: a count is a number of 0 or more, found {count}")


def _missing(row: Stack, language: Language) -> str:
    """Why a row has no bar; empty where it has one."""
    return row.reason or ("" if sum(row.counts.values()) else language.text("no figure"))


def _is_drawn(row: Stack, language: Language) -> bool:
    return not _missing(row, language)


def _said(row: Stack, parts: Mapping[str, str], language: Language) -> list[str]:
    missing = _missing(row, language)
    if missing:
        return [missing]
    total = sum(row.counts.values())
    return [
        language.text(
            "{name} {count} ({share})",
            name=name,
            count=language.number(row.counts[part]),
            share=language.percent(row.counts[part] / total, 0),
        )
        for part, name in parts.items()
        if row.counts.get(part)
    ]


def _draw(row: Stack, beside: Sequence[str], paints: Mapping[str, Paint], language: Language, band: Band) -> str:
    top = band.middle - BELOW_LINE * len(beside) / 2
    written = "".join(
        text_line(line, band.right, top + BELOW_LINE * (number + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for number, line in enumerate(beside)
    )
    return _bar(row, paints, language, band) + written


def _bar(row: Stack, paints: Mapping[str, Paint], language: Language, band: Band) -> str:
    missing = _missing(row, language)
    if missing:
        return _empty(missing, band)
    counted = [(paint, row.counts[part]) for part, paint in paints.items() if row.counts.get(part)]
    ends = [0.0, *accumulate(count for _, count in counted)]
    return "".join(
        _part(paint, count, band.x.at(start / ends[-1]), band.x.at(end / ends[-1]), language, band)
        for (paint, count), start, end in zip(counted, ends, ends[1:], strict=False)
    )


def _part(paint: Paint, count: float, left: float, right: float, language: Language, band: Band) -> str:
    """One part between two pixels with its count in it, where it is wide enough for that."""
    height = _bar_height(band)
    drawn = element(
        "rect",
        x=pixels(left),
        y=pixels(band.middle - height / 2),
        width=pixels(right - left),
        height=pixels(height),
        fill=paint.fill,
        stroke=PAPER,
        stroke_width=pixels(GAP),
    )
    text = language.number(count)
    if text_width(text, COUNT_SIZE) + 2 * COUNT_AIR > right - left:
        return drawn
    return drawn + text_line(
        text,
        (left + right) / 2,
        band.middle + axes.BASELINE * COUNT_SIZE,
        COUNT_SIZE,
        text_anchor="middle",
        fill=ink_on(paint.colour),
        font_weight="600",
        # Textures end short of the letters.
        paint_order="stroke",
        stroke=paint.colour,
        stroke_width="5",
        stroke_linejoin="round",
    )


def _bar_height(band: Band) -> float:
    return min(BAR, band.bottom - band.top - BETWEEN_BARS)


def _empty(reason: str, band: Band) -> str:
    left, right = band.x.start, band.x.end
    height = _bar_height(band)
    frame = element(
        "rect",
        x=pixels(left),
        y=pixels(band.middle - height / 2),
        width=pixels(right - left),
        height=pixels(height),
        fill=band.ground,
        stroke=EMPTY_COLOUR,
        stroke_dasharray=EMPTY_DASHES,
    )
    (line,) = shortened(reason, COUNT_SIZE, right - left - 4 * COUNT_AIR, 1)
    baseline = band.middle + axes.BASELINE * COUNT_SIZE
    return frame + text_line(line, left + 2 * COUNT_AIR, baseline, COUNT_SIZE, fill=SOFT_INK)
