"""Gaps in posts as a workbook: of one focus area with all they rest on, and of the focus areas side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.codes import codes
from metrics.definitions import definition
from pages._shared.coverage import coverage, need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.view_facts import choices, dates
from pages._shared.visit import Visit
from pages.coverage.figures import signs
from report.sheets import Column, Explanation, Sheet, number_format

FILES = ("posts", "post_areas", "boundaries")
FTE, SIGNED, PEOPLE = number_format(2), number_format(2, signed=True), number_format(0)


def sheets(visit: Visit, view: View, title: str) -> Sequence[Sheet | Explanation]:
    """Every municipality, the most under-served first, and the district below them. `title`: what page or picture is called."""
    text, found = visit.language.text, coverage(visit, view)
    columns = (
        Column("AGS", 11),
        Column(text("Municipality"), 18),
        Column(text("Gap in posts (FTE)"), 12, SIGNED),
        Column(text("Smallest gap of all splits (FTE)"), 14, SIGNED),
        Column(text("Largest gap of all splits (FTE)"), 14, SIGNED),
        Column(text("Posts (FTE)"), 12, FTE),
        Column(need_of(visit, view).name, 16, PEOPLE),
        Column(text("Margin of the target group (±)"), 16, PEOPLE),
        Column(text("Posts per 1,000"), 12, FTE),
        Column(text("Holds for every split"), 14),
    )
    numbers = ("gap_fte", "lower", "upper", "fte", "need", "margin", "fte_per_1000")
    rows = [
        (
            row["ags"],
            row["name"],
            *(row[name] for name in numbers),
            text("yes") if row["is_beyond_doubt"] else text("no"),
        )
        for row in found.iter_rows(named=True)
    ]
    need, fte = float(found["need"].sum()), float(found["fte"].sum())
    whole = (None, text("Sum of municipalities"), None, None, None, fte, need, None, fte * 1000 / need, None)
    table = Sheet(text("Gap in posts"), title, columns, [*rows, whole], [signs(visit, view)])
    return [table, about(visit, view, title, ("gap_in_posts", "fte_per_1000"))]


def sheets_of_areas(visit: Visit, view: View, title: str) -> Sequence[Sheet | Explanation]:
    """Gaps and posts of every municipality in each focus area and in all, the largest gap in all first."""
    language, text = visit.language, visit.language.text
    areas = (*codes("focus_area"), ALL_AREAS)
    kinds = ((text("Gap in posts (FTE)"), "gap_fte", SIGNED), (text("Posts (FTE)"), "fte", FTE))
    columns = [
        Column("AGS", 11),
        Column(text("Municipality"), 18),
        *(Column(f"{label}: {area_name(area, language)}", 16, kind) for label, _, kind in kinds for area in areas),
    ]
    by_area = {area: {row["ags"]: row for row in coverage(visit, view.of(area)).to_dicts()} for area in areas}
    rows = [
        (ags, row["name"], *(by_area[area][ags][column] for _, column, _ in kinds for area in areas))
        for ags, row in by_area[ALL_AREAS].items()
    ]
    posts = (float(sum(row["fte"] for row in by_area[area].values())) for area in areas)
    whole = (None, text("Posts in the district (FTE)"), *[None] * len(areas), *posts)
    table = Sheet(text("Focus areas"), title, columns, [*rows, whole], [signs(visit, view.of(ALL_AREAS))])
    return [table, about(visit, view, title, ("gap_in_posts",))]


def about(
    visit: Visit,
    view: View,
    title: str,
    meanings: Sequence[str],
    *,
    more: Mapping[str, str] | None = None,
    other: tuple[Visit, View] | None = None,
) -> Explanation:
    """What explains a table of coverage. `more`: further choices by their labels; `other`: the visit and view of figures beside
    those of the view, where they are of another day or of other files."""
    every = [(visit, view), *([other] if other else [])]
    indicators = dict.fromkeys(indicator for _, seen in every for indicator in seen.weights)
    files = {file for whose, seen in every for file in need_of(whose, seen).sources} | files_of(visit, *FILES)
    return explained(
        visit,
        title,
        meanings=[*map(definition, meanings), *(meaning_of(visit, indicator) for indicator in indicators)],
        choices=choices(visit, view) | dict(more or {}),
        dates=dates(visit, view),
        files=files,
    )
