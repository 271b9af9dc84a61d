"""Figures of several units below each other, each as a dot on the line of its limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from charts import axes, labelled_rows, limit_words, whisker_rows
from charts.course_words import axis_text
from charts.labelled_rows import ROOMY, WIDTH, Row, Sheet
from charts.legend_line import Entry
from charts.whisker_rows import COLOUR, LINE_WIDTH, REFERENCE_COLOUR, REFERENCE_DASHES, REFERENCE_WIDTH, Whisker
from locales.language import Language
from metrics.definitions import Definition

# What lies no higher than this is drawn at zero: an axis of its own would have more decimals than meaning.
NOTHING = 1e-6
# An open limit reaches this much farther than the outermost figure.
BEYOND = 1.15


def render(
    rows: Sequence[Whisker],
    definition: Definition,
    language: Language,
    *,
    title: str,
    reference: tuple[float, str] | None = None,
    selected: str = "",
    notes: Sequence[str] = (),
    heading: bool = False,
    picked: bool = True,
    fitted: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Figures with their limits (95 %) as one SVG document, a row per unit in the order given, on one scale with zero.

    `reference`: a value and what it is called, drawn as a dashed line through all rows. Shares have a scale up to 100 %
    unless it is to be `fitted` to what is drawn. `picked` says whether rows can be; see `charts.labelled_rows.render` for
    this, `heading`, `notes` and `height`.

    Raises ValueError for what is no number, a value outside its limits, a key twice, no rows, and a width without room.
    """
    for row in rows:
        limit_words.check(row.key or row.label, row.value, row.lower, row.upper)
    if reference is not None:
        limit_words.check(reference[1], reference[0], None, None)
    is_roomy = width >= ROOMY
    texts = [whisker_rows.written(row, definition, language) for row in rows]
    is_low = height is not None and len(rows) >= labelled_rows.MANY
    share = whisker_rows.SHARE_OF_ONE_LINE if is_low else whisker_rows.COUNT_SHARE
    beside = whisker_rows.columns(texts, width, has_counts=is_roomy, share=share)
    low, high = _ends(rows, reference, is_whole=definition.kind == "share" and not fitted)
    level = reference[0] if reference else None
    drawn = [
        Row(
            row.key,
            row.label,
            "" if is_roomy else row.count_text,
            f"{row.label}: {', '.join(said)}",
            [row.label, *said],
            partial(whisker_rows.draw, row, text, beside, level),
        )
        for row, text, said in zip(rows, texts, _said(rows, definition, language), strict=True)
    ]
    sheet = Sheet(
        title,
        low,
        high,
        partial(axis_text, meaning=definition, language=language),
        _legend(rows, reference, definition, language),
        right=beside.width,
        lowest=max(labelled_rows.LOWEST, whisker_rows.count_height(texts, beside)),
    )
    return labelled_rows.render(
        drawn, sheet, notes=notes, selected=selected, heading=heading, picked=picked, width=width, height=height
    )


def _ends(rows: Sequence[Whisker], reference: tuple[float, str] | None, *, is_whole: bool) -> tuple[float, float]:
    """The ends of the scale: zero and round values beyond all that is drawn, or 100 %."""
    shown = [limit for row in rows for limit in (row.value, row.lower, row.upper) if limit is not None]
    low, high = (pick([0.0, *shown, *([reference[0]] if reference else [])]) for pick in (min, max))
    if is_whole:
        return low, max(high, 1.0)
    if any(row.has_limits and row.upper is None for row in rows):
        high *= BEYOND
    if high - low <= NOTHING:
        return 0.0, 1.0
    return -_round_above(-low), _round_above(high)


def _round_above(end: float) -> float:
    return axes.round_above(end, labelled_rows.MOST_MARKS) if end > NOTHING else 0.0


def _said(rows: Sequence[Whisker], definition: Definition, language: Language) -> list[list[str]]:
    """What each row says: its figure between its limits, or why there is none, and what it rests on."""
    found = (
        row.reason or language.text("no figure")
        if row.value is None
        else limit_words.said(row.value, row.lower, row.upper, definition, language)
        for row in rows
    )
    return [[text for text in (said, row.count_text) if text] for row, said in zip(rows, found, strict=True)]


def _legend(
    rows: Sequence[Whisker], reference: tuple[float, str] | None, definition: Definition, language: Language
) -> list[Entry]:
    entries = [Entry(definition.unit[language.code])]
    if any(row.has_limits for row in rows):
        entries.append(Entry(language.text("how precisely the figure is known (95 %)"), COLOUR, LINE_WIDTH))
    if reference is not None:
        entries.append(Entry(reference[1], REFERENCE_COLOUR, REFERENCE_WIDTH, REFERENCE_DASHES))
    return entries
