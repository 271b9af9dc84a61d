"""A comparison of caseloads as files: its workbook, and the picture that stands beside it on the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._shared.downloads import picture_downloads, workbook_download
from pages._shared.visit import Visit
from pages.caseload.compare_notices import notices
from pages.caseload.compare_sheets import sheets
from pages.caseload.comparison import Comparison
from pages.caseload.norm import Norm


def downloads(
    visit: Visit, found: Comparison, name: str, draw: Callable[[], str], *, key: str, norm: Norm | None = None
) -> None:
    """Buttons that save the comparison as a workbook and the picture that `draw` makes; `name` is what both show."""
    with st.container(horizontal=True):
        workbook_download(
            visit,
            lambda: sheets(visit, found, norm, notices(visit, found)),
            name,
            key=f"{key}_xlsx",
            uses_clients=True,
        )
        picture_downloads(visit, draw, name, key=key, uses_clients=True)
