"""The lines at the foot of a slide: how old the figures are, where they come from, and what protection did to them."""

from __future__ import annotations

import re

from charts.shortened import ELLIPSIS
from locales.language import Language
from pages.meeting.presentation.stage import BOTTOM, FOOT_LETTERS, FOOT_LINE, HEIGHT, TEXT_WIDTH, cut, width_of, written
from report.exhibit import Exhibit
from report.sheets import Facts

# Left free for the number of the slide, which stands to the right of it.
ROOM = TEXT_WIDTH - 170
BADGE_PADDING = 24
BADGE_GAP = 18
# How notes on the rounding of counts begin, in both languages.
PROTECTION = ("Schutz:", "Protection:")
# Where a note's first statement ends; the whole stands on the last slides.
STATEMENT_ENDS = re.compile(r"\s*[(;,.](?:\s|\w)")
BETWEEN = " · "


def footing(exhibit: Exhibit, language: Language, lines: int = 1) -> str:
    """HTML of the foot on at most so many lines; what does not fit ends with an ellipsis, and the last slides tell all of it."""
    badge, room = "", float(ROOM)
    if exhibit.example:
        badge = f'<strong class="example">{written([exhibit.example.word])}</strong>'
        room -= width_of(exhibit.example.word, FOOT_LETTERS, bold=True) + BADGE_PADDING + BADGE_GAP
    beginning = (*_dates(exhibit.facts, language), *_sources(exhibit.facts, language))
    protection = _protection(exhibit.facts)
    told = cut(BETWEEN.join((*beginning, *protection)), FOOT_LETTERS, room, lines)
    if protection and told[-1].endswith(ELLIPSIS):
        brief = language.text("protected figures")
        told = cut(BETWEEN.join((*beginning, brief)), FOOT_LETTERS, room, lines)
    height = lines * FOOT_LINE
    style = f"top:{HEIGHT - BOTTOM - height}px;height:{height}px;font-size:{FOOT_LETTERS}px;line-height:{FOOT_LINE}px"
    return f'<footer style="{style}">{badge}<span>{written(told)}</span></footer>'


def _dates(facts: Facts, language: Language) -> list[str]:
    """Each day once, with what is of that day."""
    named: dict[str, list[str]] = {}
    for name, day in facts.dates:
        named.setdefault(language.day(day), []).append(name)
    return [f"{', '.join(names)}: {day}" for day, names in named.items()]


def _protection(facts: Facts) -> list[str]:
    notes = (note for note in facts.notes if note.startswith(PROTECTION))
    return [STATEMENT_ENDS.split(note)[0].rstrip(".") for note in notes]


def _sources(facts: Facts, language: Language) -> list[str]:
    """The titles of the sources, with which citations begin."""
    titles = dict.fromkeys(source.partition(", ")[0] for source in facts.sources)
    return [f"{language.text('Sources')}: {'; '.join(titles)}"] if titles else []
