"""The commands about editions: which there are, what changed between two, going back, keeping and removing them."""

from __future__ import annotations

import argparse

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from etl.comparing.difference import Difference, difference
from etl.errors import InputError
from etl.intake import cases_returning, go_back, prune, remove
from etl.moving.one_at_a_time import one_at_a_time
from etl.recomputing import recompute
from warehouse import Store, data_folder

out = Console(highlight=False)
TITLES = {
    "inputs": "inputs",
    "cases": "cases by carrier",
    "parts": "goals and services",
    "moved": "municipalities and months whose new cases move",
    "indicators": "indicators",
    "posts": "posts",
    "totals": "control totals",
}


def editions(_: argparse.Namespace) -> int:
    """Print all editions, the current and the frozen ones marked."""
    store = Store(data_folder())
    current = store.current_id()
    table = Table(
        "",
        Column("edition", no_wrap=True),
        "rows loaded",
        "rows rejected",
        "client data",
        Column("frozen", overflow="fold"),
    )
    for edition_id in store.ids():
        manifest = store.manifest(edition_id)
        loaded, rejected = (
            sum(entry[f"rows_{fate}"] for entry in manifest["inputs"]) for fate in ("loaded", "rejected")
        )
        clients = "example" if manifest["clients_are_example"] else "real"
        reason = store.frozen_because(edition_id)
        frozen = "" if reason is None else escape(reason) or "yes"
        table.add_row("*" if edition_id == current else "", edition_id, str(loaded), str(rejected), clients, frozen)
    out.print(table)
    return 0


def use(chosen: argparse.Namespace) -> int:
    """Make another edition the current one and leave the inputs as they are; without --yes as `back` does."""
    store = Store(data_folder())
    if not chosen.yes and _brings_back(chosen.id):
        return 1
    with one_at_a_time(store):
        store.use(chosen.id)
    out.print(f"Edition {chosen.id} is now current.")
    return 0


def back(chosen: argparse.Namespace) -> int:
    """Make another edition the current one and bring its inputs back; without --yes not where cases would come back."""
    if not chosen.yes and _brings_back(chosen.id):
        return 1
    missing = go_back(data_folder(), chosen.id)
    out.print(f"Edition {chosen.id} is now current, and its inputs are back in place.")
    for name in missing:
        out.print(
            f"[yellow]not restored[/yellow] {escape(name)}: its version of then is not kept; the next load takes what is there",
            soft_wrap=True,
        )
    return 0


def diff(chosen: argparse.Namespace) -> int:
    """Print what changed from one edition to another, by default from the previous one to the current one."""
    store = Store(data_folder())
    after = chosen.after or store.current_id()
    before = chosen.before or next((found for found in reversed(store.ids()) if found < after), None)
    found = difference(store.database(before) if before else None, store.database(after))
    out.print(f"From {before or 'nothing'} to {after}:", soft_wrap=True)
    _print(found)
    return 0


def recomputing(chosen: argparse.Namespace) -> int:
    """Count an edition anew by the method of today, to compare with."""
    store = Store(data_folder())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out) as bar:
        task = bar.add_task("Counting anew")
        made = recompute(
            store.data,
            chosen.id,
            lambda step, done, total: bar.update(task, description=step, completed=done, total=total),
        )
    if made == store.database(chosen.id):
        said = f"Edition {chosen.id} was made by the method of today; there is nothing to count anew."
    else:
        said = (
            f"Edition {chosen.id} is counted anew by the method of today, so comparisons with it tell a changed method apart. "
            f"It is kept as {made.stem} and goes with the edition."
        )
    out.print(said, soft_wrap=True)
    return 0


def freeze(chosen: argparse.Namespace) -> int:
    """Keep an edition from being pruned."""
    Store(data_folder()).freeze(chosen.id, chosen.reason)
    out.print(f"Edition {chosen.id} is frozen: it is kept until it is released.")
    return 0


def release(chosen: argparse.Namespace) -> int:
    """Let a frozen edition be pruned again."""
    store = Store(data_folder())
    store.release(chosen.id)
    held = store.held_because(chosen.id)
    said = f" It stays kept for: {held}." if held else ""
    out.print(f"Edition {chosen.id} is released.{said}", markup=False, soft_wrap=True)
    return 0


def pruning(chosen: argparse.Namespace) -> int:
    """Remove old editions, or without --yes say which would be removed."""
    store = Store(data_folder())
    if chosen.keep < 0:
        raise InputError("found {found}, expected 0 or more", "--keep", found=chosen.keep)
    if not chosen.yes:
        ids = store.prunable(chosen.keep)
        for edition_id in ids:
            out.print(f"would remove {edition_id}")
        out.print(f"{len(ids)} editions would be removed; with --yes they are.")
        return 0
    removed = prune(store.data, chosen.keep)
    for edition_id in removed:
        out.print(f"removed {edition_id}")
    in_use = store.prunable(chosen.keep)
    for edition_id in in_use:
        out.print(f"[yellow]in use, not removed[/yellow] {edition_id}; close what shows it and try again")
    out.print(f"{len(removed)} editions removed.")
    return 0


def removing(chosen: argparse.Namespace) -> int:
    """Remove one edition, even a frozen one, or without --yes say that it would go."""
    store = Store(data_folder())
    reason = store.frozen_because(chosen.id)
    if chosen.id == store.current_id():
        raise InputError("is the current edition; load or go back to another one first", chosen.id)
    if reason is not None:
        out.print(f"[yellow]frozen[/yellow] {escape(reason)}".rstrip(), soft_wrap=True)
    if not chosen.yes:
        out.print(f"would remove {chosen.id} and the inputs that only it names; with --yes it is removed.")
        return 0
    remove(store.data, chosen.id)
    out.print(f"removed {chosen.id}")
    return 0


def _brings_back(edition_id: str) -> bool:
    """Whether cases would come back with an edition; it is said how many."""
    returning = cases_returning(data_folder(), edition_id)
    if returning != 0:
        number = "An unknown number of" if returning is None else returning
        out.print(
            f"{number} cases of this edition are not in the current one: withdrawn or removed since, they would come back. "
            "Nothing was changed; with --yes one goes back all the same.",
            soft_wrap=True,
        )
    return returning != 0


def _print(found: Difference) -> None:
    for message in found.said:
        out.print(f"[yellow]{escape(str(message))}[/yellow]", soft_wrap=True)
    for name, title in TITLES.items():
        frame: pl.DataFrame = getattr(found, name)
        if name == "totals":
            frame = frame.filter(~pl.col("before").eq_missing(pl.col("after")))
        if frame.is_empty():
            out.print(f"{title}: nothing changed")
            continue
        table = Table(*(Column(column, overflow="fold") for column in frame.columns), title=title, title_justify="left")
        for row in frame.rows():
            table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
        out.print(table)
