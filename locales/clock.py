"""The clock on the wall where this is used: moments are stored in UTC, days are told as they were here."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Berlin")


def here(moment: dt.datetime) -> dt.datetime:
    """A moment, with its zone, as the clock here showed it. Raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone, found {moment.isoformat()}")
    return moment.astimezone(HERE)


def local_day(moment: dt.datetime) -> dt.date:
    """The day that it was here at a moment. Raises ValueError for one without a zone."""
    return here(moment).date()


def today() -> dt.date:
    """The day that it is here."""
    return dt.datetime.now(HERE).date()
