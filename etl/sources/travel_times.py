"""Reader of travel times between municipalities, as a routing program or a timetable gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.outcome import LINE, Outcome
from etl.schemas import TravelTime
from etl.sources.forms import FORMS
from etl.text_table import header, read_text_table
from etl.typed_rows import Layout, read_valid
from metrics.codes import codes

TRAVEL_TIMES = "travel_times"
ONE_JOURNEY = ("from_ags", "to_ags", "mode")
# How people and programs write the modes beside their codes and names in metrics/codes.yml; capitals do not matter.
ALSO_WRITTEN = {
    "pkw": "car",
    "kfz": "car",
    "mit dem auto": "car",
    "driving": "car",
    "öpnv": "public_transport",
    "öv": "public_transport",
    "bus": "public_transport",
    "bus & bahn": "public_transport",
    "bus/bahn": "public_transport",
    "transit": "public_transport",
    "pt": "public_transport",
    "rad": "bicycle",
    "bike": "bicycle",
    "cycling": "bicycle",
    "fuß": "walking",
    "fuss": "walking",
    "zu fuss": "walking",
    "walk": "walking",
    "foot": "walking",
}


def read_travel_times(path: Path, name: str, municipalities: Collection[str]) -> Outcome:
    """One row per pair of municipalities that are known and mode, as etl.schemas.TravelTime; the headings may be English.

    A row that says again what one above it says is a duplicate, and one that gives its journey another time is rejected.
    """
    columns = columns_of(path, name)
    table = read_text_table(path, name, list(columns.values()))
    rows = table.rows.with_columns(pl.col(columns["mode"]).str.to_lowercase())
    known = list(municipalities)
    checks = {
        "known_origin": ("from_ags", pl.col("from_ags").is_in(known)),
        "known_destination": ("to_ags", pl.col("to_ags").is_in(known)),
    }
    layout = Layout(columns, {"mode": _written_modes()})
    return _told_once(read_valid(replace(table, rows=rows), layout, TravelTime, checks), columns["minutes"]).checked()


def columns_of(path: Path, name: str) -> Mapping[str, str]:
    """Our fields -> the headings of the file: those of our form, or the English ones where more of these are there."""
    form = FORMS[TRAVEL_TIMES]
    found = set(header(path, name, wanted=[*form.columns.values(), *form.english.values()]))
    return max((form.columns, form.english), key=lambda headings: len(found & set(headings.values())))


def modes_of(path: Path, name: str) -> frozenset[str]:
    """The modes that a file of travel times tells of. Raises InputError where it is no such table."""
    heading = columns_of(path, name)["mode"]
    written, known = read_text_table(path, name, [heading]).rows[heading].drop_nulls(), _written_modes()
    return frozenset(str(known[mode]) for mode in written.str.to_lowercase() if mode in known)


def _written_modes() -> dict[str, str | bool]:
    modes = codes("travel_mode")
    names = {name.lower(): code for code, name_in in modes.items() for name in (code, *name_in.values())}
    return {**names, **ALSO_WRITTEN}


def _told_once(outcome: Outcome, heading: str) -> Outcome:
    rows = outcome.frame.sort(LINE).with_columns(first=pl.col("minutes").first().over(ONE_JOURNEY))
    kept = rows.unique(ONE_JOURNEY, keep="first", maintain_order=True).drop("first")
    others = rows.join(kept, on=LINE, how="anti")
    contrary = others.filter(pl.col("minutes") != pl.col("first"))
    again = others.height - contrary.height
    more = contrary.select(LINE, column=pl.lit(heading), rule=pl.lit("one_time_of_a_journey"))
    rejected = pl.concat([outcome.rejected, more])
    return replace(outcome, frame=kept, rejected=rejected, duplicate=outcome.duplicate + again)
