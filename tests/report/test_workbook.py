"""Workbooks read back with the reader of the project's own intake."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from locales.language import Language
from metrics.definitions import definition
from report.explanation import explanation
from report.sheets import Cell, Column, Example, Explanation, Section, Sheet, number_format
from report.workbook import workbook

GERMAN = Language("de")
EXAMPLE = Example("Beispieldaten", "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden.")
TABLE = Sheet(
    name="Versorgung",
    title="Lücke in Stellen, Willkommensberatung",
    columns=(
        Column("Gemeinde", 24),
        Column("Menschen", number_format=number_format(0)),
        Column("Lücke", number_format=number_format(2, signed=True)),
        Column("Anteil", number_format=number_format(1, percent=True)),
        Column("Stand"),
        Column("ohne Zweifel"),
    ),
    rows=(
        ("Düren", 93323, 0.907, 0.4567, dt.date(2024, 10, 1), True),
        ("=1+1", 0, -0.31, None, None, False),
        ("Inden", "zu wenige Fälle", 0.0, None, dt.date(2024, 12, 31), None),
    ),
    notes=("Ein Wert auf einer Grenze zählt zur Klasse darüber.", "Zweite Anmerkung"),
)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def explained() -> Explanation:
    return explanation(
        GERMAN,
        "Lücke in Stellen: Erläuterung",
        meanings=[definition("gap_in_posts"), definition("fte_per_1000")],
        choices={"Schwerpunkt": "Willkommensberatung", "Zielgruppe": "Ausländische Staatsangehörige"},
        dates={"Stellen": dt.date(2024, 10, 1), "Zielgruppe": dt.date(2022, 5, 15)},
        cited=pl.DataFrame(
            {
                "title": ["Zensus 2022"],
                "publisher": ["Statistische Ämter"],
                "licence": ["dl-de/by-2-0"],
                "attribution": ["© Statistische Ämter des Bundes und der Länder"],
                "url": ["www.zensus2022.de"],
                "reference_date": [dt.date(2022, 5, 15)],
            }
        ),
        notes=["Schutz: auf 5 gerundet.", "Datenstand (Edition): 20261102T083000Z-abc"],
    )


def test_the_table_has_title_head_and_rows_with_their_types() -> None:
    rows = sheets(workbook([TABLE]))["Versorgung"]
    assert rows[0][0] == "Lücke in Stellen, Willkommensberatung"
    assert rows[2] == ["Gemeinde", "Menschen", "Lücke", "Anteil", "Stand", "ohne Zweifel"]
    assert rows[3] == ["Düren", 93323.0, 0.907, 0.4567, dt.date(2024, 10, 1), True]
    assert rows[4] == ["=1+1", 0.0, -0.31, "", "", False]
    assert rows[5] == ["Inden", "zu wenige Fälle", 0.0, "", dt.date(2024, 12, 31), ""]
    assert [row[0] for row in rows[7:]] == list(TABLE.notes)


def test_nothing_and_zero_stay_apart() -> None:
    cells = part(workbook([TABLE]), "xl/worksheets/sheet1.xml")
    assert '<c r="B5"' in cells  # zero is written
    assert '<c r="D5"' not in cells  # no figure is not


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "{=1}", "https://x.de"])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    sheet = Sheet(text[:5].strip("=@[]/:\t") or "n", text, [Column(text)], [(text,)], [text])
    content = workbook([sheet, Explanation("E", text, [Section(text, [(text, text)], (text,))])], Example(text, text))
    read = sheets(content)
    assert [row[0] for row in next(iter(read.values())) if row[0]] == [f"{text}: {text}", *[text] * 4]
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert "<f" not in re.sub("<f[io]", "", part(content, name))
        assert "hyperlink" not in part(content, name)


def test_the_head_is_frozen_filtered_and_printed_on_every_page() -> None:
    content = workbook([TABLE])
    cells = part(content, "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="3" topLeftCell="A4"' in cells
    assert 'state="frozen"' in cells
    assert '<autoFilter ref="A3:F6"/>' in cells
    assert "Versorgung!$3:$3" in part(content, "xl/workbook.xml")
    for setting in ('orientation="landscape"', 'fitToHeight="0"', 'paperSize="9"'):
        assert setting in cells


def test_columns_are_as_wide_as_said_and_numbers_look_as_said() -> None:
    content = workbook([TABLE])
    cells, styles = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/styles.xml")
    assert '<col min="1" max="1" width="24.7' in cells
    for code in ("+#,##0.00;-#,##0.00;#,##0.00", "0.0%"):
        assert f'formatCode="{code}"' in styles
    assert 'numFmtId="14"' in styles  # a day as the reader's settings write it


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"decimals": 0}, "#,##0"),
        ({"decimals": 2}, "#,##0.00"),
        ({"decimals": 1, "percent": True}, "0.0%"),
        ({"decimals": 1, "signed": True}, "+#,##0.0;-#,##0.0;#,##0.0"),
    ],
)
def test_number_formats_are_those_of_excel(options: dict[str, Any], expected: str) -> None:
    assert number_format(**options) == expected


def test_the_second_sheet_explains_the_first() -> None:
    read = sheets(workbook([TABLE, explained()]))
    assert list(read) == ["Versorgung", "Erläuterung"]
    rows = read["Erläuterung"]
    gap = definition("gap_in_posts")
    assert rows[0][0] == "Lücke in Stellen: Erläuterung"
    assert rows[2][0] == "Was die Zahlen bedeuten"
    assert rows[3] == [
        "Kennzahl",
        "Bedeutung",
        "Einheit",
        "Gezählt",
        "Geteilt durch",
        "Quelle",
        "Formel oder Verfahren",
    ]
    assert rows[4] == [
        gap.label["de"],
        gap.explanation["de"],
        gap.unit["de"],
        gap.numerator["de"],
        gap.denominator["de"] if gap.denominator else "",
        gap.source["de"],
        gap.literature,
    ]
    found = {row[0]: row[1:] for row in rows}
    assert found["Schwerpunkt"][0] == "Willkommensberatung"
    assert found["Stellen"][0] == dt.date(2024, 10, 1)
    assert found["Zensus 2022"][:5] == [
        "© Statistische Ämter des Bundes und der Länder",
        dt.date(2022, 5, 15),
        "dl-de/by-2-0",
        "Statistische Ämter",
        "www.zensus2022.de",
    ]
    assert [row[1] for row in rows[-2:]] == ["Schutz: auf 5 gerundet.", "Datenstand (Edition): 20261102T083000Z-abc"]


def test_the_explanation_speaks_english_as_well() -> None:
    english = explanation(
        Language("en"),
        "Gap",
        meanings=[definition("gap_in_posts")],
        choices={},
        dates={},
        cited=pl.DataFrame(schema=dict.fromkeys(CITED, pl.String)),
        notes=["Edition"],
    )
    assert english.name == "Definitions"
    assert [section.heading for section in english.sections] == ["What the figures mean", "About the figures"]


CITED = ("title", "attribution", "reference_date", "licence", "publisher", "url")


def test_made_up_figures_say_so_in_every_title_below_it_and_in_the_file() -> None:
    content = workbook([TABLE, explained()], EXAMPLE)
    for rows in sheets(content).values():
        assert str(rows[0][0]).startswith("Beispieldaten: Lücke in Stellen")
        assert rows[1][0] == EXAMPLE.sentence
    properties = part(content, "docProps/core.xml")
    assert "<dc:title>Beispieldaten: Lücke in Stellen, Willkommensberatung</dc:title>" in properties
    assert EXAMPLE.sentence in properties
    rows = sheets(content)["Versorgung"]
    assert rows[3][0] == "Gemeinde"
    assert '<autoFilter ref="A4:F7"/>' in part(content, "xl/worksheets/sheet1.xml")


def test_real_figures_do_not_say_they_are_made_up() -> None:
    content = workbook([TABLE, explained()])
    assert "Beispiel" not in "".join(str(rows) for rows in sheets(content).values())
    assert "Beispiel" not in part(content, "docProps/core.xml")


def test_the_same_sheets_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook([TABLE, explained()], EXAMPLE)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert workbook([TABLE, explained()], EXAMPLE) == first


def test_a_table_without_rows_is_a_table_too() -> None:
    content = workbook([Sheet("Leer", "Nichts", [Column("Gemeinde")], [], ["Anmerkung"])])
    assert [row[0] for row in sheets(content)["Leer"] if row[0]] == ["Nichts", "Gemeinde", "Anmerkung"]
    assert '<autoFilter ref="A3:A4"/>' in part(content, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "cell",
    [float("nan"), float("inf"), dt.datetime(2024, 1, 1, 12), [1], b"x"],
    ids=["nan", "inf", "moment", "list", "bytes"],
)
def test_what_fits_no_cell_is_refused_with_its_place(cell: Any) -> None:
    with pytest.raises(ValueError, match=r"Versorgung, B4: .* fits no cell"):
        workbook([Sheet("Versorgung", "T", [Column("a"), Column("b")], [("x", cell)])])


def test_a_row_of_another_length_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="Versorgung, row 5: 1 cells for 2 columns"):
        workbook([Sheet("Versorgung", "T", [Column("a"), Column("b")], [("x", 1), ("y",)])])


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
cells = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | texts
days = st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))


@given(st.lists(st.tuples(cells | days, cells | days, cells | days), min_size=1, max_size=8))
def test_whatever_is_written_is_read_back(rows: list[tuple[Cell, ...]]) -> None:
    content = workbook([Sheet("S", "Title", [Column(name) for name in "abc"], rows)])
    expected = [["" if cell is None else cell for cell in row] for row in rows]
    read = sheets(content)["S"][3:]
    read += [["", "", ""]] * (len(rows) - len(read))
    for found, wanted in zip(read, expected, strict=True):
        for value, meant in zip(found, wanted, strict=True):
            if isinstance(meant, float):
                assert value == pytest.approx(meant, rel=1e-14, abs=1e-14)
            else:
                assert value == meant
                assert isinstance(value, dt.date) == isinstance(meant, dt.date)
