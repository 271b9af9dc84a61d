"""Official tables as texts of their layout, and the rules that ship with the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.files import read_grid
from etl.indicator_rules import IndicatorRules, read_indicator_rules
from etl.outcome import Outcome
from etl.sources.official import layout_of
from etl.sources.official.reader import read_official

Read = Callable[..., Outcome]
NAME = "table.csv"


@pytest.fixture(scope="session")
def shipped_rules(project: Path) -> IndicatorRules:
    """data/reference/indicators.yml."""
    return read_indicator_rules(project / "data")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads lines of a table, without any rules unless given."""

    def reading(*lines: str, rules: IndicatorRules | None = None) -> Outcome:
        path = tmp_path / NAME
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        grid = read_grid(path, NAME)
        layout = layout_of(grid)
        assert layout is not None
        return read_official(grid, layout, rules or IndicatorRules())

    return reading
