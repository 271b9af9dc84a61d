"""Findings about pairs of municipalities without a travel time, over one file and over several."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from etl.rules import rules
from etl.travel_findings import without_times

PLACES = ("A", "B", "C")
HEADINGS = {"from_ags": "von", "to_ags": "nach"}
JOURNEYS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(("car", "bicycle"))), unique=True
)


def frame(journeys: list[tuple[str, str, str]]) -> pl.DataFrame:
    schema = {"line": pl.Int64, "from_ags": pl.String, "to_ags": pl.String, "mode": pl.String}
    return pl.DataFrame([(line, *each) for line, each in enumerate(journeys, start=2)], schema=schema, orient="row")


def found(journeys: list[tuple[str, str, str]], elsewhere: list[tuple[str, str, str]]) -> list[tuple[object, ...]]:
    times = frame(journeys)
    everywhere = pl.concat([times, frame(elsewhere)]).drop("line").unique()
    return without_times(times, everywhere, PLACES, HEADINGS).rows()


def test_a_whole_matrix_has_none_even_without_times_within_a_place() -> None:
    assert found([(a, b, "car") for a in PLACES for b in PLACES if a != b], []) == []


def test_two_files_may_share_a_matrix() -> None:
    first, *others = [[(a, b, "car") for b in PLACES] for a in PLACES]
    assert found(first, [journey for part in others for journey in part]) == []
    assert found(first, []) == [(2, "von", "every_origin_timed")]
    assert (
        {rule for _, _, rule in found(first[:1], [])} == {"every_destination_timed", "every_origin_timed"} <= {*rules()}
    )


@given(JOURNEYS, JOURNEYS)
def test_the_twin_finds_the_same(journeys: list[tuple[str, str, str]], elsewhere: list[tuple[str, str, str]]) -> None:
    stated = {*journeys, *elsewhere}
    expected = []
    for mode in {mode for _, _, mode in journeys}:
        lines = {a: line for line, (a, _, m) in reversed([*enumerate(journeys, start=2)]) if m == mode}
        for a, line in lines.items():
            if any((a, b, mode) not in stated for b in PLACES if b != a):
                expected.append((line, "nach", "every_destination_timed"))
        if any(all((a, b, mode) not in stated for b in PLACES) for a in PLACES):
            expected.append((min(lines.values()), "von", "every_origin_timed"))
    assert found(journeys, elsewhere) == sorted(expected)
