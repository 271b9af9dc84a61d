"""Packs with everything that paper must hold, on made-up values, and what stands in a PDF."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pypdf import PageObject, PdfReader

from charts.map import render
from charts.medium import SLIDE_SIZE
from locales.language import Language
from metrics.definitions import definition
from report.exhibit import Exhibit, View
from report.meeting import Assignment, Meeting, Pack
from report.sheets import Column, Example, Explanation, Facts, Sheet, number_format
from tests.charts.pictures import GAPS, NAMES, district, unserved_north

EDITION = "20261102T083000Z-ab12cd34"
EXAMPLE = Example("Beispieldaten", "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden.")
MEETING = Meeting(
    "a1",
    "Lenkungsgruppe, Herbst 2026",
    dt.date(2026, 11, 23),
    EDITION,
    "0123456789abcdef" * 4,
    dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
)
ASSIGNMENTS = (
    Assignment(
        "Verlegung einer halben Stelle nach Jülich prüfen",
        "Amt für Integration",
        dt.date(2026, 10, 1),
        "offen",
        "versorgung?part=map",
        True,
        ("01.09.2026: angelegt", "02.10.2026: Frist verlängert"),
    ),
    Assignment("Bericht über Sprachmittlung", "Caritas", None, "in Arbeit", "", False, ()),
)


@cache
def map_of(language: str) -> str:
    gap = definition("gap_in_posts")
    return render(unserved_north(), gap, district(), Language(language), title="x", attribution="", **SLIDE_SIZE)


def facts(language: str) -> Facts:
    found = [definition(name) for name in ("gap_in_posts", "hoover", "coverage_share")]
    return Facts(
        tuple((one.label[language], one.explanation[language]) for one in found),
        (("Zielgruppe", "Ausländerinnen und Ausländer"),),
        (("Stellen", dt.date(2025, 12, 31)), ("Zensus 2022", dt.date(2022, 5, 15))),
        ("Regionaltabelle Demografie, Zensus 2022, Stand 15.05.2022", "© GeoBasis-DE / BKG 2016 (Daten verändert)"),
        ("Schutz: Jede Anzahl von Menschen ist auf ein Vielfaches von 5 gerundet.", "VZÄ: volle Stellen."),
    )


def gaps_sheet() -> Sheet:
    columns = [
        Column("Gemeinde"),
        Column("Zielgruppe", number_format=number_format(0)),
        Column("Lücke (VZÄ)", number_format=number_format(2, signed=True)),
    ]
    rows = [(name, 1234 * place, gap) for place, (name, gap) in enumerate(zip(NAMES, GAPS, strict=True), start=1)]
    return Sheet("Lücken", "Lücke in Stellen", columns, rows, ("Plus heißt: Es fehlen Stellen.",))


def long_sheet(rows: int = 60, columns: int = 12) -> Sheet:
    heads = [
        Column("Ort"),
        *(Column(f"Sehr lange Überschrift {place}", number_format=number_format(1)) for place in range(2, columns + 1)),
    ]
    body = [(f"Zeile {row}", *(row * 1000.5 + place for place in range(2, columns + 1))) for row in range(1, rows + 1)]
    return Sheet("Lang", "Viele Zahlen", heads, body)


def exhibit(language: str = "de", **changed: Any) -> Exhibit:
    parts: dict[str, Any] = {
        "title": "Lücke in Stellen: Willkommensberatung",
        "findings": ("In Düren fehlen die meisten Stellen (0,91 VZÄ).", "Ohne Angebot sind sieben Gemeinden."),
        "picture": map_of(language),
        "sheets": (gaps_sheet(), Explanation("Definitions", "x", (), facts(language))),
        "example": EXAMPLE,
        "address": f"versorgung?part=map&area=welcome&edition={EDITION}",
        "edition_id": EDITION,
        "language": language,
        "district": "Kreis Düren",
    }
    return Exhibit(**{**parts, **changed})


def pack(language: str = "de", views: Sequence[View] | None = None, **changed: Any) -> Pack:
    table = exhibit(
        language,
        title="Viele Zahlen",
        findings=(),
        picture="",
        sheets=(long_sheet(),),
        example=None,
        address="fallzahlen?show=compare",
    )
    chosen = (
        views
        if views is not None
        else [View(exhibit(language), "Im Norden fehlt Beratung", "Frau Müller"), View(table)]
    )
    return Pack(chosen, language, **{"meeting": MEETING, "assignments": ASSIGNMENTS, **changed})


def read(paper: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(paper))


def texts(paper: bytes) -> list[str]:
    """What stands on each page, its lines joined. Fonts share one sign for hyphens of words and of hyphenation."""
    return [" ".join(page.extract_text().replace("\xad", "-").split()) for page in read(paper).pages]


def tags(reader: PdfReader) -> Iterator[tuple[str, Any]]:
    """Kind and element of every part of the structure."""

    def below(element: Any) -> Iterator[tuple[str, Any]]:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for inner in element:
                yield from below(inner)
        elif isinstance(element, dict):
            if "/S" in element:
                yield str(element["/S"]), element
            if "/K" in element:
                yield from below(element["/K"])

    yield from below(reader.root_object["/StructTreeRoot"]["/K"])


def letter_sizes(page: PageObject) -> set[float]:
    """The sizes in points of all letters on a page, those of pictures included."""
    found: set[float] = set()

    def note(text: str, matrix: list[float], letters: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * letters[3] * matrix[3]), 2))

    page.extract_text(visitor_text=note)
    return found
