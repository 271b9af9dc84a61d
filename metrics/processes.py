"""What takes people time in counselling, how it ends, and the curves of it that each role may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from metrics.duration import CURVE, incidence, survival
from metrics.protected_curve import protected
from metrics.protection import SMALLEST_BASE, sees_exact

SURVIVAL = "survival"  # the share that still goes on, where nothing competes


@dataclass(frozen=True)
class Process:
    """`endings`: what it can end with, beside "open" (not known to have ended yet); one ending alone is shown as the share that
    still goes on. `grid`: days between the points of a curve for roles that see rounded counts."""

    endings: tuple[str, ...]
    grid: int


PROCESSES: Mapping[str, Process] = {
    "waiting": Process(("interview", "left"), 7),
    "case": Process(("ended",), 30),
    "first_goal": Process(("reached", "ended"), 30),
}


def curves(steps: pl.DataFrame, process: str, role: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """The curves of each group, one for each ending: `by`, ending and the columns of metrics.duration's curves, time in days.

    `steps`: `by`, days, ending, cases (exact). The ending is "survival" for the share that still goes on. The coordination sees
    every day on which something happened, as long as at least 10 are at risk; others what metrics.protected_curve leaves. Groups
    of which nothing may be seen have no rows. Raises KeyError for an unknown process and ValueError for an unknown role.
    """
    found = PROCESSES[process]
    if not sees_exact(role):
        shown = protected(steps, found.endings, found.grid, by)
        return _falling(shown) if len(found.endings) == 1 else shown
    every = (
        {SURVIVAL: survival(steps, by)}
        if len(found.endings) == 1
        else {ending: incidence(steps, ending, by) for ending in found.endings}
    )
    exact = pl.concat(curve.with_columns(ending=pl.lit(ending)) for ending, curve in every.items())
    enough = exact.filter(pl.col("at_risk") >= SMALLEST_BASE)
    return enough.select(*by, "ending", *CURVE).sort(*by, "ending", "time")


def _falling(shown: pl.DataFrame) -> pl.DataFrame:
    return shown.with_columns(
        ending=pl.lit(SURVIVAL),
        estimate=1 - pl.col("estimate"),
        lower=1 - pl.col("upper"),
        upper=1 - pl.col("lower"),
    )
