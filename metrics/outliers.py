"""Outliers that do not hide each other: the modified z-score."""

from __future__ import annotations

import polars as pl

CONSISTENCY = 0.6745  # expected MAD of a standard normal distribution
THRESHOLD = 3.5  # beyond which Iglewicz and Hoaglin label a value an outlier


def modified_z(values: pl.Series) -> pl.Series:
    """0.6745 (x - median) / MAD of each value, where MAD is the median of the absolute deviations from the median.

    Null where the value is null, and throughout where more than half of the values are the same: their MAD is 0 and tells
    nothing. Source: B. Iglewicz, D. C. Hoaglin: How to Detect and Handle Outliers, ASQC Quality Press 1993, section 3.
    """
    exact = values.cast(pl.Float64)
    deviations = exact - exact.median()
    mad = deviations.abs().median()
    if not isinstance(mad, float) or mad == 0:
        return pl.Series(values.name, [None] * len(values), dtype=pl.Float64)
    return CONSISTENCY * deviations / mad


def is_outlier(values: pl.Series) -> pl.Series:
    """Whether the absolute modified z-score of each value is above 3.5; false where it has none."""
    return (modified_z(values).abs() > THRESHOLD).fill_null(False)
