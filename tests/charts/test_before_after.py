"""Figures before and after a change, and whether that is better."""

from __future__ import annotations

import re

import pytest

from charts.before_after import Change, render, verdict
from locales import Language


@pytest.mark.parametrize(
    ("before", "after", "direction", "expected"),
    [
        (0.91, 0.41, "less_is_better", "better"),
        (0.41, 0.91, "less_is_better", "worse"),
        (0.41, 0.91, "more_is_better", "better"),
        (0.91, 0.41, "more_is_better", "worse"),
        (12.0, 12.5, "neither", "different"),
        (0.911, 0.914, "less_is_better", "same"),
        (None, None, "less_is_better", "same"),
        (None, 3.0, "less_is_better", "different"),
        (3.0, None, "more_is_better", "different"),
    ],
)
def test_what_is_shown_alike_is_the_same(
    before: float | None, after: float | None, direction: str, expected: str
) -> None:
    assert verdict(before, after, 2, direction) == expected


def test_an_unchanged_figure_stands_alone_and_a_changed_one_beside_what_it_was() -> None:
    changes = [Change("Gap", "0.91", "0.41", "better", "posts"), Change("Posts", "12.00", "12.00", "same")]
    shown = re.sub("<[^>]*>", "", render(changes, Language("en")))
    assert shown == "Gap0.91 → 0.41▲ better · postsPosts12.00"


def test_words_from_elsewhere_cannot_become_markup() -> None:
    assert "<b>" not in render([Change("<b>", "<b>", "<b>", "worse", "<b>")], Language("de"))


def test_german() -> None:
    shown = render([Change("Lücke", "0,41", "0,91", "worse")], Language("de"))
    assert "▼ schlechter" in shown
