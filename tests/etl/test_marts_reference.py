"""Marts of indicators, posts and municipalities against a slow and obvious twin."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely

from tests.etl.counted_again import RAW, code, day, posts, read, rows
from warehouse import Edition


def test_mart_indicator(edition: Edition) -> None:
    expected = [
        (
            row["ags"],
            row["indicator"],
            dt.date.fromisoformat(row["reference_date"]),
            float(row["value"]),
            row["unit"],
            row["quality"],
            path.relative_to(RAW).as_posix(),
        )
        for path in (RAW / "census").glob("*.csv")
        for row in read(path.relative_to(RAW).as_posix())
    ]
    assert sorted(rows(edition, "mart_indicator")) == sorted(expected)
    assert len(expected) == 512


def test_mart_post(edition: Edition) -> None:
    expected = [
        (
            row["Stelle"],
            code("building_block", row["Baustein"]),
            row["Träger"],
            code("focus_area", row["Schwerpunkt"]) if row["Schwerpunkt"] else None,
            *(2 * [float(row["VZÄ"].replace(",", "."))]),  # planned and, as nothing else is said, filled
            day(row["gültig ab"]),
            day(row["gültig bis"]),
            None,
            row["Bemerkung"] or None,
            row["Annahme"] or None,
        )
        for row in posts().values()
    ]
    assert sorted(rows(edition, "mart_post"), key=str) == sorted(expected, key=str)


def test_mart_post_area(edition: Edition) -> None:
    expected = [
        (row["Stelle"], row["AGS"], None, row["im Konzept genannt"] == "ja", None, None, row["Annahme"] or None)
        for row in read("staffing/stellen_gebiete.csv")
    ]
    assert sorted(rows(edition, "mart_post_area")) == sorted(expected)


def test_mart_municipality(edition: Edition) -> None:
    columns = ("area_km2", "longitude", "latitude")
    texts = ("degurba", "degurba_text", "regiostar7", "regiostar7_text")
    expected = [
        (row["ags"], row["name"], *(float(row[name]) for name in columns), *(row[name] for name in texts))
        for row in read("municipalities/gemeinden.csv")
    ]
    found = edition.query("FROM mart_municipality")
    assert found.drop("outline_wkb").rows() == sorted(expected)
    for row in found.iter_rows(named=True):
        outline = shapely.from_wkb(row["outline_wkb"])
        # boundaries of 2016, simplified at 50 m, against the cadastre of 2023
        assert outline.area == pytest.approx(row["area_km2"] * 1e6, rel=0.02)
