"""The running app in a browser: every page clean and accessible, the map and the table as one choice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
HEIMBACH, NOERVENICH = "05358012", "05358052"
SIZES = [(1366, 768), (1920, 1080)]
# Name in the navigation -> heading of the page.
GERMAN = {
    "Überblick": "Wo fehlt Beratung?",
    "Versorgung": "Versorgung: Stellen und Bedarf im Vergleich",
    "Gemeinde": "Gemeinde: alles über einen Ort",
    "Fallzahlen": "Fallzahlen: Fälle je Vollzeitstelle",
    "Wirkung": "Wirkung: Was aus der Beratung wird",
    "Daten": "Daten",
    "Methoden": "Methoden",
}
ENGLISH = {
    "Overview": "Where is counselling missing?",
    "Coverage": "Coverage: posts compared with need",
    "Municipality": "Municipality: everything about one place",
    "Caseload": "Caseload: cases per full-time post",
    "Outcomes": "Outcomes: what becomes of the counselling",
    "Data": "Data",
    "Methods": "Methods",
}
SECTIONS = ("Schwerpunkte", "Vergleich", "Reichweite", "Entfernung", "Verteilung", "Rangliste")
# The other rules are about words, roles and colours, which are the same at every size, and take most of the time.
OF_SIZES = {"runOnly": ["scrollable-region-focusable", "target-size"], "resultTypes": ["violations"]}
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stSidebarContent]')]
    .filter((part) => part.scrollWidth > part.clientWidth)
    .map((part) => `${part.dataset.testid ?? part.tagName}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def test_a_link_opens_its_page_for_the_first_visitor_too(first_visit: tuple[str, list[str]]) -> None:
    assert first_visit == ("Methoden", [])


def test_german_pages_are_clean(tab, subtests: pytest.Subtests) -> None:
    tab.open()
    for number, (name, heading) in enumerate(GERMAN.items()):
        with subtests.test(name):
            assert tab.go(name).heading() == heading
            _check(tab, f"de-{number}")


def test_sections_of_the_coverage_are_clean(tab, subtests: pytest.Subtests) -> None:
    tab.open().go("Versorgung")
    for number, part in enumerate(SECTIONS):
        with subtests.test(part):
            tab.page.get_by_role("radio", name=part, exact=True).click()
            tab.settle()
            _check(tab, f"coverage-{number}")


def test_english_pages_are_clean(tab, subtests: pytest.Subtests) -> None:
    tab.open("?lang=en")
    for number, (name, heading) in enumerate(ENGLISH.items()):
        with subtests.test(name):
            assert tab.go(name).heading() == heading
            _check(tab, f"en-{number}", SIZES[:1])


def test_click_on_the_map_chooses_a_municipality_on_the_whole_page(tab) -> None:
    tab.open("versorgung")
    tab.region("Nörvenich").click()
    tab.settle()
    expect(tab.row("Nörvenich")).to_have_attribute("aria-current", "true")
    expect(tab.region("Nörvenich")).to_have_attribute("aria-pressed", "true")
    expect(tab.select("Gemeinde")).to_have_value("Nörvenich")
    expect(tab.page.locator("table.kim-table", has_text="Stellen, die für")).to_contain_text(
        "Evangelische Gemeinde zu Düren"
    )
    assert tab.parameters() == {"ags": NOERVENICH}
    tab.page.screenshot(path=_picture("chosen"))

    tab.region("Nörvenich").click()
    tab.settle()
    expect(tab.region("Nörvenich")).to_have_attribute("aria-pressed", "false")
    expect(tab.page.locator("[aria-current=true]")).to_have_count(0)
    expect(tab.select("Gemeinde")).to_have_value("Alle Gemeinden")
    assert tab.parameters() == {}


def test_lists_and_fields_show_no_words_of_streamlits_own(tab) -> None:
    tab.open("gemeinde")
    tab.select("Gemeinde").fill("Bonn")
    empty = tab.page.get_by_role("listbox").get_by_text("No results")
    shown = empty.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]")
    assert shown == ["0px", '"keine Auswahl"']
    tab.open("sitzung")
    tab.page.get_by_role("button", name="Neue Sitzung").click()
    hints = tab.page.get_by_test_id("InputInstructions")
    tab.page.get_by_label("Titel", exact=True).fill("Herbst")
    expect(hints.first).to_be_attached()
    assert not any(hint.is_visible() for hint in hints.all())


@pytest.mark.parametrize(("part", "panels"), [("Schwerpunkte", 3), ("Vergleich", 2)])
def test_click_on_one_of_several_maps_chooses_on_all(tab, part: str, panels: int) -> None:
    tab.open("versorgung")
    tab.page.get_by_role("radio", name=part).click()
    tab.settle()
    regions = tab.page.locator("path[role=button][aria-label*=', Nörvenich:']")
    expect(regions).to_have_count(panels)
    regions.last.click()
    tab.settle()
    for number in range(panels):
        expect(regions.nth(number)).to_have_attribute("aria-pressed", "true")
    expect(tab.row("Nörvenich")).to_have_attribute("aria-current", "true")
    assert tab.parameters()["ags"] == NOERVENICH


def test_slider_of_months_keeps_the_scale(tab) -> None:
    tab.open("versorgung")
    outline = tab.region("Düren").get_attribute("d")
    legend = tab.page.get_by_text("0,5 und mehr Stellen fehlen", exact=True)
    expect(legend).to_have_count(1)
    slider = tab.page.get_by_role("slider").first
    slider.focus()
    tab.page.keyboard.press("Home")
    tab.settle()
    assert tab.parameters()["month"] == "2021-01"
    expect(tab.region("Niederzier")).to_have_attribute("aria-label", re.compile(r"\+0,11"))
    assert tab.region("Düren").get_attribute("d") == outline
    expect(legend).to_have_count(1)


def test_picture_of_the_map_is_saved(tab) -> None:
    tab.open("versorgung")
    for ending, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with tab.page.expect_download() as waiting:
            tab.page.get_by_role("button", name=ending, exact=True).first.click()
        saved = waiting.value
        assert saved.suggested_filename.endswith(f".{ending.lower()}")
        assert Path(saved.path()).read_bytes().startswith(begins)


def test_click_in_the_table_chooses_on_the_map(tab) -> None:
    tab.open("versorgung")
    tab.row("Heimbach").get_by_role("button").click()
    tab.settle()
    expect(tab.region("Heimbach")).to_have_attribute("aria-pressed", "true")
    expect(tab.row("Heimbach")).to_have_attribute("aria-current", "true")
    expect(tab.page.locator("[aria-current=true]")).to_have_count(1)
    assert tab.parameters()["ags"] == HEIMBACH


def test_choice_stays_from_page_to_page(tab) -> None:
    tab.open()
    tab.region("Heimbach").click()
    tab.settle()
    for name in ("Versorgung", "Fallzahlen"):
        tab.go(name)
        expect(tab.row("Heimbach")).to_have_attribute("aria-current", "true")
        expect(tab.page.locator(f"svg [data-ags='{HEIMBACH}'][role=button]")).to_have_attribute("aria-pressed", "true")
        assert tab.parameters()["ags"] == HEIMBACH


def test_map_works_by_keyboard(tab) -> None:
    tab.open("versorgung")
    tab.page.get_by_role("radio", name="Lücke in Stellen").focus()
    first = _tab_to_a_municipality(tab)
    name = tab.page.locator(f"path[data-ags='{first}']").get_attribute("aria-label").split(":")[0]
    expect(tab.card()).to_contain_text(name)
    expect(tab.card()).to_contain_text("Stellen")

    tab.page.keyboard.press("Enter")
    tab.settle()
    expect(tab.region(name)).to_have_attribute("aria-pressed", "true")
    expect(tab.row(name)).to_have_attribute("aria-current", "true")
    assert tab.parameters()["ags"] == first
    assert tab.focused() == first

    tab.page.keyboard.press("Tab")
    assert tab.focused() not in {"", first}
    tab.page.keyboard.press("Shift+Tab")
    tab.page.keyboard.press(" ")
    tab.settle()
    expect(tab.region(name)).to_have_attribute("aria-pressed", "false")
    assert tab.parameters() == {}
    assert tab.focused() == first
    tab.page.keyboard.press("Escape")
    expect(tab.card()).to_have_count(0)


def test_table_works_by_keyboard(tab) -> None:
    tab.open("versorgung")
    tab.row("Titz").get_by_role("button").focus()
    tab.page.keyboard.press("Enter")
    tab.settle()
    expect(tab.region("Titz")).to_have_attribute("aria-pressed", "true")
    assert tab.focused() == tab.parameters()["ags"]


def test_card_shows_name_and_value_under_the_pointer(tab) -> None:
    tab.open("versorgung")
    tab.region("Düren").hover()
    expect(tab.card()).to_contain_text("Düren")
    expect(tab.card()).to_contain_text("+0,91")
    tab.page.screenshot(path=_picture("card"))
    tab.page.mouse.move(700, 60)
    expect(tab.card()).to_have_count(0)


def test_address_brings_back_what_was_chosen(tab) -> None:
    tab.open("versorgung")
    tab.choose("Geteilte Stellen aufteilen", "gleichmäßig")
    tab.region("Nörvenich").click()
    tab.settle()
    address = tab.page.url
    for again in (tab.page.reload, lambda: tab.page.goto(address)):
        again()
        tab.settle()
        assert tab.page.url == address
        expect(tab.region("Nörvenich")).to_have_attribute("aria-pressed", "true")
        expect(tab.select("Geteilte Stellen aufteilen")).to_have_value("gleichmäßig")
        expect(tab.select("Gemeinde")).to_have_value("Nörvenich")


def test_button_back_of_the_browser(tab) -> None:
    tab.open().go("Versorgung")
    tab.region("Nörvenich").click()
    tab.settle()
    tab.go("Fallzahlen")
    tab.page.go_back()
    tab.settle()
    assert tab.heading() == GERMAN["Versorgung"]
    expect(tab.region("Nörvenich")).to_have_attribute("aria-pressed", "true")
    for _ in range(2):
        tab.page.go_back()
        tab.settle()
    assert tab.heading() in GERMAN.values()


def test_language_changes_everything_at_once(tab) -> None:
    tab.open("versorgung")
    document = tab.page.locator("html")
    expect(document).to_have_attribute("lang", "de")
    tab.region("Nörvenich").click()
    tab.settle()
    tab.choose("Sprache / Language", "English")
    expect(tab.page.locator("h1")).to_have_text(ENGLISH["Coverage"])
    expect(tab.page.locator("svg", has=tab.region("Düren"))).to_contain_text("posts missing")
    expect(tab.page.get_by_test_id("stSidebarNav")).to_contain_text("Caseload")
    expect(tab.region("Nörvenich")).to_have_attribute("aria-pressed", "true")
    expect(document).to_have_attribute("lang", "en")
    assert tab.parameters() == {"ags": NOERVENICH, "lang": "en"}
    tab.choose("Sprache / Language", "Deutsch")
    expect(tab.page.locator("h1")).to_have_text(GERMAN["Versorgung"])
    expect(document).to_have_attribute("lang", "de")


def _tab_to_a_municipality(tab) -> str:
    """Press Tab until the map has the focus; the key of the municipality that got it."""
    for _ in range(10):
        tab.page.keyboard.press("Tab")
        if tab.focused():
            return tab.focused()
    pytest.fail("no municipality can be reached with the Tab key")


def _picture(name: str) -> Path:
    PICTURES.mkdir(exist_ok=True)
    return PICTURES / f"{name}.png"


def _check(tab, picture: str, sizes: Sequence[tuple[int, int]] = SIZES) -> None:
    """Nothing cut off, nothing that keeps people out, on any part of a page, at any size; and pictures for human eyes."""
    for number, _ in enumerate(_parts(tab)):
        for width, height in sizes:
            tab.resize(width, height)
            assert tab.page.evaluate(TOO_WIDE) == []
            found = Axe().run(tab.page, options=DEFAULT_OPTIONS if (width, height) == sizes[0] else OF_SIZES)
            assert found.violations_count == 0, found.generate_report()
            _take(tab, f"{picture}-{width}-{number}" if number else f"{picture}-{width}")


def _parts(tab) -> Iterator[None]:
    """The page with everything unfolded, once for each of its tabs."""
    for fold in tab.page.locator("[data-testid=stExpander] summary").all():
        fold.click()
    tab.settle()
    yield
    for other in tab.page.get_by_role("tab").all()[1:]:
        other.click()
        tab.settle()
        yield


def _take(tab, name: str) -> None:
    """Streamlit scrolls inside the window: to picture all of a page, the window takes the height of its content."""
    size = tab.page.viewport_size
    content = tab.page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    tab.resize(size["width"], max(size["height"], content))
    tab.page.screenshot(path=_picture(name))
