"""«Tabelle als CSV»: heads, days and labels in every arrangement that occurs."""

from __future__ import annotations

import datetime as dt

import pytest

from etl.errors import InputError
from tests.etl.sources.official.conftest import Read

HEAD = ("Tabelle: 1-1", "Menschen;;;", ";;Menschen;Menschen", ";;Insgesamt;weiblich", ";;Anzahl;Anzahl")
ROW = "31.12.2024;05358;  Düren, Kreis;5;3"
DATED = tuple(line if not line.startswith(";") else ";" + line for line in HEAD)


def figures(read: Read, *lines: str) -> list[tuple[object, ...]]:
    return read(*lines).frame.select("ags", "indicator", "reference_date", "value", "unit").rows()


def test_heads_above_each_other_and_a_day_before_the_key(read: Read) -> None:
    assert figures(read, *DATED, ROW) == [
        ("05358", "1_1__menschen__insgesamt", dt.date(2024, 12, 31), 5, "number"),
        ("05358", "1_1__menschen__weiblich", dt.date(2024, 12, 31), 3, "number"),
    ]


def test_the_day_may_stand_after_the_key(read: Read) -> None:
    assert figures(read, *DATED, "05358;31.12.2024;Düren, Kreis;5;3") == figures(read, *DATED, ROW)


@pytest.mark.parametrize("line", ["2024;;;", "Jahr: 2024;;;", "31.12.2024;;;", "Stichtag: 31.12.2024;;;"])
def test_the_day_may_be_a_line_of_its_own(read: Read, line: str) -> None:
    assert figures(read, *HEAD[:2], line, *HEAD[2:], "05358;Düren, Kreis;5;3") == figures(read, *DATED, ROW)


def test_each_year_may_head_its_own_rows(read: Read) -> None:
    found = figures(read, *HEAD[:2], "2023;;;", *HEAD[2:], "05358;Düren;5;3", "2022;;;", "05358;Düren;4;2")
    assert [(day.year, value) for _, _, day, value, _ in sorted(found, key=str)] == [  # type: ignore[attr-defined]
        (2022, 4),
        (2023, 5),
        (2022, 2),
        (2023, 3),
    ]


def test_years_may_stand_above_the_columns(read: Read) -> None:
    head = ("Tabelle: 1-2", "Anteil (Prozent);;;", ";;Jahr;Jahr", ";;2022;2023")
    assert figures(read, *head, "05358;Düren;9,5;10,0") == [
        ("05358", "1_2__anteil", dt.date(2022, 12, 31), 9.5, "per_cent"),
        ("05358", "1_2__anteil", dt.date(2023, 12, 31), 10.0, "per_cent"),
    ]


def test_further_labels_become_part_of_the_measure(read: Read) -> None:
    head = ("Tabelle: 1-3", ";;;;;Menschen", ";;;;;Anzahl")
    rows = ("31.12.2024;05358;Düren;163;  Türkei;5", "31.12.2024;05358;Düren;160;  Russland;4")
    assert [(indicator, value) for _, indicator, _, value, _ in figures(read, *head, *rows)] == [
        ("1_3__menschen__163_tuerkei", 5),
        ("1_3__menschen__160_russland", 4),
    ]


def test_rows_with_names_only_are_refused_with_the_reason(read: Read) -> None:
    head = ("Tabelle: 13111-54i", "Beschäftigte;;", ";Insgesamt;weiblich", ";Anzahl;Anzahl")
    with pytest.raises(InputError, match="no row has the official key of an area, and areas are never joined by name"):
        read(*head, "Düren;5;3", "Düren, Stadt;4;2")
    with pytest.raises(InputError, match="download the table again with keys"):
        read(*head, "31.12.2024;Düren;5;3")


def test_a_table_without_a_day_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="neither head nor rows say the day or year"):
        read(*HEAD, "05358;Düren;5;3")


def test_a_table_without_headings_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="no line above the rows names the figures"):
        read("Tabelle: 1-1", "2024;;", "05358;Düren;5")


def test_a_column_given_twice_is_kept_once_where_both_agree(read: Read) -> None:
    head = ("Tabelle: 1-4", ";;;Menschen;Menschen", ";;;Anzahl;Anzahl")
    assert figures(read, *head, "31.12.2024;05358;Düren;5;5") == [
        ("05358", "1_4__menschen", dt.date(2024, 12, 31), 5, "number")
    ]
    with pytest.raises(InputError, match="column «Menschen»: two columns have the same heading but different figures"):
        read(*head, "31.12.2024;05358;Düren;5;5", "31.12.2024;05358004;Aldenhoven;2;1")


def test_ids_do_not_depend_on_the_other_columns_of_a_download(read: Read) -> None:
    alone = ("Tabelle: 1-1", "Menschen;;", ";;;Menschen", ";;;weiblich", ";;;Anzahl")
    assert figures(read, *alone, "31.12.2024;05358;Düren, Kreis;3") == figures(read, *DATED, ROW)[1:]


def test_every_row_is_accounted_for(read: Read) -> None:
    rows = (
        ROW,
        ROW,
        "31.12.2024;05358004;Aldenhoven;zwei;1",
        "31.12.2024;Aldenhoven;05358004;2;1",
        "31.02.2024;05358008;Düren;2;1",
        "31.12.2024;05358012;Heimbach;2",
        "31.12.2024;05358016;Hürtgenwald;-;.",
        "31.12.2024;05358020;Inden;2;1",
        "31.12.2024;05358020;Inden;2;0",
    )
    found = read(*DATED, *rows, "__________", '"Eine Note;', 'mit Zeilen"', "Stand: 1.1.2025")
    assert sorted(found.rejected.rows()) == [
        (8, "Menschen | Insgesamt", "readable_figure"),
        (9, "Schlüssel", "area_key"),
        (10, "Stichtag", "readable_date"),
        (11, "–", "as_many_cells_as_header"),
        (13, "–", "figure_given_once"),
        (14, "–", "figure_given_once"),
    ]
    assert (found.rows_read, found.rows_loaded, found.rows_rejected, found.duplicate) == (9, 2, 6, 1)
    signs = found.frame.filter(found.frame["line"] == 12).select("value", "quality").rows()
    assert signs == [(None, "not_reported"), (None, "not_published")]
