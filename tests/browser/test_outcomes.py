"""The page of outcomes in a browser: every section whole and open to everyone, pictures and tables as one choice, a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
VIEWS = [("steering", 1366, 768), ("coordination", 1920, 1080)]
TITLE = "Wirkung: Was aus der Beratung wird"
SECTIONS = {
    "overview": "Auf einen Blick",
    "goals": "Ziele",
    "time": "Zeiten",
    "ways": "Zugang und Vermittlung",
    "languages": "Sprachen und Leistungen",
    "people": "Wer erreicht wird",
    "authorities": "Behörden",
    "compare": "Im Zeitvergleich",
}
HEIMBACH = "05358012"
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stHtml], .stHtml')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth} ${part.innerText.slice(0, 60)}`)"""


def opened(new_tab: Callable[..., Any], address: str, width: int = 1366, height: int = 768) -> Any:
    tab = new_tab(width, height).open(f"wirkung?{address}")
    assert tab.heading() == TITLE
    return tab


def go_to(tab: Any, section: str) -> None:
    tab.page.get_by_role("radio", name=section, exact=True).click()
    tab.settle()


def row(tab: Any, name: str) -> Locator:
    """A unit in the first table of the section that can be picked from."""
    return tab.row(name).first


@pytest.mark.parametrize(("role", "width", "height"), VIEWS)
def test_every_section_is_whole_and_keeps_nobody_out(
    new_tab: Callable[..., Any], subtests: pytest.Subtests, role: str, width: int, height: int
) -> None:
    tab = opened(new_tab, f"role={role}", width, height)
    PICTURES.mkdir(exist_ok=True)
    for number, section in enumerate(SECTIONS.values()):
        with subtests.test(section):
            go_to(tab, section)
            for fold in tab.page.locator("[data-testid=stExpander] summary").all():
                fold.click()
            tab.settle()
            if role == "steering":  # slow, and the coordination sees the same kinds of parts
                found = Axe().run(tab.page)
                assert found.violations_count == 0, found.generate_report()
            assert tab.page.evaluate(TOO_WIDE) == []
            tab.page.screenshot(path=PICTURES / f"outcomes-{role}-{number}-{width}.png")
            # The first chart of a library costs seconds to fetch; this page draws for itself.
            expect(tab.page.locator("[data-testid=stPlotlyChart]")).to_have_count(0)
    assert any(url.endswith(".js") for url in tab.asked)
    assert [url for url in tab.asked if re.search("plotly|vega|echarts", url, re.IGNORECASE)] == []


def test_a_row_chosen_with_the_keyboard_is_chosen_in_every_picture(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, "role=coordination&outcome_by=ags")
    tab.page.get_by_role("button", name="Heimbach", exact=True).first.focus()
    tab.page.keyboard.press("Enter")
    tab.settle()
    expect(row(tab, "Heimbach")).to_have_attribute("aria-current", "true")
    expect(tab.page.locator(f"svg [data-ags='{HEIMBACH}'][aria-pressed=true]")).to_have_count(4)
    assert tab.focused() == tab.parameters()["ags"] == HEIMBACH
    go_to(tab, SECTIONS["compare"])
    expect(row(tab, "Heimbach")).to_have_attribute("aria-current", "true")


def test_the_address_brings_back_what_was_looked_at(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, "role=coordination&outcome=time&clock=first_goal&year=2024&outcome_area=psychosocial")
    sentence = tab.page.get_by_text("6 Monate nach der ersten Vereinbarung").inner_text()
    shown = tab.parameters()
    assert shown["clock"] == "first_goal"
    tab.page.reload()
    tab.settle()
    assert tab.parameters() == shown
    expect(tab.select("Schwerpunkt")).to_have_value("Psychosoziale Beratung")
    expect(tab.select("Jahr")).to_have_value("2024")
    assert tab.page.get_by_text("6 Monate nach der ersten Vereinbarung").inner_text() == sentence
    tab.open("wirkung?role=coordination&outcome=time&clock=first_goal&year=2023&outcome_area=psychosocial")
    assert tab.page.get_by_text("6 Monate nach der ersten Vereinbarung").inner_text() != sentence


def test_who_is_not_the_coordination_chooses_one_thing_at_a_time(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, f"role=steering&ags={HEIMBACH}&outcome_by=focus_area&outcome_area=welcome")
    expect(tab.select("Gemeinde").first).to_have_value("Heimbach")
    expect(tab.select("Schwerpunkt")).to_have_count(0)
    expect(tab.select("Träger")).to_have_count(0)
    go_to(tab, SECTIONS["goals"])
    expect(tab.page.get_by_text("In einer einzelnen Gemeinde oder bei einem einzelnen Träger").first).to_be_visible()


def test_a_workbook_taken_away_explains_itself(new_tab: Callable[..., Any]) -> None:
    tab = opened(new_tab, "role=coordination&outcome=goals&outcome_by=ags")
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("button", name="Excel", exact=True).last.click()
    assert waiting.value.suggested_filename.startswith("Beispieldaten_")
    book = CalamineWorkbook.from_path(str(waiting.value.path()))
    assert book.sheet_names[1] == "Erläuterung"
    first, about = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    keys = [cells[0] for cells in first if str(cells[0]).startswith("05358")]
    assert keys[2] == HEIMBACH
    assert len(keys) == 15
    assert any("mangels Einwilligung" in str(cell) for cells in about for cell in cells)
