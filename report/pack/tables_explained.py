"""What explains the tables of all views on one sheet: each definition and each source once, the rest with the views it is of."""

from __future__ import annotations

from collections.abc import Sequence

from locales.language import Language
from report.exhibit import View
from report.sheets import Cell, Explanation, Section


def explained(views: Sequence[View], language: Language) -> Explanation:
    """The sections of all views' explanations, in the order in which they come first.

    A section with a head, such as definitions or sources, has each row once. One without is of what was chosen or of dates,
    which differ between views: each of its rows names the views it holds for.
    """
    merged: dict[tuple[str, tuple[str, ...]], dict[tuple[Cell, ...], list[int]]] = {}
    for number, view in enumerate(views, start=1):
        for sheet in view.exhibit.sheets:
            if not isinstance(sheet, Explanation):
                continue
            for section in sheet.sections:
                rows = merged.setdefault((section.heading, tuple(section.headings)), {})
                for row in section.rows:
                    of_views = rows.setdefault(tuple(row), [])
                    if number not in of_views:
                        of_views.append(number)
    sections = tuple(
        Section(heading, tuple(rows), headings) if headings else _by_view(heading, rows, language)
        for (heading, headings), rows in merged.items()
    )
    return Explanation(language.text("Definitions"), language.text("What explains the tables"), sections)


def _by_view(heading: str, rows: dict[tuple[Cell, ...], list[int]], language: Language) -> Section:
    width = max((len(row) for row in rows), default=2)
    filled = tuple(
        (*row, *[None] * (width - len(row)), ", ".join(str(number) for number in of_views))
        for row, of_views in rows.items()
    )
    return Section(heading, filled, (*[""] * width, language.text("Number of the view")))
