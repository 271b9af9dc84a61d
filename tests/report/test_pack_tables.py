"""The workbook of a pack read back with the reader of the project's own intake."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from locales import Language
from report.exhibit import View
from report.meeting import Pack
from report.pack.slides_text import legible
from report.pack.tab_names import LONGEST, TabNames
from report.pack.tables import xlsx
from report.pack.words import linked_view
from report.sheets import Column, Sheet
from tests.report.packs import EXAMPLE, TABLE, assignment, exhibit, explanation, long_table, meeting, pack


def read(made: Pack) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(made)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def rows_below(rows: list[list[Any]], heading: str) -> list[list[Any]]:
    start = next(number for number, row in enumerate(rows) if row[0] == heading)
    end = next((number for number, row in enumerate(rows) if number > start and not row[0]), len(rows))
    return rows[start + 1 : end]


@pytest.fixture(scope="module")
def whole() -> Pack:
    second = replace(exhibit("Lücken", explained=explanation("Alle"), example=None))
    more = replace(
        second, sheets=(*second.sheets[:1], Sheet("Verlauf", "Verlauf", (Column("x"),), ((1,),)), *second.sheets[1:])
    )
    views = (View(exhibit("Lücke in Stellen"), "Im Norden fehlt Beratung", "Düren erläutert"), View(more))
    return pack(*views, assignments=(assignment(is_overdue=True), assignment("Sprechstunde")))


@pytest.fixture(scope="module")
def sheets(whole: Pack) -> dict[str, list[list[Any]]]:
    return read(whole)


def test_the_contents_come_first_then_each_table_under_the_number_of_its_view(
    sheets: dict[str, list[list[Any]]],
) -> None:
    assert list(sheets) == [
        "Inhalt",
        "1 Versorgung",
        "2 Versorgung",
        "2 Verlauf",
        "Erläuterung",
        "Arbeitsaufträge",
    ]


def test_the_contents_tell_views_sheets_and_what_the_meeting_is(sheets: dict[str, list[list[Any]]]) -> None:
    rows = sheets["Inhalt"]
    assert rows[0][0] == "Lenkungsgruppe: zweite Sitzung"
    assert rows[3] == [
        1.0,
        "Im Norden fehlt Beratung",
        "Lücke in Stellen",
        "Düren erläutert",
        "1 Versorgung",
        meeting().edition_id,
        "versorgung?part=map",
    ]
    assert rows[4][4] == "2 Versorgung, 2 Verlauf"
    text = "\n".join(str(row[0]) for row in rows)
    assert "03.12.2026" in text and meeting().digest in text and "Festgeschrieben am 20.11.2026" in text


def test_numbers_stay_numbers_and_days_days(sheets: dict[str, list[list[Any]]]) -> None:
    rows = sheets["2 Versorgung"]
    assert rows[0][0] == TABLE.title
    assert rows[3] == ["Düren", 93323.0, 0.907, 0.4567, dt.date(2024, 10, 1)]
    assert rows[4] == ["Inden", "zu wenige", -0.314, "", ""]


def test_sheets_with_made_up_figures_are_marked_and_no_others(sheets: dict[str, list[list[Any]]]) -> None:
    assert sheets["1 Versorgung"][0][0] == f"{EXAMPLE.word}: {TABLE.title}"
    assert sheets["1 Versorgung"][1][0] == EXAMPLE.sentence
    assert EXAMPLE.sentence not in str(sheets["2 Versorgung"])


def test_a_pack_of_nothing_but_made_up_figures_is_marked_on_every_sheet() -> None:
    for rows in read(pack(View(exhibit()), View(exhibit()))).values():
        assert rows[1][0] == EXAMPLE.sentence


def test_definitions_stand_once_and_what_differs_names_its_views(sheets: dict[str, list[list[Any]]]) -> None:
    rows = sheets["Erläuterung"]
    assert [row[:2] for row in rows_below(rows, "Was die Zahlen bedeuten")] == [
        ["Kennzahl", "Bedeutung"],
        ["Lücke", "Bedarf weniger Angebot"],
    ]
    assert [row for row in rows if row[0] == "Zielgruppe"] == [
        ["Zielgruppe", "Ausländische Staatsangehörige", "1"],
        ["Zielgruppe", "Alle", "2"],
    ]
    assert [row for row in rows if row[0] == "Stellen"] == [["Stellen", dt.date(2024, 10, 1), "1, 2"]]


def test_two_meanings_of_one_figure_both_stand_there() -> None:
    views = (View(exhibit()), View(exhibit(explained=explanation(meaning="Anders gerechnet"))))
    found = read(pack(*views))["Erläuterung"]
    assert [row[1] for row in found if row[0] == "Lücke"] == ["Bedarf weniger Angebot", "Anders gerechnet"]


def test_assignments_have_due_dates_and_their_history(sheets: dict[str, list[list[Any]]]) -> None:
    rows = sheets["Arbeitsaufträge"]
    first, second = rows[3], rows[4]
    assert first[:6] == [
        1.0,
        "Stelle in Titz ausschreiben",
        "Amt für Integration",
        dt.date(2026, 11, 30),
        "in Arbeit",
        "ja",
    ]
    assert first[7] == "\n".join(assignment().history)
    assert (second[5], second[6]) == ("nein", "planung")


def test_the_view_of_an_assignment_is_named_where_the_pack_has_it() -> None:
    shown = [replace(exhibit(), address=f"versorgung?part={part}&edition=a") for part in ("map", "areas")]
    made = pack(View(shown[0]), View(shown[1], "Im Norden fehlt Beratung"))
    known = linked_view("versorgung?edition=b&part=areas", made, Language("de"))
    assert known == "Ansicht 2: Im Norden fehlt Beratung"
    assert linked_view("versorgung?part=list", made, Language("de")) == "versorgung?part=list"
    assert linked_view("", made, Language("de")) == ""


def test_every_cell_of_forty_views_is_there() -> None:
    tables = [long_table(60, 12, f"Spalte {number}") for number in range(40)]
    found = read(pack(*[View(exhibit(f"Ansicht {number}", table=table)) for number, table in enumerate(tables)]))
    assert len(found) == 42
    for number, table in enumerate(tables, start=1):
        rows = found[f"{number} Lang"]
        assert rows[3] == [column.heading for column in table.columns]
        assert rows[4:] == [list(row) for row in table.rows]


@pytest.mark.parametrize("text", ["=1+1", "@x", "+49", "-1", '=HYPERLINK("x")', "https://x.de"])
def test_no_text_becomes_a_formula(text: str) -> None:
    table = Sheet("x", text, (Column(text),), ((text,),), (text,))
    made = pack(View(exhibit(text, table=table, example=None), text, text), assignments=(assignment(text),))
    found = read(made)
    assert [row[0] for row in found["1 x"] if row[0]] == [text] * 4
    assert found["Inhalt"][3][1:4] == [text] * 3
    assert found["Arbeitsaufträge"][3][1] == text


def test_the_same_pack_gives_the_same_bytes(whole: Pack) -> None:
    assert xlsx(whole) == xlsx(whole)


def test_a_view_without_tables_is_in_the_contents_all_the_same() -> None:
    found = read(pack(View(replace(exhibit("Nur Sätze"), sheets=()))))
    assert list(found) == ["Inhalt"]
    assert found["Inhalt"][4][1] == "Nur Sätze"


@settings(max_examples=40)
@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=200))
def test_any_text_makes_a_workbook_that_can_be_read(name: str, cell: str, note: str) -> None:
    table = Sheet(name, cell, (Column(cell),), ((cell,), (1.0,)), (note,))
    found = read(pack(View(exhibit(cell, table=table), cell, note), View(exhibit(cell, table=table))))
    assert len(found) == 4
    rows = list(found.values())[1]
    assert rows[4:] and rows[5][0] == 1.0
    assert rows[4][0] == legible(cell)
    assert found["Inhalt"][4][3] == legible(note)


@given(st.lists(st.tuples(st.text(max_size=50), st.none() | st.integers(1, 40)), max_size=12))
def test_names_of_tabs_are_such_as_excel_takes_and_none_is_twice(wanted: list[tuple[str, int | None]]) -> None:
    names = TabNames()
    found = [names.of(name, number) for name, number in wanted]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST
        assert not set(name) & set("[]:*?/\\\n")
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


def test_long_and_equal_names_are_told_apart() -> None:
    names = TabNames()
    long = "Ausländische Staatsangehörige je Gemeinde"
    assert names.of(long, 12) == "12 Ausländische Staatsangehörig"
    assert names.of(long, 12) == "12 Ausländische Staatsangehör 2"
    assert names.of("Versorgung", 3) == "3 Versorgung"
    assert names.of("VERSORGUNG", 3) == "3 VERSORGUNG 2"
    assert names.of("a/b: [c]") == "a b c"
