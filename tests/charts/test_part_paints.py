from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.colours import contrast
from charts.part_paints import (
    LEAST_STEP,
    MARK_OPACITY,
    OUTCOME_COLOURS,
    PALETTE,
    TEXTURES,
    Paint,
    lightness,
    paints,
    patterns,
)
from tests.charts.test_colours import lab

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def differ(one: Paint, other: Paint) -> bool:
    """Whether a greyscale print tells two parts apart."""
    return one.texture != other.texture or abs(lightness(one.colour) - lightness(other.colour)) >= LEAST_STEP


# L* 34.188 as given at stackoverflow.com/questions/15408522; black and white by definition.
@pytest.mark.parametrize(("colour", "published"), [("#384f84", 34.188), ("#000000", 0.0), ("#ffffff", 100.0)])
def test_lightness_agrees_with_published_values(colour: str, published: float) -> None:
    assert lightness(colour) == pytest.approx(published, abs=0.01)


@given(COLOUR)
def test_lightness_is_that_of_the_palettes(colour: str) -> None:
    assert lightness(colour) == pytest.approx(float(lab(colour, "normal")[0]), abs=0.01)


@given(st.lists(COLOUR, min_size=1, max_size=len(TEXTURES)))
def test_any_two_parts_differ_in_greyscale(colours: list[str]) -> None:
    found = paints({str(number): colour for number, colour in enumerate(colours)}, "k")
    assert [paint.colour for paint in found.values()] == colours
    assert all(differ(one, other) for one, other in combinations(found.values(), 2))


def test_outcomes_need_no_textures() -> None:
    found = paints(OUTCOME_COLOURS, "k")
    assert {paint.texture for paint in found.values()} == {"plain"}
    assert [paint.fill for paint in found.values()] == list(OUTCOME_COLOURS.values())
    assert patterns(found, "k") == ""


def test_neighbours_in_the_palette_differ_by_lightness_alone() -> None:
    assert all(abs(lightness(one) - lightness(other)) >= LEAST_STEP for one, other in pairwise(PALETTE))
    assert len(set(PALETTE)) == len(TEXTURES)


def test_every_textured_paint_is_defined_once_with_the_key_of_its_picture() -> None:
    found = paints(dict.fromkeys("abcdefgh", "#2a6f97"), "one")
    svg = ElementTree.fromstring(f"<defs>{patterns(found, 'one')}</defs>")
    ids = [pattern.get("id", "") for pattern in svg]
    assert [f"url(#{identifier})" for identifier in ids] == [paint.fill for paint in found.values()][1:]
    assert len(set(ids)) == len(TEXTURES) - 1
    other = ElementTree.fromstring(f"<defs>{patterns(found, 'two')}</defs>")
    assert not {pattern.get("id") for pattern in other} & set(ids)


@pytest.mark.parametrize("colour", [*PALETTE, *OUTCOME_COLOURS.values()])
def test_marks_stand_out_from_their_ground(colour: str) -> None:
    svg = ElementTree.fromstring(f"<defs>{patterns(paints({'a': colour, 'b': colour}, 'k'), 'k')}</defs>")
    (mark,) = svg.iter("path")
    ink = mark.get("stroke", "")
    mixed = "#" + "".join(
        f"{round(MARK_OPACITY * int(ink[start : start + 2], 16) + (1 - MARK_OPACITY) * int(colour[start : start + 2], 16)):02x}"
        for start in (1, 3, 5)
    )
    assert contrast(mixed, colour) >= 1.8


def test_more_parts_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="9 parts of a whole cannot be told apart; sum some, at most 8"):
        paints(dict.fromkeys("abcdefghi", "#2a6f97"), "k")
