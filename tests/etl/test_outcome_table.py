"""What counts as reached is configuration: other files, other figures and another edition; broken ones stop the load."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.load import load
from metrics import outcome_frame
from warehouse import Store, open_edition, queries

EditYaml = Callable[..., None]
FIRST, LATER = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC), dt.datetime(2026, 11, 3, 8, tzinfo=dt.UTC)
TOPIC = "education_qualification"
COUNTS = ("goals_agreed", "goals_settled", "goals_reached", "goals_partly_reached", "goals_ended", "goals_open")


@pytest.fixture
def frame_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped files, read instead of these."""
    copy = Path(shutil.copytree(outcome_frame.FOLDER, tmp_path / "outcomes"))
    monkeypatch.setattr(outcome_frame, "FOLDER", copy)
    return copy


def goals(data: Path) -> dict[str, dict[str, int]]:
    """Topic -> counts of the goals of welcome counselling."""
    with open_edition(data=data) as edition:
        found = queries.goals(edition, ("topic",), focus_area="welcome").frame
    return {row.pop("topic"): row for row in found.iter_rows(named=True)}


def test_another_frame_makes_another_edition_with_other_figures(
    small_data: Path, frame_folder: Path, edit_yaml: EditYaml
) -> None:
    first = load(small_data, FIRST)
    before = goals(small_data)
    edit_yaml(
        frame_folder / "welcome.yml",
        lambda content: content.update(exceptions={TOPIC: {"reached": ["achieved", "partly_achieved"]}}),
    )
    other = load(small_data, LATER)
    assert other.is_new
    hashes = [Store(small_data).manifest(loaded.edition_id)["content_hash"] for loaded in (first, other)]
    assert hashes[0] != hashes[1]
    after = goals(small_data)
    partly = before[TOPIC]["goals_partly_reached"]
    assert partly > 0
    expected = before[TOPIC] | {
        "goals_reached": before[TOPIC]["goals_reached"] + partly,
        "goals_partly_reached": 0,
    }
    assert after == before | {TOPIC: expected}
    assert tuple(expected) == COUNTS
    with open_edition(data=small_data) as edition:
        exact = edition.query("SELECT count(*) FROM outcome_frame WHERE outcome = 'reached'").item()
        assert (
            queries.outcome_frame(edition).frame.rows() == outcome_frame.frame_table(outcome_frame.read_frames()).rows()
        )
    assert exact == 45 + 1, "a status of each topic of three focus areas, and the exception"


def test_a_topic_that_leaves_the_frame_keeps_its_goals(
    small_data: Path, frame_folder: Path, edit_yaml: EditYaml
) -> None:
    load(small_data, FIRST)
    before = goals(small_data)
    edit_yaml(frame_folder / "welcome.yml", lambda content: content["topics"].remove(TOPIC))
    load(small_data, LATER)
    assert goals(small_data) == before
    with open_edition(data=small_data) as edition:
        outside = queries.goals(edition, ("focus_area",), in_frame=False).frame
        within = queries.goals(edition, ("topic",), in_frame=True, focus_area="welcome").frame
    assert outside.select("focus_area", "goals_agreed").rows() == [("welcome", before[TOPIC]["goals_agreed"])]
    assert set(within["topic"]) == set(before) - {TOPIC}


def test_the_same_frame_is_loaded_once(bare_data: Path, frame_folder: Path) -> None:
    first = load(bare_data, FIRST)
    again = load(bare_data, LATER)
    assert (again.edition_id, again.is_new) == (first.edition_id, False)
    other_ends = (frame_folder / "welcome.yml").read_bytes().replace(b"\n", b"\r\n")
    (frame_folder / "welcome.yml").write_bytes(other_ends)
    assert not load(bare_data, LATER).is_new, "line ends of a checkout say nothing"


def test_a_broken_frame_stops_the_load_and_says_where_and_what_to_do(
    bare_data: Path, frame_folder: Path, edit_yaml: EditYaml
) -> None:
    first = load(bare_data, FIRST).edition_id
    edit_yaml(frame_folder / "welcome.yml", lambda content: content["outcomes"].update(ended_otherwise=[]))
    message = (
        "metrics/definitions/outcomes/welcome.yml, column «outcomes»: no outcome has the status «ended»; put it under one of: "
        "reached, partly_reached, ended_otherwise, open"
    )
    with pytest.raises(InputError) as error:
        load(bare_data, LATER)
    assert str(error.value) == message
    assert error.value.message.format(**error.value.values) in message, "a page can say it in another language"
    store = Store(bare_data)
    assert store.current_id() == first
    assert store.ids() == [first]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"topics: [a\naim: {}\n", "psychosocial.yml, row 2: is not readable as YAML in UTF-8; correct it"),
        ("aim: für".encode("latin-1"), "psychosocial.yml: is not readable as YAML in UTF-8; correct it"),
        (None, "psychosocial.yml: is missing; every focus area needs its file"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_load(
    bare_data: Path, frame_folder: Path, content: bytes | None, said: str
) -> None:
    path = frame_folder / "psychosocial.yml"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        load(bare_data, FIRST)
    assert str(error.value) == f"metrics/definitions/outcomes/{said}"
    assert not Store(bare_data).ids()
