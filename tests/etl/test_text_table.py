"""Delimited text: nothing guessed, nothing lost, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import InputError
from etl.text_table import header, read_text_table


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


def test_a_wanted_heading_must_not_occur_twice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 1: occurs more than once in the header: a"):
        read(tmp_path, "a;b;a\n1;2;3\n", "a", "b")


def test_an_unwanted_heading_may_occur_twice(tmp_path: Path) -> None:
    assert read(tmp_path, "a;b;b\n1;2;3\n", "a").rows.rows() == [(2, "1")]


def test_wrong_encoding_is_named_with_the_row_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"folder/file\.csv, row 3: is not UTF-8; save it as «CSV UTF-8"):
        read(tmp_path, b"a;b\nx;1\nD\xfcren;2\n", "a", "b")


def test_a_spreadsheet_saved_as_unicode_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        read(tmp_path, "a;b\n1;2\n".encode("utf-16"), "a", "b")


@pytest.mark.parametrize("content", ['a;b\n"x;1\ny;2\n', 'a;b\n"x"y;1\n'])
def test_quotation_marks_that_do_not_match_are_named_with_the_row(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"row 2: quotation marks do not match"):
        read(tmp_path, content, "a", "b")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b";;\n1;2;3\n"])
def test_an_empty_file_or_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="is empty; expected a header and rows"):
        read(tmp_path, content, "a")


def test_comma_separated_file_says_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks «a», «b»; it has 1 columns, and seems to be separated by another sign"):
        read(tmp_path, "a,b\n1,2\n", "a", "b")
