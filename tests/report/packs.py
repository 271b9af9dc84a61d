"""A meeting with views and assignments, made up for the tests of its papers."""

from __future__ import annotations

import datetime as dt
from functools import cache

from charts.map import render
from charts.medium import SLIDE_SIZE
from locales.language import Language
from metrics.definitions import definition
from report.exhibit import Exhibit, View
from report.meeting import Assignment, Meeting, Pack
from report.sheets import Cell, Column, Example, Explanation, Facts, Section, Sheet, number_format
from tests.charts.pictures import district, gaps

EDITION = "20261102T083000Z-0123456789ab"
EXAMPLE = Example("Beispieldaten", "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden.")
PROTECTION = (
    "Protection: every count of people is rounded to a multiple of 5 on its own (0 may be 0 to 2), so parts need not "
    "add up to totals; rates are computed from rounded counts and left out below {base} people."
)
FINDINGS = ("In Düren fehlt fast eine ganze Stelle.", "Im Süden stimmt die Versorgung mit dem Bedarf überein.")
COLUMNS = (
    Column("Gemeinde", 24),
    Column("Menschen", number_format=number_format(0)),
    Column("Lücke", number_format=number_format(2, signed=True)),
    Column("Anteil", number_format=number_format(1, percent=True)),
    Column("Stand"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Düren", 93323, 0.907, 0.4567, dt.date(2024, 10, 1)),
    ("Inden", "zu wenige", -0.314, None, None),
)
TABLE = Sheet("Versorgung", "Lücke in Stellen", COLUMNS, ROWS, ("Ein Wert auf einer Grenze zählt zur Klasse darüber.",))


@cache
def picture() -> str:
    """A map as it goes onto slides."""
    return render(
        gaps(), definition("gap_in_posts"), district(), Language("de"), title="Lücke", attribution="", **SLIDE_SIZE
    )


def explanation(target: str = "Ausländische Staatsangehörige", meaning: str = "Bedarf weniger Angebot") -> Explanation:
    protection = Language("de").text(PROTECTION, base=10)
    facts = Facts(
        meanings=(("Lücke", meaning),),
        choices=(("Zielgruppe", target),),
        dates=(("Stellen", dt.date(2024, 10, 1)), ("Zielgruppe", dt.date(2022, 5, 15))),
        sources=(
            "Zensus 2022, Regionaltabelle Demografie, © Statistische Ämter 2024, Stand 15.05.2022, zensus2022.de",
        ),
        notes=(protection, "VZÄ: Vollzeitäquivalente, also ganze Stellen."),
    )
    sections = (
        Section("Was die Zahlen bedeuten", (("Lücke", meaning),), ("Kennzahl", "Bedeutung")),
        Section("Was ausgewählt war", (("Zielgruppe", target),)),
        Section("Stichtage", (("Stellen", dt.date(2024, 10, 1)),)),
    )
    return Explanation("Erläuterung", "Erläuterung", sections, facts)


def exhibit(
    title: str = "Lücke in Stellen",
    *,
    drawn: bool = False,
    table: Sheet = TABLE,
    explained: Explanation | None = None,
    example: Example | None = EXAMPLE,
    findings: tuple[str, ...] = FINDINGS,
    language: str = "de",
) -> Exhibit:
    sheets = (table, explained or explanation())
    svg = picture() if drawn else ""
    return Exhibit(title, findings, svg, sheets, example, "versorgung?part=map", EDITION, language, "Kreis Düren")


def meeting(title: str = "Lenkungsgruppe: zweite Sitzung") -> Meeting:
    locked_at = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
    return Meeting("k7m2p9xw4d", title, dt.date(2026, 12, 3), EDITION, "0123456789abcdef" * 4, locked_at)


def assignment(text: str = "Stelle in Titz ausschreiben", *, is_overdue: bool = False) -> Assignment:
    history = ("02.11.2026, Koordination: angelegt", "05.11.2026, Koordination: Stand von «offen» auf «in Arbeit»")
    return Assignment(text, "Amt für Integration", dt.date(2026, 11, 30), "in Arbeit", "planung", is_overdue, history)


def pack(*views: View, language: str = "de", assignments: tuple[Assignment, ...] = ()) -> Pack:
    return Pack(views or (View(exhibit()),), language, meeting(), assignments)


def long_table(rows: int, columns: int, heading: str = "Anspruchsberechtigte in der Willkommensberatung") -> Sheet:
    heads = tuple(Column(f"{heading} {number}", number_format=number_format(1)) for number in range(columns))
    cells = tuple(tuple(row * 1000 + column + 0.5 for column in range(columns)) for row in range(rows))
    return Sheet("Lang", "Lange Tabelle", heads, cells)
