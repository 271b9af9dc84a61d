"""A linear model with whole and continuous columns, put together from arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class LinearModel:
    """minimise cost · x subject to row limits and column limits; grows by columns and by rows of one kind at a time."""

    lower: Floats = field(default_factory=lambda: np.zeros(0))
    upper: Floats = field(default_factory=lambda: np.zeros(0))
    is_whole: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    cost: Floats = field(default_factory=lambda: np.zeros(0))
    row_lower: Floats = field(default_factory=lambda: np.zeros(0))
    row_upper: Floats = field(default_factory=lambda: np.zeros(0))
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return self.lower.size

    @property
    def rows(self) -> int:
        return self.row_lower.size

    def add_columns(self, count: int, lower: ArrayLike, upper: ArrayLike, *, whole: ArrayLike) -> Ints:
        """Their indices; limits and wholeness for each or for all of them."""
        first = self.columns
        self.lower = np.concatenate([self.lower, np.broadcast_to(np.asarray(lower, dtype=float), count)])
        self.upper = np.concatenate([self.upper, np.broadcast_to(np.asarray(upper, dtype=float), count)])
        self.is_whole = np.concatenate([self.is_whole, np.broadcast_to(np.asarray(whole, dtype=bool), count)])
        self.cost = np.concatenate([self.cost, np.zeros(count)])
        return np.arange(first, first + count)

    def add_rows(
        self, count: int, lower: ArrayLike, upper: ArrayLike, *terms: tuple[ArrayLike, ArrayLike, ArrayLike]
    ) -> Ints:
        """Their indices. Each term: row (0 to count - 1), column and value of entries; several of the same place add up."""
        first = self.rows
        self.row_lower = np.concatenate([self.row_lower, np.broadcast_to(np.asarray(lower, dtype=float), count)])
        self.row_upper = np.concatenate([self.row_upper, np.broadcast_to(np.asarray(upper, dtype=float), count)])
        for rows, columns, values in terms:
            at = np.asarray(columns, dtype=np.int64)
            row = np.broadcast_to(np.asarray(rows, dtype=np.int64), at.shape) + first
            self.entries.append((row, at, np.broadcast_to(np.asarray(values, dtype=float), at.shape)))
        return np.arange(first, first + count)

    def matrix(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Row starts, column indices and values, by rows."""
        if not self.entries:
            return np.zeros(self.rows + 1, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0)
        row, column, value = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        key, inverse = np.unique(row * self.columns + column, return_inverse=True)
        summed = np.bincount(inverse, weights=value, minlength=key.size)
        starts = np.searchsorted(key, np.arange(self.rows + 1) * self.columns)
        return starts.astype(np.int32), (key % self.columns).astype(np.int32), summed.astype(np.float64)

    def copy(self) -> LinearModel:
        """One that grows on its own."""
        return LinearModel(
            self.lower.copy(),
            self.upper.copy(),
            self.is_whole.copy(),
            self.cost.copy(),
            self.row_lower.copy(),
            self.row_upper.copy(),
            list(self.entries),
        )
