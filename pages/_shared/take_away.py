"""The row of buttons below a figure: save it as SVG, PNG, workbook or CSV, link to it, put it on a meeting's agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts.medium import Medium
from pages._shared import offered
from pages._shared.downloads import example_of, file_name, save_button
from pages._shared.offered import Figure
from pages._shared.permalink import link, permalink
from pages._shared.to_meeting import to_meeting
from pages._shared.visit import Visit
from report import table_text, workbook
from report.picture import png
from report.sheets import Explanation, Sheet

Picture = Callable[[Medium], str]
Sheets = Callable[[], Sequence[Sheet | Explanation]]


def take_away(
    visit: Visit,
    name: str,
    *,
    key: str,
    picture: Picture | None = None,
    sheets: Sheets | None = None,
    findings: Sequence[str] = (),
    uses_clients: bool = False,
    for_meetings: bool = True,
    folded: bool = False,
) -> None:
    """Offer a figure: `name` says what it shows, in the visitor's language; `findings` what is to be seen in it.

    `picture` draws it for a medium (never for PAGE here): FILE with title, notes and sources, SLIDE without them and
    charts.medium.SLIDE_WIDTH pixels wide. `sheets`: first its table, then `explained`; both are called after the page's run, or never,
    and must depend on nothing that changes. A figure without `picture` is a table. `key` tells the figures of a page apart; it
    goes into the agendas of meetings and must not change. Without `for_meetings` there are files alone: for what no address leads to.
    `folded`: behind one button, for figures that stand close together.
    """
    figure = Figure(visit, key, name, picture, sheets, tuple(findings), uses_clients)
    if for_meetings:
        offered.note(figure)
    if not offered.is_shown():
        return
    if not folded:
        _buttons(figure, for_meetings=for_meetings, with_link=for_meetings)
        return
    with st.popover(visit.language.text("Save or add to meeting"), key=f"take_away_{key}", width="content"):
        _buttons(figure, for_meetings=for_meetings, with_link=False)
        if for_meetings:
            link(visit)


def _buttons(figure: Figure, *, for_meetings: bool, with_link: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _files(figure)
        if with_link:
            permalink(figure.visit)
        if for_meetings:
            to_meeting(figure)


def _files(figure: Figure) -> None:
    visit, key, picture, sheets = figure.visit, figure.key, figure.picture, figure.sheets
    called = partial(file_name, visit, figure.name, uses_clients=figure.uses_clients)
    if picture is not None:
        save_button("SVG", lambda: picture(Medium.FILE).encode(), called("svg"), "image/svg+xml", f"{key}_svg")
        save_button("PNG", lambda: png(picture(Medium.FILE)), called("png"), "image/png", f"{key}_png")
    if sheets is None:
        return
    example = example_of(visit, uses_clients=figure.uses_clients)
    excel, csv = workbook.MEDIA_TYPE, table_text.MEDIA_TYPE
    save_button("Excel", lambda: workbook.workbook(sheets(), example), called("xlsx"), excel, f"{key}_xlsx")
    save_button(
        "CSV", lambda: table_text.csv_table(sheets(), visit.language, example), called("csv"), csv, f"{key}_csv"
    )
