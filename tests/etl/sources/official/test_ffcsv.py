"""Flat exports, new and old."""

from __future__ import annotations

import pytest

from etl.errors import InputError
from tests.etl.sources.official.conftest import Read

NEW = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;"
    "2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q"
)
OLD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
    "1_Auspraegung_Label;BEV1__Menschen__mit__Strichen__Anzahl;BEV2__Anteil__Prozent"
)
KREIS = "KREISE;Kreise;05358;Düren, Kreis"


def row(
    first: str = KREIS,
    second: str = "GES;Geschlecht;GESM;männlich",
    value: str = "5",
    unit: str = "Anzahl",
    mark: str = "",
) -> str:
    return f"12411;Bevölkerung;STAG;Stichtag;2024-12-31;{first};{second};{value};{unit};BEVSTD;Stand;{mark}"


def test_the_region_may_be_any_of_the_variables(read: Read) -> None:
    swapped = row("GES;Geschlecht;GESM;männlich", KREIS)
    assert read(NEW, row()).frame.equals(read(NEW, swapped).frame)
    assert read(NEW, row()).frame["indicator"].to_list() == ["12411__bevstd__ges_gesm"]


@pytest.mark.parametrize(
    "code", ["GEOGM4", "GEOLK4", "GEORB1", "GEOBL1", "GEODL1", "GEMEIN", "REGBEZ", "DLAND", "DINSG"]
)
def test_regions_of_all_offices(read: Read, code: str) -> None:
    assert read(NEW, row(f"{code};Gebiet;053580008008;Düren")).frame["ags"].to_list() == ["05358008"]


def test_a_row_of_no_area_or_of_two_is_rejected(read: Read) -> None:
    two = row(KREIS, "DLAND;Herkunft;05;Nordrhein-Westfalen")
    found = read(NEW, row("NAT;Nationalität;NATA;ausländisch"), two, row())
    assert found.rejected.rows() == [
        (2, "1_variable_code", "one_region_variable"),
        (3, "1_variable_code", "one_region_variable"),
    ]
    assert (found.rows_read, found.rows_loaded) == (3, 1)


def test_totals_have_no_attribute(read: Read) -> None:
    assert read(NEW, row(second="GES;Geschlecht;;Insgesamt")).frame["indicator"].to_list() == ["12411__bevstd"]


def test_marks_become_the_quality(read: Read) -> None:
    rows = [
        row(f"KREISE;Kreise;0535{number};x", mark=mark)
        for number, mark in enumerate(("", "e", "()", "p", "r", "s", "?"))
    ]
    found = read(NEW, *rows)
    assert found.frame["quality"].to_list() == ["exact", "exact", "limited", "preliminary", "revised", "estimated"]
    assert found.rejected.rows() == [(8, "value_q", "known_quality_mark")]


def test_figures_given_twice(read: Read) -> None:
    other = row(first="KREISE;Kreise;05354;Aachen, Kreis")
    found = read(NEW, row(), row(), other, other.replace(";5;", ";6;"))
    assert (found.rows_loaded, found.duplicate) == (1, 1)
    assert found.rejected.rows() == [(4, "–", "figure_given_once"), (5, "–", "figure_given_once")]


def test_english_exports_have_decimal_points(read: Read) -> None:
    rows = [row(f"KREISE;x;0535{at};x", value=value) for at, value in enumerate(("1.234", "10.5", "-"))]
    assert read(NEW, *rows).frame["value"].to_list() == [1.234, 10.5, None]
    assert read(NEW, rows[0]).rejected.rows() == [(2, "value", "readable_figure")]


def test_broken_rows_are_rejected(read: Read) -> None:
    good = [row(f"KREISE;x;0535{number};x") for number in range(5)]
    broken = (
        good[0].rpartition(";")[0],
        good[0] + ";5",
        "© Statistisches Bundesamt",
        good[0].replace("2024-12", "2024-13"),
    )
    found = read(NEW, *good, *broken)
    assert sorted(found.rejected.rows()) == [
        (7, "–", "as_many_cells_as_header"),
        (8, "–", "as_many_cells_as_header"),
        (9, "–", "as_many_cells_as_header"),
        (10, "time", "readable_date"),
    ]
    assert (found.rows_read, found.rows_loaded) == (9, 5)


def test_blank_columns_and_lines_at_the_end_do_no_harm(read: Read) -> None:
    assert read(NEW + ";;", row() + ";;", ";;;", "").frame.equals(read(NEW, row()).frame)


def test_a_head_that_is_cut_off_or_has_a_heading_twice_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match=r"row 1: the header lacks «value_unit»"):
        read(NEW.replace("value_unit", "einheit"), row())
    with pytest.raises(InputError, match=r"occurs more than once in the header: time"):
        read(NEW.replace("time_label", "time"), row())
    for heading in ("", "line"):
        with pytest.raises(InputError, match="column number 4 has no heading"):
            read(NEW.replace("time_label", heading), row())
    with pytest.raises(InputError, match="has headings but no rows"):
        read(NEW)


def old_row(key: str = "05358", first: str = "5", second: str = "10,5") -> str:
    return f"99;x;JAHR;Jahr;2022;GEMEIN;Gemeinden;{key};      Düren, Kreis;{first};{second}"


def test_an_old_row_has_several_measures(read: Read) -> None:
    found = read(OLD, old_row()).frame.select("indicator", "value", "unit")
    assert found.rows() == [("99__bev1", 5, "number"), ("99__bev2", 10.5, "per_cent")]


def test_an_old_row_with_an_unreadable_cell_goes_whole(read: Read) -> None:
    found = read(OLD, old_row(second="viel"), old_row("05354", "x", "/"))
    assert found.rejected.rows() == [(2, "BEV2__Anteil__Prozent", "readable_figure")]
    assert found.frame["quality"].to_list() == ["not_meaningful", "unreliable"]


def test_an_old_table_without_figures_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="has no column of figures"):
        read(OLD.partition(";BEV1")[0], old_row().rsplit(";", 2)[0])
