"""Who is reached: the share of each group among clients, with its limits, over its share in the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from charts import axes, labelled_rows, limit_words, paired_rows
from charts.labelled_rows import BELOW_SIZE, MOST_MARKS, WIDTH, Row, Sheet
from charts.legend_line import Entry
from charts.lettering import text_width
from charts.paired_rows import OTHER_PAINT, SIGN_ROOM, VALUE_SIZE, Columns, Pair, draw, number
from charts.whisker_rows import COLOUR, LINE_WIDTH
from locales.language import Language

__all__ = ["Pair", "render"]

# The most that words take of the width; in narrower pictures than this they stand below the numbers.
WORD_SHARE, NARROW = 0.2, 620
LEAST_HEIGHT, TEXT_PADDING = 40.0, 8.0
# An axis that ends at one per cent would make much of little.
LEAST_END = 0.05


def render(
    rows: Sequence[Pair],
    own_name: str,
    other_name: str,
    language: Language,
    *,
    title: str,
    decimals: int = 0,
    selected: str = "",
    notes: Sequence[str] = (),
    heading: bool = False,
    picked: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Groups below each other in the order given: clients as a dot on the line of its limits (95 %), population as a bar from 0.

    `own_name` and `other_name` say whose shares these are; `decimals` are those of the per cent written. `heading`, `notes`,
    `selected`, `picked` and `height` are as in `charts.labelled_rows.render`. Each row says both shares, the limits and the word as
    `aria-label` and `data-card`. Raises ValueError for shares outside 0 to 1 or their limits, a key twice, no rows, and
    a width without room.
    """
    for row in rows:
        _check(row)
    columns = _columns(rows, decimals, language, width)
    written = paired_rows.height(rows, columns)
    highest = max([LEAST_END, *_shares(rows)])
    drawn = []
    for row in rows:
        said = _said(row, own_name, other_name, decimals, language)
        drawn.append(
            Row(
                row.key,
                row.label,
                row.count_text,
                f"{row.label}: {', '.join(said)}",
                [row.label, *said],
                partial(draw, row, decimals, language, columns),
            )
        )
    sheet = Sheet(
        title,
        0.0,
        axes.round_above(highest, MOST_MARKS),
        lambda value, places: language.percent(value, max(0, places - 2)),
        [
            Entry(
                language.text("{name}, line: how precisely the share is known (95 %)", name=own_name),
                COLOUR,
                LINE_WIDTH,
            ),
            Entry(other_name, paint=OTHER_PAINT),
        ],
        right=columns.width,
        least_height=max(LEAST_HEIGHT, written + TEXT_PADDING),
        lowest=max(labelled_rows.LOWEST, written),
    )
    return labelled_rows.render(
        drawn, sheet, notes=notes, selected=selected, heading=heading, picked=picked, width=width, height=height
    )


def _check(row: Pair) -> None:
    name = row.key or row.label
    limit_words.check(name, row.own, row.lower, row.upper)
    limit_words.check(name, row.other, None, None)
    for share in _shares([row]):
        if not 0 <= share <= 1:
            raise ValueError(f"{name}: shares and their limits lie between 0 and 1, found {share}")


def _columns(rows: Sequence[Pair], decimals: int, language: Language, width: float) -> Columns:
    widest = max(text_width(number(share, decimals, language), VALUE_SIZE) for share in (None, *_shares(rows)))
    found = Columns(SIGN_ROOM + widest, 0.0, below=width < NARROW)
    words = max((text_width(row.word, BELOW_SIZE) for row in rows), default=0.0)
    return replace(found, words=min(words, found.numbers if found.below else WORD_SHARE * width))


def _shares(rows: Sequence[Pair]) -> list[float]:
    found = (share for row in rows for share in (row.own, row.lower, row.upper, row.other))
    return [share for share in found if share is not None]


def _said(row: Pair, own_name: str, other_name: str, decimals: int, language: Language) -> list[str]:
    own, lower, upper, other = (
        number(share, decimals, language) for share in (row.own, row.lower, row.upper, row.other)
    )
    nothing = language.text("no figure")
    said = [f"{own_name} {nothing if row.own is None else own}"]
    if row.lower is not None and row.upper is not None:
        limits = language.text("{lower} to {upper}", lower=lower, upper=upper)
        said = [f"{said[0]} ({limits})"]
    said.append(f"{other_name} {nothing if row.other is None else other}")
    return [text for text in (*said, row.word, row.count_text) if text]
