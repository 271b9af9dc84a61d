"""The editions that meetings show: kept, opened to nobody who may not see them, and gone when they are removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from etl.outcome import LINE
from locales import Language
from pages._shared import door, held_editions, kept_editions, meetings, sealed
from pages._shared.meetings import EditionGone
from pages._shared.visit import Visit
from report.exhibit_json import from_json, to_json
from tests.pages.real_clients import about_real_clients, convene
from warehouse import Store
from workspace import Meetings

COMING = dt.date(2099, 6, 1)
MAP, SHORT = "versorgung?part=map", 0.4


def visit_of(data: Path, edition_id: str, role: str = "coordination") -> Visit:
    return Visit(edition_id, Store(data).manifest(edition_id), Language("de"), role, "")


def told(_done: int, _total: int) -> None:
    """Nobody."""


@pytest.mark.parametrize(("role", "may"), [("steering", False), ("planning", False), ("coordination", True)])
def test_a_draft_opens_no_edition_that_newer_clients_took_the_place_of(
    two_editions: tuple[str, str], data_of_two: Path, role: str, may: bool
) -> None:
    """Else whoever made a meeting before each delivery could seal the same figure on two editions, and lay them side by side."""
    about_real_clients(data_of_two, *two_editions)
    earlier, current = (visit_of(data_of_two, each, role) for each in two_editions)
    draft = meetings.create(earlier, "Entwurf", COMING)
    if may:
        item = meetings.add(current, draft, MAP, "map")
        assert not meetings.renew(current, draft, item)
    else:
        with pytest.raises(EditionGone, match="newer data with real clients"):
            meetings.add(current, draft, MAP, "map")
        newest = meetings.change_edition(current, draft, two_editions[1], told)
        meetings.add(current, newest, MAP, "map")
        with pytest.raises(EditionGone):
            meetings.change_edition(current, meetings.get(draft.id), two_editions[0], told)


def test_a_view_of_an_edition_that_is_gone_is_not_renewed(
    open_page: Callable[..., Any], two_editions: tuple[str, str], data_of_two: Path
) -> None:
    visit = visit_of(data_of_two, two_editions[0])
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    meetings.add(visit, meeting, MAP, "map")
    Store(data_of_two).remove(two_editions[0])
    page = open_page("coverage", part="map", role="coordination")
    (button,) = (each for each in page.app.button if each.key == "meeting_map")
    button.click().run()
    assert not page.app.exception
    assert "lässt sich hier nicht mehr öffnen" in page.app.error[0].value


def test_nothing_is_read_of_an_edition_after_it_was_removed(two_editions: tuple[str, str], data_of_two: Path) -> None:
    """Whose consent was withdrawn is not shown any longer either by a program that has read the edition before."""
    visit, question = visit_of(data_of_two, two_editions[0]), ("finding_rows", "caseload/cases.csv", "")
    before = door.read(visit.edition_id, visit.role, *question)
    assert LINE in before.columns
    kept_editions.remove(visit.edition_id)
    with pytest.raises(LookupError, match="no edition"):
        door.read(visit.edition_id, visit.role, *question)


def test_two_sessions_that_mark_at_once_lose_no_mark(
    two_editions: tuple[str, str], data_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One meeting lets go of an edition while another one is made on it."""
    visit = visit_of(data_of_two, two_editions[0])
    first = meetings.create(visit, "Erste", COMING)
    meetings.add(visit, first, MAP, "map")
    reached, go, hold = Event(), Event(), Store.hold

    def slow(self: Store, edition_id: str, reasons: list[str]) -> None:
        if not reasons and not reached.is_set():
            reached.set()
            go.wait(20)
        hold(self, edition_id, reasons)

    monkeypatch.setattr(Store, "hold", slow)
    leaving = Thread(target=meetings.change_edition, args=(visit, meetings.get(first.id), two_editions[1], told))
    leaving.start()
    assert reached.wait(20)
    coming = Thread(target=meetings.create, args=(visit, "Zweite", COMING))
    coming.start()
    coming.join(SHORT)
    go.set()
    leaving.join()
    coming.join()
    assert "Zweite" in Store(data_of_two).held_because(two_editions[0])
    assert Store(data_of_two).prune(0) == []


def test_no_meeting_is_made_on_an_edition_that_is_being_removed(
    two_editions: tuple[str, str], data_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, refused = visit_of(data_of_two, two_editions[0]), list[Exception]()
    remove = Store._remove

    def made() -> None:
        try:
            meetings.create(visit, "Lenkungsgruppe", COMING)
        except EditionGone as error:
            refused.append(error)

    making = Thread(target=made)

    def slow(self: Store, edition_id: str) -> bool:
        making.start()
        making.join(SHORT)
        return remove(self, edition_id)

    monkeypatch.setattr(Store, "_remove", slow)
    assert Store(data_of_two).prune(0) == [two_editions[0]]
    making.join()
    assert len(refused) == 1 and meetings.all_meetings() == []


def test_a_double_click_makes_one_meeting(two_editions: tuple[str, str], data_of_two: Path) -> None:
    visit = visit_of(data_of_two, two_editions[1])
    first = meetings.create(visit, "Lenkungsgruppe ", COMING)
    assert meetings.create(visit, "Lenkungsgruppe", COMING) == first
    meetings.create(visit, "Lenkungsgruppe", COMING + dt.timedelta(days=1))
    assert len(meetings.all_meetings()) == 2


def test_a_meeting_is_made_though_its_first_view_cannot_be(
    two_editions: tuple[str, str], data_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.create(visit_of(data_of_two, two_editions[0]), "Frühjahr", COMING)

    def gone(*_: object) -> None:
        raise EditionGone("It was removed meanwhile.")

    monkeypatch.setattr(meetings, "_sealed", gone)
    made = meetings.create(visit_of(data_of_two, two_editions[1]), "Herbst", COMING + dt.timedelta(days=180))
    assert [each.title for each in meetings.all_meetings()] == ["Herbst", "Frühjahr"] and meetings.agenda(made) == []


def test_what_is_looked_through_is_what_is_handed_out_on_whichever_edition(
    two_editions: tuple[str, str], data_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There and back again, with a page that draws something else by then."""
    visit, made = visit_of(data_of_two, two_editions[1]), meetings._sealed
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    meetings.add(visit, meeting, MAP, "map")
    for number, edition_id in enumerate((two_editions[0], two_editions[1], two_editions[0])):

        def counted(*where: str, number: int = number) -> dict[str, str]:
            drawn = {code: from_json(text) for code, text in made(*where).items()}
            return {code: to_json(replace(exhibit, title=f"Nr. {number}")) for code, exhibit in drawn.items()}

        monkeypatch.setattr(meetings, "_sealed", counted)
        meeting = meetings.change_edition(visit, meetings.get(meeting.id), edition_id, told)
        ((_, seen),) = sealed.agenda(meeting, "de")
        (handed_out,) = sealed.pack(meeting, "de").views
        assert seen == handed_out.exhibit and seen.title == f"Nr. {number}"


@pytest.mark.parametrize("section", ["agenda", "papers", "changes"])
@pytest.mark.parametrize("is_made_up", [True, False])
def test_the_banner_is_about_the_figures_of_the_meeting(
    open_page: Callable[..., Any],
    two_editions: tuple[str, str],
    data_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    section: str,
    is_made_up: bool,
) -> None:
    """Not about those of the current edition: made-up figures have it above them, real ones never."""
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    about_real_clients(data_of_two, two_editions[1 if is_made_up else 0])
    visit = visit_of(data_of_two, two_editions[0])
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    meetings.add(visit, meeting, MAP, "map")
    page = open_page("meeting", meet=section, meeting=meeting.id)
    assert not page.app.exception
    assert ('class="kim-banner"' in page.html) == is_made_up
    assert f"Datenstand (Edition): {two_editions[0]}" in page.html


def test_without_its_edition_a_meeting_has_no_banner_and_sources_of_another(
    open_page: Callable[..., Any], two_editions: tuple[str, str], data_of_two: Path
) -> None:
    visit = visit_of(data_of_two, two_editions[0])
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    meetings.add(visit, meeting, "fallzahlen?show=compare", "caseload_funnel")
    Store(data_of_two).remove(two_editions[0])
    page = open_page("meeting", meeting=meeting.id, role="coordination")
    assert not page.app.exception
    assert 'class="kim-banner"' not in page.html and "Datenstand (Edition)" not in page.html
    assert "Fälle, Ziele und Leistungen sind erfunden" in page.html  # said beside the view itself


def test_an_edition_is_let_go_of_when_its_last_meeting_shows_another(
    two_editions: tuple[str, str], data_of_two: Path
) -> None:
    convene(data_of_two, two_editions[0], is_final=False)
    held_editions.hold(two_editions[0])
    (meeting,) = Meetings(data_of_two / "workspace.sqlite").all()
    assert Store(data_of_two).held_because(two_editions[0]) == "Sitzung 23.11.2026: Lenkungsgruppe"
    meetings.change_edition(visit_of(data_of_two, two_editions[1]), meeting, two_editions[1], told)
    assert Store(data_of_two).held_because(two_editions[0]) == ""
