"""A meeting's pack as slides: the same views as on paper, one at a time and large."""

from __future__ import annotations

from collections.abc import Sequence

from locales.language import Language
from pages.meeting.presentation.footing import footing
from pages.meeting.presentation.picture_slide import picture_slide
from pages.meeting.presentation.slide import Slide
from pages.meeting.presentation.table_slides import table_slides
from pages.meeting.presentation.word_slides import agenda_slides, finding_slides, source_slides, title_slide
from report.exhibit import View
from report.meeting import Assignment, Pack
from report.pack.words import assignment_headings, assignment_state, assignments_title
from report.sheets import Column, Sheet


def slides_of(pack: Pack, language: Language) -> tuple[Slide, ...]:
    """Title, agenda, every view, assignments, and the sources in full.

    Raises ValueError for a pack without meeting and views, and for a picture that is no SVG.
    """
    if pack.meeting is None and not pack.views:
        raise ValueError("there is nothing to show: neither a meeting nor views")
    assigned = assignments_title(pack, language)
    sections = [(view.heading, _of_view(view, language)) for view in pack.views]
    if pack.assignments:
        listed = table_slides(_assigned(pack.assignments, assigned, language), assigned, "", "", language)
        sections.append((assigned, listed))
    agenda = agenda_slides([(heading, len(slides)) for heading, slides in sections], language)
    shown = [slide for _, slides in sections for slide in slides]
    return (title_slide(pack, language), *agenda, *shown, *source_slides(pack.views, language))


def _of_view(view: View, language: Language) -> list[Slide]:
    """The picture; where there is none, the table; where there is neither, the findings."""
    exhibit = view.exhibit
    if exhibit.picture:
        return [picture_slide(view, language)]
    if exhibit.table is None or not exhibit.table.columns:
        return finding_slides(view, language)
    finding = next(iter(exhibit.findings), "")
    return table_slides(exhibit.table, view.heading, finding, footing(exhibit, language), language)


def _assigned(assignments: Sequence[Assignment], title: str, language: Language) -> Sheet:
    columns = [Column(heading) for heading in assignment_headings(language)]
    rows = [
        (each.text, each.office, each.due_on, assignment_state(each.status, each.is_overdue, language))
        for each in assignments
    ]
    return Sheet(title, title, columns, rows)
