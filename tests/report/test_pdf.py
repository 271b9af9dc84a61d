"""The printed pack, read back: tagged, complete, the same twice, and unharmed by any text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import time
from itertools import pairwise

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.medium import SLIDE_HEIGHT, SLIDE_WIDTH
from report.exhibit import View
from report.meeting import Assignment
from report.pack.pdf import pdf
from report.pack.pdf_letters import MISSING, missing_among, refused, with_shown
from report.pack.slides_notes import said
from report.sheets import Column, Explanation, Sheet
from tests.report.printed_packs import (
    EDITION,
    EXAMPLE,
    MEETING,
    exhibit,
    facts,
    gaps_sheet,
    letter_sizes,
    long_sheet,
    pack,
    read,
    tags,
    texts,
)

A4 = (841.89, 595.28)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><rect width="9" height="9"/></svg>'
PLAIN = SQUARE.format(SLIDE_WIDTH, SLIDE_HEIGHT)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return pdf(pack())


def test_it_is_tagged_and_says_that_it_is_accessible(paper: bytes) -> None:
    reader = read(paper)
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de-DE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    written = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in written
    kinds = {kind for kind, _ in tags(reader)}
    assert {"/H1", "/H2", "/Figure", "/Table", "/TH", "/TD", "/TOC", "/TOCI", "/P"} <= kinds


def test_a_picture_is_read_out_by_its_title_and_all_findings(paper: bytes) -> None:
    shown = [str(element["/Alt"]) for kind, element in tags(read(paper)) if kind == "/Figure"]
    (expected,) = [said(view) for view in pack().views if view.exhibit.picture]
    assert shown == [expected]
    assert "Ohne Angebot sind sieben Gemeinden." in expected


def test_pages_lie_across_and_are_numbered(paper: bytes) -> None:
    reader = read(paper)
    count = len(reader.pages)
    for number, (page, words) in enumerate(zip(reader.pages, texts(paper), strict=True), start=1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.1)
        assert f"Seite {number} von {count}" in words


def test_bookmarks_and_metadata(paper: bytes) -> None:
    reader = read(paper)
    top = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert [title.replace("\u2002", " ") for title in top] == [
        "Tagesordnung",
        *(f"{number} {view.heading}" for number, view in enumerate(pack().views, start=1)),
        "Arbeitsaufträge",
        "Begriffe und Abkürzungen",
        "Eine Ansicht im Programm öffnen",
        "Anhang: alle Tabellen",
    ]
    assert (reader.metadata.title, reader.metadata.author) == (MEETING.title, "KIM-Atlas")
    assert reader.metadata.creation_date.date() == MEETING.held_on


def test_the_cover_says_which_meeting_of_which_data(paper: bytes) -> None:
    cover = texts(paper)[0]
    for words in (
        "Kreis Düren · Sitzungsunterlage",
        MEETING.title,
        "Montag, 23. November 2026",
        EDITION,
        MEETING.digest[:12],
        EXAMPLE.sentence,
    ):
        assert words in cover
    assert MEETING.digest in cover.replace(" ", "")
    assert "festgeschrieben seit 20.11.2026" in cover


def test_the_agenda_leads_to_the_pages(paper: bytes) -> None:
    reader, agenda = read(paper), texts(paper)[1]
    links = [note.get_object() for note in reader.pages[1]["/Annots"]]
    assert len(links) == len(pack().views) + 4
    for number, view in enumerate(pack().views, start=1):
        (page,) = [place for place, words in enumerate(texts(paper), start=1) if f"{number} {view.heading}" in words][
            1:2
        ]
        assert f"{number} {view.heading} {page}" in agenda


def test_a_view_has_everything_on_its_page(paper: bytes) -> None:
    page = texts(paper)[2]
    shown = exhibit()
    known = facts("de")
    parts = (EXAMPLE.sentence, "Im Norden fehlt Beratung", shown.title, *shown.findings, "Frau Müller", "31.12.2025")
    for words in (*parts, *known.sources, *known.notes, known.meanings[0][0], "Ausländerinnen und Ausländer"):
        assert words in page
    assert "Jülich" in page, "the picture's own letters are text"


def test_a_view_without_a_picture_shows_its_table_and_says_where_the_rest_is(paper: bytes) -> None:
    pages = texts(paper)
    annex = next(place for place, words in enumerate(pages, start=1) if "2 Viele Zahlen Viele Zahlen" in words)
    assert f"von 60 Zeilen; alle im Anhang auf Seite {annex}" in pages[3]
    assert "Zeile 1 1.002,5" in pages[3] and "Zeile 60 " not in pages[3]


def test_the_annex_has_every_row_and_column(paper: bytes) -> None:
    annex = " ".join(texts(paper)[7:])
    for place, column in enumerate(long_sheet().columns[1:], start=2):
        assert f"Überschrift {place}" in annex.replace("Über- schrift", "Überschrift"), column.heading
        assert f"{60 * 1000.5 + place:,.1f}".translate(str.maketrans(",.", ".,")).removesuffix(",0") in annex
    for row in gaps_sheet().rows:
        assert str(row[0]) in annex
    assert "+0,91" in annex and "−0,80" in annex
    assert "Beispieldaten: Lücke in Stellen" in annex


def test_a_table_repeats_its_head_on_every_page(paper: bytes) -> None:
    pages = [words for words in texts(paper)[7:] if "Zeile 60 " in words]
    assert pages
    assert all("Gemeinde" in words or "Ort" in words for words in pages)


def test_every_page_with_made_up_figures_says_so() -> None:
    many = Sheet("L", "Lang", [Column("Ort"), Column("Zahl")], [(f"Ort {row}", row) for row in range(200)])
    made_up = pdf(pack(views=[View(exhibit(sheets=(many,)))]))
    pages = texts(made_up)
    with_figures = [words for words in pages if "Ort " in words]
    assert len(with_figures) > 3
    assert all(EXAMPLE.sentence in words for words in with_figures)
    without = [
        words for words in texts(pdf(pack(views=[View(exhibit(sheets=(many,), example=None))]))) if "Ort " in words
    ]
    assert not any(EXAMPLE.sentence in words for words in without)


def test_assignments_say_what_is_overdue_and_what_happened(paper: bytes) -> None:
    page = next(words for words in texts(paper)[2:] if "Amt für Integration" in words)
    for words in (
        "Verlegung einer halben Stelle",
        "01.10.2026",
        "offen, überfällig",
        "Frist verlängert",
        "in Arbeit",
        "ohne Frist",
    ):
        assert words in page


def test_assignments_say_by_which_day_they_are_overdue() -> None:
    dated = dataclasses.replace(pack(), assignments_on=dt.date(2026, 11, 2))
    assert any("Arbeitsaufträge, Stand 02.11.2026" in words for words in texts(pdf(dated))[2:])


def test_terms_and_addresses_are_explained_once(paper: bytes) -> None:
    pages = texts(paper)
    terms = next(words for words in pages[2:] if "Begriffe und Abkürzungen" in words)
    for label, _ in facts("de").meanings:
        assert terms.count(f"{label}:") == 1
    assert "Vollzeitäquivalent" in terms
    live = next(words for words in pages[2:] if "Eine Ansicht im Programm öffnen" in words)
    assert exhibit().address in live, "an address can be copied whole"


def test_letters_are_at_least_nine_points_high(paper: bytes) -> None:
    for page in read(paper).pages:
        sizes = letter_sizes(page)
        assert min(sizes) >= 9
    assert max(letter_sizes(read(paper).pages[0])) >= 24


def test_the_same_pack_gives_the_same_bytes(paper: bytes) -> None:
    assert pdf(pack()) == paper


def test_it_is_in_english_where_the_pack_is() -> None:
    english = pdf(pack("en"))
    assert read(english).root_object["/Lang"] == "en-GB"
    pages = texts(english)
    assert "Page 1 of" in pages[0] and "Monday 23 November 2026" in pages[0]
    assert "Terms and abbreviations" in " ".join(pages)
    assert "Arbeitsaufträge" not in " ".join(pages)


def test_words_are_divided_as_german_divides_them() -> None:
    paper = pdf(pack(views=[View(exhibit(picture=PLAIN), note="Zusammenarbeit, ja " * 50)]))
    divided = set(re.findall(r"\b(Z\w*)- (\w+),", " ".join(texts(paper))))
    assert divided
    assert divided <= {("Zu", "sammenarbeit"), ("Zusam", "menarbeit"), ("Zusammen", "arbeit"), ("Zusammenar", "beit")}


def test_a_pack_may_be_of_no_meeting_without_assignments_and_facts() -> None:
    bare = exhibit(picture="", sheets=(), findings=(), example=None, address="")
    pages = texts(pdf(pack(views=[View(bare)], meeting=None, assignments=())))
    assert "Ansichten" in pages[0] and EDITION in pages[0]
    assert "weder Bild noch Tabelle" in pages[2]
    assert not any("Anhang" in words for words in pages)


def test_forty_views_with_long_headlines_and_notes() -> None:
    views = [View(exhibit(picture=PLAIN), "Lange Überschrift " * 28, "Eine Notiz. " * 80) for _ in range(40)]
    reader = read(pdf(pack(views=views)))
    tops = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert len([title for title in tops if "Lange" in title]) == 40
    # A note that does not fit below its picture stands on the page after it, not on more.
    pages = [reader.get_destination_page_number(entry) for entry in reader.outline if not isinstance(entry, list)]
    assert {later - page for page, later in pairwise(pages[1:41])} <= {1, 2}


def test_what_a_high_picture_leaves_no_room_for_stands_together_on_the_next_page() -> None:
    """Sources that do not fit take the reading aid and what else is to be seen with them, and say that figures are made up."""
    sources = tuple(f"Quelle {number}, © Amt, Stand 31.12.2024, www.example.org" * 3 for number in range(14))
    known = facts("de")
    about = Explanation("Definitions", "x", (), dataclasses.replace(known, sources=sources))
    findings = ("Erstens.", "Zweitens.", "Drittens.")
    shown = exhibit(picture=SQUARE.format(1000, 560), findings=findings, sheets=(gaps_sheet(), about))
    pages = texts(pdf(pack(views=[View(shown)], assignments=())))
    (rest,) = [words for words in pages if "Fortsetzung" in words]
    for words in ("Zweitens.", "Drittens.", known.meanings[1][0], "Quelle 13", EXAMPLE.sentence):
        assert words in rest


@pytest.mark.parametrize(("width", "height"), [(1000, 2000), (1000, 60), (300, 300)])
def test_a_picture_of_any_proportion_leaves_its_view_on_one_page(width: int, height: int) -> None:
    short = exhibit(picture=SQUARE.format(width, height), sheets=(), findings=("Kurz.",))
    reader = read(pdf(pack(views=[View(short), View(short)], assignments=())))
    first, second = [
        reader.get_destination_page_number(entry) for entry in reader.outline if entry.title.endswith("beratung")
    ]
    assert second == first + 1


def test_an_assignment_with_a_long_history_of_addresses_is_printed() -> None:
    """Typst nests no more than some five hundred places to break in one text."""
    long = "x7" * 500
    corrected = [f"17.11.2026, Koordination: Text von «{long}» zu «{long}» – {long}"] * 20
    printed = pdf(
        dataclasses.replace(
            pack(), assignments=(Assignment(long, "Amt", None, "offen", "", False, (*corrected, "Ende")),)
        )
    )
    assert "Ende" in "".join(texts(printed))


def test_texts_are_never_read_as_instructions() -> None:
    evil = '#panic("x") $a$ *b* `c` @label <label> \\ #sys.inputs "]) [ {page}'
    shown = exhibit(title=evil, findings=(evil,), picture=PLAIN, address=evil)
    pages = texts(
        pdf(pack(views=[View(shown, evil, evil)], assignments=[Assignment(evil, evil, None, evil, "", True, (evil,))]))
    )
    squeezed = "".join(" ".join(pages).split())
    assert squeezed.count("".join(evil.split())) >= 5


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        pdf(pack(views=[View(exhibit(picture="<html/>"))]))


def test_letters_that_no_font_has_are_replaced() -> None:
    assert missing_among("".join(sorted("日本😀é→▲Яλ"))) == frozenset("日本😀")
    assert with_shown("a日\x07b\u202e\n", frozenset("日")) == f"a{MISSING}b\n"
    page = texts(pdf(pack(views=[View(exhibit(picture=PLAIN), "Beratung 日本 und Ελλάδα", "\x00\x01")])))[2]
    assert f"Beratung {MISSING}{MISSING} und Ελλάδα" in page


def test_the_compilers_complaint_is_understood() -> None:
    """The wording belongs to the compiler: this fails where another version of it says something else."""
    with pytest.raises(typst.TypstError) as raised:
        typst.compile('#set document(title: "x")\n\u0378'.encode(), format="pdf", pdf_standards=["ua-1"])
    assert refused(raised.value.message) == "\u0378"
    assert refused("pagebreaks are not allowed") == ""


any_text = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=15)
@given(any_text, any_text, any_text)
def test_any_text_can_be_printed(headline: str, note: str, cell: str) -> None:
    sheet = Sheet("x", cell, [Column(cell), Column("Zahl")], [(cell, 1.5), (None, None)], (note,))
    shown = exhibit(title=note, findings=(headline,), picture="", sheets=(sheet,), address=cell)
    done = Assignment(note, cell, None, headline, "", True, (note,))
    meeting = dataclasses.replace(MEETING, title=headline)
    assert len(read(pdf(pack(views=[View(shown, headline, note)], meeting=meeting, assignments=[done]))).pages) >= 6


def test_twelve_views_with_maps_take_seconds() -> None:
    drawn = exhibit().picture
    colours = [f"#{number:02d}9fcc" for number in range(12)]
    views = [View(exhibit(picture=drawn.replace("#64a6c8", colour)), colour) for colour in colours]
    assert len({view.exhibit.picture for view in views}) == 12
    begun = time.perf_counter()
    pdf(pack(views=views))
    assert time.perf_counter() - begun < 20
