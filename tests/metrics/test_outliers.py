"""Modified z-scores against published ones."""

from __future__ import annotations

import statistics

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.robust.scale import mad

from metrics.outliers import is_outlier, modified_z

# Seo (2006), A Review and Comparison of Methods for Detecting Outliers in Univariate Data Sets, University of Pittsburgh,
# table of modified z-scores after Iglewicz and Hoaglin (1993); median 4.0, MAD 0.3.
VALUES = [3.2, 3.4, 3.7, 3.7, 3.8, 3.9, 4.0, 4.0, 4.1, 4.2, 4.7, 4.8, 14.0, 15.0]
PUBLISHED = [-1.80, -1.35, -0.67, -0.67, -0.45, -0.22, 0.00, 0.00, 0.22, 0.45, 1.57, 1.80, 22.48, 24.73]


def test_modified_z_scores_are_the_published_ones() -> None:
    assert modified_z(pl.Series(VALUES)).to_list() == pytest.approx(PUBLISHED, abs=0.006)


def test_modified_z_scores_rest_on_the_deviation_that_statsmodels_finds() -> None:
    center = statistics.median(VALUES)
    spread = float(mad(VALUES, c=0.6745, center=center))
    assert modified_z(pl.Series(VALUES)).to_list() == pytest.approx([(value - center) / spread for value in VALUES])


def test_outliers_do_not_hide_each_other() -> None:
    assert pl.Series(VALUES).filter(is_outlier(pl.Series(VALUES))).to_list() == [14.0, 15.0]


@pytest.mark.parametrize("values", [[], [None], [5], [1, 1, 1, 9], [None, 2, 2, 2]])
def test_nothing_lies_outside_where_most_are_the_same(values: list[float | None]) -> None:
    series = pl.Series("days", values, dtype=pl.Int64)
    assert modified_z(series).null_count() == len(values)
    assert not is_outlier(series).any()


def test_what_is_not_known_has_no_score() -> None:
    found = modified_z(pl.Series([1, None, 2, 3, 100]))
    assert found[1] is None
    assert is_outlier(pl.Series([1, None, 2, 3, 100])).to_list() == [False, False, False, False, True]


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40))
def test_scores_are_those_of_the_definition(values: list[int]) -> None:
    median = statistics.median(values)
    mad = statistics.median(abs(value - median) for value in values)
    expected = [None if mad == 0 else pytest.approx(0.6745 * (value - median) / mad) for value in values]
    assert modified_z(pl.Series(values, dtype=pl.Int64)).to_list() == expected
