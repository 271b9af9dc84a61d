"""The lines at the foot of a slide: how old the figures are, where they come from, and what protection did to them."""

from __future__ import annotations

from charts.shortened import ELLIPSIS
from locales.language import Language
from pages.meeting.presentation.stage import BOTTOM, FOOT_LETTERS, FOOT_LINE, HEIGHT, TEXT_WIDTH, cut, width_of, written
from report import brief
from report.exhibit import Exhibit
from report.sheets import Facts

# Left free for the number of the slide, which stands to the right of it.
ROOM = TEXT_WIDTH - 170
BADGE_PADDING = 24
BADGE_GAP = 18
BETWEEN = " · "


def footing(exhibit: Exhibit, language: Language, lines: int = 1) -> str:
    """HTML of the foot on at most so many lines; what does not fit ends with an ellipsis, and the last slides tell all of it."""
    badge, room = "", float(ROOM)
    if exhibit.example:
        badge = f'<strong class="example">{written([exhibit.example.word])}</strong>'
        room -= width_of(exhibit.example.word, FOOT_LETTERS, bold=True) + BADGE_PADDING + BADGE_GAP
    beginning = (*_dates(exhibit.facts, language), *_sources(exhibit.facts, language))
    protection = brief.protection(exhibit.facts)
    told = cut(BETWEEN.join((*beginning, *protection)), FOOT_LETTERS, room, lines)
    if protection and told[-1].endswith(ELLIPSIS):
        shorter = language.text("protected figures")
        told = cut(BETWEEN.join((*beginning, shorter)), FOOT_LETTERS, room, lines)
    height = lines * FOOT_LINE
    style = f"top:{HEIGHT - BOTTOM - height}px;height:{height}px;font-size:{FOOT_LETTERS}px;line-height:{FOOT_LINE}px"
    return f'<footer style="{style}">{badge}<span>{written(told)}</span></footer>'


def _dates(facts: Facts, language: Language) -> list[str]:
    """Each day once, with what is of that day."""
    named: dict[str, list[str]] = {}
    for name, day in facts.dates:
        named.setdefault(language.day(day), []).append(name)
    return [f"{', '.join(names)}: {day}" for day, names in named.items()]


def _sources(facts: Facts, language: Language) -> list[str]:
    titles = brief.titles(facts)
    return [f"{language.text('Sources')}: {'; '.join(titles)}"] if titles else []
