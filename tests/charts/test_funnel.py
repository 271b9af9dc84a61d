"""The funnel plot: limits where they were published, signs told apart by form, nothing written over something else."""

from __future__ import annotations

import io
import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts import funnel_limits, funnel_points
from charts.axes import Axis
from charts.colours import contrast, relative_luminance
from charts.funnel import Funnel, render
from charts.funnel_limits import BANDS
from charts.lettering import text_width
from charts.map_labels import Box
from charts.verdicts import SIGNS, VERDICT_WORDS, sign
from locales.language import Language
from metrics import funnel as statistics
from report.picture import png
from tests.charts.pictures import ASCENT, DESCENT, NAMES, SVG, canvas_of, texts

GERMAN = Language("de")
TEXTS = {"title": "Fälle je Stelle", "x_title": "erwartete Fälle", "y_title": "Fälle je erwartetem Fall"}
EXPECTED = [62.0, 480, 9, 55, 38, 190, 82, 66, 60, 45, 28, 70, 48, 36, 41]
RATIOS = [1.0, 0.95, None, 1.8, 0.9, 1.05, 1.0, 0.85, 0.55, 1.0, 0.0, 0.9, 1.2, 1.1, 5.0]
VERDICTS = ["as_expected"] * 2 + ["too_small", "high"] + ["as_expected"] * 4 + ["low", "as_expected", "low"]
VERDICTS += ["as_expected"] * 2 + ["single_post", "high"]
# FunnelPlotR's published limits: expected, level, lower, upper.
PUBLISHED = [
    (15, 0.95, 0.5596924, 1.649348),
    (20, 0.95, 0.6108260, 1.544419),
    (30, 0.95, 0.6746958, 1.427562),
    (15, 0.998, 0.3862650, 2.082907),
    (20, 0.998, 0.4479107, 1.902094),
    (30, 0.998, 0.5289724, 1.702771),
]


def towns() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": [f"053580{number:02}" for number in range(15)],
            "label": NAMES,
            "expected": EXPECTED,
            "ratio": RATIOS,
            "verdict": VERDICTS,
            "card": ["12 Fälle\n0,5 Stellen"] * 15,
        },
        schema_overrides={"expected": pl.Float64, "ratio": pl.Float64},
    )


def picture(frame: pl.DataFrame | None = None, funnel: Funnel | None = None, **options: Any) -> ElementTree.Element:
    arguments = {**TEXTS, **options}
    found = towns() if frame is None else frame
    return ElementTree.fromstring(render(found, funnel or Funnel(), GERMAN, **arguments))


def points(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in svg.iter(f"{SVG}g") if group.get("role") in ("button", "img")]


def written(svg: ElementTree.Element) -> list[tuple[str, Box]]:
    """Every line of text with its box, whatever side it is anchored at."""
    return list(_written(svg, 0.0))


def _written(parent: ElementTree.Element, dy: float) -> Any:
    for child in parent:
        shift = re.match(r"translate\(0,(-?[\d.]+)\)", child.get("transform", ""))
        y = dy + (float(shift[1]) if shift else 0.0)
        if child.tag == f"{SVG}text":
            yield child.text or "", _box(child, y)
        yield from _written(child, y)


def _box(text: ElementTree.Element, dy: float) -> Box:
    size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
    width = text_width(text.text or "", size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
    return Box(left, dy + y - ASCENT * size, left + width, dy + y + DESCENT * size)


@pytest.mark.parametrize(("expected", "level", "lower", "upper"), PUBLISHED)
def test_the_curves_go_through_published_limits(expected: float, level: float, lower: float, upper: float) -> None:
    across, upward = Axis(10, 40, 0, 300, 0.5), Axis(0, 3, 400, 100)
    drawn = ElementTree.fromstring(f"<g>{funnel_limits.draw(Funnel(), across, upward)}</g>")
    width = str(funnel_limits.LINES[level][1])
    curves = [path for path in drawn if path.get("fill") == "none" and path.get("stroke-width") == width]
    for path, limit in zip(curves, (lower, upper), strict=True):
        corners = [tuple(map(float, pair.split(","))) for pair in path.get("d", "")[1:].split("L")]
        xs, ys = zip(*corners, strict=True)
        assert np.interp(across.at(expected), xs, ys) == pytest.approx(upward.at(limit), abs=0.3)


def test_what_comes_in_clumps_has_wider_limits() -> None:
    level, expected = 0.95, np.array([60.0])
    assert Funnel(scale=4.0).limits(expected, level) == statistics.limits(np.array([15.0]), level)
    assert Funnel(scale=4.0).limits(expected, level)[1] == pytest.approx(1.649348)


def test_units_that_differ_beyond_chance_have_the_wider_limits_and_chance_stays_thin_behind() -> None:
    expected = np.array([50.0])
    wide, plain = Funnel(0.05), Funnel()
    assert wide.limits(expected, 0.998) == statistics.adjusted_limits(expected, 0.998, 0.05)
    assert wide.chance(expected, 0.998) == plain.limits(expected, 0.998)
    curves = [path for path in picture(funnel=wide).iter(f"{SVG}path") if path.get("stroke-dasharray") == "1.5 3"]
    assert len(curves) == 4
    assert "so weit reicht der Zufall allein" in texts(picture(funnel=wide))
    assert not [path for path in picture().iter(f"{SVG}path") if path.get("stroke-dasharray") == "1.5 3"]


def test_the_ends_of_the_limits_are_named_apart_from_each_other() -> None:
    ends = [(text, box) for text, box in written(picture()) if text in ("95\u202f%", "99,8\u202f%", "Kreis")]
    assert [text for text, _ in sorted(ends, key=lambda end: end[1].top)] == [
        "99,8\u202f%",
        "95\u202f%",
        "Kreis",
        "95\u202f%",
        "99,8\u202f%",
    ]
    assert not any(one.overlaps(other) for (_, one), (_, other) in combinations(ends, 2))


def test_points_stand_where_their_figures_say() -> None:
    svg = picture(towns().filter(pl.col("ratio").is_in([0.0, 1.0])))
    at = {}
    for point in points(svg):
        circle = point.find(f"{SVG}circle")
        assert circle is not None
        at[point.get("data-ags")] = (float(circle.get("cx", "")), float(circle.get("cy", "")))
    zero, one = at["05358010"], at["05358000"]
    assert at["05358006"][1] == at["05358009"][1] == one[1]
    assert at["05358010"][0] < at["05358009"][0] < at["05358000"][0] < at["05358006"][0]
    levels = {float(line.get("y1", "")) for line in svg.iter(f"{SVG}line") if line.get("y1") == line.get("y2")}
    assert {one[1], zero[1]} <= levels
    assert zero[1] > one[1]


def test_every_drawn_unit_says_its_finding_and_can_be_picked() -> None:
    svg = picture(selected="05358003")
    drawn = points(svg)
    assert [point.get("data-ags") for point in drawn] == [
        row["key"] for row in towns().iter_rows(named=True) if row["ratio"] is not None
    ]
    said = {point.get("data-ags"): point.get("aria-label") for point in drawn}
    assert said["05358003"] == "Hürtgenwald: 80\u202f% mehr als erwartet, erwartet 55, hoch, über den Zufall hinaus"
    assert said["05358000"] == "Aldenhoven: so viel wie erwartet, erwartet 62, im üblichen Rahmen"
    assert said["05358010"] == "Nideggen: 100\u202f% weniger als erwartet, erwartet 28, niedrig, über den Zufall hinaus"
    assert said["05358014"] == "Vettweiß: 5,0-mal so viel wie erwartet, erwartet 41, hoch, über den Zufall hinaus"
    assert [point.get("data-ags") for point in drawn if point.get("aria-pressed") == "true"] == ["05358003"]
    assert all(point.get("tabindex") == "0" and point.get("role") == "button" for point in drawn)
    assert drawn[0].get("data-card") == "Aldenhoven\n12 Fälle\n0,5 Stellen"


def test_units_without_a_ratio_are_named_below_with_the_reason() -> None:
    more = [("a", "Titz", "vacant"), ("b", "Inden", "too_small"), ("c", "Linnich", "none")]
    frame = towns().head(3).select("key", "label", "expected", "ratio", "verdict")
    rest = pl.DataFrame(more, schema=["key", "label", "verdict"], orient="row").with_columns(expected=0.0, ratio=None)
    svg = picture(pl.concat([frame, rest.select(frame.columns).cast(dict(frame.schema))]))
    (said,) = [text for text in texts(svg) if text.startswith("Nicht gezeichnet")]
    assert said.startswith("Nicht gezeichnet: Heimbach, Inden (zu wenige für ein Urteil); Titz (")
    assert len(points(svg)) == 2
    assert not [text for text in texts(picture(frame.head(2))) if text.startswith("Nicht gezeichnet")]


def test_all_units_may_be_without_a_ratio() -> None:
    svg = picture(towns().with_columns(ratio=pl.lit(None, pl.Float64), verdict=pl.lit("too_small")))
    assert points(svg) == []
    assert "Kreis" in texts(svg)


def test_the_legend_names_only_what_is_drawn() -> None:
    words = texts(picture(towns().head(2)))
    assert "im üblichen Rahmen" in words
    assert not {"hoch, über den Zufall hinaus", "kein Urteil: eine einzelne Stelle"} & set(words)
    assert "kein Urteil: eine einzelne Stelle" in texts(picture())


def test_rounded_counts_are_explained() -> None:
    rounded = "Die Zahlen sind gerundet"
    assert [text for text in texts(picture(funnel=Funnel(0.02, is_rounded=True))) if text.startswith(rounded)]
    assert not [text for text in texts(picture(funnel=Funnel(0.02))) if text.startswith(rounded)]


def test_a_norm_is_drawn_only_when_given() -> None:
    def dashed(svg: ElementTree.Element) -> list[ElementTree.Element]:
        return [line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray") == "9 5"]

    norm = picture(norm=(1.3, "Vorgabe: 100 Fälle (Erlass 2026)"))
    in_plot, in_legend = dashed(norm)
    assert "Vorgabe: 100 Fälle (Erlass 2026)" in texts(norm)
    assert float(in_plot.get("x2", "")) - float(in_plot.get("x1", "")) > 600
    assert float(in_legend.get("x2", "")) - float(in_legend.get("x1", "")) < 40
    assert dashed(picture()) == []


def test_names_from_files_do_no_harm() -> None:
    bad = "<script>\"&'"
    frame = towns().head(2).with_columns(key=pl.Series([bad, "b"]), label=pl.Series([bad, "ok"]), card=pl.lit(bad))
    svg = picture(frame, title=bad, heading=False, norm=(1.2, bad))
    point = points(svg)[0]
    assert (point.get("data-ags"), point.get("data-card")) == (bad, f"{bad}\n{bad}")
    assert bad in texts(svg)
    assert not list(svg.iter(f"{SVG}script"))


def test_a_picture_that_stands_alone_has_title_and_notes_and_no_buttons() -> None:
    notes = ["Quelle: Export der Fallbearbeitung, Stand 31.10.2026", "Beispieldaten"]
    alone, on_page = picture(heading=True, notes=notes), picture(notes=notes)
    assert texts(alone)[0] == TEXTS["title"]
    assert texts(alone)[-2:] == notes
    assert {point.get("role") for point in points(alone)} == {"img"}
    assert [point.get("aria-label") for point in points(alone)] == [
        point.get("aria-label") for point in points(on_page)
    ]
    assert not [element for element in alone.iter() if element.get("tabindex") or element.get("data-ags")]
    assert canvas_of(alone).bottom > canvas_of(on_page).bottom
    assert on_page.get("aria-label") == TEXTS["title"]
    assert not set(texts(on_page)) & {TEXTS["title"], *notes}


def test_two_pictures_of_a_page_do_not_clip_with_each_other_s_plot() -> None:
    ids = [next(svg.iter(f"{SVG}clipPath")).get("id") for svg in (picture(), picture(towns().head(3)))]
    assert len(set(ids)) == 2


def test_signs_differ_in_form_and_read_on_both_bands() -> None:
    forms = {verdict: re.sub(r'(fill|stroke)="#\w+"', "", sign(verdict, 0, 0)) for verdict in VERDICT_WORDS}
    assert len({forms[verdict] for verdict in ("high", "low", "as_expected", "single_post")}) == 4
    for ground in (*BANDS.values(), "#ffffff"):
        for verdict in ("high", "low", "as_expected"):
            fill = re.findall(r'fill="(#\w+)"', sign(verdict, 0, 0))[0]
            assert contrast(fill, ground) >= 3
    assert relative_luminance(BANDS[0.95]) < relative_luminance(BANDS[0.998]) < 1


def test_every_verdict_of_the_statistics_has_words_and_a_sign() -> None:
    assert set(VERDICT_WORDS) == set(SIGNS) == set(statistics.VERDICTS)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.0, "so viel wie erwartet"),
        (1.004, "so viel wie erwartet"),
        (1.25, "25\u202f% mehr als erwartet"),
        (0.8, "20\u202f% weniger als erwartet"),
        (2.5, "2,5-mal so viel wie erwartet"),
    ],
)
def test_ratios_in_words(ratio: float, words: str) -> None:
    assert funnel_points.ratio_text(ratio, GERMAN) == words


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("verdict", "huge", "no verdict"),
        ("ratio", -0.1, "zero or more"),
        ("ratio", float("inf"), "zero or more"),
        ("expected", 0.0, "of 0.0"),
        ("key", "same", "one row per key"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(column: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        picture(towns().head(2).with_columns(pl.lit(value).alias(column)))


def test_a_picture_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        picture(width=300)


def test_all_municipalities_are_named_at_the_width_of_a_page() -> None:
    names = [name for name, ratio in zip(NAMES, RATIOS, strict=True) if ratio is not None]
    assert set(names) <= set(texts(picture(width=1000, height=560)))


def test_a_long_name_is_shortened_on_the_plot_and_whole_when_read_aloud() -> None:
    long = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
    svg = picture(towns().head(1).with_columns(label=pl.lit(long)))
    assert points(svg)[0].get("aria-label", "").startswith(f"{long}: ")
    assert [text for text in texts(svg) if text.endswith("…")]


def test_the_picture_can_be_saved_as_pixels() -> None:
    saved = Image.open(io.BytesIO(png(render(towns(), Funnel(0.03), GERMAN, **TEXTS, heading=True), width=800)))
    assert saved.width == 800
    # The plot is there: its darker band and the colour of high units.
    colours = {colour for _, colour in saved.convert("RGB").getcolors(1_000_000) or []}
    assert tuple(bytes.fromhex(BANDS[0.95][1:])) in colours
    assert tuple(bytes.fromhex("a85a1c")) in colours


ratios = st.none() | st.floats(0, 6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(10, 2000), ratios, st.sampled_from(list(VERDICT_WORDS))), max_size=20),
    st.integers(480, 1200),
    st.sampled_from([0.0, 0.04]),
    st.booleans(),
)
def test_nothing_written_overlaps_or_leaves_the_picture(
    rows: list[tuple[float, float | None, str]], width: int, tau2: float, heading: bool
) -> None:
    frame = pl.DataFrame(
        [(f"{number}", NAMES[number % 15], *row) for number, row in enumerate(rows)],
        schema={"key": str, "label": str, "expected": float, "ratio": float, "verdict": str},
        orient="row",
    )
    svg = picture(frame, Funnel(tau2), width=width, heading=heading, norm=(1.3, "Vorgabe"), selected="0")
    lines = written(svg)
    assert [text for text, box in lines if not box.within(canvas_of(svg))] == []
    assert [(one[0], other[0]) for one, other in combinations(lines, 2) if one[1].overlaps(other[1])] == []
