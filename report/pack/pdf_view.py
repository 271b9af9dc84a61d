"""One view on paper: its headline, what is to be seen, its picture or table, and what must stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from locales.language import Language
from report.exhibit import View
from report.pack.pdf_tables import table
from report.pack.pdf_words import broken
from report.pack.slides_notes import said

# Meanings on the page of the view; the list of terms has all of them.
READING_AID = 2
NOTE = "note"
FINDINGS = "findings"
AID = "aid"
SOURCES = "sources"


def view_page(view: View, number: int, language: Language) -> dict[str, Any]:
    """What the template needs for a view. `blocks` stand below the picture in this order, each a list of paragraphs under a
    heading; `choices` are the blocks' numbers to try one after the other, until they fit on the page. What is then left out stands
    on a page of its own, but not for meanings alone, which the list of terms has, and further findings, which stand in the annex."""
    exhibit = view.exhibit
    blocks = _blocks(view, language)
    shown = exhibit.table
    return {
        "number": str(number),
        "heading": broken(view.heading),
        "title": broken(exhibit.title) if view.heading != exhibit.title else "",
        "finding": broken(exhibit.findings[0]) if exhibit.findings else "",
        "banner": exhibit.example.sentence if exhibit.example else "",
        "picture": exhibit.picture,
        "alt": said(view),
        "table": table(shown, language, exhibit.example) if shown and not exhibit.picture else None,
        "blocks": [{"kind": kind, "heading": heading, "lines": lines} for kind, heading, lines in blocks],
        "choices": _choices([kind for kind, _, _ in blocks]),
    }


def _blocks(view: View, language: Language) -> list[tuple[str, str, list[str]]]:
    text, exhibit, facts = language.text, view.exhibit, view.exhibit.facts
    meanings = [(AID, label, [explanation]) for label, explanation in facts.meanings[:READING_AID]]
    chosen = [
        *(f"{label}: {choice}" for label, choice in facts.choices),
        *(f"{of}: {language.day(day)}" for of, day in facts.dates),
    ]
    found = (
        (NOTE, text("Note of the meeting"), view.note.splitlines()),
        (FINDINGS, text("What else is to be seen"), exhibit.findings[1:]),
        *meanings,
        ("chosen", text("Choice and reference dates"), chosen),
        (SOURCES, text("Sources"), facts.sources),
        ("notes", text("About the figures"), facts.notes),
    )
    return [(kind, broken(heading), lines) for kind, heading, said_ in found if (lines := _lines(said_))]


def _lines(texts: Iterable[str]) -> list[str]:
    return [broken(text) for text in dict.fromkeys(text.strip() for text in texts) if text]


def _choices(kinds: Sequence[str]) -> list[list[int]]:
    """Numbers of blocks, the richest choice first: the second meaning goes first, then further findings, the sources, the meeting's
    note, and the meaning that is left."""
    everything = list(range(len(kinds)))
    aids = [place for place in everything if kinds[place] == AID]
    leaving: list[list[str | int]] = [
        [],
        [*aids[1:]],
        [FINDINGS, *aids[1:]],
        [FINDINGS, *aids[1:], SOURCES],
        [FINDINGS, *aids[1:], SOURCES, NOTE],
        [FINDINGS, *aids, SOURCES, NOTE],
    ]
    choices = [[place for place in everything if not {place, kinds[place]} & set(gone)] for gone in leaving]
    return [*choices, []]
