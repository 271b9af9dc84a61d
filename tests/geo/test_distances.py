"""Distances against a published geodesic, the formula of the sphere, and circles counted out."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distances import DETOUR_FACTOR, inside_km, road_km, straight_line_km

MEAN_RADIUS_KM = 6371.0088  # of the earth (IUGG)
SCHEMA = {"ags": pl.String, "longitude": pl.Float64, "latitude": pl.Float64}


def points(*rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def test_from_wellington_to_salamanca() -> None:
    # C. Karney, GeographicLib, first example of its documentation: 19959679.267 m.
    found = straight_line_km(points(("wellington", 174.81, -41.32), ("salamanca", -5.50, 40.96)))
    assert found.rows() == [
        ("salamanca", "wellington", pytest.approx(19959.679267, abs=5e-7)),
        ("wellington", "salamanca", pytest.approx(19959.679267, abs=5e-7)),
    ]


def on_a_sphere(longitude: float, latitude: float, longitude_to: float, latitude_to: float) -> float:
    half = math.sin(math.radians(latitude_to - latitude) / 2) ** 2
    half += (
        math.cos(math.radians(latitude))
        * math.cos(math.radians(latitude_to))
        * math.sin(math.radians(longitude_to - longitude) / 2) ** 2
    )
    return 2 * MEAN_RADIUS_KM * math.asin(math.sqrt(half))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.floats(6.0, 7.0), st.floats(50.5, 51.1)), min_size=2, max_size=6, unique=True),
)
def test_every_pair_is_about_as_far_as_on_a_sphere(places: list[tuple[float, float]]) -> None:
    found = straight_line_km(points(*((str(number), *place) for number, place in enumerate(places))))
    assert found.height == len(places) * (len(places) - 1)
    assert found.select("from_ags", "to_ags").rows() == sorted(found.select("from_ags", "to_ags").rows())
    for start, end, km in found.rows():
        # The ellipsoid is at most 0.6 % off the sphere.
        assert km == pytest.approx(on_a_sphere(*places[int(start)], *places[int(end)]), rel=0.006, abs=1e-6)


def test_one_place_and_no_place_have_no_pairs() -> None:
    for frame in (points(("1", 6.5, 50.8)), points()):
        found = straight_line_km(frame)
        assert found.is_empty()
        assert found.schema == {"from_ags": pl.String, "to_ags": pl.String, "km": pl.Float64}


def test_within_a_place_it_is_the_mean_way_to_the_centre_of_a_circle() -> None:
    area = 94.0
    across = np.linspace(-1, 1, 2001) * math.sqrt(area / math.pi)
    ways = np.hypot(*np.meshgrid(across, across)).ravel()
    inside = ways[ways <= math.sqrt(area / math.pi)]
    found = inside_km(pl.DataFrame({"ags": ["2", "1"], "area_km2": [area, math.pi]}))
    assert found.rows() == [("1", "1", pytest.approx(2 / 3)), ("2", "2", pytest.approx(inside.mean(), rel=1e-3))]


def test_a_place_of_unknown_area_has_no_way_within() -> None:
    frame = pl.DataFrame({"ags": ["1", "2"], "area_km2": [None, 9.0]})
    assert inside_km(frame)["from_ags"].to_list() == ["2"]


def test_the_road_is_longer_by_the_detour() -> None:
    assert road_km(10) == pytest.approx(10 * DETOUR_FACTOR)
    assert road_km(10, 1.5) == 15
    frame = pl.DataFrame({"km": [2.0, None]})
    assert frame.select(road_km(pl.col("km"), 1.25))["km"].to_list() == [2.5, None]


@pytest.mark.parametrize("factor", [0.99, 0, -1, math.nan, math.inf])
def test_no_road_is_shorter_than_the_straight_line(factor: float) -> None:
    with pytest.raises(ValueError, match="a detour factor is 1 or more"):
        road_km(10, factor)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (points(("1", 6.5, 50.8), ("1", 6.4, 50.9)), "places named more than once: 1"),
        (points(("1", 6.5, 50.8), ("2", None, 50.9)), "places without a point on earth: 2"),
        (points(("1", 6.5, 50.8), ("2", 6.5, math.nan)), "places without a point on earth: 2"),
        (points(("1", 6.5, 50.8), ("2", 302_000.0, 5_630_000.0)), "places without a point on earth: 2"),
    ],
)
def test_places_that_are_nowhere_are_refused(frame: pl.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        straight_line_km(frame)
