"""Assignments: stored at once, followed up, carried into the papers of the next meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from locales import Language
from pages._shared import assignments
from pages._shared.visit import Visit
from pages.meeting.assignment_sheets import sheets
from pages.meeting.assignment_words import findings, short
from report.sheets import Sheet
from workspace import ChangedMeanwhile

TODAY = dt.date(2026, 11, 23)
GERMAN = Language("de")


@pytest.fixture
def visit(own_workspace: Path) -> Visit:  # noqa: ARG001, sets the folder
    return Visit("20261120T090000Z-0123456789ab", {}, GERMAN, "coordination", "")


def made(visit: Visit, text: str = "Sprechstunde in Titz prüfen", due: dt.date | None = None) -> Any:
    return assignments.create(visit, text, "Amt für Integration", due, "versorgung?part=map", None)


def button(page: Any, key: str) -> Any:
    (found,) = (each for each in page.app.button if each.key == key)
    return found


def field(page: Any, kind: str, key: str) -> Any:
    (found,) = (each for each in getattr(page.app, kind) if each.key == key)
    return found


def test_a_new_assignment_is_stored_by_one_form(open_page: Callable[..., Any], visit: Visit) -> None:  # noqa: ARG001
    page = open_page("meeting", meet="assignments", role="coordination")
    assert "Kein Arbeitsauftrag ist offen." in page.html
    field(page, "text_area", "assignment_new_text").set_value("Räume in Inden klären")
    field(page, "text_input", "assignment_new_office").set_value("Gemeinde Inden")
    field(page, "date_input", "assignment_new_due").set_value(dt.date(2027, 3, 31))
    button(page, "assignment_new_save").click().run()
    assert not page.app.exception and not page.app.error
    (found,) = assignments.all_assignments()
    assert (found.text, found.office, found.due_on, found.status) == (
        "Räume in Inden klären",
        "Gemeinde Inden",
        dt.date(2027, 3, 31),
        "open",
    )
    again = open_page("meeting", meet="assignments", role="steering")
    assert "Räume in Inden klären" in again.html and "31.03.2027" in again.html


def test_what_could_not_be_stored_stays_in_the_form(open_page: Callable[..., Any], visit: Visit) -> None:  # noqa: ARG001
    page = open_page("meeting", meet="assignments", role="coordination")
    field(page, "text_area", "assignment_new_text").set_value("Räume in Inden klären")
    field(page, "text_input", "assignment_new_office").set_value("Gemeinde \u202eInden")
    button(page, "assignment_new_save").click().run()
    assert page.app.error and assignments.all_assignments() == []
    assert field(page, "text_area", "assignment_new_text").value == "Räume in Inden klären"
    forms = [node.proto.form for node in page.app._tree if getattr(node, "type", "") == "form"]
    assert [form.clear_on_submit for form in forms if form.form_id == "assignment_new"] == [False]
    field(page, "text_input", "assignment_new_office").set_value("Gemeinde Inden")
    button(page, "assignment_new_save").click().run()
    assert [each.office for each in assignments.all_assignments()] == ["Gemeinde Inden"]
    assert field(page, "text_area", "assignment_new_text").value == ""
    assert field(page, "text_input", "assignment_new_office").value == ""


def test_its_status_changes_with_a_reason_that_stays_in_its_history(
    open_page: Callable[..., Any], visit: Visit
) -> None:
    one = made(visit)
    page = open_page("meeting", meet="assignments", role="coordination")
    key = f"assignment_{one.id}_{one.version}"
    field(page, "selectbox", f"{key}_status").set_value("done")
    field(page, "text_input", f"{key}_note").set_value("Beschluss vom 12.01.")
    button(page, "assignment_save").click().run()
    assert not page.app.exception and not page.app.error
    assert assignments.all_assignments()[0].status == "done"
    shown = page.table("Verlauf dieses Auftrags")
    assert "Beschluss vom 12.01." in shown["nachher"][0] and "erledigt" in shown["nachher"][0]
    assert "Kein Arbeitsauftrag ist offen." in page.html


def test_of_two_browsers_the_second_is_told_and_nothing_is_lost(visit: Visit) -> None:
    one = made(visit)
    values = {"office": one.office, "due_on": None, "address": one.address, "note": ""}
    assignments.change(visit, one, text="Erste Fassung", status="open", **values)
    with pytest.raises(ChangedMeanwhile):
        assignments.change(visit, one, text="Zweite Fassung", status="open", **values)
    assert assignments.all_assignments()[0].text == "Erste Fassung"
    assert len(assignments.history(one)) >= 2


def test_findings_count_what_is_open_and_name_what_is_late(visit: Visit) -> None:
    assert findings([], TODAY, GERMAN) == ["Kein Arbeitsauftrag ist offen."]
    made(visit, due=dt.date(2026, 10, 1))
    made(visit, "Zweiter", dt.date(2027, 1, 1))
    said = findings(assignments.all_assignments(), TODAY, GERMAN)
    assert said == [
        "2 Arbeitsaufträge sind offen.",
        "Überfällig: 1, am längsten bei Amt für Integration, fällig war es am 01.10.2026.",
    ]


def test_what_is_due_first_stands_first_and_what_is_over_last(visit: Visit) -> None:
    late, none, early = (
        made(visit, "spät", dt.date(2028, 1, 1)),
        made(visit, "ohne"),
        made(visit, "früh", dt.date(2027, 1, 1)),
    )
    assignments.change(
        visit, early, text="früh", office=early.office, due_on=early.due_on, status="dropped", address="", note=""
    )
    assert [each.id for each in assignments.all_assignments()] == [late.id, none.id, early.id]


def test_deleting_can_be_taken_back(open_page: Callable[..., Any], visit: Visit) -> None:
    one = made(visit)
    page = open_page("meeting", meet="assignments", role="coordination")
    button(page, "assignment_delete").click().run()
    assert assignments.all_assignments() == []
    button(page, f"assignment_back_{one.id}").click().run()
    assert [each.id for each in assignments.all_assignments()] == [one.id] and not page.app.exception


def test_the_workbook_has_list_and_history(visit: Visit) -> None:
    one = made(visit, due=dt.date(2026, 10, 1))
    assignments.change(
        visit,
        one,
        text=one.text,
        office="job-com",
        due_on=one.due_on,
        status="under_way",
        address=one.address,
        note="nach Rücksprache",
    )
    listed, history = (
        sheet for sheet in sheets(visit, assignments.all_assignments(), TODAY) if isinstance(sheet, Sheet)
    )
    assert listed.rows[0][:5] == (one.text, "job-com", dt.date(2026, 10, 1), "in Arbeit", "ja")
    changed = [tuple(row[2:]) for row in history.rows]
    assert changed[-2:] == [
        ("Koordination", "Zuständige Stelle", "Amt für Integration", "job-com", "nach Rücksprache"),
        ("Koordination", "Stand der Arbeit", "offen", "in Arbeit", ""),
    ]
    assert ("Koordination", "Fällig am", "–", "01.10.2026", "") in changed


def test_without_an_office_none_is_named(visit: Visit) -> None:
    one = assignments.create(visit, "Bericht vorlegen", "", dt.date(2026, 10, 1), "", None)
    assert findings([one], TODAY, GERMAN)[1] == "Überfällig: 1, der älteste war am 01.10.2026 fällig."
    assert short(one, GERMAN) == "Bericht vorlegen (offen)"


def test_others_read_only(open_page: Callable[..., Any], visit: Visit) -> None:
    made(visit)
    page = open_page("meeting", meet="assignments", role="planning")
    assert button(page, "assignment_save").disabled and button(page, "assignment_delete").disabled
    with pytest.raises(PermissionError):
        assignments.delete(Visit(visit.edition_id, {}, GERMAN, "planning", ""), assignments.all_assignments()[0])


def test_words_of_users_are_no_markup(open_page: Callable[..., Any], visit: Visit) -> None:
    made(visit, "<script>alert(1)</script> ![x](http://example.org/x.png)")
    page = open_page("meeting", meet="assignments", role="coordination")
    assert not page.app.exception
    assert "<script>" not in page.html and "&lt;script&gt;" in page.html


def test_what_was_written_while_somebody_else_was_quicker_is_shown_again(
    open_page: Callable[..., Any], visit: Visit
) -> None:
    one = made(visit)
    page = open_page("meeting", meet="assignments", role="coordination")
    key = f"assignment_{one.id}_{one.version}"
    field(page, "text_area", f"{key}_text").set_value("Meine Fassung")
    assignments.change(visit, one, text="Deine Fassung", office="", due_on=None, status="open", address="", note="")
    button(page, "assignment_save").click().run()
    assert not page.app.exception
    assert assignments.all_assignments()[0].text == "Deine Fassung"
    assert any("Meine Fassung" in each.value for each in page.app.warning)


def test_a_double_click_stores_one_assignment(visit: Visit) -> None:
    first, again = (assignments.create(visit, " Stelle  prüfen", "Amt 50", None, "", None) for _ in range(2))
    assert again == first and assignments.all_assignments() == [first]
    assert assignments.create(visit, "Stelle prüfen", "Amt 51", None, "", None) != first
    assert len(assignments.all_assignments()) == 2
