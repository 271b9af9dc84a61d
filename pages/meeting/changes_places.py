"""Where posts came to and went from since an earlier edition: sentences, a table and a sheet."""

from __future__ import annotations

import polars as pl

from charts.table import plain
from metrics.bridge_places import DECIMALS
from pages._shared import door
from pages._shared.view import area_name
from pages._shared.visit import Visit
from report.sheets import Column, Sheet, number_format

# More of them are in the workbook.
MOST_SHOWN = 8


def findings(visit: Visit, moved: pl.DataFrame) -> list[str]:
    """Where most posts came to, and where most went from."""
    text, said = visit.language.text, []
    change = moved.select("ags", "focus_area", change=pl.col("fte_after") - pl.col("fte_before"))
    for rows, sentence in (
        (change.filter(pl.col("change") > 0), text("Most posts came to {place}.", place="{place}")),
        (change.filter(pl.col("change") < 0), text("Most posts went from {place}.", place="{place}")),
    ):
        for row in rows.head(1).iter_rows(named=True):
            area = area_name(row["focus_area"], visit.language)
            number = visit.language.number(row["change"], DECIMALS, signed=True)
            place = text("{place} ({number} FTE, {area})", place=_names(visit)[row["ags"]], number=number, area=area)
            said.append(sentence.replace("{place}", place))
    return said


def table(visit: Visit, moved: pl.DataFrame) -> str:
    """HTML of the largest differences."""
    language, names = visit.language, _names(visit)
    rows = [
        [
            names[row["ags"]],
            area_name(row["focus_area"], language),
            *(language.number(row[end], DECIMALS) for end in ("fte_before", "fte_after")),
            language.number(row["fte_after"] - row["fte_before"], DECIMALS, signed=True),
            *(language.number(row[end], DECIMALS, signed=True) for end in ("gap_before", "gap_after")),
        ]
        for row in moved.head(MOST_SHOWN).iter_rows(named=True)
    ]
    caption = _title(visit)
    if moved.height > len(rows):
        more = {"shown": len(rows), "all": moved.height}
        caption += " · " + language.text(
            "the {shown} largest of {all} differences; all of them in the workbook", **more
        )
    return plain(caption, _headings(visit), rows, numeric=range(2, 7))


def sheet(visit: Visit, moved: pl.DataFrame) -> Sheet:
    """All differences as numbers."""
    names, fte, signed = _names(visit), number_format(DECIMALS), number_format(DECIMALS, signed=True)
    formats = ("General", "General", fte, fte, signed, signed, signed)
    columns = [Column(heading, 22, form) for heading, form in zip(_headings(visit), formats, strict=True)]
    rows = [
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
    return Sheet(visit.language.text("Places"), _title(visit), columns, rows, [_note(visit)])


def _title(visit: Visit) -> str:
    return visit.language.text("Where posts came to and went from (granted posts, FTE)")


def _note(visit: Visit) -> str:
    return visit.language.text(
        "Shared posts are split by need, so a municipality's posts also change with the number of people elsewhere."
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


def _names(visit: Visit) -> dict[str, str]:
    return dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
