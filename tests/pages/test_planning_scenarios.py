"""Scenarios on the page: saved, overwritten, renamed, copied, deleted, brought back, sent as files, and older than the data."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from locales import Language
from pages._shared import scenario_files
from pages._shared import scenarios as kept_scenarios
from pages._shared.stored_words import edition_text, problem_sentence
from pages._shared.visit import Visit
from pages.planning.bar.posts import post_sentences
from pages.planning.bar.saving import reason
from pages.planning.edit import MOST_REFUSED
from pages.planning.saved.words import free_name, number_of_changes
from planning.edit import Edit
from planning.scenario_file import ScenarioFile, from_content, from_file, to_content, to_file
from warehouse import Store
from workspace import ChangedMeanwhile, NameTaken, NoSuchScenario, Scenario, Scenarios, WorkspaceError, database

DAY = dt.date(2026, 11, 1)
NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
GERMAN, ENGLISH = Language("de"), Language("en")
CLOSE = Edit("close", "NIEDERZIER-1", DAY)
MORE = Edit("fte", "SKF-1", DAY, fte=0.75)
LESS = Edit("fte", "SKF-3", DAY, fte=0.75)
NASTY = "<img src=x onerror=alert(1)> [a](http://x) **b**"

pytestmark = pytest.mark.usefixtures("own_workspace")


@pytest.fixture
def workspace(own_workspace: Path) -> Scenarios:
    """What the pages write into."""
    return Scenarios(own_workspace / "workspace.sqlite")


@pytest.fixture
def store(workspace: Scenarios, loaded: Store) -> Callable[..., Scenario]:
    """Puts a scenario or draft into the workspace."""

    def stored(name: str = "", edits: tuple[Edit, ...] = (CLOSE,), **values: Any) -> Scenario:
        usual = {"author_role": "planning", "edition_id": loaded.current_id(), "valid_from": DAY, "at": NOW}
        undone = values.pop("undone", ())
        return workspace.create(name=name, content=to_content(edits, undone), **{**usual, **values})

    return stored


@pytest.fixture
def visit(loaded: Store) -> Callable[[str], Visit]:
    """A visit in some role, outside of a page."""
    edition_id = loaded.current_id()
    return lambda role: Visit(edition_id, loaded.manifest(edition_id), GERMAN, role, "")


@pytest.fixture
def opened(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """The page on a section; as the planner unless another role is named."""

    def found(section: str = "scenarios", **address: str) -> Any:
        page = open_page("planning", plan=section, **{"role": "planning", **address})
        assert not page.app.exception
        return page

    return found


def node(page: Any, key: str) -> Any:
    (found,) = [each for each in page.app._tree if getattr(each, "key", None) == key]
    return found


def has(page: Any, key: str) -> bool:
    return any(getattr(each, "key", None) == key for each in page.app._tree)


def press(page: Any, key: str) -> Any:
    node(page, key).click().run()
    assert not page.app.exception
    return page


def write(page: Any, prefix: str, value: str) -> None:
    """Type into the one field whose key begins so."""
    (found,) = [
        each
        for each in [*page.app.text_input, *page.app.text_area]
        if each.key is not None and each.key.startswith(prefix)
    ]
    found.set_value(value)


def heading(page: Any) -> str:
    (found,) = re.findall(r'<p class="kim-second"><strong>.*?</p>', page.html)
    return found


def texts(elements: Any) -> str:
    return " ".join(each.value for each in elements).replace("\\", "")


def saved_table(page: Any) -> dict[str, list[str]]:
    return page.table("Gespeicherte Szenarien")


# What pages ask of the workspace


def test_drafts_are_stored_read_and_saved(visit: Callable[[str], Visit]) -> None:
    planner = visit("planning")
    begun = kept_scenarios.begin_draft(planner, None, [MORE], dt.date(2030, 1, 1))
    assert (begun.edits, begun.undone, begun.parent) == ((MORE,), (), None)
    assert (begun.scenario.is_draft, begun.scenario.author_role, begun.scenario.valid_from) == (True, "planning", DAY)
    changed = kept_scenarios.store(planner, begun.scenario, [], [MORE])
    assert (changed.edits, changed.undone, changed.scenario.id) == ((), (MORE,), begun.scenario.id)
    with pytest.raises(ChangedMeanwhile):
        kept_scenarios.store(planner, begun.scenario, [CLOSE])
    assert kept_scenarios.saved() == []
    saved = kept_scenarios.save(planner, changed.scenario, "Nord", "Hinweis")
    assert kept_scenarios.load(begun.scenario.id) == saved
    assert kept_scenarios.saved() == [saved.scenario]
    assert (saved.scenario.name, saved.scenario.note, saved.scenario.is_draft) == ("Nord", "Hinweis", False)


def test_a_draft_knows_its_parent_and_may_take_its_place(
    visit: Callable[[str], Visit], store: Callable[..., Scenario]
) -> None:
    planner, parent = visit("planning"), store("Nord")
    draft = kept_scenarios.begin_draft(planner, parent, [CLOSE, MORE], DAY)
    assert draft.parent == parent
    assert kept_scenarios.overwriting(planner, draft.scenario) == kept_scenarios.Overwriting(parent, "")
    after = kept_scenarios.overwrite(planner, draft.scenario)
    assert (after.scenario.id, after.edits) == (parent.id, (CLOSE, MORE))
    (before,) = kept_scenarios.deleted()
    assert from_content(before.content)[0] == (CLOSE,)


def test_what_stands_against_overwriting_is_named(
    visit: Callable[[str], Visit], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    planner, steering, coordination = visit("planning"), visit("steering"), visit("coordination")
    parent = store("Nord")
    drafts = {
        each.role: store(is_draft=True, parent_id=parent.id, author_role=each.role) for each in (planner, steering)
    }
    assert kept_scenarios.overwriting(planner, store(is_draft=True)).reason == "no_parent"
    assert kept_scenarios.overwriting(steering, drafts["steering"]).reason == "not_yours"
    with pytest.raises(PermissionError):
        kept_scenarios.overwrite(steering, drafts["steering"])
    assert kept_scenarios.overwriting(coordination, drafts["steering"]).reason == ""
    workspace.change(parent.id, 1, at=NOW, note="umbenannt ist nicht geändert")
    assert kept_scenarios.overwriting(planner, drafts["planning"]).reason == ""
    workspace.change(parent.id, 2, at=NOW, content=to_content([MORE]))
    assert kept_scenarios.overwriting(planner, drafts["planning"]).reason == "changed"
    with pytest.raises(ChangedMeanwhile):
        kept_scenarios.overwrite(planner, drafts["planning"])
    workspace.delete(parent.id, NOW)
    assert kept_scenarios.overwriting(planner, drafts["planning"]).reason == "deleted"


@pytest.mark.parametrize("role", ["steering", "planning", "coordination"])
def test_only_its_role_and_the_coordination_change_a_scenario(
    role: str, visit: Callable[[str], Visit], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    may = role in ("planning", "coordination")
    made = store("Nord")
    assert kept_scenarios.may_change(made, role) == may
    assert kept_scenarios.may_store(store(is_draft=True), role) == may
    assert not kept_scenarios.may_store(made, role)
    for call in (
        lambda: kept_scenarios.rename(visit(role), made, "Neu", ""),
        lambda: kept_scenarios.delete(visit(role), made),
        lambda: kept_scenarios.restore(visit(role), made),
        lambda: kept_scenarios.delete(visit(role), made),
        lambda: kept_scenarios.remove(visit(role), made),
    ):
        if may:
            call()
        else:
            with pytest.raises(PermissionError):
                call()
    assert [each.name for each in workspace.all()] == ([] if may else ["Nord"])


@pytest.mark.parametrize("is_draft", [True, False])
@pytest.mark.parametrize("role", ["steering", "planning", "coordination"])
def test_only_drafts_change_and_only_for_those_who_may(
    role: str, is_draft: bool, visit: Callable[[str], Visit], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    may = is_draft and role != "steering"
    for name, act in (
        ("Nord", lambda made: kept_scenarios.store(visit(role), made, [MORE])),
        ("Süd", lambda made: kept_scenarios.save(visit(role), made, "Ost", "")),
        ("West", lambda made: kept_scenarios.discard(visit(role), made)),
    ):
        made = store("" if is_draft else name, is_draft=is_draft)
        if may:
            act(made)
        else:
            with pytest.raises(PermissionError):
                act(made)
        assert (workspace.get(made.id) == made) != may


def test_drafts_of_ones_role_are_listed_with_their_changes(
    visit: Callable[[str], Visit], store: Callable[..., Scenario]
) -> None:
    mine = store(is_draft=True)
    store(is_draft=True, edits=())
    store(is_draft=True, author_role="steering")
    store(is_draft=True, edits=(), undone=(MORE,), at=NOW - dt.timedelta(days=1))
    store("Nord")
    first, second = kept_scenarios.drafts(visit("planning"))
    assert first.scenario == mine
    assert second.undone == (MORE,)


def test_a_scenario_goes_out_and_comes_in_as_a_file(
    visit: Callable[[str], Visit], store: Callable[..., Scenario]
) -> None:
    made = store("Nord", (CLOSE, MORE), note="Hinweis", undone=(LESS,))
    content = scenario_files.file_of(visit("planning"), made)
    found = scenario_files.read_file(visit("steering"), content)
    assert found == from_file(content)
    assert (found.name, found.district, found.edits) == ("Nord", "05358", (CLOSE, MORE))
    taken = kept_scenarios.take_in(visit("steering"), found, "Nord 2")
    assert (taken.author_role, taken.note, taken.edition_id) == ("steering", "Hinweis", made.edition_id)
    assert kept_scenarios.load(taken.id).edits == (CLOSE, MORE)
    with pytest.raises(NameTaken):
        kept_scenarios.take_in(visit("steering"), found, "nord")


def test_old_drafts_go_when_the_app_starts(workspace: Scenarios, store: Callable[..., Scenario]) -> None:
    old = store(is_draft=True, at=NOW - dt.timedelta(days=400))
    saved = store("Nord", at=NOW - dt.timedelta(days=400))
    assert workspace.get(old.id) == old
    assert kept_scenarios.saved() == [saved]
    with pytest.raises(NoSuchScenario):
        kept_scenarios.load(old.id)


# Words


def test_names_get_a_number_where_they_are_taken() -> None:
    assert free_name("Nord", []) == "Nord"
    assert free_name("Nord", ["NORD", "Nord 2"]) == "Nord 3"
    longest = free_name("x" * 100, ["x" * 100])
    assert (len(longest), longest[-3:]) == (100, "x 2")


def test_numbers_of_changes_are_said() -> None:
    assert [number_of_changes(number, GERMAN) for number in (0, 1, 2)] == [
        "keine Änderung",
        "1 Änderung",
        "2 Änderungen",
    ]
    assert [number_of_changes(number, ENGLISH) for number in (0, 1, 2)] == ["no change", "1 change", "2 changes"]


def test_an_edition_is_called_by_its_moment() -> None:
    assert edition_text("20261102T083000Z-0123456789ab", GERMAN) == "02.11.2026, 09:30"
    assert edition_text("irgendwas", GERMAN) == "irgendwas"


def test_problems_are_said_in_german_without_where_files_lie(tmp_path: Path) -> None:
    error = WorkspaceError(
        "{file} is being written by others. Try again in a moment.", file=tmp_path / "workspace.sqlite"
    )
    assert (
        problem_sentence(error, GERMAN)
        == "In workspace.sqlite schreiben gerade andere. Versuchen Sie es gleich noch einmal."
    )
    with pytest.raises(kept_scenarios.ScenarioFileError) as wrong:
        from_content(
            '{"version": 1, "edits": [{"kind": "fte", "post": "A", "valid_from": "1.1.27", "fte": 1}], "undone": []}'
        )
    assert problem_sentence(wrong.value, GERMAN) == (
        'Stelle in der Datei: edits[0].valid_from. Erwartet: ein Tag, wie "2027-01-31"; gefunden: "1.1.27"'
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("deleted", "«Nord», von dem dieser Entwurf ausgeht, ist gelöscht"),
        ("not_yours", "«Nord» stammt von der Rolle Planung"),
        ("changed", "«Nord» ist geändert worden, seit dieser Entwurf begann"),
    ],
)
def test_every_reason_against_overwriting_has_words(code: str, said: str) -> None:
    parent = SimpleNamespace(name="Nord", author_role="planning")
    assert said in reason(code, parent, GERMAN)
    assert "«Nord»" in reason(code, parent, ENGLISH)


def allocation(*rows: tuple[str, str, str, float, str]) -> pl.DataFrame:
    schema = {
        "post": pl.String,
        "carrier": pl.String,
        "focus_area": pl.String,
        "post_fte": pl.Float64,
        "ags": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(fte=pl.lit(None, dtype=pl.Float64))


def test_differences_in_the_posts_are_named_one_by_one() -> None:
    then = allocation(
        ("A", "Caritas", "welcome", 1.0, "05358008"),
        ("B", "Caritas", "welcome", 1.0, "05358008"),
        ("C", "Caritas", "welcome", 1.0, "05358008"),
        ("C", "Caritas", "welcome", 1.0, "05358012"),
        ("D", "Caritas", "welcome", 1.0, "05358008"),
    )
    now = allocation(
        ("B", "SkF", "labour_market", 0.5, "05358008"),
        ("C", "Caritas", "welcome", 1.0, "05358008"),
        ("D", "Caritas", "welcome", 1.0, "05358008"),
        ("E", "Caritas", "welcome", 1.0, "05358008"),
    )
    names = {"05358008": "Düren", "05358012": "Heimbach"}
    assert post_sentences(then, now, names, GERMAN) == [
        "A gibt es nicht mehr.",
        "E ist neu.",
        "B: 1,00 Stellen, jetzt 0,50.",
        "B gehört jetzt zu SkF, Arbeitsmarktintegration.",
        "C ist jetzt für Düren da.",
    ]
    assert post_sentences(now, now, names, ENGLISH) == []


# The bar


def test_without_changes_the_bar_says_so(opened: Callable[..., Any]) -> None:
    page = opened("edit")
    assert "Stellen wie heute</strong> · mit der ersten Änderung beginnt ein Entwurf" in heading(page)
    assert node(page, "plan_undo").disabled
    assert node(page, "plan_redo").disabled
    assert not any(has(page, key) for key in ("plan_save", "plan_discard", "plan_close", "plan_overwrite"))


def test_changes_are_taken_back_and_made_again_and_a_reload_shows_them(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    draft = store(is_draft=True, edits=(CLOSE, MORE))
    page = opened("edit", scenario=draft.id)
    assert "Entwurf</strong> · 2 Änderungen · laufend festgehalten, noch nicht gespeichert" in heading(page)
    press(page, "plan_undo")
    assert "1 Änderung ·" in heading(page)
    assert from_content(workspace.get(draft.id).content) == ((CLOSE,), (MORE,))
    again = opened("edit", scenario=draft.id)
    assert "1 Änderung ·" in heading(again)
    press(again, "plan_redo")
    assert from_content(workspace.get(draft.id).content) == ((CLOSE, MORE), ())


def test_a_draft_is_saved_under_a_name(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    store("Nord")
    draft = store(is_draft=True)
    page = opened("edit", scenario=draft.id)
    write(page, "plan_save_name", "nord")
    press(page, "plan_save")
    assert "Ein Szenario namens «nord» gibt es schon. Wählen Sie einen anderen Namen." in texts(page.app.warning)
    write(page, "plan_save_name", "  Süd   stärken ")
    write(page, "plan_save_note", "für den Mai")
    press(page, "plan_save")
    found = workspace.get(draft.id)
    assert (found.name, found.note, found.is_draft, found.author_role) == (
        "Süd stärken",
        "für den Mai",
        False,
        "planning",
    )
    assert "Gespeichert als «Süd stärken»." in texts(page.app.success)
    assert page.address["scenario"] == draft.id
    assert "Süd stärken</strong> · 1 Änderung · gespeichert von Planung" in heading(page)
    assert not has(page, "plan_save")


def test_two_windows_do_not_overwrite_each_other(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    draft = store(is_draft=True, edits=(CLOSE, MORE))
    page = opened("edit", scenario=draft.id)
    theirs = workspace.change(draft.id, 1, at=NOW, content=to_content([LESS]))
    press(page, "plan_undo")
    assert "Jemand anderes hat dieses Szenario inzwischen geändert." in texts(page.app.warning)
    assert workspace.get(draft.id) == theirs


def test_undoing_in_a_saved_scenario_leaves_it_as_it_is(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord", (CLOSE, MORE))
    page = opened("edit", scenario=made.id)
    press(page, "plan_undo")
    assert workspace.get(made.id) == made
    (draft,) = [each for each in workspace.all(with_drafts=True) if each.is_draft]
    assert (draft.parent_id, from_content(draft.content)) == (made.id, ((CLOSE,), (MORE,)))
    assert page.address["scenario"] == draft.id
    assert "Entwurf zu «Nord»" in heading(page)
    # The proposed name is free.
    (name,) = [each for each in page.app.text_input if each.key == f"plan_save_name_{draft.id}"]
    assert name.value == "Nord 2"


def test_a_draft_takes_the_place_of_its_scenario(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord")
    draft = store(is_draft=True, edits=(MORE,), parent_id=made.id)
    page = opened("edit", scenario=draft.id)
    press(page, "plan_overwrite")
    assert from_content(workspace.get(made.id).content)[0] == (MORE,)
    assert page.address["scenario"] == made.id
    assert "Gespeichert als «Nord»." in texts(page.app.success)


def test_others_are_told_why_they_cannot_overwrite(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    made = store("Nord")
    draft = store(is_draft=True, parent_id=made.id, author_role="steering")
    page = opened("edit", scenario=draft.id, role="steering")
    assert not has(page, "plan_overwrite")
    assert "«Nord» stammt von der Rolle Planung" in texts(page.app.markdown)
    coordination = opened("edit", scenario=draft.id, role="coordination")
    assert has(coordination, "plan_overwrite")


def test_a_draft_of_another_role_is_not_changed(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    draft = store(is_draft=True, edits=(CLOSE, MORE), author_role="coordination")
    page = opened("edit", scenario=draft.id)
    assert "Dies ist ein Entwurf der Rolle Koordination." in page.html
    assert not has(page, "plan_save")
    press(page, "plan_undo")
    assert workspace.get(draft.id) == draft
    (mine,) = [each for each in workspace.all(with_drafts=True) if each.author_role == "planning"]
    assert from_content(mine.content) == ((CLOSE,), (MORE,))


def test_a_discarded_draft_can_be_brought_back(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    draft = store(is_draft=True)
    page = opened("edit", scenario=draft.id)
    press(page, "plan_discard")
    assert workspace.get(draft.id).is_deleted
    assert "scenario" not in page.address
    assert "Stellen wie heute" in heading(page)
    press(page, "plan_bring_back")
    assert not workspace.get(draft.id).is_deleted
    assert page.address["scenario"] == draft.id
    assert not has(page, "plan_bring_back")


def test_a_link_to_something_deleted_says_so(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord")
    workspace.delete(made.id, NOW)
    page = opened("edit", scenario=made.id)
    assert "Dieser Plan ist gelöscht." in page.html
    press(page, "plan_bar_bring_back")
    assert workspace.all()[0].id == made.id


def test_closing_a_plan_shows_the_posts_as_they_stand(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord")
    page = press(opened("edit", scenario=made.id), "plan_close")
    assert "Stellen wie heute" in heading(page)
    assert "scenario" not in page.address
    assert workspace.get(made.id) == made


# The section


def test_without_scenarios_the_section_says_how_to_begin(opened: Callable[..., Any]) -> None:
    page = opened()
    assert "Noch ist nichts gespeichert." in page.html
    assert not has(page, "scenario_open")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_the_section_runs_for_every_role_in_both_languages(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios, role: str, lang: str
) -> None:
    store("Nord", author_role=role)
    store(is_draft=True, author_role=role)
    workspace.delete(store("Süd", author_role=role).id, NOW)
    page = opened(role=role, lang=lang)
    assert not page.app.error
    assert "Nord" in page.html


def test_the_table_tells_what_there_is(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    first = store("Nord", note="Hinweis")
    store("Süd", (CLOSE, MORE), parent_id=first.id, author_role="coordination", at=NOW + dt.timedelta(hours=1))
    store("Alt", edition_id="20250101T110000Z-0123456789ab", at=NOW - dt.timedelta(days=1))
    store(is_draft=True)
    assert saved_table(opened()) == {
        "Name": ["Süd", "Nord", "Alt"],
        "von der Rolle": ["Koordination", "Planung", "Planung"],
        "zuletzt geändert": ["20.11.2026, 14:00", "20.11.2026, 13:00", "19.11.2026, 13:00"],
        "gilt ab": ["01.11.2026", "01.11.2026", "01.11.2026"],
        "Änderungen": ["2", "1", "1"],
        "ausgehend von": ["Nord", "–", "–"],
        "auf dem Datenstand vom": ["dem jetzigen", "dem jetzigen", "01.01.2025, 12:00 (nicht der jetzige)"],
        "Hinweis": ["–", "Hinweis", "–"],
    }


def test_everything_written_by_users_is_shown_as_text(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store(NASTY, note=NASTY)
    gone = store(f"{NASTY} 2", note=NASTY)
    workspace.delete(gone.id, NOW)
    store(is_draft=True, parent_id=made.id, edits=(Edit("add", NASTY, DAY, {"05358008": 0.5}, focus_area="welcome"),))
    page = press(opened(scenario=made.id), "scenario_delete")
    assert "<img" not in page.html
    assert escape(NASTY) in heading(opened(scenario=made.id))
    told = [each.value for each in [*page.app.markdown, *page.app.info] if "onerror" in each.value]
    assert len(told) >= 3
    for markdown in told:
        assert not set("<>[]*") & set(re.sub(r"\\.", "", markdown))


def test_a_file_that_is_locked_for_a_moment_costs_nobody_the_plan(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = store(is_draft=True)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(workspace.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE scenario SET version = version")
        page = opened("edit", scenario=draft.id)
        assert any("gerade andere" in each.value for each in page.app.warning)
        assert page.address["scenario"] == draft.id
    page.app.run()
    assert not page.app.warning
    assert number_of_changes(1, GERMAN) in heading(page)


def test_changes_that_are_impossible_are_said_as_text_and_not_all_of_them(
    opened: Callable[..., Any], store: Callable[..., Scenario]
) -> None:
    unknown = [Edit("close", f"{NASTY} {number}", DAY) for number in range(30)]
    page = opened("edit", scenario=store("Nord", tuple(unknown)).id, **{"from": "2027-01"})
    told = [each.value for each in page.app.warning]
    assert len(told) == MOST_REFUSED + 1
    assert f"{30 - MOST_REFUSED} " in told[-1]
    for markdown in told[:-1]:
        assert "onerror" in markdown
        assert not set("<>[]*") & set(re.sub(r"\\.", "", markdown))


def test_a_scenario_is_opened(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    made = store("Nord")
    page = press(opened(), "scenario_open")
    assert page.widget("plan").value == "edit"
    assert page.address["scenario"] == made.id
    assert f"?plan=edit&scenario={made.id}" in opened().app.code[0].value


def test_a_scenario_gets_another_name_and_note(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord")
    page = opened()
    write(page, "scenario_name_", "Nordwest")
    write(page, "scenario_note_", "neu")
    press(page, "scenario_rename")
    found = workspace.get(made.id)
    assert (found.name, found.note, found.content_version) == ("Nordwest", "neu", 1)
    assert saved_table(page)["Name"] == ["Nordwest"]


def test_a_scenario_is_copied_as_ones_own(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord", author_role="coordination")
    page = press(opened(), "scenario_copy")
    copied = next(each for each in workspace.all() if each.id != made.id)
    assert (copied.name, copied.author_role, copied.parent_id, copied.content) == (
        "Nord 2",
        "planning",
        made.id,
        made.content,
    )
    assert page.widget("chosen").value == copied.id


def test_deleting_can_be_taken_back_on_the_spot(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    made = store("Nord")
    page = press(opened(scenario=made.id), "scenario_delete")
    assert workspace.all() == []
    assert "scenario" not in page.address
    assert "«Nord» ist gelöscht." in texts(page.app.info)
    press(page, "plan_bring_back")
    assert [each.id for each in workspace.all()] == [made.id]
    assert "«Nord» ist wieder da." in texts(page.app.success)
    assert not has(page, "plan_bring_back")


def test_others_may_not_change_it(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    store("Nord", author_role="coordination")
    page = opened()
    assert node(page, "scenario_delete").disabled
    assert "Umbenennen, überschreiben und löschen darf es nur die Koordination." in texts(page.app.caption)
    assert not node(opened(role="coordination"), "scenario_delete").disabled


def test_others_are_told_whose_it_is(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    store("Nord")
    said = texts(opened(role="steering").app.caption)
    assert "dürfen es nur die Rolle Planung und die Koordination." in said


def test_deleted_ones_come_back_under_a_name_that_is_free(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    gone = store("Nord")
    workspace.delete(gone.id, NOW)
    store("Nord")
    foreign = store("Fremd", author_role="coordination")
    workspace.delete(foreign.id, NOW)
    page = opened()
    assert "«Nord», von der Rolle Planung, weg seit 20.11.2026, 13:00" in texts(page.app.markdown)
    assert has(page, f"gone_back_{gone.id}")
    assert not has(page, f"gone_back_{foreign.id}")
    press(page, f"gone_back_{gone.id}")
    assert workspace.get(gone.id).name == "Nord 2"
    assert not workspace.get(gone.id).is_deleted


def test_deleted_ones_can_be_removed_for_good(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    gone = store("Nord")
    workspace.delete(gone.id, NOW)
    page = press(opened(), f"gone_remove_{gone.id}")
    assert workspace.all(with_deleted=True) == []
    assert "«Nord» ist endgültig entfernt." in texts(page.app.success)


def test_drafts_are_found_again(opened: Callable[..., Any], store: Callable[..., Scenario]) -> None:
    draft = store(is_draft=True)
    page = press(opened(), f"draft_open_{draft.id}")
    assert page.address["scenario"] == draft.id
    assert page.widget("plan").value == "edit"


def sent(page: Any, content: bytes) -> Any:
    page.app.file_uploader[0].set_value([("plan.json", content, "application/json")])
    page.app.run()
    assert not page.app.exception
    return page


FILE = ScenarioFile("Nord", "Hinweis", "coordination", "05358", "20250101T110000Z-0123456789ab", DAY, (CLOSE, MORE))


def test_a_file_is_taken_in(opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios) -> None:
    store("Nord")
    page = sent(opened(), to_file(FILE))
    said = texts(page.app.markdown)
    assert "«Nord»: 2 Änderungen, ab 01.11.2026." in said
    assert "Gemacht von der Rolle Koordination." in said
    assert "anderen Daten (Datenstand vom 01.01.2025, 12:00)" in said
    press(page, "scenario_take_in")
    found = next(each for each in workspace.all() if each.name == "Nord 2")
    assert (from_content(found.content)[0], found.author_role, found.note) == ((CLOSE, MORE), "planning", "Hinweis")
    assert "Gespeichert als «Nord 2»." in texts(page.app.success)
    assert saved_table(page)["Name"] == ["Nord 2", "Nord"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\xff", "Die Datei ist kein Text in UTF-8."),
        (b"[]", "Das ist kein Szenario aus KIM-Atlas"),
        (
            to_file(FILE).replace(b'"fte": 0.75', b'"fte": "0,75"'),
            'Stelle in der Datei: edits[1].fte. Erwartet: eine Zahl über 0, ohne Anführungszeichen und mit Punkt; gefunden: "0,75"',
        ),
        (
            to_file(replace(FILE, district="05366")),
            "gehört zum Kreis mit dem Schlüssel 05366; diese Installation zeigt 05358",
        ),
    ],
)
def test_a_file_that_is_not_right_is_refused_in_plain_words(
    opened: Callable[..., Any], workspace: Scenarios, content: bytes, said: str
) -> None:
    page = sent(opened(), content)
    assert "Die Datei lässt sich nicht übernehmen." in texts(page.app.error)
    assert said in texts(page.app.error)
    assert workspace.all() == []


def test_a_file_nobody_can_read_stops_nothing(opened: Callable[..., Any], own_workspace: Path) -> None:
    (own_workspace / "workspace.sqlite").write_bytes(b"not a database" * 1000)
    page = opened()
    assert "workspace.sqlite ist beschädigt und nicht lesbar" in texts(page.app.error)
    assert str(own_workspace) not in page.words()


def test_one_scenario_that_cannot_be_read_does_not_hide_the_others(
    opened: Callable[..., Any], store: Callable[..., Scenario], workspace: Scenarios
) -> None:
    broken = store("Kaputt")
    workspace.change(broken.id, 1, at=NOW, content=json.dumps({"version": 9}))
    store("Nord", at=NOW - dt.timedelta(days=1))
    page = opened()
    assert dict(zip(*(saved_table(page)[column] for column in ("Name", "Änderungen")), strict=True)) == {
        "Kaputt": "nicht lesbar",
        "Nord": "1",
    }
    page = opened("edit", scenario=broken.id)
    assert "aus einer neueren Fassung von KIM-Atlas" in texts(page.app.warning)
