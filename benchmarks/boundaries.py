"""How long it takes to read one district out of a boundary file, as a load does.

    python -m benchmarks.boundaries FILE... [--district 05358] [--runs 3]

FILE is anything geo.boundaries reads. Times depend on the machine and are never asserted; a file of all Germany
(11,000 areas) should load for one district in less than the budget printed below.
"""

from __future__ import annotations

import argparse
import os
import platform
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from geo.boundaries import read_boundaries

BUDGET_SECONDS = 20


def main() -> None:
    arguments = argparse.ArgumentParser(description="Times of reading one district out of boundary files.")
    arguments.add_argument("files", nargs="+", type=Path, metavar="FILE")
    arguments.add_argument("--district", default="05358", help="key of a district (default: 05358)")
    arguments.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    given = arguments.parse_args()
    console = Console()
    console.print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores")
    table = Table(title=f"Median of {given.runs} runs for the district {given.district} (budget: {BUDGET_SECONDS} s)")
    for heading in ("file", "MB", "areas", "seconds"):
        table.add_column(heading, justify="left" if heading == "file" else "right")
    for path in given.files:
        areas = read_boundaries(path, given.district).rows
        table.add_row(
            path.name,
            f"{path.stat().st_size / 1e6:.1f}",
            f"{areas:,}",
            f"{seconds(path, given.district, given.runs):.2f}",
        )
    console.print(table)


def seconds(path: Path, district: str, runs: int) -> float:
    """Median time of reading a file."""
    times = []
    for _ in range(runs):
        begun = perf_counter()
        read_boundaries(path, district)
        times.append(perf_counter() - begun)
    return median(times)


if __name__ == "__main__":
    main()
