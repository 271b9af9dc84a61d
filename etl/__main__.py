"""The command line: python -m etl load | editions | use | check | sign | example."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from etl.check import check_file
from etl.errors import InputError
from etl.example import EXAMPLE_UNTIL, FILES, MINIMUM_CASES, generate_files
from etl.example_faults import DEFAULT_CASES
from etl.inputs import Sidecar, sha256, sign, write_sidecar
from etl.load import load
from warehouse import NoEditionError, Store, data_folder
from warehouse.store import Manifest

out = Console(highlight=False)


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
    command("editions", _editions, "List the editions, oldest first; * marks the current one.")
    use = command("use", _use, "Make another edition the current one.")
    use.add_argument("id", help="an id as the command editions prints it")
    check = command("check", _check, "Say what a file is and what would become of its rows; nothing is loaded.")
    check.add_argument("file", type=Path, nargs="+", help="file with a sidecar beside it")
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


def _editions(_: argparse.Namespace) -> int:
    store = Store(data_folder())
    current = store.current_id()
    table = Table("", "edition", "rows loaded", "rows rejected", "client data")
    for edition_id in store.ids():
        manifest = store.manifest(edition_id)
        loaded, rejected = (
            sum(entry[f"rows_{fate}"] for entry in manifest["inputs"]) for fate in ("loaded", "rejected")
        )
        clients = "example" if manifest["clients_are_example"] else "real"
        table.add_row("*" if edition_id == current else "", edition_id, str(loaded), str(rejected), clients)
    out.print(table)
    return 0


def _use(chosen: argparse.Namespace) -> int:
    Store(data_folder()).use(chosen.id)
    out.print(f"Edition {chosen.id} is now current.")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    fine = True
    for path in chosen.file:
        try:
            checked = check_file(path, data_folder())
        except InputError as error:
            fine = False
            out.print(f"[red]cannot be loaded[/red] {escape(str(error))}", soft_wrap=True)
            continue
        outcome = checked.outcome
        described = f"{path}: {checked.sidecar.kind}, {checked.sidecar.title} ({checked.sidecar.data})"
        out.print(escape(described), soft_wrap=True)
        out.print(
            f"  {outcome.rows_read} rows read = {outcome.rows_loaded} to load + {outcome.rows_rejected} rejected"
            f" + {outcome.withheld} withheld + {outcome.duplicate} duplicate"
        )
        for line, column, rule in outcome.rejected.sort("line").rows():
            out.print(f"  row {line}, column {escape(column)}: {rule}", soft_wrap=True)
    return 0 if fine else 1


def _sign(chosen: argparse.Namespace) -> int:
    path = chosen.file if chosen.file.is_file() else data_folder() / "raw" / chosen.file
    if not path.is_file():
        raise InputError("does not exist", str(chosen.file))
    out.print(f"{escape(path.name)}: sha256 {sign(path)}", soft_wrap=True)
    return 0


def _example(chosen: argparse.Namespace) -> int:
    if chosen.cases < MINIMUM_CASES:
        raise InputError(f"found {chosen.cases}, expected {MINIMUM_CASES} or more", "--cases")
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
    fates = ("read", "loaded", "rejected", "withheld", "superseded", "duplicate")
    table = Table(Column("file", overflow="fold"), *fates, "data")
    for entry in manifest["inputs"]:
        rows = (str(entry[f"rows_{fate}"]) for fate in fates)
        table.add_row(escape(entry["file"]), *rows, "example" if entry["is_example"] else "real")
    return table


if __name__ == "__main__":
    sys.exit(main())
