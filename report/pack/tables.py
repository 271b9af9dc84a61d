"""The pack as a workbook: what it holds, every table of every view, what explains them, and the assignments."""

from __future__ import annotations

from dataclasses import replace

from locales.language import Language
from report.meeting import Pack
from report.pack import words
from report.pack.tab_names import TabNames
from report.pack.tables_explained import explained
from report.pack.tables_legible import legible_sheet
from report.sheets import Column, Example, Explanation, Sheet
from report.workbook import workbook


def xlsx(pack: Pack) -> bytes:
    """First the contents, then the tables in the order of the views, then explanations and assignments. The same pack gives the same
    bytes.

    Made-up figures are marked on their own sheets where others of the pack are not made up. Raises ValueError for values that
    fit no cell or no column.
    """
    language = Language(pack.language)
    names = TabNames()
    contents_name = names.of(language.text("Contents"))
    tables = [
        [(sheet, names.of(sheet.name, number)) for sheet in view.exhibit.sheets if isinstance(sheet, Sheet)]
        for number, view in enumerate(pack.views, start=1)
    ]
    contents = _contents(pack, [[name for _, name in found] for found in tables], language)
    sheets: list[Sheet | Explanation] = [replace(contents, name=contents_name)]
    marks: dict[str, Example] = {}
    for view, found in zip(pack.views, tables, strict=True):
        for sheet, name in found:
            sheets.append(replace(sheet, name=name))
            if view.exhibit.example:
                marks[name] = view.exhibit.example
    explanation = explained(pack.views, language)
    if explanation.sections:
        sheets.append(replace(explanation, name=names.of(explanation.name)))
    if pack.assignments:
        assignments = _assignments(pack, language)
        sheets.append(replace(assignments, name=names.of(assignments.name)))
    all_made_up = all(view.exhibit.example for view in pack.views)
    example = words.made_up(pack.views) if all_made_up else None
    return workbook([legible_sheet(sheet) for sheet in sheets], example, marks)


def _contents(pack: Pack, names: list[list[str]], language: Language) -> Sheet:
    """One row per view: where it is found here and in the app."""
    text = language.text
    columns = (
        Column(text("Number in the list"), 9, "0"),
        Column(text("Headline"), 50),
        Column(text("What is shown"), 50),
        Column(text("Note"), 50),
        Column(text("Sheets of this workbook"), 34),
        Column(text("Edition of the data"), 34),
        Column(text("Address of the view"), 60),
    )
    rows = [
        (
            number,
            view.heading,
            view.exhibit.title,
            view.note,
            ", ".join(of_view),
            view.exhibit.edition_id,
            view.exhibit.address,
        )
        for number, (view, of_view) in enumerate(zip(pack.views, names, strict=True), start=1)
    ]
    notes = words.about(pack, language, digits=64)
    return Sheet(text("Contents"), words.title(pack, language), columns, rows, notes)


def _assignments(pack: Pack, language: Language) -> Sheet:
    """One row per assignment, with all that became of it."""
    text = language.text
    assignment, office, due, status = words.assignment_headings(language)
    columns = (
        Column(text("Number in the list"), 9, "0"),
        Column(assignment, 60),
        Column(office, 30),
        Column(due, 14),
        Column(status, 16),
        Column(text("overdue"), 12),
        Column(text("View"), 50),
        Column(text("History"), 80),
    )
    rows = [
        (
            number,
            each.text,
            each.office,
            each.due_on,
            each.status,
            text("yes") if each.is_overdue else text("no"),
            words.linked_view(each.address, pack, language),
            "\n".join(each.history),
        )
        for number, each in enumerate(pack.assignments, start=1)
    ]
    return Sheet(text("Assignments"), words.assignments_title(pack, language), columns, rows)
