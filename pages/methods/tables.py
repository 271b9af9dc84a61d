"""Tables and longer texts of the page on data and methods."""

from __future__ import annotations

from charts.table import plain
from etl.control_totals import total_text
from etl.rules import rule_text
from locales import Language
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.visit import Visit

NONE = "–"
DECIMALS = {"posts_of_block": 1, "posts_of_focus_area": 1, "share": 2}


def load_report(visit: Visit) -> str:
    """One row per input file: what it is and what became of its rows."""
    language = visit.language
    text = language.text
    headings = [
        text("Data"),
        text("File"),
        text("As of"),
        text("real?"),
        text("Rows read"),
        text("loaded"),
        text("rejected"),
        text("withheld (no consent)"),
        text("duplicate"),
    ]
    fates = ("rows_read", "rows_loaded", "rows_rejected", "rows_withheld", "rows_duplicate")
    questions = ("client_rows", "official_rows") if door.is_coordination(visit.role) else ("official_rows",)
    answers = [door.read(visit.edition_id, visit.role, question) for question in questions]
    rows = [
        [
            row["title"],
            row["file"],
            language.day(row["reference_date"]),
            text("example (made up)") if row["is_example"] else text("real"),
            *(language.number(row[fate]) for fate in fates),
        ]
        for answer in answers
        for row in answer.iter_rows(named=True)
    ]
    if visit.has_clients and not door.is_coordination(visit.role):
        together = door.read(visit.edition_id, visit.role, "client_rows_in_all").row(0, named=True)
        kind = text("example (made up)") if visit.manifest["clients_are_example"] else text("real")
        day = language.day(date_of(visit, "caseload_on"))
        fates_shown = (language.number(together[fate]) for fate in fates)
        rows.insert(0, [text("Cases, goals and services together"), NONE, day, kind, *fates_shown])
    return plain(text("What was loaded"), headings, rows, numeric=range(4, 9))


def rejected(visit: Visit) -> str:
    """One row per file, column and broken rule."""
    language = visit.language
    text = language.text
    found = door.read(visit.edition_id, visit.role, "rejected")
    rows = [
        [
            row["file"],
            row["column"],
            rule_text(row["rule"], language.code),
            language.number(row["rows"]),
            language.number(row["first_row"]),
        ]
        for row in found.iter_rows(named=True)
    ]
    headings = [text("File"), text("Column"), text("Reason"), text("Rows"), text("First row")]
    return plain(text("What was rejected, and why"), headings, rows, numeric=(3, 4))


def control_totals(visit: Visit) -> str:
    """Every control total of the load."""
    language = visit.language
    text = language.text
    rows = [
        [
            total_text(total, language.code),
            language.number(total["expected"], DECIMALS.get(total["id"], 0)),
            language.number(total["found"], DECIMALS.get(total["id"], 0)),
            total["file"],
        ]
        for total in visit.manifest["control_totals"]
    ]
    headings = [text("Control total"), text("expected"), text("found"), text("File")]
    return plain(text("Control totals"), headings, rows, numeric=(1, 2))


def on_assumptions(language: Language) -> str:
    """What the concept leaves open, and where a user changes what is assumed instead."""
    return language.text(
        "The concept leaves open since when most posts are filled, which municipalities are «southern», and how the posts "
        "of the labour market spread over the district. What is assumed instead stands in the column «Assumption»; it is "
        "changed in the files data/raw/staffing/stellen.csv and stellen_gebiete.csv (see README)."
    )


def limits(language: Language) -> str:
    """What the figures cannot say."""
    points = (
        language.text(
            "Need is not demand: how many people live somewhere does not say how many seek counselling. "
            "The gap in posts compares shares; it does not say whether the posts are enough in all."
        ),
        language.text(
            "Census figures are slightly altered to protect people (Cell-Key method): parts do not add up to the whole exactly. "
            "They are shown as published; shares of need rest on the sum over the municipalities."
        ),
        language.text(
            "The census describes 15 May 2022. Arrivals since then, among them many people from Ukraine, are not in it."
        ),
        language.text(
            "Foreign nationals in the census and in the central register of foreigners are different concepts and are not compared."
        ),
        language.text(
            "A case belongs to the municipality where the person lives, not to the place of the counselling."
        ),
    )
    return "\n".join(f"- {point}" for point in points)
