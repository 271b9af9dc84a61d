"""The empty tables that are shipped to be filled in are exactly what their readers want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.inputs import KINDS
from etl.outcome import Outcome
from etl.sources.counts import read_arrivals, read_authority_counts
from etl.sources.forms import FORMS
from etl.sources.staffing import read_outreach, read_post_areas, read_posts
from etl.sources.travel_times import read_travel_times

UNTIL = dt.date(2025, 12, 31)
READERS: dict[str, Callable[[Path, str], Outcome]] = {
    "posts": read_posts,
    "post_areas": lambda path, name: read_post_areas(path, name, [], []),
    "outreach": lambda path, name: read_outreach(path, name, [], []),
    "authority_counts": lambda path, name: read_authority_counts(path, name, UNTIL),
    "arrivals": lambda path, name: read_arrivals(path, name, [], UNTIL),
    "travel_times": lambda path, name: read_travel_times(path, name, []),
}


def test_every_form_has_a_template_and_a_reader(project: Path) -> None:
    templates = {path.name for path in (project / "data" / "templates").iterdir()}
    assert templates == {f"{kind}.csv" for kind in FORMS}
    assert set(FORMS) == set(READERS) <= set(KINDS)


@pytest.mark.parametrize("kind", FORMS)
def test_a_template_is_the_header_its_reader_wants_as_a_german_spreadsheet_opens_it(project: Path, kind: str) -> None:
    headings = ";".join(FORMS[kind].columns.values())
    content = (project / "data" / "templates" / f"{kind}.csv").read_bytes()
    assert content.replace(b"\r\n", b"\n") == f"{headings}\n".encode("utf-8-sig")


@pytest.mark.parametrize("kind", FORMS)
def test_an_empty_template_is_an_empty_table(project: Path, kind: str) -> None:
    outcome = READERS[kind](project / "data" / "templates" / f"{kind}.csv", kind)
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rows_rejected, outcome.duplicate) == (0, 0, 0, 0)
    assert set(outcome.frame.columns) == {"line", *FORMS[kind].columns}


@pytest.mark.parametrize("kind", FORMS)
def test_optional_columns_are_columns(kind: str) -> None:
    form = FORMS[kind]
    assert set(form.optional) < set(form.columns)
    assert sorted([*form.wanted_headings, *form.optional_headings]) == sorted(form.columns.values())
