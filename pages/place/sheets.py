"""The page on a municipality as workbooks: its gaps, its figures, and the list of all municipalities."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pages._shared import door
from pages._shared.coverage import coverage, need_of
from pages._shared.kinds import class_name
from pages._shared.reach import reach_of
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.place import choosing, people
from pages.place.about import about_view
from pages.place.gap_picture import title
from pages.place.gaps import AREAS, counted, how_to_read, limits, of_place
from pages.place.place import Place
from report.sheets import Column, Explanation, Sheet, number_format

FTE, SIGNED, PEOPLE = number_format(2), number_format(2, signed=True), number_format(0)
FILES = ("posts", "post_areas", "municipalities")
FILES_OF_PEOPLE = ("indicators", "cases")


def sheets(visit: Visit, view: View, place: Place) -> Sequence[Sheet | Explanation]:
    """The gap in each focus area and in all, with its limits."""
    text = visit.language.text
    columns = (
        Column(text("Focus area"), 30),
        Column(text("Gap in posts (FTE)"), 12, SIGNED),
        Column(text("Smallest gap of all splits (FTE)"), 14, SIGNED),
        Column(text("Largest gap of all splits (FTE)"), 14, SIGNED),
        Column(text("Posts (FTE)"), 12, FTE),
        Column(need_of(visit, view).name, 16, PEOPLE),
        Column(text("Posts per 1,000"), 12, FTE),
        Column(text("Holds for every split"), 14),
    )
    numbers = ("gap_fte", "lower", "upper", "fte", "need", "fte_per_1000")
    rows = [
        (
            area_name(area, visit.language),
            *(row[name] for name in numbers),
            text("yes" if row["is_beyond_doubt"] else "no"),
        )
        for area, row in ((area, of_place(visit, view, area)) for area in AREAS)
    ]
    heading = title(place, visit.language)
    table = Sheet(text("Gap in posts"), heading, columns, rows, [how_to_read(visit, view)])
    return [table, about_view(visit, view, heading, ("gap_in_posts", "fte_per_1000"), FILES, place=place)]


def figures_title(visit: Visit, place: Place) -> str:
    """What the table of figures is called."""
    return visit.language.text("{place} in figures", place=place.name)


def sheets_of_figures(visit: Visit, view: View, place: Place) -> Sequence[Sheet | Explanation]:
    """Who lives there, the gaps and the reach, each beside what it is compared with."""
    text = visit.language.text
    first, number, peers, district = people.headings(visit.language)
    columns = (
        Column(text("Topic"), 18),
        Column(first, 40),
        Column(number, 30),
        Column(peers, 18),
        Column(district, 18),
    )
    rows = [
        *((text("People"), *(_one_line(cell) for cell in row)) for row in people.rows(visit, view, place)),
        *(_gap_row(visit, view, area) for area in AREAS),
        *_reach_rows(visit, view, place),
    ]
    heading = figures_title(visit, place)
    notes = [counted(visit, view), people.how_to_read(visit.language)]
    kinds, uses_clients = (*FILES, *FILES_OF_PEOPLE), visit.has_clients
    about = about_view(visit, view, heading, ("gap_in_posts", "reach"), kinds, place=place, uses_clients=uses_clients)
    return [Sheet(text("Figures"), heading, columns, rows, notes), about]


def sheets_of_all(visit: Visit, view: View) -> Sequence[Sheet | Explanation]:
    """All municipalities by name."""
    language, text = visit.language, visit.language.text
    kinds = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "regiostar7", "regiostar7_text")
    found = coverage(visit, view).join(kinds, on="ags").sort("name")
    columns = (
        Column("AGS", 11),
        Column(text("Municipality"), 18),
        Column(need_of(visit, view).name, 16, PEOPLE),
        Column(text("Posts (FTE)"), 12, FTE),
        Column(text("Gap in posts (FTE)"), 12, SIGNED),
        Column(text("Regional type (RegioStaR 7)"), 40),
    )
    rows = [
        (
            *(row[name] for name in ("ags", "name", "need", "fte", "gap_fte")),
            class_name(row, "regiostar7", language) or None,
        )
        for row in found.iter_rows(named=True)
    ]
    heading = choosing.caption(language)
    about = about_view(visit, view, heading, ("gap_in_posts",), FILES)
    return [Sheet(text("Municipalities"), heading, columns, rows), about]


def _one_line(cell: str) -> str:
    return cell.replace("\n", ", ")


def _gap_row(visit: Visit, view: View, area: str) -> tuple[str, ...]:
    language, row = visit.language, of_place(visit, view, area)
    gap, lower, upper = (language.number(row[name], 2, signed=True) for name in ("gap_fte", "lower", "upper"))
    shown = gap if lower == upper else f"{gap} ({limits(lower, upper, language)})"
    return (language.text("Gap in posts (FTE)"), area_name(area, language), shown, people.NONE, people.NONE)


def _reach_rows(visit: Visit, view: View, place: Place) -> list[tuple[str, ...]]:
    reached = reach_of(visit, view)
    if reached is None:
        return []
    language = visit.language
    row = reached.frame.row(by_predicate=pl.col("ags") == place.ags, named=True)
    rate = language.text("too few cases for a rate")
    if row["per_1000"] is not None:
        lower, upper = (language.number(row[name], 1) for name in ("lower", "upper"))
        rate = f"{language.number(row['per_1000'], 1)} ({limits(lower, upper, language)})"
    district = language.number(reached.district_per_1000, 1)
    return [(language.text("Reach"), language.text("new cases per 1,000"), rate, people.NONE, district)]
