"""The caseload page in a browser: every section whole and open to everyone, its picture and its table as one choice."""

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
VIEWS = [("Lenkungsgruppe", 1920, 1080), ("Koordination", 1366, 768)]
TITLE = "Fallzahlen: Fälle je Vollzeitstelle"
ROLES = {"Lenkungsgruppe": "steering", "Planung": "planning", "Koordination": "coordination"}
SECTIONS = ("Vergleich", "Karte", "Im Zeitverlauf", "Gewichtung", "Stellenbedarf", "Besetzung")
DETAILS = "Im Einzelnen"
HEIMBACH = "05358012"
SKF = "Sozialdienst katholischer Frauen e. V. Düren"
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stHtml], .stHtml')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth} ${part.innerText.slice(0, 60)}`)"""


def opened(new_tab: Callable[..., Any], role: str = "Lenkungsgruppe", width: int = 1366, height: int = 768) -> Any:
    tab = new_tab(width, height).open(f"fallzahlen?role={ROLES[role]}")
    assert tab.heading() == TITLE
    assert tab.select("Ansicht als").input_value() == role
    return tab


def go_to(tab: Any, section: str) -> None:
    tab.page.get_by_role("radio", name=section, exact=True).click()
    tab.settle()


def point(tab: Any, name: str) -> Locator:
    """A unit in the funnel."""
    return tab.page.locator(f"g[role=button][aria-label^='{name}:']")


@pytest.mark.parametrize(("role", "width", "height"), VIEWS)
def test_every_section_is_whole_and_keeps_nobody_out(
    new_tab: Callable[..., Any], subtests: pytest.Subtests, role: str, width: int, height: int
) -> None:
    tab = opened(new_tab, role, width, height)
    PICTURES.mkdir(exist_ok=True)
    shown = [*SECTIONS, DETAILS] if role == "Koordination" else SECTIONS
    for number, section in enumerate(shown):
        with subtests.test(section):
            go_to(tab, section)
            for fold in tab.page.locator("[data-testid=stExpander] summary").all():
                fold.click()
            tab.settle()
            found = Axe().run(tab.page)
            assert found.violations_count == 0, found.generate_report()
            assert tab.page.evaluate(TOO_WIDE) == []
            tab.page.screenshot(path=PICTURES / f"caseload-{role}-{number}-{width}.png")
            # The first chart of a library costs seconds to fetch; this page draws for itself.
            expect(tab.page.locator("[data-testid=stPlotlyChart]")).to_have_count(0)
    assert any(url.endswith(".js") for url in tab.asked)
    assert [url for url in tab.asked if re.search("plotly|vega|echarts", url, re.IGNORECASE)] == []


def test_only_the_coordination_is_offered_the_details(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab)
    for role, offered in (("Planung", 0), ("Koordination", 1), ("Lenkungsgruppe", 0)):
        tab.choose("Ansicht als", role)
        expect(tab.page.get_by_role("radio", name=DETAILS, exact=True)).to_have_count(offered)


def test_a_point_chosen_with_the_mouse_is_chosen_in_the_table(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab)
    point(tab, "Heimbach").hover()
    expect(tab.card()).to_contain_text("Heimbach")
    point(tab, "Heimbach").click()
    tab.settle()
    expect(point(tab, "Heimbach")).to_have_attribute("aria-pressed", "true")
    expect(tab.row("Heimbach")).to_have_attribute("aria-current", "true")
    expect(tab.select("Gemeinde")).to_have_value("Heimbach")
    assert tab.parameters()["ags"] == HEIMBACH
    go_to(tab, "Karte")
    expect(tab.region("Heimbach")).to_have_attribute("aria-pressed", "true")


def test_a_point_chosen_with_the_keyboard_keeps_the_focus(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab)
    point(tab, "Heimbach").focus()
    tab.page.keyboard.press("Enter")
    tab.settle()
    expect(tab.row("Heimbach")).to_have_attribute("aria-current", "true")
    assert tab.focused() == tab.parameters()["ags"] == HEIMBACH
    tab.page.keyboard.press(" ")
    tab.settle()
    expect(point(tab, "Heimbach")).to_have_attribute("aria-pressed", "false")
    assert "ags" not in tab.parameters()


def test_the_coordination_goes_from_a_point_to_its_details(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, "Koordination")
    tab.choose("Vergleich nach", "Träger")
    point(tab, SKF).click()
    tab.settle()
    expect(tab.row(SKF)).to_have_attribute("aria-current", "true")
    assert tab.parameters()["unit"] == SKF
    tab.page.get_by_role("button", name="Im Einzelnen ansehen").click()
    tab.settle()
    assert tab.parameters()["show"] == "details"
    expect(tab.page.get_by_text(f"{SKF}: alle Kennzahlen")).to_be_visible()
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("button", name="Excel", exact=True).last.click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
