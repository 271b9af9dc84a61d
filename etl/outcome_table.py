"""The outcome frame as a table of an edition."""

from __future__ import annotations

import polars as pl

from etl.errors import InputError
from metrics.outcome_frame import frame_table, read_frames
from metrics.outcome_frame_error import OutcomeFrameError


def outcome_table() -> pl.DataFrame:
    """What every goal counts as: metrics.outcome_frame.frame_table of the files as they are now.

    Raises InputError when one of them cannot be used.
    """
    try:
        return frame_table(read_frames())
    except OutcomeFrameError as error:
        raise InputError(error.message, error.file, error.row, error.setting, **error.values) from error
