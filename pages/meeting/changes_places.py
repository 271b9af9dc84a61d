"""Where posts came to and went from since an earlier edition: sentences, a table and a sheet."""

from __future__ import annotations

import polars as pl

from charts.sentences import note_as_html
from charts.table import plain
from metrics.bridge_places import DECIMALS
from pages._shared import door
from pages._shared.need import meaning_of
from pages._shared.view import area_name
from pages._shared.visit import Visit
from pages.meeting.changes_figures import GROUP
from report.sheets import Column, Sheet, number_format

# More of them are in the workbook.
MOST_SHOWN = 8
# Municipality, focus area, posts before and now, their difference, gap before and now.
Row = tuple[str, str, float, float, float, float, float]
DIFFERENCE = 4


def findings(visit: Visit, moved: pl.DataFrame) -> list[str]:
    """Where most posts came to, and where most went from."""
    text, rows = visit.language.text, _rows(visit, moved)
    came, went = ([row for row in rows if row[DIFFERENCE] * sign > 0] for sign in (1, -1))
    said = [text("Most posts came to {place}.", place=_said(visit, row)) for row in came[:1]]
    return said + [text("Most posts went from {place}.", place=_said(visit, row)) for row in went[:1]]


def table(visit: Visit, moved: pl.DataFrame) -> str:
    """HTML of the largest differences, and what they hang on."""
    language, caption = visit.language, _title(visit)
    rows = [
        [
            row[0],
            row[1],
            *(language.number(number, DECIMALS, signed=at >= DIFFERENCE) for at, number in enumerate(row[2:], start=2)),
        ]
        for row in _rows(visit, moved.head(MOST_SHOWN))
    ]
    if moved.height > len(rows):
        more = {"shown": len(rows), "all": moved.height}
        caption += " · " + language.text(
            "the {shown} largest of {all} differences; all of them in the workbook", **more
        )
    return plain(caption, _headings(visit), rows, numeric=range(2, 7)) + note_as_html(_note(visit))


def sheet(visit: Visit, moved: pl.DataFrame) -> Sheet:
    """All differences as numbers."""
    fte, signed = number_format(DECIMALS), number_format(DECIMALS, signed=True)
    formats = ("General", "General", fte, fte, signed, signed, signed)
    columns = [Column(heading, 22, form) for heading, form in zip(_headings(visit), formats, strict=True)]
    return Sheet(visit.language.text("Places"), _title(visit), columns, _rows(visit, moved), [_note(visit)])


def _rows(visit: Visit, moved: pl.DataFrame) -> list[Row]:
    """In the order of the headings."""
    names = dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
    return [
        (
            names[row["ags"]],
            area_name(row["focus_area"], visit.language),
            row["fte_before"],
            row["fte_after"],
            row["fte_after"] - row["fte_before"],
            row["gap_before"],
            row["gap_after"],
        )
        for row in moved.iter_rows(named=True)
    ]


def _said(visit: Visit, row: Row) -> str:
    number = visit.language.number(row[DIFFERENCE], DECIMALS, signed=True)
    return visit.language.text("{place} ({number} FTE, {area})", place=row[0], number=number, area=row[1])


def _title(visit: Visit) -> str:
    return visit.language.text("Where posts came to and went from (granted posts, FTE)")


def _note(visit: Visit) -> str:
    return visit.language.text(
        "By {group}. Shared posts are split by their number, so a municipality's posts also change with the number of people "
        "elsewhere.",
        group=meaning_of(visit, GROUP).label[visit.language.code],
    )


def _headings(visit: Visit) -> list[str]:
    text = visit.language.text
    return [
        text("Municipality"),
        text("Focus area"),
        text("Posts before"),
        text("Posts now"),
        text("Difference"),
        text("Gap before (FTE)"),
        text("Gap now (FTE)"),
    ]
