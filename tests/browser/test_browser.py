"""The running app in a browser: every page clean and accessible, the map and the table as one choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
NOERVENICH = "05358052"
SIZES = [(1366, 768), (1920, 1080)]
# Name in the navigation -> heading of the page.
GERMAN = {
    "Überblick": "Wo fehlt Beratung?",
    "Versorgung": "Versorgung: Stellen und Bedarf im Vergleich",
    "Fallzahlen": "Fallzahlen: Fälle je Vollzeitstelle",
    "Wirkung": "Wirkung: Was aus der Beratung wird",
    "Daten und Methoden": "Daten und Methoden",
}
ENGLISH = {
    "Overview": "Where is counselling missing?",
    "Coverage": "Coverage: posts compared with need",
    "Caseload": "Caseload: cases per full-time post",
    "Outcomes": "Outcomes: what becomes of the counselling",
    "Data and methods": "Data and methods",
}
# A deep link makes Streamlit look for its server below the page's path first; that is its own way to find out.
PROBES = re.compile(r"404.*/versorgung/_stcore/(health|host-config)$")
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stSidebar]')]
    .filter((part) => part.scrollWidth > part.clientWidth)
    .map((part) => `${part.dataset.testid ?? part.tagName}: ${part.scrollWidth} > ${part.clientWidth}`)"""


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", GERMAN)
def test_german_page_is_clean(new_tab: Callable[..., object], name: str, width: int, height: int) -> None:
    tab = new_tab(width, height).open().go(name)
    assert tab.heading() == GERMAN[name]
    _check(tab.page, f"de-{list(GERMAN).index(name)}-{width}")


@pytest.mark.parametrize("name", ENGLISH)
def test_english_page_is_clean(tab, name: str) -> None:
    tab.open("?lang=en").go(name)
    assert tab.heading() == ENGLISH[name]
    _check(tab.page, f"en-{list(ENGLISH).index(name)}")


def _check(page: Page, picture: str) -> None:
    """Nothing cut off, nothing that keeps people out; and a picture for human eyes."""
    _grow_to_content(page)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{picture}.png")
    assert page.evaluate(TOO_WIDE) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def _grow_to_content(page: Page) -> None:
    """Streamlit scrolls inside the window: to picture all of a page, the window takes the height of its content."""
    content = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    size = page.viewport_size
    if content > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": content + 20})
        page.wait_for_timeout(500)
