"""Time, progress and cancelling of a search."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from planning.proposal import PHASES, Progress
from planning.solving import Watch

REPORT_EVERY_SECONDS = 0.25
# What the first two objectives may take of the time that is left, so that the last one has its turn.
SHARES = (0.4, 0.45, 1.0)


class Stopwatch:
    """Tells `progress` where the search is, at most a few times a second, and asks `is_cancelled` as often."""

    def __init__(
        self,
        seconds: float,
        progress: Callable[[Progress], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> None:
        self.begun = monotonic()
        self.ends = self.begun + seconds
        self.phase = 1
        self.phase_ends = self.ends
        self.was_cancelled = False
        self._progress, self._is_cancelled = progress, is_cancelled
        self._asked = self._told = -1.0

    @property
    def seconds(self) -> float:
        return monotonic() - self.begun

    def begin(self, phase: int) -> None:
        self.phase = phase
        self.phase_ends = monotonic() + SHARES[phase - 1] * max(self.ends - monotonic(), 0.0)
        self.tell(None, None, at_once=True)

    def left(self, parts: int, generosity: float) -> float:
        """Seconds for one of so many parts that are still to come in this phase; `generosity` times its share."""
        rest = max(self.phase_ends - monotonic(), 0.0)
        return min(rest, generosity * rest / max(parts, 1))

    def tell(self, best: float | None, bound: float | None, *, at_once: bool = False) -> None:
        if self._progress is not None and (at_once or self._is_due()):
            self._told = monotonic()
            self._progress(Progress(self.phase, PHASES[self.phase - 1], best, bound, self.seconds))

    def _is_due(self) -> bool:
        return self._progress is not None and monotonic() - self._told >= REPORT_EVERY_SECONDS

    def is_over(self) -> bool:
        """Whether to stop at once: cancelled, or no time left."""
        now = monotonic()
        if not self.was_cancelled and self._is_cancelled is not None and now - self._asked >= REPORT_EVERY_SECONDS:
            self._asked = now
            self.was_cancelled = self._is_cancelled()
        return self.was_cancelled or now >= self.ends

    def watch(
        self, best: Callable[[float | None], float | None], bound: Callable[[float | None], float | None]
    ) -> Watch:
        """For the solver: `best` and `bound` make figures of the whole of those of the part it is at."""

        def watching(part_best: float | None, part_bound: float | None) -> bool:
            # Asked thousands of times a second: nothing is worked out that nobody is told.
            if self._is_due():
                self.tell(best(part_best), bound(part_bound))
            return self.is_over()

        return watching
