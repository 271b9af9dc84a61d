"""The section on the quality of client data: completeness, timeliness, rules broken; for the coordination."""

from __future__ import annotations

import datetime as dt

import polars as pl
import streamlit as st

from charts.quality import CarrierRow, Filled, last_months, matrix
from charts.quality import timeliness as months_delivered
from charts.table import plain
from etl.rules import rule_text
from locales import Language
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.frame import literal
from pages._shared.visit import Visit

MONTHS = 24
MOST_LINES = 500
NONE = "–"
QUESTIONS = {"rejected": "rejected_rows", "findings": "finding_rows"}


def show(visit: Visit, today: dt.date) -> None:
    """The whole section; `today` is the day until which deliveries are expected."""
    text = visit.language.text
    if visit.has_clients:
        st.html(completeness(visit, today))
        st.markdown(
            text(
                "Counted are the fields that nobody has to fill, of all cases whose first interview lies in the month. Where a "
                "carrier's export has no such column at all, its entries count as missing."
            )
        )
        st.html(delivered_months(visit, today))
        st.html(timeliness(visit, today))
    rules = broken_rules(visit)
    if rules.is_empty():
        st.info(text("No row broke a rule."))
        return
    st.html(rules_table(rules, visit.language))
    _lines(visit, rules)


def completeness(visit: Visit, today: dt.date) -> str:
    """Carriers by months of the last two years."""
    language = visit.language
    found = door.read(visit.edition_id, visit.role, "quality")
    rows = [
        CarrierRow(
            row["carrier"],
            row["exported_on"],
            {
                cell["month"]: Filled(cell["fields_filled"], cell["fields_asked"], cell["cases"])
                for cell in found.filter(pl.col("carrier") == row["carrier"]).iter_rows(named=True)
            },
        )
        for row in door.read(visit.edition_id, visit.role, "deliveries").iter_rows(named=True)
    ]
    last_complete = today.replace(day=1) - dt.timedelta(days=1)
    caption = language.text("Completeness of the cases per carrier and month of the first interview, in per cent")
    return matrix(caption, rows, last_months(last_complete, MONTHS), language)


def delivered_months(visit: Visit, today: dt.date) -> str:
    """Carriers by months of the last two years: how soon after its end a month was delivered."""
    language = visit.language
    exports = door.read(visit.edition_id, visit.role, "delivery_days")
    carriers = door.read(visit.edition_id, visit.role, "deliveries")["carrier"]
    rows = [(name, exports.filter(pl.col("carrier") == name)["exported_on"].to_list()) for name in carriers]
    last_complete = today.replace(day=1) - dt.timedelta(days=1)
    caption = language.text("Days from the end of a month to the first export loaded here that covers it")
    return months_delivered(caption, rows, last_months(last_complete, MONTHS), language)


def timeliness(visit: Visit, today: dt.date) -> str:
    """One row per carrier: its newest export and how old it is."""
    language = visit.language
    text = language.text
    found = door.read(visit.edition_id, visit.role, "deliveries")
    rows = [
        [
            row["carrier"],
            language.day(row["exported_on"]) if row["exported_on"] else text("nothing delivered yet"),
            language.number((today - row["exported_on"]).days) if row["exported_on"] else NONE,
        ]
        for row in found.iter_rows(named=True)
    ]
    headings = [text("Carrier"), text("Newest export as of"), text("Days since then")]
    return plain(text("How fresh the exports of the carriers are"), headings, rows, numeric=(2,))


def broken_rules(visit: Visit) -> pl.DataFrame:
    """One row per fate, file, column and rule: fate ("rejected" or "findings"), file, column, rule, rows, first_row."""
    frames = [
        door.read(visit.edition_id, visit.role, fate).select(
            pl.lit(fate).alias("fate"), "file", "column", "rule", "rows", "first_row"
        )
        for fate in QUESTIONS
    ]
    return pl.concat(frames).sort(
        "fate", "rows", "file", "column", "rule", descending=[True, True, False, False, False]
    )


def rules_table(rules: pl.DataFrame, language: Language) -> str:
    """The same as a table in words."""
    text = language.text
    rows = [
        [
            rule_text(row["rule"], language.code),
            text("rejected") if row["fate"] == "rejected" else text("loaded all the same"),
            row["file"],
            row["column"],
            language.number(row["rows"]),
        ]
        for row in rules.iter_rows(named=True)
    ]
    headings = [text("Rule"), text("The rows were"), text("File"), text("Column"), text("Rows")]
    return plain(text("Rules that rows break"), headings, rows, numeric=(4,))


def _lines(visit: Visit, rules: pl.DataFrame) -> None:
    """The lines of the rows that break a chosen rule, to look them up in the file."""
    language = visit.language
    text = language.text
    options = {
        f"{row['fate']}-{row['file']}-{row['rule']}": row
        for row in rules.unique(["fate", "file", "rule"], maintain_order=True).iter_rows(named=True)
    }
    names = {key: f"{rule_text(row['rule'], language.code)} ({row['file']})" for key, row in options.items()}
    chosen = options[choice(text("Show the lines of the rule"), "rule", names, default=next(iter(names)))]
    lines = door.read(visit.edition_id, visit.role, QUESTIONS[chosen["fate"]], chosen["file"], chosen["rule"])
    shown = ", ".join(map(str, lines["line"].unique().sort().head(MOST_LINES)))
    st.markdown(
        literal(
            text("Lines of the file {file}: {lines}", file=chosen["file"], lines=shown)
            + (" …" if lines["line"].n_unique() > MOST_LINES else "")
        )
    )
