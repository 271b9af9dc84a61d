"""The section on what is loaded: how fresh each kind of data is, control totals, the account of every file."""

from __future__ import annotations

import datetime as dt

import polars as pl
import streamlit as st

from charts.table import plain
from etl.rules import rule_text
from locales import Language
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.visit import Visit
from pages._shared.wording import KIND_NAMES
from pages.data import counts
from pages.data.fates import fate_headings, totals_table

NONE = "–"
INPUT_KINDS = [kind for kind in KIND_NAMES if kind != "unknown"]
FATES = ("rows_read", "rows_loaded", "rows_rejected", "rows_withheld", "rows_superseded", "rows_duplicate")


def show(visit: Visit, today: dt.date) -> None:
    """The whole section; `today` is the day from which ages count."""
    left, right = st.columns(2, gap="large")
    with left:
        st.html(freshness(visit, today))
    with right:
        st.html(control_totals(visit))
    st.html(load_report(visit))
    st.markdown(on_account(visit.language))
    for table in counts.tables(visit):
        st.html(table)
    if door.is_coordination(visit.role):
        st.html(rejected(visit))
    elif visit.has_clients:
        st.markdown(visit.language.text("Which rows were rejected and why is shown to the coordination."))


def load_report(visit: Visit) -> str:
    """One row per input file: what it is and what became of its rows; files about clients together for whom they are
    not to be told apart."""
    language = visit.language
    text = language.text
    questions = ("client_rows", "official_rows") if door.is_coordination(visit.role) else ("official_rows",)
    answers = [door.read(visit.edition_id, visit.role, question) for question in questions]
    rows = [
        [
            row["title"],
            row["file"],
            language.day(row["reference_date"]),
            text("example (made up)") if row["is_example"] else text("real"),
            *(language.number(row[fate]) for fate in FATES),
        ]
        for answer in answers
        for row in answer.iter_rows(named=True)
    ]
    if visit.has_clients and not door.is_coordination(visit.role):
        together = door.read(visit.edition_id, visit.role, "client_rows_in_all").row(0, named=True)
        kind = text("example (made up)") if visit.manifest["clients_are_example"] else text("real")
        day = language.day(date_of(visit, "caseload_on"))
        fates_shown = (language.number(together[fate]) for fate in FATES)
        rows.insert(0, [text("Cases, goals and services together"), NONE, day, kind, *fates_shown])
    headings = [text("Data"), text("File"), text("As of"), text("real?"), *fate_headings(language)]
    return plain(text("What was loaded"), headings, rows, numeric=range(4, 10))


def on_account(language: Language) -> str:
    """How the numbers of rows belong together."""
    return language.text(
        "Every row is accounted for: rows read = loaded + rejected + withheld + superseded + duplicate. Superseded: a newer "
        "export has the same case."
    )


def freshness(visit: Visit, today: dt.date) -> str:
    """One row per kind of data: the newest and oldest day it describes, or that none is loaded."""
    language = visit.language
    text = language.text
    report = door.read(visit.edition_id, visit.role, "sources")
    rows = []
    for kind in INPUT_KINDS:
        days = report.filter(pl.col("kind") == kind)["reference_date"]
        if days.is_empty():
            rows.append([text(KIND_NAMES[kind]), text("not loaded"), NONE, NONE])
            continue
        newest: dt.date = days.max()  # type: ignore[assignment]
        age = text("{days} days", days=language.number((today - newest).days))
        rows.append([text(KIND_NAMES[kind]), language.day(newest), age, language.number(days.len())])
    headings = [text("Data"), text("newest as of"), text("Age"), text("Files")]
    return plain(text("How fresh each kind of data is"), headings, rows, numeric=(2, 3))


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
    return totals_table(visit.manifest["control_totals"], visit.language)
