"""How long pages take: every page is run warm many times, and the shipped inputs are loaded once from nothing.

    python -m benchmarks.page_run [--runs 20]

Budgets are printed beside the figures and never asserted: they depend on the machine.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from streamlit.testing.v1 import AppTest

from etl.load import load
from warehouse import Edition, open_edition
from warehouse.contracts import MARTS

PROJECT = Path(__file__).parents[1]
PLACE = {"ags": "05358052"}
SECTIONS = ("map", "areas", "compare", "reach", "distance", "fairness", "list")
CASELOAD_SECTIONS = ("compare", "map", "course", "intensity", "need", "vacancy")
OUTCOME_SECTIONS = ("overview", "goals", "time", "ways", "languages", "people", "authorities", "compare")
PLANNING_SECTIONS = ("edit", "propose", "compare", "scenarios")
MEETING_SECTIONS = ("agenda", "changes", "papers", "assignments")
# Folder of a page and what stands in its address.
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    *(("coverage", {"part": section}) for section in SECTIONS),
    ("place", PLACE),
    *(("caseload", {"show": section}) for section in CASELOAD_SECTIONS),
    ("caseload", {"show": "details", "role": "coordination"}),
    *(("outcomes", {"outcome": section}) for section in OUTCOME_SECTIONS),
    *(("planning", {"plan": section, "role": "planning"}) for section in PLANNING_SECTIONS),
    *(("meeting", {"meet": section}) for section in MEETING_SECTIONS),
    ("data", {}),
    ("methods", {}),
)
WARM_BUDGET_MS = 100
PATIENCE_SECONDS = 120


def main() -> None:
    arguments = argparse.ArgumentParser(description="Times of all pages and of a full load.")
    arguments.add_argument("--runs", type=int, default=20, help="warm runs of each page (default: 20)")
    runs = arguments.parse_args().runs
    logging.disable(logging.WARNING)  # Streamlit warns about every call outside its server.
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(PROJECT / "data", data, ignore=shutil.ignore_patterns("warehouse", "workspace*"))
        load_ms = milliseconds(lambda: load(data))
        os.environ["KIM_DATA_DIR"] = str(data)
        console.print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores")
        console.print(f"Full load from nothing: {load_ms:,.0f} ms")
        console.print(pages_table(runs))
        with open_edition(data=data) as edition:
            console.print(facts_table(edition))


def pages_table(runs: int) -> Table:
    """First and warm runs of every page, each in a session of its own."""
    table = Table(title=f"Milliseconds a page takes, {runs} warm runs (budget: median below {WARM_BUDGET_MS})")
    for heading in ("page", "first", "min", "median", "max", "within budget"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for page, address in PAGES:
        session = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE_SECONDS).run()
        session.query_params.update(address)
        name = " ".join([page, *address.values()])
        session.switch_page(f"pages/{page}/page.py")
        first = milliseconds(session.run)
        if session.exception:
            table.add_row(name, "fails", "", "", "", session.exception[0].message)
            continue
        warm = [milliseconds(session.run) for _ in range(runs)]
        within = "yes" if median(warm) < WARM_BUDGET_MS else "no"
        table.add_row(name, *(f"{value:.0f}" for value in (first, min(warm), median(warm), max(warm))), within)
    return table


def facts_table(edition: Edition) -> Table:
    """What the times are for, the same on every machine."""
    table = Table(title="Rows of the edition")
    table.add_column("table")
    table.add_column("rows", justify="right")
    counted = edition.query(
        "SELECT sum(rows_read)::BIGINT AS read, sum(rows_loaded)::BIGINT AS loaded FROM mart_load_report"
    )
    for name, rows in counted.row(0, named=True).items():
        table.add_row(f"rows of the inputs {name}", f"{rows:,}")
    for mart in MARTS:
        table.add_row(mart, f"{edition.query(f'FROM {mart}').height:,}")
    return table


def milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
