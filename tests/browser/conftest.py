"""The running app, and a browser that notes everything it should not have to note."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebSocket,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from warehouse import Store

LOOPBACK = "127.0.0.1"
SECONDS_TO_START = 90
SECONDS_TO_STOP = 10
WAIT = 20_000
MOMENT = 100  # milliseconds in which a page asks for a run after something was done on it
LOOK_AGAIN = 20
FIRST_VISITED = "methoden"
REDRAWN = 300  # milliseconds that charts of plotly wait for before they take a new size
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
QUIETER = ("--disable-sync", "--no-first-run")
# The address of a page makes Streamlit look for its server below that page's path first; that is its own way to find out.
PROBES = re.compile(r"404.*/[a-z]+/_stcore/(health|host-config)$")
BAD_IN_LOG = re.compile(r"Traceback|Warning|Error", re.IGNORECASE)
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
DRAWN = """() => document.querySelector('h1') && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]') &&
    [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every((chart) => chart.querySelector('.main-svg'))"""
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@dataclass(frozen=True)
class Server:
    """The running app: its address, and what it has written."""

    address: str
    log: Path

    def written(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


class Runs:
    """Whether every run of the script that a page asked for has ended, told by what page and server send each other.

    The page itself shows a run only once the server has begun it, which on a busy machine takes longer than any pause one
    would want to make after each click.
    """

    def __init__(self) -> None:
        self.is_awaited = False
        self._has_begun = False

    def watch(self, socket: WebSocket) -> None:
        """Start anew: with each load a page opens another connection."""
        self.is_awaited = False
        socket.on("framesent", self._on_sent)
        socket.on("framereceived", self._on_received)

    def _on_sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self.is_awaited, self._has_begun = True, False

    def _on_received(self, frame: bytes | str) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.is_awaited = self._has_begun = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.is_awaited = self.is_awaited and not self._has_begun


@dataclass
class Tab:
    """One page of the browser with everything that it asked for and that went wrong on it."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)

    def watch(self) -> None:
        self.page.on("websocket", self.runs.watch)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        self.page.on("request", self._on_request)

    def open(self, path: str = "") -> Tab:
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        return self

    def go(self, title: str) -> Tab:
        """Click a page of the navigation."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the script has run and everything is drawn."""
        self.page.wait_for_timeout(MOMENT)
        deadline = time.monotonic() + WAIT / 1000
        while self.runs.is_awaited and time.monotonic() < deadline:
            self.page.wait_for_timeout(LOOK_AGAIN)
        assert not self.runs.is_awaited, "a run of the script did not end"
        self.page.wait_for_function(IDLE)
        self.page.wait_for_function(DRAWN)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and the page the time to take its new place."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(self.page.locator("[data-testid=stPlotlyChart]").count() and REDRAWN)
        self.page.evaluate(TWO_FRAMES)

    def close(self) -> None:
        """Leave nothing behind for the next tab."""
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.close()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def parameters(self) -> dict[str, str]:
        """What stands in the address."""
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def region(self, name: str) -> Locator:
        """A municipality on the map of the page."""
        return self.page.locator(f"path[role=button][aria-label^='{name}:']")

    def card(self) -> Locator:
        """The card beside the pointer or the focused municipality, where it is shown."""
        return self.page.locator("#card:visible")

    def focused(self) -> str:
        """The key of the municipality that has the focus of the keyboard, on a map or in a table."""
        return str(self.page.evaluate("document.activeElement.shadowRoot?.activeElement?.dataset.ags ?? ''"))

    def row(self, name: str) -> Locator:
        """A municipality in the table of the page."""
        return self.page.locator("tr", has=self.page.get_by_role("button", name=name, exact=True))

    def select(self, label: str) -> Locator:
        """A select box by its label."""
        return self.page.get_by_role("combobox", name=label)

    def choose(self, label: str, option: str) -> None:
        self.select(label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def _on_console(self, message: ConsoleMessage) -> None:
        where = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not PROBES.search(where):
            self.trouble.append(f"console: {where}")

    def _on_request(self, request: Request) -> None:
        self.asked.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != LOOPBACK:
            self.trouble.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: environment variable CHROMIUM, or the first one on the path."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None:
        pytest.skip("no Chromium on this machine; name one in the environment variable CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *QUIETER])
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(project: Path, loaded: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a free port of the loopback, showing the shipped inputs."""
    port, log = _free_port(), tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", LOOPBACK, "--server.headless", "true"]
    # A copy: what visitors of this server store must not lie in the data of all tests.
    data = shutil.copytree(loaded.data, log.parent / "data", ignore=shutil.ignore_patterns("workspace.sqlite*"))
    environment = {**os.environ, "KIM_DATA_DIR": str(data)}
    environment.pop("KIM_LOCAL_ROLE", None)
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=output, stderr=subprocess.STDOUT)
    found = Server(f"http://{LOOPBACK}:{port}", log)
    try:
        _wait_until_healthy(found, process)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tabs: a new one would fetch and translate Streamlit's scripts anew, which takes longer than a page."""
    opened = browser.new_context(locale="de-DE", reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def first_visit(context: BrowserContext, server: Server) -> tuple[str, list[str]]:
    """The heading and the dialogs that the very first visitor of the server sees, who follows a link to a page."""
    first = context.new_page()
    first.set_default_timeout(1000 * SECONDS_TO_START)
    first.goto(f"{server.address}/{FIRST_VISITED}")
    first.wait_for_function(DRAWN)
    found = first.locator("h1").inner_text(), first.get_by_role("dialog").all_inner_texts()
    first.close()
    return found


@pytest.fixture
def new_tab(
    context: BrowserContext,
    server: Server,
    first_visit: tuple[str, list[str]],  # noqa: ARG001, comes before all others
) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; afterwards neither the tabs nor the server may have had anything to complain about."""
    tabs, before = [], len(server.written())

    def opened(width: int = 1366, height: int = 768) -> Tab:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(WAIT)
        tab = Tab(page, server.address)
        tab.watch()
        tabs.append(tab)
        return tab

    yield opened
    broken = sum(tab.page.get_by_test_id("stException").count() for tab in tabs)
    for tab in tabs:
        tab.close()
    context.clear_cookies()
    written = server.written()[before:]
    assert [trouble for tab in tabs for trouble in tab.trouble] == []
    assert broken == 0
    assert not BAD_IN_LOG.search(written), written


@pytest.fixture
def tab(new_tab: Callable[..., Tab]) -> Tab:
    """One tab of the size of a small laptop."""
    return new_tab()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start: {server.written()}")
