"""What files and their buttons are made with: names, marks of made-up data, and the sheet that explains a table.

A file is made when its button is pressed, and the button turns meanwhile.
"""

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
from report.sheets import Example, Explanation

SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST_NAME = 80


def explained(
    visit: Visit,
    title: str,
    *,
    meanings: Iterable[Definition],
    choices: Mapping[str, str],
    dates: Mapping[str, dt.date],
    files: Collection[str],
    uses_clients: bool = False,
    further: Sequence[str] = (),
) -> Explanation:
    """The sheet that explains a table, with the sources and notes of the page's footer; see report.explanation. `further`: notes that
    come first."""
    return explanation(
        visit.language,
        title,
        meanings=meanings,
        choices=choices,
        dates=dates,
        cited=cited(source_report(visit), files),
        notes=[*further, *notes_on_figures(visit, uses_clients=uses_clients)],
    )


def file_name(visit: Visit, name: str, suffix: str, *, uses_clients: bool = False) -> str:
    """A file's name that every system takes: what it shows and the day of the edition; made-up data say so first."""
    spelt = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(SPELT_OUT))
    plain = re.sub("[^a-z0-9]+", "_", spelt.encode("ascii", "ignore").decode()).strip("_")[:LONGEST_NAME].strip("_")
    day = dt.datetime.fromisoformat(visit.manifest["created_at"]).date()
    mark = "Beispieldaten_" if example_sentence(visit, uses_clients=uses_clients) else ""
    return f"{mark}{plain}_{day}.{suffix}"


def save_button(label: str, make: Callable[[], bytes], name: str, media_type: str, key: str) -> None:
    """A button that saves the file which `make` makes when it is pressed."""
    st.download_button(label, make, name, media_type, key=f"download_{key}", on_click="ignore")


def example_of(visit: Visit, *, uses_clients: bool) -> Example | None:
    """What marks made-up figures in files; nothing where they are real, or of no clients."""
    sentence = example_sentence(visit, uses_clients=uses_clients)
    return Example(visit.language.text("Example data (Beispieldaten)"), sentence) if sentence else None
