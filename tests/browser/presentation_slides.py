"""A meeting with made-up figures on real maps, as slides are made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from charts import whiskers
from charts.map import render
from charts.medium import SLIDE_SIZE, SLIDE_WIDTH
from charts.panels import Panel
from charts.panels import render as render_panels
from charts.whisker_rows import Whisker
from locales import Language
from metrics.definitions import definition
from report.exhibit import Exhibit, View
from report.meeting import Assignment, Meeting, Pack
from report.sheets import Column, Example, Explanation, Facts, Sheet, number_format
from tests.charts.pictures import NAMES, district, gaps, unserved_north

GERMAN = Language("de")
CENSUS = (
    "Zensus 2022, © Statistische Ämter des Bundes und der Länder, 2024, Datenlizenz Deutschland – Namensnennung – Version 2.0, "
    "Stand 15.05.2022, https://www.zensus2022.de"
)
BOUNDARIES = "Gemeindegrenzen, © GeoBasis-DE / BKG 2016 (Daten verändert), Stand 01.01.2016, https://www.bkg.bund.de"
PROTECTION = (
    "Schutz: Jede Personenzahl ist für sich auf ein Vielfaches von 5 gerundet (0 kann 0 bis 2 sein); Teile müssen sich deshalb nicht "
    "zur Summe addieren."
)
EXAMPLE = Example(
    "Beispieldaten", "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden. Zensus und Stellen sind echt."
)
FACTS = Facts(
    dates=(
        ("Zielgruppe", dt.date(2022, 5, 15)),
        ("Stellen", dt.date(2026, 10, 1)),
        ("Fälle bis", dt.date(2026, 10, 31)),
    ),
    sources=(CENSUS, BOUNDARIES),
    notes=(PROTECTION, "VZÄ: Vollzeitäquivalente, also ganze Stellen."),
)
LONG_HEADLINE = (
    "In Düren fehlt fast eine ganze Stelle in der Willkommensberatung, während Jülich und vier weitere Gemeinden im Norden mehr "
    "haben als ihren Anteil am Bedarf"
)
FINDING = "In Düren fehlen 0,91 Stellen; in Jülich sind es 0,80 mehr als der Anteil am Bedarf."
LONG_FINDING = (
    f"{FINDING} Nimmt man die fünf Gemeinden zusammen, in denen weniger als ein Zehntel einer Stelle fehlt oder zu viel ist, so "
    "wohnen dort 12 % der Zielgruppe; die drei Gemeinden mit den größten Lücken haben zusammen 58 %."
)


@cache
def map_svg(language: Language = GERMAN) -> str:
    meaning = definition("gap_in_posts")
    return render(gaps(), meaning, district(), language, title="Lücke", attribution="", heading=False, **SLIDE_SIZE)


@cache
def panels_svg(language: Language = GERMAN) -> str:
    areas = ("Willkommensberatung", "Arbeitsmarkt", "Psychosoziale Beratung")
    frames = (gaps(), unserved_north(), gaps())
    panels = [Panel(area, frame) for area, frame in zip(areas, frames, strict=True)]
    meaning = definition("gap_in_posts")
    return render_panels(panels, meaning, district(), language, title="Lücken", attribution="", **SLIDE_SIZE)


@cache
def whiskers_svg(number: int = 13, language: Language = GERMAN) -> str:
    rows = [
        Whisker(name, name, 0.4 + place / 60, 0.3 + place / 60, 0.52 + place / 60, f"{20 + place} Ziele")
        for place, name in enumerate(NAMES[:number])
    ]
    meaning = definition("goals_reached_share")
    return whiskers.render(rows, meaning, language, title="Ziele", width=SLIDE_WIDTH, picked=False)


def exhibit(
    title: str,
    picture: str,
    findings: Sequence[str] = (FINDING,),
    *,
    table: Sheet | None = None,
    example: Example | None = None,
) -> Exhibit:
    about = Explanation("Erklärungen", title, (), FACTS)
    sheets = (about,) if table is None else (table, about)
    return Exhibit(
        title, tuple(findings), picture, sheets, example, "versorgung?part=map", "20261101T080000Z-0a1b2c", "de"
    )


def wide_table(rows: int = 40, columns: int = 14) -> Sheet:
    """Towns over and over, with more columns than fit on a slide."""
    kinds = (number_format(2, signed=True), number_format(0), number_format(1, percent=True))
    heads = ("Lücke in Stellen (VZÄ, vorsichtig gerechnet)", "Zielgruppe", "Anteil der Zielgruppe an allen")
    numbers = [Column(f"{heads[each % 3]} {2010 + each}", 12, kinds[each % 3]) for each in range(columns)]
    values = (-0.8, 17267, 0.187)
    body = [
        (
            f"053580{4 * (place % 15 + 1):02}",
            f"{NAMES[place % 15]} {place}",
            *(values[each % 3] for each in range(columns)),
        )
        for place in range(rows)
    ]
    heading = [Column("AGS", 11), Column("Gemeinde", 18), *numbers]
    return Sheet("Lücken", "Lücken je Gemeinde", heading, body, ("Lücke: Stellen, die zum Anteil am Bedarf fehlen.",))


def narrow_table(rows: int = 15) -> Sheet:
    columns = [
        Column("Gemeinde", 18),
        Column("Zielgruppe", 12, number_format(0)),
        Column("Lücke (VZÄ)", 12, number_format(2, signed=True)),
    ]
    columns.append(Column("Befund", 42))
    verdict = "weniger, als zum Anteil am Bedarf gehört, und zwar schon seit mehr als einem Jahr"
    return Sheet("Lücken", "Lücken", columns, [(name, 1234, 0.5, verdict) for name in NAMES[:rows]])


@cache
def pack() -> Pack:
    """Views of every kind, assignments, and words from files that must stay words."""
    views = (
        View(exhibit("Lücke je Gemeinde", map_svg(), example=EXAMPLE)),
        View(exhibit("Lücken nach Schwerpunkt", panels_svg(), (LONG_FINDING,)), LONG_HEADLINE),
        View(exhibit("Erreichte Ziele", whiskers_svg())),
        View(exhibit("Erreichte Ziele in drei Gemeinden", whiskers_svg(3))),
        View(exhibit("Lücken als Tabelle", "", table=narrow_table(), example=EXAMPLE), "Wo fehlt wie viel?"),
        View(exhibit("Lücken über die Jahre", "", table=wide_table())),
        View(
            exhibit(
                "<img src=x onerror=alert(1)> & «Müller»", map_svg(), ("<b>fett</b> {number} $& bleibt, wie es ist.",)
            )
        ),
    )
    tasks = [
        Assignment(
            f"Die Sprechstunde in {name} auf zwei Tage legen und mit dem Träger abstimmen, wer in den Ferien vertritt.",
            "Amt für Migration",
            dt.date(2027, 1, 15),
            "offen",
            "",
            is_overdue=name == "Düren",
            history=(),
        )
        for name in NAMES
    ]
    meeting = Meeting(
        "m1",
        "Steuerungsgruppe Integration: vierte Sitzung",
        dt.date(2026, 11, 24),
        "20261101T080000Z-0a1b2c",
        "0f" * 32,
        None,
    )
    return Pack(views, "de", meeting, tasks)
