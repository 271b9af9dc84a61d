"""The page on data in a browser: its sections, and the way of an export from the upload to the end of its dry run."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

SECTIONS = ("Stand", "Dateien laden", "Datenqualität", "Datenstände")
# Streamlit's own upload field names an element that it also calls mere presentation.
OF_STREAMLIT = {"rules": {"presentation-role-conflict": {"enabled": False}}, "resultTypes": ["violations"]}
# The other rules are about words, roles and colours, which are the same at every size.
OF_SIZES = {"runOnly": ["scrollable-region-focusable", "target-size"], "resultTypes": ["violations"]}
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
    .filter((part) => part.scrollWidth > part.clientWidth).length"""
HEADINGS = "Klienten-ID;Nachname;Telefon;Wohnort;Stelle;Einverständnis;Erstkontakt;m/w/d"
ROW = "K{0};Zielinska;02421 9988{0};Heimbach;CARITAS-1;ja;01.0{0}.2026;w"


def check(tab, rules: dict[str, Any] = OF_STREAMLIT) -> None:
    """Nothing cut off, nothing that keeps people out."""
    assert tab.page.evaluate(TOO_WIDE) == 0
    found = Axe().run(tab.page, options=rules)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("width", "height", "rules"), [(1366, 768, OF_STREAMLIT), (1920, 1080, OF_SIZES)])
def test_sections_are_clean(new_tab, subtests: pytest.Subtests, width: int, height: int, rules: dict[str, Any]) -> None:
    tab = new_tab(width, height).open("?role=coordination").go("Daten")
    for section in SECTIONS:
        with subtests.test(section):
            tab.page.get_by_role("radio", name=section, exact=True).click()
            tab.settle()
            check(tab, rules)


def test_an_export_is_mapped_and_tried_out(tab) -> None:
    tab.open("?role=coordination").go("Daten")
    tab.page.get_by_role("radio", name="Dateien laden", exact=True).click()
    tab.settle()
    content = "\r\n".join([HEADINGS, *(ROW.format(number) for number in range(1, 8))]).encode("cp1252")
    file = {"name": "export.csv", "mimeType": "text/csv", "buffer": content}
    tab.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    tab.page.get_by_text("Die Zuordnung ist vollständig.").wait_for()
    tab.settle()
    check(tab)
    words = tab.page.locator("[data-testid=stMain]").inner_text()
    assert "Zielinska" not in words
    assert "sieht aus wie eine Telefonnummer" in words

    tab.page.get_by_role("button", name="Probelauf: Was würde sich ändern?").click()
    tab.page.get_by_text("Was aus jeder Zeile würde").wait_for(timeout=60_000)
    tab.settle()
    check(tab)
    assert tab.page.get_by_role("button", name="Laden", exact=True).is_enabled()
    assert "nicht gelesen, weil sie Personen erkennen lassen" in tab.page.locator("[data-testid=stMain]").inner_text()
