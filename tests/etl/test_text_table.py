"""Delimited text: nothing guessed, nothing lost, and errors that say where."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.files import Reading
from etl.text_table import header, read_text_table
from tests.etl.files.made import xlsx_of


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read(folder: Path, content: str | bytes, *wanted: str):
    return read_text_table(write(folder, content), "folder/file.csv", wanted)


def test_every_value_stays_text_with_its_leading_zero(tmp_path: Path) -> None:
    table = read(tmp_path, "ags;value\n05358004;007\n", "ags", "value")
    assert table.rows.rows() == [(2, "05358004", "007")]


def test_empty_cells_and_blanks_become_null_and_values_are_trimmed(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n  x ;\n;   \ny; z\n", "a", "b")
    assert table.rows.rows() == [(2, "x", None), (4, "y", "z")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path, line_end: str, mark: bytes) -> None:
    table = read(tmp_path, mark + line_end.join(["Träger;VZÄ", "Jülich;1,0"]).encode(), "Träger", "VZÄ")
    assert table.rows.rows() == [(2, "Jülich", "1,0")]


def test_only_the_wanted_columns_are_kept_in_the_order_asked_for(tmp_path: Path) -> None:
    table = read(tmp_path, "Name;b;a\nBeispielperson;2;1\n", "a", "b")
    assert table.rows.columns == ["line", "a", "b"]
    assert table.rows.rows() == [(2, "1", "2")]


def test_lines_are_those_of_the_file_even_after_a_cell_with_line_breaks(tmp_path: Path) -> None:
    table = read(tmp_path, 'a;b\n"one\ntwo";1\n\nx;2\n', "a", "b")
    assert table.rows.rows() == [(2, "one\ntwo", "1"), (5, "x", "2")]


def test_separator_and_quotation_marks_inside_quotation_marks_belong_to_the_value(tmp_path: Path) -> None:
    assert read(tmp_path, 'a;b\n"x;""y""";1\n', "a", "b").rows.rows() == [(2, 'x;"y"', "1")]


def test_repeated_and_misshapen_rows_are_counted_and_kept_out(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n1;2\n1;2\n1\n1;2;3\n1;2\n", "a", "b")
    assert table.rows.rows() == [(2, "1", "2")]
    assert (table.repeated, table.misshapen, table.rows_read) == ([3, 6], [4, 5], 5)


def test_rows_that_differ_only_in_an_unwanted_column_are_not_repetitions(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n1;2\n1;3\n", "a")
    assert table.repeated == []
    assert table.rows.height == 2


def test_lines_of_separators_only_are_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b\n;\n ; \n;;;\n", "a", "b").rows_read == 0


def test_a_file_with_a_header_only_has_no_rows(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b", "a", "b")
    assert (table.rows_read, table.rows.columns) == (0, ["line", "a", "b"])


def test_header_gives_the_trimmed_headings(tmp_path: Path) -> None:
    assert header(write(tmp_path, "\ufeff a ;b;a\n1;2;3\n"), "file.csv") == ["a", "b", "a"]


def test_missing_heading_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"folder/file\.csv, row 1: the header lacks «VZÄ» \(did you mean «VZAe»\?\); it has 2 columns"
    ) as error:
        read(tmp_path, "Stelle;VZAe\nx;1\n", "Stelle", "VZÄ")
    assert (error.value.file, error.value.row) == ("folder/file.csv", 1)


def test_what_may_be_a_person_is_told_by_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"perhaps it is the column number 2") as error:
        read(tmp_path, "Fall;Estelle;100;Kaya;01.03.2024\nx;1;2;3;4\n", "Fall", "Stelle")
    assert "Estelle" not in str(error.value)


def test_a_wanted_heading_must_not_occur_twice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 1: occurs more than once in the header: a"):
        read(tmp_path, "a;b;a\n1;2;3\n", "a", "b")


def test_an_unwanted_heading_may_occur_twice(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b;b\n1;2;3\n", "a").rows.rows() == [(2, "1")]


def test_an_encoding_asked_for_that_does_not_fit_is_named_with_the_row_and_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, b"a;b\nx;1\nD\xfcren;2\n")
    with pytest.raises(InputError, match=r"folder/file\.csv, row 3: is not UTF-8; save it as «CSV UTF-8"):
        read_text_table(path, "folder/file.csv", ["a"], Reading(encoding="utf-8"))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "cp1252"])
def test_other_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, "a;b\nDüren – x;2\n".replace("–", "-").encode(encoding), "a", "b")
    assert table.rows.rows() == [(2, "Düren - x", "2")]
    assert table.reading.encoding == encoding.replace("cp1252", "iso-8859-1")


@pytest.mark.parametrize("content", ['a;b\n"x;1\ny;2\n', 'a;b\n"x"y;1\n'])
def test_quotation_marks_that_do_not_match_are_named_with_the_row(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"row 2: quotation marks do not match"):
        read(tmp_path, content, "a", "b")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b";;\n1;2;3\n"])
def test_an_empty_file_or_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="is empty; expected a header and rows"):
        read(tmp_path, content, "a")


def test_other_separators_are_found_out(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b\n1,2\n", "a", "b")
    assert table.rows.rows() == [(2, "1", "2")]
    assert table.reading == Reading("utf-8", ",")


def test_a_separator_asked_for_that_does_not_fit_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n")
    with pytest.raises(InputError, match="lacks «a», «b»; it has 1 columns, and seems to be separated by another sign"):
        read_text_table(path, "file.csv", ["a", "b"], Reading(separator=";"))


def test_a_workbook_is_a_table_as_well(tmp_path: Path) -> None:
    table = read(tmp_path, xlsx_of({"Fälle": [["Liste 2025"], [], ["a", "b"], ["x", 1.5], ["y", None]]}), "a", "b")
    assert table.rows.rows() == [(4, "x", "1,5"), (5, "y", None)]
    assert table.reading == Reading(sheet="Fälle")


def test_optional_columns_are_null_where_the_file_lacks_them(tmp_path: Path) -> None:
    path = write(tmp_path, "a;c\n1;2\n3;\n")
    rows = read_text_table(path, "file.csv", ["a"], optional=["b", "c"]).rows
    assert rows.columns == ["line", "a", "b", "c"]
    assert rows.schema["b"] == pl.String
    assert rows.rows() == [(2, "1", None, "2"), (3, "3", None, None)]


def test_an_optional_heading_must_not_occur_twice_either(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="occurs more than once in the header: b"):
        read_text_table(write(tmp_path, "a;b;b\n1;2;3\n"), "file.csv", ["a"], optional=["b"])


def test_the_header_is_the_record_with_most_of_the_headings(tmp_path: Path) -> None:
    table = read(tmp_path, "Fälle;;\nStand: a;;\n\na;x;y\na;b;c\n1;2;3\na;b;c\n", "a", "b")
    assert table.rows.rows() == [(6, "1", "2"), (7, "a", "b")]


def test_errors_name_the_line_of_a_header_below_a_title(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 2: the header lacks «b»; it has 2 columns\. Correct the heading"):
        read(tmp_path, "Titel\na;x\n1;2\n", "a", "b")


def test_headings_are_found_below_titles_without_knowing_any(tmp_path: Path) -> None:
    assert header(write(tmp_path, "Fallliste 2025;;\n;;\na;b;c\n1;2;3\n4;5;6\n"), "file.csv") == ["a", "b", "c"]
    assert header(write(tmp_path, "x;1;2\na;b;c\n"), "file.csv", wanted=["b"]) == ["a", "b", "c"]


def test_empty_cells_beyond_the_header_are_fine_and_others_are_not(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b;;\n1;2;;\n3;4\n5;6;;;;\n7;8;x;\n9;\n", "a", "b")
    assert table.rows.rows() == [(2, "1", "2"), (3, "3", "4"), (4, "5", "6"), (6, "9", None)]
    assert table.misshapen == [5]


def test_blocks_that_excel_cut_short_are_whole_again_and_single_short_rows_are_not(tmp_path: Path) -> None:
    """Excel drops the separators of a column that is empty in sixteen rows, never in those of the header."""
    first = "a;b;c\n" + "".join(f"{number};x;y\n" for number in range(15))
    cut = "".join(f"{number};x\n" for number in range(15, 31))
    table = read(tmp_path, first + cut + "31;x;y\n32;x\n", "a", "c")
    assert table.rows.height == 32
    assert table.rows.filter(pl.col("c").is_null())["a"].to_list() == [str(number) for number in range(15, 31)]
    assert table.misshapen == [34]


@given(st.lists(st.sampled_from(["1;2", "1;2", "x;y;z", "x", "", " ; ", "5;", '"a\nb";1', "7;8;;"]), max_size=40))
def test_every_row_is_kept_repeated_or_misshapen(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = read(Path(folder), "\n".join(["a;b", *lines]), "a", "b")
    rows = [line for line in lines if line.strip(" ;")]
    assert table.rows_read == len(rows)
    counted = [*table.rows["line"], *table.repeated, *table.misshapen]
    assert len(set(counted)) == len(counted) == len(rows)
