"""Real loads of small inputs: which step a change falls into, and what a recomputation leaves as it was."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from etl import load as load_module
from etl.__main__ import main
from etl.errors import InputError
from etl.inputs import sha256, sign
from etl.intake import prune, remove
from etl.load import load
from etl.recomputing import can_recompute, recompute
from metrics import outcome_frame
from warehouse import Edition, NoEditionError, Store, compare, open_edition, stages
from warehouse.stage import STAGES

FIRST = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
EARLY = FIRST - dt.timedelta(days=120)
LATER = FIRST + dt.timedelta(days=200)
CASES = "raw/caseload/Beispieldaten_Faelle.csv"
STAFFING = "raw/staffing/stellen.csv"
CENSUS = "raw/census/zensus2022_demografie.csv"
MAPPING = "mappings/beispieldaten.yml"
DISTRICT = "reference/district.toml"
CUT_ON = dt.date(2026, 6, 30)
DATES = ("Anfrage am", "Erstgespräch am", "Fallende am")
STEPS = ("method", "data", "posts", "development")

POSTS_IN_SETTINGS = """
[district]
ags = "05358"
name = "Kreis Düren"

[[post]]
post = "NORD-1"
carrier = "Träger Nord"
focus_area = "welcome"
fte = 1.0
valid_from = 2023-01-01
municipalities = "all"
"""

Edit = Callable[[Path, Callable[[str], str]], None]
EditYaml = Callable[..., None]
Values = dict[tuple[str, str, str], tuple[float | None, ...]]


def values(data: Path, first: str, second: str) -> Values:
    found = compare(first, second, data)
    assert found["method_is_known"].all()
    return {row[:3]: row[3:8] for row in found.rows()}


def moved(data: Path, first: str, second: str) -> set[str]:
    """The steps that are not 0 for every quantity."""
    found = set()
    for row in values(data, first, second).values():
        assert None not in row
        found |= {step for step, (earlier, later) in zip(STEPS, pairwise(row), strict=True) if earlier != later}
    return found


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): sha256(path) for path in folder.rglob("*") if path.is_file()}


def read_cases(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


def write_cases(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()


def is_sound(row: dict[str, str]) -> bool:
    """Whether nothing is wrong with the dates of a row, so that cutting it makes no rejected row a loaded one."""
    try:
        found = [day(row[name]) for name in DATES if row[name]]
    except ValueError:
        return False
    return found == sorted(found) and row["Einwilligung"] == "ja"


def as_of(rows: list[dict[str, str]], until: dt.date) -> list[dict[str, str]]:
    """The rows as an export of an earlier day had them."""
    cut = []
    for row in rows:
        if day(row["Anfrage am"] or row["Erstgespräch am"]) > until:
            continue
        late = {name for name in DATES if row[name] and day(row[name]) > until}
        gone = {**dict.fromkeys(late, ""), **({"Endegrund": ""} if "Fallende am" in late else {})}
        cut.append({**row, **gone})
    return cut


@pytest.fixture(scope="session")
def _cases_template(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small inputs with the sound cases only, and neither goals nor services, loaded."""
    data = small_copy(tmp_path_factory.mktemp("sound-cases"))
    for name in ("Ziele", "Leistungen"):
        for path in (data / "raw/caseload").glob(f"*{name}*"):
            path.unlink()
    path = data / CASES
    rows = [row for row in read_cases(path) if is_sound(row)]
    assert len(rows) > 30
    write_cases(path, rows)
    sign(path)
    load(data, FIRST)
    return data


@pytest.fixture(scope="session")
def _changed_code_template(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = small_copy(tmp_path_factory.mktemp("changed-code"))
    shutil.rmtree(data / "raw/caseload")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(load_module, "_method_hash", lambda: "0" * 12)
        load(data, FIRST)
    load(data, LATER)
    return data


@dataclass
class History:
    """Inputs in a data folder, and what is done to them between two loads."""

    data: Path
    edit: Edit
    edit_yaml: EditYaml

    @property
    def first(self) -> str:
        """The edition that was loaded before anything changed."""
        return Store(self.data).ids()[0]

    def loaded(self, now: dt.datetime) -> str:
        return load(self.data, now).edition_id

    def keep_replaced(self, name: str) -> None:
        """What the page does with an input that another takes the place of."""
        path = self.data / name
        folder = Store(self.data).replaced / sha256(path)
        folder.mkdir(parents=True, mode=0o700)
        for part in (path, path.with_name(path.name + ".source.yml")):
            shutil.copy(part, folder / part.name)

    def change(self, name: str, how: Callable[[str], str]) -> None:
        self.keep_replaced(name)
        self.edit(self.data / name, how)

    def cut_cases(self) -> None:
        """Begin with the export of an earlier day."""
        path = self.data / CASES
        write_cases(path, as_of(read_cases(path), CUT_ON))
        self.edit_yaml(Path(f"{path}.source.yml"), lambda side: side.update(reference_date=CUT_ON))
        sign(path)

    def deliver(self, rows: list[dict[str, str]], until: dt.date) -> None:
        self.keep_replaced(CASES)
        path = self.data / CASES
        write_cases(path, rows)
        self.edit_yaml(Path(f"{path}.source.yml"), lambda side: side.update(reference_date=until))
        sign(path)

    def read_no_ends(self) -> None:
        """Another mapping: the export's column of ends is no longer read."""

        def change(mapping: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
            of_cases = mapping["files"]["cases"]
            ignored = of_cases["ignored"]
            for field in ("ended_on", "end_reason"):
                ignored.append(of_cases["columns"].pop(field))  # type: ignore[attr-defined]
            of_cases["codes"].pop("end_reason")

        self.edit_yaml(self.data / MAPPING, change)

    def deliver_late(self) -> None:
        """An older export beside the one there is, with cases that nobody knew of."""
        path = self.data / CASES
        beside = path.with_name("Nachlieferung.csv")
        late = [
            {**row, "Fallnummer": row["Fallnummer"].replace("BSP-0", "BSP-9")}
            for row in as_of(read_cases(path), CUT_ON)[-12:]
        ]
        write_cases(beside, late)
        sidecar = Path(f"{beside}.source.yml")
        shutil.copy(f"{path}.source.yml", sidecar)
        self.edit_yaml(sidecar, lambda side: side.update(reference_date=dt.date(2026, 5, 31)))
        sign(beside)

    def add_post(self) -> None:
        """A post since 2025, told of by a staffing table of 2025; the district's settings say what is granted now."""
        self.keep_replaced("raw/staffing/stellen_gebiete.csv")
        row = "NEU-1;Case-Management;Stadt Jülich;Willkommensberatung;1,0;01.01.2025;;;\n"
        self.change(STAFFING, lambda text: text + row)
        self.edit(self.data / "raw/staffing/stellen_gebiete.csv", lambda text: text + "NEU-1;05358024;Jülich;;ja;\n")
        path = self.data / STAFFING
        self.edit_yaml(Path(f"{path}.source.yml"), lambda side: side.update(reference_date=dt.date(2025, 10, 1)))
        settings = self.data / DISTRICT
        text = settings.read_text(encoding="utf-8")
        raised = text.replace("case_management_fte = 12.0", "case_management_fte = 13.0").replace(
            "welcome = 8.5", "welcome = 9.5"
        )
        assert raised != text
        settings.write_text(raised, encoding="utf-8")


@pytest.fixture
def history(_cases_template: Path, tmp_path: Path, edit: Edit, edit_yaml: EditYaml) -> History:
    return History(Path(shutil.copytree(_cases_template, tmp_path / "data")), edit, edit_yaml)


def test_a_changed_mapping_moves_method_only(history: History) -> None:
    first = history.first
    history.read_no_ends()
    second = history.loaded(LATER)
    assert not compare(first, second, history.data)["method_is_known"].any()
    recompute(history.data, first)
    assert moved(history.data, first, second) == {"method"}
    before, recomputed, *others = values(history.data, first, second)["open_cases", "", ""]
    assert recomputed is not None
    assert before is not None
    assert recomputed > before
    assert set(others) == {recomputed}


def test_a_changed_outcome_frame_is_a_changed_method_that_moves_no_quantity(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = history.first
    frames = tmp_path / "frames"
    shutil.copytree(outcome_frame.FOLDER, frames)
    path = frames / "welcome.yml"
    path.write_text("# another frame\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(outcome_frame, "FOLDER", frames)
    second = history.loaded(LATER)
    told = [Store(history.data).manifest(each)["outcome_frames"] for each in (first, second)]
    assert [was["file"].rpartition("/")[2] for was, now in zip(*told, strict=True) if was != now] == ["welcome.yml"]
    assert not compare(first, second, history.data)["method_is_known"].any()
    recompute(history.data, first)
    assert moved(history.data, first, second) == set()


def test_a_changed_rule_of_an_indicator_moves_method_only(bare_data: Path, shared_data: Path) -> None:
    path = bare_data / CENSUS
    table = (
        (shared_data / "census/official/Regionaltabelle_Demografie.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    path.write_text("\n".join([table[0], *(row for row in table if ";05358" in row)]), encoding="utf-8")
    sign(path)
    first = load(bare_data, FIRST).edition_id
    rules = bare_data / "reference/indicators.yml"
    was = "measure: Einwanderungserf_ausf__3, indicator: immigration_history_one_sided"
    text = rules.read_text(encoding="utf-8")
    assert was in text
    swapped = text.replace(
        "measure: Einwanderungserf_ausf__2, indicator: immigration_history",
        "measure: Einwanderungserf_ausf__2, indicator: kept",
    ).replace(was, "measure: Einwanderungserf_ausf__3, indicator: immigration_history")
    rules.write_text(swapped, encoding="utf-8")
    settings = bare_data / DISTRICT
    heads = settings.read_text(encoding="utf-8").split("[[shares]]")
    settings.write_text(heads[0], encoding="utf-8")  # the published shares are those of the group as it was
    second = load(bare_data, LATER).edition_id
    recompute(bare_data, first)
    assert moved(bare_data, first, second) == {"method"}
    before, recomputed, *_ = values(bare_data, first, second)["need:immigration_history", "", ""]
    assert before == 59878.0
    assert recomputed != before


def test_an_export_that_brings_old_cases_late_moves_data_only(history: History) -> None:
    first = history.first
    history.deliver_late()
    assert moved(history.data, first, history.loaded(LATER)) == {"data"}


def test_a_post_that_begins_between_the_dates_moves_posts_only(history: History) -> None:
    first = history.first
    history.add_post()
    second = history.loaded(LATER)
    recompute(history.data, first)
    assert moved(history.data, first, second) == {"posts"}
    found = values(history.data, first, second)
    assert found["fte", "", ""] == (12.0, 12.0, 12.0, 13.0, 13.0)
    assert found["fte", "", "welcome"] == (8.5, 8.5, 8.5, 9.5, 9.5)


def test_new_months_move_development_only(history: History) -> None:
    rows = read_cases(history.data / CASES)
    history.cut_cases()
    first = history.loaded(EARLY)
    history.deliver(rows, dt.date(2026, 10, 31))
    assert moved(history.data, first, history.loaded(LATER)) == {"development"}


def twin(data: Path, first: str, second: str, recomputed: str) -> Values:
    """Fully granted posts and cases at every stage, from the raw tables, one row after another."""
    with open_edition(first, data) as a, open_edition(recomputed, data) as r, open_edition(second, data) as b:
        posts_a, posts_b = (dt.date.fromisoformat(each.manifest["staffing_on"]) for each in (a, b))
        cases_a, cases_b = (dt.date.fromisoformat(each.manifest["caseload_on"]) for each in (a, b))
        ways = [
            (a, posts_a, cases_a),
            (r, posts_a, cases_a),
            (b, posts_a, cases_a),
            (b, posts_b, cases_a),
            (b, posts_b, cases_b),
        ]
        found: dict[tuple[str, str, str], list[float | None]] = {}
        for edition, on, until in ways:
            for key, value in counted(edition, on, until).items():
                found.setdefault(key, []).append(value)
        return {key: tuple(row) for key, row in found.items()}


def counted(edition: Edition, on: dt.date, until: dt.date) -> dict[tuple[str, str, str], float]:
    areas = ("labour_market", "psychosocial", "welcome")
    found: dict[tuple[str, str, str], float] = {("new_cases_12m", "", ""): 0.0}
    for quantity in ("fte", "open_cases"):
        found |= {(quantity, "", area): 0.0 for area in ("", *areas)}
    of_post = {row["post"]: row for row in edition.query("FROM post").to_dicts()}
    for row in edition.query("FROM post_period").to_dicts():
        post = of_post[row["post"]]
        if post["building_block"] == "case_management" and row["valid_from"] <= on and (row["valid_to"] or on) >= on:
            for area in ("", post["focus_area"]):
                found["fte", "", area] += row["fte"]
    begin = until.replace(day=1)
    for _ in range(11):
        begin = (begin - dt.timedelta(days=1)).replace(day=1)
    for row in edition.query("FROM client_case").to_dicts():
        interview, end = row["first_interview_on"], row["ended_on"]
        if interview is None:
            continue
        if interview <= until and (end is None or end > until):
            for area in ("", row["focus_area"]):
                found["open_cases", "", area] += 1
        if begin <= interview <= until:
            found["new_cases_12m", "", ""] += 1
    return found


def test_all_at_once_is_told_apart_as_a_slow_twin_counts(history: History) -> None:
    rows = read_cases(history.data / CASES)
    history.cut_cases()
    first = history.loaded(EARLY)
    history.deliver(rows, dt.date(2026, 10, 31))
    history.deliver_late()
    history.read_no_ends()
    history.add_post()
    second = history.loaded(LATER)
    recomputed = recompute(history.data, first).stem
    assert moved(history.data, first, second) == set(STEPS)
    found = values(history.data, first, second)
    expected = twin(history.data, first, second, recomputed)
    assert {key: row for key, row in found.items() if not key[0].startswith("need:")} == expected
    for row in found.values():
        whole = [value for value in row if value is not None]
        assert sum(later - earlier for earlier, later in pairwise(whole)) == whole[-1] - whole[0]


def test_the_shipped_data_are_what_a_slow_twin_counts(loaded: Store) -> None:
    current = loaded.current_id()
    found = {key: row for key, row in values(loaded.data, current, current).items() if not key[0].startswith("need:")}
    assert found == twin(loaded.data, current, current, current)
    with open_edition(current, loaded.data) as edition:
        indicators = edition.query("FROM indicator").to_dicts()
    needs = {key: row for key, row in values(loaded.data, current, current).items() if key[0].startswith("need:")}
    assert len(needs) == 6 * 16
    for (quantity, ags, _), row in needs.items():
        of_place = {
            figure["reference_date"]: figure["value"]
            for figure in indicators
            if (figure["indicator"], figure["ags"]) == (quantity.removeprefix("need:"), ags or "05358")
        }
        assert set(row) == {of_place[max(of_place)]}


def test_a_recomputation_changes_nothing_that_was_there(history: History) -> None:
    first = history.first
    history.deliver(read_cases(history.data / CASES)[:-3], dt.date(2026, 10, 31))
    history.read_no_ends()
    history.loaded(LATER)
    store = Store(history.data)
    was = tree(history.data)
    told: list[tuple[str, int, int]] = []
    path = recompute(history.data, first, lambda *step: told.append(step))
    now = tree(history.data)
    assert {name: now[name] for name in was} == was
    assert {*now} - {*was} == {f"warehouse/recomputed/{path.stem}{suffix}" for suffix in (".duckdb", ".json")}
    assert told[-1][1] == told[-1][2] > 0
    assert store.recomputations(first) == [path.stem]
    assert path.stem not in store.ids()
    keys = [
        set(edition.query("SELECT case_key FROM client_case")["case_key"])
        for edition in (open_edition(first, history.data), open_edition(path.stem, history.data))
    ]
    assert keys[0] == keys[1] != set()
    assert store.manifest(path.stem)["recomputed_from"] == first
    if os.name != "nt":
        assert {stat.S_IMODE(each.stat().st_mode) for each in store.recomputed.iterdir()} == {0o600}
        assert stat.S_IMODE(store.recomputed.stat().st_mode) == 0o700
    moment = path.stat().st_mtime_ns
    assert recompute(history.data, first) == path
    assert path.stat().st_mtime_ns == moment


def test_posts_that_stand_in_the_settings_are_those_of_then(bare_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a staffing table the district's settings are an input, and so come back for the recomputation."""
    shutil.rmtree(bare_data / "raw/staffing")
    settings = bare_data / DISTRICT
    settings.write_text(POSTS_IN_SETTINGS, encoding="utf-8")
    digest = sha256(settings)
    first = load(bare_data, FIRST).edition_id
    kept = Store(bare_data).replaced / digest
    kept.mkdir(parents=True)
    shutil.copy(settings, kept)
    settings.write_text(POSTS_IN_SETTINGS.replace("fte = 1.0", "fte = 2.5"), encoding="utf-8")
    monkeypatch.setattr(load_module, "_method_hash", lambda: "0" * 12)
    second = load(bare_data, LATER).edition_id
    recompute(bare_data, first)
    assert values(bare_data, first, second)["fte", "", ""] == (1.0, 1.0, 2.5, 2.5, 2.5)
    assert moved(bare_data, first, second) == {"data"}


def test_an_edition_of_todays_method_needs_no_recomputation(bare_data: Path) -> None:
    first = load(bare_data, FIRST).edition_id
    assert recompute(bare_data, first) == Store(bare_data).database(first)
    assert not Store(bare_data).recomputed.exists()


@pytest.fixture
def changed_code(_changed_code_template: Path, tmp_path: Path) -> tuple[Path, str, str]:
    """Two editions of the same inputs; the program was changed in between."""
    data = Path(shutil.copytree(_changed_code_template, tmp_path / "data"))
    first, second = Store(data).ids()
    return data, first, second


def test_the_later_edition_must_be_of_todays_method(
    changed_code: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, first, second = changed_code
    assert can_recompute(data, first, second)
    assert not can_recompute(data, second, first)
    monkeypatch.setattr(load_module, "_method_hash", lambda: "1" * 12)
    assert not can_recompute(data, first, second)
    recompute(data, first)
    found = compare(first, second, data)
    assert not found["method_is_known"].any()
    assert stages(first, second, data)[1].edition_id is None
    monkeypatch.undo()
    recompute(data, first)
    assert len(Store(data).recomputations(first)) == 2
    assert compare(first, second, data)["method_is_known"].all()


def test_a_withdrawn_input_makes_it_impossible_and_says_so(changed_code: tuple[Path, str, str]) -> None:
    data, first, _ = changed_code
    path = data / CENSUS
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n", encoding="utf-8")
    sign(path)
    was = tree(data)
    with pytest.raises(InputError, match=r"inputs of then are no longer kept: census/zensus2022_demografie\.csv"):
        recompute(data, first)
    assert tree(data) == was
    path.write_text(text, encoding="utf-8")
    sign(path)
    assert recompute(data, first).is_file()


def test_what_is_no_edition_is_not_recomputed(bare_data: Path) -> None:
    with pytest.raises(NoEditionError):
        recompute(bare_data, "20260101T080000Z-aaaaaaaaaaaa")
    assert not Store(bare_data).folder.exists()


def test_a_failed_recomputation_leaves_nothing(
    changed_code: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, first, _ = changed_code
    was = tree(data)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recompute(data, first, stop)
    assert tree(data) == was
    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        recompute(data, first)
    monkeypatch.undo()
    assert tree(data) == was


@pytest.mark.parametrize("how", ["remove", "prune"])
def test_a_recomputation_goes_with_its_edition(changed_code: tuple[Path, str, str], how: str) -> None:
    data, first, second = changed_code
    store, path = Store(data), recompute(data, first)
    if how == "remove":
        remove(data, first)
    else:
        assert prune(data, 0) == [first]
    assert not path.exists()
    assert list(store.recomputed.iterdir()) == []
    with pytest.raises(NoEditionError):
        store.readable(path.stem)
    assert store.ids() == [second]


def test_a_load_clears_away_what_a_killed_recomputation_left(changed_code: tuple[Path, str, str]) -> None:
    data, first, second = changed_code
    store, path = Store(data), recompute(data, first)
    whole = tree(store.recomputed)
    half = path.with_name(f"{first}-{'f' * 12}.duckdb")
    shutil.copy(path, half)
    of_nobody = [path.with_name(f"20200101T000000Z-{'f' * 12}-{'f' * 12}{suffix}") for suffix in (".duckdb", ".json")]
    for left in of_nobody:
        shutil.copy(path, left)
    assert store.recomputations(first) == [path.stem]
    assert load(data, LATER).edition_id == second
    assert tree(store.recomputed) == whole


def test_a_recomputation_is_never_the_current_edition(changed_code: tuple[Path, str, str]) -> None:
    data, first, second = changed_code
    store, made = Store(data), recompute(data, first).stem
    for act in (store.use, store.remove, store.release, lambda each: store.freeze(each, "")):
        with pytest.raises(NoEditionError):
            act(made)
    assert store.current_id() == second


def test_the_command_says_what_became_of_it(
    changed_code: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, first, second = changed_code
    monkeypatch.setenv("KIM_DATA_DIR", str(data))
    assert main(["recompute", first]) == 0
    assert "is counted anew by the method of today" in capsys.readouterr().out
    assert len(Store(data).recomputations(first)) == 1
    assert main(["recompute", second]) == 0
    assert "there is nothing to count anew" in capsys.readouterr().out
    assert main(["recompute", "20260101T080000Z-aaaaaaaaaaaa"]) == 1
    assert "no edition" in capsys.readouterr().err


def test_the_stages_have_the_columns_of_the_frame(changed_code: tuple[Path, str, str]) -> None:
    data, first, second = changed_code
    assert [stage.name for stage in stages(first, second, data)] == list(STAGES)
    assert compare(first, second, data).select(STAGES).dtypes == [pl.Float64] * 5
