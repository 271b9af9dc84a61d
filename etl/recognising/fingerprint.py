"""Which table of figures a file holds, and of which days, judged by a look at its first rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError
from etl.files import read_grid
from etl.sources.travel_times import TRAVEL_TIMES, modes_of

DATED = ("indicators", "authority_counts", "arrivals")
LOOKED_AT = 2000
HEAD = 12  # rows in which four digits are a year and no figure
YEAR = re.compile(r"(?:19|20)\d{2}")
TABLE = re.compile(r"^(?:GENESIS-)?Tabelle:\s*(\S+)")
DAYS = re.compile(r"(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>(?:19|20)\d{2})")
ISO = re.compile(r"(?P<year>(?:19|20)\d{2})-?(?P<month>\d{2})-?(?P<day>\d{2})")
CODES = ("statistics_code", "Statistik_Code", "indicator")


@dataclass(frozen=True)
class Fingerprint:
    """`subject`: the codes of the table or its headings, of travel times the modes; `days`: the days its first rows name."""

    subject: frozenset[str]
    days: frozenset[dt.date]

    @property
    def newest(self) -> dt.date | None:
        """The newest of the days."""
        return max(self.days, default=None)

    def is_of(self, other: Fingerprint) -> bool:
        """Whether both hold the same table, of whatever days."""
        return bool(self.subject & other.subject)

    def lies_within(self, other: Fingerprint) -> bool:
        """Whether the other tells of all that this one tells of."""
        return bool(self.subject) and self.subject <= other.subject

    def repeats(self, other: Fingerprint) -> bool:
        """Whether both hold the same table of the same day, so that one of them is too many."""
        return self.is_of(other) and (bool(self.days & other.days) or not (self.days or other.days))


def fingerprint(path: Path, kind: str) -> Fingerprint:
    """What a file of figures is about; nothing of files of other kinds, nor of those that cannot be read."""
    if kind not in (*DATED, TRAVEL_TIMES):
        return Fingerprint(frozenset(), frozenset())
    try:
        if kind == TRAVEL_TIMES:
            return Fingerprint(modes_of(path, path.name), frozenset())
        records = [cells for _, cells in read_grid(path, path.name, most=LOOKED_AT).records]
    except InputError:
        return Fingerprint(frozenset(), frozenset())
    days = frozenset(_days(records)) or frozenset(_last_days_of_years(records[:HEAD]))
    return Fingerprint(frozenset(_subject(records)), days)


def _subject(records: Sequence[Sequence[str]]) -> Iterator[str]:
    first = records[0] if records else []
    found = TABLE.match(first[0]) if first else None
    if found:
        yield found[1]
        return
    code = next((first.index(name) for name in CODES if name in first), None)
    if code is not None:
        # Other columns of an official table say which of its figures these are.
        others = "|".join(cell for cell in first if "variable_code" in cell or "Merkmal_Code" in cell or "__" in cell)
        yield from {f"{cells[code]}|{others}" for cells in records[1:] if code < len(cells)}
    else:
        yield "|".join(first)


def _days(records: Sequence[Sequence[str]]) -> Iterator[dt.date]:
    for cells in records:
        for cell in cells:
            found = DAYS.fullmatch(cell.strip()) or ISO.fullmatch(cell.strip())
            if found:
                try:
                    yield dt.date(*(int(found[part]) for part in ("year", "month", "day")))
                except ValueError:
                    continue  # digits that are no day


def _last_days_of_years(records: Sequence[Sequence[str]]) -> Iterator[dt.date]:
    years = {cell.strip() for cells in records for cell in cells if YEAR.fullmatch(cell.strip())}
    yield from (dt.date(int(year), 12, 31) for year in years)
