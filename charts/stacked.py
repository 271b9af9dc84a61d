"""What a whole consists of, unit by unit: bars of 100 % with the counts inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import isfinite

from charts import axes, labelled_rows, map_sheet, part_paints
from charts.colours import PAPER, SOFT_INK, ink_on
from charts.labelled_rows import WIDTH, Band, Row, Sheet
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line, text_width
from charts.part_paints import Paint
from charts.shortened import shortened
from locales.language import Language

BAR, LEAST_HEIGHT = 28.0, 42.0
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
) -> str:
    """Bars of 100 % as one SVG document, a row per unit in the order given, with the parts in the order of `parts`.

    `parts`: part -> its name; `colours`: part -> its colour, `#rrggbb` (see `charts.part_paints`, which adds textures where
    colours are equally dark). For `picked`, `heading` and `notes` see `charts.labelled_rows.render`.

    Raises ValueError for parts without a name or colour, more parts than can be told apart, counts that are no number from
    zero up, a key twice, no rows, and a width without room.
    """
    _check(rows, parts, colours)
    key = map_sheet.key_of(title, rows, parts, selected, heading, width)
    paints = part_paints.paints({part: colours[part] for part in parts}, key)
    drawn = [
        Row(
            row.key,
            row.label,
            row.below,
            ", ".join(filter(None, (row.label, row.below))) + ": " + ", ".join(_said(row, parts, language)),
            [row.label, row.below, *_said(row, parts, language)],
            partial(_draw, row, paints, language),
        )
        for row in rows
    ]
    used = [part for part in parts if any(_is_drawn(row, language) and row.counts.get(part) for row in rows)]
    sheet = Sheet(
        title,
        0.0,
        1.0,
        lambda share, _: language.percent(share, 0),
        [Entry(parts[part], paint=paints[part].fill) for part in used],
        least_height=LEAST_HEIGHT,
        definitions=part_paints.patterns(paints, key),
    )
    return labelled_rows.render(
        drawn, sheet, notes=notes, selected=selected, heading=heading, picked=picked, width=width
    )


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


def _draw(row: Stack, paints: Mapping[str, Paint], language: Language, band: Band) -> str:
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
    drawn = element(
        "rect",
        x=pixels(left),
        y=pixels(band.middle - BAR / 2),
        width=pixels(right - left),
        height=pixels(BAR),
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


def _empty(reason: str, band: Band) -> str:
    left, right = band.x.start, band.x.end
    frame = element(
        "rect",
        x=pixels(left),
        y=pixels(band.middle - BAR / 2),
        width=pixels(right - left),
        height=pixels(BAR),
        fill=band.ground,
        stroke=EMPTY_COLOUR,
        stroke_dasharray=EMPTY_DASHES,
    )
    (line,) = shortened(reason, COUNT_SIZE, right - left - 4 * COUNT_AIR, 1)
    baseline = band.middle + axes.BASELINE * COUNT_SIZE
    return frame + text_line(line, left + 2 * COUNT_AIR, baseline, COUNT_SIZE, fill=SOFT_INK)
