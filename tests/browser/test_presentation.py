"""The presentation in a browser: reached by every key, large enough to read, whole on every screen, and asking nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.browser.script_server import serving, watched

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
SCRIPT = Path(__file__).parent / "presentation_page.py"
WAIT = 30_000  # milliseconds
SLIDES = 16
LEAST_LETTERS = 24
LAPTOP = 1366 / 1920
KEYS_TOLD, POINTER_RESTS = 4000, 3000  # milliseconds
# Everything that is shown lies in the open shadow of one element.
ROOT = "[...document.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('#show')).shadowRoot"
# Every piece of text that is seen, with the height of its letters on the screen; what is only read out is clipped away.
LETTERS = f"""() => {{
    const root = {ROOT}, found = [];
    const walker = document.createTreeWalker(root.querySelector('#stage'), NodeFilter.SHOW_TEXT);
    const stage = root.querySelector('#stage').getBoundingClientRect().width / 1920;
    while (walker.nextNode()) {{
        const part = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || part.closest('.unseen, [hidden], title, desc')) continue;
        if (!part.checkVisibility({{ checkOpacity: true, checkVisibilityCSS: true }})) continue;
        const size = parseFloat(getComputedStyle(part).fontSize);
        const svg = part.closest('svg');
        const box = svg?.getBoundingClientRect();
        const within = svg ? part.getCTM().a / svg.getCTM().a : 1;
        const grown = svg ? (box.width / svg.viewBox.baseVal.width) * within : stage;
        found.push([walker.currentNode.data.trim(), size * grown]);
    }}
    return found;
}}"""
# Texts that reach out of the sheet or of their own cell, and parts of a slide that cover each other.
AMISS = f"""() => {{
    const root = {ROOT}, slide = root.querySelector('#slide'), amiss = [];
    const sheet = slide.getBoundingClientRect();
    const isBeside = (box) => box.left < sheet.left - 1 || box.right > sheet.right + 1;
    const isOut = (box) => isBeside(box) || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1;
    const range = document.createRange();
    for (const part of slide.querySelectorAll('h2, p, li, th, td, footer, svg, svg text')) {{
        range.selectNodeContents(part);
        const boxes = [...range.getClientRects(), part.getBoundingClientRect()];
        if (boxes.some(isOut)) amiss.push(`out of the sheet: ${{part.textContent.slice(0, 60)}}`);
    }}
    for (const part of slide.querySelectorAll('th, td, h2, p, footer')) {{
        if (part.scrollWidth > part.clientWidth + 1) amiss.push(`cut off: ${{part.textContent.slice(0, 60)}}`);
    }}
    const parts = [...slide.children].map((part) => {{
        const box = part.getBoundingClientRect();
        return [part.className || part.tagName, box.top, box.bottom];
    }}).sort((one, other) => one[1] - other[1]);
    for (let at = 1; at < parts.length; at += 1) {{
        if (parts[at - 1][2] > parts[at][1] + 1) amiss.push(`${{parts[at - 1][0]}} covers ${{parts[at][0]}}`);
    }}
    const number = root.querySelector('#number').getBoundingClientRect();
    const foot = slide.querySelector('footer span');
    if (foot) {{
        range.selectNodeContents(foot);
        if (range.getBoundingClientRect().right > number.left) amiss.push('the foot runs into the number');
    }}
    return amiss;
}}"""
FOCUSED = """() => {
    const found = document.activeElement.shadowRoot?.activeElement;
    return found ? found.id || found.textContent : '';
}"""
REFUSING = """() => {
    Element.prototype.requestFullscreen = function () { window.asked = this.id; return Promise.reject(new TypeError('no')); };
}"""
# Milliseconds from a key to the second frame after it, when the new slide has been painted.
PAINTED = """() => new Promise((done) => {
    const begun = performance.now();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, composed: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
})"""


class Show:
    """The page with the presentation on it, and what went over the network."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", self._listen)

    def _listen(self, socket_: WebSocket) -> None:
        for event in ("framesent", "framereceived"):
            socket_.on(event, lambda _: self.asked.append("message"))

    @property
    def start(self) -> Locator:
        return self.page.get_by_role("button", name="Vorführen", exact=True)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="Vorführung")

    @property
    def slide(self) -> Locator:
        return self.page.locator("#slide")

    @property
    def agenda(self) -> Locator:
        return self.page.locator("#agenda")

    @property
    def bar(self) -> Locator:
        return self.page.locator("#bar")

    def begin(self) -> Show:
        self.start.click()
        expect(self.dialog).to_be_visible()
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def number(self) -> str:
        return self.page.locator("#number").inner_text()

    def at(self, number: int) -> None:
        """Assert which slide is shown, by all that say so."""
        assert self.number() == f"{number} / {SLIDES}"
        said = self.page.locator("#said").text_content() or ""
        assert said.startswith(f"Folie {number} von {SLIDES}: ")
        assert self.slide.get_attribute("aria-label") == said

    def focused(self) -> str:
        """The id of what has the focus, or its text."""
        return str(self.page.evaluate(FOCUSED))

    def letters(self) -> list[tuple[str, float]]:
        return [(text, size) for text, size in self.page.evaluate(LETTERS)]

    def check(self) -> None:
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of this test on a free port of the loopback."""
    with serving(SCRIPT, project, tmp_path_factory.mktemp("presentation") / "log") as found:
        yield found


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Show]]:
    """Opens the page; afterwards it may not have had anything to complain about, and not have asked anybody else."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    trouble: list[str] = []

    def open_page(query: str = "", width: int = 1920, height: int = 1080) -> Show:
        page = watched(context, address, trouble)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(WAIT)
        show = Show(page)
        page.goto(f"{address}/?{query}")
        show.start.wait_for()
        page.get_by_role("button", name="Noch einmal").wait_for()
        return show

    yield open_page
    context.close()
    assert trouble == []


def test_it_covers_the_whole_window(opened: Callable[..., Show]) -> None:
    show = opened(width=1366, height=768).begin()
    assert show.dialog.bounding_box() == {"x": 0, "y": 0, "width": 1366, "height": 768}
    for x, y in ((5, 5), (1360, 5), (5, 760), (1360, 760), (120, 300)):
        covered = (
            """([x, y]) => document.elementFromPoint(x, y).shadowRoot?.elementFromPoint(x, y).closest('dialog')?.id"""
        )
        assert show.page.evaluate(covered, [x, y]) == "show"


def test_it_asks_for_the_full_screen_and_does_without_it(opened: Callable[..., Show]) -> None:
    show = opened()
    show.page.evaluate(REFUSING)
    show.begin()
    assert show.page.evaluate("window.asked") == "screen"
    show.press("ArrowRight")
    show.at(2)
    show.page.evaluate("() => { delete window.asked; }")
    show.press("f")
    assert show.page.evaluate("window.asked") == "screen"


def test_leaving_the_full_screen_ends_the_presentation(opened: Callable[..., Show]) -> None:
    """Browsers take Escape for themselves there and only say that the screen is no longer full."""
    show = opened().begin()
    show.page.wait_for_function(f"() => {ROOT}.querySelector('#screen').matches(':fullscreen')")
    show.press("f")
    show.page.wait_for_function(f"() => !{ROOT}.querySelector('#screen').matches(':fullscreen')")
    expect(show.dialog).to_be_visible()
    show.press("f")
    show.page.wait_for_function(f"() => {ROOT}.querySelector('#screen').matches(':fullscreen')")
    show.page.evaluate("() => document.exitFullscreen()")
    expect(show.dialog).to_be_hidden()
    expect(show.start).to_be_focused()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ArrowRight", 4),
        ("ArrowDown", 4),
        ("PageDown", 4),
        ("Space", 4),
        ("Enter", 4),
        ("ArrowLeft", 2),
        ("ArrowUp", 2),
        ("PageUp", 2),
        ("Backspace", 2),
        ("Shift+Space", 2),
        ("Home", 1),
        ("End", SLIDES),
        ("r", 3),
        ("c", 3),
    ],
)
def test_keys_go_from_slide_to_slide(shared: Show, key: str, expected: int) -> None:
    """Also those of a presenter's remote control; those of the page below mean nothing here."""
    shared.press("3", "Enter")
    shared.at(3)
    shared.press(key)
    shared.at(expected)


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Show]:
    """A presentation that has begun, for all keys."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    show = Show(page)
    page.goto(address)
    show.begin()
    yield show
    context.close()


def test_it_stays_at_its_ends(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    show.press("ArrowLeft")
    show.at(1)
    show.press("End", "ArrowRight")
    show.at(SLIDES)


def test_a_number_and_enter_lead_to_a_slide(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    show.press("1", "2")
    assert show.number() == f"→ 12 / {SLIDES}"
    show.press("Enter")
    show.at(12)
    show.press("9", "9", "Enter")
    show.at(SLIDES)
    show.press("1", "ArrowLeft")
    show.at(SLIDES - 1)
    show.press("Enter")
    show.at(SLIDES)
    show.press("0", "Enter")
    show.at(1)


def test_the_agenda_leads_to_every_slide(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    show.press("3", "Enter", "a")
    entries = show.agenda.get_by_role("button")
    assert entries.count() == SLIDES
    assert "ihren Anteil am Bedarf" in entries.nth(3).inner_text()
    expect(entries.nth(2)).to_be_focused()
    assert entries.nth(2).get_attribute("aria-current") == "true"
    show.press("ArrowDown", "ArrowDown")
    expect(entries.nth(4)).to_be_focused()
    show.press("Home", "ArrowUp")
    expect(entries.nth(SLIDES - 1)).to_be_focused()
    show.press("Tab")
    expect(entries.nth(0)).to_be_focused()
    show.press("End", "PageUp", "Enter")
    expect(show.agenda).to_be_hidden()
    show.at(SLIDES - 1)
    assert show.focused() == "slide"
    show.press("a", "a")
    expect(show.agenda).to_be_hidden()


def test_escape_closes_the_agenda_and_then_the_presentation(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    show.press("ArrowRight", "a", "Escape")
    expect(show.agenda).to_be_hidden()
    expect(show.dialog).to_be_visible()
    show.at(2)
    show.press("Escape")
    expect(show.dialog).to_be_hidden()
    expect(show.start).to_be_focused()
    show.press("ArrowRight", "a")
    expect(show.dialog).to_be_hidden()
    show.press("Enter")
    show.at(1)
    show.press("ArrowRight", "Escape", "Escape")
    expect(show.dialog).to_be_hidden()


def test_the_focus_stays_within_and_comes_back(opened: Callable[..., Show]) -> None:
    show = opened()
    show.start.focus()
    show.press("Enter")
    seen = [show.focused()]
    for _ in range(6):
        show.press("Tab")
        seen.append(show.focused())
    assert seen == ["slide", "Zurück", "Weiter", "Folien", "Vollbild", "Beenden", "slide"]
    show.press("Shift+Tab")
    assert show.focused() == "Beenden"
    expect(show.bar).to_have_css("opacity", "1")
    show.press("Enter")
    expect(show.dialog).to_be_hidden()
    expect(show.start).to_be_focused()


def test_the_controls_come_with_the_pointer_and_go_with_it(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    cursor = "() => getComputedStyle(" + ROOT + ".querySelector('#screen')).cursor"
    show.page.mouse.move(600, 500)
    show.page.mouse.move(640, 520)
    expect(show.bar).to_have_css("opacity", "1")
    assert show.page.evaluate(cursor) == "auto"
    show.bar.get_by_role("button", name="Weiter").click()
    show.at(2)
    assert show.focused() == "slide"
    show.press("Space")
    show.at(3)
    show.page.wait_for_timeout(POINTER_RESTS + 300)
    expect(show.bar).to_have_css("opacity", "0")
    assert show.page.evaluate(cursor) == "none"


def test_the_keys_are_told_for_a_moment(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    keys = show.page.locator("#keys")
    expect(keys).to_be_visible()
    assert "Leertaste" in keys.inner_text()
    box = keys.bounding_box()
    assert box is not None and box["x"] > 0 and box["x"] + box["width"] < 1920 - 150
    show.page.wait_for_timeout(KEYS_TOLD + 300)
    expect(keys).to_be_hidden()


def test_every_letter_can_be_read_from_afar_and_nothing_is_cut_off(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    PICTURES.mkdir(exist_ok=True)
    small, amiss = [], []
    for number in range(1, SLIDES + 1):
        show.at(number)
        found = show.letters()
        assert len(found) > 3
        small += [(number, text, size) for text, size in found if size < LEAST_LETTERS - 0.01]
        amiss += [(number, each) for each in show.page.evaluate(AMISS)]
        show.page.screenshot(path=PICTURES / f"presentation-{number}-1920.png")
        show.press("ArrowRight")
    assert small == []
    assert amiss == []
    show.press("a")
    assert [size for _, size in show.letters() if size < LEAST_LETTERS] == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 1024), (2560, 1080)])
def test_other_screens_show_the_same_sheet(opened: Callable[..., Show], width: int, height: int) -> None:
    show = opened(width=width, height=height).begin()
    scale = min(width / 1920, height / 1080)
    for number in range(1, SLIDES + 1):
        show.at(number)
        assert min(size for _, size in show.letters()) >= (LEAST_LETTERS - 0.01) * scale
        assert show.page.evaluate(AMISS) == []
        if width == 1366:
            show.page.screenshot(path=PICTURES / f"presentation-{number}-1366.png")
        show.press("ArrowRight")
    box = show.page.locator("#stage").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == pytest.approx((1920 * scale, 1080 * scale), abs=0.5)
    assert (box["x"], box["y"]) == pytest.approx(((width - box["width"]) / 2, (height - box["height"]) / 2), abs=0.5)


def test_it_grows_with_its_window(opened: Callable[..., Show]) -> None:
    show = opened(width=1366, height=768).begin()
    show.page.set_viewport_size({"width": 1920, "height": 1080})
    show.page.wait_for_function(f"() => {ROOT}.querySelector('#stage').getBoundingClientRect().width === 1920")


def test_the_next_slide_asks_nobody(
    opened: Callable[..., Show], record_testsuite_property: Callable[[str, object], None]
) -> None:
    """Also without any network at all. How long it takes is reported, not judged: that depends on the machine."""
    show = opened().begin()
    show.page.wait_for_timeout(500)
    show.page.context.set_offline(True)
    show.asked.clear()
    times: list[Any] = []
    for number in range(2, SLIDES + 1):
        times.append(show.page.evaluate(PAINTED))
        show.at(number)
    assert show.asked == []
    record_testsuite_property("milliseconds_to_the_next_slide_median", round(median(times), 1))
    record_testsuite_property("milliseconds_to_the_next_slide_longest", round(max(times), 1))
    show.page.context.set_offline(False)


def test_running_the_page_again_leaves_the_slide_where_it_is(opened: Callable[..., Show]) -> None:
    show = opened().begin()
    show.press("4", "Enter")
    kept = show.slide.locator("svg").element_handle()
    show.page.evaluate(
        "() => [...document.querySelectorAll('button')].find((each) => each.textContent === 'Noch einmal').click()"
    )
    show.page.wait_for_timeout(1000)
    show.at(4)
    assert kept is not None and kept.evaluate("(svg) => svg.isConnected")


def test_the_end_asks_nobody(opened: Callable[..., Show]) -> None:
    quiet = opened().begin()
    quiet.page.wait_for_timeout(500)
    quiet.asked.clear()
    quiet.press("Escape")
    quiet.page.wait_for_timeout(500)
    assert quiet.asked == []


def test_everybody_can_use_it(opened: Callable[..., Show]) -> None:
    show = opened(width=1366, height=768)
    show.check()
    show.begin()
    for number in (1, 2, 3, 7, 8, SLIDES):
        show.press(*str(number), "Enter")
        show.check()
    show.press("a")
    show.check()
    show.press("Escape", "Tab")
    expect(show.bar).to_have_css("opacity", "1")
    show.check()


def test_it_speaks_english(opened: Callable[..., Show]) -> None:
    page = opened("close=1").page
    page.goto(f"{page.url.partition('?')[0]}?lang=en")
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.locator("#said")).to_have_text(f"Slide 1 of {SLIDES}: Steuerungsgruppe Integration: vierte Sitzung")
    expect(page.get_by_role("dialog", name="Presentation")).to_be_visible()
