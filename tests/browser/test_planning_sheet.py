"""The table of posts and municipalities in a browser: written in like a spreadsheet, open to everyone, whole at every size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.script_server import serving, watched

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
SCRIPT = Path(__file__).parent / "sheet_page.py"
WAIT = 30_000  # milliseconds
A_TO_L = ["Aldenhoven", "Düren", "Heimbach", "Hürtgenwald", "Inden", "Jülich", "Kreuzau", "Langerwehe"]
PLACES = [*A_TO_L, "Linnich", "Merzenich", "Nideggen", "Niederzier", "Nörvenich", "Titz", "Vettweiß", "total"]
AGS = {place: f"053580{4 * number:02}" for number, place in enumerate(PLACES[:-1], start=1)} | {"total": "total"}
# A sheet of A4 between margins of one centimetre, at 96 pixels an inch.
PAPER = 718
CUT_OFF = """() => {
    const host = [...document.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('#frame'));
    const frame = host.shadowRoot.querySelector('#frame');
    const right = frame.getBoundingClientRect().right + 1;
    const isOutside = (part) => frame.contains(part) && part.getBoundingClientRect().right > right;
    return [document.documentElement, document.querySelector('[data-testid=stMain]'), frame, ...frame.querySelectorAll('th, td')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1 || isOutside(part))
        .map((part) => `${part.tagName} ${part.id} ${part.textContent.slice(0, 40)}`);
}"""


class Sheet:
    """The page with the table on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def cell(self, post: str, place: str) -> Locator:
        row = self.page.locator("tr", has=self.page.locator(".name", has_text=post))
        return row.locator("td").nth(PLACES.index(place))

    def focused(self) -> tuple[str, str]:
        """Row and column of the cell that has the focus."""
        found = self.page.evaluate("""() => {
            const cell = document.activeElement.shadowRoot?.activeElement?.closest('td');
            return cell ? [cell.closest('tr').querySelector('.name').textContent, Number(cell.dataset.column)] : ['', 0];
        }""")
        return found[0], PLACES[found[1]]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def arrived(self) -> list[Any]:
        return list(json.loads(self.page.locator("#arrived").inner_text()))

    def wait_for(self, number: int) -> Any:
        """Wait until so many messages have arrived; the last one of them."""
        self.page.wait_for_function(f"JSON.parse(document.querySelector('#arrived').textContent).length >= {number}")
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        )
        arrived = self.arrived()
        assert len(arrived) == number
        return arrived[-1]

    def check(self) -> None:
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of this test on a free port of the loopback."""
    with serving(SCRIPT, project, tmp_path_factory.mktemp("sheet") / "log") as found:
        yield found


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Sheet]]:
    """Opens the page; afterwards it may not have had anything to complain about, and not have asked anybody else."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    trouble: list[str] = []

    def open_page(query: str = "", width: int = 1366, height: int = 768) -> Sheet:
        page = watched(context, address, trouble)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(WAIT)
        page.goto(f"{address}/?{query}")
        page.locator("table[role=grid]").wait_for()
        page.locator("#arrived").wait_for(state="attached")
        return Sheet(page)

    yield open_page
    context.close()
    assert trouble == []


def test_what_is_typed_arrives_and_the_next_cell_is_ready(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("CARITAS-1", "Nörvenich").click()
    sheet.page.keyboard.type("0,5")
    sheet.press("Enter")
    assert sheet.wait_for(1) == [["CARITAS-1", AGS["Nörvenich"], "0,5"]]
    changed = sheet.cell("CARITAS-1", "Nörvenich")
    expect(changed).to_have_text("0,50 (heute 0)")
    expect(changed).to_have_css("font-weight", "700")
    assert sheet.focused() == ("CARITAS-2", "Nörvenich")
    expect(sheet.page.locator("#granted")).to_have_text("12,50 von 12,00 bewilligten Stellen: 0,50 mehr")
    expect(sheet.page.locator(".carriers tr", has_text="Caritasverband")).to_contain_text("+0,50")
    # What is left as it was is nobody's message.
    sheet.cell("CARITAS-1", "Nörvenich").dblclick()
    expect(sheet.page.locator("td input")).to_have_value("0,50")
    sheet.press("Enter")
    sheet.cell("SKF-2", "Düren").click()
    sheet.press("Delete")
    sheet.wait_for(2)
    assert sheet.arrived()[1] == [["SKF-2", AGS["Düren"], ""]]


def test_a_refused_entry_stays_with_its_reason_until_it_is_changed(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("SKF-1", "Inden").click()
    sheet.page.keyboard.type("viel")
    sheet.press("Enter")
    sheet.wait_for(1)
    refused, reason = sheet.cell("SKF-1", "Inden"), sheet.page.get_by_role("alert")
    expect(refused).to_have_text("viel")
    expect(refused).to_have_attribute("aria-invalid", "true")
    expect(reason).to_have_text("SKF-1, Inden: «viel» ist keine Zahl.")
    expect(refused).to_have_attribute("aria-describedby", str(reason.get_attribute("id")))
    cell, bubble = refused.bounding_box(), reason.bounding_box()
    assert cell and bubble and 0 <= cell["y"] - (bubble["y"] + bubble["height"]) < 20
    assert bubble["x"] < cell["x"] + cell["width"] / 2 < bubble["x"] + bubble["width"]
    sheet.check()

    # Another entry does not take it away; Escape does, and shows what was there before.
    sheet.cell("SKF-1", "Titz").click()
    sheet.page.keyboard.type("0,1")
    sheet.press("Tab")
    sheet.wait_for(2)
    expect(refused).to_have_text("viel")
    refused.click()
    sheet.press("Escape")
    expect(refused).to_have_text("0,25")
    expect(refused).not_to_have_attribute("aria-invalid", "true")
    expect(reason).to_have_count(0)

    sheet.page.keyboard.type("9\n")
    sheet.wait_for(3)
    expect(refused).to_have_text("9")
    refused.click()
    sheet.page.keyboard.type("0,75\n")
    sheet.wait_for(4)
    expect(refused).to_have_text("0,75 (heute 0,25)")
    expect(reason).to_have_count(0)


def test_keys_lead_through_the_table_and_out_of_it(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("CARITAS-1", "Jülich").click()
    for keys, place in (
        (["ArrowRight", "ArrowDown"], ("CARITAS-2", "Kreuzau")),
        (["Home"], ("CARITAS-2", "Aldenhoven")),
        (["Shift+Tab"], ("CARITAS-1", "total")),
        (["Tab", "Tab"], ("CARITAS-2", "Düren")),
        (["End"], ("CARITAS-2", "total")),
        (["Control+Home"], ("Willkommensberatung", "Aldenhoven")),
        (["Control+End"], ("Fehlt (+) oder darüber (−)", "total")),
        (["ArrowDown", "ArrowRight"], ("Fehlt (+) oder darüber (−)", "total")),
        (["Shift+Enter"], ("CARITAS-3", "total")),
        (["Shift+Enter"], ("SOZIALWERK-2", "total")),  # past the sums of the focus area
        (["r"], ("SOZIALWERK-2", "total")),
        (["Escape", "ArrowUp"], ("SOZIALWERK-1", "total")),
    ):
        sheet.press(*keys)
        assert sheet.focused() == place
    assert sheet.page.locator("td[tabindex='0']").count() == 1
    sheet.press("Control+Home", "5")  # sums cannot be written in
    expect(sheet.page.locator("td input")).to_have_count(0)
    sheet.press("Escape", "Tab")
    assert sheet.focused() == ("", "Aldenhoven")
    sheet.press("Shift+Tab")
    assert sheet.focused() == ("Willkommensberatung", "Aldenhoven")
    assert sheet.arrived() == []


def test_while_writing_keys_do_what_a_spreadsheet_does(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("DIAKONIE-1", "Jülich").click()
    sheet.press("F2")
    field = sheet.page.locator("td input")
    expect(field).to_have_value("0,20")
    sheet.press("ArrowLeft", "5")  # after F2 the arrows move in the text
    expect(field).to_have_value("0,250")
    sheet.press("Escape")
    expect(sheet.cell("DIAKONIE-1", "Jülich")).to_have_text("0,20")
    assert sheet.focused() == ("DIAKONIE-1", "Jülich")
    sheet.page.keyboard.type("0,4")
    sheet.press("ArrowRight")  # after typing they accept and go on
    assert sheet.focused() == ("DIAKONIE-1", "Kreuzau")
    assert sheet.wait_for(1) == [["DIAKONIE-1", AGS["Jülich"], "0,4"]]


def test_ranges_are_copied_and_blocks_pasted_as_one(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("SOZIALWERK-1", "Aldenhoven").click()
    sheet.press("Shift+ArrowRight", "Shift+ArrowDown")
    expect(sheet.page.locator("td[aria-selected=true]")).to_have_count(4)
    sheet.press("Control+c")
    assert sheet.page.evaluate("navigator.clipboard.readText()") == "0,10\t0,10\n0,07\t0,07"

    sheet.page.evaluate("navigator.clipboard.writeText('0,25\\t0,75\\r\\n')")
    sheet.cell("EVANGELISCHE-1", "Düren").click()
    sheet.press("Control+v")
    assert sheet.wait_for(1) == [["EVANGELISCHE-1", AGS["Düren"], "0,25"], ["EVANGELISCHE-1", AGS["Heimbach"], "0,75"]]
    expect(sheet.cell("EVANGELISCHE-1", "Heimbach")).to_contain_text("0,75")

    # One value fills what is selected, and Delete empties it.
    sheet.page.evaluate("navigator.clipboard.writeText('0,5')")
    sheet.cell("SKF-3", "Inden").click()
    sheet.cell("SKF-3", "Kreuzau").click(modifiers=["Shift"])
    sheet.press("Control+v")
    assert [entry[1:] for entry in sheet.wait_for(2)] == [
        [AGS[place], "0,5"] for place in ("Inden", "Jülich", "Kreuzau")
    ]
    sheet.press("Delete")
    assert [entry[1:] for entry in sheet.wait_for(3)] == [[AGS[place], ""] for place in ("Inden", "Jülich", "Kreuzau")]


def test_taking_back_and_bringing_again(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.cell("SKF-1", "Inden").click()
    sheet.page.keyboard.type("0,75\n")
    sheet.wait_for(1)
    sheet.press("Control+z")
    assert sheet.wait_for(2) == "undo"
    expect(sheet.cell("SKF-1", "Inden")).to_have_text("0,25")
    sheet.press("Control+y")
    assert sheet.wait_for(3) == "redo"
    sheet.press("Control+Shift+Z")
    assert sheet.wait_for(4) == "redo"
    assert sheet.focused() == ("SKF-2", "Inden")


def test_nothing_that_is_typed_during_a_slow_run_is_lost(opened: Callable[..., Sheet]) -> None:
    sheet = opened("slow=1.5")
    sheet.cell("SKF-1", "Inden").click()
    sheet.page.keyboard.type("0,3\n0,4\n0,6\n")
    for post, entry in (("SKF-1", "0,3"), ("SKF-2", "0,4"), ("SKF-3", "0,6")):
        expect(sheet.cell(post, "Inden")).to_have_text(entry)
        expect(sheet.cell(post, "Inden")).to_have_css("font-style", "italic")
    # The last one closes a post, so that the table is built anew while somebody writes in it.
    sheet.cell("NIEDERZIER-1", "total").click()
    sheet.press("Delete")
    sheet.cell("STADT-DUEREN-1", "Heimbach").click()
    sheet.page.keyboard.type("0,")
    sheet.wait_for(4)
    expect(sheet.page.locator("tr.gone .name")).to_have_text("NIEDERZIER-1")
    expect(sheet.page.locator("td input")).to_have_value("0,")
    assert sheet.focused() == ("STADT-DUEREN-1", "Heimbach")
    sheet.page.keyboard.type("2\n")
    assert sheet.wait_for(5) == [["STADT-DUEREN-1", AGS["Heimbach"], "0,2"]]
    assert [sent[0][2] for sent in sheet.arrived()[:4]] == ["0,3", "0,4", "0,6", ""]
    expect(sheet.cell("SKF-1", "Inden")).to_have_css("font-style", "normal")
    expect(sheet.cell("SKF-3", "Inden")).to_have_text("0,60 (heute 0)")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("query", ["", "unit=share&lang=en"])
def test_nothing_is_cut_off_and_nobody_kept_out(
    opened: Callable[..., Sheet], query: str, width: int, height: int
) -> None:
    sheet = opened(query, width, height)
    sheet.cell("SKF-1", "Vettweiß").click()
    sheet.page.keyboard.type("2\n")
    sheet.wait_for(1)
    sheet.cell("STADT-JUELICH-1", "total").click()
    sheet.press("Delete")
    sheet.wait_for(2)
    assert sheet.page.evaluate(CUT_OFF) == []
    sheet.cell("CARITAS-1", "Düren").click()
    sheet.page.keyboard.type("0,5")
    sheet.check()
    PICTURES.mkdir(exist_ok=True)
    sheet.page.screenshot(path=PICTURES / f"sheet-{query[:4] or 'fte'}-{width}.png")


def test_at_twice_the_size_the_table_scrolls_in_its_own_frame(opened: Callable[..., Sheet]) -> None:
    sheet = opened(width=683, height=500)
    sheet.page.add_style_tag(content="[data-testid=stSidebar] { display: none }")
    expect(sheet.page.locator("#frame")).to_have_class("scrolls")
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == 683
    sheet.cell("DIAKONIE-1", "Aldenhoven").focus()
    for key, count in (("ArrowRight", 15), ("ArrowLeft", 14)):
        sheet.press(*[key] * count)
        cell = sheet.page.locator("td:focus").bounding_box()
        first = sheet.page.locator("tr", has=sheet.page.locator("td:focus")).locator("th").bounding_box()
        assert cell and first and first["x"] + first["width"] <= cell["x"] + 1 and cell["x"] + cell["width"] <= 683
    assert sheet.focused() == ("DIAKONIE-1", "Düren")


def test_paper_has_the_whole_table(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    sheet.page.emulate_media(media="print")
    sheet.page.set_viewport_size({"width": PAPER, "height": 1000})
    expect(sheet.page.locator("#frame")).not_to_have_class("scrolls")
    assert sheet.page.evaluate(CUT_OFF) == []
    expect(sheet.page.locator("#keys")).to_be_hidden()
    expect(sheet.cell("CARITAS-3", "Vettweiß")).to_be_visible()
