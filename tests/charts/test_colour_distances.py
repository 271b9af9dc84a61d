"""Neighbouring classes stay apart on a photocopy and for colour-blind readers.

Thresholds. CIEDE2000: 5 between neighbours. About 1 is just noticeable where two patches touch; areas of a map and its legend
lie apart and among other colours, which takes several times as much. Greyscale: 8 of
L* between neighbours, of about 85 from black to the paper's white that a copier keeps, so that seven classes stay apart.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from charts.colours import DIVERGING, FOCUS_AREA_COLOURS, class_colours
from charts.survival_lines import FOCUS_AREA_STYLES
from metrics.definitions import definitions
from tests.charts.test_colours import PALETTES, lab

APART = 5.0
APART_IN_GREY = 8.0
BLIND = ("protanopia", "deuteranopia", "tritanopia")

# Sharma, Wu & Dalal (2005), "The CIEDE2000 color-difference formula: implementation notes, supplementary test data, and
# mathematical observations", table 1: two colours in L*a*b* and their difference.
PUBLISHED = [
    (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
    (50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615),
    (50.0, 2.8361, -74.0200, 50.0, 0.0, -82.7485, 3.4412),
    (50.0, -1.3802, -84.2814, 50.0, 0.0, -82.7485, 1.0000),
    (50.0, -1.1848, -84.8006, 50.0, 0.0, -82.7485, 1.0000),
    (50.0, -0.9009, -85.5211, 50.0, 0.0, -82.7485, 1.0000),
    (50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669),
    (50.0, -1.0, 2.0, 50.0, 0.0, 0.0, 2.3669),
    (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0009, 7.1792),
    (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0010, 7.1792),
    (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0011, 7.2195),
    (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0012, 7.2195),
    (50.0, -0.0010, 2.4900, 50.0, 0.0009, -2.4900, 4.8045),
    (50.0, -0.0010, 2.4900, 50.0, 0.0010, -2.4900, 4.8045),
    (50.0, -0.0010, 2.4900, 50.0, 0.0011, -2.4900, 4.7461),
    (50.0, 2.5, 0.0, 50.0, 0.0, -2.5, 4.3065),
    (50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492),
    (50.0, 2.5, 0.0, 61.0, -5.0, 29.0, 22.8977),
    (50.0, 2.5, 0.0, 56.0, -27.0, -3.0, 31.9030),
    (50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535),
    (50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0000),
    (50.0, 2.5, 0.0, 50.0, 3.2972, 0.0, 1.0000),
    (50.0, 2.5, 0.0, 50.0, 1.8634, 0.5757, 1.0000),
    (50.0, 2.5, 0.0, 50.0, 3.2592, 0.3350, 1.0000),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
    (61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
    (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
    (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
    (36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
    (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
    (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
    (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
    (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
]


def ciede2000(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The difference of two colours in L*a*b* as of CIE 142-2001, with the weights 1 (Sharma, Wu & Dalal 2005, eq. 2 to 22)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 if (a, b) != (0, 0) else 0.0 for a, b in ((a1, b1), (a2, b2)))
    step = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    # Exactly opposite hues: +180 or -180 is the same difference.
    delta_h = 2 * sqrt(c1 * c2) * sin(radians(step / 2))
    if c1 * c2 == 0:
        hue = h1 + h2
    elif abs(h1 - h2) <= 180:
        hue = (h1 + h2) / 2
    else:
        hue = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = -sin(radians(60 * exp(-(((hue - 275) / 25) ** 2)))) * 2 * sqrt(chroma**7 / (chroma**7 + 25**7))
    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h
    return sqrt(dl**2 + dc**2 + dh**2 + turn * dc * dh)


def difference(one: str, other: str, vision: str) -> float:
    return ciede2000(tuple(lab(one, vision)), tuple(lab(other, vision)))


def in_use() -> dict[str, tuple[str, ...]]:
    """The palettes of all definitions that have classes, by what they are of."""
    found = {}
    for definition in definitions().values():
        if definition.breaks:
            found[definition.id] = class_colours(len(definition.breaks) + 1, definition.kind == "gap")
    return found


@pytest.mark.parametrize("pair", PUBLISHED, ids=range(1, len(PUBLISHED) + 1))
def test_the_formula_gives_the_published_differences(pair: tuple[float, ...]) -> None:
    one, other = pair[:3], pair[3:6]
    assert ciede2000(one, other) == pytest.approx(pair[6], abs=0.00005)
    assert ciede2000(other, one) == pytest.approx(pair[6], abs=0.00005)


def test_the_palettes_in_use_are_among_those_measured() -> None:
    found = in_use()
    assert len(found) >= 10
    assert set(found.values()) <= set(PALETTES)


@pytest.mark.parametrize("vision", ["normal", *BLIND])
@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: f"{len(palette)} classes from {palette[0]}")
def test_neighbouring_classes_are_apart_for_every_vision(palette: tuple[str, ...], vision: str) -> None:
    for one, other in pairwise(palette):
        assert difference(one, other, vision) >= APART


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: f"{len(palette)} classes from {palette[0]}")
def test_neighbouring_classes_are_apart_on_a_photocopy(palette: tuple[str, ...]) -> None:
    for one, other in pairwise(palette):
        assert abs(lab(one, "normal")[0] - lab(other, "normal")[0]) >= APART_IN_GREY


@pytest.mark.parametrize("vision", ["normal", *BLIND])
def test_all_classes_on_one_side_are_apart_and_sides_are_told_apart_by_colour(vision: str) -> None:
    for one, other in combinations(DIVERGING, 2):
        assert difference(one, other, vision) >= APART


def test_a_photocopy_cannot_tell_shortage_from_surplus_by_colour_alone() -> None:
    """Equally dark on purpose: the signed numbers on every area (tests/charts/test_map.py) carry the sign there."""
    for surplus, shortage in zip(DIVERGING[:3], DIVERGING[:3:-1], strict=True):
        assert abs(lab(surplus, "normal")[0] - lab(shortage, "normal")[0]) < APART_IN_GREY


@pytest.mark.parametrize("vision", ["normal", *BLIND])
def test_focus_areas_are_apart_for_every_vision(vision: str) -> None:
    for one, other in combinations(FOCUS_AREA_COLOURS.values(), 2):
        assert difference(one, other, vision) >= APART


def test_lines_of_focus_areas_are_told_apart_on_a_photocopy_by_their_dashes() -> None:
    """Their colours are about equally dark, so that none stands out before the others."""
    greys = sorted(float(lab(colour, "normal")[0]) for colour in FOCUS_AREA_COLOURS.values())
    assert min(darker - lighter for lighter, darker in pairwise(greys)) < APART_IN_GREY
    assert len({FOCUS_AREA_STYLES[area].dashes for area in FOCUS_AREA_COLOURS}) == len(FOCUS_AREA_COLOURS)
