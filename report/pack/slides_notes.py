"""What a speaker finds below a slide, and what a picture says to those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable

from locales.language import Language
from report.exhibit import View


def said(view: View) -> str:
    """The alternative text of a picture or table: what is shown, and what is to be seen."""
    exhibit = view.exhibit
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in (exhibit.title, *exhibit.findings))


def notes(view: View, language: Language) -> str:
    """All that belongs to a view: the meeting's note, findings, meanings, dates, sources, notes and where it comes from."""
    exhibit, text = view.exhibit, language.text
    facts = exhibit.facts
    parts = (
        _block(text("Note of the meeting"), [view.note] if view.note else []),
        _block(text("What is shown"), [exhibit.title] if view.heading != exhibit.title else []),
        _block(text("What is to be seen"), exhibit.findings),
        _block(text("What the figures mean"), (f"{label}: {meaning}" for label, meaning in facts.meanings)),
        _block(text("What was chosen"), (f"{label}: {choice}" for label, choice in facts.choices)),
        _block(text("Reference dates"), (f"{of}: {language.day(day)}" for of, day in facts.dates)),
        _block(text("Sources"), facts.sources),
        _block(text("About the figures"), [*([exhibit.example.sentence] if exhibit.example else []), *facts.notes]),
        _block(text("Address of the view"), [exhibit.address] if exhibit.address else []),
    )
    return "\n\n".join(part for part in parts if part)


def _block(heading: str, lines: Iterable[str]) -> str:
    found = list(dict.fromkeys(line for line in lines if line))
    return "\n".join([heading, *found]) if found else ""
