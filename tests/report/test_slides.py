"""Slides read back with the library that office programs' files are read with."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from struct import unpack

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.slide import Slide
from pptx.util import Length, Pt

from locales.language import Language
from report.exhibit import View
from report.grid import Grid
from report.meeting import Pack
from report.pack.slides import MOST_SLIDES, pptx
from report.pack.slides_footer import footer
from report.pack.slides_grid import MOST_ROWS, pages
from report.pack.slides_text import fitted, height_of, legible
from report.sheets import Column, Sheet
from tests.report.packs import FINDINGS, PROTECTION, TABLE, assignment, exhibit, long_table, meeting, pack

SLIDE_WIDTH, SLIDE_HEIGHT = Pt(960), Pt(540)
LEAST_SIZE = Pt(12)
OF_THE_DECK = 2  # title and agenda


def slides(made: Pack) -> list[Slide]:
    return list(Presentation(io.BytesIO(pptx(made))).slides)


def words(slide: Slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def described(slide: Slide) -> list[str]:
    return [shape._element._nvXxPr.cNvPr.get("descr", "") for shape in slide.shapes if not shape.has_text_frame]


def table_of(slide: Slide) -> list[list[str]]:
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def whole() -> Pack:
    views = (
        View(
            exhibit("Lücke in Stellen, Willkommensberatung", drawn=True), "Im Norden fehlt Beratung", "Düren erläutert"
        ),
        View(exhibit("Lücken als Tabelle", example=None)),
        View(replace(exhibit("Nur Sätze"), sheets=())),
    )
    return pack(*views, assignments=(assignment(is_overdue=True), assignment("Sprechstunde in Inden")))


@pytest.fixture(scope="module")
def content(whole: Pack) -> bytes:
    return pptx(whole)


@pytest.fixture(scope="module")
def shown(content: bytes) -> list[Slide]:
    return list(Presentation(io.BytesIO(content)).slides)


def test_each_part_has_its_slide_with_a_title_that_can_be_edited(shown: list[Slide]) -> None:
    assert [slide.shapes.title.text_frame.text for slide in shown] == [
        "Lenkungsgruppe: zweite Sitzung",
        "Tagesordnung",
        "Im Norden fehlt Beratung",
        "Lücken als Tabelle",
        "Nur Sätze",
        "Arbeitsaufträge",
    ]
    assert all(slide.shapes.title.is_placeholder for slide in shown)


def test_no_placeholder_is_empty_and_none_has_words_of_the_template(shown: list[Slide]) -> None:
    for slide in shown:
        found = [*slide.placeholders, *(slide.notes_slide.placeholders if slide.has_notes_slide else ())]
        texts = [shape.text_frame.text for shape in found if shape.has_text_frame]
        assert all(texts)
        assert not [text for text in texts if "click" in text.casefold()]


def test_the_title_slide_says_date_edition_and_checksum(shown: list[Slide]) -> None:
    text = "\n".join(words(shown[0]))
    for part in (
        "Kreis Düren · ",
        "03.12.2026",
        meeting().edition_id,
        "0123456789ab",
        "20.11.2026",
        "Beispieldaten: Fälle",
    ):
        assert part in text
    assert meeting().digest not in text


def test_the_agenda_is_a_numbered_list(shown: list[Slide]) -> None:
    body = shown[1].placeholders[1]
    lines = [paragraph.text for paragraph in body.text_frame.paragraphs]
    assert lines == ["Im Norden fehlt Beratung", "Lücken als Tabelle", "Nur Sätze", "Arbeitsaufträge"]
    assert len(body._element.xpath(".//a:buAutoNum")) == len(lines)


def test_a_picture_is_large_sharp_and_described(shown: list[Slide]) -> None:
    (found,) = (shape for shape in shown[2].shapes if not shape.has_text_frame)
    width, height = unpack(">II", found.image.blob[16:24])
    assert width == 2400
    assert found.width / found.height == pytest.approx(width / height, rel=0.001)
    assert found.width > 0.85 * SLIDE_WIDTH
    assert described(shown[2]) == [f"Lücke in Stellen, Willkommensberatung. {' '.join(FINDINGS)}"]


def test_a_table_has_real_cells_with_numbers_of_the_language(shown: list[Slide]) -> None:
    (found,) = (shape for shape in shown[3].shapes if shape.has_table)
    assert found.table.first_row
    assert table_of(shown[3]) == [
        ["Gemeinde", "Menschen", "Lücke", "Anteil", "Stand"],
        ["Düren", "93.323", "+0,91", "45,7\u202f%", "01.10.2024"],
        ["Inden", "zu wenige", "−0,31", "–", "–"],
    ]
    paragraphs = [cell.text_frame.paragraphs[0] for cell in found.table.rows[1].cells]
    assert [str(paragraph.alignment).partition(" ")[0] for paragraph in paragraphs] == ["LEFT", *["RIGHT"] * 3, "LEFT"]
    assert described(shown[3])[0].startswith("Lücken als Tabelle.")


def test_a_view_of_words_alone_shows_all_its_findings(shown: list[Slide]) -> None:
    assert "\n".join(FINDINGS) in words(shown[4])


def test_made_up_figures_are_marked_on_their_slides_alone(shown: list[Slide]) -> None:
    marked = [any("sind erfunden" in text for text in words(slide)) for slide in shown]
    assert marked == [True, False, True, False, True, False]


def test_the_first_finding_and_what_must_stand_beside_it_are_on_the_slide(shown: list[Slide]) -> None:
    found = words(shown[2])
    assert FINDINGS[0] in found
    assert FINDINGS[1] not in "\n".join(found)
    foot = next(text for text in found if text.startswith("Stichtage: "))
    assert "Stellen 01.10.2024; Zielgruppe 15.05.2022" in foot
    assert "Schutz: " in foot
    assert "Zensus 2022, Regionaltabelle Demografie" in foot
    assert "Folie 3 von 6" in found


def test_the_number_of_a_page_is_a_field(shown: list[Slide]) -> None:
    for number, slide in enumerate(shown, start=1):
        (field,) = slide.element.xpath(".//a:fld[@type='slidenum']/a:t")
        assert field.text == str(number)


def test_the_notes_hold_everything(shown: list[Slide], whole: Pack) -> None:
    text = shown[2].notes_slide.notes_text_frame.text
    facts = whole.views[0].exhibit.facts
    for part in (
        "Düren erläutert",
        *FINDINGS,
        facts.meanings[0][1],
        *facts.sources,
        *facts.notes,
        "versorgung?part=map",
    ):
        assert part in text


def test_assignments_are_a_table_with_the_overdue_ones_in_words(shown: list[Slide]) -> None:
    assert table_of(shown[5]) == [
        ["Nummer", "Arbeitsauftrag", "Zuständige Stelle", "Fällig am", "Stand der Arbeit"],
        ["1", "Stelle in Titz ausschreiben", "Amt für Integration", "30.11.2026", "in Arbeit, überfällig"],
        ["2", "Sprechstunde in Inden", "Amt für Integration", "30.11.2026", "in Arbeit"],
    ]


@pytest.mark.parametrize(("language", "tag"), [("de", "de-DE"), ("en", "en-GB")])
def test_every_text_says_its_language(language: str, tag: str) -> None:
    view = View(exhibit(language=language))
    read = Presentation(io.BytesIO(pptx(pack(view, language=language, assignments=(assignment(),)))))
    assert read.core_properties.language == tag
    for slide in read.slides:
        parts = [slide.element, *([slide.notes_slide.element] if slide.has_notes_slide else [])]
        runs = [run for part in parts for run in part.xpath(".//a:r | .//a:fld")]
        assert runs
        assert {run.find(run.tag.rpartition("}")[0] + "}rPr").get("lang") for run in runs} == {tag}


def test_no_text_is_too_small_and_nothing_leaves_the_slide(shown: list[Slide]) -> None:
    for slide in shown:
        sizes = [int(size) * Pt(1) / 100 for size in slide.element.xpath(".//a:rPr/@sz")]
        assert sizes and min(sizes) >= LEAST_SIZE
        for shape in slide.shapes:
            assert inside(shape.left, shape.width, SLIDE_WIDTH)
            assert inside(shape.top, shape.height, SLIDE_HEIGHT)


def test_texts_shrink_where_another_font_takes_the_place_of_ours(shown: list[Slide]) -> None:
    texts = [shape.text_frame for slide in shown for shape in slide.shapes if shape.has_text_frame]
    assert texts and {frame.auto_size for frame in texts} == {MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE}


def inside(start: Length, length: Length, whole: Length) -> bool:
    return start >= 0 and start + length <= whole


def test_the_parts_of_a_slide_do_not_overlap(shown: list[Slide]) -> None:
    for slide in shown:
        boxes = sorted(
            (shape.top, shape.top + shape.height, shape.left, shape.left + shape.width) for shape in slide.shapes
        )
        for number, (_, end, left, right) in enumerate(boxes):
            for top, _, other_left, other_right in boxes[number + 1 :]:
                assert top >= end - Pt(0.5) or other_left >= right or left >= other_right


def test_the_file_says_what_it_is_and_nothing_of_the_template(content: bytes) -> None:
    properties = Presentation(io.BytesIO(content)).core_properties
    assert properties.title == "Lenkungsgruppe: zweite Sitzung"
    assert properties.author == "KIM-Atlas"
    assert meeting().edition_id in properties.subject
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        layouts = [name for name in names if re.fullmatch(r"ppt/slideLayouts/[^/]*\.xml", name)]
    assert "docProps/thumbnail.jpeg" not in names
    assert len(layouts) == 3


def test_the_same_pack_gives_the_same_bytes(whole: Pack, content: bytes) -> None:
    assert pptx(whole) == content


def test_a_long_table_goes_on_with_its_head_until_all_rows_are_shown() -> None:
    found = slides(pack(View(exhibit("Lang", table=long_table(60, 3)))))[OF_THE_DECK:]
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert titles == [f"Lang ({number}/{len(found)})" for number in range(1, len(found) + 1)]
    tables = [table_of(slide) for slide in found]
    assert len({tuple(rows[0]) for rows in tables}) == 1
    assert all(len(rows) - 1 <= MOST_ROWS for rows in tables)
    assert [row[0] for rows in tables for row in rows[1:]] == [
        Language("de").number(row * 1000 + 0.5, 1) for row in range(60)
    ]


def test_of_a_table_with_too_many_columns_every_cell_is_on_some_slide() -> None:
    table = replace(long_table(14, 13), columns=(Column("Rang"), *long_table(14, 12).columns))
    named = replace(table, rows=tuple((row[0], f"Ort {number}", *row[2:]) for number, row in enumerate(table.rows)))
    found = slides(pack(View(exhibit("Breit", table=named))))[OF_THE_DECK:]
    assert 1 < len(found) <= MOST_SLIDES
    cells = {cell for slide in found for row in table_of(slide)[1:] for cell in row}
    numbers = {Language("de").number(float(str(cell)), 1) for row in named.rows for cell in row[2:]}
    assert numbers <= cells
    heads = {head for slide in found for head in table_of(slide)[0]}
    assert heads == {column.heading for column in named.columns}
    for slide in found:
        assert named.columns[1].heading in table_of(slide)[0]  # what names the rows, not their rank


def test_a_table_of_too_many_slides_says_where_the_rest_is() -> None:
    found = slides(pack(View(exhibit("Zu lang", table=long_table(60, 12)))))[OF_THE_DECK:]
    assert len(found) == MOST_SLIDES
    said = ["Alle Zeilen und Spalten stehen in der Arbeitsmappe" in "\n".join(words(slide)) for slide in found]
    assert said == [False] * (MOST_SLIDES - 1) + [True]


def test_a_column_of_long_texts_has_the_room_to_be_read() -> None:
    """Beside many narrow columns its lines would be so short that a single row fills a slide."""
    table = long_table(6, 9)
    reasons = replace(
        table,
        columns=(Column("Gemeinde"), *table.columns[1:], Column("Warum")),
        rows=tuple((f"Ort {number}", *row[1:], "Es fehlen Stellen. " * 12) for number, row in enumerate(table.rows)),
    )
    found = slides(pack(View(exhibit("Mit Gründen", table=reasons))))[OF_THE_DECK:]
    told = [table_of(slide) for slide in found if "Warum" in table_of(slide)[0]]
    assert [row[0] for rows in told for row in rows[1:]] == [row[0] for row in reasons.rows]
    assert all(len(rows) > 2 for rows in told)


def test_forty_views_with_long_headlines_stay_on_their_slides() -> None:
    headline = (
        "Wo die Willkommensberatung im Kreis fehlt und was die Verlegung einer halben Stelle daran ändern würde, " * 2
    )
    found = slides(pack(*[View(exhibit(f"Ansicht {number}"), f"{number}. {headline}") for number in range(40)]))
    titles = [slide.shapes.title.text_frame.text for slide in found]
    agenda = [title for title in titles if title.startswith("Tagesordnung")]
    assert len(agenda) > 1
    assert titles[1 : 1 + len(agenda)] == agenda
    assert titles[1 + len(agenda) :] == [legible(f"{number}. {headline}") for number in range(40)]
    listed = [
        line for slide in found[1 : 1 + len(agenda)] for line in slide.placeholders[1].text_frame.text.split("\n")
    ]
    assert listed == titles[1 + len(agenda) :]
    starts = [slide.element.xpath(".//a:buAutoNum/@startAt")[0] for slide in found[1 : 1 + len(agenda)]]
    assert starts[0] == "1" and len(set(starts)) == len(starts)
    for slide in found:
        for shape in slide.shapes:
            assert inside(shape.top, shape.height, SLIDE_HEIGHT)


def test_a_headline_of_500_letters_is_there_whole() -> None:
    headline = ("Beratung " * 56).strip()[:500]
    (_, _, slide) = slides(pack(View(exhibit(drawn=True), headline)))
    assert slide.shapes.title.text_frame.text == headline


def test_formulas_and_markup_are_text() -> None:
    table = Sheet("x", "x", (Column("=1+1"), Column("<b>")), (("@x", "&amp;"),))
    (_, _, slide) = slides(pack(View(exhibit("=SUM(A1)", table=table))))
    assert table_of(slide) == [["=1+1", "<b>"], ["@x", "&amp;"]]
    assert slide.shapes.title.text_frame.text == "=SUM(A1)"


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=1000), st.text(max_size=300))
@example("", "\x1f", "", "")
def test_any_text_makes_slides_that_can_be_read(headline: str, cell: str, finding: str, note: str) -> None:
    table = Sheet("x", cell, (Column(cell), Column("y")), ((cell, 1.0),))
    view = View(exhibit(cell, table=table, findings=(finding,)), headline, note)
    made = replace(pack(view, assignments=(assignment(cell),)), meeting=meeting(headline))
    found = slides(made)
    assert table_of(found[OF_THE_DECK])[1][0] == (legible(cell) or "–")


@given(st.text())
def test_legible_text_is_what_xml_can_carry(text: str) -> None:
    allowed = re.compile("[\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
    assert allowed.fullmatch(legible(text))
    assert legible(legible(text)) == legible(text)


def test_control_characters_are_dropped() -> None:
    assert legible("a\x00b\x1fc\ud800d\ufffee\tf\r\ng") == "abcde f\ng"


@given(st.text(max_size=400), st.floats(60, 900), st.sampled_from([14.0, 40.0, 70.0]))
def test_fitted_text_fits(text: str, width: float, height: float) -> None:
    found = fitted(text, width, height, (18.0, 14.0, 11.0))
    assert found.height == height_of(found.text, found.size, width)
    if found.is_whole:
        assert found.text == legible(text)
        assert found.height <= height
    else:
        assert found.text.endswith("…")
        assert found.height <= max(height, height_of("…", found.size, width))


@given(
    st.integers(1, 14).flatmap(
        lambda columns: st.lists(
            st.lists(st.text(max_size=80), min_size=columns, max_size=columns), min_size=1, max_size=40
        )
    )
)
def test_pages_of_a_grid_fit_and_have_every_row(rows: list[list[str]]) -> None:
    headings = [f"Spalte {number}" for number in range(len(rows[0]))]
    found = pages(Grid(headings, rows, [False] * len(headings)), 912.0, 400.0)
    for page in found:
        assert sum(page.widths) == pytest.approx(912.0)
        assert sum(page.heights) <= 400.0 + 1e-6
        assert len(page.grid.rows) <= MOST_ROWS
    for heading in headings:
        of_column = [page for page in found if heading in page.grid.headings]
        shown_rows = [row[page.grid.headings.index(heading)] for page in of_column for row in page.grid.rows]
        assert len(shown_rows) % len(rows) == 0
        assert len(shown_rows) >= len(rows)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sentence_on_protection_is_known_by_its_beginning(language: str) -> None:
    sentence = Language(language).text(PROTECTION, base=10)
    made = exhibit(language=language)
    facts = replace(made.facts, notes=("Anderes.", sentence))
    explained = replace(made.sheets[1], facts=facts)  # type: ignore[type-var]
    found = footer(replace(made, sheets=(TABLE, explained)), Language(language))  # type: ignore[arg-type]
    short = next(part for part in found.split(" · ") if part.startswith(("Schutz", "Protection")))
    assert sentence.startswith(short)
    assert 40 < len(short) < 110
