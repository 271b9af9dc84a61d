"""Taking files in: a dry run changes nothing, a load that fails changes nothing, and one can go back."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from etl import load as load_module
from etl.errors import ControlTotalError, InputError
from etl.example import generate_files
from etl.inputs import read_sidecar, sha256
from etl.intake import cases_returning, dry_run, go_back, prune, remove, take_in
from etl.load import load
from etl.moving.arrivals import Arrival
from etl.moving.scratch import DRY_RUN
from etl.outcome import LINE
from warehouse import NoEditionError, Store, lock, open_edition

POPULATION = "census/bevoelkerung_2024.csv"
POSTS = "staffing/stellen.csv"
MAPPING = "mappings/beispieldaten.yml"
FIRST = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)


def tree(folder: Path) -> dict[str, str | None]:
    """Everything below a folder with the checksum of its bytes."""
    return {path.relative_to(folder).as_posix(): sha256(path) if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def changed(bare_data: Path, tmp_path: Path) -> Callable[..., Arrival]:
    """Makes an arrival of an input with a change, in the place of that input."""

    def make(name: str, old: str, new: str, as_name: str | None = None) -> Arrival:
        source = bare_data / "raw" / name
        text = source.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "upload" / Path(as_name or name).name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new), encoding="utf-8")
        return Arrival(path, replace(read_sidecar(source), sha256=""), as_name or name, (name,))

    return make


def value_of(data: Path, edition_id: str | None = None) -> float:
    with open_edition(edition_id, data) as found:
        sql = "SELECT value FROM mart_indicator WHERE ags = '05358004' AND indicator = 'population_update'"
        return float(found.query(sql).item())


def test_a_dry_run_says_what_would_be_and_changes_no_byte(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    load(bare_data, FIRST)
    before = tree(bare_data)
    heard: list[tuple[str, int, int]] = []
    found = dry_run(bare_data, [changed(POPULATION, ";14324;", ";14325;")], progress=lambda *step: heard.append(step))
    assert tree(bare_data) == before
    assert found.problem is None
    assert [(outcome.name, outcome.rows_read, outcome.rows_loaded) for outcome in found.outcomes] == [
        (POPULATION, 16, 16)
    ]
    assert found.outcomes[0].frame.columns == [LINE]
    assert found.totals
    assert all(total.holds for total in found.totals)
    assert found.difference is not None
    assert found.difference.indicators.select("indicator", "changed", "largest_change").rows() == [
        ("population_update", 1, 1.0)
    ]
    assert found.difference.inputs.rows() == [(POPULATION, "changed")]
    assert heard[-1][1] == heard[-1][2]


def test_a_dry_run_before_the_first_load_compares_with_nothing(
    bare_data: Path, changed: Callable[..., Arrival]
) -> None:
    found = dry_run(bare_data, [changed(POPULATION, ";14324;", ";14325;")])
    assert found.problem is None
    assert found.difference is not None
    assert found.difference.posts["change"].unique().to_list() == ["new"]
    assert Store(bare_data).ids() == []
    assert list(Store(bare_data).folder.iterdir()) == []


def test_a_dry_run_of_a_broken_file_tells_the_problem(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    load(bare_data, FIRST)
    before = tree(bare_data)
    found = dry_run(bare_data, [changed(POPULATION, "value", "Wert")])
    assert found.problem is not None
    assert found.problem.file == POPULATION
    assert (found.outcomes, found.totals, found.difference) == ([], [], None)
    assert tree(bare_data) == before


def test_failed_control_totals_are_shown_beside_the_problem(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    found = dry_run(bare_data, [changed(POSTS, ";0,5;", ";0,75;")])
    assert isinstance(found.problem, ControlTotalError)
    failed = [total for total in found.totals if not total.holds]
    assert {total.id for total in failed} == {"posts_of_block", "posts_of_focus_area"}
    assert len(found.totals) > len(failed)
    assert [outcome.name for outcome in found.outcomes] == [POSTS]
    assert found.difference is None


def test_names_that_cannot_be_are_a_problem_of_the_dry_run(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    arrival = changed(POPULATION, ";14324;", ";14325;")
    for wrong in (replace(arrival, name="../x.csv"), replace(arrival, replaces=())):
        assert isinstance(dry_run(bare_data, [wrong]).problem, InputError)


def test_a_dry_run_knows_cases_again_and_tries_mappings_that_are_not_saved(small_data: Path, tmp_path: Path) -> None:
    load(small_data, FIRST)
    before = tree(small_data)
    text = (small_data / MAPPING).read_text(encoding="utf-8")
    arrivals = []
    for source in generate_files(60, 1, tmp_path / "upload"):
        beside = small_data / "raw" / "caseload" / source.name
        source.write_bytes(beside.read_bytes().replace(b"Zugangsweg", b"Weg"))
        arrivals.append(Arrival(source, read_sidecar(beside), f"caseload/{source.name}", (f"caseload/{source.name}",)))
    assert dry_run(small_data, arrivals).problem is not None
    found = dry_run(small_data, arrivals, {"beispieldaten": text.replace(": Zugangsweg", ": Weg")})
    assert found.problem is None
    assert found.difference is not None
    cases, parts = found.difference.cases, found.difference.parts
    assert cases.select("new", "changed", "vanished").sum().row(0) == (0, 0, 0)
    assert cases["unchanged"].sum() > 0
    assert parts.select("new", "changed", "vanished").sum().row(0) == (0, 0, 0)
    assert tree(small_data) == before


KILLED = """
import os, sys
from pathlib import Path
from etl.intake import dry_run, take_in
from pathlib import PosixPath, WindowsPath
import datetime
from etl.moving.arrivals import Arrival
from etl.inputs import Sidecar
arrival = ARRIVAL
stop = lambda step, done, total: os._exit(9) if step == "mart_goal" else None
{"dry_run": dry_run, "take_in": take_in}[sys.argv[2]](Path(sys.argv[1]), [arrival], progress=stop)
"""


def kill(data: Path, arrival: Arrival, what: str, project: Path) -> None:
    """Runs a dry run or a taking in and kills it in the middle."""
    code = KILLED.replace("ARRIVAL", repr(arrival))
    killed = subprocess.run([sys.executable, "-c", code, str(data), what], cwd=project, check=False)
    assert killed.returncode == 9


def test_what_a_killed_dry_run_left_goes_with_the_next(
    bare_data: Path, changed: Callable[..., Arrival], project: Path
) -> None:
    arrival = changed(POPULATION, ";14324;", ";14325;")
    load(bare_data, FIRST)
    before = tree(bare_data)
    kill(bare_data, arrival, "dry_run", project)
    left = [name for name in tree(bare_data) if name not in before]
    assert any(name.startswith(f"warehouse/{DRY_RUN}") for name in left)
    assert {name: digest for name, digest in tree(bare_data).items() if name in before} == before
    dry_run(bare_data, [arrival])
    assert tree(bare_data) == before


def test_the_folder_of_a_dry_run_that_is_going_on_is_left_alone(
    bare_data: Path, changed: Callable[..., Arrival]
) -> None:
    arrival = changed(POPULATION, ";14324;", ";14325;")
    loaded: list[str] = []

    def meanwhile(step: str, *_: int) -> None:
        if step == "control totals" and not loaded:
            other = threading.Thread(target=lambda: loaded.append(load(bare_data, FIRST).edition_id))
            other.start()
            other.join()

    assert dry_run(bare_data, [arrival], progress=meanwhile).problem is None
    assert Store(bare_data).ids() == loaded


def test_taking_in_replaces_loads_and_keeps_what_was_there(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    first = load(bare_data, FIRST).edition_id
    old = bare_data / "raw" / POPULATION
    digest, content = sha256(old), old.read_bytes()
    arrival = changed(POPULATION, ";14324;", ";14325;", as_name="census/neu.csv")
    expected = dry_run(bare_data, [arrival])
    result = take_in(bare_data, [arrival])
    assert expected.problem is None
    assert result.is_new
    assert value_of(bare_data) == 14325
    assert value_of(bare_data, first) == 14324
    assert not old.exists()
    assert read_sidecar(bare_data / "raw/census/neu.csv").sha256 == sha256(bare_data / "raw/census/neu.csv")
    assert (Store(bare_data).replaced / digest / old.name).read_bytes() == content
    assert load(bare_data) == replace(result, is_new=False)


def test_inputs_can_go_without_a_successor(small_data: Path) -> None:
    load(small_data, FIRST)
    names = [f"caseload/{path.name}" for path in (small_data / "raw" / "caseload").glob("*.csv")]
    result = take_in(small_data, [], removed=names)
    assert not (small_data / "raw" / "caseload").exists()
    assert Store(small_data).manifest(result.edition_id)["clients_are_example"] is False


@pytest.mark.parametrize("broken", ["header", "control total", "sidecar", "disk"])
def test_a_taking_in_that_fails_leaves_inputs_and_editions_byte_by_byte(
    bare_data: Path, changed: Callable[..., Arrival], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    load(bare_data, FIRST)
    before = tree(bare_data)
    arrivals = {
        "header": changed(POPULATION, "value", "Wert"),
        "control total": changed(POSTS, ";0,5;", ";0,75;"),
        "sidecar": changed(POPULATION, ";14324;", ";14325;", as_name="neu/tief/neu.csv"),
        "disk": changed(POPULATION, ";14324;", ";14325;", as_name="neu/tief/anders.csv"),
    }
    arrival = arrivals[broken]
    if broken == "sidecar":
        arrival = replace(arrival, sidecar=replace(arrival.sidecar, kind="unheard of"))
    if broken == "disk":

        def full_disk(*_: object) -> None:
            raise OSError("no space left on device")

        monkeypatch.setattr(load_module, "write_database", full_disk)
    with pytest.raises(OSError if broken == "disk" else InputError):
        take_in(bare_data, [arrival], {"neu": "title: neu"} if broken == "disk" else {})
    assert tree(bare_data) == before


def test_a_taking_in_that_is_killed_is_undone_by_the_next_load(
    bare_data: Path, changed: Callable[..., Arrival], project: Path
) -> None:
    first = load(bare_data, FIRST).edition_id
    before = tree(bare_data / "raw")
    kill(bare_data, changed(POPULATION, ";14324;", ";14325;", as_name="neu/neu.csv"), "take_in", project)
    assert tree(bare_data / "raw") != before
    assert load(bare_data).edition_id == first
    assert tree(bare_data / "raw") == before


def test_going_back_brings_edition_inputs_and_mapping_back_and_can_be_undone(
    bare_data: Path, changed: Callable[..., Arrival]
) -> None:
    first = load(bare_data, FIRST).edition_id
    before = tree(bare_data / "raw") | tree(bare_data / "mappings")
    mapping = (bare_data / MAPPING).read_text(encoding="utf-8") + "# anders\n"
    arrival = changed(POPULATION, ";14324;", ";14325;", as_name="neu/neu.csv")
    second = take_in(bare_data, [arrival], {"beispieldaten": mapping}).edition_id
    after = tree(bare_data / "raw") | tree(bare_data / "mappings")
    assert go_back(bare_data, first) == []
    assert tree(bare_data / "raw") | tree(bare_data / "mappings") == before
    assert Store(bare_data).current_id() == first
    assert load(bare_data).edition_id == first
    assert go_back(bare_data, second) == []
    assert tree(bare_data / "raw") | tree(bare_data / "mappings") == after
    assert load(bare_data).edition_id == second


def test_going_back_restores_a_citation_that_changed_alone(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    first = load(bare_data, FIRST).edition_id
    before = tree(bare_data / "raw")
    arrival = changed(POPULATION, ";14324;", ";14324;")
    second = take_in(bare_data, [replace(arrival, sidecar=replace(arrival.sidecar, title="anders"))]).edition_id
    assert second != first
    assert go_back(bare_data, first) == []
    assert load(bare_data).edition_id == first
    assert read_sidecar(bare_data / "raw" / POPULATION).title != "anders"
    assert before.keys() == tree(bare_data / "raw").keys()


def test_going_back_names_inputs_that_are_not_kept(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    first = load(bare_data, FIRST).edition_id
    arrivals = [
        changed(POPULATION, ";14324;", ";14325;", as_name="census/neu.csv"),
        changed(POSTS, "Koordination und Teamleitung", "Leitung"),
    ]
    take_in(bare_data, arrivals)
    after = tree(bare_data / "raw")
    shutil.rmtree(Store(bare_data).replaced)
    district = bare_data / "reference" / "district.toml"
    district.write_text(district.read_text(encoding="utf-8") + "# anders\n", encoding="utf-8")
    assert go_back(bare_data, first) == [POPULATION, "reference/district.toml", POSTS]
    assert Store(bare_data).current_id() == first
    assert tree(bare_data / "raw") == after


def test_going_back_to_nothing_changes_nothing(bare_data: Path) -> None:
    load(bare_data, FIRST)
    before = tree(bare_data)
    with pytest.raises(NoEditionError):
        go_back(bare_data, "20200101T000000Z-0123456789ab")
    assert tree(bare_data) == before


def test_pruning_lets_replaced_inputs_of_removed_editions_go(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    first = load(bare_data, FIRST).edition_id
    take_in(bare_data, [changed(POPULATION, ";14324;", ";14325;")])
    store = Store(bare_data)
    assert prune(bare_data, 2) == []
    assert [path.name for path in store.replaced.glob("*/*.csv")] == [Path(POPULATION).name]
    assert prune(bare_data, 1) == [first]
    assert list(store.replaced.iterdir()) == []


def test_one_edition_can_be_removed_with_what_only_it_names(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    first = load(bare_data, FIRST).edition_id
    second = take_in(bare_data, [changed(POPULATION, ";14324;", ";14325;")]).edition_id
    store = Store(bare_data)
    store.freeze(first, "Lenkungsgruppe")
    before = tree(bare_data)
    with pytest.raises(InputError, match="is the current edition"):
        remove(bare_data, second)
    with pytest.raises(NoEditionError):
        remove(bare_data, "20200101T000000Z-0123456789ab")
    assert tree(bare_data) == before
    remove(bare_data, first)
    assert store.ids() == [second]
    assert list(store.replaced.iterdir()) == []


def test_cases_that_would_come_back_are_counted(small_data: Path, edit: Callable[..., None]) -> None:
    path = small_data / "raw" / "caseload" / "Beispieldaten_Faelle.csv"
    first = load(small_data, FIRST).edition_id
    with open_edition(first, small_data) as found:
        cases = found.query("SELECT count(*) FROM client_case").item()
    assert cases_returning(small_data, first) == 0
    edit(path, lambda text: text.replace(";ja;", ";nein;", 1))
    second = load(small_data, FIRST + dt.timedelta(days=1)).edition_id
    assert (cases_returning(small_data, first), cases_returning(small_data, second)) == (1, 0)
    names = [f"caseload/{each.name}" for each in path.parent.glob("*.csv")]
    take_in(small_data, [], removed=names)
    assert cases_returning(small_data, first) == cases
    manifest = Store(small_data).database(first).with_suffix(".json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"method": {"version": 0}}))
    assert cases_returning(small_data, first) is None


def test_everybody_waits_for_a_load_and_says_so_in_the_end(
    bare_data: Path, changed: Callable[..., Arrival], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrival = changed(POPULATION, ";14324;", ";14325;")
    edition_id = load(bare_data, FIRST).edition_id
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.0)
    said: list[str] = []

    def others() -> None:
        for call in (
            lambda: load(bare_data),
            lambda: take_in(bare_data, [arrival]),
            lambda: go_back(bare_data, edition_id),
            lambda: prune(bare_data, 0),
        ):
            try:
                call()
            except InputError as error:
                said.append(error.message)
        said.append(str(dry_run(bare_data, [arrival]).problem))

    with lock.exclusive(Store(bare_data).folder):
        other = threading.Thread(target=others)
        other.start()
        other.join()
    assert len(said) == 5
    assert all("data are being loaded already" in message for message in said)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_nobody_else_can_read_a_dry_run(bare_data: Path, changed: Callable[..., Arrival]) -> None:
    modes: set[int] = set()

    def look(*_: object) -> None:
        modes.update(path.stat().st_mode & 0o777 for path in Store(bare_data).folder.glob(f"{DRY_RUN}*"))

    dry_run(bare_data, [changed(POPULATION, ";14324;", ";14325;")], progress=look)
    assert modes == {0o700}


def test_a_shapefile_comes_goes_and_comes_back_with_all_its_parts(bare_data: Path, shared_data: Path) -> None:
    first = load(bare_data, FIRST).edition_id
    before = tree(bare_data / "raw")
    outlines = "geo/gemeinden_vg250_2016.geojson"
    sidecar = read_sidecar(bare_data / "raw" / outlines)
    arrival = Arrival(shared_data / "geo" / "dvg2gem_nw.shp", sidecar, "geo/dvg2.shp", (outlines,))
    expected = dry_run(bare_data, [arrival])
    assert expected.problem is None
    second = take_in(bare_data, [arrival]).edition_id
    after = tree(bare_data / "raw")
    parts = {name for name in after if name.startswith("geo/dvg2.")}
    assert parts == {f"geo/dvg2.{suffix}" for suffix in ("cpg", "dbf", "prj", "shp", "shp.source.yml", "shx")}
    assert go_back(bare_data, first) == []
    assert tree(bare_data / "raw") == before
    assert go_back(bare_data, second) == []
    assert tree(bare_data / "raw") == after
    assert load(bare_data).edition_id == second
