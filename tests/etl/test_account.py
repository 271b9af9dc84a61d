"""However an export is damaged, every row of it is accounted for, or the file is refused with a message."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.account import load_report, rejected_rows
from etl.caseload.case_keys import case_key
from etl.caseload.mappings import read_mapping
from etl.errors import InputError
from etl.example import FILES, MINIMUM_CASES, generate, write
from etl.files import read_grid
from etl.inputs import InputFile, Sidecar
from etl.outcome import Outcome, rejections
from etl.sources.caseload import Surroundings, read_cases, read_goals, read_services

PROJECT = Path(__file__).parents[2]
MAPPING = read_mapping(PROJECT / "data/mappings/beispieldaten.yml")
KEY = case_key(b"a salt for tests")
AROUND = Surroundings(
    posts=["SKF-1", "SKF-2", "SKF-3", "DIAKONIE-1", "SOZIALWERK-1", "CARITAS-1", "CARITAS-3"],
    municipalities=[f"05358{number:03}" for number in range(4, 61, 4)],
    exported_on=dt.date(2026, 10, 31),
)

Files = dict[str, list[str]]
Damage = Callable[[Files], None]

ODD_CELLS = ["", " ", "-", "–", ".", "x", "ja", "nein", "31.02.2024", "01.01.0001", "29.02.2023", "09.15", "9.-015"]
ODD_CELLS += [
    "1.234",
    "1e400",
    "-0",
    "99999999999999999999",
    "BSP-000001",
    "05358008",
    "\u0661",
    "\x00",
    '"',
    '"a',
    ";",
]


@cache
def lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The files of a small example, line by line, the header first."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write(generate(MINIMUM_CASES, seed=3), Path(folder))
        kinds = {name: kind for kind, name in FILES.items()}
        return tuple((kinds[path.name], tuple(path.read_text(encoding="utf-8-sig").splitlines())) for path in paths)


def independent_count(path: Path, kind: str) -> int:
    """Rows of a file: its records but for the header (the one of the first with most headings), empty ones and, above the
    header, titles: records with half its cells or fewer."""
    records = [cells for _, cells in read_grid(path, kind).records]
    wanted = set(MAPPING[kind].layout.columns.values())
    likeness = [len(wanted & {cell.strip() for cell in cells}) for cells in records[:20]]
    at = likeness.index(max(likeness))
    width = len(",".join(cell.strip() for cell in records[at]).rstrip(",").split(","))
    full = [sum(bool(cell.strip()) for cell in cells) for cells in records]
    return sum(count > width / 2 for count in full[:at]) + sum(count > 0 for count in full[at + 1 :])


def read(texts: dict[str, bytes], folder: Path) -> dict[str, Outcome]:
    """The outcome of each of the three files."""
    for kind, content in texts.items():
        (folder / kind).write_bytes(content)
    cases = read_cases(folder / "cases", "cases", MAPPING["cases"], KEY, AROUND)
    return {
        "cases": cases.outcome,
        "goals": read_goals(folder / "goals", "goals", MAPPING["goals"], KEY, cases.fates, AROUND).outcome,
        "services": read_services(
            folder / "services", "services", MAPPING["services"], KEY, cases.fates, AROUND
        ).outcome,
    }


def assert_accounted_for(content: dict[str, bytes]) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder:
            outcomes = read(content, Path(folder))
            counts = {kind: independent_count(Path(folder) / kind, kind) for kind in content}
    except InputError:
        return  # refused as a whole, with a message: nothing is loaded, nothing is lost
    for kind, outcome in outcomes.items():
        accounted = outcome.rows_loaded + outcome.rows_rejected + outcome.withheld + outcome.duplicate
        assert outcome.rows_read == accounted == counts[kind]
        assert set(outcome.frame["line"]).isdisjoint(outcome.rejected["line"])
        assert outcome.frame["line"].is_unique().all()
        assert len(outcome.frame.rows()) == outcome.rows_loaded
    known = set(outcomes["cases"].frame["case_key"])
    assert set(outcomes["goals"].frame["case_key"]) <= known
    assert set(outcomes["services"].frame["case_key"]) <= known


kinds = st.sampled_from(list(FILES))
places = st.integers(0, 10_000)
cells = st.sampled_from(ODD_CELLS) | st.text(max_size=12)


def _line(rows: list[str], place: int) -> int:
    return place % max(1, len(rows))


def _replace_cell(kind: str, place: int, column: int, cell: str) -> Damage:
    def damage(files: Files) -> None:
        if files[kind]:
            row = files[kind][_line(files[kind], place)].split(";")
            row[column % len(row)] = cell
            files[kind][_line(files[kind], place)] = ";".join(row)

    return damage


def _copy_row(kind: str, place: int, target: int) -> Damage:
    def damage(files: Files) -> None:
        if files[kind]:
            files[kind].insert(_line(files[kind], target), files[kind][_line(files[kind], place)])

    return damage


def _drop_row(kind: str, place: int) -> Damage:
    def damage(files: Files) -> None:
        if files[kind]:
            del files[kind][_line(files[kind], place)]

    return damage


def _insert_row(kind: str, place: int, row: str) -> Damage:
    return lambda files: files[kind].insert(_line(files[kind], place), row)


def _keep_rows(kind: str, place: int) -> Damage:
    def damage(files: Files) -> None:
        del files[kind][_line(files[kind], place) :]

    return damage


def _everywhere(kind: str, old: str, new: str) -> Damage:
    def damage(files: Files) -> None:
        files[kind][:] = [row.replace(old, new) for row in files[kind]]

    return damage


damages = st.one_of(
    st.builds(_replace_cell, kinds, places, st.integers(0, 20), cells),
    st.builds(_copy_row, kinds, places, places),
    st.builds(_drop_row, kinds, places),
    st.builds(_insert_row, kinds, places, st.text(max_size=30)),
    st.builds(_keep_rows, kinds, places),
    st.builds(_everywhere, kinds, st.sampled_from([";ja;", ";nein;", "BSP-0", ".20", ";", ","]), cells),
)


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(damages, min_size=1, max_size=6))
@example([_everywhere("cases", ";ja;", ";nein;")])
@example([_everywhere("cases", ";nein;", ";ja;"), _drop_row("goals", 3), _copy_row("services", 5, 9)])
@example([_keep_rows("cases", 1)])
@example([_keep_rows("goals", 0)])
@example([_replace_cell("cases", 3, 12, "9.-015")])
def test_every_row_of_a_damaged_export_is_accounted_for(damage: list[Damage]) -> None:
    files = {kind: list(rows) for kind, rows in lines()}
    for change in damage:
        change(files)
    assert_accounted_for({kind: "\n".join(rows).encode("utf-8", "replace") for kind, rows in files.items()})


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(kinds, st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=5))
def test_every_row_is_accounted_for_after_bytes_were_overwritten(kind: str, noise: list[tuple[int, int]]) -> None:
    content = {name: bytearray("\n".join(rows).encode("utf-8")) for name, rows in lines()}
    for place, value in noise:
        content[kind][place % len(content[kind])] = value
    assert_accounted_for({name: bytes(text) for name, text in content.items()})


def test_an_undamaged_example_loads_most_rows() -> None:
    content = {kind: "\n".join(rows).encode("utf-8") for kind, rows in lines()}
    with tempfile.TemporaryDirectory() as folder:
        outcomes = read(content, Path(folder))
    assert all(outcome.rows_loaded > 10 for outcome in outcomes.values())
    assert all(outcome.rows_rejected > 0 for outcome in outcomes.values())


def test_the_report_has_one_row_per_file_with_citation_and_account() -> None:
    sidecar = Sidecar("posts", "Stellen", "Kreis", "frei", "© Kreis", "", dt.date(2024, 10, 1), "example", "00")
    rejected = rejections([(3, "VZÄ", "min"), (3, "–", "in_order"), (4, "VZÄ", "min")])
    outcome = Outcome("a.csv", pl.DataFrame({"line": [2]}), rejected, rows_read=8, withheld=3, duplicate=2)
    report = load_report([InputFile(Path("a.csv"), "a.csv", sidecar)], [outcome.checked()])
    assert report.row(0, named=True) == {
        "file": "a.csv",
        "is_example": True,
        "kind": "posts",
        "title": "Stellen",
        "publisher": "Kreis",
        "licence": "frei",
        "attribution": "© Kreis",
        "url": "",
        "reference_date": dt.date(2024, 10, 1),
        "rows_read": 8,
        "rows_loaded": 1,
        "rows_rejected": 2,
        "rows_withheld": 3,
        "rows_duplicate": 2,
        "rows_superseded": 0,
        "refused_columns": "",
    }
    assert rejected_rows([outcome]).rows() == [
        ("a.csv", 3, "VZÄ", "min"),
        ("a.csv", 3, "–", "in_order"),
        ("a.csv", 4, "VZÄ", "min"),
    ]
