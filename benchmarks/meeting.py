"""How long a meeting takes: sealing twelve views, and making their papers in both languages.

    python -m benchmarks.meeting

The shipped inputs are loaded from nothing. Nothing is asserted; times depend on the machine.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from etl.load import load
from pages._shared import replay
from pages._shared.exhibits import ROLE, exhibit_of
from report import build
from report.exhibit import Exhibit

PROJECT = Path(__file__).parents[1]
BUDGET_SECONDS = 20
VIEWS = (
    "",
    "versorgung?part=map",
    "versorgung?part=areas",
    "versorgung?part=compare",
    "versorgung?part=reach",
    "versorgung?part=distance",
    "versorgung?part=fairness",
    "versorgung?part=list",
    "fallzahlen?show=compare",
    "fallzahlen?show=course",
    "wirkung?outcome=overview",
    "wirkung?outcome=time",
)


def main() -> None:
    logging.disable(logging.WARNING)  # Streamlit warns about every call outside its server.
    console = Console()
    console.print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(PROJECT / "data", data, ignore=shutil.ignore_patterns("warehouse", "workspace*"))
        os.environ["KIM_DATA_DIR"] = str(data)
        console.print(times(load(data).edition_id, Path(folder) / "papers"))


def times(edition_id: str, out: Path) -> Table:
    """Seconds for sealing all views and for all papers, first in German, then in English."""
    table = Table(title=f"{len(VIEWS)} views, seconds (budget of the papers: {BUDGET_SECONDS})")
    for heading in ("language", "sealing", "papers", "files", "megabytes"):
        table.add_column(heading, justify="left" if heading == "language" else "right")
    for language in ("de", "en"):
        begun = perf_counter()
        views = [sealed(address, edition_id, language) for address in VIEWS]
        done = perf_counter()
        files = build(edition_id, views, language, out)
        size = sum(path.stat().st_size for path in files) / 1e6
        table.add_row(language, f"{done - begun:.1f}", f"{perf_counter() - done:.1f}", str(len(files)), f"{size:.1f}")
    return table


def sealed(address: str, edition_id: str, language: str) -> Exhibit:
    """The first figure with a picture at an address, else its first table."""
    offered = list(replay.figures(address, edition_id, ROLE, language).values())
    return exhibit_of(next((figure for figure in offered if figure.picture), offered[0]), address)


if __name__ == "__main__":
    main()
