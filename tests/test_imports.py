"""Who may import what: data flow in one direction, and each heavy library has one home."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
OURS = {
    "app",
    "benchmarks",
    "charts",
    "etl",
    "geo",
    "locales",
    "metrics",
    "pages",
    "planning",
    "report",
    "warehouse",
    "workspace",
}
# Folder -> what it may import of ours, beside itself. A name covers everything below it.
MAY_IMPORT = {
    "app.py": {"pages", "etl.errors"},
    "charts": {"geo", "locales", "metrics"},
    "etl": {
        "geo",
        "metrics.codes",
        "metrics.definitions",
        "metrics.outcome_frame",
        "metrics.outcome_frame_error",
        "metrics.outliers",
        "metrics.service_areas",
        "metrics.staffing",
        "warehouse",
    },
    "geo": set(),
    "locales": set(),
    "metrics": set(),
    "pages": {"charts", "etl.errors", "geo", "locales", "metrics", "planning", "report", "warehouse.store.Manifest"},
    "planning": {"geo", "metrics"},
    "report": {"charts", "geo", "locales", "metrics"},
    "warehouse": set(),
    "workspace": set(),
}
DOOR = "pages/_shared/door.py"
# The door is the one module between pages and data. Taking files in has three modules of its own, which hand out what the
# intake found; the page on data shows that, and the others only hold words for rejected rows and control totals.
OF_INTAKE = {f"pages/_shared/{name}.py": {"etl", "warehouse"} for name in ("intake", "uploads", "kept_editions")}
SHOWN_OF_INTAKE = {
    "etl.caseload.client_fields",
    "etl.control_totals.total_text",
    "etl.comparing.difference",
    "etl.assistant.field_words",
    "etl.files.Reading",
    "etl.intake.DryRun",
    "etl.assistant.mapping_draft",
    "etl.caseload.mapping_problems",
    "etl.outcome",
    "etl.assistant.proposals",
    "etl.rules",
    "etl.assistant.shown_cells",
    "etl.text_table.HEADING",
    "etl.headings.is_about_somebody",
    "etl.files.harmless_names.is_harmless",
    "etl.assistant.columns.Column",
}
# What users write is kept in a few places, and evaluating an edition outside of the app reads it in one.
KEPT_BY_USERS = {
    "pages/_shared/scenarios.py": {"warehouse.data_folder", "workspace"},
    "pages/_shared/meetings.py": {"warehouse.data_folder", "workspace"},
    "pages/_shared/sealed.py": {"warehouse.data_folder", "workspace"},
    "pages/_shared/held_editions.py": {"warehouse", "workspace"},
    "pages/_shared/assignments.py": {"warehouse.data_folder", "workspace"},
    "pages/_shared/pinned.py": {"warehouse.data_folder", "workspace"},
}
OF_AN_EDITION = {"planning/edition_frames.py": {"warehouse"}}
# What a report is made of comes in as plain facts; a meeting is read from what users write in one place, and the command line
# knows where that lies.
OF_A_MEETING = {
    "report/from_workspace.py": {"workspace"},
    "report/__main__.py": {"warehouse.data_folder", "workspace"},
}
EXTRA = {
    DOOR: {"etl", "warehouse"},
    **OF_INTAKE,
    "pages/data": SHOWN_OF_INTAKE,
    **KEPT_BY_USERS,
    **OF_AN_EDITION,
    **OF_A_MEETING,
}
# Library -> the only folders that use it.
HOMES = {
    "streamlit": {"app.py", "pages"},
    "plotly": {"charts"},
    "duckdb": {"etl", "warehouse"},
    "highspy": {"planning"},
    "sqlite3": {"workspace"},
    "dataframely": {"etl"},
    "rich": {"etl"},
    "geopandas": {"geo"},
    "pyogrio": {"geo"},
    "pyproj": {"geo"},
    "shapely": {"charts", "geo"},
    "scipy": {"metrics"},
    "statsmodels": {"metrics"},
    "babel": {"locales"},
    "pptx": {"report"},
    "typst": {"report"},
    "font_source_sans_pro": {"report"},
    "xlsxwriter": {"etl", "report"},
}
NO_SUBJECT = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
LINES_OF_APP = 60


def sources() -> list[Path]:
    return [REPOSITORY / "app.py", *sorted(path for name in MAY_IMPORT for path in (REPOSITORY / name).rglob("*.py"))]


def where(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Dotted names of what a file imports, with the name that comes out of a module as its last part."""
    found: list[str] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found += ("." * node.level + f"{node.module or ''}.{alias.name}" for alias in node.names)
    return tuple(found)


def top(name: str) -> str:
    return re.split(r"[./]", name, maxsplit=1)[0]


def covers(allowed: str, name: str) -> bool:
    return name == allowed or name.startswith(f"{allowed}.")


every_source = pytest.mark.parametrize("path", sources(), ids=where)


@every_source
def test_modules_import_only_what_lies_below_them(path: Path) -> None:
    folder = "app.py" if path.name == "app.py" else top(where(path))
    allowed = {folder, *MAY_IMPORT[folder]}.union(
        *(more for place, more in EXTRA.items() if where(path).startswith(place))
    )
    ours = [name for name in imports(path) if top(name) in OURS]
    assert [name for name in ours if not any(covers(found, name) for found in allowed)] == []


@every_source
def test_libraries_stay_at_home(path: Path) -> None:
    folder = "app.py" if path.name == "app.py" else top(where(path))
    assert [name for name in imports(path) if folder not in HOMES.get(top(name), {folder})] == []


@every_source
def test_nothing_is_imported_relatively(path: Path) -> None:
    assert [name for name in imports(path) if name.startswith(".")] == []


@every_source
def test_only_shared_parts_of_pages_cache(path: Path) -> None:
    names = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    if not where(path).startswith("pages/_shared/"):
        assert not names & {"cache_data", "cache_resource"}


@every_source
def test_the_name_of_a_module_says_what_it_is_about(path: Path) -> None:
    assert path.stem not in NO_SUBJECT


def test_no_page_can_be_opened_around_the_app() -> None:
    """Streamlit serves any *.py directly in pages/ by its address, without app.py and so without its frame."""
    assert [path.name for path in (REPOSITORY / "pages").glob("*.py")] == []


def test_steering_group_and_planning_are_told_apart_nowhere() -> None:
    """Whoever is not the coordination sees the same on every page; tests that open pages for one of both roles rest on that."""
    named, compared = set(), set()
    for path in sources():
        for node in nodes(path):
            if isinstance(node, ast.Constant) and node.value == "steering":
                named.add(where(path))
            if isinstance(node, ast.Compare | ast.match_case):
                compared |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)} & {"planning"}
    assert named == {"metrics/protection.py", "pages/_shared/visit.py"}
    assert compared == set()


def test_the_app_is_short() -> None:
    assert len((REPOSITORY / "app.py").read_text(encoding="utf-8").splitlines()) <= LINES_OF_APP
