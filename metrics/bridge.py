"""What moved a figure from one edition of the data to a later one, in four steps that add up.

A figure has five stages: as it was told then (before), the inputs of then counted by the method of now (recomputed), what is
known now of the same days (revised), the posts of now beside all else of then (posts), and now (after). The steps between
them are the bridge: method, data, posts, development, in this order; in another order they would share out differently what
two of them bring about together. Ratios are computed at each stage, and their steps are differences of ratios.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

STAGES = ("before", "recomputed", "revised", "posts", "after")
STEPS = ("method", "data", "posts", "development")
# Levels are taken as multiples of 2^-24 (a sixteen-millionth): then differences of floats are exact, and steps add up exactly.
GRID_BITS = 24
LIMIT = 2.0 ** (52 - GRID_BITS)
RESIDUE = 1e-9  # sums of floating-point parts miss a printed number by less


@dataclass(frozen=True)
class Part:
    """Steps that follow each other and can only be told together, mostly one, and what they bring about; None: not known."""

    steps: tuple[str, ...]
    amount: float | None

    @property
    def is_joined(self) -> bool:
        return len(self.steps) > 1


@dataclass(frozen=True)
class Bridge:
    """A figure at its five stages, None where it is not known, and the parts of the way from `before` to `after`."""

    levels: tuple[float | None, ...]
    parts: tuple[Part, ...]

    @property
    def before(self) -> float | None:
        return self.levels[0]

    @property
    def after(self) -> float | None:
        return self.levels[-1]

    @property
    def change(self) -> float | None:
        """From before to after."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_unchanged(self) -> bool:
        """Whether the figure is known at both ends and no known step moves it."""
        return self.change == 0 and not any(part.amount for part in self.parts)


def bridge(levels: Sequence[float | None], decimals: int | None = None) -> Bridge:
    """The bridge over the five stages of a figure. Before + all amounts = after, exactly.

    With `decimals` the levels are rounded first, so that what is printed adds up as well: a step is then the difference of two
    printed levels. A level of None joins the steps beside it between two known levels; before the first and after the last
    known one the steps are not known.

    Raises ValueError for another number of stages than five, and for levels that are not finite or beyond 2^28.
    """
    if len(levels) != len(STAGES):
        raise ValueError(f"a bridge has {len(STAGES)} stages ({', '.join(STAGES)}), found {len(levels)}")
    exact = tuple(None if level is None else _on_grid(level, decimals) for level in levels)
    known = [place for place, level in enumerate(exact) if level is not None]
    parts: list[Part] = []
    if not known:
        return Bridge(exact, (Part(STEPS, None),))
    if known[0]:
        parts.append(Part(STEPS[: known[0]], None))
    for first, last in pairwise(known):
        parts.append(Part(STEPS[first:last], float(exact[last] or 0.0) - float(exact[first] or 0.0)))
    if known[-1] < len(STEPS):
        parts.append(Part(STEPS[known[-1] :], None))
    return Bridge(exact, tuple(parts))


def shown_decimals(levels: Sequence[float | None], least: int, most: int) -> int:
    """The fewest decimals that print all levels without loss, from `least` to `most`."""
    known = [level for level in levels if level is not None]
    return next(
        (count for count in range(least, most) if all(abs(level - round(level, count)) < RESIDUE for level in known)),
        most,
    )


def _on_grid(level: float, decimals: int | None) -> float:
    if not math.isfinite(level) or abs(level) >= LIMIT:
        raise ValueError(f"levels must be finite and below {LIMIT:.0f}, found {level}")
    rounded = level if decimals is None else round(level, decimals)
    return math.ldexp(round(math.ldexp(rounded, GRID_BITS)), -GRID_BITS)
