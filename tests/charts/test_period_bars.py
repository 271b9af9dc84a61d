"""Bars of counts as a file or on a slide: as high as their counts, each with its number."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as Xml

import polars as pl
import pytest

from charts.period_bars import render
from charts.periods import BAR
from charts.small_panel import CHOSEN_GROUND
from locales import Language
from tests.charts.pictures import SVG

QUARTERS = [dt.date(2025, 7, 1), dt.date(2025, 10, 1), dt.date(2026, 1, 1)]


def drawn(begins: list[dt.date], counts: list[int], months: int) -> Xml.Element:
    frame = pl.DataFrame({"begins": begins, "new_cases": counts}, schema={"begins": pl.Date, "new_cases": pl.Int64})
    words = {"title": "Neue Fälle, Inden", "unit": "Neue Fälle je Quartal", "name": "Inden"}
    return Xml.fromstring(render(frame, months, Language("de"), **words))


def bars(root: Xml.Element) -> list[tuple[float, float, float]]:
    """Left edge, width and height of each bar; the sample in the legend is none."""
    found = [part for part in root.iter(f"{SVG}rect") if part.get("fill") == BAR]
    return [tuple(float(part.get(name, "nan")) for name in ("x", "width", "height")) for part in found[1:]]


def test_heights_are_to_scale_and_periods_equally_wide() -> None:
    found = bars(drawn(QUARTERS, [5, 0, 10], 3))
    heights = [height for *_, height in found]
    assert heights[0] == pytest.approx(heights[2] / 2, abs=0.2)
    assert heights[1] == 0
    assert len({round(width) for _, width, _ in found}) == 1
    assert found[1][0] - found[0][0] == pytest.approx(found[2][0] - found[1][0], abs=0.2)


def test_each_bar_has_its_number_and_the_picture_says_all() -> None:
    root = drawn(QUARTERS, [5, 0, 1210], 3)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {"5", "0", "1.210", "2025", "2026", "Neue Fälle je Quartal", "Inden"} <= set(texts)
    said = " ".join(part.get("aria-label", "") for part in root.iter())
    assert "4. Quartal 2025: 0" in said and "1. Quartal 2026: 1.210" in said


def test_years_are_as_wide_as_their_months() -> None:
    wide = bars(drawn([dt.date(2024, 1, 1), dt.date(2025, 1, 1)], [10, 20], 12))
    narrow = bars(drawn([dt.date(2025, 7, 1), dt.date(2025, 10, 1)], [10, 20], 3))
    assert [width for _, width, _ in wide] == pytest.approx([width for _, width, _ in narrow], abs=1)


def test_no_periods_are_an_error() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        drawn([], [], 3)


def test_nothing_looks_chosen() -> None:
    assert CHOSEN_GROUND not in {part.get("fill") for part in drawn(QUARTERS, [5, 0, 10], 3).iter(f"{SVG}rect")}
