"""The frame around every page: title, banner over example data, sources with their reference dates, protection note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from pathlib import Path

import polars as pl
import streamlit as st

from charts import sources
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared import door
from pages._shared.consent import consent_text
from pages._shared.visit import Visit
from pages._shared.wording import KIND_NAMES

MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")
STYLE = Path(__file__).with_name("frame.css")
# A list without an entry to choose says "No results" in every language.
EMPTY_LIST = """<style>
[role="listbox"][data-empty] [role="option"] span {{ font-size: 0; }}
[role="listbox"][data-empty] [role="option"] span::after {{ content: "{words}"; font-size: 1rem; }}
</style>"""


def header(visit: Visit, title: str, *, uses_clients: bool) -> None:
    """Title of the page and, where it shows made-up client data, the banner that says so."""
    st.html(STYLE)
    st.html(EMPTY_LIST.format(words=visit.language.text("nothing to choose")))
    st.title(title, anchor=False)
    banner = example_sentence(visit, uses_clients=uses_clients)
    if banner:
        st.html(f'<div class="kim-banner" role="note">{banner}</div>')


def example_sentence(visit: Visit, *, uses_clients: bool) -> str:
    """That client data are made up; nothing where they are real, or not used."""
    if not (uses_clients and visit.manifest["clients_are_example"]):
        return ""
    return visit.language.text(
        "Example data (Beispieldaten): cases, goals and services are made up. Census and posts are real."
    )


def footer(visit: Visit, files: Collection[str], *, uses_clients: bool) -> None:
    """Sources of the page, what protection did to its counts, and the edition the figures come from."""
    notes = notes_on_figures(visit, uses_clients=uses_clients)
    st.html(sources.render(source_report(visit), files, notes, visit.language))


def notes_on_figures(visit: Visit, *, uses_clients: bool) -> list[str]:
    """Whom the figures count, what protection did to them, and the edition they come from."""
    language = visit.language
    notes = []
    if uses_clients:
        notes.append(consent_text(visit))
        notes.append(language.text("Whoever is counselled in two focus areas counts twice."))
    if uses_clients and not sees_exact(visit.role):
        notes.append(
            language.text(
                "Protection: every count of people is rounded to a multiple of 5 on its own (0 may be 0 to 2), so parts need "
                "not add up to totals; rates are computed from rounded counts and left out below {base} people.",
                base=SMALLEST_BASE,
            )
        )
    notes.append(language.text("FTE: full-time equivalents, that is, whole posts."))
    notes.append(language.text("Edition of the data: {edition}", edition=visit.edition_id))
    return notes


def source_report(visit: Visit) -> pl.DataFrame:
    """The citations of the input files; a file without a title of its own is called by its kind."""
    report = door.read(visit.edition_id, visit.role, "sources")
    kinds = {kind: visit.language.text(KIND_NAMES[kind]) for kind in report["kind"].unique()}
    titled = pl.when(pl.col("title") == "").then(pl.col("kind").replace_strict(kinds)).otherwise("title")
    return report.with_columns(title=titled)


def literal(words: str) -> str:
    """Words for Streamlit's Markdown elements as they are: names from files must not become links or pictures."""
    return MARKDOWN_SIGNS.sub(r"\\\1", words)


def files_of(visit: Visit, *kinds: str) -> set[str]:
    """The input files of some kinds, for the footer."""
    report = door.read(visit.edition_id, visit.role, "sources")
    return {name for name, kind in report.select("file", "kind").rows() if kind in kinds}


def date_of(visit: Visit, name: str) -> dt.date:
    """A reference date of the edition: staffing_on or caseload_on."""
    return dt.date.fromisoformat(visit.manifest[name])
