"""The pack as slides (pptx): titles that can be edited, pictures with alternative texts, tables of real cells."""

from __future__ import annotations

from collections.abc import Sequence
from struct import unpack

from pptx.slide import Slide

from locales.language import Language
from report.cell_text import NOTHING
from report.exhibit import View
from report.grid import Grid
from report.meeting import Assignment, Pack
from report.pack import words
from report.pack.slides_deck import BANNER, HEIGHT, WIDTH, Box, Deck
from report.pack.slides_footer import footer
from report.pack.slides_grid import ROOM_BESIDE, legible_grid, pages
from report.pack.slides_notes import notes, said
from report.pack.slides_package import packed
from report.pack.slides_text import LINE, Fitted, fitted, legible
from report.picture import png

LANGUAGE_TAGS = {"de": "de-DE", "en": "en-GB"}
MARGIN, GAP, TOP = 24.0, 6.0, 16.0
INNER = WIDTH - 2 * MARGIN
# 12 points stand in 24 pixels on a screen of 1,920 by 1,080: the smallest that can be read from the last row.
SMALL = 12.0
TITLE_SIZES, TITLE_HEIGHT = (28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0), 70.0
FINDING_SIZES, FINDING_HEIGHT = (18.0, 16.0, 14.0), 46.0
AGENDA_SIZE = 20.0
BESIDE_NUMBER = 3 * AGENDA_SIZE
FOOTER_LINES = 2
NUMBER_WIDTH = 130.0
# Nobody follows a table over more slides than these.
MOST_SLIDES = 6
FOOTER_TOP = HEIGHT - 10.0 - FOOTER_LINES * SMALL * LINE
PIXELS_AT = slice(16, 24)  # where a PNG says its width and height, four bytes each


def pptx(pack: Pack) -> bytes:
    """Title, agenda, a slide per view (a table: at most MOST_SLIDES), assignments. The same pack gives the same bytes.

    Raises ValueError for a picture that cannot be drawn.
    """
    return _Slides(pack).packed()


class _Slides:
    def __init__(self, pack: Pack) -> None:
        self._pack, self._language = pack, Language(pack.language)
        self._deck = Deck(pack.language)

    def packed(self) -> bytes:
        text, pack = self._language.text, self._pack
        title = legible(words.title(pack, self._language))
        self._title_slide(title)
        self._agenda()
        for view in pack.views:
            self._view(view)
        if pack.assignments:
            self._assignments()
        slides = self._deck.presentation.slides
        before, _, after = text("Slide {slide} of {slides}", slide="\n", slides=len(slides)).partition("\n")
        height = SMALL * LINE
        box = Box(WIDTH - MARGIN - NUMBER_WIDTH, FOOTER_TOP + height, NUMBER_WIDTH, height)
        self._deck.page_numbers(box, SMALL, (before, after))
        subject = text("Edition of the data: {edition}", edition=words.edition(pack))
        example = words.made_up(pack.views)
        remark = legible(example.sentence) if example else ""
        return packed(self._deck.presentation, title, subject, LANGUAGE_TAGS[pack.language], remark)

    def _title_slide(self, title: str) -> None:
        height = 170.0
        shown = fitted(title, INNER - 2 * MARGIN, height, (40.0, 32.0, 28.0, 24.0))
        top = 190.0 - shown.height
        left, width = 2 * MARGIN, INNER - 2 * MARGIN
        slide = self._deck.slide("title", shown.text, Box(left, top, width, shown.height), shown.size)
        lines = words.about(self._pack, self._language)
        self._deck.fill(slide.placeholders[1], Box(left, 215.0, width, 160.0), "\n".join(lines), 20.0)
        example = words.made_up(self._pack.views)
        if example:
            banner = fitted(example.sentence, width, 3 * 18.0 * LINE, (18.0, 16.0, 14.0))
            self._deck.add_text(slide, Box(left, 400.0, width, banner.height), banner.text, banner.size, fill=BANNER)

    def _agenda(self) -> None:
        """The headings in their order, on as many slides as they need."""
        headings = [legible(view.heading) for view in self._pack.views]
        if self._pack.assignments:
            headings.append(self._language.text("Assignments"))
        top = TOP + TITLE_SIZES[0] * LINE + 2 * GAP
        room, width = FOOTER_TOP - top, INNER - BESIDE_NUMBER
        groups: list[list[str]] = [[]]
        used = 0.0
        for heading in headings:
            line = fitted(heading, width, 3 * AGENDA_SIZE * LINE, (AGENDA_SIZE,))
            needed = line.height + AGENDA_SIZE / 2
            if groups[-1] and used + needed > room:
                groups.append([])
                used = 0.0
            groups[-1].append(line.text)
            used += needed
        first = 1
        for number, group in enumerate(groups, start=1):
            slide, _ = self._slide(words.numbered(self._language.text("Agenda"), number, len(groups)), "list")
            self._deck.numbered(slide, Box(MARGIN, top, INNER, room), group, AGENDA_SIZE, first)
            first += len(group)

    def _view(self, view: View) -> None:
        exhibit = view.exhibit
        if exhibit.picture:
            slide, top = self._view_slide(view, view.heading, with_finding=True)
            drawn = png(exhibit.picture)
            box = _largest(drawn, Box(MARGIN, top, INNER, FOOTER_TOP - GAP - top))
            self._deck.picture(slide, drawn, box, exhibit.title, said(view))
            self._footer(slide, view)
        elif exhibit.table is not None and exhibit.table.columns:
            self._table(view, legible_grid(exhibit.table, self._language))
        else:
            slide, top = self._view_slide(view, view.heading, with_finding=False)
            found = fitted("\n".join(exhibit.findings), INNER, FOOTER_TOP - GAP - top, (24.0, 20.0, 18.0, 16.0, 14.0))
            if found.text:
                self._deck.add_text(slide, Box(MARGIN, top, INNER, found.height), found.text, found.size)
            self._footer(slide, view)

    def _table(self, view: View, grid: Grid) -> None:
        room = FOOTER_TOP - GAP - self._top_below(view.heading, view)
        parts, rest = pages(grid, INNER, room), ""
        if len(parts) > MOST_SLIDES:
            rest = self._language.text("The table goes on: the workbook of this meeting has all its rows and columns.")
            parts = pages(grid, INNER, room - SMALL * LINE - GAP)[:MOST_SLIDES]
        for number, page in enumerate(parts, start=1):
            slide, top = self._view_slide(view, words.numbered(view.heading, number, len(parts)), with_finding=True)
            self._deck.table(slide, page, MARGIN, top, view.exhibit.title, said(view))
            if rest and number == len(parts):
                below = Box(MARGIN, FOOTER_TOP - GAP - SMALL * LINE, INNER, SMALL * LINE)
                self._deck.add_text(slide, below, rest, SMALL)
            self._footer(slide, view)

    def _view_slide(self, view: View, title: str, *, with_finding: bool) -> tuple[Slide, float]:
        """A slide with all but the picture or table of a view, and where that may begin."""
        slide, top = self._slide(title)
        example, findings = view.exhibit.example, view.exhibit.findings
        if example:
            banner = _banner(example.sentence)
            self._deck.add_text(slide, Box(MARGIN, top, INNER, banner.height), banner.text, banner.size, fill=BANNER)
            top += banner.height + GAP
        if with_finding and findings:
            found = _finding(findings[0])
            self._deck.add_text(slide, Box(MARGIN, top, INNER, found.height), found.text, found.size)
            top += found.height + GAP
        self._deck.notes(slide, notes(view, self._language))
        return slide, top

    def _top_below(self, title: str, view: View) -> float:
        """Where what a slide shows begins, without making it. Numbers behind a title may make it higher, so the highest counts."""
        top = TOP + _fitted_title(words.numbered(title, 100, 100)).height + GAP
        if view.exhibit.example:
            top += _banner(view.exhibit.example.sentence).height + GAP
        return top + _finding(view.exhibit.findings[0]).height + GAP if view.exhibit.findings else top

    def _assignments(self) -> None:
        title = words.assignments_title(self._pack, self._language)
        grid = _assignment_grid(self._pack.assignments, self._language)
        top = TOP + TITLE_SIZES[0] * LINE + GAP
        parts = pages(grid, INNER, FOOTER_TOP - GAP - top)
        for number, page in enumerate(parts, start=1):
            slide, top = self._slide(words.numbered(title, number, len(parts)))
            self._deck.table(slide, page, MARGIN, top, title, title)

    def _slide(self, title: str, kind: str = "free") -> tuple[Slide, float]:
        shown = _fitted_title(title)
        slide = self._deck.slide(kind, shown.text, Box(MARGIN, TOP, INNER, shown.height), shown.size)
        return slide, TOP + shown.height + GAP

    def _footer(self, slide: Slide, view: View) -> None:
        """The last of a slide, so that it is read out last."""
        text = footer(view.exhibit, self._language)
        shown = fitted(text, INNER - NUMBER_WIDTH - GAP, FOOTER_LINES * SMALL * LINE, (SMALL,))
        if shown.text:
            box = Box(MARGIN, FOOTER_TOP, INNER - NUMBER_WIDTH - GAP, FOOTER_LINES * SMALL * LINE)
            self._deck.add_text(slide, box, shown.text, shown.size)


def _fitted_title(title: str) -> Fitted:
    return fitted(title.replace("\n", " "), INNER, TITLE_HEIGHT, TITLE_SIZES)


def _finding(sentence: str) -> Fitted:
    return fitted(sentence, INNER, FINDING_HEIGHT, FINDING_SIZES)


def _banner(sentence: str) -> Fitted:
    return fitted(sentence, INNER - 2 * ROOM_BESIDE, SMALL * LINE, (SMALL,))


def _largest(png: bytes, room: Box) -> Box:
    """The largest box of the picture's proportions in the room, in its middle."""
    width, height = unpack(">II", png[PIXELS_AT])
    scale = min(room.width / width, room.height / height)
    shown = Box(0, 0, width * scale, height * scale)
    left, top = room.left + (room.width - shown.width) / 2, room.top + (room.height - shown.height) / 2
    return Box(left, top, shown.width, shown.height)


def _assignment_grid(assignments: Sequence[Assignment], language: Language) -> Grid:
    """Numbered, without the address and history that the workbook has."""
    rows = tuple(
        (
            str(number),
            legible(assignment.text),
            legible(assignment.office),
            language.day(assignment.due_on) if assignment.due_on else NOTHING,
            legible(words.assignment_state(assignment.status, assignment.is_overdue, language)),
        )
        for number, assignment in enumerate(assignments, start=1)
    )
    headings = (language.text("Number in the list"), *words.assignment_headings(language))
    return Grid(headings, rows, (True, False, False, True, False))
