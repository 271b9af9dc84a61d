"""Groups that both the case records and the census tell: age bands and sexes put together so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from metrics.codes import codes
from metrics.composition import NOT_STATED
from metrics.need import MARGINS
from metrics.protection import ROUNDED_BY


@dataclass(frozen=True)
class Group:
    """`value`: what the group is called (a code). `codes`: those of the case records that make it up; `indicators`: those of the
    census."""

    value: str
    codes: tuple[str, ...]
    indicators: tuple[str, ...]


# The census counts 16 to 18 as one: who is under 18 cannot be compared.
AGE_BANDS = (
    Group(
        "age_under_25",
        ("age_under_18", "age_18_24"),
        ("age_under_3", "age_3_5", "age_6_9", "age_10_15", "age_16_18", "age_19_24"),
    ),
    Group("age_25_39", ("age_25_39",), ("age_25_39",)),
    Group("age_40_59", ("age_40_59",), ("age_40_59",)),
    Group("age_60_plus", ("age_60_plus",), ("age_60_66", "age_67_74", "age_75_plus")),
)
SEXES = (Group("female", ("female",), ("female",)), Group("male", ("male",), ("male",)))
COMMON: Mapping[str, tuple[Group, ...]] = {"age_band": AGE_BANDS, "sex": SEXES}


def indicators_of(attribute: str) -> tuple[str, ...]:
    """The indicators of the population that an attribute of the cases is compared with; none where the census does not tell it."""
    return tuple(indicator for group in COMMON.get(attribute, ()) for indicator in group.indicators)


def common_cases(cases: pl.DataFrame, attribute: str) -> pl.DataFrame:
    """Cases by the groups of an attribute: value, cases, slack, for metrics.composition.beside_population.

    `cases`: value (code of the attribute), cases. The rows are in the order of the code list, which tells of all groups: those
    without cases have a row of 0, because rounding takes away rows and what they may hide counts as well. slack is 2 for every
    code of a group, and only matters to roles that see rounded counts. Codes that are no part of a group keep a row of their own.

    Raises KeyError for an attribute without a code list.
    """
    called = {code: group.value for group in COMMON.get(attribute, ()) for code in group.codes}
    every = pl.DataFrame({"value": list(codes(attribute))}).filter(~pl.col("value").is_in(NOT_STATED))
    given = cases.select(pl.col("value").cast(pl.String), pl.col("cases").cast(pl.Int64))
    values = pl.concat([every, given.select("value")]).unique(maintain_order=True)
    return (
        values.join(given, on="value", how="left", maintain_order="left")
        .group_by(pl.col("value").replace(called), maintain_order=True)
        .agg(pl.col("cases").sum(), slack=pl.len().cast(pl.Float64) * ROUNDED_BY)
    )


def common_people(figures: pl.DataFrame, attribute: str) -> pl.DataFrame:
    """People by the groups of an attribute: value, people, margin (null where not known), in the order of the groups.

    `figures`: indicator, value (people), quality, at most one row per indicator of the area. Margins add up as if all figures of a
    group were off in the same direction. No rows for an attribute that the census does not tell.

    Raises ValueError for an indicator named twice.
    """
    twice = figures.filter(pl.col("indicator").is_duplicated())["indicator"].unique().sort().to_list()
    if twice:
        raise ValueError(f"more than one figure of one area: {', '.join(twice)}")
    known = {indicator: (value, quality) for indicator, value, quality in _rows(figures)}
    rows = [
        (group.value, *_sums([known.get(name, (None, "")) for name in group.indicators]))
        for group in COMMON.get(attribute, ())
    ]
    return pl.DataFrame(rows, schema={"value": pl.String, "people": pl.Float64, "margin": pl.Float64}, orient="row")


def _rows(figures: pl.DataFrame) -> list[tuple[str, float | None, str]]:
    return figures.select("indicator", "value", pl.col("quality").cast(pl.String)).rows()


def _sums(parts: list[tuple[float | None, str]]) -> tuple[float | None, float | None]:
    """People and their margin; None where one of the parts has none."""
    people = [value for value, _ in parts if value is not None]
    if len(people) < len(parts):
        return None, None
    margins = [MARGINS[quality] for _, quality in parts if quality in MARGINS]
    return float(sum(people)), float(sum(margins)) if len(margins) == len(parts) else None
