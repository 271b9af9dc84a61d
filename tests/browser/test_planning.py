"""The page for plans in a browser: an entry in the table moves a post, is kept, can be taken back, and a proposal becomes a plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
SIZES = [(1366, 768), (1920, 1080)]
TITLE = "Planung: Stellen umverteilen und sehen, was sich ändert"
SECTIONS = {"edit": "Umverteilen", "propose": "Vorschlag", "compare": "Pläne vergleichen", "scenarios": "Szenarien"}
AS_TODAY = "Stellen wie heute: Am meisten fehlt in Düren (+0,91 Stellen)."
ALDENHOVEN, DUEREN = 0, 1  # columns of the table, in the order of the names
WAIT = 60_000  # milliseconds
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stHtml], .stHtml')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def opened(new_tab: Callable[..., Any], section: str = "edit", width: int = 1366, height: int = 768) -> Any:
    tab = new_tab(width, height).open(f"planung?plan={section}&role=planning")
    assert tab.heading() == TITLE
    return tab


def cell(tab: Any, post: str, column: int) -> Locator:
    """A cell of the table that is written in."""
    return tab.page.locator("tr", has=tab.page.locator(".name", has_text=post)).locator("td").nth(column)


def enter(tab: Any, post: str, column: int, entry: str) -> None:
    cell(tab, post, column).click()
    tab.page.keyboard.type(entry)
    tab.page.keyboard.press("Enter")


def says(tab: Any, words: str | re.Pattern[str]) -> None:
    expect(tab.page.get_by_text(words).first).to_be_visible(timeout=WAIT)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_section_is_whole_and_keeps_nobody_out(
    new_tab: Callable[..., Any], subtests: pytest.Subtests, width: int, height: int
) -> None:
    tab = opened(new_tab, "edit", width, height)
    enter(tab, "DIAKONIE-1", DUEREN, "0,25")
    says(tab, "Die größte Lücke schrumpft: vorher Düren (+0,91 Stellen), nachher Düren (+0,66 Stellen).")
    PICTURES.mkdir(exist_ok=True)
    for section, name in SECTIONS.items():
        with subtests.test(section):
            tab.page.get_by_role("radio", name=name, exact=True).click()
            tab.settle()
            assert tab.page.evaluate(TOO_WIDE) == []
            found = Axe().run(tab.page)
            assert found.violations_count == 0, found.generate_report()
            tab.page.screenshot(path=PICTURES / f"planning-{section}-{width}.png")


def test_an_entry_moves_a_post_is_kept_and_can_be_taken_back(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab)
    says(tab, AS_TODAY)
    enter(tab, "DIAKONIE-1", DUEREN, "0,25")
    says(tab, "Die größte Lücke schrumpft: vorher Düren (+0,91 Stellen), nachher Düren (+0,66 Stellen).")
    tab.settle()
    assert set(tab.parameters()) >= {"scenario"}
    again = new_tab().open(f"planung?scenario={tab.parameters()['scenario']}&role=planning")
    says(again, re.compile("nachher Düren .*0,66"))
    assert cell(again, "DIAKONIE-1", DUEREN).inner_text().startswith("0,25")
    again.page.get_by_role("button", name="Rückgängig").click()
    says(again, AS_TODAY)


def test_an_impossible_entry_is_refused_at_its_cell(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab)
    enter(tab, "SKF-1", ALDENHOVEN, "3")
    says(tab, re.compile("mehr, als SKF-1 insgesamt hat"))
    assert cell(tab, "SKF-1", ALDENHOVEN).get_attribute("aria-invalid") == "true"
    assert "scenario" not in tab.parameters()


def test_a_proposal_is_worked_out_proven_and_opened_as_a_plan(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, "propose")
    tab.page.get_by_role("button", name="Vorschlag berechnen").click()
    says(tab, re.compile("^Größte Lücke 0,91 → "))
    tab.settle()
    says(tab, "nachweislich nicht besser möglich")
    tab.page.get_by_role("button", name="Als Szenario öffnen").click()
    says(tab, re.compile("^Die größte Lücke schrumpft: vorher Düren"))
    tab.settle()
    assert set(tab.parameters()) >= {"scenario"}
