"""What must stand beside a figure, in the two lines that a slide has for it; the notes below the slide have it whole."""

from __future__ import annotations

from locales.language import Language
from report import brief
from report.exhibit import Exhibit


def footer(exhibit: Exhibit, language: Language) -> str:
    """Reference dates, sources by their titles, and the protection of counts of people, as far as the figure has them."""
    facts, text = exhibit.facts, language.text
    days = dict.fromkeys(f"{of} {language.day(day)}" for of, day in facts.dates)
    titles = brief.titles(facts)
    parts = [f"{text('Reference dates')}: {'; '.join(days)}"] if days else []
    parts += brief.protection(facts)
    if titles:
        parts.append(text("Sources: {sources}", sources="; ".join(titles)))
    return " · ".join(parts)
