"""A load makes a whole edition or changes nothing; nothing that exists is ever overwritten."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etl import load as load_module
from etl.control_totals import read_district
from etl.errors import InputError
from etl.inputs import sign
from etl.load import load
from warehouse import Store, open_edition

FIRST = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
LATER = FIRST + dt.timedelta(days=1)
POPULATION = "raw/census/bevoelkerung_2024.csv"

Edit = Callable[[Path, Callable[[str], str]], None]


def snapshot(store: Store) -> dict[str, bytes]:
    """Every file of the warehouse with its bytes."""
    return {
        path.relative_to(store.folder).as_posix(): path.read_bytes()
        for path in store.folder.rglob("*")
        if path.is_file()
    }


def one_more_inhabitant(text: str) -> str:
    return text.replace(";14324;", ";14325;")


def not_a_header(text: str) -> str:
    return text.replace("ags;", "key;", 1)


def test_a_first_load_makes_one_current_edition_and_a_second_changes_no_byte(bare_data: Path) -> None:
    result = load(bare_data, FIRST)
    store = Store(bare_data)
    assert result.is_new
    assert result.edition_id.startswith("20261102T083000Z-")
    assert store.current_id() == result.edition_id
    assert store.ids() == [result.edition_id]
    assert sorted(snapshot(store)) == [
        "case-key.salt",
        "current",
        f"editions/{result.edition_id}.duckdb",
        f"editions/{result.edition_id}.json",
    ]
    before = snapshot(store)
    assert load(bare_data, LATER) == load_module.Loaded(result.edition_id, is_new=False)
    assert snapshot(store) == before


def test_changed_input_makes_a_new_edition_leaves_the_old_one_byte_by_byte_and_can_go_back(
    bare_data: Path, edit: Edit
) -> None:
    store = Store(bare_data)
    first = load(bare_data, FIRST).edition_id
    before = snapshot(store)
    edit(bare_data / POPULATION, one_more_inhabitant)
    second = load(bare_data, LATER).edition_id
    after = snapshot(store)
    assert second.split("-")[1] != first.split("-")[1]
    assert store.ids() == [first, second]
    assert store.current_id() == second
    assert {name: content for name, content in after.items() if name in before and name != "current"} == {
        name: content for name, content in before.items() if name != "current"
    }
    with open_edition(first, bare_data) as old, open_edition(second, bare_data) as new:
        sql = "SELECT value FROM mart_indicator WHERE ags = '05358004' AND indicator = 'population_update'"
        assert (old.query(sql).item(), new.query(sql).item()) == (14324, 14325)
    edit(bare_data / POPULATION, lambda text: text.replace(";14325;", ";14324;"))
    assert load(bare_data, LATER + dt.timedelta(days=1)) == load_module.Loaded(first, is_new=False)
    assert store.current_id() == first


def test_mappings_district_and_citations_count_as_inputs(bare_data: Path, edit_yaml: Callable[..., None]) -> None:
    def content_hash() -> str:
        return load_module._content_hash(bare_data, load_module.find_inputs(bare_data / "raw"))

    hashes = [content_hash(), content_hash()]
    assert hashes[0] == hashes[1]
    for file in ("mappings/beispieldaten.yml", "reference/district.toml"):
        with (bare_data / file).open("a", encoding="utf-8") as stream:
            stream.write("# a remark\n")
        hashes.append(content_hash())
    edit_yaml(bare_data / f"{POPULATION}.source.yml", lambda sidecar: sidecar.update(title="anders"))
    hashes.append(content_hash())
    assert len(set(hashes)) == 4


@pytest.mark.parametrize("is_first", [True, False], ids=["no edition yet", "an edition before"])
def test_a_failed_load_leaves_editions_and_pointer_as_they_were(bare_data: Path, edit: Edit, is_first: bool) -> None:
    store = Store(bare_data)
    if not is_first:
        load(bare_data, FIRST)
    before = snapshot(store)
    edit(bare_data / POPULATION, not_a_header)
    with pytest.raises(InputError, match=r"census/bevoelkerung_2024\.csv, row 1: the header lacks «ags»"):
        load(bare_data, LATER)
    after = snapshot(store)
    after.pop("case-key.salt", None)
    before.pop("case-key.salt", None)
    assert after == before


def test_a_load_that_fails_while_writing_leaves_no_draft(
    bare_data: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(bare_data, FIRST)
    before = snapshot(Store(bare_data))
    edit(bare_data / POPULATION, one_more_inhabitant)
    whole = load_module.write_database

    def full_disk(path: Path, *rest: object) -> None:
        whole(path, *rest)
        raise OSError("no space left on device")

    monkeypatch.setattr(load_module, "write_database", full_disk)
    with pytest.raises(OSError, match="no space left"):
        load(bare_data, LATER)
    assert snapshot(Store(bare_data)) == before


def test_a_load_that_fails_before_its_manifest_is_no_edition(
    bare_data: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(bare_data, FIRST).edition_id
    edit(bare_data / POPULATION, one_more_inhabitant)

    def fails(*_: object, **__: object) -> str:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.store.json.dumps", fails)
        with pytest.raises(OSError, match="no space left"):
            load(bare_data, LATER)
    assert Store(bare_data).ids() == [first]
    assert Store(bare_data).current_id() == first
    assert load(bare_data, LATER + dt.timedelta(seconds=1)).is_new


KILLED = """
import os, sys
from pathlib import Path
from etl.load import load
load(Path(sys.argv[1]), progress=lambda step, done, total: os._exit(9) if step == "mart_goal" else None)
"""


def test_a_load_that_is_killed_leaves_everything_and_its_draft_goes_with_the_next(
    bare_data: Path, edit: Edit, project: Path
) -> None:
    first = load(bare_data, FIRST).edition_id
    store = Store(bare_data)
    before = snapshot(store)
    edit(bare_data / POPULATION, one_more_inhabitant)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(bare_data)], cwd=project, check=False)
    assert killed.returncode == 9
    left = {name for name in snapshot(store) if name not in before}
    assert {name: content for name, content in snapshot(store).items() if name in before} == before
    assert left, "the load was killed before it wrote anything"
    left.remove("load.lock")  # its holder died, so the next one takes it at once
    assert all(name.startswith("editions/.") and ".draft" in name for name in left)
    assert (store.ids(), store.current_id()) == ([first], first)

    second = load(bare_data, LATER).edition_id
    assert sorted(set(snapshot(store)) - set(before)) == [f"editions/{second}.duckdb", f"editions/{second}.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_an_edition_in_the_making_is_for_its_owner_only(bare_data: Path) -> None:
    store = Store(bare_data)
    for folder in (store.folder, store.editions):
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
    modes: set[int] = set()

    def look(*_: object) -> None:
        modes.update(stat.S_IMODE(path.stat().st_mode) for path in store.editions.glob(".*.draft"))

    load(bare_data, FIRST, progress=look)
    assert modes == {0o600}
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (store.folder, store.editions)] == [0o700, 0o700]


def test_the_pointer_is_replaced_as_a_whole_or_not_at_all(
    bare_data: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(bare_data)
    first = load(bare_data, FIRST).edition_id
    inode = store.pointer.stat().st_ino
    edit(bare_data / POPULATION, one_more_inhabitant)

    def refuses(*_: object) -> None:
        raise PermissionError("in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuses)
        with pytest.raises(PermissionError):
            load(bare_data, LATER)
        assert store.current_id() == first
    second = load(bare_data, LATER)
    assert store.current_id() == second.edition_id != first
    assert store.pointer.stat().st_ino != inode, "a new file took the pointer's place; it was not written into"
    assert store.pointer.read_text(encoding="utf-8") == f"{second.edition_id}\n"


def test_a_reader_keeps_its_edition_while_another_is_loaded(bare_data: Path, edit: Edit) -> None:
    first = load(bare_data, FIRST).edition_id
    with open_edition(data=bare_data) as reader:
        edit(bare_data / POPULATION, one_more_inhabitant)
        load(bare_data, LATER)
        assert reader.id == first
        assert reader.query("SELECT count(*) FROM mart_municipality").item() == 15


def test_two_loads_at_the_same_time_make_one_edition(bare_data: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: load(bare_data, FIRST), range(2)))
    assert len({result.edition_id for result in results}) == 1
    assert sorted(result.is_new for result in results) == [False, True]
    assert len(Store(bare_data).ids()) == 1


def test_progress_names_every_step_and_ends_at_the_total(bare_data: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    load(bare_data, FIRST, lambda *step: heard.append(step))
    steps = [step for step, _, _ in heard]
    assert [done for _, done, _ in heard][:-1] == list(range(len(heard) - 1))
    assert {total for _, _, total in heard} == {heard[-1][1]}
    assert "staffing/stellen.csv" in steps
    assert "control totals" in steps
    assert "mart_caseload" in steps
    assert max(done for _, done, _ in heard) == heard[-1][2]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("boundaries", "exactly one file of kind boundaries is wanted, found: none"),
        ("indicators", "at least one file of kind indicators is wanted, found: none"),
        ("posts", "exactly one file of kind posts is wanted, found: none"),
        ("post_areas", "exactly one file of kind post_areas is wanted, found: none"),
    ],
)
def test_inputs_that_cannot_be_done_without_are_asked_for(bare_data: Path, kind: str, message: str) -> None:
    _remove(bare_data, kind)
    with pytest.raises(InputError, match=message):
        load(bare_data, FIRST)


def test_a_district_without_caseload_loads_with_empty_client_marts(bare_data: Path) -> None:
    manifest = Store(bare_data).manifest(load(bare_data, FIRST).edition_id)
    assert (manifest["clients_are_example"], manifest["note"], manifest["caseload_on"]) == (False, "", None)
    with open_edition(data=bare_data) as found:
        for mart in (
            "mart_caseload",
            "mart_counted_month",
            "mart_goal",
            "mart_agreement",
            "mart_duration",
            "mart_goal_spread",
            "mart_characteristic",
            "mart_referral",
            "mart_service",
            "mart_contact_spread",
        ):
            assert found.query(f"FROM {mart}").is_empty()
        assert found.query("SELECT count(*) FROM mart_post").item() == 21
        assert found.query("SELECT min(month), max(month) FROM mart_occupancy").row(0) == (
            dt.date(2021, 1, 1),
            dt.date(2024, 10, 1),
        ), "from the first post to the day whose staffing is compared"
        assert found.query("SELECT carrier FROM mart_carrier_group WHERE carrier_group = 'one_post'").height == 4


def _remove(data: Path, kind: str) -> None:
    for sidecar in (data / "raw").rglob("*.source.yml"):
        if f"kind: {kind}\n" in sidecar.read_text(encoding="utf-8"):
            sidecar.with_name(sidecar.name.removesuffix(".source.yml")).unlink()
            sidecar.unlink()


def test_one_figure_in_two_files_is_not_chosen_from(bare_data: Path) -> None:
    source = bare_data / POPULATION
    copy = source.with_name("noch_einmal.csv")
    copy.write_text(one_more_inhabitant(source.read_text(encoding="utf-8")), encoding="utf-8")
    side = f"{source.name}.source.yml"
    copy.with_name(f"{copy.name}.source.yml").write_bytes(source.with_name(side).read_bytes())
    sign(copy)
    with pytest.raises(InputError, match=r"bevoelkerung_2024\.csv, census/noch_einmal\.csv.*keep one") as error:
        load(bare_data, FIRST)
    assert error.value.column == "indicator"


def test_boundaries_of_other_municipalities_are_refused(bare_data: Path, edit: Edit) -> None:
    edit(bare_data / "raw/geo/gemeinden_vg250_2016.geojson", lambda text: text.replace("05358060", "05358061"))
    with pytest.raises(InputError, match="without boundary: 05358060; unknown: 05358061"):
        load(bare_data, FIRST)


def test_the_manifest_accounts_for_every_row_of_every_file(loaded: Store) -> None:
    manifest = loaded.manifest(loaded.current_id())
    files = {entry["file"]: entry for entry in manifest["inputs"]}
    raw = loaded.data / "raw"
    assert set(files) == {
        path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file() and path.suffix != ".yml"
    }
    for entry in files.values():
        accounted = sum(entry[f"rows_{fate}"] for fate in ("loaded", "rejected", "withheld", "superseded", "duplicate"))
        assert entry["rows_read"] == accounted > 0


def test_the_manifest_cites_its_inputs_and_says_which_are_made_up(loaded: Store) -> None:
    manifest = loaded.manifest(loaded.current_id())
    for entry in manifest["inputs"]:
        assert entry["is_example"] == entry["file"].startswith("caseload/Beispieldaten_")
        assert all(entry[field] for field in ("attribution", "licence", "publisher", "title"))
        assert len(entry["sha256"]) == 64
    assert manifest["clients_are_example"] is True
    assert manifest["note"].startswith("Beispieldaten")


def test_the_manifest_names_edition_time_method_and_reference_days(loaded: Store) -> None:
    edition_id = loaded.current_id()
    manifest = loaded.manifest(edition_id)
    assert manifest["edition"] == edition_id
    assert edition_id.endswith(manifest["content_hash"])
    assert dt.datetime.fromisoformat(manifest["created_at"]).tzinfo is not None
    assert manifest["method"]["version"] == load_module.METHOD_VERSION
    assert len(manifest["method"]["code"]) == 12
    assert (manifest["staffing_on"], manifest["caseload_on"]) == ("2024-10-01", "2026-10-31")


def test_the_manifest_shows_all_control_totals_with_both_numbers(loaded: Store) -> None:
    totals = loaded.manifest(loaded.current_id())["control_totals"]
    district = read_district(loaded.data)
    assert all(total["holds"] and abs(total["expected"] - total["found"]) < 1e-9 for total in totals)
    assert {(total["id"], total["subject"], total["place"]): total["found"] for total in totals} == {
        ("posts_of_block", "case_management", ""): 12.0,
        ("posts_of_block", "overhead", ""): 3.5,
        ("posts_of_block", "authorities", ""): 4.0,
        ("posts_of_focus_area", "welcome", ""): 8.5,
        ("posts_of_focus_area", "labour_market", ""): 2.5,
        ("posts_of_focus_area", "psychosocial", ""): 1.0,
        ("carriers", "", ""): 8,
        ("posts_unserving", "", ""): 0,
        ("municipalities", "", ""): 15,
        ("municipalities_named", "", ""): 15,
        ("share", "foreign_nationals", "05358"): 12.34,
        ("share", "immigration_history", "05358"): 21.74,
        ("share", "foreign_nationals", "05358008"): 18.34,
        ("share", "immigration_history", "05358008"): 31.38,
    }
    assert len(totals) == 10 + len(district["shares"])


def test_the_manifest_is_readable_json_with_umlauts_as_they_are(loaded: Store) -> None:
    path = loaded.database(loaded.current_id()).with_suffix(".json")
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["note"] in text
    assert "Fälle" in text


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_an_edition_is_readable_by_its_owner_only(loaded: Store) -> None:
    database = loaded.database(loaded.current_id())
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
