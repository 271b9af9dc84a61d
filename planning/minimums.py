"""Minimum presence tied in only where it is missed.

A minimum adds up over focus areas and so ties them into one large problem. Mostly the best allocation without minimums obeys them
anyway; then it is the best with them too. If not, what was proven without them still bounds the search with them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planning.components import components_of
from planning.large_search import MOST_PAIRS
from planning.problem import RESIDUE_FTE, Problem
from planning.rounds import Rounds
from planning.stopwatch import Stopwatch


def searched(problem: Problem, stopwatch: Stopwatch) -> Rounds:
    """All three objectives, or as far as time allows."""
    parts = components_of(problem)
    loose = replace(problem, least=np.zeros_like(problem.least))
    apart = components_of(loose)
    known = None
    if len(apart) > len(parts) and problem.allowed[~problem.is_fixed].sum() <= MOST_PAIRS:
        first = Rounds(loose, apart, stopwatch, obeys=problem.least - RESIDUE_FTE)
        first.run()
        if not first.is_feasible or first.is_obeyed:
            return first
        known = first.bounds
    found = Rounds(problem, parts, stopwatch, known=known)
    found.run()
    return found
