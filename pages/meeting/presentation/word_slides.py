"""The slides of words: what the meeting is, what is on its agenda, and at the end the sources and notes in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from locales.language import Language
from pages.meeting.presentation.footing import BADGE_PADDING, footing
from pages.meeting.presentation.headline import below, headline
from pages.meeting.presentation.slide import Slide
from pages.meeting.presentation.stage import (
    BOTTOM,
    FOOT_LINE,
    GAP,
    HEIGHT,
    TEXT_WIDTH,
    block,
    broken,
    cut,
    line_height,
    written,
)
from report.exhibit import View
from report.meeting import Pack
from report.pack import words
from report.pack.paging import page_ends

TITLE_TOP, TITLE_LINES, TITLE_SIZES = 300, 3, (84, 68, 56)
SUBTITLE, SMALL, ENTRY, SOURCE = 40, 28, 34, 26
BETWEEN = 14
# Of an entry's number or dash and the room behind it.
MARK_WIDTH = 80
DASH = "–"


def title_slide(pack: Pack, language: Language) -> Slide:
    """Title and day of the meeting, the edition it shows, and that figures are made up where some are."""
    title = words.title(pack, language)
    size = next(
        (size for size in TITLE_SIZES if len(broken(title, size, TEXT_WIDTH, bold=True)) <= TITLE_LINES),
        TITLE_SIZES[-1],
    )
    lines = cut(title, size, TEXT_WIDTH, TITLE_LINES, bold=True)
    top = TITLE_TOP + len(lines) * line_height(size) + 2 * BETWEEN
    parts = [block("h2", "headline", lines, TITLE_TOP, size, spoken=title)]
    for number, line in enumerate(words.about(pack, language)):
        size = SMALL if number else SUBTITLE
        lines = broken(line, size, TEXT_WIDTH, bold=not number)
        parts.append(block("p", "state" if number else "subtitle", lines, top, size))
        top += len(lines) * line_height(size) + BETWEEN
    example = words.made_up(pack.views)
    if example:
        lines = broken(example.sentence, SMALL, TEXT_WIDTH - 2 * BADGE_PADDING, bold=True)
        parts.append(block("p", "banner", lines, top + 2 * BETWEEN, SMALL))
    return Slide(title, "".join(parts))


def agenda_slides(sections: Sequence[tuple[str, int]], language: Language) -> list[Slide]:
    """The numbered headings of what is shown, each with the slide that it begins on, for who types that number. `sections`: heading
    and number of slides of each; they follow these slides, which follow the title."""
    slides: list[Slide] = []
    while True:  # how many slides the list takes moves what it counts
        first, before = len(slides) + 2, len(slides)
        entries = []
        for number, (heading, count) in enumerate(sections, start=1):
            entries.append((str(number), f"{heading} · {language.text('slide {number}', number=first)}"))
            first += count
        slides = _listed(language.text("Agenda"), entries, ENTRY)
        if len(slides) <= before:
            return slides


def finding_slides(view: View, language: Language) -> list[Slide]:
    """A view that is said rather than shown."""
    foot = footing(view.exhibit, language)
    return _listed(view.heading, [(DASH, finding) for finding in view.exhibit.findings or ("",)], ENTRY, foot)


def source_slides(views: Sequence[View], language: Language) -> list[Slide]:
    """Every source and note of the views once."""
    facts = [view.exhibit.facts for view in views]
    examples = [view.exhibit.example.sentence for view in views if view.exhibit.example]
    sources = chain.from_iterable(each.sources for each in facts)
    notes = chain(examples, *(each.notes for each in facts))
    told = [(DASH, each) for each in dict.fromkeys(chain(sources, notes)) if each.strip()]
    return _listed(language.text("Sources and notes"), told, SOURCE)


def _listed(heading: str, entries: Sequence[tuple[str, str]], size: int, foot: str = "") -> list[Slide]:
    """Entries behind their marks, in letters of a size, on as many slides as they need."""
    top = below(heading) + 3 * GAP
    room = HEIGHT - BOTTOM - FOOT_LINE - GAP - top
    parts = [part for mark, entry in entries for part in _parts(mark, entry, size, room)]
    ends = page_ends([len(lines) * line_height(size) + BETWEEN for _, lines in parts], room)
    style = f"top:{top}px;font-size:{size}px;line-height:{line_height(size)}px"
    slides = []
    for number, (begin, end) in enumerate(pairwise([0, *ends]), start=1):
        title = words.numbered(heading, number, len(ends))
        items = "".join(
            f'<li><span class="mark">{mark}</span><span>{written(lines)}</span></li>'
            for mark, lines in parts[begin:end]
        )
        slides.append(Slide(title, f'{headline(heading, title)}<ul class="entries" style="{style}">{items}</ul>{foot}'))
    return slides


def _parts(mark: str, entry: str, size: int, room: float) -> Iterator[tuple[str, list[str]]]:
    """An entry with its mark, or parts of it where it is longer than a slide."""
    lines, most = broken(entry, size, TEXT_WIDTH - MARK_WIDTH) or [""], int((room - BETWEEN) // line_height(size))
    for begin in range(0, len(lines), most):
        yield "" if begin else mark, lines[begin : begin + most]
