"""Two maps of gaps as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pages._shared.view_facts import choices, dates
from pages.coverage.compared_with import Side
from pages.coverage.figures import signs
from pages.coverage.gap_sheets import FTE, SIGNED, about
from report.sheets import Column, Explanation, Sheet

COLUMNS = ("gap_fte", "gap_fte_right", "difference", "fte", "fte_right")


def headings(left: Side, right: Side) -> list[str]:
    """Headings of the table of both sides."""
    text = left.visit.language.text
    return [
        text("Municipality"),
        text("Gap in posts: {side}", side=left.name),
        text("Gap in posts: {side}", side=right.name),
        text("Difference (right minus left)"),
        text("Posts (FTE): {side}", side=left.name),
        text("Posts (FTE): {side}", side=right.name),
    ]


def sheets(left: Side, right: Side, found: pl.DataFrame, title: str) -> Sequence[Sheet | Explanation]:
    """The differences (see pages.coverage.differences), and what was chosen on the left and otherwise on the right."""
    visit, language, text = left.visit, left.visit.language, left.visit.language.text
    place, *others = headings(left, right)
    formats = (SIGNED, SIGNED, SIGNED, FTE, FTE)
    columns = [
        Column("AGS", 11),
        Column(place, 18),
        *(Column(heading, 18, kind) for heading, kind in zip(others, formats, strict=True)),
    ]
    rows = found.select("ags", "name", *COLUMNS).rows()
    posts = [float(found[column].sum()) for column in ("fte", "fte_right")]
    whole = (None, text("Sum of municipalities"), None, None, None, *posts)
    chosen = choices(visit, left.view)
    beside: dict[str, str] = choices(right.visit, right.view)
    beside |= {label: language.day(day) for label, day in dates(right.visit, right.view).items() if label not in beside}
    here = chosen | {label: language.day(day) for label, day in dates(visit, left.view).items() if label not in chosen}
    changed = {f"{text('On the right')}: {label}": value for label, value in beside.items() if value != here[label]}
    if right.visit.edition_id != visit.edition_id:
        changed[f"{text('On the right')}: {text('Edition of the data')}"] = right.visit.edition_id
    table = Sheet(text("Comparison"), title, columns, [*rows, whole], [signs(visit, left.view)])
    other = (right.visit, right.view)
    return [table, about(visit, left.view, title, ("gap_in_posts",), more=changed, other=other)]
