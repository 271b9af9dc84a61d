"""Curves over time: published numbers where they are drawn, told apart without colour, nothing written over anything else."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts.axes import Axis
from charts.colours import FOCUS_AREA_COLOURS, contrast
from charts.funnel_legend import NORM_DASHES
from charts.map_labels import Box
from charts.survival import render
from charts.survival_curves import read
from charts.survival_lines import STYLES, WIDTH, styles_for, thinned
from charts.survival_table import NOTHING
from locales.language import Language
from metrics.duration import kaplan_meier
from report.picture import png
from tests.charts.lettered import lettered, outside, overlapping
from tests.charts.pictures import SVG, canvas_of, texts

ENGLISH, GERMAN = Language("en"), Language("de")
TEXTS = {"title": "Remission", "x_title": "Time since remission", "y_title": "Share in remission"}
# Freireich et al. 1963, Blood 21, 699-716: days (there: weeks) in remission; + is lost from sight.
MERCAPTOPURINE = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
NAMES = {"arm": "6-MP", "control": "Placebo"}
AREAS = {
    "welcome": "Willkommensberatung",
    "labour_market": "Arbeitsmarktintegration",
    "psychosocial": "Psychosoziale Beratung",
}
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."


def trial(followed: str) -> pl.DataFrame:
    times = followed.split()
    return kaplan_meier([float(time.rstrip("+")) for time in times], [not time.endswith("+") for time in times])


def leukaemia(**options: Any) -> ElementTree.Element:
    curves = {"arm": trial(MERCAPTOPURINE), "control": trial(PLACEBO)}
    arguments: dict[str, Any] = {**TEXTS, "falling": True, **options}
    return ElementTree.fromstring(render(curves, NAMES, ENGLISH, **arguments))


def frame(rows: list[tuple[float, float, float]]) -> pl.DataFrame:
    """Of time, at_risk and estimate, with limits a little around it."""
    limits = [(*row, max(row[2] - 0.05, 0.0), min(row[2] + 0.05, 1.0)) for row in rows]
    schema = dict.fromkeys(("time", "at_risk", "estimate", "lower", "upper"), pl.Float64)
    return pl.DataFrame(limits, schema=schema, orient="row")


def draw(curves: dict[str, pl.DataFrame], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {"names": {key: f"Unit {key}" for key in curves}, **TEXTS, **options}
    return ElementTree.fromstring(render(curves, language=language, **arguments))


def groups(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in svg.iter(f"{SVG}g") if group.get("role") == "img"]


def corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in path.get("d", "").strip("MZ").split("L"))
    return [(float(x), float(y)) for x, y in pairs]


def line_of(group: ElementTree.Element) -> ElementTree.Element:
    return next(path for path in group.iter(f"{SVG}path") if path.get("stroke-width") == f"{WIDTH}")


def places(svg: ElementTree.Element) -> tuple[Any, Any]:
    """Where a day and a share lie, by the numbers beside the axes."""
    # The table below has numbers like those of the axis.
    at = {text.text: text for text in reversed(list(svg.iter(f"{SVG}text")))}
    zero, full = (
        next(float(at[mark].get("y", "")) - 0.36 * 13 for mark in marks if mark in at)
        for marks in (("0%", "0\u202f%"), ("100%", "100\u202f%"))
    )
    start, week = (float(at[mark].get("x", "")) for mark in ("0", "7"))
    return lambda day: start + day / 7 * (week - start), lambda share: zero + share * (full - zero)


def height_at(path: ElementTree.Element, x: float) -> float:
    """The height of a stepped line right of x."""
    return next(y for place, y in reversed(corners(path)) if place <= x + 0.06)


@pytest.mark.parametrize(
    ("curve", "day", "share"),
    [(0, 6, 0.8571), (0, 10, 0.7529), (0, 22, 0.5378), (1, 1, 0.9048), (1, 10, 0.3810)],
)
def test_steps_go_through_published_shares(curve: int, day: float, share: float) -> None:
    svg = leukaemia()
    x, y = places(svg)
    path = line_of(groups(svg)[curve])
    assert height_at(path, x(day)) == pytest.approx(y(share), abs=0.1)
    assert corners(path)[0] == pytest.approx((x(0), y(1)), abs=0.1)


def test_a_dot_stands_where_half_have_come_to_their_end() -> None:
    # Published medians: 23 with 6-MP, 8 with placebo.
    svg = leukaemia()
    x, y = places(svg)
    for group, median in zip(groups(svg), (23, 8), strict=True):
        (dot,) = group.iter(f"{SVG}circle")
        assert (float(dot.get("cx", "")), float(dot.get("cy", ""))) == pytest.approx((x(median), y(0.5)), abs=0.1)
        assert (group.get("aria-label") or "").endswith(f"half after {median} days")
    never = draw({"a": frame([(7, 50, 0.1), (14, 40, 0.3)])})
    assert not [dot for group in groups(never) for dot in group.iter(f"{SVG}circle")]
    assert "half (50 %)" not in texts(never)


def test_numbers_under_observation_stand_below_their_ticks() -> None:
    svg = leukaemia(width=1000)
    counted = {
        key: [sum(float(time.rstrip("+")) >= day for time in followed.split()) for day in range(0, 36, 7)]
        for key, followed in (("arm", MERCAPTOPURINE), ("control", PLACEBO))
    }
    assert counted["arm"][:2] == [21, 17]  # published, before day 7
    rows = table_rows(svg)
    assert rows == {
        "6-MP": [str(number) for number in counted["arm"]],
        "Placebo": [
            str(number) if day <= 23 else NOTHING
            for day, number in zip(range(0, 36, 7), counted["control"], strict=True)
        ],
    }
    ticks = [box for text, box in lettered(svg) if text in {"0", "7", "14", "21", "28", "35"}]
    for _, box in [(text, box) for text, box in lettered(svg) if text == NOTHING]:
        assert any(abs(middle(box) - middle(tick)) < 0.1 for tick in ticks)


def table_rows(svg: ElementTree.Element) -> dict[str, list[str]]:
    """Name -> the numbers below it."""
    table = next(
        group
        for group in svg.iter(f"{SVG}g")
        if "transform" in group.attrib and "still under observation" in texts(group)
    )
    return {texts(row)[0]: texts(row)[1:] for row in list(table)[1:]}


def middle(box: Box) -> float:
    return (box.left + box.right) / 2


def test_every_curve_says_its_shares_aloud() -> None:
    arm, control = groups(leukaemia())
    assert (arm.get("aria-label") or "").startswith("6-MP: day 7: 81% (")
    assert "day 21: 63% (37% to 80%), 7 under observation" in (arm.get("aria-label") or "")
    # Placebo has ended before day 28.
    assert "day 21" in (control.get("aria-label") or "") and "day 28" not in (control.get("aria-label") or "")
    assert (control.get("data-card") or "").split("\n")[0] == "Placebo"
    assert arm.get("tabindex") == control.get("tabindex") == "0"


def test_german_months() -> None:
    curve = frame([(30.0 * month, 500 - 10 * month, 0.02 * month) for month in range(30)])
    svg = draw({"a": curve}, GERMAN, stepped=False, names={"a": "Düren"}, x_title="Zeit seit dem Erstgespräch")
    assert "Zeit seit dem Erstgespräch (Monate zu 30 Tagen)" in texts(svg)
    said = groups(svg)[0].get("aria-label") or ""
    assert "Monat 12: 24\u202f% (19\u202f% bis 29\u202f%), 380 unter Beobachtung" in said
    assert said.endswith("die Hälfte nach etwa 25,0 Monaten")


@pytest.mark.parametrize(("last", "words"), [(60, "(days)"), (120, "(days)"), (121, "(months of 30 days)")])
def test_long_curves_are_read_in_months(last: float, words: str) -> None:
    svg = draw({"a": frame([(7, 50, 0.1), (last, 20, 0.2)])})
    assert [text for text in texts(svg) if text.endswith(words)] == [f"{TEXTS['x_title']} {words}"]


def test_exact_curves_have_steps_and_protected_ones_joined_points() -> None:
    curve = frame([(7.0 * week, 100 - 5 * week, 0.05 * week) for week in range(9)])
    stepped, joined = (corners(line_of(groups(draw({"a": curve}, stepped=way))[0])) for way in (True, False))
    assert all(before[0] == after[0] or before[1] == after[1] for before, after in pairwise(stepped))
    assert len(joined) == 9
    assert all(before[0] < after[0] and before[1] > after[1] for before, after in pairwise(joined))


def test_a_curve_ends_with_its_rows_and_the_legend_says_why() -> None:
    svg = draw({"a": frame([(7, 60, 0.1), (35, 12, 0.3)]), "b": frame([(70, 15, 0.4)])}, width=1000)
    x, _ = places(svg)
    for group, last in zip(groups(svg), (35, 70), strict=True):
        assert max(place for place, _ in corners(line_of(group))) == pytest.approx(x(last), abs=0.1)
        (mark,) = group.iter(f"{SVG}line")
        assert mark.get("x1") == mark.get("x2")
        assert float(mark.get("x1", "")) == pytest.approx(x(last), abs=0.1)
    assert "ends where fewer than 10 are left under observation" in texts(svg)


def test_a_curve_that_goes_on_beyond_the_axis_has_no_end() -> None:
    rows = [(7.0 * week, 100 - 5 * week, 0.05 * week) for week in range(15)]
    for stepped, share in ((True, 0.2), (False, 0.2 + 0.05 * 2 / 7)):
        svg = draw({"a": frame(rows)}, until=30.0, stepped=stepped)
        x, y = places(svg)
        assert corners(line_of(groups(svg)[0]))[-1] == pytest.approx((x(30), y(share)), abs=0.1)
        assert not list(groups(svg)[0].iter(f"{SVG}line"))
        assert "ends where fewer than 10 are left under observation" not in texts(svg)
    # One that ends before has it all the same.
    assert list(groups(draw({"a": frame(rows)}, until=200.0))[0].iter(f"{SVG}line"))


def test_a_target_is_an_upright_line_with_its_words() -> None:
    svg = draw({"a": frame([(7, 60, 0.3), (28, 12, 0.7)])}, target=(14.0, "target: 14 <days>"))
    x, y = places(svg)
    (line,) = [line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray") == NORM_DASHES]
    assert float(line.get("x1", "")) == float(line.get("x2", "")) == pytest.approx(x(14), abs=0.1)
    (box,) = [box for text, box in lettered(svg) if text == "target: 14 <days>"]
    assert box.bottom < y(1)
    without = draw({"a": frame([(7, 60, 0.3)])})
    assert not [line for line in without.iter(f"{SVG}line") if line.get("stroke-dasharray") == NORM_DASHES]


def test_curves_differ_in_dashes_and_colours_that_read_on_white() -> None:
    assert len({style.dashes for style in STYLES}) == len({style.colour for style in STYLES}) == 4
    assert min(contrast(style.colour, "#ffffff") for style in STYLES) >= 4.5
    svg = draw({key: frame([(7, 60, 0.1 * number)]) for number, key in enumerate("abcd", 1)})
    assert [line_of(group).get("stroke-dasharray") for group in groups(svg)] == [style.dashes for style in STYLES]


def test_a_focus_area_looks_the_same_in_every_picture() -> None:
    alone, beside = styles_for(["psychosocial"]), styles_for(["x", "labour_market", "psychosocial"])
    assert alone["psychosocial"] == beside["psychosocial"]
    assert {key: style.colour for key, style in styles_for(AREAS).items()} == FOCUS_AREA_COLOURS
    assert beside["x"] not in (beside["labour_market"], beside["psychosocial"])


def test_a_unit_without_a_curve_is_named_with_the_reason() -> None:
    svg = draw({"a": frame([(7, 60, 0.1)]), "b": frame([])}, names={"a": "A", "b": "B", "c": "C"})
    assert [group.get("aria-label") for group in groups(svg)][1:] == [
        "B: too few for a curve",
        "C: too few for a curve",
    ]
    nothing = draw({}, names={"a": "A"})
    assert "A: too few for a curve" in texts(nothing)


def test_a_picture_that_stands_alone_has_title_and_notes_and_no_stops() -> None:
    notes = ["Source: own", "Example data"]
    alone, on_page = leukaemia(heading=True, notes=notes), leukaemia()
    assert texts(alone)[0] == TEXTS["title"]
    assert texts(alone)[-2:] == notes
    assert not [part for part in alone.iter() if part.get("tabindex") or part.get("data-card")]
    assert [group.get("aria-label") for group in groups(alone)] == [
        group.get("aria-label") for group in groups(on_page)
    ]
    assert TEXTS["title"] not in texts(on_page)
    assert canvas_of(on_page).bottom == pytest.approx(640, abs=1)


def test_names_at_the_ends_cover_no_curve() -> None:
    curves = {
        key: frame([(float(day), 900 - day, min(day / pace, 0.97)) for day in range(0, end, 2)])
        for key, pace, end in (("welcome", 60, 90), ("labour_market", 66, 100), ("psychosocial", 75, 80))
    }
    svg = draw(curves, GERMAN, names=AREAS, width=1000)
    bottom = places(svg)[1](0)
    written = {line for name in AREAS.values() for line in (name, *name.split(" "))}
    ends = [(text, box) for text, box in lettered(svg) if text in written and box.bottom < bottom]
    assert {word for text, _ in ends for word in text.split(" ")} == set(" ".join(AREAS.values()).split(" "))
    points = [point for group in groups(svg) for point in dense(corners(line_of(group)))]
    assert not [text for text, box in ends for x, y in points if box.left < x < box.right and box.top < y < box.bottom]


def dense(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points along a line, about two pixels apart."""
    return [
        (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)
        for (x1, y1), (x2, y2) in pairwise(points)
        for count in [max(int(math.hypot(x2 - x1, y2 - y1) / 2), 1)]
        for share in (step / count for step in range(count + 1))
    ]


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60, unique=True).map(sorted), st.integers(10, 80))
def test_curves_with_more_rows_than_pixels_end_every_pixel_where_they_should(days: list[int], width: int) -> None:
    rows = [(float(day), 100 - number, number / 100) for number, day in enumerate(days)]
    whole, x = read(frame(rows), stepped=True, falling=False), Axis(0.0, 2000.0, 0.0, float(width))
    assert whole is not None
    seen = thinned(whole, x)
    assert (seen.rows[0], seen.rows[-1]) == (whole.rows[0], whole.rows[-1])
    assert len(seen.rows) <= width + 2
    for pixel in range(int(x.at(whole.last))):
        day = x.value(pixel + 1) - 1e-6
        one, other = whole.at(day), seen.at(day)
        assert one is not None and other is not None
        assert one.estimate == other.estimate


def test_names_from_files_do_no_harm() -> None:
    bad = "<script>\"&'"
    svg = draw({bad: frame([(7, 60, 0.1)])}, names={bad: bad}, title=bad, target=(3.0, bad))
    assert bad in texts(svg)
    assert (groups(svg)[0].get("data-card") or "").split("\n")[0] == bad
    assert not list(svg.iter(f"{SVG}script"))


def test_what_is_no_picture_of_curves_is_refused() -> None:
    curve = frame([(7, 60, 0.1)])
    with pytest.raises(ValueError, match="at least one name"):
        draw({})
    with pytest.raises(ValueError, match="curves without a name: b"):
        draw({"a": curve, "b": curve}, names={"a": "A"})
    with pytest.raises(ValueError, match="at most 4 curves"):
        draw(dict.fromkeys("abcde", curve))
    with pytest.raises(ValueError, match="leaves no room"):
        draw({"a": curve}, width=300)


def test_the_picture_can_be_saved_as_pixels() -> None:
    curves = {"welcome": trial(PLACEBO)}
    svg = render(curves, {"welcome": "Düren"}, GERMAN, **TEXTS, falling=True, heading=True)
    saved = Image.open(io.BytesIO(png(svg, width=800)))
    colours = {colour for _, colour in saved.convert("RGB").getcolors(1_000_000) or []}
    assert tuple(bytes.fromhex(FOCUS_AREA_COLOURS["welcome"][1:])) in colours


SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=12).map(sorted)
LABELS = st.sampled_from([SOZIALWERK, "Düren", *AREAS.values(), ""])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(SHARES, st.integers(1, 90), st.booleans()), min_size=1, max_size=4),
    st.data(),
    st.sampled_from([480, 680, 1000, 1240]),
    st.booleans(),
)
def test_nothing_written_overlaps_or_leaves_the_picture(
    found: list[tuple[list[float], int, bool]], data: st.DataObject, width: int, heading: bool
) -> None:
    curves = {
        str(number): frame([(float(step * pace), 4000 - step, share) for step, share in enumerate(shares)])
        for number, (shares, pace, _) in enumerate(found)
    }
    svg = draw(
        curves,
        GERMAN,
        names={key: data.draw(LABELS) for key in curves},
        stepped=found[0][2],
        width=width,
        heading=heading,
        target=(14.0, "Ziel: innerhalb von 14 Tagen"),
        notes=["Nur mit Einwilligung"],
    )
    assert outside(svg) == []
    assert overlapping(svg) == []
    right, bottom = canvas_of(svg).right, canvas_of(svg).bottom
    for group in groups(svg):
        for path in group.iter(f"{SVG}path"):
            assert all(0 <= x <= right and 0 <= y <= bottom for x, y in corners(path))
