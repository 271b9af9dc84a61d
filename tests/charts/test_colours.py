from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.colours import (
    DIVERGING,
    FOCUS_AREA_COLOURS,
    SEQUENTIAL,
    class_colours,
    class_index,
    contrast,
    ink_on,
    relative_luminance,
)
from metrics.codes import codes

# Machado, Oliveira, Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency",
# matrices of severity 1.0 for linear RGB; Viénot, Brettel, Mollon (1999), "Digital video colourmaps for checking the
# legibility of displays by dichromats", for linear RGB of sRGB displays (as in libDaltonLens).
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "protanopia (Viénot)": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deuteranopia (Viénot)": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
WHITE_D65 = np.array([0.95047, 1.0, 1.08883])
PALETTES = [class_colours(n, True) for n in (2, 3, 4, 5, 7)] + [class_colours(n, False) for n in range(2, 7)]

limits = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6, unique=True).map(sorted)


def lab(colour: str, vision: str) -> np.ndarray:
    """CIE L*a*b* (D65) of a colour as seen with a vision."""
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / WHITE_D65
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


@pytest.mark.parametrize("vision", VISION)
def test_every_vision_sees_white_as_white(vision: str) -> None:
    assert VISION[vision] @ np.ones(3) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.parametrize("palette", PALETTES, ids=len)
def test_neighbouring_classes_differ_in_greyscale(palette: tuple[str, ...]) -> None:
    for one, other in pairwise(palette):
        assert abs(lab(one, "normal")[0] - lab(other, "normal")[0]) >= 8


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", PALETTES, ids=len)
def test_neighbouring_classes_differ_for_every_vision(palette: tuple[str, ...], vision: str) -> None:
    for one, other in pairwise(palette):
        assert distance(one, other, vision) >= 8


@pytest.mark.parametrize("vision", VISION)
def test_shortage_and_surplus_differ_for_every_vision(vision: str) -> None:
    for surplus, shortage in zip(DIVERGING[:3], DIVERGING[:3:-1], strict=True):
        assert distance(surplus, shortage, vision) >= 30


def test_the_diverging_palette_is_lightest_in_the_middle_and_the_sequential_darkens() -> None:
    diverging = [relative_luminance(colour) for colour in DIVERGING]
    sequential = [relative_luminance(colour) for colour in SEQUENTIAL]
    assert diverging[:4] == sorted(diverging[:4])
    assert diverging[3:] == sorted(diverging[3:], reverse=True)
    assert sequential == sorted(sequential, reverse=True)


def test_an_even_diverging_palette_has_no_neutral_class() -> None:
    assert DIVERGING[3] not in class_colours(4, True)
    assert class_colours(7, True) == DIVERGING


@pytest.mark.parametrize(("n", "diverging"), [(0, False), (7, False), (6, True), (8, True)])
def test_too_many_classes_are_refused(n: int, diverging: bool) -> None:
    with pytest.raises(ValueError, match=f"{n} .* classes asked for"):
        class_colours(n, diverging)


@pytest.mark.parametrize("colour", [*DIVERGING, *SEQUENTIAL, *FOCUS_AREA_COLOURS.values()])
def test_ink_reads_on_every_colour(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


def test_contrast_agrees_with_published_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The greys that WebAIM's contrast checker gives as the limits of 4.5:1 and 3:1 on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#949494", "#ffffff") == pytest.approx(3.03, abs=0.005)


def test_focus_areas_have_one_colour_each_that_stands_out_on_white() -> None:
    assert list(FOCUS_AREA_COLOURS) == list(codes("focus_area"))
    assert all(contrast(colour, "#ffffff") >= 3 for colour in FOCUS_AREA_COLOURS.values())


@pytest.mark.parametrize("vision", VISION)
def test_focus_areas_differ_for_every_vision(vision: str) -> None:
    # Blue and green come closer in tritanopia, which is far rarer than the others; still several steps apart.
    least = 12 if vision == "tritanopia" else 30
    for one, other in combinations(FOCUS_AREA_COLOURS.values(), 2):
        assert distance(one, other, vision) >= least


@pytest.mark.parametrize(
    ("value", "index"), [(-9.0, 0), (-0.5, 1), (-0.050001, 2), (-0.05, 3), (0.0, 3), (0.05, 4), (0.5, 6), (9.0, 6)]
)
def test_a_value_on_a_limit_belongs_to_the_class_above(value: float, index: int) -> None:
    assert class_index(value, (-0.5, -0.2, -0.05, 0.05, 0.2, 0.5)) == index


def test_a_sum_that_misses_a_limit_by_its_residue_lies_on_it() -> None:
    assert 0.3 - 0.1 < 0.2
    assert class_index(0.3 - 0.1, (0.05, 0.2)) == 2


@given(limits, st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))
def test_a_larger_value_is_never_in_a_lower_class(breaks: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= class_index(low, breaks) <= class_index(high, breaks) <= len(breaks)


@given(limits.map(lambda breaks: sorted({round(limit, 3) for limit in breaks})))
def test_every_limit_opens_its_class(breaks: list[float]) -> None:
    assert [class_index(limit, breaks) for limit in breaks] == list(range(1, len(breaks) + 1))
