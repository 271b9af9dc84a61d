"""The three building blocks side by side: different work, so each has its own measure and none is compared with another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.sentences import finding_as_html, note_as_html
from charts.table import plain
from pages._shared.downloads import explained
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.caseload import blocks_figures as figures
from pages.caseload.view import CaseloadView, choices_in_words, span_text
from report.sheets import Column, Explanation, Sheet, number_format

WIDE, NARROW = 34, 14
FTE = number_format(2)


def show(visit: Visit, view: CaseloadView) -> set[str]:
    """The blocks with their posts and what they produce. Returns the input files that the page's footer does not name anyway."""
    language, text = visit.language, visit.language.text
    blocks = figures.blocks_of(visit, view)
    fte = language.number(sum(block.fte for block in blocks), 1)
    said = [
        text("The building blocks do different work: a comparison of one with another would say nothing."),
        text(
            "{fte} posts (FTE) granted in all three, {span}. Cases are counted in case management only.",
            fte=fte,
            span=span_text(view, language),
        ),
    ]
    st.html(finding_as_html(*said))
    st.html(plain(title(visit, view), headings(visit), figures.block_rows(blocks, visit, view), numeric=(1, 2, 3, 5)))
    if any(block.filled_fte is None for block in blocks):
        st.html(note_as_html(text("Filled posts are told only where at least five posts stand behind them.")))
    found = figures.produced(visit)
    if found:
        rows = figures.produced_rows(found, language)
        st.html(plain(text("Yearly counts of the authorities"), produced_headings(visit), rows, numeric=(1, 3, 4, 5)))
        st.html(
            note_as_html(
                text(
                    "Counted is the work of whole authorities, of which the posts of the building block do a part. Per post: "
                    "divided by the posts of the building block, mean of the year's months; none below 10."
                )
            )
        )
    else:
        st.info(
            text(
                "What the authorities produce is not loaded: fill in the template authority_counts.csv and load it on the page “Data”."
            )
        )
    take_away(
        visit,
        title(visit, view),
        key="blocks_table",
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    explain([view.meaning], language)
    return files_of(visit, "authority_counts", "services")


def title(visit: Visit, view: CaseloadView) -> str:
    """What the table shows."""
    return visit.language.text("Posts and work of the building blocks, {span}", span=span_text(view, visit.language))


def headings(visit: Visit) -> list[str]:
    """Headings of the table of building blocks."""
    text = visit.language.text
    return [
        text("Building block"),
        text("Number of posts"),
        text("Granted (FTE)"),
        text("of which filled (FTE)"),
        text("What is counted of their work"),
        text("per post (FTE)"),
    ]


def produced_headings(visit: Visit) -> list[str]:
    """Headings of the table of the authorities' counts."""
    text = visit.language.text
    return [
        text("What is counted"),
        text("Year"),
        text("Authority"),
        text("Number"),
        text("Posts (FTE)"),
        text("per post (FTE)"),
    ]


def sheets(visit: Visit, view: CaseloadView) -> Sequence[Sheet | Explanation]:
    """Both tables as a workbook, with what explains them."""
    text, language = visit.language.text, visit.language
    formats = (None, number_format(0), FTE, FTE, None, number_format(1))
    columns = _columns(headings(visit), formats)
    rows = figures.block_cells(figures.blocks_of(visit, view), visit, view)
    about = explained(
        visit,
        title(visit, view),
        meanings=[view.meaning],
        choices=choices_in_words(visit, view),
        dates={text("Counted until"): view.last},
        files=files_of(visit, "cases", "services", "posts", "authority_counts"),
        uses_clients=True,
    )
    found: list[Sheet | Explanation] = [Sheet(text("Building blocks"), title(visit, view), columns, rows), about]
    counts = figures.produced(visit)
    if counts:
        formats = (None, "0", None, number_format(0), FTE, number_format(1))
        name = text("Yearly counts of the authorities")
        columns = _columns(produced_headings(visit), formats)
        found.append(Sheet(text("Authorities"), name, columns, figures.produced_cells(counts, language)))
    return found


def _columns(headings: Sequence[str], formats: Sequence[str | None]) -> list[Column]:
    """Columns of words are wide, those of numbers narrow."""
    return [
        Column(heading, NARROW, shown) if shown else Column(heading, WIDE)
        for heading, shown in zip(headings, formats, strict=True)
    ]
