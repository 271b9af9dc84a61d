"""What must stand beside a figure, in the two lines that a slide has for it; the notes below the slide have it whole."""

from __future__ import annotations

import re

from locales.language import Language
from report.exhibit import Exhibit

# A citation begins with the title; its attribution or date follow.
_AFTER_THE_TITLE = re.compile(", (?:©|Stand |as of )")
# The sentence on protection as pages._shared.frame.notes_on_figures says it; what it counts and leaves out follows.
_PROTECTION = re.compile(r"^((?:Schutz|Protection): .*?)(?: \(|, so |, sodass |;|\.$)")


def footer(exhibit: Exhibit, language: Language) -> str:
    """Reference dates, sources by their titles, and the protection of counts of people, as far as the figure has them."""
    facts, text = exhibit.facts, language.text
    days = dict.fromkeys(f"{of} {language.day(day)}" for of, day in facts.dates)
    titles = dict.fromkeys(_AFTER_THE_TITLE.split(source)[0] for source in facts.sources)
    parts = [f"{text('Reference dates')}: {'; '.join(days)}"] if days else []
    parts += [found[1] for note in facts.notes if (found := _PROTECTION.match(note))]
    if titles:
        parts.append(text("Sources: {sources}", sources="; ".join(titles)))
    return " · ".join(parts)
