"""Flows: ribbons as wide as their numbers, side by side at both ends, followable without colour, nothing written over anything."""

from __future__ import annotations

import io
import re
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts.colours import FOCUS_AREA_COLOURS, relative_luminance
from charts.flow import Flow, render
from charts.flow_nodes import THINNEST_RIBBON
from charts.flow_ribbons import OPACITIES
from locales.language import Language
from metrics.codes import codes
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import SVG, texts

GERMAN = Language("de")
TEXTS: dict[str, Any] = {"title": "Weitervermittlungen", "left_title": "Weitervermittelt von", "right_title": "an"}
AREAS = list(FOCUS_AREA_COLOURS)
NAMES = {key: names["de"] for key, names in codes("referred_to").items()}
TARGETS = list(NAMES)
FLOWS = [
    Flow("welcome", "labour_market", 459),
    Flow("welcome", "psychosocial", 210),
    Flow("welcome", "authority", 830),
    Flow("labour_market", "authority", 140),
    Flow("labour_market", "welcome", 88),
    Flow("labour_market", "psychosocial", 0),
    Flow("psychosocial", "authority", 70),
]
# A number is read off a path with a tenth of a pixel at both edges.
ROUNDING = 0.11


def sums(flows: list[Flow]) -> tuple[dict[str, int], dict[str, int]]:
    left = {key: sum(flow.value for flow in flows if flow.source == key) for key in AREAS}
    return left, {key: sum(flow.value for flow in flows if flow.target == key) for key in TARGETS}


def draw(flows: list[Flow] | None = None, totals: Any = None, **options: Any) -> ElementTree.Element:
    found = FLOWS if flows is None else flows
    left, right = totals or sums(found)
    arguments = {"names": NAMES, **TEXTS, **options}
    return ElementTree.fromstring(render(found, left, right, language=GERMAN, **arguments))


def ribbons(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {path.get("aria-label", ""): path for path in svg.iter(f"{SVG}path")}


def ends(path: ElementTree.Element) -> tuple[tuple[float, float], tuple[float, float]]:
    """Top and bottom of a ribbon at its left and its right end."""
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path.get("d", ""))]
    return (points[0][1], points[7][1]), (points[3][1], points[4][1])


def nodes(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {group.get("aria-label", ""): group for group in svg.iter(f"{SVG}g") if group.get("role") == "img"}


def bar(node: ElementTree.Element) -> tuple[float, float]:
    (rect,) = node.iter(f"{SVG}rect")
    return float(rect.get("y", "")), float(rect.get("y", "")) + float(rect.get("height", ""))


def test_ribbons_are_as_wide_as_their_numbers_at_both_ends() -> None:
    drawn = ribbons(draw())
    scale = None
    for said, path in drawn.items():
        number = int(said.rpartition(": ")[2])
        for top, bottom in ends(path):
            scale = scale or (bottom - top) / number
            assert bottom - top == pytest.approx(number * scale, abs=2 * ROUNDING)
    assert len(drawn) == 6


def test_every_ribbon_says_who_sends_how_many_to_whom() -> None:
    said = list(ribbons(draw()))
    assert said[0] == "Willkommensberatung an Arbeitsmarktintegration: 459"
    # Source by source, and within one from the top down.
    assert [text.partition(" an ")[0] for text in said] == ["Willkommensberatung"] * 3 + [
        "Arbeitsmarktintegration",
        "Arbeitsmarktintegration",
        "Psychosoziale Beratung",
    ]
    for one, other in pairwise(path for text, path in ribbons(draw()).items() if text.startswith("Willkommen")):
        assert ends(one)[0][0] < ends(other)[0][0]


def test_a_reader_meets_each_source_before_its_ribbons() -> None:
    parts = [part.get("aria-label", "") for part in draw().iter() if part.get("role") == "img"]
    assert parts[0] == "Weitervermittelt von, Willkommensberatung: 1.499"
    assert parts[4] == "Weitervermittelt von, Arbeitsmarktintegration: 228"
    assert parts[-1] == "an, Behörde: 1.040"


def test_ribbons_can_be_asked_and_get_darker() -> None:
    svg = draw()
    for said, path in ribbons(svg).items():
        assert (path.get("tabindex"), path.get("data-card")) == ("0", said)
        assert "data-ags" not in path.attrib
    (rule,) = svg.iter(f"{SVG}style")
    (style,) = {path.get("class") for path in ribbons(svg).values()}
    found = re.fullmatch(rf"\.{style}:hover,\.{style}:focus\{{fill-opacity:([\d.]+)\}}", rule.text or "")
    assert found
    assert float(found[1]) > max(OPACITIES)
    # Another picture of the same page keeps its own rule.
    other = next(iter(ribbons(draw(FLOWS[:2])).values())).get("class")
    assert other != style


def test_a_picture_that_stands_alone_has_title_and_notes_and_no_stops() -> None:
    notes = ["Quelle: Export", "Beispieldaten"]
    alone, on_page = draw(heading=True, notes=notes), draw()
    assert texts(alone)[0] == TEXTS["title"]
    assert texts(alone)[-2:] == notes
    assert list(ribbons(alone)) == list(ribbons(on_page))
    assert not [part for part in alone.iter() if part.get("tabindex") or part.get("data-card")]
    assert not list(alone.iter(f"{SVG}style"))
    assert TEXTS["title"] not in texts(on_page)


def test_zero_is_not_drawn_but_named() -> None:
    svg = draw()
    assert not [said for said in ribbons(svg) if said.endswith(": 0")]
    assert "«an», null und nicht gezeichnet: Gesundheitsversorgung, Sprachkursträger, andere Einrichtung" in texts(svg)
    assert not [said for said in nodes(svg) if "Sprachkursträger" in said]
    nothing = draw([])
    assert ribbons(nothing) == nodes(nothing) == {}
    named = "Willkommensberatung, Arbeitsmarktintegration, Psychosoziale Beratung"
    assert f"«Weitervermittelt von», null und nicht gezeichnet: {named}" in texts(nothing)


def test_totals_are_printed_as_given_whatever_their_flows_add_up_to() -> None:
    flows = [Flow("welcome", "authority", 5), Flow("welcome", "health_care", 5), Flow("welcome", "psychosocial", 5)]
    for total in (10, 20):
        svg = draw(
            flows, ({"welcome": total}, {"authority": 5, "health_care": 5, "psychosocial": 5, "language_school": 5})
        )
        source = nodes(svg)[f"Weitervermittelt von, Willkommensberatung: {total}"]
        top, bottom = bar(source)
        assert all(
            top - ROUNDING <= end[0] and end[1] <= bottom + ROUNDING
            for end in (ends(path)[0] for path in ribbons(svg).values())
        )
        # What only rounding hides is a node without a ribbon.
        assert "an, Sprachkursträger: 5" in nodes(svg)


def test_wide_ribbons_carry_their_number_at_both_ends() -> None:
    written = texts(draw())
    assert written.count("459") == 3  # at both ends, and the total of its target
    assert written.count("830") == 2


def test_a_source_has_one_colour_that_a_photocopy_tells_apart() -> None:
    svg = draw()
    colours = {}
    for said, path in ribbons(svg).items():
        colours.setdefault(said.partition(" an ")[0], set()).add((path.get("fill"), path.get("fill-opacity")))
    assert all(len(found) == 1 for found in colours.values())
    greys = [lightness(str(colour), float(str(opacity))) for ((colour, opacity),) in colours.values()]
    assert min(abs(one - other) for one, other in combinations([*greys, 100.0], 2)) >= 8


def lightness(colour: str, opacity: float) -> float:
    """CIE lightness of a colour on white."""
    mixed = [round(int(colour[start : start + 2], 16) * opacity + 255 * (1 - opacity)) for start in (1, 3, 5)]
    luminance = relative_luminance("#" + "".join(f"{channel:02x}" for channel in mixed))
    return float(116 * luminance ** (1 / 3) - 16)


def test_names_from_files_do_no_harm() -> None:
    bad = "<script>\"&'"
    svg = draw(
        [Flow("a", "b", 7)], ({"a": 7}, {"b": 7}), names={"a": bad, "b": bad}, colours={"a": "#0b5fa5"}, title=bad
    )
    assert list(ribbons(svg)) == [f"{bad} an {bad}: 7"]
    assert not list(svg.iter(f"{SVG}script"))


@pytest.mark.parametrize(
    ("flows", "totals", "message"),
    [
        ([Flow("welcome", "authority", -1)], None, "nobody sends -1"),
        ([Flow("welcome", "authority", 1), Flow("welcome", "authority", 2)], None, "sum the flows"),
        ([Flow("welcome", "authority", 1)], ({"welcome": 1}, {}), "both ends need a total"),
        ([], ({"welcome": -5}, {}), "a total is zero or more"),
        ([], ({"x": 5}, {}), "x: a node needs a name"),
        ([], ({"authority": 5}, {}), "authority: a node on the left needs a colour"),
    ],
)
def test_flows_that_contradict_themselves_are_refused(flows: list[Flow], totals: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(flows, totals)


def test_a_picture_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        draw(width=300)


def test_the_picture_can_be_saved_as_pixels() -> None:
    left, right = sums(FLOWS)
    svg = render(FLOWS, left, right, NAMES, GERMAN, **TEXTS, heading=True)
    saved = Image.open(io.BytesIO(png(svg, width=800)))
    colours = {colour for _, colour in saved.convert("RGB").getcolors(1_000_000) or []}
    assert {tuple(bytes.fromhex(colour[1:])) for colour in FOCUS_AREA_COLOURS.values()} <= colours


VALUES = st.lists(st.integers(0, 3) | st.integers(0, 900), min_size=21, max_size=21)


@settings(max_examples=60, deadline=None)
@given(VALUES, st.lists(st.integers(-2, 2), min_size=10, max_size=10), st.sampled_from([480, 680, 1240]), st.booleans())
def test_nothing_overlaps_or_leaves_the_picture(values: list[int], off: list[int], width: int, heading: bool) -> None:
    pairs = [(source, target) for source in AREAS for target in TARGETS]
    flows = [Flow(*pair, value) for pair, value in zip(pairs, values, strict=True)]
    left, right = sums(flows)
    rounding = iter(off)
    totals = [{key: max(total + next(rounding), 0) for key, total in side.items()} for side in (left, right)]
    svg = draw(flows, totals, width=width, heading=heading, notes=["Nur mit Einwilligung"])
    assert outside(svg) == []
    assert overlapping(svg) == []
    bars = nodes(svg)
    for side, column in ((0, "Weitervermittelt von"), (1, "an")):
        own = [node for said, node in bars.items() if said.startswith(f"{column}, ")]
        places = sorted(bar(node) for node in own)
        assert all(one[1] <= other[0] for one, other in pairwise(places))
        meeting = sorted(ends(path)[side] for path in ribbons(svg).values())
        assert all(one[1] <= other[0] + ROUNDING for one, other in pairwise(meeting))
        for top, bottom in meeting:
            assert any(first - ROUNDING <= top and bottom <= last + ROUNDING for first, last in places)
            assert bottom - top >= THINNEST_RIBBON - ROUNDING
