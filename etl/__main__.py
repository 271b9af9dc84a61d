"""The command line: python -m etl load | check | editions | diff | use | back | recompute | freeze | release | prune | remove |
sign | example."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from etl import check_command, edition_commands
from etl.errors import InputError
from etl.example import EXAMPLE_UNTIL, FILES, MINIMUM_CASES, generate_files
from etl.example_faults import DEFAULT_CASES
from etl.inputs import Sidecar, sha256, sign, write_sidecar
from etl.load import load
from warehouse import NoEditionError, Store, data_folder
from warehouse.store import Manifest

out = Console(highlight=False)
NOT_LOADED = ("rejected", "withheld", "superseded", "duplicate")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when an input could not be used."""
    chosen = _parser().parse_args(arguments)
    try:
        result: int = chosen.run(chosen)
    except (InputError, NoEditionError) as error:
        Console(stderr=True, highlight=False).print(
            f"[red]Nothing was changed.[/red] {escape(str(error))}", soft_wrap=True
        )
        return 1
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Load the inputs below data/raw and keep editions of them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    command("load", _load, "Read all inputs, check them and make a new edition of the data the current one.")
    _add_edition_commands(command)
    text = "Say what files are and what would become of their rows; nothing is loaded."
    check_command.add_arguments(command("check", check_command.check, text))
    signing = command("sign", _sign, "Write a changed file's sha256 into its sidecar, after a change made on purpose.")
    signing.add_argument("file", type=Path, help="path, or name below data/raw")
    example = command(
        "example", _example, "Make an example caseload export (Beispieldaten): made up, the same for the same seed."
    )
    example.add_argument(
        "--cases", type=int, default=DEFAULT_CASES, metavar="N", help="number of cases (default %(default)s)"
    )
    example.add_argument(
        "--seed", type=int, default=2024, metavar="S", help="seed of the random numbers (default %(default)s)"
    )
    example.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into")
    return parser


def _add_edition_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    of_editions = edition_commands
    command(
        "editions",
        of_editions.editions,
        "List the editions, oldest first; * marks the current one, frozen ones are kept.",
    )
    one = "an id as the command editions prints it"
    text = "Make another edition the current one; the inputs stay, and the next load makes an edition of them again."
    use = command("use", of_editions.use, text)
    text = "Make another edition the current one and bring its inputs back, so that the next load does not undo it."
    for chosen in (use, command("back", of_editions.back, text)):
        chosen.add_argument("id", help=one)
        chosen.add_argument("--yes", action="store_true", help="also where cases would come back that went since")
    text = "Say what changed between two editions, by default from the previous one to the current one."
    diff = command("diff", of_editions.diff, text)
    diff.add_argument("before", nargs="?", help=one)
    diff.add_argument("after", nargs="?", help=one)
    text = "Count an edition anew by the method of today, so that comparisons tell a changed method from development."
    command("recompute", of_editions.recomputing, text).add_argument("id", help=one)
    freeze = command("freeze", of_editions.freeze, "Keep an edition, for a meeting for example, until it is released.")
    freeze.add_argument("id", help=one)
    freeze.add_argument("--reason", default="", help="why, as the list of editions shows it")
    text = "Let a frozen edition be removed again."
    command("release", of_editions.release, text).add_argument("id", help=one)
    text = "Remove old editions, never the current one or a frozen one; without --yes only say which."
    prune = command("prune", of_editions.pruning, text)
    prune.add_argument("--keep", type=int, required=True, metavar="N", help="how many of the newest stay in any case")
    prune.add_argument("--yes", action="store_true", help="remove them")
    text = "Remove one edition for good, even a frozen one, never the current one; without --yes only say so."
    remove = command("remove", of_editions.removing, text)
    remove.add_argument("id", help=one)
    remove.add_argument("--yes", action="store_true", help="remove it")


def _load(_: argparse.Namespace) -> int:
    store = Store(data_folder())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out) as bar:
        task = bar.add_task("Loading")
        result = load(
            store.data,
            progress=lambda step, done, total: bar.update(task, description=step, completed=done, total=total),
        )
    manifest = store.manifest(result.edition_id)
    out.print(
        f"Edition {result.edition_id} "
        + ("made" if result.is_new else "was there already: same inputs, same method")
        + " and now current."
    )
    out.print(_account(manifest))
    out.print(f"{len(manifest['control_totals'])} control totals come out.")
    if manifest["note"]:
        out.print(f"[yellow]{manifest['note']}[/yellow]")
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    path = chosen.file if chosen.file.is_file() else data_folder() / "raw" / chosen.file
    if not path.is_file():
        raise InputError("does not exist", str(chosen.file))
    out.print(f"{escape(path.name)}: sha256 {sign(path)}", soft_wrap=True)
    return 0


def _example(chosen: argparse.Namespace) -> int:
    if chosen.cases < MINIMUM_CASES:
        raise InputError("found {found}, expected {least} or more", "--cases", found=chosen.cases, least=MINIMUM_CASES)
    kinds = {name: kind for kind, name in FILES.items()}
    for path in generate_files(chosen.cases, chosen.seed, chosen.out):
        sidecar = Sidecar(
            kind=kinds[path.name],
            title="Beispieldaten: erfundener Export der Fallbearbeitung",
            publisher="KIM-Atlas, etl.example",
            licence="EUPL-1.2",
            attribution="erfunden, KIM-Atlas",
            url="",
            reference_date=EXAMPLE_UNTIL,
            data="example",
            sha256=sha256(path),
            mapping="beispieldaten",
        )
        write_sidecar(path, sidecar)
        out.print(f"{escape(str(path))} (Beispieldaten)", soft_wrap=True)
    return 0


def _account(manifest: Manifest) -> Table:
    """One row per file; what was not loaded stands below each other, so that 80 characters have room for the names."""
    numbers = (Column(heading, justify="right", no_wrap=True) for heading in ("read", "loaded"))
    columns = (Column("file", overflow="fold"), *numbers, Column("not loaded", no_wrap=True), "data")
    table = Table(*columns, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for entry in manifest["inputs"]:
        left = [f"{rows} {fate}" for fate in NOT_LOADED if (rows := entry[f"rows_{fate}"])]
        rows = (str(entry[f"rows_{fate}"]) for fate in ("read", "loaded"))
        table.add_row(escape(entry["file"]), *rows, "\n".join(left), "example" if entry["is_example"] else "real")
    return table


if __name__ == "__main__":
    sys.exit(main())
