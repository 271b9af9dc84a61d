"""The frames of an edition: the posts of a day, the need closest to it, ways, and clients of twelve months."""

from __future__ import annotations

import datetime as dt
from math import asin, cos, pi, radians, sin, sqrt

import polars as pl
import pytest

from planning.edition_frames import frames_of
from planning.evaluate import evaluate
from warehouse import Edition, Store, open_edition, queries

DUEREN, JUELICH, NIEDERZIER = "05358008", "05358024", "05358048"


def totals(allocation: pl.DataFrame, by: str) -> dict[str, float]:
    posts = allocation.unique(subset="post")
    return dict(posts.group_by(by).agg(pl.col("post_fte").sum()).iter_rows())


def test_the_posts_of_the_concept_on_the_day_of_the_staffing_table(edition: Edition) -> None:
    found = frames_of(edition).allocation
    assert found["post"].n_unique() == 14
    assert totals(found, "focus_area") == {"welcome": 8.5, "labour_market": 2.5, "psychosocial": 1.0}
    assert found["fte"].null_count() == found.height


def test_another_day_has_other_posts(edition: Edition) -> None:
    before = frames_of(edition, on=dt.date(2024, 9, 30)).allocation
    assert set(frames_of(edition).allocation["post"]) - set(before["post"]) == {"NIEDERZIER-1"}


def test_a_post_whose_places_changed_is_there_once(staffed: Store) -> None:
    """EVANGELISCHE-1 served Inden until the middle of 2023; PROJEKT-1 was there in the second half of 2022."""
    with open_edition(data=staffed.data) as found:
        early, late = (frames_of(found, on=dt.date(year, 12, 1)) for year in (2022, 2023))
        hours = frames_of(found, on=dt.date(2023, 12, 1)).hours
    inden = "05358020"
    assert inden in early.allocation.filter(post="EVANGELISCHE-1")["ags"]
    assert inden not in late.allocation.filter(post="EVANGELISCHE-1")["ags"]
    assert early.allocation.filter(post="PROJEKT-1")["post_fte"].to_list() == [1.5]
    assert hours is not None
    assert hours.rows() == [("SKF-1", inden, 2.5)]
    assert evaluate(late, rule="hours").before.totals.fte == pytest.approx(
        late.allocation.unique("post")["post_fte"].sum()
    )


def test_need_is_that_of_the_indicator(edition: Edition) -> None:
    need = dict(frames_of(edition).need.select("ags", "need").iter_rows())
    assert (len(need), need[DUEREN]) == (15, 17_267)
    immigrated = dict(frames_of(edition, "immigration_history").need.select("ags", "need").iter_rows())
    assert immigrated[DUEREN] == 29_544
    with pytest.raises(ValueError, match="no_such_group: no figure for 05358004"):
        frames_of(edition, "no_such_group")


def test_clients_are_those_of_the_newest_twelve_months(edition: Edition) -> None:
    """Counted again from the cases themselves, in all focus areas and in one."""
    for focus_area in (None, "welcome"):
        found = frames_of(edition, focus_area=focus_area).cases
        assert found is not None
        only = {} if focus_area is None else {"focus_area": focus_area}
        months = queries.caseload_months(edition).frame["month"].sort()
        rows = queries.caseload(edition, ("ags", "month"), **only).frame
        for ags in (DUEREN, JUELICH, NIEDERZIER):
            own = rows.filter(ags=ags)
            new = sum(own.filter(pl.col("month").is_in(months[-12:].implode()))["new_cases"])
            assert found.filter(ags=ags).row(0) == (ags, new, own.filter(month=months[-1])["open_cases"].item())


def test_without_clients_there_are_none(other_district: Store) -> None:
    with open_edition(data=other_district.data) as found:
        frames = frames_of(found)
    assert frames.cases is None
    assert frames.allocation["post"].unique().sort().to_list() == ["EIFEL-1", "NORD-1"]


def test_ways_by_road_between_all_places(edition: Edition) -> None:
    """Great circles on a sphere, which miss the ellipsoid's by less than half a per cent, times 1.3."""
    cost = frames_of(edition).cost
    assert cost is not None
    assert cost.height == 15 * 15
    between = {(start, end): km for start, end, km in cost.iter_rows()}
    register = queries.municipalities(edition).frame.select("ags", "longitude", "latitude")
    points = {ags: (radians(longitude), radians(latitude)) for ags, longitude, latitude in register.iter_rows()}
    for start, (x, y) in points.items():
        for end, (u, v) in points.items():
            half_chord = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
            if start != end:
                assert between[start, end] == pytest.approx(1.3 * 2 * 6371 * asin(sqrt(half_chord)), rel=0.005)
    area = queries.municipalities(edition).frame.filter(ags=DUEREN)["area_km2"].item()
    assert between[DUEREN, DUEREN] == pytest.approx(1.3 * 2 / 3 * sqrt(area / pi))
