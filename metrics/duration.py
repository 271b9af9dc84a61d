"""How long something takes when not everybody has been followed to its end.

A curve is a frame with one row per distinct time (those at which somebody was only lost from sight, too), ascending: time, at_risk
(how many are still under observation just before it), estimate, lower and upper (shares, 95 %), which hold from that time on. It
has no row at 0 unless something happened there: before its first row, nothing has happened to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from metrics.intervals import wilson_intervals

CENSORED = "open"
CURVE = ("time", "at_risk", "estimate", "lower", "upper")
RESIDUE = 1e-12  # sums and products of many shares miss 0 and 1 by less
LEVEL = 0.95


class Quantile(NamedTuple):
    """The time by which a share has come to its end, with its limits; None where the curve, or its limit, does not get there."""

    time: float | None
    lower: float | None
    upper: float | None


def kaplan_meier(durations: ArrayLike, observed: ArrayLike) -> pl.DataFrame:
    """The share that still goes on (Kaplan and Meier 1958: Nonparametric estimation from incomplete observations), as a curve.

    `durations`: how long each was followed; `observed`: whether it then came to its end (else it was lost from sight). The
    variance is Greenwood's; limits are those of log(-log S) (Kalbfleisch and Prentice 1980; the default of SAS LIFETEST and
    Stata, "log-log" in R). Where S is 0 or 1, and its variance none, they are Wilson's for the effective sample of at_risk / S(t-)
    (Dorey and Korn 1987: Effective sample sizes for confidence intervals for survival probabilities).

    Raises ValueError for lists of unequal length, empty ones, and a duration that is negative or not finite.
    """
    ended = np.asarray(observed).astype(np.bool_)
    return survival(_steps(durations, ended.astype(np.int64)))


def cumulative_incidence(durations: ArrayLike, causes: ArrayLike, cause: int) -> pl.DataFrame:
    """The share that has come to its end by one of several causes (Aalen and Johansen 1978: An empirical transition matrix for
    non-homogeneous Markov chains based on censored observations), as a curve.

    `causes`: 0 where one was lost from sight, else the number of the cause. The variance is that of the delta method (Marubini and
    Valsecchi 1995: Analysing survival data from clinical trials and observational studies, ch. 10); limits are those of
    log(-log F) (Choudhury 2002: Non-parametric confidence interval estimation for competing risks analysis), as SAS LIFETEST and
    R have them, and where F is 0 or 1 as in `kaplan_meier`.

    Raises ValueError as that does, for a cause below 1 and for causes that are negative.
    """
    found = np.asarray(causes)
    if cause < 1 or np.any(found < 0):
        raise ValueError("causes are numbers from 1 on, and 0 stands for those lost from sight")
    return incidence(_steps(durations, found.astype(np.int64)), str(cause))


def quantile(curve: pl.DataFrame, share: float = 0.5, *, falling: bool = True) -> Quantile:
    """By when `share` of all have come to their end, where the curve first reaches it; its limits are where those of the curve do
    (Brookmeyer and Crowley 1982: A confidence interval for the median survival time).

    `falling`: whether the curve is of those that still go on, as `kaplan_meier` gives it, or of those that have ended. Raises
    ValueError for a share outside (0, 1).
    """
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, found {share}")
    of_ended = (1 - curve["estimate"], 1 - curve["upper"], 1 - curve["lower"]) if falling else None
    estimate, lower, upper = of_ended or (curve["estimate"], curve["lower"], curve["upper"])
    # The more have ended, the sooner a share is reached.
    return Quantile(*(_first_time(curve["time"], values >= share - RESIDUE) for values in (estimate, upper, lower)))


def survival(steps: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """The curves of `kaplan_meier` for each group: the columns `by` and those of a curve.

    `steps`: `by`, days, ending ("open" where one was lost from sight) and cases (how many; 0 only adds a row).
    """
    table = life_table(steps, None, by)
    variance = pl.col("going_on") ** 2 * _over(pl.col("hazard").cum_sum(), by)
    return _curve(table.with_columns(estimate=pl.col("going_on"), variance=variance), by)


def incidence(steps: pl.DataFrame, ending: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """The curves of `cumulative_incidence` by `ending` for each group; see `survival`."""
    share, before = pl.col("incidence"), pl.col("before")
    at_risk, caused, hazard = pl.col("at_risk"), pl.col("caused"), pl.col("hazard")
    step = before * caused / at_risk**2
    own = before**2 * (at_risk - caused) * caused / at_risk**3
    sums = {
        "hazards": hazard,
        "weighed": share * hazard,
        "squared": share**2 * hazard,
        "own": own,
        "steps": step,
        "shifted": share * step,
    }
    # The sums of (F(t) - F(s))² hazard(s) + own(s) - 2 (F(t) - F(s)) step(s) over all times s up to t.
    summed = life_table(steps, ending, by).with_columns(_over(term.cum_sum(), by).alias(n) for n, term in sums.items())
    variance = (
        share**2 * pl.col("hazards")
        - 2 * share * pl.col("weighed")
        + pl.col("squared")
        + pl.col("own")
        - 2 * (share * pl.col("steps") - pl.col("shifted"))
    )
    return _curve(summed.with_columns(estimate=share, variance=variance), by)


def life_table(steps: pl.DataFrame, ending: str | None, by: Sequence[str] = ()) -> pl.DataFrame:
    """What curves are made of, one row per group and time: `by`, time, at_risk, beyond (still under observation after that time),
    caused (that ended so; all without `ending`), hazard (d / n (n - d) of all that ended, 0 where nobody is left), before and
    going_on (Kaplan-Meier before and from that time on), incidence (Aalen-Johansen of `ending`)."""
    is_end = pl.col("ending") != CENSORED
    is_caused = is_end if ending is None else pl.col("ending") == ending
    cases = pl.col("cases").cast(pl.Int64)
    counted = (
        steps.group_by(*by, time=pl.col("days").cast(pl.Float64))
        .agg(all=cases.sum(), ended=cases.filter(is_end).sum(), caused=cases.filter(is_caused).sum())
        .sort(*by, "time")
    )
    at_risk, ended = pl.col("at_risk"), pl.col("ended")
    left = at_risk - ended
    followed = counted.with_columns(at_risk=_over(pl.col("all").cum_sum(reverse=True), by)).with_columns(
        beyond=at_risk - pl.col("all"),
        hazard=pl.when(left > 0).then(ended / (at_risk * left)).otherwise(0.0),
        going_on=_over((1 - ended / at_risk).cum_prod(), by),
    )
    going_on = followed.with_columns(before=_over(pl.col("going_on").shift(1, fill_value=1.0), by))
    step = pl.col("before") * pl.col("caused") / at_risk
    return going_on.with_columns(incidence=_over(step.cum_sum(), by).clip(0, 1))


def _steps(durations: ArrayLike, endings: np.ndarray) -> pl.DataFrame:
    followed = np.asarray(durations, dtype=np.float64)
    if followed.ndim != 1 or followed.shape != endings.shape or followed.size == 0:
        raise ValueError(
            f"durations and their ends must be equally long lists of one or more, found {followed.shape} and {endings.shape}"
        )
    if not np.all(np.isfinite(followed) & (followed >= 0)):
        raise ValueError("a duration is zero or more")
    names = pl.Series(endings).cast(pl.String).replace("0", CENSORED)
    return pl.DataFrame({"days": followed, "ending": names, "cases": np.ones(followed.size, dtype=np.int64)})


def _curve(table: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    share = table["estimate"].to_numpy()
    share = np.where(share < RESIDUE, 0.0, np.where(share > 1 - RESIDUE, 1.0, share))
    inside = (share > 0) & (share < 1)
    within = np.where(inside, share, 0.5)
    error = np.sqrt(np.maximum(table["variance"].to_numpy(), 0.0))
    away = NormalDist().inv_cdf(0.5 + LEVEL / 2) * error / (within * np.abs(np.log(within)))
    with np.errstate(over="ignore"):  # beside 0 and 1 the lower limit is 0
        limits = within ** np.exp(away), within ** np.exp(-away)
    effective = (table["at_risk"] / table["before"]).to_numpy()
    at_ends = wilson_intervals(np.where(share == 1, effective, 0.0), effective, LEVEL)
    lower, upper = (np.where(inside, limit, end) for limit, end in zip(limits, at_ends, strict=True))
    return table.with_columns(estimate=pl.Series(share), lower=pl.Series(lower), upper=pl.Series(upper)).select(
        *by, *CURVE
    )


def _over(series: pl.Expr, by: Sequence[str]) -> pl.Expr:
    return series.over(list(by)) if by else series


def _first_time(times: pl.Series, is_there: pl.Series) -> float | None:
    found = times.filter(is_there.fill_null(False))
    return float(found[0]) if found.len() else None
