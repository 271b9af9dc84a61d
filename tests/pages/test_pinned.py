"""An address that names an edition shows that edition, says so, and never shows what it must not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from locales import Language
from pages._shared import meetings
from pages._shared.permalink import on_edition
from pages._shared.visit import Visit
from tests.pages.real_clients import about_real_clients, convene
from warehouse import Store


def test_an_earlier_edition_is_shown_and_said(open_page, two_editions: tuple[str, str]) -> None:
    earlier, later = two_editions
    page = open_page("coverage", edition=earlier)
    assert not page.app.exception
    (said,) = (each.value for each in page.app.info if "früheren Datenstand" in each.value)
    assert "20.11.2026" in said and earlier in said
    assert f"Datenstand (Edition): {earlier}" in page.html and later not in page.html
    people = page.rows("coverage_table")["Merzenich"]
    assert people != open_page("coverage").rows("coverage_table")["Merzenich"]


def test_the_way_back_shows_the_newest_data_and_cleans_the_address(open_page, two_editions: tuple[str, str]) -> None:
    earlier, later = two_editions
    page = open_page("coverage", edition=earlier)
    next(button for button in page.app.button if button.key == "unpin_edition").click().run()
    assert f"Datenstand (Edition): {later}" in page.html
    assert "edition" not in page.address
    assert not [each for each in page.app.info if "früheren Datenstand" in each.value]


def test_the_current_edition_is_not_called_an_earlier_one(open_page, two_editions: tuple[str, str]) -> None:
    page = open_page("coverage", edition=two_editions[1])
    assert not [each for each in page.app.info if "Datenstand" in each.value]
    assert not [each for each in page.app.warning if "Datenstand" in each.value]


def test_an_edition_that_is_gone_is_said_and_the_current_one_shown(open_page, two_editions: tuple[str, str]) -> None:
    gone = "20200101T000000Z-0123456789ab"
    page = open_page("coverage", edition=gone)
    assert not page.app.exception
    (said,) = (each.value for each in page.app.warning if gone in each.value)
    assert "entfernt" in said
    assert f"Datenstand (Edition): {two_editions[1]}" in page.html


def test_an_edition_of_another_form_is_not_opened(open_page, two_editions: tuple[str, str], data_of_two: Path) -> None:
    manifest = data_of_two / "warehouse/editions" / f"{two_editions[0]}.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["method"]["version"] = 1
    manifest.write_text(json.dumps(content), encoding="utf-8")
    page = open_page("coverage", edition=two_editions[0])
    assert f"Datenstand (Edition): {two_editions[1]}" in page.html


@pytest.mark.parametrize("asked", ["../../etc/passwd", "[x](http://example.org)", "current", "'; DROP", "%00"])
def test_what_is_no_id_is_shown_nowhere(open_page, two_editions: tuple[str, str], asked: str) -> None:
    page = open_page("coverage", edition=asked)
    assert not page.app.exception
    assert asked not in page.words()
    assert "edition" not in page.address
    assert f"Datenstand (Edition): {two_editions[1]}" in page.html


def test_roles_of_the_edition_shown_count_not_those_of_the_current_one(
    open_page, two_editions: tuple[str, str], data_of_two: Path
) -> None:
    """Over example data everybody chooses the role; over an edition with real clients nobody does, wherever the link leads."""
    manifest = data_of_two / "warehouse/editions" / f"{two_editions[0]}.json"
    manifest.write_text(manifest.read_text().replace('"clients_are_example": true', '"clients_are_example": false'))
    convene(data_of_two, two_editions[0], is_final=True)
    page = open_page("caseload", edition=two_editions[0], role="coordination")
    assert not page.app.exception
    assert not page.offers("role")
    assert f"Datenstand (Edition): {two_editions[0]}" in page.html and "Schutz: " in page.html


def test_example_data_of_the_past_open_no_role_once_real_clients_are_loaded(
    open_page, two_editions: tuple[str, str], data_of_two: Path
) -> None:
    """Else an address would make anybody the coordination, who may change meetings, assignments and scenarios of everyone."""
    manifest = data_of_two / "warehouse/editions" / f"{two_editions[1]}.json"
    manifest.write_text(manifest.read_text().replace('"clients_are_example": true', '"clients_are_example": false'))
    page = open_page("meeting", edition=two_editions[0], role="coordination")
    assert not page.app.exception
    assert f"Datenstand (Edition): {two_editions[0]}" in page.html
    assert not page.offers("role")
    assert page.app.session_state["visit"].role == "steering"


def test_real_clients_kept_from_before_open_no_role_over_example_data(
    open_page, two_editions: tuple[str, str], data_of_two: Path
) -> None:
    """Back on example data, a meeting over real clients would else be shown exactly, and made final, by anybody."""
    about_real_clients(data_of_two, two_editions[0])
    convene(data_of_two, two_editions[0], is_final=True)
    page = open_page("meeting", meet="changes", role="coordination")
    assert not page.app.exception
    assert not page.offers("role")
    assert page.app.session_state["visit"].role == "steering"


def test_an_address_is_carried_over_to_another_edition() -> None:
    assert on_edition("versorgung?part=map&edition=a&show=rate", "b") == "versorgung?part=map&show=rate&edition=b"
    assert on_edition("ueberblick", "b") == "ueberblick?edition=b"
    assert on_edition("versorgung?mix=a%3D1%2Cb%3D2", "c") == "versorgung?mix=a%3D1%2Cb%3D2&edition=c"


def test_the_store_knows_both(two_editions: tuple[str, str], data_of_two: Path) -> None:
    assert Store(data_of_two).ids() == list(two_editions)


@pytest.mark.parametrize(
    ("role", "kept_for", "is_shown"),
    [
        ("steering", "nothing", False),
        ("steering", "a reason", False),
        ("steering", "a draft", False),
        ("steering", "a final meeting", True),
        ("coordination", "nothing", True),
    ],
)
def test_an_edition_with_real_clients_is_for_everybody_only_where_a_final_meeting_shows_it(
    open_page,
    two_editions: tuple[str, str],
    data_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    kept_for: str,
    is_shown: bool,
) -> None:
    """Two editions that differ by one case, side by side, would tell of that person."""
    about_real_clients(data_of_two, *two_editions)
    monkeypatch.setenv("KIM_LOCAL_ROLE", role)
    if kept_for == "a reason":
        Store(data_of_two).freeze(two_editions[0], "Haushaltsbeschluss")
    elif kept_for != "nothing":
        convene(data_of_two, two_editions[0], is_final=kept_for == "a final meeting")
    page = open_page("coverage", edition=two_editions[0])
    assert not page.app.exception
    assert f"Datenstand (Edition): {two_editions[0 if is_shown else 1]}" in page.html
    assert bool([each for each in page.app.warning if "keine festgeschriebene Sitzung" in each.value]) != is_shown


@pytest.mark.parametrize(("role", "may"), [("steering", False), ("planning", False), ("coordination", True)])
def test_only_the_coordination_opens_an_edition_with_real_clients_to_everybody(
    open_page,
    two_editions: tuple[str, str],
    data_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    may: bool,
) -> None:
    """Else whoever prepares a meeting after each delivery could lay any two editions side by side."""
    about_real_clients(data_of_two, *two_editions)
    monkeypatch.setenv("KIM_LOCAL_ROLE", role)
    edition_id = two_editions[1]
    visit = Visit(edition_id, Store(data_of_two).manifest(edition_id), Language("de"), role, "")
    meeting = meetings.create(visit, "Lenkungsgruppe", dt.date(2099, 5, 12))
    meetings.add(visit, meeting, "versorgung?part=map", "map")
    meeting = meetings.get(meeting.id)
    page = open_page("meeting", meet="papers", meeting=meeting.id)
    assert not page.app.exception
    assert page.app.checkbox[0].disabled != may
    assert ("Nur die Koordination schreibt" in page.html) != may
    if may:
        assert meetings.lock(visit, meeting).is_locked
    else:
        with pytest.raises(PermissionError):
            meetings.lock(visit, meeting)
