"""Rates of places with their uncertainty: signs with whiskers, hollow dots for evened-out rates, the rate of all as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from charts import axes, labelled_rows, verdict_signs
from charts.colours import INK, SOFT_INK
from charts.course_words import axis_text
from charts.labelled_rows import BELOW_SIZE, WIDTH, Band, Row, Sheet
from charts.legend_line import Entry
from charts.lettering import text_line, text_width
from charts.shortened import shortened
from charts.verdict_signs import COLOURS, SIGNS
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

ROW_HEIGHT = 28.0
WHISKER_WIDTH, CAP = 2.0, 4.0
VALUE_SIZE, REASON_GAP = 14.5, 8.0
# The verdict's sign once more before the number: in the row an evened-out rate may lie on it.
SIGN_ROOM = 2 * verdict_signs.RADIUS + 8.0
AVERAGE_WIDTH, AVERAGE_DASHES = 1.6, "5 4"
NO_RATE = "–"


def render(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    meaning: Definition,
    language: Language,
    *,
    title: str,
    average: float,
    selected: str = "",
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """One row per place as one SVG document, in the order of the frame from top to bottom, on one scale from zero.

    `frame`: ags, name, per_1000, lower, upper, shrunken (all null where the base is too small), verdict (a key of SIGNS).
    `names`: what verdicts and "shrunken" are called; `average`: the rate of all places, a dashed line through all rows. Rows can
    be picked by their AGS; see `charts.labelled_rows.render` for this, `heading`, `notes`, `selected` and sizes.

    Raises ValueError for no rows, a place twice, and a width without room.
    """
    places = list(frame.iter_rows(named=True))
    shown = [row[limit] for row in places for limit in ("per_1000", "upper", "shrunken") if row[limit] is not None]
    texts = {row["ags"]: _value(row, meaning, language) for row in places}
    widest = max((text_width(text, VALUE_SIZE) for text in texts.values()), default=0.0)
    rows = [
        Row(
            row["ags"],
            row["name"],
            "",
            f"{row['name']}: {', '.join(said)}",
            [row["name"], *said],
            partial(_draw, row, texts[row["ags"]], widest, names["too_small"], average),
        )
        for row in places
        for said in [_said(row, names, meaning, language)]
    ]
    sheet = Sheet(
        title,
        0.0,
        axes.round_above(max([average, *shown]) or 1.0, labelled_rows.MOST_MARKS),
        partial(axis_text, meaning=meaning, language=language),
        _legend(frame, names, average, meaning, language),
        right=widest + SIGN_ROOM,
        least_height=ROW_HEIGHT,
    )
    return labelled_rows.render(
        rows, sheet, notes=notes, selected=selected, heading=heading, picked=True, width=width, height=height
    )


def _value(row: Mapping[str, Any], meaning: Definition, language: Language) -> str:
    return NO_RATE if row["per_1000"] is None else value_text(row["per_1000"], meaning, language)


def _said(row: Mapping[str, Any], names: Mapping[str, str], meaning: Definition, language: Language) -> list[str]:
    """What a row says: its rate between its limits, the evened-out rate and the verdict; or that there is none."""
    if row["per_1000"] is None:
        return [names[row["verdict"]]]
    rate, lower, upper, shrunken = (
        value_text(row[name], meaning, language) for name in ("per_1000", "lower", "upper", "shrunken")
    )
    between = language.text("{value}, between {lower} and {upper} (95 %)", value=rate, lower=lower, upper=upper)
    return [between, f"{names['shrunken']}: {shrunken}", names[row["verdict"]]]


def _draw(row: Mapping[str, Any], text: str, beside: float, reason: str, average: float, band: Band) -> str:
    """The line of the district, the whisker, the evened-out rate and the sign on it, and the number at the right."""
    at, y = band.x.at, band.middle
    drawn = [axes.line(at(average), band.top, at(average), band.bottom, INK, AVERAGE_WIDTH, AVERAGE_DASHES)]
    if row["per_1000"] is None:
        x = at(0.0) + REASON_GAP
        (words,) = shortened(reason, BELOW_SIZE, band.right - x, 1)
        halo = {"paint_order": "stroke", "stroke": band.ground, "stroke_width": "5"}
        drawn.append(text_line(words, x, y + axes.BASELINE * BELOW_SIZE, BELOW_SIZE, fill=SOFT_INK, **halo))
    else:
        colour, left, right = COLOURS[row["verdict"]], at(row["lower"]), at(row["upper"])
        drawn.append(axes.line(left, y, right, y, colour, WHISKER_WIDTH))
        drawn += [axes.line(x, y - CAP, x, y + CAP, colour, WHISKER_WIDTH) for x in (left, right)]
        drawn.append(verdict_signs.sign(row["verdict"], at(row["per_1000"]), y))
        drawn.append(verdict_signs.evened(at(row["shrunken"]), y))
        drawn.append(verdict_signs.sign(row["verdict"], band.right + verdict_signs.RADIUS, y))
    baseline, right = y + axes.BASELINE * VALUE_SIZE, band.right + SIGN_ROOM + beside
    drawn.append(text_line(text, right, baseline, VALUE_SIZE, text_anchor="end", fill=INK, font_weight="700"))
    return "".join(drawn)


def _legend(
    frame: pl.DataFrame, names: Mapping[str, str], average: float, meaning: Definition, language: Language
) -> list[Entry]:
    there = frame.filter(pl.col("per_1000").is_not_null())["verdict"].to_list()
    entries = [Entry(meaning.unit[language.code])]
    entries += [
        Entry(names[verdict], sign=partial(verdict_signs.sign, verdict)) for verdict in SIGNS if verdict in there
    ]
    if there:
        entries.append(Entry(names["shrunken"], sign=verdict_signs.evened))
        entries.append(Entry(language.text("how precisely the figure is known (95 %)"), SOFT_INK, WHISKER_WIDTH))
    district = language.text("District: {value}", value=value_text(average, meaning, language))
    return [*entries, Entry(district, INK, AVERAGE_WIDTH, AVERAGE_DASHES)]
