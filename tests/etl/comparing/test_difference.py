"""The difference of two editions, against a slow and obvious twin and against what was changed on purpose."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.comparing.difference import CASES, INDICATORS, INPUTS, MOVED, PARTS, POSTS, TOTALS, difference
from etl.load import load
from warehouse import Edition, Store, open_edition

FIRST = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
LATER = FIRST + dt.timedelta(days=1)
CASES_FILE = "raw/caseload/Beispieldaten_Faelle.csv"
POPULATION = "raw/census/bevoelkerung_2024.csv"
STAFFING = "raw/staffing/stellen.csv"
SCHEMAS = {
    "cases": CASES,
    "parts": PARTS,
    "moved": MOVED,
    "indicators": INDICATORS,
    "posts": POSTS,
    "totals": TOTALS,
    "inputs": INPUTS,
}

Edit = Callable[[Path, Callable[[str], str]], None]


def fate(before: object, after: object) -> str:
    if before is None:
        return "new"
    if after is None:
        return "vanished"
    return "unchanged" if before == after else "changed"


def by_key(rows: Iterable[dict[str, object]], *key: str) -> dict[tuple[object, ...], dict[str, object]]:
    return {tuple(row[name] for name in key): row for row in rows}


def twin_cases(before: Edition, after: Edition) -> dict[str, Counter[str]]:
    was, now = (by_key(side.query("FROM client_case").to_dicts(), "case_key") for side in (before, after))
    carriers = {
        row["post"]: row["carrier"]
        for side in (before, after)
        for row in side.query("SELECT DISTINCT post, carrier FROM post").to_dicts()
    }
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key in was | now:
        carrier = carriers[(now.get(key) or was[key])["post"]]
        counted[carrier][fate(was.get(key), now.get(key))] += 1
    return counted


def twin_rows(before: Edition, after: Edition, table: str, number: str) -> Counter[str]:
    was, now = (by_key(side.query(f"FROM {table}").to_dicts(), "case_key", number) for side in (before, after))
    return Counter(fate(was.get(key), now.get(key)) for key in was | now)


def twin_moved(before: Edition, after: Edition, share: float, fewest: int) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for column in ("ags", "month"):
        sums: list[Counter[object]] = []
        for side in (before, after):
            counter: Counter[object] = Counter()
            for row in side.query("FROM mart_caseload").to_dicts():
                counter[row[column]] += row["new_cases"]
            sums.append(counter)
        for value in set(sums[0]) | set(sums[1]):
            numbers: list[int | None] = []
            for counter in sums:
                covered = column == "ags" or (bool(counter) and min(counter) <= value <= max(counter))  # type: ignore[type-var, operator]
                numbers.append(counter[value] if covered else None)
            was, now = numbers
            if was is None or now is None or (abs(now - was) > fewest and abs(now - was) > share * was):
                found.append((value, None, was, now) if column == "ags" else (None, value, was, now))
    return found


def test_cases_goals_services_and_moves_agree_with_the_slow_twin(loaded: Store, small_data: Path, edit: Edit) -> None:
    """The shipped example against one of other cases under other keys, and against itself with some rows changed."""
    load(small_data, FIRST)
    store = Store(small_data)
    first = store.current_id()
    chance = random.Random(5)

    def shuffle(text: str) -> str:
        head, *rows = text.splitlines(keepends=True)
        kept = [row for row in rows if chance.random() > 0.2]
        posts = ("SKF-2", "SKF-3", "EVANGELISCHE-1", "STADT-DUEREN-1")
        swapped = [row.replace("EVANGELISCHE-1", chance.choice(posts)).replace("weiblich", "divers") for row in kept]
        return "".join([head, *swapped])

    edit(small_data / CASES_FILE, shuffle)
    second = load(small_data, LATER).edition_id
    pairs = [
        (store.database(first), store.database(second)),
        (loaded.database(loaded.current_id()), store.database(second)),
    ]
    for before, after in pairs:
        share, fewest = 0.05, 1
        found = difference(before, after, share, fewest)
        with (
            open_edition(before.stem, before.parents[2]) as old,
            open_edition(after.stem, after.parents[2]) as new,
        ):
            cases = twin_cases(old, new)
            assert {row.pop("carrier"): Counter(row) for row in found.cases.to_dicts()} == {
                carrier: Counter({name: count[name] for name in ("new", "changed", "vanished", "unchanged")})
                for carrier, count in cases.items()
            }
            parts = {row.pop("part"): Counter(row) for row in found.parts.to_dicts()}
            assert +parts["goals"] == twin_rows(old, new, "case_goal", "goal_number")
            assert +parts["services"] == twin_rows(old, new, "case_service", "service_number")
            expected = twin_moved(old, new, share, fewest)
            assert sorted(found.moved.rows(), key=repr) == sorted(expected, key=repr)
            assert found.moved.height > 0
        assert found.cases.select("new", "changed", "vanished").sum().row(0) != (0, 0, 0)


def test_an_edition_does_not_differ_from_itself(loaded: Store) -> None:
    path = loaded.database(loaded.current_id())
    found = difference(path, path)
    assert found.cases.select("new", "changed", "vanished").sum().row(0) == (0, 0, 0)
    assert found.cases["unchanged"].sum() > 5000
    assert found.parts.select("new", "changed", "vanished").sum().row(0) == (0, 0, 0)
    assert all(getattr(found, name).is_empty() for name in ("moved", "indicators", "posts", "inputs"))
    assert found.totals["before"].equals(found.totals["after"])
    assert found.said == ()


def test_against_nothing_everything_is_new(loaded: Store) -> None:
    found = difference(None, loaded.database(loaded.current_id()))
    for frame in (found.cases, found.parts):
        assert frame["new"].sum() > 1000
        assert frame.select("changed", "vanished", "unchanged").sum().row(0) == (0, 0, 0)
    assert found.posts.height == 21
    assert set(found.posts["change"]) == {"new"}
    assert found.posts["fte_before"].null_count() == 21
    assert set(found.inputs["change"]) == {"added"}
    assert found.totals["before"].null_count() == found.totals.height > 10
    assert found.said == ()


def test_every_frame_has_the_columns_it_promises(loaded: Store) -> None:
    found = difference(None, loaded.database(loaded.current_id()))
    for name, schema in SCHEMAS.items():
        assert dict(getattr(found, name).schema) == schema


def test_indicators_posts_and_inputs_that_were_changed_are_told(bare_data: Path, edit: Edit) -> None:
    first = load(bare_data, FIRST).edition_id

    def population(text: str) -> str:
        changed = text.replace(";14324;", ";14320;").replace(
            "population_update;2024-12-31;94568", "population_update;2024-12-31;95000"
        )
        assert changed.count(";95000;") == 1
        return changed

    def staffing(text: str) -> str:
        lines = text.splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith("SOZIALWERK-1;"))
        cells = lines[at].split(";")
        later = [*cells]
        cells[6], later[5] = "31.12.2023", "01.01.2024"
        lines[at : at + 1] = [";".join(cells), ";".join(later)]
        return "".join(lines)

    edit(bare_data / POPULATION, population)
    edit(bare_data / STAFFING, staffing)
    second = load(bare_data, LATER).edition_id
    store = Store(bare_data)
    found = difference(store.database(first), store.database(second))
    assert found.indicators.rows() == [("population_update", 0, 2, 0, 432.0)]
    changes = found.posts.select("post", "period", "change", "valid_to_before", "valid_to_after", "valid_from_after")
    assert changes.rows() == [
        ("SOZIALWERK-1", 1, "changed", None, dt.date(2023, 12, 31), dt.date(2021, 1, 1)),
        ("SOZIALWERK-1", 2, "new", None, None, dt.date(2024, 1, 1)),
    ]
    assert found.inputs.rows() == [(path.removeprefix("raw/"), "changed") for path in (POPULATION, STAFFING)]
    backwards = difference(store.database(second), store.database(first))
    assert backwards.posts["change"].to_list() == ["changed", "vanished"]
    assert backwards.indicators["largest_change"].to_list() == [-432.0]


def made(folder: Path, name: str, tables: dict[str, pl.DataFrame], version: int = 2) -> Path:
    """A database with a manifest and only these tables."""
    path = folder / f"{name}.duckdb"
    with duckdb.connect(str(path)) as connection:
        for table, frame in tables.items():
            connection.register("incoming", frame.to_arrow())
            connection.execute(f"CREATE TABLE {table} AS FROM incoming")
            connection.unregister("incoming")
    path.with_suffix(".json").write_text(json.dumps({"method": {"version": version}}), encoding="utf-8")
    return path


def test_tables_and_columns_of_another_form_are_left_out_and_said(tmp_path: Path) -> None:
    posts = pl.DataFrame({"post": ["A"], "carrier": ["Caritas"]})
    cases = pl.DataFrame({"case_key": ["1", "2"], "post": ["A", "A"], "sex": ["female", "male"]})
    old = made(tmp_path, "old", {"post": posts, "client_case": cases}, version=1)
    renamed = cases.with_columns(sex=pl.Series(["female", "diverse"]), age_band=pl.lit("x"))
    new = made(tmp_path, "new", {"post": posts, "client_case": renamed, "mart_post": posts})
    found = difference(old, new)
    assert found.cases.rows() == [("Caritas", 0, 1, 0, 1)]
    assert [message.values.get("table") for message in found.said] == [
        None,
        "case_goal",
        "case_service",
        "mart_caseload",
        "mart_indicator",
        "mart_post",
    ]
    assert "different versions of the method" in str(found.said[0])
    assert all(dict(getattr(found, name).schema) == schema for name, schema in SCHEMAS.items())


@settings(max_examples=40, deadline=None)
@given(
    before=st.dictionaries(st.tuples(st.sampled_from("AB"), st.integers(1, 4)), st.integers(0, 30), max_size=8),
    after=st.dictionaries(st.tuples(st.sampled_from("AB"), st.integers(1, 4)), st.integers(0, 30), max_size=8),
    share=st.sampled_from([0.0, 0.1, 1.0]),
    fewest=st.sampled_from([0, 5]),
)
def test_moves_agree_with_the_twin_for_any_two_marts(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[tuple[str, int], int],
    after: dict[tuple[str, int], int],
    share: float,
    fewest: int,
) -> None:
    folder = tmp_path_factory.mktemp("marts")
    editions = folder / "warehouse" / "editions"
    editions.mkdir(parents=True)
    ids = [f"2024010{day}T080000Z-000000000000" for day in (1, 2)]
    paths = []
    for edition_id, counts in zip(ids, (before, after), strict=True):
        rows = [(ags, dt.date(2024, month, 1), cases) for (ags, month), cases in counts.items()]
        schema = {"ags": pl.String, "month": pl.Date, "new_cases": pl.Int64}
        mart = pl.DataFrame(rows, schema=schema, orient="row")
        paths.append(made(editions, edition_id, {"mart_caseload": mart}))
    found = difference(*paths, share, fewest).moved
    with open_edition(ids[0], folder) as old, open_edition(ids[1], folder) as new:
        expected = twin_moved(old, new, share, fewest)
    assert sorted(found.rows(), key=repr) == sorted(expected, key=repr)
