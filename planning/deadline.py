"""How much time is left, which is none once somebody has cancelled."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class Deadline:
    """Some seconds from now on."""

    def __init__(self, seconds: float, is_cancelled: Callable[[], bool] | None = None) -> None:
        self._seconds, self._begun, self._is_cancelled = seconds, monotonic(), is_cancelled

    def left(self, share: float = 1.0) -> float:
        """Seconds of the first so many of all."""
        if self._is_cancelled is not None and self._is_cancelled():
            return 0.0
        return max(self._begun + share * self._seconds - monotonic(), 0.0)
