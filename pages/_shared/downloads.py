"""Buttons that save what a page shows as files. A file is made when its button is pressed, and the button turns meanwhile."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import streamlit as st

from charts.sources import cited
from metrics.definitions import Definition
from pages._shared.frame import example_sentence, notes_on_figures, source_report
from pages._shared.visit import Visit
from report.explanation import explanation
from report.picture import png
from report.sheets import Example, Explanation, Sheet
from report.workbook import MEDIA_TYPE, workbook

SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST_NAME = 80


def picture_downloads(
    visit: Visit, build: Callable[[], str], name: str, *, key: str = "picture", uses_clients: bool = False
) -> None:
    """Two buttons that save the SVG which `build` draws, as it is and as PNG.

    `build` runs after the page's run and must draw the whole picture, with title, source and date; `name` is what the
    picture shows, in the visitor's language. `key` tells several pictures of a page apart.
    """
    text = visit.language.text
    with st.container(horizontal=True):
        _button(
            text("Save as SVG"),
            lambda: build().encode(),
            file_name(visit, name, "svg", uses_clients=uses_clients),
            "image/svg+xml",
            f"{key}_svg",
        )
        _button(
            text("Save as PNG"),
            lambda: png(build()),
            file_name(visit, name, "png", uses_clients=uses_clients),
            "image/png",
            f"{key}_png",
        )


def workbook_download(
    visit: Visit,
    build: Callable[[], Sequence[Sheet | Explanation]],
    name: str,
    *,
    key: str = "workbook",
    uses_clients: bool = False,
) -> None:
    """A button that saves the sheets which `build` makes: first the table, then `explained`. Parameters as above."""
    _button(
        visit.language.text("Save as a workbook (xlsx)"),
        lambda: workbook(build(), _example(visit, uses_clients=uses_clients)),
        file_name(visit, name, "xlsx", uses_clients=uses_clients),
        MEDIA_TYPE,
        key,
    )


def explained(
    visit: Visit,
    title: str,
    *,
    meanings: Iterable[Definition],
    choices: Mapping[str, str],
    dates: Mapping[str, dt.date],
    files: Collection[str],
    uses_clients: bool = False,
) -> Explanation:
    """The sheet that explains a table, with the sources and notes of the page's footer; see report.explanation."""
    return explanation(
        visit.language,
        title,
        meanings=meanings,
        choices=choices,
        dates=dates,
        cited=cited(source_report(visit), files),
        notes=notes_on_figures(visit, uses_clients=uses_clients),
    )


def file_name(visit: Visit, name: str, suffix: str, *, uses_clients: bool = False) -> str:
    """A file's name that every system takes: what it shows and the day of the edition; made-up data say so first."""
    spelt = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(SPELT_OUT))
    plain = re.sub("[^a-z0-9]+", "_", spelt.encode("ascii", "ignore").decode()).strip("_")[:LONGEST_NAME].strip("_")
    day = dt.datetime.fromisoformat(visit.manifest["created_at"]).date()
    mark = "Beispieldaten_" if example_sentence(visit, uses_clients=uses_clients) else ""
    return f"{mark}{plain}_{day}.{suffix}"


def _button(label: str, make: Callable[[], bytes], name: str, media_type: str, key: str) -> None:
    st.download_button(label, make, name, media_type, key=f"download_{key}", on_click="ignore")


def _example(visit: Visit, *, uses_clients: bool) -> Example | None:
    sentence = example_sentence(visit, uses_clients=uses_clients)
    return Example(visit.language.text("Example data (Beispieldaten)"), sentence) if sentence else None
