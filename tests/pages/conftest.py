"""Pages as a visitor sees them, run without a browser."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe, Element, Node, Table, Widget

from etl.inputs import sign
from etl.load import load
from warehouse import Store

# Name of a page's folder -> its title in both languages.
PAGES = {
    "overview": {"de": "Wo fehlt Beratung?", "en": "Where is counselling missing?"},
    "coverage": {"de": "Versorgung: Stellen und Bedarf im Vergleich", "en": "Coverage: posts compared with need"},
    "place": {"de": "Gemeinde: alles über einen Ort", "en": "Municipality: everything about one place"},
    "caseload": {"de": "Fallzahlen: Fälle je Vollzeitstelle", "en": "Caseload: cases per full-time post"},
    "outcomes": {"de": "Wirkung: Was aus der Beratung wird", "en": "Outcomes: what becomes of the counselling"},
    "planning": {
        "de": "Planung: Stellen umverteilen und sehen, was sich ändert",
        "en": "Planning: moving posts and seeing what changes",
    },
    "data": {"de": "Daten", "en": "Data"},
    "methods": {"de": "Methoden", "en": "Methods"},
}
MOMENT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
TAG = re.compile(r"<[^>]*>")
SAID = re.compile(r'(?:aria-label|data-card)="([^"]*)"')
SECONDS = 60


@dataclass(frozen=True)
class Shown:
    """A page after its run."""

    app: AppTest

    @property
    def heading(self) -> str:
        """The one heading of the first level."""
        (title,) = self.app.title
        return str(title.value)

    @property
    def html(self) -> str:
        """Everything the page hands over as HTML: banner, key figures, findings, sources."""
        return "\n".join(element.value for element in self.app.html)

    @property
    def banner(self) -> str:
        """The banner over made-up client data, or nothing."""
        return "".join(re.findall(r'<div class="kim-banner"[^>]*>([^<]*)</div>', self.html))

    @property
    def address(self) -> dict[str, Any]:
        """The query parameters of the page's address."""
        return self.app.query_params

    def markup(self, key: str) -> str:
        """SVG or HTML table of a part whose municipalities can be picked."""
        return str(json.loads(self._part(f"pickable_{key}").json)["markup"])

    def rows(self, key: str) -> dict[str, list[str]]:
        """A table of municipalities: name -> the other cells, in the order shown."""
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", self.markup(key))
        cells = [[unescape(TAG.sub("", cell)) for cell in re.findall(r"<td[ >].*?</td>", row)] for row in rows]
        return {first: others for first, *others in filter(None, cells)}

    def table(self, caption: str) -> dict[str, list[str]]:
        """The columns of the plain table whose caption begins so: heading -> cells."""
        (found,) = re.findall(
            rf'<table class="kim-table"><caption>{re.escape(caption)}.*?</table>', self.html, re.DOTALL
        )
        headings = [unescape(TAG.sub("", cell)) for cell in re.findall(r"<th[ >].*?</th>", found)]
        rows = [
            re.findall(r"<td[ >].*?</td>", row, re.DOTALL)
            for row in re.findall(r"<tr>(.*?)</tr>", found, re.DOTALL)[1:]
        ]
        cells = [[unescape(TAG.sub("", cell)) for cell in row] for row in rows]
        return {heading: list(column) for heading, column in zip(headings, zip(*cells, strict=True), strict=True)}

    def figure(self, key: str) -> dict[str, Any]:
        """A plotly figure as the browser gets it."""
        return dict(json.loads(self._part(key).spec))

    def widget(self, name: str) -> Widget:
        """What a choice of this name in the address is made with."""
        (found,) = (node for node in self.app._tree if getattr(node, "key", None) == f"choice_{name}")
        return found

    def offers(self, name: str) -> bool:
        """Whether the page offers this choice."""
        return any(getattr(node, "key", None) == f"choice_{name}" for node in self.app._tree)

    def choose(self, name: str, value: str) -> Shown:
        """The page after a choice made on it."""
        self.widget(name).set_value(value).run()
        return self

    def words(self) -> str:
        """All text a visitor can see, hover over or have read aloud; not the links to the page, which repeat its address."""
        return "\n".join(text for node in self.app._tree if not _is_link(node) for text in _texts(node))

    def _part(self, key: str) -> Any:
        (found,) = (node for node in self.app.main if getattr(node, "key", None) == key)
        return found.proto


Opened = Callable[..., Shown]


@pytest.fixture(scope="session")
def titles() -> dict[str, dict[str, str]]:
    """Page -> language -> heading."""
    return PAGES


@pytest.fixture(scope="session", autouse=True)
def _installed_packages_searched_once() -> Iterator[None]:
    """Streamlit searches all installed packages for components: a server at its start, AppTest with every app it opens, which
    takes longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def _shipped_data(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages show the shipped inputs, unless a test says otherwise, and nothing of this machine's settings."""
    monkeypatch.setenv("KIM_DATA_DIR", str(loaded.data))
    monkeypatch.delenv("KIM_LOCAL_ROLE", raising=False)


@pytest.fixture
def own_workspace(_shipped_data: None, loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the edition of all tests, and a workspace of one's own: what a test writes no other one sees."""
    data = tmp_path / "data"
    data.mkdir()
    for part in loaded.data.iterdir():
        if part.name == "warehouse":  # editions are frozen for meetings by a file beside them
            shutil.copytree(part, data / part.name, copy_function=_link_editions)
        elif not part.name.startswith("workspace"):
            (data / part.name).symlink_to(part)
    monkeypatch.setenv("KIM_DATA_DIR", str(data))
    return data


def _link_editions(source: str, target: str) -> None:
    if source.endswith(".duckdb"):
        Path(target).symlink_to(source)
    else:
        shutil.copy2(source, target)


@pytest.fixture
def start(project: Path) -> Callable[..., Shown]:
    """Opens the app at its root, with query parameters as keywords."""

    def opened(**address: str) -> Shown:
        app = AppTest.from_file(project / "app.py", default_timeout=SECONDS)
        app.query_params.update(address)
        return Shown(app.run())

    return opened


@pytest.fixture(scope="session")
def _known_pages() -> dict[str, Any]:
    """What AppTest knows of the pages of st.navigation, which it learns from a run of app.py: filled by the first one."""
    return {}


@pytest.fixture
def open_page(start: Callable[..., Shown], project: Path, _known_pages: dict[str, Any]) -> Opened:
    """Opens a page by the name of its folder, with query parameters as keywords, in a single run of app.py that goes straight to
    that page, as a link to it does."""

    def opened(page: str, **address: str) -> Shown:
        if not _known_pages:
            _known_pages.update(start().app._registered_pages)
        app = AppTest.from_file(project / "app.py", default_timeout=SECONDS)
        app._registered_pages = _known_pages
        app.query_params.update(address)
        return Shown(app.switch_page(f"pages/{page}/page.py").run())

    return opened


def _is_link(node: Node) -> bool:
    return getattr(node, "type", "") == "code" and "edition=" in node.value


def _texts(node: Node) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(node, Dataframe | Table):
        yield node.value.to_csv(sep=" ")
    elif getattr(node, "type", "") == "bidi_component":
        markup = json.loads(proto.json).get("markup", "")
        yield unescape("\n".join([TAG.sub(" ", markup), *SAID.findall(markup)]))
    elif getattr(node, "type", "") == "plotly_chart":
        yield from _texts_of_figure(json.loads(proto.spec))
    elif isinstance(node, Widget):
        yield from (node.label, getattr(node, "help", "") or "", *getattr(node, "options", []))
    elif isinstance(node, Element) and isinstance(getattr(node, "value", None), str):
        yield unescape(TAG.sub(" ", re.sub(r"<style>.*?</style>", "", node.value, flags=re.DOTALL)))
    else:
        yield str(getattr(node, "label", ""))


def _texts_of_figure(spec: dict[str, Any]) -> Iterator[str]:
    for trace in spec["data"]:
        for part in ("name", "text", "x", "y", "customdata", "hovertemplate"):
            yield TAG.sub(" ", json.dumps(trace.get(part, ""), ensure_ascii=False))
    layout = spec["layout"]
    yield from (str(layout.get(axis, {}).get("title", {}).get("text", "")) for axis in ("xaxis", "yaxis"))
    yield from (TAG.sub(" ", str(note.get("text", ""))) for note in layout.get("annotations", []))


@pytest.fixture(scope="session")
def _loaded_twice(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = small_copy(tmp_path_factory.mktemp("twice"))
    load(data, now=MOMENT)
    census = data / "raw/census/zensus2022_demografie.csv"
    was, text = ";foreign_nationals;2022-05-15;746;", census.read_text(encoding="utf-8")
    assert was in text
    census.write_text(text.replace(was, was.replace("746", "846")), encoding="utf-8")
    sign(census)
    load(data, now=MOMENT + dt.timedelta(hours=1))
    return data


@pytest.fixture
def data_of_two(_loaded_twice: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with two editions."""
    return Path(shutil.copytree(_loaded_twice, tmp_path / "data"))


@pytest.fixture
def two_editions(data_of_two: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """An edition, and the current one, in which 100 more foreign nationals live in Merzenich."""
    monkeypatch.setenv("KIM_DATA_DIR", str(data_of_two))
    earlier, later = Store(data_of_two).ids()
    return earlier, later
