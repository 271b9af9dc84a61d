"""An open edition: nobody can write to it or reach past it, and it serves many threads."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from warehouse import Edition, NoEditionError, Store, open_edition

FIRST, SECOND = "20240101T080000Z-aaaaaaaaaaaa", "20250101T080000Z-bbbbbbbbbbbb"
THREADS = 8


def small_edition(data: Path, edition_id: str, value: int) -> None:
    """An edition with one table of one row."""
    store = Store(data)
    store.editions.mkdir(parents=True, exist_ok=True)
    draft = store.editions / ".draft"
    with duckdb.connect(str(draft)) as connection:
        connection.execute("CREATE TABLE figure AS SELECT ?::BIGINT AS value", [value])
    store.publish(draft, edition_id, {"edition": edition_id})


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a INTEGER)",
        "DELETE FROM mart_post",
        "UPDATE mart_post SET fte = 2",
        "INSERT INTO mart_goal FROM mart_goal",
        "DROP TABLE mart_post",
        "ALTER TABLE mart_post ADD COLUMN a INTEGER",
        "USE memory; DROP TABLE edition.mart_post",
    ],
)
def test_nothing_can_be_written(edition: Edition, statement: str) -> None:
    before = edition.query("FROM mart_post ORDER BY post")
    with pytest.raises(duckdb.Error, match="read-only"):
        edition.query(statement)
    assert edition.query("FROM mart_post ORDER BY post").equals(before)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM glob('{file}')",
        "COPY mart_post TO '{file}'",
        "ATTACH '{file}'",
        "EXPORT DATABASE '{file}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('https://example.invalid/a.csv')",
    ],
)
def test_no_other_file_and_no_network_can_be_reached(edition: Edition, tmp_path: Path, statement: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.Error, match=r"(?i)disabled|cannot access"):
        edition.query(statement.format(file=secret))
    assert secret.read_text(encoding="utf-8") == "a\n1\n"


@pytest.mark.parametrize(
    "setting",
    ["enable_external_access = true", "lock_configuration = false", "threads = 1", "GLOBAL memory_limit = '1GB'"],
)
def test_the_locks_cannot_be_taken_off(edition: Edition, setting: str) -> None:
    with pytest.raises(duckdb.Error, match="Cannot change configuration"):
        edition.query(f"SET {setting}")


def test_values_go_in_as_parameters(edition: Edition) -> None:
    named = edition.query("SELECT count(*) FROM mart_post WHERE carrier = $carrier", {"carrier": "' OR 1 = 1 --"})
    placed = edition.query("SELECT count(*) FROM mart_post WHERE carrier = ?", ["' OR 1 = 1 --"])
    assert named.item() == placed.item() == 0


def test_threads_query_side_by_side(edition: Edition) -> None:
    sql = "SELECT focus_area, sum(new_cases)::BIGINT AS cases FROM mart_caseload GROUP BY ALL ORDER BY ALL"
    expected = edition.query(sql)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: edition.query(sql), range(5 * THREADS)))
    assert all(answer.equals(expected) for answer in answers)


def test_a_folder_with_a_quote_an_umlaut_and_a_space(tmp_path: Path) -> None:
    data = tmp_path / 'Kreis Düren\'s "Daten"'
    small_edition(data, FIRST, 7)
    with open_edition(data=data) as found:
        assert found.query("FROM figure").item() == 7


def test_an_edition_keeps_working_after_another_became_current(tmp_path: Path) -> None:
    small_edition(tmp_path, FIRST, 1)
    with open_edition(data=tmp_path) as kept:
        small_edition(tmp_path, SECOND, 2)
        assert kept.id == FIRST
        assert kept.query("FROM figure").item() == 1
        with open_edition(data=tmp_path) as current:
            assert current.id == SECOND
            assert current.query("FROM figure").item() == 2
    with open_edition(FIRST, tmp_path) as again:
        assert again.query("FROM figure").item() == 1
        assert again.manifest == {"edition": FIRST}


def test_two_readers_of_the_same_file(tmp_path: Path) -> None:
    small_edition(tmp_path, FIRST, 1)
    with open_edition(data=tmp_path) as one, open_edition(data=tmp_path) as other:
        assert one.query("FROM figure").equals(other.query("FROM figure"))


def test_a_missing_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEditionError, match="no data has been loaded"):
        open_edition(data=tmp_path)
    small_edition(tmp_path, FIRST, 1)
    with pytest.raises(NoEditionError, match="no edition"):
        open_edition(SECOND, tmp_path)


def test_a_closed_edition_answers_no_more(tmp_path: Path) -> None:
    small_edition(tmp_path, FIRST, 1)
    found = open_edition(data=tmp_path)
    found.close()
    with pytest.raises(duckdb.Error):
        found.query("FROM figure")
    shutil.rmtree(tmp_path / "warehouse")
