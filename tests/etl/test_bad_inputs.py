"""Whatever is broken: a clear message or a load with an exact account; never a traceback, never a silent loss."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from etl import recognise
from etl.__main__ import main
from etl.caseload import clients
from etl.caseload.clients import read_clients
from etl.caseload.mappings import read_mapping
from etl.errors import InputError
from etl.files import read_grid
from etl.files.limits import MAX_FILE_BYTES
from etl.inputs import KINDS, InputFile, Sidecar
from etl.outcome import Outcome
from etl.rules import rules
from etl.sources.caseload import Surroundings
from etl.sources.counts import read_arrivals, read_authority_counts
from etl.sources.indicators import read_indicators
from etl.sources.municipalities import read_municipalities
from etl.sources.staffing import read_outreach, read_post_areas, read_posts
from etl.sources.travel_times import read_travel_times
from tests.etl.bad_inputs import (
    CASE_NUMBERS,
    CASES,
    GOALS,
    PERSON,
    SERVICES,
    UNREADABLE,
    BadFile,
    bad_files,
    made_unreadable,
)
from warehouse import Store

EVERY = tuple(bad_files())
LEAST = 500
EXPORTED_ON = dt.date(2026, 10, 31)
POSTS = dict.fromkeys(("EVANGELISCHE-1", "CARITAS-1", "SKF-2", "STADT-JUELICH-1"), "welcome")
PLACES = [f"053580{number:02}" for number in range(4, 64, 4)]
CLIENTS = {"cases": CASES, "goals": GOALS, "services": SERVICES}
ONE_GIGABYTE = 1_000_000_000

Reader = Callable[[Path], Outcome]


@pytest.fixture(scope="module")
def readers(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    """Kind of input -> its reader, with the posts and municipalities that the good files name."""
    folder = tmp_path_factory.mktemp("clients")
    shutil.copytree(project / "data" / "mappings", folder / "mappings")
    for kind, text in CLIENTS.items():
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
    return {
        "municipalities": lambda path: read_municipalities(path, path.name, "05358"),
        "indicators": lambda path: read_indicators(path, path.name, PLACES),
        "posts": lambda path: read_posts(path, path.name),
        "post_areas": lambda path: read_post_areas(path, path.name, list(POSTS), PLACES),
        "outreach": lambda path: read_outreach(path, path.name, list(POSTS), PLACES),
        "authority_counts": lambda path: read_authority_counts(path, path.name, EXPORTED_ON),
        "arrivals": lambda path: read_arrivals(path, path.name, PLACES, EXPORTED_ON),
        "travel_times": lambda path: read_travel_times(path, path.name, PLACES),
        **{kind: _client_reader(kind, folder) for kind in CLIENTS},
    }


@pytest.fixture(scope="module", autouse=True)
def _mappings_read_once() -> Iterator[None]:
    """All clients are read by the one mapping, which is in order and takes longer to read than their files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clients, "read_mapping", cache(read_mapping))
        yield


@pytest.fixture(scope="module")
def no_mappings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("no-mappings")


def _client_reader(kind: str, folder: Path) -> Reader:
    beside = CLIENTS if kind == "cases" else ("cases",)

    def read(path: Path) -> Outcome:
        paths = {name: folder / f"{name}.csv" for name in beside} | {kind: path}
        files = [InputFile(found, found.name, _sidecar(name)) for name, found in paths.items()]
        around = Surroundings(list(POSTS), PLACES, EXPORTED_ON, focus_area_of=POSTS)
        carriers = pl.DataFrame({"post": list(POSTS), "carrier": list(POSTS)})
        found = read_clients(Store(folder), files, around, carriers, lambda file: (file.path, file.name))
        return next(outcome for outcome in found.outcomes if outcome.name == path.name)

    return read


def _sidecar(kind: str) -> Sidecar:
    return Sidecar(kind, "", "", "", "", "", EXPORTED_ON, "real", "", "beispieldaten")


def _read(reader: Reader, path: Path) -> Outcome | InputError:
    try:
        return reader(path)
    except InputError as error:
        return error


def _words(outcome: Outcome) -> str:
    """Everything that is said of a file."""
    told: Sequence[pl.DataFrame] = (outcome.rejected, outcome.findings)
    return "\n".join([*outcome.refused, *(str(frame.rows()) for frame in told)])


def test_there_are_enough_of_them() -> None:
    assert len({bad.content for bad in EVERY}) >= LEAST
    assert {bad.kind.partition(" ")[0] for bad in EVERY} == {*KINDS} - {"boundaries"}


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.id)
def test_a_broken_file_gives_a_message_or_an_exact_account(
    bad: BadFile, readers: dict[str, Reader], no_mappings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kaputt.csv"
    path.write_bytes(bad.content)
    seen = recognise(path, no_mappings)
    assert 0 <= seen.confidence <= 1
    assert seen.kind in KINDS or seen.messages
    found = _read(readers[bad.kind.partition(" ")[0]], path)
    if isinstance(found, InputError):
        said = str(found)
        assert path.name in found.file
        assert len(said) > len(found.file) + 10
    else:
        outcome, said = found, _words(found)
        fates = (outcome.rows_loaded, outcome.rows_rejected, outcome.withheld, outcome.duplicate, outcome.superseded)
        assert sum(fates) == outcome.rows_read
        assert bad.rows is None or outcome.rows_read == bad.rows
        assert set(outcome.rejected["rule"]) <= rules().keys()
    if bad.kind in CLIENTS:
        said += " ".join(seen.messages)
        assert [word for word in (PERSON, *CASE_NUMBERS, "02.06.1988") if word in said] == []


@pytest.mark.parametrize("fault", UNREADABLE)
def test_what_is_no_table_is_refused_alike_whatever_was_in_it(fault: str, no_mappings: Path, tmp_path: Path) -> None:
    path = tmp_path / "kaputt.csv"
    reasons = set()
    for content in made_unreadable(fault):
        path.write_bytes(content)
        seen = recognise(path, no_mappings)
        assert seen.kind == "unknown"
        with pytest.raises(InputError) as refused:
            read_grid(path, path.name)
        reasons.add(refused.value.message)
        said = " ".join([str(refused.value), *seen.messages])
        assert [word for word in (PERSON, *CASE_NUMBERS, "02.06.1988") if word in said] == []
    assert len(reasons) == 1


def test_a_gigabyte_of_one_line_is_refused_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "riesig.csv"
    with path.open("wb") as file:
        file.truncate(ONE_GIGABYTE)
    assert ONE_GIGABYTE > MAX_FILE_BYTES
    assert recognise(path).kind == "unknown"
    assert main(["check", str(path)]) == 1
    assert "riesig.csv" in capsys.readouterr().out


@pytest.mark.parametrize("bad", EVERY[:: len(EVERY) // 12], ids=lambda bad: bad.id)
def test_the_command_line_says_it_too(
    bad: BadFile,
    bare_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    path = tmp_path / "kaputt.csv"
    path.write_bytes(bad.content)
    code = main(["check", str(path)])
    printed = "".join(capsys.readouterr())
    assert "kaputt.csv" in printed
    assert "Traceback" not in printed
    assert code == 1 or " rows read = " in printed
