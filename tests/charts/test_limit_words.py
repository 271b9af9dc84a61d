from __future__ import annotations

import pytest

from charts import limit_words
from locales.language import Language
from metrics.definitions import definition

GERMAN, ENGLISH = Language("de"), Language("en")
REACHED, WAITING = definition("goals_reached_share"), definition("waiting_days")


def test_limits_are_short() -> None:
    assert limit_words.limits_text(0.381, 0.52, REACHED, GERMAN) == "38\u202f% bis 52\u202f%"
    assert limit_words.limits_text(7.0, 12.0, WAITING, ENGLISH) == "7 to 12"
    assert limit_words.limits_text(None, None, WAITING, ENGLISH) == ""


def test_an_open_limit_is_said_as_such() -> None:
    assert limit_words.limits_text(14.0, None, WAITING, GERMAN) == "14 oder mehr"
    assert limit_words.limits_text(None, 12.0, WAITING, GERMAN) == "bis 12"
    assert limit_words.said(30.0, 14.0, None, WAITING, GERMAN) == "30 Tage, mindestens 14 (95\u00a0%)"
    assert limit_words.said(7.0, None, 12.0, WAITING, GERMAN) == "7 Tage, höchstens 12 (95\u00a0%)"


def test_read_aloud_a_figure_has_its_unit() -> None:
    assert limit_words.said(9.0, 7.0, 12.0, WAITING, GERMAN) == "9 Tage, zwischen 7 und 12 (95\u00a0%)"
    assert limit_words.said(0.47, 0.4, 0.54, REACHED, ENGLISH) == "47%, between 40% and 54% (95 %)"
    assert limit_words.said(9.0, None, None, WAITING, ENGLISH) == "9 days"


@pytest.mark.parametrize(
    ("figures", "problem"),
    [
        ((float("nan"), None, None), "Titz: a value and its limits are numbers"),
        ((1.0, float("-inf"), None), "Titz: a value and its limits are numbers"),
        ((None, 1.0, None), "Titz: limits without a value"),
        ((1.0, 1.5, 2.0), "Titz: 1.0 does not lie within"),
        ((1.0, 0.5, 0.9), "Titz: 1.0 does not lie within"),
    ],
)
def test_figures_that_contradict_themselves_are_refused(
    figures: tuple[float | None, float | None, float | None], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        limit_words.check("Titz", *figures)


def test_the_residue_of_floating_point_sums_is_no_contradiction() -> None:
    limit_words.check("Titz", 0.0, 1e-17, 0.2)
    limit_words.check("Titz", None, None, None)
