from __future__ import annotations

from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import yearly
from charts.colours import PAPER
from charts.course_words import LINE, WHOLE
from charts.yearly_words import OPEN_DASHES
from locales.language import Language
from metrics.definitions import definition
from report.picture import png
from tests.charts.small_multiples import (
    SVG,
    box_of,
    drawing,
    drawn_points,
    holds,
    letter_boxes,
    panels,
    points,
    region,
    texts,
)

ENGLISH, GERMAN = Language("en"), Language("de")
REACHED, WAITING = definition("goals_reached_share"), definition("waiting_days")
SCHEMA = {"series": pl.String, "year": pl.Int64, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}
Figures = dict[int, tuple[float, float | None, float | None] | None]
DUEREN: Figures = {2023: (0.4, 0.3, 0.5), 2024: (0.5, 0.4, 0.6), 2025: None, 2026: (0.3, 0.1, 0.6)}


def frame_of(series: dict[str, Figures]) -> pl.DataFrame:
    rows = [(key, year, *(known or (None,) * 3)) for key, years in series.items() for year, known in years.items()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def district(*values: float | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"year": range(2023, 2023 + len(values)), "value": values}, schema_overrides={"value": pl.Float64}
    )


def draw(series: dict[str, Figures], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    meaning = options.pop("meaning", REACHED)
    arguments: dict[str, Any] = {
        "title": "Goals reached over the years",
        "names": {key: f"Unit {key}" for key in series},
        "whole": district(0.4, 0.45, 0.42, 0.44),
        "trends": {},
        **options,
    }
    return ElementTree.fromstring(yearly.render(frame_of(series), meaning, language, **arguments))


def dots(group: ElementTree.Element) -> list[ElementTree.Element]:
    return [dot for dot in group.iter(f"{SVG}circle") if LINE in (dot.get("fill"), dot.get("stroke"))]


def straight(group: ElementTree.Element) -> list[ElementTree.Element]:
    return [line for line in group.iter(f"{SVG}line") if line.get("stroke") == LINE]


def upright(group: ElementTree.Element) -> list[ElementTree.Element]:
    return [line for line in straight(group) if line.get("x1") == line.get("x2")]


def joining(group: ElementTree.Element) -> list[ElementTree.Element]:
    return [line for line in straight(group) if line.get("stroke-width") == "1.4"]


def test_years_stand_beside_each_other_and_values_above_zero() -> None:
    group = drawing(draw({"a": DUEREN}), "a")
    x, y = zip(*((float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in dots(group)), strict=True)
    # The year without a figure keeps its place.
    assert (x[2] - x[1]) / (x[1] - x[0]) == pytest.approx(2.0, abs=0.02)
    zero = max(float(line.get("y1", "0")) for line in group.iter(f"{SVG}line") if line.get("y1") == line.get("y2"))
    assert [(zero - one) / (zero - y[0]) for one in y] == pytest.approx([1.0, 1.25, 0.75], abs=0.01)
    for line, (low, high) in zip(upright(group), [(0.3, 0.5), (0.4, 0.6), (0.1, 0.6)], strict=True):
        ends = [(zero - float(line.get(end, "nan"))) / (zero - y[0]) * 0.4 for end in ("y1", "y2")]
        assert ends == pytest.approx([low, high], abs=0.005)


def test_only_years_that_follow_each_other_are_joined() -> None:
    svg = draw({"a": DUEREN, "b": {2023: (0.4, None, None), 2024: (0.5, None, None), 2025: (0.1, None, None)}})
    assert len(joining(drawing(svg, "a"))) == 1
    assert len(joining(drawing(svg, "b"))) == 2
    assert not upright(drawing(svg, "b"))


def test_years_still_running_are_hollow_and_called_to_date() -> None:
    svg = draw({"a": {2025: (0.4, 0.3, 0.5), 2026: (0.5, 0.4, 0.6)}}, open_years={2026})
    assert [dot.get("fill") for dot in dots(drawing(svg, "a"))] == [LINE, PAPER]
    assert [line.get("stroke-dasharray") for line in joining(drawing(svg, "a"))] == [OPEN_DASHES]
    assert "hollow: 2026 to date" in texts(svg)
    assert "; 2026 to date: 50%, between 40% and 60% (95 %)" in (region(svg, "a").get("aria-label") or "")
    finished = draw({"a": {2024: (0.4, 0.3, 0.5)}}, open_years={2026})
    assert not [text for text in texts(finished) if "to date" in text]


def test_figures_with_their_limits_are_read_aloud() -> None:
    svg = draw({"a": DUEREN}, GERMAN, names={"a": "Düren"}, trends={"a": "kein Trend"}, open_years=[2026])
    assert (region(svg, "a").get("aria-label") or "").split("; ") == [
        "Düren: 2023: 40\u202f%, zwischen 30\u202f% und 50\u202f% (95\u00a0%)",
        "2024: 50\u202f%, zwischen 40\u202f% und 60\u202f% (95\u00a0%)",
        "2026 bis zum Stand der Daten: 30\u202f%, zwischen 10\u202f% und 60\u202f% (95\u00a0%)",
        "Kreis 2026: 44\u202f%",
        "kein Trend",
    ]
    card = (region(svg, "a").get("data-card") or "").split("\n")
    assert (card[0], card[-1], len(card)) == ("Düren", "kein Trend", 6)


def test_the_trend_stands_below_the_name_and_only_where_there_is_a_figure() -> None:
    svg = draw({"a": DUEREN, "b": {2024: None}}, trends={"a": "rising", "b": "rising"})
    assert texts(drawing(svg, "a"))[:2] == ["Unit a", "rising"]
    assert texts(drawing(svg, "b"))[:2] == ["Unit b", "no figure"]
    assert (region(svg, "b").get("aria-label") or "").startswith("Unit b: no figure in any year")


def test_the_last_figure_is_written_right_of_its_dot() -> None:
    group = drawing(draw({"a": DUEREN}), "a")
    (box,) = [box for text, box in letter_boxes(group) if text == "30%"]
    last = dots(group)[-1]
    assert 0 < box.left - float(last.get("cx", "nan")) < 12
    assert box.top < float(last.get("cy", "nan")) < box.bottom


def test_the_district_is_grey_behind_and_broken_where_it_has_no_figure() -> None:
    svg = draw({"a": DUEREN, "b": {2023: (0.1, None, None)}}, whole=district(0.4, 0.5, None, 0.6))
    for _, group in panels(svg):
        (line,) = [line for line in group.iter(f"{SVG}polyline") if line.get("stroke") == WHOLE]
        assert len(points(line)) == 2
        assert len([dot for dot in group.iter(f"{SVG}circle") if dot.get("fill") == WHOLE]) == 1
        children = list(group)
        assert children.index(line) < children.index(dots(group)[0])
    assert "District (latest 60%)" in texts(svg)


def test_an_open_limit_reaches_the_top() -> None:
    svg = draw(
        {"a": {2023: (30.0, 14.0, None)}, "b": {2023: (40.0, None, None)}}, meaning=WAITING, whole=district(20.0)
    )
    (line,) = upright(drawing(svg, "a"))
    (highest,) = [float(dot.get("cy", "nan")) for dot in dots(drawing(svg, "b"))]
    assert box_of(region(svg, "a")).top < float(line.get("y2", "nan")) < highest
    assert len(straight(drawing(svg, "a"))) == 2


def test_panels_can_be_picked_and_saved_pictures_cannot() -> None:
    picked = draw({"a": DUEREN, "b": DUEREN}, selected="b")
    saved = draw({"a": DUEREN}, heading=True, notes=["Example data"])
    assert [part.get("aria-pressed") for part, _ in panels(picked)] == ["false", "true"]
    assert region(saved, "a").get("role") == "img"
    assert not {"tabindex", "data-card", "aria-pressed"} & set(region(saved, "a").attrib)
    assert (texts(saved)[0], texts(saved)[-1]) == ("Goals reached over the years", "Example data")


def test_without_any_year_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        draw({"a": {}}, whole=district())
    with pytest.raises(ValueError, match="at least one panel"):
        draw({})


def test_it_can_be_drawn_as_pixels() -> None:
    svg = yearly.render(
        frame_of({"a": DUEREN}),
        REACHED,
        GERMAN,
        title="t",
        names={"a": "A"},
        whole=district(0.4),
        trends={},
        heading=True,
    )
    assert png(svg, width=680).startswith(b"\x89PNG")


KNOWN = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted).map(lambda found: (found[1], found[0], found[2]))
YEARS = st.dictionaries(st.integers(2019, 2027), st.none() | KNOWN, min_size=1)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=90)


@settings(max_examples=50)
@given(st.lists(YEARS, min_size=1, max_size=16), st.data(), st.sampled_from([680, 1000, 1240]))
def test_everything_stays_within_its_panel(series: list[Figures], data: st.DataObject, width: int) -> None:
    keyed = {str(number): years for number, years in enumerate(series)}
    names = {key: data.draw(NAME) for key in keyed}
    svg = draw(keyed, names=names, trends=dict.fromkeys(keyed, "no trend"), open_years={2027}, width=width)
    for part, group in panels(svg):
        box = box_of(part)
        assert all(holds(box, x, y) for x, y in drawn_points(group))
        for _, lettered in letter_boxes(group):
            if lettered.right > box.left:
                assert holds(box, lettered.left, lettered.top)
                assert holds(box, lettered.right, lettered.bottom)
        years = [year for year, known in keyed[part.get("data-ags", "")].items() if known]
        assert len(dots(group)) == len(years)
        assert len(joining(group)) == sum(other == one + 1 for one, other in combinations(sorted(years), 2))
