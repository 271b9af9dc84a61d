"""A plan that was made on an earlier edition says what is different now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etl.load import load
from planning.edit import Edit
from planning.scenario_file import to_content
from warehouse import Store
from workspace import Scenario, Scenarios

DAY = dt.date(2024, 11, 1)
NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
MORE, CLOSE = Edit("fte", "SKF-1", DAY, fte=0.75), Edit("close", "SKF-2", DAY)


@dataclass(frozen=True)
class Loaded:
    """Two editions; in the later one SKF-1 is called SKF-9, and NIEDERZIER-1 is also for Titz."""

    data: Path
    earlier: str
    later: str

    def store(self, *edits: Edit, edition_id: str) -> Scenario:
        return Scenarios(self.data / "workspace.sqlite").create(
            name="Nord",
            author_role="planning",
            edition_id=edition_id,
            valid_from=DAY,
            content=to_content(edits),
            at=NOW,
        )


@pytest.fixture
def editions(bare_data: Path, edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Loaded:
    earlier = load(bare_data, dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)).edition_id
    staffing = bare_data / "raw" / "staffing"
    edit(staffing / "stellen.csv", lambda text: text.replace("SKF-1;", "SKF-9;"))
    edit(
        staffing / "stellen_gebiete.csv",
        lambda text: text.replace("SKF-1;", "SKF-9;") + "NIEDERZIER-1;05358056;Titz;;ja;\n",
    )
    later = load(bare_data, dt.datetime(2026, 11, 9, 8, 30, tzinfo=dt.UTC)).edition_id
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    return Loaded(bare_data, earlier, later)


def opened(open_page: Callable[..., Any], scenario: Scenario) -> Any:
    page = open_page("planning", plan="edit", role="planning", scenario=scenario.id)
    assert not page.app.exception
    return page


def test_what_changed_since_is_said(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(MORE, CLOSE, edition_id=editions.earlier))
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
    page = opened(open_page, editions.store(CLOSE, MORE, edition_id=editions.earlier))
    (undo,) = [each for each in page.app.button if each.key == "plan_undo"]
    undo.click().run()
    assert "entstand auf dem Datenstand" not in page.html
    (draft,) = [each for each in Scenarios(editions.data / "workspace.sqlite").all(with_drafts=True) if each.is_draft]
    assert draft.edition_id == editions.later


def test_a_plan_of_the_current_edition_needs_no_notice(open_page: Callable[..., Any], editions: Loaded) -> None:
    page = opened(open_page, editions.store(CLOSE, edition_id=editions.later))
    assert "entstand auf dem Datenstand" not in page.html


def test_without_that_edition_only_what_is_impossible_is_said(open_page: Callable[..., Any], editions: Loaded) -> None:
    scenario = editions.store(MORE, CLOSE, edition_id=editions.earlier)
    Store(editions.data).remove(editions.earlier)
    page = opened(open_page, scenario)
    assert "Seitdem: nicht mehr mögliche Änderungen: 1." in page.html
    assert "Nicht mehr möglich: SKF-1" in page.html
    assert "damals → jetzt" not in page.html


def test_without_that_edition_a_plan_that_is_still_possible_says_so(
    open_page: Callable[..., Any], editions: Loaded
) -> None:
    page = opened(open_page, editions.store(CLOSE, edition_id="20200101T000000Z-0123456789ab"))
    assert "lässt sich nicht mehr vergleichen; alle Änderungen des Plans sind weiterhin möglich." in page.html


def test_the_same_posts_are_said_to_be_the_same(open_page: Callable[..., Any], editions: Loaded) -> None:
    Store(editions.data).use(editions.earlier)
    again = load(editions.data, dt.datetime(2026, 11, 16, 8, 30, tzinfo=dt.UTC)).edition_id
    page = opened(open_page, editions.store(CLOSE, edition_id=editions.later))
    assert again == editions.later
    assert "entstand auf dem Datenstand" not in page.html
