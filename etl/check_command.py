"""The command `check`: what files are and what would become of their rows."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from etl.check import Checked, check_files
from etl.errors import InputError
from etl.outcome import Outcome
from etl.recognising.recognition import Recognition
from etl.rejected_workbook import rejected_workbook
from etl.rules import rule_text
from warehouse import data_folder

out = Console(highlight=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, nargs="+", help="any file, with a sidecar beside it or without")
    parser.add_argument(
        "--workbook", type=Path, metavar="OUT.xlsx", help="write the rejected rows as a workbook for the sender"
    )


def check(chosen: argparse.Namespace) -> int:
    """Print what is known of each file; 0 when all of them can be loaded, 1 otherwise."""
    checked = check_files(chosen.file, data_folder(), dt.datetime.now().astimezone().date())
    for one in checked:
        _print(one)
    if chosen.workbook is not None:
        try:
            chosen.workbook.write_bytes(rejected_workbook([one.outcome for one in checked if one.outcome]))
        except OSError as error:
            raise InputError(
                "cannot be written ({reason}); choose another place", str(chosen.workbook), reason=error.strerror
            ) from error
        out.print(f"{escape(str(chosen.workbook))}: rejected rows, account and findings", soft_wrap=True)
    return 1 if any(one.problem for one in checked) else 0


def _print(one: Checked) -> None:
    if one.problem is not None:
        # What it does not go together with may be another file, which the problem names.
        itself = "" if one.path.name in one.problem.file else f"{one.path.name}: "
        out.print(f"[red]cannot be loaded[/red] {escape(itself + str(one.problem))}", soft_wrap=True)
    elif one.sidecar is not None:
        described = f"{one.path}: {one.sidecar.kind}, {one.sidecar.title} ({one.sidecar.data})"
        out.print(escape(described), soft_wrap=True)
    if one.recognition is not None:
        _print_recognition(one.recognition)
    if one.outcome is not None:
        _print_account(one.outcome)


def _print_recognition(found: Recognition) -> None:
    how = [f"kind {found.kind}", f"layout {found.layout or 'none'}"]
    if found.encoding is not None:
        how.append(f"encoding {found.encoding}")
    if found.separator is not None:
        how.append(f"separator {found.separator!r}")
    out.print(escape(f"  seems to be: {', '.join(how)}, confidence {found.confidence:.0%}"), soft_wrap=True)
    for message in found.messages:
        out.print(escape(f"  {message}"), soft_wrap=True)


def _print_account(outcome: Outcome) -> None:
    out.print(
        f"  {outcome.rows_read} rows read = {outcome.rows_loaded} to load + {outcome.rows_rejected} rejected"
        f" + {outcome.withheld} withheld + {outcome.superseded} superseded + {outcome.duplicate} duplicate",
        soft_wrap=True,
    )
    if outcome.refused:
        out.print(
            escape(f"  columns refused, as they may identify people: {', '.join(outcome.refused)}"), soft_wrap=True
        )
    for line, column, rule in outcome.rejected.sort("line", "column", "rule").rows():
        out.print(f"  row {line}, column {escape(column)}: {rule}: {escape(rule_text(rule, 'en'))}", soft_wrap=True)
    for line, column, rule in outcome.findings.sort("line", "column", "rule").rows():
        said = escape(rule_text(rule, "en"))
        out.print(f"  row {line}, column {escape(column)}: {rule} (is loaded all the same): {said}", soft_wrap=True)
