"""Regionaltabellen of the census, as text and as sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from etl.errors import InputError
from etl.sources.indicators import read_indicators
from tests.etl.sources.official.conftest import Read

HEAD = "Berichtszeitpunkt;_RS;Name;Regionalebene;0_Insgesamt_;Staatsange_kurz__1;Staatsange_kurz__2"
KREIS = "20220515;05358;Düren;Stadtkreis/kreisfreie Stadt/Landkreis;9;5;4"
TOWN = "20220515;053580008008;Düren, Stadt;Gemeinde;8;6;–"


def test_a_district_and_a_town_of_one_name_stay_apart(read: Read) -> None:
    found = read(HEAD, KREIS, TOWN).frame
    assert found.select("ags", "value").rows() == [
        ("05358", 9),
        ("05358", 5),
        ("05358", 4),
        ("05358008", 8),
        ("05358008", 6),
        ("05358008", 0),
    ]


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        ("0_Insgesamt_;Staatsange_kurz__1", "demografie"),
        ("0_Insgesamt_;HH_SIZE_NAT__1", "haushalte"),
        ("ERWERBSTAT_KURZ_STP;ERWERBSTAT_KURZ_STP__M", "erwerbsstatus"),
        ("SCHULABS_STP;SCHULABS_STP__1_M", "hoechsterschulabschluss"),
        ("GEBTYP;GEBTYP__1", "gebtyp"),
    ],
)
def test_the_columns_tell_the_table(read: Read, headings: str, table: str) -> None:
    head = f"Berichtszeitpunkt;_RS;Name;Reg_Ebene;{headings}"
    ids = read(head, "20220515;05358;Düren;Kreis;1;2").frame["indicator"].to_list()
    assert all(found.startswith(f"regionaltabelle_{table}__") for found in ids)


def test_a_row_with_an_unreadable_cell_is_rejected_with_its_column(read: Read) -> None:
    found = read(HEAD, KREIS.replace(";5;", ";fünf;"), TOWN, KREIS.replace("05358", "5358"))
    assert found.rejected.rows() == [(2, "Staatsange_kurz__1", "readable_figure"), (4, "_RS", "area_key")]
    assert (found.rows_read, found.rows_loaded) == (3, 1)


def test_a_hyphen_is_not_the_dash_that_means_nothing(read: Read) -> None:
    assert read(HEAD, TOWN.replace("–", "-")).frame.row(2)[-1] == "not_reported"


def test_blank_rows_are_no_rows(read: Read) -> None:
    assert read(HEAD, KREIS, ";;;;;;", "").rows_read == 1


def test_a_table_of_areas_only_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="has areas but no column of figures"):
        read("Berichtszeitpunkt;_RS;Name;Regionalebene", "20220515;05358;Düren;Kreis")


def test_a_sheet_reads_like_the_text(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "Regionaltabelle.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Titel").write_string(0, 0, "Zensus 2022")
        sheet = book.add_worksheet("CSV-Demografie")
        for at, line in enumerate((HEAD, KREIS, TOWN)):
            for column, cell in enumerate(line.split(";")):
                if at and column > 3 and cell.isdigit():
                    sheet.write_number(at, column, int(cell))
                else:
                    sheet.write_string(at, column, cell)
    assert read_indicators(path, "table.xlsx").frame.equals(read(HEAD, KREIS, TOWN).frame)
