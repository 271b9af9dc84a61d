"""Solving a linear model with whole columns by HiGHS (Huangfu & Hall 2018), with a time limit, progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from planning.linear_model import Floats, Ints, LinearModel

THREADS = 2
TIGHT = 1e-9

Watch = Callable[[float | None, float | None], bool]


@dataclass(frozen=True)
class Solution:
    """`status`: "optimal", "infeasible" or "stopped" (by time or by the caller). `value` and `bound` of the objective; `values`
    of the columns, None where none were found."""

    status: str
    value: float | None
    bound: float
    values: Floats | None


def solve(
    linear: LinearModel,
    seconds: float,
    watch: Watch | None = None,
    start: tuple[Ints, Floats] | None = None,
    *,
    whole: bool = True,
) -> Solution:
    """Minimises. `watch(best, bound)` is asked many times a second and stops the search by returning True. `start`: columns and
    their values in a known solution; the others follow. `whole` False: whole columns may be fractions."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    _set_options(highs, seconds)
    _pass_model(highs, linear, whole=whole)
    if watch is not None:
        _listen(highs, watch)
    if start is not None and whole:
        highs.setSolution(start[0].size, start[0].astype(np.int32), start[1])
    highs.run()
    return _read(highs, linear, whole=whole)


def _set_options(highs: highspy.Highs, seconds: float) -> None:
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", THREADS)
    highs.setOptionValue("time_limit", max(seconds, 0.0))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", TIGHT)
    highs.setOptionValue("mip_feasibility_tolerance", TIGHT)
    highs.setOptionValue("primal_feasibility_tolerance", TIGHT)
    highs.setOptionValue("dual_feasibility_tolerance", TIGHT)


def _pass_model(highs: highspy.Highs, linear: LinearModel, *, whole: bool) -> None:
    starts, indices, values = linear.matrix()
    highs.passModel(
        linear.columns,
        linear.rows,
        values.size,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        linear.cost,
        linear.lower,
        linear.upper,
        linear.row_lower,
        linear.row_upper,
        starts[:-1],
        indices,
        values,
        (linear.is_whole & whole).astype(np.int32),
    )


def _listen(highs: highspy.Highs, watch: Watch) -> None:
    def during_search(event: highspy.highs.HighsCallbackEvent) -> None:
        best, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        if watch(best if abs(best) < highspy.kHighsInf else None, bound if abs(bound) < highspy.kHighsInf else None):
            event.interrupt()

    def during_relaxation(event: highspy.highs.HighsCallbackEvent) -> None:
        if watch(None, None):
            event.interrupt()

    highs.cbMipInterrupt.subscribe(during_search)
    highs.cbSimplexInterrupt.subscribe(during_relaxation)
    highs.cbIpmInterrupt.subscribe(during_relaxation)


def _read(highs: highspy.Highs, linear: LinearModel, *, whole: bool) -> Solution:
    state = highs.getModelStatus()
    infeasible = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    if state in infeasible:
        return Solution("infeasible", None, np.inf, None)
    info = highs.getInfo()
    is_found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    is_search = whole and bool(linear.is_whole.any())
    values = np.asarray(highs.getSolution().col_value) if is_found else None
    if values is not None and is_search:
        values = np.where(linear.is_whole, np.round(values), values)
    value = float(linear.cost @ values) if values is not None else None
    if state == highspy.HighsModelStatus.kOptimal:
        bound = info.mip_dual_bound if is_search else info.objective_function_value
        return Solution("optimal", value, float(bound), values)
    if not is_search:
        # A simplex broken off may stand at a point that is not the best and says nothing about bounds.
        return Solution("stopped", None, -np.inf, None)
    return Solution("stopped", value, float(info.mip_dual_bound), values)
