"""What questions withhold from whoever is not the coordination, and what they tell of the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl.load import load
from metrics.protection import StaffFiguresWithheld, protect
from tests.warehouse.asked import ASKED
from tests.warehouse.marts import CASES_FILE, DUEREN, LATER, rows_of
from warehouse import Edition, open_edition, queries
from warehouse.queries import Answer

NARROWED: list[dict[str, Any]] = [
    {"by": ("carrier",)},
    {"by": (), "carrier": "Stadt Düren"},
    {"by": ("carrier_group", "focus_area")},
    {"by": ("carrier_group", "ags")},
    {"by": ("carrier_group",), "focus_area": "welcome"},
    {"by": ("focus_area",), "carrier_group": "one_post"},
    {"by": (), "post": "STADT-DUEREN-1"},
    {"by": ("carrier", "focus_area")},
    {"by": ("carrier", "ags")},
    {"by": ("carrier",), "focus_area": "welcome"},
    {"by": ("carrier",), "ags": DUEREN},
    {"by": ("focus_area",), "carrier": "Stadt Düren"},
    {"by": (), "carrier": "Stadt Düren", "ags": DUEREN},
    {"by": ("ags", "focus_area")},
    {"by": ("ags",), "focus_area": "psychosocial"},
    {"by": ("focus_area",), "ags": DUEREN},
]


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("asked", NARROWED)
@pytest.mark.parametrize(
    "question",
    [
        queries.caseload,
        queries.caseload_of_a_year,
        queries.services_of_a_year,
        queries.services,
        queries.goals,
        queries.agreements,
        queries.referrals,
        queries.characteristics,
    ],
)
def test_carriers_posts_and_two_of_group_place_and_focus_area_are_for_the_coordination(
    edition: Edition, question: Callable[..., Answer], asked: dict[str, Any], role: str
) -> None:
    further: dict[Callable[..., Answer], dict[str, Any]] = {
        queries.caseload: {"measures": ("new_cases",)},
        queries.services_of_a_year: {"month": LATER},
        queries.characteristics: {"attribute": "sex"},
    }
    found = question(edition, **further.get(question, {}), **asked)
    assert found.frame.height > 0
    counts = [name for name, dtype in found.frame.schema.items() if dtype == pl.Int64]
    assert counts
    assert {found.classes[name] for name in counts} == {"staff"}
    assert protect(found.frame, found.classes, "coordination", found.bases).equals(found.frame)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_figures_per_post_are_for_the_coordination(edition: Edition, role: str) -> None:
    for found in (
        queries.caseload(edition, ("post",), ("new_cases",)),
        queries.caseload_of_a_year(edition, ("post",)),
        queries.services_of_a_year(edition, ("post",), LATER),
        queries.services(edition, ("post",)),
        queries.filled_posts(edition),
    ):
        with pytest.raises(StaffFiguresWithheld):
            protect(found.frame, found.classes, role, found.bases)


class OnePost:
    """Stands for an edition with one post: granted a whole one, away for half a year, raised, gone and back again."""

    PERIODS = (
        (1.0, 1.0, "2021-01-01", "2024-02-29"),
        (1.0, 0.0, "2024-03-01", "2024-08-31"),
        (1.0, 0.5, "2024-09-01", "2024-12-31"),
        (1.5, 1.5, "2025-01-01", "2025-06-30"),
        (1.5, 1.5, "2026-01-01", None),
    )

    def query(self, sql: str) -> pl.DataFrame:
        rows = [
            {"post": "A-1", "building_block": "overhead", "carrier": "A", "focus_area": None, "languages": None}
            | {
                "fte": fte,
                "filled_fte": filled,
                "valid_from": begin,
                "valid_to": end,
                "remark": None,
                "assumption": None,
            }
            for fte, filled, begin, end in self.PERIODS
        ]
        days = pl.col("valid_from", "valid_to").str.to_date()
        with duckdb.connect() as connection:
            connection.register("mart_post", pl.DataFrame(rows, infer_schema_length=None).with_columns(days).to_arrow())
            return connection.sql(sql).pl()


def test_periods_that_differ_in_what_is_filled_are_one_for_the_public() -> None:
    """The dates alone would tell when somebody was away."""
    found = queries.posts(OnePost())  # type: ignore[arg-type]
    assert "filled_fte" not in found.frame.columns
    assert found.frame.select("fte", pl.col("valid_from", "valid_to").cast(pl.String)).rows() == [
        (1.0, "2021-01-01", "2024-12-31"),
        (1.5, "2025-01-01", "2025-06-30"),
        (1.5, "2026-01-01", None),
    ]
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)


def test_posts_are_told_as_they_are_but_for_what_is_filled(edition: Edition) -> None:
    found = queries.posts(edition).frame
    whole = rows_of(edition, "mart_post").drop("filled_fte")
    assert_frame_equal(found, whole, check_row_order=False, check_column_order=False)


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("by", [("carrier_group",), ("carrier_group", "case_kind"), ("ags", "case_kind"), ("ags",)])
def test_groups_of_carriers_places_and_kinds_of_cases_are_shown_rounded(
    edition: Edition, by: tuple[str, ...], role: str
) -> None:
    for found in (
        queries.caseload(edition, by, ("new_cases",), focus_area=None),
        queries.caseload_of_a_year(edition, by, carrier=None),
    ):
        shown = protect(found.frame, found.classes, role, found.bases)
        assert shown.schema == found.frame.schema
        assert shown.height > 0
        counts = [name for name in shown.columns if found.classes[name] == "people"]
        assert counts
        for name in counts:
            assert set(shown[name] % 5) == {0}, name


def test_a_group_of_carriers_is_never_one_with_a_single_post(edition: Edition) -> None:
    found = queries.carrier_groups(edition)
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)
    pooled = found.frame.filter(pl.col("carrier_group") == "one_post")
    assert pooled.height == 4
    alone = found.frame.filter(pl.col("carrier_group") != "one_post")
    assert alone["carrier"].to_list() == alone["carrier_group"].to_list()
    assert alone["fewest_posts"].min() == 2


def test_waiting_times_of_few_are_withheld(edition: Edition) -> None:
    found = queries.waiting(edition, ("ags", "year"), 14)
    shown = protect(found.frame, found.classes, "steering", found.bases)
    few = shown["cases"] < 10
    assert few.any()
    assert shown.filter(few)["median_days"].null_count() == few.sum()
    assert shown.filter(~few)["median_days"].null_count() == 0


def test_numbers_of_rows_about_clients_are_counts_of_people(edition: Edition) -> None:
    answer = queries.client_rows_in_all(edition)
    shown = protect(answer.frame, answer.classes, "steering", answer.bases)
    assert all(count % 5 == 0 for count in shown.row(0))
    exact = queries.client_rows(edition).frame
    assert answer.frame["rows_read"].item() == exact["rows_read"].sum()


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize(
    "question",
    [
        queries.client_rows,
        queries.rejected,
        queries.findings,
        queries.quality,
        ASKED["rejected_rows"],
        ASKED["finding_rows"],
    ],
)
def test_rows_of_a_single_file_about_clients_are_for_the_coordination(
    edition: Edition, question: Callable[..., Answer], role: str
) -> None:
    """A file may come from a carrier with one post."""
    found = question(edition)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_topics_in_a_place_are_for_the_coordination(edition: Edition, role: str) -> None:
    """A topic belongs to one focus area, and in many places a focus area to one post."""
    found = queries.goals(edition, ("topic",), ags=DUEREN)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


def test_numbers_of_rows_of_official_files_are_public_and_of_no_file_about_clients(edition: Edition) -> None:
    answer = queries.official_rows(edition)
    assert set(answer.classes.values()) == {"public"}
    assert not set(answer.frame["kind"]) & {"cases", "goals", "services"}
    assert protect(answer.frame, answer.classes, "steering").equals(answer.frame)


def test_sources_cite_every_file_without_numbers_of_rows(edition: Edition) -> None:
    cited = queries.sources(edition).frame
    assert cited.height == rows_of(edition, "mart_load_report").height
    assert not [column for column in cited.columns if column.startswith("rows_")]
    assert CASES_FILE in set(cited["file"])


def test_names_and_titles_of_real_exports_are_not_for_all(small_data: Path, edit_yaml: Callable[..., None]) -> None:
    for sidecar in (small_data / "raw" / "caseload").glob("*.source.yml"):
        edit_yaml(sidecar, lambda content: content.update(data="real", title="Fallliste Zielinska"))
    load(small_data)
    with open_edition(data=small_data) as real:
        cited = queries.sources(real).frame.filter(pl.col("kind").is_in(["cases", "goals", "services"]))
    assert set(cited["title"]) == set(cited["refused_columns"]) == {""}
    assert cited["file"].n_unique() == 3
    assert not any(file.startswith("caseload/") for file in cited["file"])


@pytest.mark.parametrize(
    ("question", "mart", "table"),
    [(queries.rejected_rows, "mart_rejected", "rejected_row"), (queries.finding_rows, "mart_finding", "finding")],
)
def test_lines_of_a_broken_rule_are_as_many_as_the_mart_counts(
    edition: Edition, question: Callable[..., Answer], mart: str, table: str
) -> None:
    counted = rows_of(edition, mart).group_by("file", "rule").agg(pl.col("rows").sum(), pl.col("first_row").min())
    assert counted.height > 0
    for file, rule, rows, first_row in counted.rows():
        found = question(edition, file, rule).frame
        assert found.columns == ["line", "column"]
        assert (found.height, found["line"].min()) == (rows, first_row)
    assert question(edition, "no such file", "no such rule").frame.is_empty()
    assert rows_of(edition, table).height == counted["rows"].sum()


def test_who_delivered_until_when_is_for_everybody(edition: Edition) -> None:
    found = queries.deliveries(edition)
    assert set(found.classes.values()) == {"public"}
    assert set(found.frame["carrier"]) == set(rows_of(edition, "mart_caseload")["carrier"])
    assert set(found.frame["exported_on"]) == {dt.date(2026, 10, 31)}
