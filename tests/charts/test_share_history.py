"""A share over the months: gaps stay gaps, the chosen month is marked, and the scale does not jump."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from charts import share_history
from charts.month_axis import number_of
from charts.share_history import DOT_COLOUR, Step, marks_up_to, steps, top_of
from locales import Language
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import SVG, texts

MONTHS = [dt.date(2024, month, 1) for month in (8, 9, 10)]
FIRST = number_of(MONTHS[0])


def history(shares: list[float | None], details: str = "abc") -> pl.DataFrame:
    return pl.DataFrame(
        {"month": MONTHS, "share": shares, "detail": list(details)},
        schema_overrides={"share": pl.Float64},
    )


def drawn(shares: list[float | None], details: str = "abc", **options: Any) -> ElementTree.Element:
    given = {"title": "Hoover", **options}
    return ElementTree.fromstring(share_history.render(history(shares, details), "Hoover", Language("de"), **given))


def paths(svg: ElementTree.Element) -> list[str]:
    return [path.get("d", "") for path in svg.iter(f"{SVG}path")]


def test_months_that_say_the_same_are_one_step() -> None:
    assert steps(history([0.1, 0.1, 0.2], "aab")) == [
        Step(FIRST, FIRST + 1, 0.1, "a"),
        Step(FIRST + 2, FIRST + 2, 0.2, "b"),
    ]
    assert len(steps(history([0.1, 0.1, 0.1], "aab"))) == 2
    assert steps(history([0.1, None, 0.1], "aaa")) == [
        Step(FIRST, FIRST, 0.1, "a"),
        Step(FIRST + 2, FIRST + 2, 0.1, "a"),
    ]


def test_months_without_a_share_are_gaps() -> None:
    svg = drawn([None, 0.1, 0.2])
    assert len([path for path in paths(svg) if "H" in path]) == 2
    assert len([path for path in paths(svg) if "V" in path]) == 1
    assert not [path for path in paths(drawn([0.1, None, 0.2])) if "V" in path]
    (first, _) = (rect for rect in svg.iter(f"{SVG}rect") if rect.get("data-card"))
    assert first.get("data-card") == "September 2024\n10,0\u202f%\nb"
    assert first.get("aria-label") == "September 2024: 10,0\u202f%, b"


def test_steps_lie_where_their_shares_say() -> None:
    svg = drawn([0.0, 0.1, 0.2])
    level = {text.text: float(text.get("y")) for text in svg.iter(f"{SVG}text") if "%" in (text.text or "")}
    heights = [float(re.search(r",([\d.]+)H", path)[1]) for path in paths(svg) if "H" in path]
    step = level["0\u202f%"] - level["10\u202f%"]
    assert heights[0] - heights[1] == pytest.approx(step, abs=0.2)
    assert heights[1] - heights[2] == pytest.approx(step, abs=0.2)


def test_the_chosen_month_is_marked_with_its_share() -> None:
    svg = drawn([0.0, 0.1, 0.2], chosen="2024-10")
    (dot,) = svg.iter(f"{SVG}circle")
    assert dot.get("fill") == DOT_COLOUR
    assert "20,0\u202f%" in texts(svg)
    assert not list(drawn([0.0, 0.1, 0.2], chosen="2020-01").iter(f"{SVG}circle"))
    assert not list(drawn([0.0, 0.1, None], chosen="2024-10").iter(f"{SVG}circle"))


@pytest.mark.parametrize(("shares", "top"), [([0.0, 0.1, 0.2], 0.3), ([0.3, 0.5, 0.8], 0.88), ([None] * 3, 0.3)])
def test_the_scale_begins_at_zero_and_shows_small_shares_small(shares: list[float | None], top: float) -> None:
    assert top_of(history(shares)) == pytest.approx(top)
    marks = marks_up_to(top)
    assert marks[0] == 0 and marks[-1] <= top + 1e-9 and len(marks) <= 7
    assert drawn(shares) is not None


@pytest.mark.parametrize("options", [{}, {"width": 1000, "height": 470}, {"heading": True, "notes": ["Quellen: eine"]}])
@pytest.mark.parametrize("chosen", ["2024-08", "2024-09", "2024-10"])
def test_nothing_covers_anything_and_the_picture_can_be_drawn(options: dict[str, Any], chosen: str) -> None:
    svg = drawn([0.27, 0.1, 0.0], chosen=chosen, **options)
    assert overlapping(svg) == []
    assert outside(svg) == []
    assert min(float(text.get("font-size")) for text in svg.iter(f"{SVG}text")) >= 13
    assert png(ElementTree.tostring(svg, encoding="unicode")).startswith(b"\x89PNG")
