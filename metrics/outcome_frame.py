"""What counselling of each focus area is to bring, and what each status of its goals counts as: one YAML file per focus area
under `metrics/definitions/outcomes`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path

import polars as pl

from metrics.codes import codes
from metrics.outcome_frame_error import OutcomeFrameError
from metrics.outcome_frame_file import OutcomeFrame, place_of, read_frame

FOLDER = Path(__file__).parent / "definitions" / "outcomes"


def frame_files() -> list[Path]:
    """The files of all focus areas."""
    return sorted(FOLDER.glob("*.yml"))


def read_frames() -> dict[str, OutcomeFrame]:
    """Focus area -> its frame, as the files say now.

    Raises OutcomeFrameError, naming the file and what to do, for a focus area without a file, a file of none, a setting or
    code that is unknown or missing, and a status of a goal that has no outcome or several.
    """
    areas = codes("focus_area")
    for path in frame_files():
        if path.stem not in areas:
            raise OutcomeFrameError(
                "is named after no focus area; name it after one of: {known}", place_of(path), known=", ".join(areas)
            )
    return {area: read_frame(FOLDER / f"{area}.yml") for area in areas}


def frame_table(frames: Mapping[str, OutcomeFrame]) -> pl.DataFrame:
    """What every goal counts as: focus_area, topic, goal_status, outcome, in_frame (whether the topic is one of the focus
    area's). One row for each combination of the codes, so that a goal of any case finds exactly one."""
    rows = [
        (area, topic, status, frame.outcome(topic, status), topic in frame.topics)
        for (area, frame), topic, status in product(frames.items(), codes("topic"), codes("goal_status"))
    ]
    text = dict.fromkeys(("focus_area", "topic", "goal_status", "outcome"), pl.String())
    return pl.DataFrame(rows, schema={**text, "in_frame": pl.Boolean()}, orient="row")


@cache
def aims() -> dict[str, Mapping[str, str]]:
    """Focus area -> what its counselling is to bring: language code -> a sentence."""
    return {area: frame.aim for area, frame in read_frames().items()}
