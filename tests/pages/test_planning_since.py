"""A plan that was made on an earlier edition says what is different now."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etl.inputs import sign
from etl.load import load
from planning.edit import Edit
from planning.scenario_file import to_content
from warehouse import Store
from workspace import Scenario, Scenarios

DAY = dt.date(2024, 11, 1)
NOW = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
MORE, CLOSE = Edit("fte", "SKF-1", DAY, fte=0.75), Edit("close", "SKF-2", DAY)


@dataclass(frozen=True)
class Loaded:
    """Three editions of one data folder: in the second, SKF-1 is called SKF-9, and NIEDERZIER-1 is also for Titz; in the third,
    more foreign nationals live in Merzenich than in the second."""

    data: Path
    first: str
    second: str
    third: str

    def store(self, *edits: Edit, edition_id: str) -> Scenario:
        return Scenarios(self.data / "workspace.sqlite").create(
            name="Nord",
            author_role="planning",
            edition_id=edition_id,
            valid_from=DAY,
            content=to_content(edits),
            at=NOW,
        )


@pytest.fixture(scope="module")
def _loaded_thrice(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    data = small_copy(tmp_path_factory.mktemp("thrice"))
    shutil.rmtree(data / "raw" / "caseload")
    ids = [load(data, NOW).edition_id]
    _edit(data / "raw" / "staffing" / "stellen.csv", lambda text: text.replace("SKF-1;", "SKF-9;"))
    _edit(
        data / "raw" / "staffing" / "stellen_gebiete.csv",
        lambda text: text.replace("SKF-1;", "SKF-9;") + "NIEDERZIER-1;05358056;Titz;;ja;\n",
    )
    ids.append(load(data, NOW + dt.timedelta(days=7)).edition_id)
    _edit(
        data / "raw" / "census" / "zensus2022_demografie.csv",
        lambda text: text.replace(";foreign_nationals;2022-05-15;746;", ";foreign_nationals;2022-05-15;846;"),
    )
    ids.append(load(data, NOW + dt.timedelta(days=14)).edition_id)
    return Loaded(data, *ids)


def _edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_bytes().decode("utf-8")
    after = change(before)
    assert after != before
    path.write_bytes(after.encode("utf-8"))
    sign(path)


@pytest.fixture
def editions(_loaded_thrice: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loaded]:
    """The three editions, the second one current, with a workspace of one's own."""
    Store(_loaded_thrice.data).use(_loaded_thrice.second)
    monkeypatch.setenv("KIM_DATA_DIR", str(_loaded_thrice.data))
    yield _loaded_thrice
    for path in _loaded_thrice.data.glob("workspace.sqlite*"):
        path.unlink()


def opened(open_page: Callable[..., Any], scenario: Scenario) -> Any:
    page = open_page("planning", plan="edit", role="planning", scenario=scenario.id)
    assert not page.app.exception
    return page


def test_what_changed_since_is_said(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(MORE, CLOSE, edition_id=editions.first))
    assert (
        "Dieser Plan entstand auf dem Datenstand vom 02.11.2026, 09:30; alle Zahlen hier sind die des Datenstands vom "
        "09.11.2026, 09:30. Seitdem: nicht mehr mögliche Änderungen: 1; Unterschiede bei den Stellen: 3." in page.html
    )
    assert "Nicht mehr möglich: SKF-1" in page.html
    for sentence in ("SKF-1 gibt es nicht mehr.", "SKF-9 ist neu.", "NIEDERZIER-1 ist jetzt für Niederzier, Titz da."):
        assert f"<li>{sentence}</li>" in page.html
    # 8.5 posts for newcomers, one of 0.5 closed; then another raised by a quarter, which is no longer possible.
    figures = page.html[page.html.index("damals → jetzt") :]
    assert '<dt>Stellen insgesamt</dt><dd class="value"><span class="before">8,25</span> → 8,00</dd>' in figures


def test_a_change_begins_a_draft_on_the_data_of_today(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(CLOSE, MORE, edition_id=editions.first))
    (undo,) = [each for each in page.app.button if each.key == "plan_undo"]
    undo.click().run()
    assert "entstand auf dem Datenstand" not in page.html
    (draft,) = [each for each in Scenarios(editions.data / "workspace.sqlite").all(with_drafts=True) if each.is_draft]
    assert draft.edition_id == editions.second


def test_a_plan_of_the_current_edition_needs_no_notice(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(CLOSE, edition_id=editions.second))
    assert "entstand auf dem Datenstand" not in page.html


def test_without_that_edition_only_what_is_impossible_is_said(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(MORE, CLOSE, edition_id="20200101T000000Z-0123456789ab"))
    assert "entstand auf dem Datenstand vom 01.01.2020, 01:00" in page.html
    assert "Seitdem: nicht mehr mögliche Änderungen: 1." in page.html
    assert "Nicht mehr möglich: SKF-1" in page.html
    assert "damals → jetzt" not in page.html


def test_without_that_edition_a_plan_that_is_still_possible_says_so(
    open_page: Callable[..., Any], editions: Loaded
) -> None:
    page = opened(open_page, editions.store(CLOSE, edition_id="20200101T000000Z-0123456789ab"))
    assert "lässt sich nicht mehr vergleichen; alle Änderungen des Plans sind weiterhin möglich." in page.html


def test_an_edition_with_the_same_posts_may_have_other_figures(open_page: Callable[..., Any], editions: Loaded) -> None:
    Store(editions.data).use(editions.third)
    page = opened(open_page, editions.store(CLOSE, edition_id=editions.second))
    assert "Die Stellen sind dieselben, und alle Änderungen des Plans sind weiterhin möglich." in page.html
    figures = page.html[page.html.index("damals → jetzt") :]
    assert '<dt>Stellen insgesamt</dt><dd class="value">8,00</dd>' in figures
    assert re.search(r'<dt>Größte Lücke</dt><dd class="value"><span class="before">', figures)


def test_after_going_back_a_newer_edition_is_not_compared_with(open_page: Callable[..., Any], editions: Loaded) -> None:
    Store(editions.data).use(editions.first)
    page = opened(open_page, editions.store(CLOSE, edition_id=editions.second))
    assert "lässt sich nicht mehr vergleichen" in page.html
    assert "damals → jetzt" not in page.html
