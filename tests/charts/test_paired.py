"""Clients beside the population: both where their shares are, said in full, nothing written over anything else."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts.paired import Pair, render
from charts.paired_rows import OTHER_EDGE, OTHER_PAINT
from charts.whisker_rows import COLOUR, DOT, NO_VALUE
from locales.language import Language
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import canvas_of
from tests.charts.small_multiples import SVG, drawing, panels, region, texts

GERMAN = Language("de")
OWN, OTHER = "Ratsuchende", "Menschen mit ausländischer Staatsangehörigkeit, Zensus 2022"
MORE = "mehr als in der Bevölkerung"
# Wilson's limits of 65 of 100 and of 4 of 20.
ROWS = [
    Pair("a", "25 bis 39", 0.65, 0.5525444, 0.7363576, 0.31, MORE, "65 von 100 Fällen"),
    Pair("b", "60 und älter", 0.2, 0.0806577, 0.4160174, 0.22, "kein Unterschied", "4 von 20 Fällen"),
    Pair("c", "ohne Angabe", None, None, None, None, "nicht zu vergleichen"),
]


def draw(rows: list[Pair] | None = None, language: Language = GERMAN, **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {"title": "Alter", "picked": True, **options}
    return ElementTree.fromstring(render(ROWS if rows is None else rows, OWN, OTHER, language, **arguments))


def axis(svg: ElementTree.Element) -> Any:
    """Where a share lies, by the numbers below the rows, which are the last of their kind."""
    numbers = {text.text: float(text.get("x", "nan")) for text in list(svg)[-1].iter(f"{SVG}text")}
    numbers |= {
        text.text: float(text.get("x", "nan"))
        for text in svg.iter(f"{SVG}text")
        if text.get("text-anchor") == "middle" and (text.text or "").endswith("%")
    }
    start, far = numbers["0\u202f%"], numbers["60\u202f%"]
    return lambda share: start + share / 0.6 * (far - start)


def test_dots_limits_and_bars_stand_where_their_shares_say() -> None:
    svg = draw()
    x = axis(svg)
    for row in ROWS[:2]:
        group = drawing(svg, row.key)
        dot = next(group.iter(f"{SVG}circle"))
        bar = next(group.iter(f"{SVG}rect"))
        assert float(dot.get("cx", "")) == pytest.approx(x(row.own), abs=0.1)
        assert float(dot.get("r", "")) == DOT
        left, right = float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", ""))
        assert (left, right) == pytest.approx((x(0), x(row.other)), abs=0.15)
        line = next(line for line in group.iter(f"{SVG}line") if line.get("stroke") == COLOUR)
        assert float(line.get("x1", "")) == pytest.approx(x(row.lower), abs=0.1)
        assert float(line.get("x2", "")) == pytest.approx(x(row.upper), abs=0.1)
        assert (bar.get("fill"), bar.get("stroke")) == (OTHER_PAINT, OTHER_EDGE)


def test_both_shares_and_the_word_are_written() -> None:
    written = texts(drawing(draw(), "a"))
    assert written[:2] == ["25 bis 39", "65 von 100 Fällen"]
    assert written[2:4] == ["65\u202f%", "31\u202f%"]
    assert " ".join(written[4:]) == MORE
    assert {"65,0\u202f%", "31,0\u202f%"} <= set(texts(draw(decimals=1)))


def test_every_row_says_its_finding_aloud() -> None:
    said = region(draw(), "a").get("aria-label")
    assert said == f"25 bis 39: {OWN} 65\u202f% (55\u202f% bis 74\u202f%), {OTHER} 31\u202f%, {MORE}, 65 von 100 Fällen"
    card = (region(draw(), "a").get("data-card") or "").split("\n")
    assert card[0] == "25 bis 39"
    assert card[-2:] == [MORE, "65 von 100 Fällen"]


def test_a_group_without_figures_has_dashes_and_no_signs() -> None:
    svg = draw()
    group = drawing(svg, "c")
    assert texts(group)[1:3] == [NO_VALUE, NO_VALUE]
    assert not list(group.iter(f"{SVG}circle")) and not list(group.iter(f"{SVG}rect"))
    assert region(svg, "c").get("aria-label") == (
        f"ohne Angabe: {OWN} keine Zahl, {OTHER} keine Zahl, nicht zu vergleichen"
    )
    # One side alone is drawn alone.
    svg = draw([Pair("a", "A", 0.3, 0.2, 0.4, None), Pair("b", "B", None, None, None, 0.6)])
    assert [len(list(drawing(svg, key).iter(f"{SVG}rect"))) for key in "ab"] == [0, 2]
    assert [len(list(drawing(svg, key).iter(f"{SVG}circle"))) for key in "ab"] == [2, 0]


def test_rows_keep_their_order_and_can_be_picked_only_where_asked_for() -> None:
    assert [part.get("data-ags") for part, _ in panels(draw(picked=True, selected="b"))] == ["a", "b", "c"]
    assert region(draw(picked=True, selected="b"), "b").get("aria-pressed") == "true"
    plain = [part for part in draw(picked=False).iter(f"{SVG}rect") if part.get("role")]
    assert [part.get("role") for part in plain] == ["img"] * 3
    assert not [part for part in draw(picked=False).iter() if part.get("tabindex")]


def test_a_picture_that_stands_alone_has_title_and_notes() -> None:
    notes = ["Quelle: Export", "Beispieldaten"]
    alone = draw(heading=True, notes=notes)
    assert texts(alone)[0] == "Alter"
    assert texts(alone)[-2:] == notes
    assert not [part for part in alone.iter() if part.get("tabindex") or part.get("data-card")]


def test_small_shares_keep_an_axis_from_zero_to_five_per_cent() -> None:
    numbers = texts(draw([Pair("a", "A", 0.001, 0.0, 0.004, 0.002)]))
    assert "5,0\u202f%" in numbers and "0,0\u202f%" in numbers
    assert draw([Pair("a", "A", 0.0, 0.0, 0.0, 0.0)]) is not None


def test_names_from_files_do_no_harm() -> None:
    bad = "<script>\"&'"
    svg = draw([Pair(bad, bad, 0.1, 0.05, 0.2, 0.1, bad, bad)], title=bad)
    assert (region(svg, bad).get("aria-label") or "").startswith(f"{bad}: ")
    assert not list(svg.iter(f"{SVG}script"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (Pair("a", "A", 1.2, 1.1, 1.3, 0.1), "a: shares and their limits lie between 0 and 1, found 1.2"),
        (Pair("a", "A", 0.1, 0.05, 0.2, 31.0), "a: shares and their limits lie between 0 and 1, found 31.0"),
        (Pair("a", "A", 0.5, 0.6, 0.7, 0.1), "a: 0.5 does not lie within its limits"),
        (Pair("a", "A", None, 0.6, 0.7, 0.1), "a: limits without a value"),
        (Pair("a", "A", 0.5, 0.4, 0.7, float("nan")), "a: a value and its limits are numbers"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(row: Pair, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw([row])


def test_the_picture_can_be_saved_as_pixels() -> None:
    saved = Image.open(io.BytesIO(png(render(ROWS, OWN, OTHER, GERMAN, title="Alter", heading=True), width=800)))
    colours = {colour for _, colour in saved.convert("RGB").getcolors(1_000_000) or []}
    assert {tuple(bytes.fromhex(colour[1:])) for colour in (COLOUR, OTHER_PAINT)} <= colours


SHARE = st.floats(0, 1)
PHRASES = st.sampled_from(["", MORE, "weniger als in der Bevölkerung", "kein Unterschied über den Zufall hinaus"])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.none() | st.tuples(SHARE, SHARE, SHARE), st.none() | SHARE, PHRASES), min_size=1, max_size=9),
    st.sampled_from([480, 680, 1000, 1240]),
    st.booleans(),
    st.sampled_from([0, 1]),
)
def test_nothing_written_overlaps_or_leaves_the_picture(
    found: list[Any], width: int, heading: bool, decimals: int
) -> None:
    rows = []
    for number, (own, other, word) in enumerate(found):
        lower, value, upper = sorted(own) if own else (None, None, None)
        rows.append(
            Pair(str(number), "Staatsangehörigkeit nicht geklärt", value, lower, upper, other, word, "4 von 20 Fällen")
        )
    svg = draw(rows, width=width, heading=heading, decimals=decimals, notes=["Nur mit Einwilligung"])
    assert outside(svg) == []
    assert overlapping(svg) == []
    canvas = canvas_of(svg)
    for dot in svg.iter(f"{SVG}circle"):
        assert canvas.left <= float(dot.get("cx", "")) - DOT and float(dot.get("cx", "")) + DOT <= canvas.right
