"""The frame around every page: title, banner over example data, sources with their reference dates, protection note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

import streamlit as st

from charts import sources
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared import door
from pages._shared.visit import Visit

MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")
STYLE = """<style>
.stMainBlockContainer { padding: 1.4rem 2rem 2rem; max-width: 1720px; }
[data-testid="stHeader"] { height: 0; min-height: 0; }
[data-testid="stSidebarHeader"] { height: 2.4rem; margin-bottom: 0; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: .75rem; }
.stMain [data-testid="stButtonGroup"] button { min-height: 2.5rem; }
.stMain h2 { padding: .5rem 0 .6rem; }
.stTable td p, .stTable th p { font-size: .85rem; line-height: 1.35; }
.kim-banner { background: #fff1d6; border-left: 6px solid #a85a1c; padding: .3rem .9rem; font-weight: 600; color: #1f2933; }
.stHtml dl.kim-figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: .6rem; margin: 0; padding: 0;
}
.kim-figures div { border: 1px solid #c5ccd3; border-radius: 8px; padding: .35rem .8rem; }
.kim-figures dt { font-size: .9rem; color: #3d4854; line-height: 1.2; }
.stHtml .kim-figures dd { margin: 0; }
.stHtml .kim-figures .value { font-size: 1.5rem; font-weight: 700; line-height: 1.25; color: #1f2933; }
.stHtml .kim-figures .note { font-size: .82rem; color: #4a5560; line-height: 1.25; }
.stHtml .kim-finding { font-size: 1.12rem; font-weight: 600; line-height: 1.4; margin: 0; }
.stHtml ul.kim-findings { margin: 0; padding-left: 1.2rem; line-height: 1.35; }
.stHtml .kim-findings li { margin: 0 0 .35rem; font-size: 1rem; }
.kim-table { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.3; margin: 0 0 1rem; }
.kim-table caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; color: #1f2933; caption-side: top; }
.kim-table th, .kim-table td { border: 0; border-bottom: 1px solid #dde2e7; padding: .3rem .5rem; text-align: left; }
.kim-table td { vertical-align: top; }
.kim-table th { background: #f3f5f7; font-weight: 600; vertical-align: bottom; }
.kim-table .number { text-align: right; font-variant-numeric: tabular-nums; }
.kim-table td.number { white-space: nowrap; }
.kim-table th.number { hyphens: auto; max-width: 7.5rem; }
.kim-sources { color: #4a5560; border-top: 1px solid #c5ccd3; padding-top: .5rem; }
.kim-sources, .stHtml .kim-sources li { font-size: .82rem; line-height: 1.45; }
.stHtml .kim-sources ul { margin: .2rem 0; padding-left: 1.1rem; }
</style>"""


def header(visit: Visit, title: str, *, uses_clients: bool) -> None:
    """Title of the page and, where it shows made-up client data, the banner that says so."""
    text = visit.language.text
    st.html(STYLE)
    st.title(title, anchor=False)
    if uses_clients and visit.manifest["clients_are_example"]:
        banner = text("Example data (Beispieldaten): cases, goals and services are made up. Census and posts are real.")
        st.html(f'<div class="kim-banner" role="note">{banner}</div>')


def footer(visit: Visit, files: Collection[str], *, uses_clients: bool) -> None:
    """Sources of the page, what protection did to its counts, and the edition the figures come from."""
    language = visit.language
    report = door.read(visit.edition_id, visit.role, "sources")
    notes = []
    if uses_clients:
        notes.append(
            language.text("Counted are people who consented in writing to being recorded; nobody else is stored.")
        )
    if uses_clients and not sees_exact(visit.role):
        notes.append(
            language.text(
                "Protection: every count of people is rounded to a multiple of 5 on its own (0 may be 0 to 2), so parts need "
                "not add up to totals; rates are computed from rounded counts and left out below {base} people.",
                base=SMALLEST_BASE,
            )
        )
    notes.append(language.text("Edition of the data: {edition}", edition=visit.edition_id))
    st.html(sources.render(report, files, notes, language))


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
