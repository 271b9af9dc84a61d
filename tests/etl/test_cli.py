"""The command line: what it prints and returns, for people who load data once a month."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from etl.__main__ import main
from etl.inputs import sha256
from etl.load import load
from warehouse import Store

CASES = "raw/caseload/Beispieldaten_Faelle.csv"
POPULATION = "raw/census/bevoelkerung_2024.csv"

Edit = Callable[[Path, Callable[[str], str]], None]


class Terminal:
    """Runs a command on one data folder and returns exit code, output and errors."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.capsys = data, capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *self.capsys.readouterr())


@pytest.fixture
def run(small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    monkeypatch.setenv("COLUMNS", "240")
    return Terminal(small_data, capsys)


@pytest.fixture
def run_bare(run: Terminal) -> Terminal:
    """The same without client data, for commands that do not care what is loaded."""
    shutil.rmtree(run.data / "raw" / "caseload")
    return run


COMMANDS = [
    "load",
    "check",
    "editions",
    "diff",
    "use",
    "back",
    "freeze",
    "release",
    "prune",
    "remove",
    "sign",
    "example",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: python -m etl {command}" in shown
    assert len(shown.splitlines()) > 4


def test_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"\n    {command} " in shown for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments", [[], ["lode"], ["use"], ["check"], ["example"], ["load", "--fast"], ["prune"], ["back"]]
)
def test_a_wrong_call_is_refused_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: python -m etl" in capsys.readouterr().err


def test_load_prints_edition_account_and_that_clients_are_made_up_and_then_that_nothing_changed(run: Terminal) -> None:
    code, shown, errors = run("load")
    edition_id = Store(run.data).current_id()
    assert (code, errors) == (0, "")
    assert f"Edition {edition_id} made and now current." in shown
    assert "14 control totals come out." in shown
    assert "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden." in shown
    for entry in Store(run.data).manifest(edition_id)["inputs"]:
        line = next(line for line in shown.splitlines() if entry["file"] in line)
        fates = ("rejected", "withheld", "superseded", "duplicate")
        not_loaded = [f"{rows} {fate}" for fate in fates if (rows := entry[f"rows_{fate}"])]
        kind = "example" if entry["is_example"] else "real"
        rows = [str(entry["rows_read"]), str(entry["rows_loaded"])]
        assert line.split() == [entry["file"], *rows, *" ".join(not_loaded[:1]).split(), kind]
        below = shown.partition(line)[2].splitlines()[1:]
        assert [found.strip() for found in below[: len(not_loaded[1:])]] == not_loaded[1:]
    code, shown, _ = run("load")
    assert code == 0
    assert f"Edition {edition_id} was there already: same inputs, same method and now current." in shown
    assert Store(run.data).ids() == [edition_id]


def test_names_of_files_stay_whole_in_a_terminal_of_80_characters(
    run: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, shown, _ = run("load")
    manifest = Store(run.data).manifest(Store(run.data).current_id())
    assert all(entry["file"] in shown for entry in manifest["inputs"])
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_a_load_that_cannot_be_done_returns_1_and_says_why_on_the_error_stream(run_bare: Terminal, edit: Edit) -> None:
    edit(run_bare.data / POPULATION, lambda text: text.replace("value", "Wert", 1))
    code, _, errors = run_bare("load")
    assert code == 1
    assert errors.startswith("Nothing was changed. census/bevoelkerung_2024.csv, row 1: the header lacks «value»")
    assert Store(run_bare.data).ids() == []


def test_a_missing_data_folder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(tmp_path / "nowhere"))
    assert main(["load"]) == 1
    assert "this folder of inputs does not exist" in capsys.readouterr().err


def test_editions_lists_them_and_use_goes_back(run_bare: Terminal, edit: Edit) -> None:
    run_bare("load")
    first = Store(run_bare.data).current_id()
    edit(run_bare.data / POPULATION, lambda text: text.replace(";14324;", ";14325;"))
    run_bare("load")
    second = Store(run_bare.data).current_id()
    _, shown, _ = run_bare("editions")
    assert [[*map(str.strip, line.strip("│").split("│"))][:2] for line in shown.splitlines() if "Z-" in line] in (
        [["", first], ["*", second]],
        [["*", second], ["", first]],  # made within the same second
    )
    code, shown, _ = run_bare("use", first)
    assert (code, shown) == (0, f"Edition {first} is now current.\n")
    assert Store(run_bare.data).current_id() == first


def test_editions_and_use_without_an_edition_say_what_to_do(run: Terminal) -> None:
    code, _, errors = run("editions")
    assert code == 1
    assert "run: python -m etl load" in errors
    code, _, errors = run("use", "20260101T000000Z-0123456789ab")
    assert code == 1
    assert "no edition '20260101T000000Z-0123456789ab'" in errors


def test_use_refuses_a_path_in_the_place_of_an_id(run_bare: Terminal) -> None:
    run_bare("load")
    before = Store(run_bare.data).current_id()
    code, _, errors = run_bare("use", f"../editions/{before}")
    assert code == 1
    assert "no edition" in errors
    assert Store(run_bare.data).current_id() == before


def test_check_accounts_for_the_rows_and_names_row_column_and_rule(run: Terminal) -> None:
    code, shown, _ = run("check", run.data / CASES)
    assert code == 0
    assert "cases, Beispieldaten" in shown
    with (run.data / CASES).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert f"  {len(rows)} rows read = " in shown
    line = next(number for number, row in enumerate(rows, start=2) if row["Anfrage am"] == "31.02.2024")
    assert f"  row {line}, column Anfrage am: readable_date: Not a valid date;" in shown


def test_check_makes_no_edition(run: Terminal) -> None:
    run("check", run.data / CASES)
    assert Store(run.data).ids() == []
    assert not Store(run.data).pointer.exists()


def test_check_of_a_broken_file_returns_1_and_names_file_row_and_column(run_bare: Terminal, edit: Edit) -> None:
    edit(run_bare.data / POPULATION, lambda text: text.replace("value", "Wert", 1))
    code, shown, _ = run_bare("check", run_bare.data / POPULATION)
    assert code == 1
    assert shown.startswith(
        "cannot be loaded bevoelkerung_2024.csv, row 1: the header lacks «value»; it has 7 columns. Correct"
    )


def test_check_names_the_file_and_the_other_that_it_does_not_go_together_with(
    run_bare: Terminal, tmp_path: Path
) -> None:
    present = run_bare.data / "raw/municipalities/gemeinden.csv"
    shorter = tmp_path / "Gemeinden.csv"
    lines = present.read_text(encoding="utf-8").splitlines(keepends=True)
    shorter.write_text("".join(line for line in lines if not line.startswith("05358060")), encoding="utf-8")
    code, shown, _ = run_bare("check", shorter)
    assert code == 1
    assert shown.startswith(
        "cannot be loaded Gemeinden.csv: geo/gemeinden_vg250_2016.geojson, column «ags»: boundaries and "
        "municipalities differ; unknown: 05358060\n"
    )


def test_check_goes_on_to_the_next_file_after_a_broken_one(run_bare: Terminal) -> None:
    code, shown, _ = run_bare("check", run_bare.data / "raw/nothing.csv", run_bare.data / POPULATION)
    assert code == 1
    assert "cannot be loaded nothing.csv: does not exist" in shown
    assert "16 rows read = 16 to load + 0 rejected + 0 withheld + 0 superseded + 0 duplicate" in shown


def test_check_reads_a_file_from_anywhere_in_the_place_of_the_one_of_its_kind(run: Terminal, tmp_path: Path) -> None:
    elsewhere = tmp_path / "Downloads"
    assert run("example", "--cases", "50", "--seed", "7", "--out", elsewhere)[0] == 0
    code, shown, _ = run("check", elsewhere / "Beispieldaten_Faelle.csv")
    assert code == 0
    assert "rows read = " in shown


def test_square_brackets_in_headings_are_shown_and_not_taken_for_markup(run: Terminal, edit: Edit) -> None:
    edit(run.data / CASES, lambda text: text.replace("Zugangsweg", "Alter [/x]", 1))
    code, shown, _ = run("check", run.data / CASES)
    assert code == 1
    assert "does not know the columns «Alter [/x]»;" in shown
    code, _, errors = run("load")
    assert code == 1
    assert "does not know the columns «Alter [/x]»;" in errors


@pytest.mark.parametrize("named_by", ["path", "name below data/raw"])
def test_sign_accepts_a_change_made_on_purpose(run_bare: Terminal, named_by: str) -> None:
    path = run_bare.data / POPULATION
    path.write_bytes(path.read_bytes().replace(b";14324;", b";14325;"))
    code, _, errors = run_bare("load")
    assert code == 1
    assert "python -m etl sign census/bevoelkerung_2024.csv" in errors
    code, shown, _ = run_bare("sign", path if named_by == "path" else "census/bevoelkerung_2024.csv")
    assert (code, shown) == (0, f"bevoelkerung_2024.csv: sha256 {sha256(path)}\n")
    assert run_bare("check", path)[0] == 0


def test_sign_of_a_file_that_is_not_there_is_refused(run: Terminal) -> None:
    code, _, errors = run("sign", "census/nothing.csv")
    assert code == 1
    assert "census/nothing.csv: does not exist" in errors


def test_example_writes_three_files_with_sidecars_that_say_they_are_made_up(run: Terminal, tmp_path: Path) -> None:
    code, shown, _ = run("example", "--cases", "50", "--seed", "7", "--out", tmp_path / "new")
    assert code == 0
    files = sorted(path for path in (tmp_path / "new").iterdir() if path.suffix == ".csv")
    assert [path.name for path in files] == [
        "Beispieldaten_Faelle.csv",
        "Beispieldaten_Leistungen.csv",
        "Beispieldaten_Ziele.csv",
    ]
    for path in files:
        assert f"{path} (Beispieldaten)" in shown
        sidecar = yaml.safe_load(path.with_name(f"{path.name}.source.yml").read_text(encoding="utf-8"))
        assert (sidecar["data"], sidecar["mapping"], sidecar["sha256"]) == ("example", "beispieldaten", sha256(path))
        assert "erfunden" in sidecar["attribution"]
        assert sidecar["title"].startswith("Beispieldaten")


def test_example_with_too_few_cases_is_refused(run: Terminal, tmp_path: Path) -> None:
    code, _, errors = run("example", "--cases", "10", "--out", tmp_path / "new")
    assert code == 1
    assert "--cases: found 10, expected 50 or more" in errors
    assert not (tmp_path / "new").exists()


def test_python_m_etl_runs_as_a_program(small_data: Path, project: Path) -> None:
    environment = {**os.environ, "KIM_DATA_DIR": str(small_data), "COLUMNS": "240", "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(
        [sys.executable, "-m", "etl", "check", str(small_data / POPULATION), str(small_data / "raw" / "nothing.csv")],
        cwd=project,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert found.returncode == 1
    assert found.stderr == ""
    assert "16 rows read = 16 to load" in found.stdout
    assert "cannot be loaded nothing.csv: does not exist" in found.stdout


def headed(text: str, old: str, new: str) -> str:
    """A text with another heading in its first line."""
    head, line_end, rest = text.partition("\n")
    assert old in head
    return head.replace(old, new) + line_end + rest


@pytest.fixture
def downloads(run: Terminal, tmp_path: Path) -> Path:
    """The example's files as a carrier would send them: anywhere, without sidecars."""
    folder = tmp_path / "Downloads"
    shutil.copytree(run.data / "raw" / "caseload", folder, ignore=shutil.ignore_patterns("*.source.yml"))
    return folder


def test_check_of_files_without_sidecars_says_what_they_are_and_reads_them_together(
    run: Terminal, downloads: Path
) -> None:
    files = sorted(downloads.iterdir())
    code, shown, errors = run("check", *files)
    assert (code, errors) == (0, "")
    blocks = shown.split(str(downloads))[1:]
    assert [block.splitlines()[0].split(": ")[1].split(",")[0] for block in blocks] == ["cases", "services", "goals"]
    for block in blocks:
        assert "layout mapping:beispieldaten, encoding utf-8-sig, separator ';', confidence 100%" in block
        numbers = [
            int(part) for part in re.findall(r"\d+", next(x for x in block.splitlines() if " rows read = " in x))
        ]
        assert numbers[0] == sum(numbers[1:]) > 0
        assert len(numbers) == 6


def test_check_of_goals_alone_reads_them_with_the_cases_that_are_there(run: Terminal, downloads: Path) -> None:
    code, shown, _ = run("check", downloads / "Beispieldaten_Ziele.csv")
    assert code == 0
    assert " rows read = " in shown


def test_check_knows_an_official_table_by_its_content(run_bare: Terminal, shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "download.txt"
    path.write_bytes((shared_data / "census/official/ldbnrw_12411-15i_csv_latin1__dueren.csv").read_bytes())
    code, shown, _ = run_bare("check", path)
    assert code == 0
    assert "kind indicators, layout stacked, encoding iso-8859-1, separator ';'" in shown


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"Guten Tag", b"a;b\n1;2\n"], ids=repr)
def test_check_of_a_file_that_nobody_knows_returns_1(run_bare: Terminal, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "unbekannt.csv"
    path.write_bytes(content)
    code, shown, _ = run_bare("check", path, run_bare.data / POPULATION)
    assert code == 1
    assert "cannot be loaded unbekannt.csv: " in shown
    assert "kind unknown" in shown
    assert "16 rows read = 16 to load" in shown


def test_check_returns_1_for_a_file_whose_control_totals_fail(run_bare: Terminal, edit: Edit) -> None:
    posts = run_bare.data / "raw/staffing/stellen.csv"
    edit(posts, lambda text: text.replace(";0,5;", ";0,75;"))
    code, shown, _ = run_bare("check", posts)
    assert code == 1
    assert "control totals" in shown


def test_a_broken_file_is_told_from_those_it_was_checked_with(run: Terminal, downloads: Path) -> None:
    services = downloads / "Beispieldaten_Leistungen.csv"
    services.write_text(headed(services.read_text(encoding="utf-8"), "Stunden", "Std.; "), encoding="utf-8")
    code, shown, _ = run("check", *sorted(downloads.iterdir()))
    assert code == 1
    assert shown.count("cannot be loaded") == 1
    assert "cannot be loaded Beispieldaten_Leistungen.csv" in shown
    assert shown.count(" rows read = ") == 2


def test_check_writes_a_workbook_for_the_sender(run: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "Rückmeldung.xlsx"
    code, shown, _ = run("check", run.data / CASES, "--workbook", target)
    assert code == 0
    assert str(target) in shown
    book = CalamineWorkbook.from_path(target)
    assert book.sheet_names == ["Zurückgewiesen", "Konto", "Hinweise"]
    rejected = book.get_sheet_by_name("Zurückgewiesen").to_python()[1:]
    assert len(rejected) == len(
        [line for line in shown.splitlines() if re.search(r"^  row \d+(?!.*loaded all the same)", line)]
    )
    code, _, errors = run("check", run.data / CASES, "--workbook", tmp_path / "nowhere" / "x.xlsx")
    assert code == 1
    assert "choose another place" in errors


def test_check_accounts_for_rows_where_control_totals_fail(run_bare: Terminal, edit: Edit) -> None:
    posts = run_bare.data / "raw/staffing/stellen.csv"
    edit(posts, lambda text: text.replace(";0,5;01.10.2024;", ";-0,5;01.10.2024;"))
    code, shown, _ = run_bare("check", posts)
    assert code == 1
    assert "expected 12, found 11.5" in shown
    assert " rows read = 20 to load + 1 rejected" in shown
    assert "column VZÄ: min_exclusive: The value must be greater than zero" in shown


def an_hour_ago(data: Path) -> str:
    """An edition that was loaded then: ids have seconds, and the order of editions is that of their ids."""
    return load(data, dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).edition_id


def second_edition(run: Terminal, edit: Edit) -> tuple[str, str]:
    """Loads, changes one figure and loads again."""
    first = an_hour_ago(run.data)
    edit(run.data / POPULATION, lambda text: text.replace(";14324;", ";14325;"))
    run("load")
    return first, Store(run.data).current_id()


def test_diff_says_what_changed_from_the_previous_edition(run_bare: Terminal, edit: Edit) -> None:
    first, second = second_edition(run_bare, edit)
    code, shown, errors = run_bare("diff")
    assert (code, errors) == (0, "")
    assert f"From {first} to {second}:" in shown
    row = next(line for line in shown.splitlines() if "population_update" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["population_update", "0", "1", "0", "1.0"]
    assert "posts: nothing changed" in shown
    assert "control totals: nothing changed" in shown
    assert f"From {second} to {first}:" in run_bare("diff", second, first)[1]
    assert f"From nothing to {first}:" in (run_bare("use", first), run_bare("diff"))[1][1]
    code, _, errors = run_bare("diff", "20260101T000000Z-0123456789ab")
    assert code == 1
    assert "no edition" in errors


def test_freeze_release_and_prune(run_bare: Terminal, edit: Edit) -> None:
    first, second = second_edition(run_bare, edit)
    store = Store(run_bare.data)
    assert run_bare("freeze", first, "--reason", "Lenkungsgruppe [Mai]")[0] == 0
    assert "Lenkungsgruppe [Mai]" in run_bare("editions")[1]
    assert "0 editions would be removed" in run_bare("prune", "--keep", "0")[1]
    assert run_bare("release", first)[0] == 0
    code, shown, _ = run_bare("prune", "--keep", "0")
    assert (code, store.ids()) == (0, [first, second])
    assert shown.startswith(f"would remove {first}\n1 editions would be removed; with --yes they are.")
    code, shown, _ = run_bare("prune", "--keep", "0", "--yes")
    assert (code, store.ids()) == (0, [second])
    assert f"removed {first}" in shown
    code, _, errors = run_bare("prune", "--keep", "-1")
    assert code == 1
    assert "--keep: found -1, expected 0 or more" in errors
    assert run_bare("freeze", first)[0] == run_bare("release", first)[0] == 1


def test_one_edition_is_removed_even_if_frozen_but_not_the_current_one(run_bare: Terminal, edit: Edit) -> None:
    first, second = second_edition(run_bare, edit)
    store = Store(run_bare.data)
    run_bare("freeze", first, "--reason", "Lenkungsgruppe [Mai]")
    code, shown, _ = run_bare("remove", first)
    assert (code, store.ids()) == (0, [first, second])
    assert "frozen Lenkungsgruppe [Mai]" in shown
    assert f"would remove {first}" in shown
    for arguments in ([second], [second, "--yes"]):
        code, _, errors = run_bare("remove", *arguments)
        assert code == 1
        assert "is the current edition" in errors
    code, shown, _ = run_bare("remove", first, "--yes")
    assert (code, store.ids()) == (0, [second])
    assert f"removed {first}" in shown
    assert run_bare("remove", first, "--yes")[0] == 1


@pytest.mark.parametrize("command", ["back", "use"])
def test_cases_come_back_only_when_that_is_confirmed(run: Terminal, edit: Edit, command: str) -> None:
    store = Store(run.data)
    first = an_hour_ago(run.data)
    edit(run.data / CASES, lambda text: text.replace(";ja;", ";nein;", 1))
    run("load")
    second = store.current_id()
    code, shown, _ = run(command, first)
    assert (code, store.current_id()) == (1, second)
    assert shown.startswith("1 cases of this edition are not in the current one")
    assert run(command, first, "--yes")[0] == 0
    assert store.current_id() == first
    assert run(command, second)[0] == 0


def test_back_says_which_inputs_are_not_kept(run_bare: Terminal, edit: Edit) -> None:
    first, _ = second_edition(run_bare, edit)
    code, shown, _ = run_bare("back", first)
    assert code == 0
    assert f"Edition {first} is now current" in shown
    assert "not restored census/bevoelkerung_2024.csv" in shown
    assert Store(run_bare.data).current_id() == first
    assert run_bare("back", "20260101T000000Z-0123456789ab")[0] == 1
