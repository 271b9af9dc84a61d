"""The outcome frame: what is shipped, what a file may say, and what is said of a file that cannot be used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from locales import LANGUAGES
from metrics import outcome_frame as module
from metrics.codes import codes
from metrics.outcome_frame import aims, frame_files, frame_table, read_frames
from metrics.outcome_frame_error import OutcomeFrameError
from metrics.outcome_frame_file import read_frame

# As the concept lists what each focus area works on ("Konzeption für ein Kommunales Integrationsmanagement im Kreis Düren,
# Fortschreibung 2024").
TOPICS = {
    "welcome": {
        "education_qualification",
        "rights_duties",
        "access_counselling",
        "recognition_degrees",
        "leisure_culture",
        "subsistence",
    },
    "labour_market": {
        "vocational_orientation",
        "language_support",
        "recognition_degrees",
        "finding_work",
        "application_papers",
        "precarious_employment",
        "interviews",
    },
    "psychosocial": {"stabilising_talks", "psychoeducation", "medical_connection"},
}
SHIPPED = {"achieved": "reached", "partly_achieved": "partly_reached", "ended": "ended_otherwise", "open": "open"}

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped files, read instead of these."""
    copy = Path(shutil.copytree(module.FOLDER, tmp_path / "outcomes"))
    monkeypatch.setattr(module, "FOLDER", copy)
    return copy


def rewrite(path: Path, change: Change) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_the_shipped_frame_is_the_concepts() -> None:
    frames = read_frames()
    assert list(frames) == list(codes("focus_area")) == list(TOPICS)
    assert {area: set(frame.topics) for area, frame in frames.items()} == TOPICS
    assert set().union(*TOPICS.values()) == set(codes("topic"))
    for frame in frames.values():
        assert dict(frame.outcomes) == SHIPPED
        assert frame.exceptions == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_aim_is_one_sentence_of_its_own(language: str) -> None:
    sentences = [aim[language] for aim in aims().values()]
    assert len(set(sentences)) == len(codes("focus_area"))
    for sentence in sentences:
        assert sentence.endswith(".") and sentence.count(".") == 1
        assert not {"!", "\n"} & set(sentence)


def test_every_goal_a_case_may_have_has_exactly_one_outcome() -> None:
    table = frame_table(read_frames())
    every = list(product(codes("focus_area"), codes("topic"), codes("goal_status")))
    assert table.select("focus_area", "topic", "goal_status").rows() == every
    assert set(table["outcome"]) == set(codes("outcome"))
    for area, topic, status, outcome, in_frame in table.rows():
        assert outcome == SHIPPED[status]
        assert in_frame == (topic in TOPICS[area])


def test_another_file_counts_otherwise(folder: Path) -> None:
    """Half the way to a language certificate counts as all of it; advice that ended counts as partly reached."""

    def change(content: dict[str, Any]) -> None:
        content["topics"].remove("interviews")
        content["exceptions"] = {
            "language_support": {"reached": ["partly_achieved"]},
            "vocational_orientation": {"partly_reached": ["ended", "partly_achieved"], "reached": ["achieved"]},
        }

    before = frame_table(read_frames())
    rewrite(folder / "labour_market.yml", change)
    after = frame_table(read_frames())
    key = ["focus_area", "topic", "goal_status"]
    both = before.join(after, on=key, suffix="_after").filter(
        (pl.col("outcome") != pl.col("outcome_after")) | (pl.col("in_frame") != pl.col("in_frame_after"))
    )
    changed = both.select(*key, "outcome_after", "in_frame_after").rows()
    assert sorted(changed) == sorted(
        [
            ("labour_market", "language_support", "partly_achieved", "reached", True),
            ("labour_market", "vocational_orientation", "ended", "partly_reached", True),
            *(("labour_market", "interviews", status, outcome, False) for status, outcome in SHIPPED.items()),
        ]
    )


def test_a_status_may_share_its_outcome_and_an_outcome_have_none(folder: Path) -> None:
    path = folder / "welcome.yml"
    outcomes = {"reached": ["achieved", "partly_achieved"], "ended_otherwise": ["ended"], "open": ["open"]}
    rewrite(path, lambda content: content.update(outcomes={**outcomes, "partly_reached": []}))
    with_empty = read_frame(path)
    rewrite(path, lambda content: content.update(outcomes=outcomes))
    assert read_frame(path) == with_empty
    assert with_empty.outcome("subsistence", "partly_achieved") == "reached"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.pop("aim"), "lacks «aim»; write it down"),
        (lambda c: c.pop("topics"), "lacks «topics»; write it down"),
        (lambda c: c.update(goals=[]), "does not know «goals»; known are topics, aim, outcomes, exceptions"),
        (lambda c: c.update(topics="subsistence"), "«topics»: expected codes in square brackets, as in «[achieved]»"),
        (lambda c: c["topics"].append("gardening"), "«topics»: does not know «gardening»; known are education_"),
        (lambda c: c["topics"].append(["subsistence"]), "«topics»: does not know «['subsistence']»; known are"),
        (lambda c: c["topics"].append("subsistence"), "«topics»: «subsistence» stands here twice; keep one"),
        (lambda c: c.update(aim="Arrive."), "«aim»: expected settings below each other"),
        (lambda c: c["aim"].update(de=" "), "«aim»: expected one sentence in German (de) and one in English (en)"),
        (lambda c: c["aim"].pop("en"), "«aim»: expected one sentence in German (de) and one in English (en)"),
        (lambda c: c.update(outcomes=["achieved"]), "«outcomes»: expected settings below each other, as in «reached:"),
        (
            lambda c: c["outcomes"].update(reached=[]),
            "«outcomes»: no outcome has the status «achieved»; put it under one of: reached, partly_reached, ",
        ),
        (lambda c: c["outcomes"].pop("open"), "«outcomes»: no outcome has the status «open»; put it under"),
        (
            lambda c: c["outcomes"]["partly_reached"].append("achieved"),
            "«outcomes»: the status «achieved» has two outcomes, reached and partly_reached; keep one",
        ),
        (lambda c: c["outcomes"].update(won=["ended"]), "«outcomes»: does not know «won»; known are reached, "),
        (lambda c: c["outcomes"].update(reached=["won"]), "«outcomes»: does not know «won»; known are achieved, "),
        (lambda c: c["outcomes"].update(reached="achieved"), "«outcomes»: expected codes in square brackets"),
        (
            lambda c: c["outcomes"].update(open=[], ended_otherwise=["ended", "open"]),
            "«outcomes»: an open goal is neither reached nor missed; put the status open under the outcome open",
        ),
        (
            lambda c: c.update(exceptions={"subsistence": {"reached": ["open"]}}),
            "«exceptions, subsistence»: an open goal is neither reached nor missed",
        ),
        (
            lambda c: c.update(exceptions={"finding_work": {"reached": ["ended"]}}),
            "«exceptions»: «finding_work» is not one of the topics of this file; name it there or remove",
        ),
        (
            lambda c: c.update(exceptions={"subsistence": {"reached": ["ended"], "partly_reached": ["ended"]}}),
            "«exceptions, subsistence»: the status «ended» has two outcomes, ",
        ),
        (lambda c: c.update(exceptions=["subsistence"]), "«exceptions»: expected settings below each other"),
    ],
)
def test_what_cannot_be_meant_is_named_with_what_to_do(folder: Path, change: Change, said: str) -> None:
    rewrite(folder / "welcome.yml", change)
    with pytest.raises(OutcomeFrameError) as error:
        read_frames()
    place, _, text = str(error.value).partition(", «" if said.startswith("«") else ": ")
    assert place == error.value.file == "metrics/definitions/outcomes/welcome.yml"
    assert f"«{text}".startswith(said) if said.startswith("«") else text.startswith(said)


def test_a_focus_area_without_a_file_and_a_file_without_a_focus_area_are_named(folder: Path) -> None:
    (folder / "welcome.yml").rename(folder / "arrival.yml")
    with pytest.raises(OutcomeFrameError, match=r"outcomes/arrival\.yml: is named after no focus area; name it after"):
        read_frames()
    (folder / "arrival.yml").unlink()
    assert [path.stem for path in frame_files()] == ["labour_market", "psychosocial"]
    with pytest.raises(OutcomeFrameError, match=r"outcomes/welcome\.yml: is missing; every focus area needs its file"):
        read_frames()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"topics: [a\naim: {}\n", ", row 2"),
        ("aim: {de: für}\n".encode("latin-1"), ""),
        (b"- topics\n", ", «topics, aim, outcomes»"),
        (b"", ", «topics, aim, outcomes»"),
    ],
)
def test_a_file_that_is_no_list_of_settings_is_named(folder: Path, content: bytes, place: str) -> None:
    (folder / "psychosocial.yml").write_bytes(content)
    with pytest.raises(OutcomeFrameError) as error:
        read_frames()
    assert str(error.value).startswith(f"metrics/definitions/outcomes/psychosocial.yml{place}: ")
