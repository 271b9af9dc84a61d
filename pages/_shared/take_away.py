"""The row of buttons below a figure: save it as SVG, PNG, workbook or CSV, link to it, put it on a meeting's agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.medium import Medium
from pages._shared import offered
from pages._shared.downloads import example_of, file_name, save_button
from pages._shared.permalink import permalink
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
) -> None:
    """Offer a figure: `name` says what it shows, in the visitor's language; `findings` what is to be seen in it.

    `picture` draws it for a medium (never for PAGE here): FILE with title, notes and sources, SLIDE without them and
    charts.medium.SLIDE_WIDTH pixels wide. `sheets`: first its table, then `explained`; both are called after the page's run, or never,
    and must depend on nothing that changes. A figure without `picture` is a table. `key` tells the figures of a page apart; it
    goes into the agendas of meetings and must not change. Without `for_meetings` there are files alone: for what no address leads to.
    """
    figure = offered.Figure(visit, key, name, picture, sheets, tuple(findings), uses_clients)
    if for_meetings:
        offered.note(figure)
    if not offered.is_shown():
        return
    text, clients = visit.language.text, uses_clients
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if picture is not None:
            name_of = file_name(visit, name, "svg", uses_clients=clients)
            save_button("SVG", lambda: picture(Medium.FILE).encode(), name_of, "image/svg+xml", f"{key}_svg")
            name_of = file_name(visit, name, "png", uses_clients=clients)
            save_button("PNG", lambda: png(picture(Medium.FILE)), name_of, "image/png", f"{key}_png")
        if sheets is not None:
            example = example_of(visit, uses_clients=clients)
            save_button(
                "Excel",
                lambda: workbook.workbook(sheets(), example),
                file_name(visit, name, "xlsx", uses_clients=clients),
                workbook.MEDIA_TYPE,
                f"{key}_xlsx",
            )
            save_button(
                "CSV",
                lambda: table_text.csv_table(sheets(), visit.language, example),
                file_name(visit, name, "csv", uses_clients=clients),
                table_text.MEDIA_TYPE,
                f"{key}_csv",
            )
        if for_meetings:
            permalink(visit, text("Link"))
            to_meeting(figure)
