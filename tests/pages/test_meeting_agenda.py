"""A meeting keeps its edition, takes views of any page, and becomes final."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from etl.load import METHOD_VERSION, load
from locales import Language
from locales.clock import local_day
from pages._shared import exhibits, meetings, sealed
from pages._shared.meetings import MeetingLocked
from pages._shared.visit import Visit
from pages.meeting.assignment_forms import views
from warehouse import Store
from workspace import Meetings, UnfitValue

MAP = "versorgung?part=map&show=rate&area=welcome"
COMING = dt.date(2099, 6, 1)


@pytest.fixture
def data(loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own: what is kept for a meeting here is not kept for other tests."""
    copied = tmp_path / "data"
    copied.mkdir()
    for part in loaded.data.iterdir():
        if part.name == "warehouse":
            shutil.copytree(part, copied / "warehouse")
        elif not part.name.startswith("workspace"):
            (copied / part.name).symlink_to(part)
    monkeypatch.setenv("KIM_DATA_DIR", str(copied))
    return copied


@pytest.fixture
def visit(data: Path) -> Visit:
    edition_id = Store(data).current_id()
    return Visit(edition_id, Store(data).manifest(edition_id), Language("de"), "coordination", "")


def button(page: Any, key: str) -> Any:
    (found,) = (each for each in page.app.button if each.key == key)
    return found


def field(fields: Any, beginning: str) -> Any:
    """The field whose key begins like this."""
    (found,) = (each for each in fields if each.key.startswith(beginning))
    return found


def slides(page: Any) -> str:
    """The HTML of the presentation."""
    (found,) = (node for node in page.app.main if getattr(node, "key", None) == "presentation_presentation")
    return " ".join(slide["html"] for slide in json.loads(found.proto.json)["slides"])


def figure_at(address: str, visit: Visit) -> str:
    """The key of the first figure with a picture that the steering group is offered there."""
    offered = exhibits.replay.figures(address, visit.edition_id, exhibits.ROLE, "de")
    return next(key for key, figure in offered.items() if figure.picture)


def with_view(visit: Visit, title: str = "Lenkungsgruppe") -> Any:
    meeting = meetings.create(visit, title, COMING)
    meetings.add(visit, meeting, MAP, figure_at(MAP, visit))
    return meetings.get(meeting.id)


def test_a_new_meeting_keeps_the_edition_that_is_shown(open_page: Callable[..., Any], data: Path) -> None:
    page = open_page("meeting", role="coordination")
    assert "Es gibt noch keine Sitzung" in page.app.info[0].value
    next(each for each in page.app.text_input if each.key == "meeting_title").set_value("Herbstsitzung")
    button(page, "meeting_create").click().run()
    assert not page.app.exception
    (made,) = meetings.all_meetings()
    assert (made.title, made.edition_id) == ("Herbstsitzung", Store(data).current_id())
    assert Store(data).frozen_because(made.edition_id) == f"Sitzung {made.held_on:%d.%m.%Y}: Herbstsitzung"
    assert made.edition_id not in Store(data).prunable(0)


def test_one_click_puts_a_page_as_it_is_on_the_agenda(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    key = figure_at(MAP, visit)
    page = open_page("coverage", role="coordination", part="map", show="rate", ags="05358052")
    button(page, f"meeting_{key}").click().run()
    assert not page.app.exception and not page.app.error
    (item,) = meetings.agenda(meeting)
    assert item.figure == key and item.address.startswith("versorgung?")
    for part in ("show=rate", "ags=05358052", f"edition={visit.edition_id}"):
        assert part in item.address
    assert "role" not in item.address and "lang" not in item.address
    german, english = (sealed.exhibit_of(item, language) for language in ("de", "en"))
    assert (german.language, english.language) == ("de", "en")
    assert german.title != english.title and german.picture and german.table is not None
    assert german.district == visit.manifest["district"]["name"]
    button(page, f"meeting_{key}").click().run()
    assert meetings.agenda(meeting) == [item]
    assert "steht schon auf der Tagesordnung" in page.app.toast[0].value and "Nummer 1" in page.app.toast[0].value


def test_what_is_sealed_is_what_the_steering_group_may_see(visit: Visit) -> None:
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    address = "fallzahlen?show=compare"
    meetings.add(visit, meeting, address, figure_at(address, visit))
    (item,) = meetings.agenda(meeting)
    exhibit = sealed.exhibit_of(item, "de")
    assert any("Vielfaches von 5" in note or "Vielfache" in note for note in exhibit.facts.notes)
    assert exhibit.example is not None
    counted = next(
        at
        for at, column in enumerate(exhibit.table.columns)
        if "Fälle" in column.heading and "je" not in column.heading
    )
    numbers = [row[counted] for row in exhibit.table.rows if row[counted] is not None]
    assert numbers and all(number % 5 == 0 for number in numbers)


def test_figures_for_the_coordination_alone_are_refused(visit: Visit) -> None:
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    with pytest.raises(exhibits.NotOffered):
        meetings.add(visit, meeting, "fallzahlen?show=details", "details_course")
    assert meetings.agenda(meeting) == []


def test_the_agenda_is_ordered_named_and_noted(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    second = "versorgung?part=areas"
    meetings.add(visit, meeting, second, figure_at(second, visit))
    first_item, second_item = meetings.agenda(meeting)
    page = open_page("meeting", role="coordination", meeting=meeting.id, item=second_item.id)
    assert not page.app.exception
    button(page, "item_earlier").click().run()
    assert [each.id for each in meetings.agenda(meeting)] == [second_item.id, first_item.id]
    field(page.app.text_input, f"item_headline_{second_item.id}").set_value("Wo fehlt was?")
    field(page.app.text_area, f"item_note_{second_item.id}").set_value("Zur Beratung")
    button(page, "item_save").click().run()
    assert not page.app.exception
    found = meetings.agenda(meeting)[0]
    assert (found.headline, found.note) == ("Wo fehlt was?", "Zur Beratung")
    assert "Wo fehlt was?" in page.html


def test_what_somebody_else_wrote_is_seen_before_it_is_changed(open_page: Callable[..., Any], visit: Visit) -> None:
    """Two browsers: what one stored shows in the other's field, and what the other typed meanwhile is not lost."""
    meeting = with_view(visit)
    (item,) = meetings.agenda(meeting)
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    field(page.app.text_input, "item_headline_").set_value("Von mir")
    meetings.describe(visit, meeting, item, "Von anderen", "")
    button(page, "item_save").click().run()
    assert not page.app.exception
    assert meetings.agenda(meeting)[0].headline == "Von anderen"
    assert "geändert" in page.app.error[0].value
    assert any("Von mir" in each.value for each in page.app.warning)
    assert field(page.app.text_input, "item_headline_").value == "Von anderen"
    field(page.app.text_input, "item_headline_").set_value("Von beiden")
    button(page, "item_save").click().run()
    assert meetings.agenda(meeting)[0].headline == "Von beiden" and not page.app.warning


def test_a_damaged_file_leaves_title_and_reason(open_page: Callable[..., Any], visit: Visit, data: Path) -> None:
    with_view(visit)
    (data / "workspace.sqlite").write_bytes(b"no database at all" * 100)
    for file in data.glob("workspace.sqlite-*"):
        file.unlink()
    page = open_page("meeting", role="coordination")
    assert not page.app.exception and len(page.app.error) == 1
    assert page.app.title[0].value.startswith("Sitzung")


def test_who_may_not_change_an_agenda_is_told_why(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    words = "Nur die Rolle, die die Sitzung angelegt hat"
    for role, is_told in (("coordination", False), ("steering", True)):
        page = open_page("meeting", role=role, meeting=meeting.id)
        shown = [each.value for each in page.app.main.caption if words in each.value]
        assert len(shown) == 2 * is_told  # beside title and date, and beside the view


def test_with_final_meetings_alone_the_button_says_so(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    page = open_page("coverage", part="map", role="coordination")
    assert not button(page, "meeting_map").disabled
    meetings.lock(visit, meetings.get(meeting.id))
    page = open_page("coverage", part="map", role="coordination")
    assert button(page, "meeting_map").disabled
    assert button(page, "meeting_map").help.startswith("Die Sitzungen sind festgeschrieben oder vorbei.")


def test_the_list_of_assignments_is_of_the_day_it_was_made_final(visit: Visit) -> None:
    meeting = with_view(visit)
    assert sealed.pack(meeting, "de").assignments_on == meetings.today()
    locked = meetings.lock(visit, meetings.get(meeting.id))
    assert locked.locked_at is not None
    assert sealed.pack(locked, "de").assignments_on == local_day(locked.locked_at)


def test_a_title_is_saved_though_the_agenda_grew_and_not_over_another_title(
    open_page: Callable[..., Any], visit: Visit
) -> None:
    meeting = meetings.create(visit, "Herbst", COMING)
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    field(page.app.text_input, f"meeting_title_{meeting.id}").set_value("Von mir")
    meetings.add(visit, meeting, MAP, figure_at(MAP, visit))
    button(page, "meeting_save").click().run()
    assert not page.app.exception and not page.app.error
    assert meetings.get(meeting.id).title == "Von mir"
    field(page.app.text_input, f"meeting_title_{meeting.id}").set_value("Noch einmal")
    meetings.rename(visit, meetings.get(meeting.id), "Von anderen", COMING)
    button(page, "meeting_save").click().run()
    assert meetings.get(meeting.id).title == "Von anderen"
    assert any("Noch einmal" in each.value for each in page.app.warning)


def test_a_view_is_put_anywhere_on_the_agenda_at_once(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    for part in ("areas", "compare"):
        address = f"versorgung?part={part}"
        meetings.add(visit, meeting, address, figure_at(address, visit))
    first, second, third = meetings.agenda(meeting)
    page = open_page("meeting", role="coordination", meeting=meeting.id, item=first.id)
    field(page.app.selectbox, f"item_place_{first.id}").set_value(3).run()
    assert not page.app.exception
    assert [each.id for each in meetings.agenda(meeting)] == [second.id, third.id, first.id]
    assert field(page.app.selectbox, f"item_place_{first.id}").value == 3
    assert page.table("Tagesordnung")["Was gezeigt wird"] == ["Versorgung"] * 3


def test_the_municipality_that_a_picture_marks_is_named(visit: Visit) -> None:
    def title_at(address: str) -> str:
        return exhibits.exhibit(address, figure_at(address, visit), visit.edition_id, "de").title

    assert title_at(f"{MAP}&ags=05358052") == f"{title_at(MAP)} · Nörvenich"
    assert title_at("gemeinde?ags=05358052").count("Nörvenich") == 1


def test_a_note_that_is_too_long_is_refused_and_stays_in_its_field(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    field(page.app.text_area, "item_note_").set_value("x" * 1001)
    button(page, "item_save").click().run()
    assert "hat 1001 Zeichen; möglich sind höchstens 1000" in page.app.error[0].value
    assert field(page.app.text_area, "item_note_").value == "x" * 1001
    assert meetings.agenda(meeting)[0].note == ""


def test_a_view_moves_from_where_it_is_by_now(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = with_view(visit)
    for part in ("areas", "compare"):
        address = f"versorgung?part={part}"
        meetings.add(visit, meeting, address, figure_at(address, visit))
    first, second, third = meetings.agenda(meeting)
    page = open_page("meeting", role="coordination", meeting=meeting.id, item=first.id)
    meetings.move(visit, meeting, first, 1)
    button(page, "item_later").click().run()
    assert [each.id for each in meetings.agenda(meeting)] == [second.id, third.id, first.id]


def test_a_view_that_its_page_shows_otherwise_by_now_is_renewed(visit: Visit, data: Path) -> None:
    """As after a recount of old data, which splits what was told together before."""
    meeting = with_view(visit)
    (item,) = meetings.agenda(meeting)
    assert not meetings.renew(visit, meeting, item)
    whole = Meetings(data / meetings.FILE).whole(meeting.id)[2]
    older = {each.language: each.content.replace("Stellen je", "Plätze je") for each in whole}
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    Meetings(data / meetings.FILE).renew(item.id, older, now, edition_id=meeting.edition_id)
    assert meetings.renew(visit, meeting, item)
    assert Meetings(data / meetings.FILE).whole(meeting.id)[2] == whole
    assert "Stellen je" in sealed.exhibit_of(item, "de").title
    locked = meetings.lock(visit, meetings.get(meeting.id))
    with pytest.raises(MeetingLocked):
        Meetings(data / meetings.FILE).renew(item.id, older, now, edition_id=locked.edition_id)


def test_views_taken_off_can_be_brought_back(open_page: Callable[..., Any], visit: Visit) -> None:
    """All of them, also after a reload, and only on the meeting that they are of."""
    meeting = with_view(visit)
    second = "versorgung?part=areas"
    meetings.add(visit, meeting, second, figure_at(second, visit))
    first_item, second_item = meetings.agenda(meeting)
    third = "versorgung?part=list"
    meetings.add(visit, meeting, third, "list")
    page = open_page("meeting", role="coordination", meeting=meeting.id, item=second_item.id)
    button(page, "item_remove").click().run()
    assert meetings.agenda(meeting)[0].id == first_item.id
    assert page.address["item"] == meetings.agenda(meeting)[1].id  # what took its place, not the first one
    button(page, "item_remove").click().run()
    button(page, "item_remove").click().run()
    assert meetings.agenda(meeting) == []
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    button(page, f"item_back_{second_item.id}").click().run()
    button(page, f"item_back_{first_item.id}").click().run()
    assert {each.id for each in meetings.agenda(meeting)} == {first_item.id, second_item.id}
    assert not page.app.exception and not page.app.error
    other = meetings.create(visit, "Eine andere", COMING)
    assert meetings.taken_off(other) == []
    with pytest.raises(PermissionError, match="of another meeting"):
        meetings.put_back(visit, other, first_item)


def test_an_edition_is_kept_before_anything_shows_it(visit: Visit, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash in between leaves too much kept, not too little; what was refused keeps nothing."""
    store = Store(data)
    store.freeze(visit.edition_id, "Haushaltsbeschluss")
    kept: list[str] = []

    def stored(*_: Any) -> Any:
        kept.append(store.held_because(visit.edition_id))
        raise UnfitValue("refused")

    with monkeypatch.context() as patch:
        patch.setattr(Meetings, "create", stored)
        with pytest.raises(UnfitValue):
            meetings.create(visit, " Herbst  2099 ", COMING)
    assert kept == ["Sitzung 01.06.2099: Herbst 2099"]
    assert (store.held_because(visit.edition_id), store.frozen_because(visit.edition_id)) == ("", "Haushaltsbeschluss")
    for path in (data / "warehouse/editions").glob(f"{visit.edition_id}.*"):
        path.unlink()
    with pytest.raises(meetings.EditionGone, match="Load the page again"):
        meetings.create(visit, "Herbst", COMING)
    assert meetings.all_meetings() == []


def test_newer_data_change_nothing_until_somebody_says_so(
    open_page: Callable[..., Any], small_data: Path, edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    moment = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    first = load(small_data, now=moment).edition_id
    visit = Visit(first, Store(small_data).manifest(first), Language("de"), "coordination", "")
    meeting = with_view(visit)
    (item,) = meetings.agenda(meeting)
    before = sealed.exhibit_of(item, "de")
    census = small_data / "raw/census/zensus2022_demografie.csv"
    edit(census, lambda text: text.replace(";foreign_nationals;2022-05-15;746;", ";foreign_nationals;2022-05-15;846;"))
    newer = load(small_data, now=moment + dt.timedelta(hours=1)).edition_id
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    assert "Neuere Daten sind geladen" in page.html
    assert sealed.exhibit_of(item, "de") == before
    button(page, "meeting_newest").click().run()
    assert not page.app.exception and not page.app.error
    (again,) = meetings.agenda(meeting)
    after = sealed.exhibit_of(again, "de")
    assert after.edition_id == newer and after.table != before.table
    assert f"edition={newer}" in after.address
    assert Store(small_data).is_frozen(newer) and not Store(small_data).is_frozen(first)


def test_a_new_meeting_begins_with_what_changed_since_the_one_before(
    small_data: Path, edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    moment = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    first, census = load(small_data, now=moment).edition_id, small_data / "raw/census/zensus2022_demografie.csv"
    before = Visit(first, Store(small_data).manifest(first), Language("de"), "coordination", "")
    assert meetings.agenda(meetings.create(before, "Frühjahr", COMING)) == []
    edit(census, lambda text: text.replace(";foreign_nationals;2022-05-15;746;", ";foreign_nationals;2022-05-15;846;"))
    newer = load(small_data, now=moment + dt.timedelta(hours=1)).edition_id
    now = Visit(newer, Store(small_data).manifest(newer), Language("de"), "coordination", "")
    autumn = meetings.create(now, "Herbst", COMING + dt.timedelta(days=180))
    (item,) = meetings.agenda(autumn)
    assert f"since={first}" in item.address and f"edition={newer}" in item.address
    exhibit = sealed.exhibit_of(item, "de")
    assert exhibit.title.startswith("Was sich verändert hat") and exhibit.findings and exhibit.picture


def test_a_view_that_newer_data_lack_keeps_the_meeting_as_it_is(
    open_page: Callable[..., Any], small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    moment = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    first = load(small_data, now=moment).edition_id
    visit = Visit(first, Store(small_data).manifest(first), Language("de"), "coordination", "")
    meeting = with_view(visit)
    meetings.add(visit, meeting, "fallzahlen?show=compare", figure_at("fallzahlen?show=compare", visit))
    shutil.rmtree(small_data / "raw" / "caseload")
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")  # without made-up clients, nobody chooses a role
    load(small_data, now=moment + dt.timedelta(hours=1))
    before = meetings.agenda(meeting)
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    button(page, "meeting_newest").click().run()
    assert not page.app.exception
    assert "Ansicht 2 der Tagesordnung gibt es in den neuesten Daten nicht" in page.app.error[0].value
    assert meetings.agenda(meeting) == before and meetings.get(meeting.id).edition_id == first


def test_final_is_final_and_proven(open_page: Callable[..., Any], visit: Visit, data: Path) -> None:
    meeting = with_view(visit)
    page = open_page("meeting", role="coordination", meeting=meeting.id, meet="papers")
    assert not page.app.exception
    assert button(page, "meeting_lock").disabled
    next(each for each in page.app.checkbox if each.key == f"final_sure_{meeting.id}").check().run()
    button(page, "meeting_lock").click().run()
    assert not page.app.exception
    locked = meetings.get(meeting.id)
    assert locked.is_locked and Meetings(data / meetings.FILE).verify(locked.id)
    assert locked.digest in page.words()
    with pytest.raises(MeetingLocked):
        meetings.add(visit, locked, MAP, "anything")
    with pytest.raises(MeetingLocked):
        meetings.take_off(visit, locked, meetings.agenda(locked)[0])
    assert sealed.pack(locked, "de").meeting.digest == locked.digest


def test_slides_and_papers_say_at_once_that_the_meeting_is_final(open_page: Callable[..., Any], visit: Visit) -> None:
    """The checksum is the same before and after: nothing that was made of the draft may be shown on."""
    meeting = with_view(visit)
    page = open_page("meeting", role="coordination", meeting=meeting.id, meet="papers")
    button(page, "papers").click().run()
    page.app.session_state["job_papers"].join()
    page.app.run()
    assert "Noch nicht festgeschrieben" in slides(page)
    assert page.app.get("download_button")
    field(page.app.checkbox, "final_sure_").check().run()
    button(page, "meeting_lock").click().run()
    assert not page.app.exception
    assert "Noch nicht festgeschrieben" not in slides(page)
    assert "Festgeschrieben am" in slides(page)
    assert not page.app.get("download_button")


def test_the_papers_of_a_final_meeting_outlive_its_edition(visit: Visit, data: Path) -> None:
    """An edition goes when consent is withdrawn, or another version of the program cannot read it: what was sealed stays."""
    meeting = with_view(visit)
    locked = meetings.lock(visit, meeting)
    before = sealed.pack(locked, "de")
    for path in (data / "warehouse/editions").glob(f"{visit.edition_id}.*"):
        path.unlink()
    assert sealed.pack(locked, "de") == before


def test_what_was_tampered_with_is_not_shown(open_page: Callable[..., Any], visit: Visit, data: Path) -> None:
    locked = meetings.lock(visit, with_view(visit))
    with closing(sqlite3.connect(data / meetings.FILE)) as connection:
        connection.execute("DROP TRIGGER locked_agenda_stays")
        connection.execute("UPDATE agenda_item SET headline = 'Alles in Ordnung'")
        connection.commit()
    page = open_page("meeting", role="coordination", meeting=locked.id, meet="papers")
    assert not page.app.exception
    assert any("verändert oder beschädigt" in each.value for each in page.app.error)
    assert not [each for each in page.app.button if each.key == "papers"]
    page = open_page("meeting", role="coordination", meeting=locked.id, meet="agenda")
    assert not page.app.exception
    assert any("verändert oder beschädigt" in each.value for each in page.app.error)
    assert "Alles in Ordnung" not in page.words()


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_who_did_not_make_a_meeting_can_read_it_only(open_page: Callable[..., Any], visit: Visit, role: str) -> None:
    meeting = with_view(visit)
    page = open_page("meeting", role=role, meeting=meeting.id)
    assert not page.app.exception
    assert all(button(page, key).disabled for key in ("item_save", "item_remove", "meeting_save", "meeting_delete"))
    with pytest.raises(PermissionError):
        meetings.take_off(
            Visit(visit.edition_id, visit.manifest, visit.language, role, ""), meeting, meetings.agenda(meeting)[0]
        )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("section", ["agenda", "changes", "papers", "assignments"])
def test_every_section_opens_with_and_without_a_meeting(
    open_page: Callable[..., Any], visit: Visit, section: str, language: str
) -> None:
    assert not open_page("meeting", meet=section, lang=language).app.exception
    meeting = with_view(visit)
    page = open_page("meeting", meet=section, lang=language, meeting=meeting.id)
    assert not page.app.exception and not page.app.error


def test_a_picture_of_an_exhibit_answers_to_nothing(visit: Visit) -> None:
    meeting = with_view(visit)
    picture = Xml.fromstring(sealed.exhibit_of(meetings.agenda(meeting)[0], "de").picture)
    assert picture.get("role") == "img" and picture.get("aria-label")
    names = {name for part in picture.iter() if part is not picture for name in part.attrib}
    assert not names & {"tabindex", "data-ags", "aria-pressed", "role"}


def test_a_meeting_is_finished_without_its_edition(visit: Visit, data: Path) -> None:
    """Whose consent is withdrawn leaves with the editions; what was sealed stays, and can still be renamed, shown and locked."""
    meeting = with_view(visit)
    for file in (data / "warehouse/editions").glob(f"{visit.edition_id}.*"):
        file.unlink()
    meeting = meetings.rename(visit, meeting, "Herbstsitzung", COMING)
    with pytest.raises(meetings.EditionGone, match="newest data"):
        meetings.add(visit, meeting, MAP, "map")
    assert [view.exhibit.edition_id for view in sealed.pack(meeting, "de").views] == [visit.edition_id]
    locked = meetings.lock(visit, meeting)
    assert locked.is_locked and Meetings(data / "workspace.sqlite").verify(meeting.id)


def test_nothing_is_added_from_an_edition_of_another_form(visit: Visit, data: Path) -> None:
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    manifest = data / "warehouse/editions" / f"{visit.edition_id}.json"
    manifest.write_text(manifest.read_text().replace(f'"version": {METHOD_VERSION}', '"version": 1'))
    with pytest.raises(meetings.EditionGone):
        meetings.add(visit, meeting, MAP, "map")
    assert meetings.agenda(meeting) == []


def test_the_only_meeting_can_be_brought_back(open_page: Callable[..., Any], visit: Visit) -> None:
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    page = open_page("meeting", role="coordination", meeting=meeting.id)
    button(page, "meeting_delete").click().run()
    assert meetings.all_meetings() == []
    button(page, f"meeting_restore_{meeting.id}").click().run()
    assert [each.id for each in meetings.all_meetings()] == [meeting.id] and not page.app.exception


def test_views_at_one_address_are_all_named(visit: Visit) -> None:
    address = "gemeinde?ags=05358008"
    meeting = meetings.create(visit, "Lenkungsgruppe", COMING)
    for figure in ("posts", "distances"):
        meetings.add(visit, meeting, address, figure)
    first, second = meetings.agenda(meeting)
    for linked in ("", first.address):
        named = views(visit, meeting, linked)[first.address]
        assert first.address == second.address
        assert named.startswith("1. ") and " · 2. " in named
    assert views(visit, None, "versorgung?part=map") == {
        "": "keine Ansicht",
        "versorgung?part=map": "versorgung?part=map",
    }
