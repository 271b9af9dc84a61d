"""A meeting in a browser, from creating it to the papers: as whoever prepares one does it."""

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
TITLE = "Sitzung: vorbereiten, zeigen, beschließen, nachhalten"
SECTIONS = ["Tagesordnung", "Seit der letzten Sitzung", "Vorführen und Unterlagen", "Arbeitsaufträge"]
STANDS_STILL = "() => document.getAnimations().every((each) => each.playState !== 'running')"
VIEWS = ["versorgung?part=map", "versorgung?part=areas", "fallzahlen?show=compare"]
WAIT = 90_000  # milliseconds
LEAST_LETTERS = 24
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], .stHtml')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""
# The size in which every text on the screen is drawn, whatever is scaled above it, in the shadow of components as well.
LETTERS = """() => {
    const found = [];
    const walk = (node) => {
        if (node.shadowRoot) { walk(node.shadowRoot); }
        for (const child of node.childNodes) {
            if (child.nodeType === Node.TEXT_NODE && child.textContent.trim()) {
                const parent = child.parentElement;
                if (!parent || !parent.closest('dialog[open]')) { continue; }
                if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) { continue; }
                const box = parent.getBoundingClientRect();
                if (box.width < 2 || box.height < 2) { continue; }
                const matrix = parent.getScreenCTM ? parent.getScreenCTM() : null;
                const stage = parent.closest('[data-stage]');
                const outer = stage ? stage.getBoundingClientRect().width / stage.offsetWidth : 1;
                const scale = matrix ? matrix.a : outer;
                found.push([parseFloat(getComputedStyle(parent).fontSize) * scale, child.textContent.trim().slice(0, 60)]);
            } else if (child.nodeType === Node.ELEMENT_NODE) { walk(child); }
        }
    };
    walk(document.body);
    return found;
}"""


def section(tab: Any, name: str) -> None:
    tab.page.get_by_role("radio", name=name, exact=True).click()
    tab.settle()


def prepared(new_tab: Callable[..., Any], width: int = 1366, height: int = 768) -> Any:
    """A tab with the page of a meeting that has three views on its agenda."""
    tab = new_tab(width, height).open("sitzung?role=coordination")
    assert tab.heading() == TITLE
    if tab.page.get_by_text("Es gibt noch keine Sitzung").count():
        tab.page.get_by_role("button", name="Neue Sitzung").click()
        tab.page.get_by_role("button", name="Sitzung anlegen").click()
        tab.settle()
        for address in VIEWS:
            tab.open(f"{address}&role=coordination")
            button = tab.page.get_by_role("button", name="Zur Sitzung").first
            button.scroll_into_view_if_needed()
            button.click()
            expect(tab.page.get_by_text(re.compile("Steht jetzt auf der Tagesordnung")).first).to_be_visible(
                timeout=WAIT
            )
        tab.open("sitzung?role=coordination")
    return tab


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_every_section_is_whole_and_keeps_nobody_out(
    new_tab: Callable[..., Any], subtests: pytest.Subtests, width: int, height: int
) -> None:
    tab = prepared(new_tab, width, height)
    PICTURES.mkdir(exist_ok=True)
    for number, name in enumerate(SECTIONS):
        with subtests.test(name):
            section(tab, name)
            tab.page.screenshot(path=PICTURES / f"meeting_{number}_{width}.png", full_page=True)
            assert tab.page.evaluate(TOO_WIDE) == []
            found = Axe().run(tab.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
            ours = [each for each in found.response["violations"] if each["id"] not in {"page-has-heading-one"}]
            assert [(each["id"], each["nodes"][0]["html"][:200]) for each in ours] == []


def test_the_presentation_shows_the_agenda_in_large_letters_by_keyboard(new_tab: Callable[..., Any]) -> None:
    tab = prepared(new_tab, 1920, 1080)
    section(tab, "Vorführen und Unterlagen")
    tab.page.get_by_role("button", name=re.compile("^Vorführen")).first.click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=WAIT)
    asked = len(tab.asked)
    for number in range(len(VIEWS) + 3):
        tab.page.wait_for_timeout(100)
        tab.page.screenshot(path=PICTURES / f"slide_{number}.png")
        letters = tab.page.evaluate(LETTERS)
        assert letters and [each for each in letters if each[0] < LEAST_LETTERS - 0.5] == []
        tab.page.keyboard.press("ArrowRight")
    assert len(tab.asked) == asked, "the next slide is there already"
    tab.page.keyboard.press("Home")
    tab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_papers_are_made_and_saved(new_tab: Callable[..., Any]) -> None:
    tab = prepared(new_tab)
    section(tab, "Vorführen und Unterlagen")
    tab.page.get_by_role("button", name="Unterlagen erstellen").click()
    for kind, begins in (("Papier (PDF)", b"%PDF-"), ("Folien (PowerPoint)", b"PK"), ("Tabellen (Excel)", b"PK")):
        button = tab.page.get_by_role("button", name=kind).first
        expect(button).to_be_visible(timeout=WAIT)
        with tab.page.expect_download() as saved:
            button.click()
        assert Path(saved.value.path()).read_bytes().startswith(begins)
        assert saved.value.suggested_filename.startswith("Beispieldaten_")


def test_an_assignment_outlives_a_reload_and_a_second_browser(new_tab: Callable[..., Any]) -> None:
    tab = prepared(new_tab)
    section(tab, "Arbeitsaufträge")
    tab.page.get_by_text("Neuer Arbeitsauftrag").click()
    tab.page.wait_for_function(STANDS_STILL)  # the form slides open, and its button with it
    tab.page.get_by_label("Auftrag: was zu tun ist").first.fill("Sprechstunde in Titz prüfen")
    tab.page.get_by_label("Zuständige Stelle").first.fill("Amt für Integration")
    tab.page.get_by_role("button", name="Auftrag speichern").click()
    tab.settle()
    stored = tab.page.get_by_role("cell", name="Sprechstunde in Titz prüfen").first
    expect(stored).to_be_visible(timeout=WAIT)
    other = new_tab().open("sitzung?meet=assignments&role=steering")
    for each in (tab.open("sitzung?meet=assignments&role=coordination"), other):
        expect(each.page.get_by_role("cell", name="Sprechstunde in Titz prüfen").first).to_be_visible(timeout=WAIT)
