"""Figures of several files in one load: official downloads beside the shipped tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.indicator_rules import RULES_FILE
from etl.inputs import Sidecar, sha256, write_sidecar
from etl.load import load
from warehouse import open_edition

Edit = Callable[[Path, Callable[[str], str]], None]
DEMOGRAPHY = "census/official/Regionaltabelle_Demografie.csv"


def add(data: Path, name: str, content: bytes) -> Path:
    """Puts a file of figures among the inputs of a data folder."""
    path = data / "raw" / "census" / name
    path.write_bytes(content)
    day = dt.date(2022, 5, 15)
    write_sidecar(path, Sidecar("indicators", "t", "p", "l", "a", "u", day, "real", sha256(path)))
    return path


def table(*rows: str) -> bytes:
    return "\n".join(("ags;indicator;reference_date;value;unit;quality", *rows, "")).encode()


def test_a_table_of_all_germany_loads_and_the_marts_keep_the_district(bare_data: Path, shared_data: Path) -> None:
    add(bare_data, "Regionaltabelle_Demografie.csv", (shared_data / DEMOGRAPHY).read_bytes())
    load(bare_data)
    with open_edition(data=bare_data) as edition:
        assert (
            edition.query("SELECT count(*) AS rows FROM indicator WHERE indicator = 'population'")["rows"][0] == 12439
        )
        kept = edition.query("FROM mart_indicator WHERE indicator = 'foreign_nationals' ORDER BY ags")
        report = edition.query("FROM load_report WHERE file LIKE '%Regionaltabelle%'").row(0, named=True)
    assert kept.height == 16
    assert set(kept["ags"].str.slice(0, 5)) == {"05358"}
    assert kept["value"].sum() == 33970 + 33977  # the district, and its municipalities, whose counts are perturbed
    # The shipped extract says the same: each figure is kept once, and the first file by name is its source.
    assert set(kept["source"]) == {"census/Regionaltabelle_Demografie.csv"}
    assert (report["rows_read"], report["rows_loaded"], report["rows_rejected"]) == (12439, 12439, 0)


def test_a_figure_that_two_files_give_alike_is_kept_once(bare_data: Path) -> None:
    add(bare_data, "a.csv", table("05358004;population;2022-05-15;13939;persons;exact"))
    load(bare_data)
    with open_edition(data=bare_data) as edition:
        found = edition.query("FROM mart_indicator WHERE ags = '05358004' AND indicator = 'population'")
    assert found.select("value", "source").rows() == [(13939, "census/a.csv")]


@pytest.mark.parametrize("row", ["13940;persons;exact", "13939;persons;perturbed", ".;persons;exact"])
def test_a_figure_that_two_files_give_differently_stops_the_load(bare_data: Path, row: str) -> None:
    add(bare_data, "a.csv", table(f"05358004;population;2022-05-15;{row}"))
    message = (
        r"^census/a\.csv, census/zensus2022_demografie\.csv, column «indicator»: "
        r"population of 05358004 on 2022-05-15 is also in another file, and differs; keep one$"
    )
    with pytest.raises(InputError, match=message):
        load(bare_data)


def test_other_rules_for_figures_make_another_edition(bare_data: Path) -> None:
    first = load(bare_data)
    assert not load(bare_data).is_new
    rules = bare_data / RULES_FILE
    rules.write_text(rules.read_text(encoding="utf-8") + "\n- {table: X, unit: tons}\n", encoding="utf-8")
    second = load(bare_data)
    assert second.is_new
    assert second.edition_id != first.edition_id


def test_rules_that_cannot_be_stop_the_load(bare_data: Path) -> None:
    (bare_data / RULES_FILE).write_text("- {tabel: X}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"indicators\.yml: entry 1: unknown fields tabel"):
        load(bare_data)
