"""Scenarios are stored, found, changed, deleted and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from workspace import ChangedMeanwhile, NameTaken, NoSuchScenario, Scenario, Scenarios, UnfitValue
from workspace.scenario import LONGEST_CONTENT, LONGEST_NAME, LONGEST_NOTE

MONDAY = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)

Make = Callable[..., Scenario]


def test_what_is_stored_is_found_again(scenarios: Scenarios, make: Make) -> None:
    made = make(
        "  Süd\tstärken ", note="für die Sitzung\r\nim Mai \n", valid_from=dt.date(2027, 4, 1), content='{"a": 1}'
    )
    assert made == Scenario(
        id=made.id,
        name="Süd stärken",
        author_role="planning",
        note="für die Sitzung\nim Mai",
        created_at=MONDAY,
        changed_at=MONDAY,
        parent_id=None,
        parent_content_version=None,
        edition_id="20261102T083000Z-0123456789ab",
        valid_from=dt.date(2027, 4, 1),
        content='{"a": 1}',
        content_version=1,
        version=1,
        is_draft=False,
        deleted_at=None,
    )
    assert scenarios.get(made.id) == made
    assert Scenarios(scenarios.path).all() == [made]


def test_ids_can_be_said_and_sent(make: Make) -> None:
    ids = [make(is_draft=True).id for _ in range(40)]
    assert len(set(ids)) == 40
    assert all(len(each) == 10 and each.isalnum() and not set(each) & set("0o1li") for each in ids)


def test_moments_are_kept_in_utc_and_need_a_zone(make: Make) -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    assert make("Nord", at=dt.datetime(2026, 11, 2, 9, 30, tzinfo=berlin)).created_at == MONDAY
    with pytest.raises(ValueError, match="needs its time zone"):
        make("Süd", at=dt.datetime(2026, 11, 2, 9, 30))


def test_the_last_changed_stands_first(scenarios: Scenarios, make: Make) -> None:
    first, second = make("eins"), make("zwei", at=TUESDAY)
    assert [each.name for each in scenarios.all()] == ["zwei", "eins"]
    scenarios.change(first.id, 1, at=WEDNESDAY, note="neu")
    assert [each.name for each in scenarios.all()] == ["eins", "zwei"]
    assert second.version == 1


def test_drafts_and_deleted_ones_are_listed_only_if_asked_for(scenarios: Scenarios, make: Make) -> None:
    saved, draft, gone = make("da"), make(is_draft=True, at=TUESDAY), make("weg", at=WEDNESDAY)
    gone = scenarios.delete(gone.id, WEDNESDAY)
    dropped = scenarios.delete(make(is_draft=True, at=WEDNESDAY).id, WEDNESDAY)
    assert scenarios.all() == [saved]
    assert scenarios.all(with_drafts=True) == [draft, saved]
    assert scenarios.all(with_deleted=True) == [gone, saved]
    assert {each.id for each in scenarios.all(with_deleted=True, with_drafts=True)} == {
        each.id for each in (saved, draft, gone, dropped)
    }


def test_a_change_changes_only_what_it_names(scenarios: Scenarios, make: Make) -> None:
    made = make("Nord", note="alt")
    renamed = scenarios.change(made.id, 1, at=TUESDAY, name="Nordwest")
    assert renamed == replace(made, name="Nordwest", changed_at=TUESDAY, version=2)
    changed = scenarios.change(
        made.id, 2, at=WEDNESDAY, note="", content="[]", valid_from=dt.date(2028, 1, 1), edition_id="neu"
    )
    assert changed == replace(
        renamed,
        note="",
        content="[]",
        content_version=2,
        valid_from=dt.date(2028, 1, 1),
        edition_id="neu",
        changed_at=WEDNESDAY,
        version=3,
    )
    assert scenarios.get(made.id) == changed


def test_who_read_an_older_version_changes_nothing(scenarios: Scenarios, make: Make) -> None:
    made = make("Nord")
    theirs = scenarios.change(made.id, made.version, at=TUESDAY, note="von anderen")
    with pytest.raises(ChangedMeanwhile, match="Somebody else has changed this scenario"):
        scenarios.change(made.id, made.version, at=WEDNESDAY, note="von mir")
    assert scenarios.get(made.id) == theirs


def test_names_are_taken_once_whatever_their_case(scenarios: Scenarios, make: Make) -> None:
    kept, other = make("Süd STÄRKEN"), make("Nord")
    with pytest.raises(NameTaken, match="called «süd stärken» already"):
        make("süd  stärken")
    with pytest.raises(NameTaken, match="Choose another name"):
        scenarios.change(other.id, 1, at=TUESDAY, name="Süd stärken")
    with pytest.raises(NameTaken):
        scenarios.copy(other.id, "Süd stärken", "planning", TUESDAY)
    assert {each.id: each for each in scenarios.all()} == {kept.id: kept, other.id: other}
    scenarios.change(kept.id, 1, at=TUESDAY, name="Süd stärken")  # its own
    with pytest.raises(NameTaken):
        make("Süd\u200b stärken")  # looks the same


def test_drafts_have_no_name_until_they_are_saved(scenarios: Scenarios, make: Make) -> None:
    make("Nord")
    first, second = make(is_draft=True), make(is_draft=True)
    assert (first.name, second.name) == ("", "")
    with pytest.raises(UnfitValue, match="needs a name"):
        scenarios.change(first.id, 1, at=TUESDAY, is_draft=False)
    with pytest.raises(NameTaken):
        scenarios.change(first.id, 1, at=TUESDAY, name="Nord", is_draft=False)
    saved = scenarios.change(first.id, 1, at=TUESDAY, name="Nord 2", is_draft=False)
    assert (saved.id, saved.name, saved.is_draft) == (first.id, "Nord 2", False)
    assert scenarios.get(second.id) == second


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " \n"}, "needs a name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "101 characters; at most 100"),
        ({"name": "a\x00b"}, "cannot be shown"),
        ({"name": "a\ud800b"}, "cannot be shown"),
        ({"name": "a\u202eb"}, "cannot be shown"),
        ({"name": "\u200b\u00ad"}, "needs a name"),
        ({"name": "a", "note": "x" * (LONGEST_NOTE + 1)}, "2001 characters; at most 2000"),
        ({"name": "a", "note": "a\x07"}, "cannot be shown"),
        ({"name": "a", "content": "x" * (LONGEST_CONTENT + 1)}, "too many changes"),
    ],
)
def test_texts_that_do_not_fit_are_refused(scenarios: Scenarios, make: Make, values: dict[str, str], said: str) -> None:
    made = make("da", content="x" * LONGEST_CONTENT, note="x" * LONGEST_NOTE)
    with pytest.raises(UnfitValue, match=said):
        make(**values)
    with pytest.raises(UnfitValue, match=said):
        scenarios.change(made.id, 1, at=TUESDAY, **values)
    assert scenarios.all() == [made]


def test_deleting_can_be_undone(scenarios: Scenarios, make: Make) -> None:
    made = make("Nord")
    gone = scenarios.delete(made.id, TUESDAY)
    assert gone == replace(made, deleted_at=TUESDAY, version=2)
    assert scenarios.get(made.id) == gone
    assert scenarios.restore(made.id) == replace(made, version=3)
    assert scenarios.restore(made.id).version == 3  # it lives already


def test_what_is_deleted_is_not_changed_copied_or_deleted_again(scenarios: Scenarios, make: Make) -> None:
    gone = scenarios.delete(make("Nord").id, TUESDAY)
    for call in (
        lambda: scenarios.change(gone.id, gone.version, at=TUESDAY, note="x"),
        lambda: scenarios.copy(gone.id, "Neu", "planning", TUESDAY),
        lambda: scenarios.delete(gone.id, WEDNESDAY),
    ):
        with pytest.raises(NoSuchScenario, match=r"«Nord» has been deleted\. It can be brought back"):
            call()
    assert scenarios.all(with_deleted=True) == [gone]


def test_a_message_does_not_repeat_a_long_id(scenarios: Scenarios, make: Make) -> None:
    make("Nord")
    with pytest.raises(NoSuchScenario, match=r"^There is no scenario x{20} here"):
        scenarios.get("x" * 5000)


def test_a_draft_that_was_discarded_is_called_so(scenarios: Scenarios, make: Make) -> None:
    gone = scenarios.delete(make(is_draft=True).id, TUESDAY)
    with pytest.raises(NoSuchScenario, match="draft has been discarded"):
        scenarios.change(gone.id, gone.version, at=TUESDAY, content="[1]")


def test_a_name_that_was_given_away_meanwhile_needs_another(scenarios: Scenarios, make: Make) -> None:
    gone = scenarios.delete(make("Nord").id, TUESDAY)
    make("nord")
    with pytest.raises(NameTaken, match="«Nord»"):
        scenarios.restore(gone.id)
    assert scenarios.get(gone.id) == gone
    assert scenarios.restore(gone.id, "Nord von früher").name == "Nord von früher"


def test_a_copy_is_whole_and_knows_where_it_came_from(scenarios: Scenarios, make: Make) -> None:
    made = make("Nord", note="Hinweis", content="[1]")
    copied = scenarios.copy(made.id, "Nord 2", "steering", TUESDAY)
    assert (copied.content, copied.note, copied.edition_id) == (made.content, made.note, made.edition_id)
    assert (copied.parent_id, copied.author_role, copied.version, copied.created_at) == (
        made.id,
        "steering",
        1,
        TUESDAY,
    )
    assert scenarios.get(made.id) == made


def test_children_outlive_a_parent_that_is_removed_for_good(scenarios: Scenarios, make: Make) -> None:
    parent = make("Nord")
    child = make("Kind", parent_id=parent.id)
    assert (child.parent_id, child.parent_content_version) == (parent.id, 1)
    scenarios.delete(parent.id, TUESDAY)
    assert scenarios.get(child.id) == child  # deleted is not gone
    scenarios.remove(parent.id)
    assert scenarios.get(child.id) == replace(child, parent_id=None)
    with pytest.raises(NoSuchScenario):
        scenarios.restore(parent.id)


def test_only_what_is_deleted_is_removed_for_good(scenarios: Scenarios, make: Make) -> None:
    made = make("Nord")
    with pytest.raises(NoSuchScenario, match="Only a deleted"):
        scenarios.remove(made.id)
    assert scenarios.all() == [made]


def test_a_parent_must_be_there(scenarios: Scenarios, make: Make) -> None:
    with pytest.raises(NoSuchScenario, match="no scenario nobody"):
        make("Kind", parent_id="nobody")
    assert scenarios.all() == []


def test_a_draft_takes_the_place_of_its_parent_which_can_be_restored(scenarios: Scenarios, make: Make) -> None:
    parent = make("Nord", note="Hinweis", content="[1]")
    child = make("Kind", parent_id=parent.id)
    draft = make(
        is_draft=True, parent_id=parent.id, content="[2]", edition_id="neu", valid_from=dt.date(2028, 1, 1), at=TUESDAY
    )
    after = scenarios.overwrite_parent(draft.id, 1, WEDNESDAY)
    assert after == replace(
        parent,
        content="[2]",
        content_version=2,
        version=2,
        edition_id="neu",
        valid_from=dt.date(2028, 1, 1),
        changed_at=WEDNESDAY,
    )
    (before,) = [each for each in scenarios.all(with_deleted=True, with_drafts=True) if each.is_deleted]
    assert before == replace(parent, id=before.id, deleted_at=WEDNESDAY)
    assert scenarios.get(child.id).parent_id == parent.id
    with pytest.raises(NoSuchScenario):
        scenarios.get(draft.id)
    assert scenarios.restore(before.id, "Nord davor").content == "[1]"


def test_renaming_a_parent_does_not_make_a_draft_outdated_but_changing_it_does(
    scenarios: Scenarios, make: Make
) -> None:
    parent = make("Nord", content="[1]")
    drafts = [make(is_draft=True, parent_id=parent.id, content=f"[{number}]") for number in (2, 3)]
    scenarios.change(parent.id, 1, at=TUESDAY, name="Nordwest", content="[1]")
    assert scenarios.overwrite_parent(drafts[0].id, 1, TUESDAY).content == "[2]"
    with pytest.raises(ChangedMeanwhile):
        scenarios.overwrite_parent(drafts[1].id, 1, WEDNESDAY)
    assert scenarios.get(parent.id).content == "[2]"
    assert scenarios.get(drafts[1].id) == drafts[1]


def test_nothing_is_overwritten_that_is_not_there(scenarios: Scenarios, make: Make) -> None:
    parent = make("Nord")
    draft, alone = make(is_draft=True, parent_id=parent.id), make(is_draft=True)
    with pytest.raises(NoSuchScenario, match="is not there any more"):
        scenarios.overwrite_parent(alone.id, 1, TUESDAY)
    with pytest.raises(ChangedMeanwhile):
        scenarios.overwrite_parent(draft.id, 2, TUESDAY)
    scenarios.delete(parent.id, TUESDAY)
    with pytest.raises(NoSuchScenario, match="has been deleted"):
        scenarios.overwrite_parent(draft.id, 1, TUESDAY)
    scenarios.remove(parent.id)
    with pytest.raises(NoSuchScenario, match="is not there any more"):
        scenarios.overwrite_parent(draft.id, 1, TUESDAY)
    assert {each.id for each in scenarios.all(with_drafts=True)} == {draft.id, alone.id}


def test_drafts_that_nobody_touched_for_long_go(scenarios: Scenarios, make: Make) -> None:
    make(is_draft=True)
    fresh, saved = make(is_draft=True, at=WEDNESDAY), make("Nord")
    assert scenarios.remove_drafts(TUESDAY) == 1
    assert scenarios.remove_drafts(TUESDAY) == 0
    assert {each.id for each in scenarios.all(with_drafts=True)} == {fresh.id, saved.id}
