"""The page about one place in a browser: chosen from the list, whole at both sizes, and on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
WAIT = 20_000  # milliseconds
SIZES = [(1366, 768), (1920, 1080)]
PAGES_OF_PDF = re.compile(rb"/Type\s*/Page\b")
CUT_OFF = """() => [...document.querySelectorAll('[data-testid=stMain], .kim-table, .kim-facts')]
    .filter((part) => part.scrollWidth > part.parentElement.clientWidth + 1 || part.scrollWidth > part.clientWidth + 1)
    .map((part) => part.className)"""
SEEN_ON_PAPER = """() => ['stSidebar', 'stHeader', 'stSelectbox', 'stExpander', 'stSlider'].filter((name) =>
    [...document.querySelectorAll(`[data-testid=${name}]`)].some((part) => part.getClientRects().length))"""


def open_place(new_tab: Callable[..., Any], name: str, width: int, height: int) -> Any:
    tab = new_tab(width, height).open().go("Gemeinde")
    tab.row(name).get_by_role("button").click()
    tab.settle()
    assert tab.heading() == name
    return tab


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_off_and_nobody_kept_out(new_tab: Callable[..., Any], width: int, height: int) -> None:
    tab = open_place(new_tab, "Nörvenich", width, height)
    assert tab.parameters() == {"ags": "05358052"}
    assert tab.page.evaluate(CUT_OFF) == []
    found = Axe().run(tab.page)
    assert found.violations_count == 0, found.generate_report()
    PICTURES.mkdir(exist_ok=True)
    tab.page.screenshot(path=PICTURES / f"place-{width}.png")


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("role", ["Koordination", "Lenkungsgruppe"])
def test_it_prints_on_one_sheet_without_what_can_be_clicked(
    new_tab: Callable[..., Any], role: str, width: int, height: int
) -> None:
    """Düren has the most posts, and so the longest page."""
    tab = open_place(new_tab, "Düren", width, height)
    if tab.select("Ansicht als").input_value() != role:
        tab.choose("Ansicht als", role)
    shown = ("Menschen in Düren", "Worum es" if role == "Koordination" else "nur die Koordination", "Quellen")
    for words in shown:  # a slow run has begun to draw before all of it is there
        expect(tab.page.get_by_text(words).first).to_be_visible(timeout=WAIT)
    tab.settle()
    sheet = tab.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(PAGES_OF_PDF.findall(sheet)) == 1
    tab.page.emulate_media(media="print")
    assert tab.page.evaluate(SEEN_ON_PAPER) == []
    for words in shown:
        expect(tab.page.get_by_text(words).first).to_be_visible(timeout=WAIT)
