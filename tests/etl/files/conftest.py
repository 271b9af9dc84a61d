"""Files read as tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.files import Grid, Reading, read_grid

ReadBytes = Callable[..., Grid]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """The table of a file with these bytes."""

    def read(data: bytes, wanted: Reading | None = None, name: str = "file") -> Grid:
        path = tmp_path / name
        path.write_bytes(data)
        return read_grid(path, name, wanted)

    return read
