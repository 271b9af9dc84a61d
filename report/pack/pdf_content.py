"""All that the printed pack says, as plain texts for its template: nothing there is put into words or counted."""

from __future__ import annotations

from typing import Any

from locales.clock import local_day
from locales.language import Language
from report.meeting import Assignment, Pack
from report.pack import words
from report.pack.pdf_tables import table
from report.pack.pdf_terms import terms
from report.pack.pdf_view import view_page
from report.pack.pdf_words import broken
from report.sheets import Column, Sheet

AUTHOR = "KIM-Atlas"


def content(pack: Pack) -> dict[str, Any]:
    """The pack as JSON can hold it."""
    language = Language(pack.language)
    example = words.made_up(pack.views)
    return {
        "language": pack.language,
        "author": AUTHOR,
        "cover": _cover(pack, language),
        "banner": example.sentence if example else "",
        "views": [view_page(view, number, language) for number, view in enumerate(pack.views, start=1)],
        "assignments": _assignments(pack, language),
        "terms": terms(pack.views, language),
        "addresses": [[str(number), broken(view.exhibit.address)] for number, view in enumerate(pack.views, start=1)],
        "annex": _annex(pack, language),
        "words": _words(pack, language),
    }


def _cover(pack: Pack, language: Language) -> dict[str, Any]:
    text, meeting = language.text, pack.meeting
    facts = [(text("Edition of the data"), broken(words.edition(pack)))]
    has_tables = any(view.exhibit.table for view in pack.views)
    about = [
        text(
            "Each view has a page of its own: what is to be seen, what the figures mean, of which day they are and where they "
            "come from."
        ),
        *([text("The tables with all numbers are in the annex.")] if has_tables else []),
        text(
            "All figures come from one edition of the data; a comparison with an earlier one says so. Editions are kept as they "
            "are, so that figures can be found again."
        ),
    ]
    if meeting:
        is_final = (
            text("final since {day}", day=language.day(local_day(meeting.locked_at)))
            if meeting.locked_at
            else text("draft")
        )
        facts.append((text("State of the meeting"), is_final))
        if meeting.digest:
            facts += [
                (text("Checksum"), meeting.digest[: words.DIGEST_SHOWN]),
                (text("Checksum, whole"), broken(meeting.digest)),
            ]
            about.append(text("Two packs with the same checksum show the same views with the same figures."))
    kind = text("Papers of the meeting") if meeting else text("Views of the data")
    return {
        "title": broken(words.title(pack, language)),
        "day": language.day_in_words(meeting.held_on) if meeting else "",
        "kind": " · ".join(filter(None, (words.district(pack), kind))),
        "facts": facts,
        "about": about,
    }


def _assignments(pack: Pack, language: Language) -> dict[str, Any] | None:
    """A table of what is to be done; what happened to each stands below its text."""
    if not pack.assignments:
        return None
    headings = ("", *words.assignment_headings(language))
    rows = [
        (
            str(number),
            _with_history(found, pack, language),
            found.office,
            found.due_on or language.text("no day set"),
            words.assignment_state(found.status, found.is_overdue, language),
        )
        for number, found in enumerate(pack.assignments, start=1)
    ]
    columns = [Column(heading) for heading in headings]
    return table(Sheet("", "", columns, rows), language)


def _with_history(assignment: Assignment, pack: Pack, language: Language) -> str:
    view = words.linked_view(assignment.address, pack, language)
    return "\n".join(
        [assignment.text, *([f"→ {view}"] if view else []), *(f"· {change}" for change in assignment.history)]
    )


def _annex(pack: Pack, language: Language) -> list[dict[str, Any]]:
    """Findings and tables of every view that has tables."""
    found = []
    for number, view in enumerate(pack.views, start=1):
        sheets = [sheet for sheet in view.exhibit.sheets if isinstance(sheet, Sheet)]
        if sheets:
            tables = [table(sheet, language, view.exhibit.example) for sheet in sheets]
            findings = [broken(finding) for finding in view.exhibit.findings]
            found.append(
                {"number": str(number), "heading": broken(view.heading), "findings": findings, "tables": tables}
            )
    return found


def _words(pack: Pack, language: Language) -> dict[str, str]:
    """Texts of the template, with fields in braces that it fills."""
    text = language.text
    title = words.title(pack, language)
    return {
        "footer": broken(" · ".join([title, text("Edition of the data: {edition}", edition=words.edition(pack))])),
        "page": text("Page {page} of {pages}"),
        "agenda": text("Agenda"),
        "assignments": words.assignments_title(pack, language),
        "terms": text("Terms and abbreviations"),
        "live": text("Opening a view in the app"),
        "live_how": text(
            "Write the app's own address, a slash, and then the address of the view. It opens on the same edition of the data, "
            "also when newer data have been loaded."
        ),
        "number": text("No."),
        "view": text("View"),
        "address": text("Address of the view"),
        "annex": text("Annex: all tables"),
        "continued": text("View {number}, continued"),
        "more": text("More about this view on the next page."),
        "rows_shown": text("The first {shown} of {rows} rows; all of them in the annex on page {page}."),
        "columns_shown": text("Columns {from} to {to} of {columns}; all of them in the annex on page {page}."),
        "columns_part": text("Columns {from} to {to} of {columns}"),
        "no_picture": text("This view has neither picture nor table."),
        "no_rows": text("This table has no rows."),
    }
