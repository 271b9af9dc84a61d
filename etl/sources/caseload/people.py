"""What is kept of a person: an age band instead of a date or year of birth, "unknown" for what is not stated."""

from __future__ import annotations

import polars as pl

from etl.caseload.client_fields import UNSTATED
from etl.schemas import Case

AGE_BANDS = {"age_under_18": 18, "age_18_24": 25, "age_25_39": 40, "age_40_59": 60, "age_60_plus": 130}
OPENED = pl.coalesce("requested_on", "first_interview_on")


def without_birth(cases: pl.DataFrame) -> pl.DataFrame:
    """Cases with born_on, birth_year and age_band -> age_band alone, and unstated fields as "unknown".

    The age is that on the day of the request, else of the first interview; where only the year of birth is known, the age
    reached in that year. Ages that cannot be are unknown.
    """
    opened, born = (day.dt.strftime("%Y%m%d").cast(pl.Int64) for day in (OPENED, pl.col("born_on")))
    age = pl.coalesce((opened - born) // 10_000, OPENED.dt.year().cast(pl.Int64) - pl.col("birth_year"))
    bands = pl.when(pl.lit(False)).then(pl.lit(None, pl.String))
    for band, limit in AGE_BANDS.items():
        bands = bands.when((age >= 0) & (age < limit)).then(pl.lit(band))
    band = pl.coalesce(pl.col("age_band").cast(pl.String), bands).cast(pl.Enum(Case.age_band.categories))
    return cases.with_columns(age_band=band).with_columns(
        pl.col(name).fill_null(code) for name, code in UNSTATED.items()
    ).drop("born_on", "birth_year")  # fmt: skip
