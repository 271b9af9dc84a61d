"""The authorities' yearly counts as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics.codes import codes, name
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.downloads import explained
from pages._shared.frame import date_of
from pages._shared.visit import Visit
from pages.outcomes.authorities_counts import PUBLISHED, Count, counts, posts
from pages.outcomes.authorities_figures import files, meaning, number_text, on_counts, post_headings, rule
from pages.outcomes.authorities_figures import title as title_of
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
FTE, RATE = number_format(2), number_format(1)


def sheets(visit: Visit) -> Sequence[Sheet | Explanation]:
    """All counts with the posts they are divided by, what explains them, and the posts."""
    title = visit.language.text("Yearly counts of the authorities")
    return [_counts(visit, title, codes("authority_measure")), _about(visit, title), _posts(visit)]


def sheets_of(visit: Visit, measure: str) -> Sequence[Sheet | Explanation]:
    """The counts of one measure, and what explains them."""
    title = title_of(measure, visit.language)
    return [_counts(visit, title, [measure]), _about(visit, title)]


def _counts(visit: Visit, title: str, measures: Iterable[str]) -> Sheet:
    text, is_told = visit.language.text, door.is_coordination(visit.role)
    columns = (
        Column(text("What is counted"), WIDE),
        Column(text("Authority"), WIDE),
        Column(text("Year"), NARROW, "0"),
        Column(text("Number"), NARROW, number_format(0)),
        Column(text("Posts (FTE)"), NARROW, FTE),
        *([Column(text("of which filled (FTE)"), NARROW, FTE)] if is_told else []),
        Column(text("per post (FTE)"), NARROW, RATE),
        Column(text("at least (95 %)"), NARROW, RATE),
        Column(text("at most (95 %)"), NARROW, RATE),
    )
    rows = [_cells(visit, count) for measure in measures for count in counts(visit, measure)]
    return Sheet(text("Authorities"), title, columns, rows, rule(visit.language))


def _about(visit: Visit, title: str) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        title,
        meanings=[meaning()],
        choices={},
        dates={text("Posts as of"): date_of(visit, "staffing_on")},
        files=files(visit),
        further=on_counts(visit),
    )


def _cells(visit: Visit, count: Count) -> list[Cell]:
    staffed = count.staffed
    return [
        name("authority_measure", count.measure, visit.language.code),
        count.authority,
        count.year,
        count.people if count.state == PUBLISHED else number_text(visit, count),
        staffed.fte if staffed.posts else None,
        *([staffed.filled_fte if staffed.posts else None] if door.is_coordination(visit.role) else []),
        count.value,
        count.lower,
        count.upper,
    ]


def _posts(visit: Visit) -> Sheet:
    text = visit.language.text
    there = posts(visit).filter(valid_on(date_of(visit, "staffing_on"))).sort("carrier", "post")
    fields = [name for name in ("carrier", "post", "fte", "filled_fte", "remark") if name in there.columns]
    shown = {"fte": FTE, "filled_fte": FTE}
    columns = [
        Column(heading, NARROW, shown[field]) if field in shown else Column(heading, WIDE)
        for heading, field in zip(post_headings(visit), fields, strict=True)
    ]
    return Sheet(text("Posts"), text("Posts of building block 3"), columns, there.select(fields).rows())
