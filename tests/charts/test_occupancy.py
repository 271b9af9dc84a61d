from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import month_axis, occupancy
from charts.colours import INK
from charts.occupancy import FILLED, FILLED_EDGE
from locales.language import Language
from tests.charts.small_multiples import SVG, box_of, drawing, drawn_points, holds, panels, points, region, texts

ENGLISH, GERMAN = Language("en"), Language("de")
MONTHS = [month_axis.month_of(month_axis.number_of(dt.date(2023, 10, 1)) + step) for step in range(36)]
SCHEMA = {"series": pl.String, "month": pl.Date, "granted": pl.Float64, "filled": pl.Float64}
Posts = list[tuple[float, float | None]]


def frame_of(series: dict[str, Posts]) -> pl.DataFrame:
    rows = [
        (key, month, *posts) for key, months in series.items() for month, posts in zip(MONTHS, months, strict=False)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def draw(series: dict[str, Posts], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {"title": "Posts", "names": {key: f"Unit {key}" for key in series}, **options}
    return ElementTree.fromstring(occupancy.render(frame_of(series), language, **arguments))


def areas(parent: ElementTree.Element, paint: str) -> list[ElementTree.Element]:
    return [area for area in parent.iter(f"{SVG}path") if area.get("fill", "").startswith(paint)]


def steps(parent: ElementTree.Element, colour: str) -> list[tuple[float, float]]:
    return [point for line in parent.iter(f"{SVG}polyline") if line.get("stroke") == colour for point in points(line)]


def size_of(area: ElementTree.Element) -> float:
    """The shoelace formula."""
    corners = [tuple(map(float, pair.split(","))) for pair in area.get("d", "").strip("MZ").split("L")]
    turned = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turned)) / 2


EIGHT_VACANT: Posts = [(12.0, 12.0)] * 10 + [(12.0, 9.0)] * 8 + [(12.0, 12.0)] * 18


def test_the_finding_is_read_aloud() -> None:
    svg = draw({"a": EIGHT_VACANT}, names={"a": "Case-Management"}, language=GERMAN)
    assert region(svg, "a").get("aria-label") == (
        "Case-Management: 8 von 36 Monaten nicht voll besetzt, September 2026: 12,0 von 12,0 Stellen (VZÄ) besetzt"
    )
    assert (region(svg, "a").get("data-card") or "").split("\n")[:2] == [
        "Case-Management",
        "8 von 36 Monaten nicht voll besetzt",
    ]
    assert "8 von 36 Monaten nicht voll besetzt" in texts(drawing(svg, "a"))
    assert "zuletzt 12,0 von 12,0 besetzt" in texts(drawing(svg, "a"))


def test_posts_that_were_always_filled_say_so() -> None:
    svg = draw({"a": [(1.5, 1.5)] * 12})
    assert "fully filled in all 12 months" in (region(svg, "a").get("aria-label") or "")
    assert not list(svg.iter(f"{SVG}pattern"))
    assert "not filled" not in texts(svg)


def test_a_day_without_anybody_is_no_month_that_is_not_fully_filled() -> None:
    svg = draw({"a": [(1.0, 0.97), (1.0, 0.95)]})
    assert "1 of 2 months not fully filled" in (region(svg, "a").get("aria-label") or "")


def test_granted_posts_are_steps_month_by_month() -> None:
    group = drawing(draw({"a": [(1.0, 1.0), (1.0, 1.0), (1.5, 1.5)]}), "a")
    corners = steps(group, INK)
    assert [y for _, y in corners[:4]] == [corners[0][1]] * 4
    # The step stands where the third month begins, and rises by half of what the first month has.
    assert corners[3][0] == corners[4][0]
    assert corners[4][1] == corners[5][1] < corners[3][1]


def test_the_vacant_part_is_hatched_and_as_large_as_what_is_missing() -> None:
    svg = draw({"a": EIGHT_VACANT})
    group = drawing(svg, "a")
    (filled,), (vacant,) = areas(group, FILLED), areas(group, "url(#hatching-no_service")
    full = 12.0 * 36
    assert size_of(vacant) / (size_of(filled) + size_of(vacant)) == pytest.approx(8 * 3.0 / full, rel=0.02)
    assert vacant.get("fill", "")[5:-1] in {pattern.get("id") for pattern in svg.iter(f"{SVG}pattern")}
    assert "not filled" in texts(svg)


def test_months_of_which_nobody_says_how_far_they_are_filled_are_hatched_otherwise() -> None:
    svg = draw({"a": [(2.0, None)] * 3 + [(2.0, 2.0)] * 3, "b": [(1.0, None)] * 6})
    assert areas(drawing(svg, "a"), "url(#hatching-not_reported")
    assert "fully filled in all 3 months" in texts(drawing(svg, "a"))
    assert "filled or not: not stated" in texts(drawing(svg, "b"))
    assert "latest: 1.0 granted" in texts(drawing(svg, "b"))
    assert not areas(drawing(svg, "b"), FILLED)
    assert not steps(drawing(svg, "b"), FILLED_EDGE)


def test_a_unit_without_posts_says_so() -> None:
    svg = draw({"a": [(1.0, 1.0)]}, names={"a": "A", "b": "B"})
    assert region(svg, "b").get("aria-label") == "B: no posts in any month"


def test_months_before_the_first_post_are_not_counted() -> None:
    svg = draw({"a": [(0.0, 0.0)] * 10 + [(1.0, 0.5)] * 2 + [(1.0, 1.0)] * 4, "b": [(0.0, 0.0)] * 16})
    assert "2 of 6 months not fully filled" in texts(drawing(svg, "a"))
    assert "no posts in any month" in texts(drawing(svg, "b"))


def test_more_filled_than_granted_is_not_vacant() -> None:
    svg = draw({"a": [(1.0, 1.5)] * 3})
    group = drawing(svg, "a")
    assert not areas(group, "url(#")
    assert min(y for _, y in steps(group, FILLED_EDGE)) < min(y for _, y in steps(group, INK))


def test_missing_granted_posts_are_refused() -> None:
    frame = frame_of({"a": [(1.0, 1.0)]}).with_columns(granted=pl.lit(None, dtype=pl.Float64))
    with pytest.raises(ValueError, match="a, 2023-10: granted posts are missing"):
        occupancy.render(frame, ENGLISH, title="t", names={"a": "A"})


def test_two_pictures_on_one_page_do_not_paint_with_each_others_patterns() -> None:
    documents = [draw({"a": EIGHT_VACANT}), draw({"a": EIGHT_VACANT}, title="Another"), draw({"b": EIGHT_VACANT})]
    ids = [pattern.get("id") for svg in documents for pattern in svg.iter(f"{SVG}pattern")]
    assert len(set(ids)) == len(ids) == 3


FTE = st.floats(0, 20)
SERIES = st.lists(st.lists(st.tuples(FTE, st.none() | FTE), min_size=1, max_size=36), min_size=1, max_size=9)


@settings(max_examples=40)
@given(SERIES, st.sampled_from([700, 1000]))
def test_everything_stays_within_its_panel(series: list[Posts], width: int) -> None:
    keyed = {str(number): posts for number, posts in enumerate(series)}
    svg = draw(keyed, width=width)
    for part, group in panels(svg):
        box = box_of(part)
        assert all(holds(box, x, y) for x, y in drawn_points(group))
        posts = keyed[part.get("data-ags", "")]
        # Two corners per month with granted posts, and a filled area exactly where it is stated how far they are filled.
        assert len(steps(group, INK)) == 2 * len(posts)
        assert len(steps(group, FILLED_EDGE)) == 2 * len([filled for _, filled in posts if filled is not None])
        is_vacant = any(filled is not None and granted - filled >= 0.06 for granted, filled in posts)
        assert bool(areas(group, "url(#hatching-no_service")) or not is_vacant
    used = {area.get("fill", "")[5:-1] for area in svg.iter(f"{SVG}path") if area.get("fill", "").startswith("url(#")}
    assert used <= {pattern.get("id") for pattern in svg.iter(f"{SVG}pattern")}
