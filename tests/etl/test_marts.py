"""What holds for every mart: its file, its contract, its protection classes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl.database import mart_files, write_database
from warehouse import Edition
from warehouse.contracts import COMPUTED, DERIVED, MARTS, PEOPLE, PUBLIC, STAFF


def statement(path: Path) -> str:
    """The SQL without its comments."""
    return "\n".join(line.partition("--")[0] for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_file_opens_with_its_grain_and_units(path: Path) -> None:
    comment = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        comment.append(line)
    assert comment[0].startswith("-- Grain: one row per ")
    assert re.search(r"\bUnits?: ", " ".join(comment))


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_every_mart_file_is_numbered_makes_its_mart_and_orders_it(path: Path) -> None:
    mart = re.fullmatch(r"\d\d_(mart_[a-z_]+)", path.stem)
    assert mart
    assert f"CREATE TABLE {mart[1]} AS" in statement(path)
    assert "ORDER BY" in statement(path)


@pytest.mark.parametrize("path", mart_files(), ids=lambda path: path.stem)
def test_no_mart_holds_a_ratio(path: Path) -> None:
    """A ratio can be neither summed nor rounded on its own: numerators and denominators are stored, metrics divide."""
    assert "/" not in statement(path)
    assert not re.search(r"\b(avg|mean|median|quantile\w*|percent\w*|ratio\w*)\b", statement(path), re.I)


def test_every_mart_has_a_contract_and_every_contract_a_mart() -> None:
    assert {path.stem.partition("_")[2] for path in mart_files()} == set(MARTS)


def test_every_mart_keeps_its_contract_in_the_edition(edition: Edition) -> None:
    for mart, contract in MARTS.items():
        described = edition.query(f"DESCRIBE {mart}").select("column_name", "column_type").rows()
        assert described == [(name, column.dtype) for name, column in contract.items()], mart


def test_every_column_has_a_protection_class_and_a_meaning() -> None:
    for mart, contract in [*MARTS.items(), *COMPUTED.items()]:
        for name, column in contract.items():
            assert column.protection in (PUBLIC, PEOPLE, DERIVED, STAFF), f"{mart}.{name}"
            assert column.meaning, f"{mart}.{name}"
            assert bool(column.base) == (column.protection == DERIVED), f"{mart}.{name}"


@pytest.mark.parametrize(
    "mart",
    [
        "mart_caseload",
        "mart_goal",
        "mart_agreement",
        "mart_goal_spread",
        "mart_characteristic",
        "mart_referral",
        "mart_duration",
        "mart_service",
        "mart_contact_spread",
    ],
)
def test_no_count_of_clients_is_public(mart: str) -> None:
    """Each number of a mart made from client tables counts people or describes a post."""
    for name, column in MARTS[mart].items():
        if column.dtype in ("BIGINT", "DOUBLE"):
            assert column.protection in (PEOPLE, STAFF), name


def test_no_count_is_null(edition: Edition) -> None:
    """Nothing counted is 0; null would read as not reported."""
    for mart, contract in MARTS.items():
        counts = [name for name, column in contract.items() if column.dtype == "BIGINT"]
        found = edition.query(f"FROM {mart}")
        assert all(found[name].null_count() == 0 for name in counts), mart


@pytest.mark.parametrize(
    "mart", ["mart_caseload", "mart_service", "mart_goal", "mart_agreement", "mart_characteristic", "mart_referral"]
)
def test_posts_beside_counts_of_clients_are_staff_figures(mart: str) -> None:
    assert MARTS[mart]["post"].protection == STAFF


def test_a_mart_that_breaks_its_contract_stops_the_load(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "30_mart_post.sql"
    broken.write_text("CREATE TABLE mart_post AS SELECT post, carrier FROM post", encoding="utf-8")
    monkeypatch.setattr("etl.database.mart_files", lambda: [broken])
    with pytest.raises(AssertionError, match="mart_post does not keep its contract"):
        write_database(tmp_path / "new.duckdb", {"post": edition.query("FROM post")}, str)


def test_an_existing_file_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "there.duckdb").write_bytes(b"an edition")
    with pytest.raises(FileExistsError):
        write_database(tmp_path / "there.duckdb", {}, str)
    assert (tmp_path / "there.duckdb").read_bytes() == b"an edition"
