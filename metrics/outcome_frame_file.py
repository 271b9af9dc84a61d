"""One file of the outcome frame: the topics of a focus area, its aim, and which status of a goal counts as what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from metrics.codes import codes
from metrics.outcome_frame_error import OutcomeFrameError

FOLDER = "metrics/definitions/outcomes"  # as errors name it
WANTED, OPTIONAL = ("topics", "aim", "outcomes"), ("exceptions",)
LANGUAGES = ("de", "en")
STILL_OPEN = "open"  # a status and an outcome


@dataclass(frozen=True)
class OutcomeFrame:
    """The frame of one focus area.

    `topics` its goals are about; `aim`: a sentence in each language; `outcomes`: status of a goal -> outcome, both codes;
    `exceptions`: topic -> the same for those statuses that count as something else there.
    """

    topics: tuple[str, ...]
    aim: Mapping[str, str]
    outcomes: Mapping[str, str]
    exceptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def outcome(self, topic: str, goal_status: str) -> str:
        """What a goal counts as. One whose topic the frame does not name counts as the others of its focus area do."""
        return self.exceptions.get(topic, {}).get(goal_status) or self.outcomes[goal_status]


def read_frame(path: Path) -> OutcomeFrame:
    """The frame of one focus area. Raises OutcomeFrameError, naming the file and what to do, when the file cannot be used."""
    content = _content(path)
    for setting in content:
        if setting not in (*WANTED, *OPTIONAL):
            known = ", ".join((*WANTED, *OPTIONAL))
            raise OutcomeFrameError(
                "does not know «{code}»; known are {known}", place_of(path), code=setting, known=known
            )
    for setting in WANTED:
        if setting not in content:
            raise OutcomeFrameError("lacks «{missing}»; write it down", place_of(path), missing=setting)
    topics = _codes(content["topics"], codes("topic"), path, "topics")
    outcomes = _outcomes(content["outcomes"], path, "outcomes")
    for status in codes("goal_status"):
        if status not in outcomes:
            raise OutcomeFrameError(
                "no outcome has the status «{status}»; put it under one of: {known}",
                place_of(path),
                "outcomes",
                status=status,
                known=", ".join(codes("outcome")),
            )
    return OutcomeFrame(topics, _aim(content["aim"], path), outcomes, _exceptions(content, topics, path))


def _content(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise OutcomeFrameError("is missing; every focus area needs its file", place_of(path))
    try:
        content = yaml.safe_load(path.read_bytes())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise OutcomeFrameError("is not readable as YAML in UTF-8; correct it", place_of(path), row=row) from error
    return _section(content, path, "topics, aim, outcomes")


def _section(content: Any, path: Path, setting: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise OutcomeFrameError(
            "expected settings below each other, as in «reached: [achieved]»", place_of(path), setting
        )
    return content


def _aim(aim: Any, path: Path) -> Mapping[str, str]:
    texts = _section(aim, path, "aim")
    if set(texts) != set(LANGUAGES) or not all(isinstance(text, str) and text.strip() for text in texts.values()):
        raise OutcomeFrameError("expected one sentence in German (de) and one in English (en)", place_of(path), "aim")
    return texts


def _exceptions(content: Mapping[str, Any], topics: Collection[str], path: Path) -> dict[str, dict[str, str]]:
    found = _section(content.get("exceptions") or {}, path, "exceptions")
    for topic in found:
        if topic not in topics:
            raise OutcomeFrameError(
                "«{topic}» is not one of the topics of this file; name it there or remove the exception",
                place_of(path),
                "exceptions",
                topic=topic,
            )
    return {topic: _outcomes(outcomes, path, f"exceptions, {topic}") for topic, outcomes in found.items()}


def _outcomes(content: Any, path: Path, setting: str) -> dict[str, str]:
    """Status -> outcome; the other way round than in the file."""
    outcome_of: dict[str, str] = {}
    groups = _section(content, path, setting)
    for outcome in _codes(list(groups), codes("outcome"), path, setting):
        for status in _codes(groups[outcome] or [], codes("goal_status"), path, setting):
            if status in outcome_of:
                raise OutcomeFrameError(
                    "the status «{status}» has two outcomes, {first} and {second}; keep one",
                    place_of(path),
                    setting,
                    status=status,
                    first=outcome_of[status],
                    second=outcome,
                )
            outcome_of[status] = outcome
    if outcome_of.get(STILL_OPEN, STILL_OPEN) != STILL_OPEN:
        raise OutcomeFrameError(
            "an open goal is neither reached nor missed; put the status open under the outcome open",
            place_of(path),
            setting,
        )
    return outcome_of


def _codes(found: Any, known: Collection[str], path: Path, setting: str) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise OutcomeFrameError("expected codes in square brackets, as in «[achieved]»", place_of(path), setting)
    for code in found:
        if code not in list(known):
            raise OutcomeFrameError(
                "does not know «{code}»; known are {known}", place_of(path), setting, code=code, known=", ".join(known)
            )
        if found.count(code) > 1:
            raise OutcomeFrameError("«{code}» stands here twice; keep one", place_of(path), setting, code=code)
    return tuple(found)


def place_of(path: Path) -> str:
    """A file as errors name it."""
    return f"{FOLDER}/{path.name}"
