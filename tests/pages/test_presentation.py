"""A meeting's views as slides, without a browser: what stands on them, how large, and that nothing is lost or could act."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.medium import SLIDE_HEIGHT
from locales import Language
from pages._shared.offered import noting
from pages.meeting.presentation import presentation
from pages.meeting.presentation.drawing import drawing
from pages.meeting.presentation.footing import footing
from pages.meeting.presentation.picture_slide import picture_slide
from pages.meeting.presentation.slide import Slide
from pages.meeting.presentation.slides import slides_of
from pages.meeting.presentation.stage import HEIGHT, LEAST_LETTERS, WIDTH, broken, width_of
from pages.meeting.presentation.table_slides import table_slides
from report.exhibit import Exhibit, View
from report.meeting import Pack
from report.sheets import Column, Facts, Sheet, number_format
from tests.browser.presentation_slides import (
    EXAMPLE,
    FACTS,
    FINDING,
    LONG_FINDING,
    LONG_HEADLINE,
    exhibit,
    map_svg,
    narrow_table,
    pack,
    wide_table,
)

GERMAN, ENGLISH = Language("de"), Language("en")
PLACE = re.compile(r'class="drawing" style="left:([\d.]+)px;top:([\d.]+)px;width:([\d.]+)px;height:([\d.]+)px"')
BLOCK = re.compile(
    r'<(?:h2|p) class="[a-z]+" style="top:([\d.]+)px;font-size:([\d.]+)px;line-height:(\d+)px"[^>]*>(.*?)</'
)
FOOT = re.compile(r'<footer style="top:(\d+)px;height:(\d+)px;font-size:(\d+)px')
SIZES = re.compile(r"font-size:([\d.]+)px")
TAGS = {"div", "h2", "p", "br", "footer", "strong", "span", "ul", "li"}
TAGS |= {"table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400)


def svg(height: float, letters: float = 13, width: float = 1000) -> str:
    text = f'<text x="0" y="20" font-size="{letters}">Titz</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{text}</svg>'


def view(picture: str, headline: str = "", findings: tuple[str, ...] = (FINDING,)) -> View:
    return View(exhibit("Lücke je Gemeinde", picture, findings), headline)


def place(slide: Slide) -> tuple[float, float, float, float]:
    """Left, top, width and height of the picture."""
    (found,) = PLACE.findall(slide.html)
    left, top, width, height = map(float, found)
    return left, top, width, height


def blocks(slide: Slide) -> list[tuple[float, float, list[str]]]:
    """Top, bottom and lines of headline and finding."""
    found = []
    for top, _, line, content in BLOCK.findall(slide.html):
        lines = content.split(" <br>")
        found.append((float(top), float(top) + len(lines) * float(line), [html.unescape(each) for each in lines]))
    return found


def plain(markup: str) -> str:
    """All text, with line breaks as blanks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup.replace(" <br>", " "))).split())


def table_cells(slide: Slide) -> list[list[str]]:
    """Rows of a slide's table, its head first."""
    (table,) = re.findall(r"<table.*</table>", slide.html)
    rows = re.findall(r"<tr.*?</tr>", table)
    return [[plain(cell) for cell in re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", row)] for row in rows]


def test_a_meeting_is_shown_from_its_title_to_its_sources() -> None:
    titles = [slide.title for slide in slides_of(pack(), GERMAN)]
    parts = [f"Lücken über die Jahre ({number}/6)" for number in range(1, 7)]
    assert titles == [
        "Steuerungsgruppe Integration: vierte Sitzung",
        "Tagesordnung",
        "Lücke je Gemeinde",
        LONG_HEADLINE,
        "Erreichte Ziele",
        "Erreichte Ziele in drei Gemeinden",
        "Wo fehlt wie viel?",
        *parts,
        "<img src=x onerror=alert(1)> & «Müller»",
        "Arbeitsaufträge",
        "Quellen und Hinweise",
    ]


def test_title_and_agenda_say_what_will_be_seen() -> None:
    title, agenda = (plain(slide.html) for slide in slides_of(pack(), GERMAN)[:2])
    assert "24.11.2026" in title
    assert "20261101T080000Z-0a1b2c" in title
    assert EXAMPLE.sentence in title
    for number, each in enumerate(pack().views, start=1):
        assert f"{number} {' '.join(each.heading.split())}" in agenda
    assert "8 Arbeitsaufträge" in agenda


@pytest.mark.parametrize("times", [1, 4])
def test_the_agenda_names_the_slide_that_each_view_begins_on(times: int) -> None:
    """Also where the list itself takes several slides, which moves what it counts."""
    many = replace(pack(), views=tuple(pack().views) * times)
    slides = slides_of(many, GERMAN)
    agenda = [slide for slide in slides if slide.title.startswith("Tagesordnung")]
    assert (len(agenda) > 1) == (times > 1)
    begun = [int(number) for slide in agenda for number in re.findall(r"· Folie (\d+)", plain(slide.html))]
    assert len(begun) == len(many.views) + 1
    for view, number in zip(many.views, begun, strict=False):
        assert slides[number - 1].title.split(" (1/")[0] == view.heading
    assert slides[begun[-1] - 1].title == "Arbeitsaufträge"


def test_real_figures_are_not_called_made_up() -> None:
    meeting = pack()
    real = Pack(meeting.views[1:4], "de", meeting.meeting)
    assert not any("Beispieldaten" in slide.html for slide in slides_of(real, GERMAN))


def test_the_last_slide_has_all_sources_and_notes_once() -> None:
    last = plain(slides_of(pack(), GERMAN)[-1].html)
    for each in (*FACTS.sources, *FACTS.notes, EXAMPLE.sentence):
        assert last.count(each) == 1


def test_views_can_be_shown_without_a_meeting() -> None:
    slides = slides_of(Pack((view(map_svg()),), "en"), ENGLISH)
    assert [slide.title for slide in slides] == [
        "Views of the data",
        "Agenda",
        "Lücke je Gemeinde",
        "Sources and notes",
    ]
    with pytest.raises(ValueError, match="nothing to show"):
        slides_of(Pack((), "de"), GERMAN)


def test_a_meeting_without_views_has_its_title() -> None:
    assert [slide.title for slide in slides_of(replace(pack(), views=(), assignments=()), GERMAN)] == [
        "Steuerungsgruppe Integration: vierte Sitzung"
    ]


def test_a_view_without_picture_and_table_tells_its_findings() -> None:
    told = View(exhibit("Nichts zu zeichnen", "", (FINDING, LONG_FINDING)))
    found = [slide for slide in slides_of(Pack((told,), "de"), GERMAN) if slide.title == "Nichts zu zeichnen"]
    assert [FINDING in plain(slide.html) and LONG_FINDING in plain(slide.html) for slide in found] == [True]


def test_words_from_files_stay_words() -> None:
    whole = "".join(slide.html for slide in slides_of(pack(), GERMAN))
    assert "<img" not in whole
    assert "<b>" not in whole
    assert "&lt;b&gt;fett&lt;/b&gt; {number} $&amp; bleibt, wie es ist." in whole


@given(WORDS, WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_any_words_are_well_formed_and_large(headline: str, finding: str, cell: str) -> None:
    """The slides are read as XML, in which nothing may be left open and nothing begun that is no element of ours."""
    table = Sheet("A", "A", [Column(headline), Column("B")], [(cell, 1.5), (finding, None)], (finding,))
    told = [view(svg(470), headline, (finding,)), View(exhibit(cell, "", (finding,), table=table), headline)]
    meeting = replace(pack().meeting, title=headline or "A")
    for slide in slides_of(Pack(told, "de", meeting), GERMAN):
        body = re.sub(r"<(br|col style=\"[^\"]*\")>", r"<\1/>", slide.html)
        root = ElementTree.fromstring(f"<div>{body}</div>")
        tags = {part.tag for part in root.iter() if not part.tag.startswith("{")}
        assert tags <= TAGS
        outside = re.sub(r"<svg.*</svg>", "", slide.html, flags=re.DOTALL)
        assert all(float(size) >= LEAST_LETTERS for size in SIZES.findall(outside))


@given(
    st.floats(20, SLIDE_HEIGHT),
    st.floats(13, 20),
    st.text("aefnrWÄ -", max_size=160),
    st.lists(st.text("aefnrWÄ ,.", max_size=600), max_size=2),
)
@settings(deadline=None)
def test_letters_of_a_picture_are_large_and_nothing_covers_it(
    height: float, letters: float, headline: str, findings: list[str]
) -> None:
    slide = picture_slide(view(svg(height, letters), headline, tuple(findings)), GERMAN)
    left, top, width, shown = place(slide)
    assert letters * width / 1000 >= LEAST_LETTERS - 0.01
    assert shown / width == pytest.approx(height / 1000, rel=1e-2, abs=1e-2)
    ((foot_top, foot_height, _),) = [tuple(map(float, found)) for found in FOOT.findall(slide.html)]
    edges = [(begin, end) for begin, end, _ in blocks(slide)] + [(top, top + shown), (foot_top, foot_top + foot_height)]
    assert all(end <= begin + 0.01 for (_, end), (begin, _) in pairwise(edges))
    assert edges[0][0] >= 0 and edges[-1][1] <= HEIGHT
    assert left >= 0 and left + width <= WIDTH


def test_pictures_of_the_usual_height_leave_room_for_headline_and_finding() -> None:
    """470 pixels, as charts.medium.SLIDE_SIZE has it, and up to 500."""
    for height in (470, 500):
        (_, _, headline), (_, _, finding) = blocks(picture_slide(view(svg(height)), GERMAN))
        assert headline == ["Lücke je Gemeinde"]
        assert finding == [FINDING]
    (_, _, headline), (_, _, finding) = blocks(picture_slide(view(svg(470), LONG_HEADLINE, (LONG_FINDING,)), GERMAN))
    assert " ".join(headline) == LONG_HEADLINE
    assert " ".join(finding) == LONG_FINDING


def test_the_finding_gives_way_before_the_headline() -> None:
    seen = []
    for height in range(440, 525):
        slide = picture_slide(view(svg(height), LONG_HEADLINE, (LONG_FINDING,)), GERMAN)
        found = blocks(slide)
        seen.append((len(found) == 2, " ".join(found[0][2]) == LONG_HEADLINE))
        # Whatever is seen, all of it is read out.
        assert slide.title == LONG_HEADLINE
        assert f'aria-label="Lücke je Gemeinde {LONG_FINDING}"' in slide.html
        assert seen[-1][1] or f'aria-label="{LONG_HEADLINE}"' in slide.html
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {(True, True), (False, True), (False, False)}


def test_a_picture_that_is_too_high_is_shown_whole() -> None:
    slide = picture_slide(view(svg(1400)), GERMAN)
    left, top, width, height = place(slide)
    assert (left > 0, top > 0, height / width) == (True, True, pytest.approx(1.4, rel=1e-3))
    assert top + height < HEIGHT


def test_small_letters_in_a_picture_do_not_cost_the_words() -> None:
    """A picture with letters of 12 pixels can nowhere be large enough; it is shown as large as the sheet is wide."""
    slide = picture_slide(view(svg(470, letters=12)), GERMAN)
    assert len(blocks(slide)) == 2
    assert place(slide)[2] == pytest.approx(1850)


def test_a_picture_is_measured_by_its_smallest_letters() -> None:
    small = '<g style="font-size:40px" transform="translate(3,4) scale(0.2)"><text>c</text></g>'
    inner = f'<text font-size="30">A<tspan font-size="9px">b</tspan></text>{small}'
    found = drawing(f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">{inner}</svg>', "")
    assert (found.width, found.height, found.letters) == (400, 200, pytest.approx(8))
    assert drawing(svg(100), "").letters == 13
    assert drawing('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><rect/></svg>', "").letters is None


def test_a_picture_cannot_act() -> None:
    acting = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="x()">'
        '<script>x()</script><foreignObject><b>x</b></foreignObject><a href="javascript:x()"><rect/></a><g><image href="b.png"/></g>'
        '<rect onclick="x()" fill="url(#dots)"/><use href="#dots"/><use xlink:href="other.svg#x"/></svg>'
    )
    markup = drawing(acting, 'sagt "so" & <so>').markup
    for bad in ("script", "foreignObject", "javascript", "onload", "onclick", "image", "other.svg"):
        assert bad not in markup
    assert 'href="#dots"' in markup
    assert "url(#dots)" in markup
    assert ElementTree.fromstring(markup).get("aria-label") == 'sagt "so" & <so>'


@pytest.mark.parametrize(
    "text",
    ["", "kein Bild", "<p>x</p>", '<svg xmlns="http://www.w3.org/2000/svg"/>', svg(0), svg(float("inf"))],
)
def test_what_is_no_picture_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SVG"):
        drawing(text, "")


def test_a_table_that_fits_stays_on_one_slide() -> None:
    (slide,) = table_slides(narrow_table(), "Wo fehlt wie viel?", FINDING, "", GERMAN)
    head, *rows = table_cells(slide)
    assert head == ["Gemeinde", "Zielgruppe", "Lücke (VZÄ)", "Befund"]
    assert len(rows) == 15
    assert rows[1][:3] == ["Düren", "1.234", "+0,50"]
    assert 'class="right">1.234' in slide.html
    assert FINDING in plain(slide.html)


def test_a_large_table_is_whole_on_several_slides() -> None:
    sheet = wide_table()
    slides = table_slides(sheet, "Lücken über die Jahre", FINDING, "", GERMAN)
    tables = [table_cells(slide) for slide in slides]
    assert [slide.title for slide in slides] == [f"Lücken über die Jahre ({each}/6)" for each in range(1, 7)]
    begins = [head[: head.index("Gemeinde") + 1] for head, *_ in tables]
    assert {tuple(each) for each in begins} == {("AGS", "Gemeinde"), ("Gemeinde",)}, "every slide says whose row it is"
    assert [len(each) for each in begins] == sorted((len(each) for each in begins), reverse=True), (
        "the key comes first, once"
    )
    shown = {
        (row[head.index("Gemeinde")], heading): cell
        for head, *rows in tables
        for row in rows
        if len(row) == len(head)  # not the note below all
        for heading, cell in zip(head, row, strict=False)
    }
    values = ("−0,80", "17.267", "18,7\u202f%")
    for row in sheet.rows:
        for number, column in enumerate(sheet.columns[2:]):
            assert shown[str(row[1]), column.heading] == " ".join(values[number % 3].split())
    assert sum(len(rows) for _, *rows in tables) == 2 * len(sheet.rows) + len(sheet.notes)
    assert [slide.title for slide in slides if FINDING in plain(slide.html)] == ["Lücken über die Jahre (1/6)"]


@given(
    st.integers(1, 9).flatmap(
        lambda columns: st.tuples(
            st.lists(st.text("abW ÄÖ", min_size=1, max_size=60), min_size=columns, max_size=columns),
            st.lists(
                st.lists(
                    st.one_of(st.none(), st.text("abW é", max_size=2500), st.integers(-(10**9), 10**9)),
                    min_size=columns,
                    max_size=columns,
                ),
                max_size=40,
            ),
        )
    ),
    st.text("ab c", max_size=400),
)
@settings(max_examples=60, deadline=None)
def test_no_row_column_or_word_of_a_table_is_lost(table: tuple[list[str], list[list[Any]]], finding: str) -> None:
    headings, rows = table
    sheet = Sheet("A", "A", [Column(heading) for heading in headings], rows)
    slides = table_slides(sheet, "Tabelle", finding, "", GERMAN)
    letters = "".join("".join(row) for slide in slides for row in table_cells(slide)[1:]).replace(" ", "")
    for row in rows:
        for cell in row:
            if isinstance(cell, str):
                assert cell.replace(" ", "")[:20] in letters
    for slide in slides:
        (top,) = re.findall(r'class="table" style="top:(\d+)px', slide.html)
        widths = [float(width) for width in re.findall(r'<col style="width:([\d.]+)px">', slide.html)]
        assert sum(widths) <= 1850.5
        lines = [
            max(cell.count("<br>") + 1 for cell in row.split("</t")) for row in re.findall(r"<tr.*?</tr>", slide.html)
        ]
        assert float(top) + sum(30 * count + 13 for count in lines) <= 1080 - 12 - 30
    seen = [heading for slide in slides for heading in table_cells(slide)[0]]
    assert {"".join(heading.split()) for heading in headings} == {heading.replace(" ", "") for heading in seen}


@given(st.text(max_size=200), st.integers(24, 84), st.integers(200, 1850), st.booleans())
def test_lines_are_no_wider_than_they_may_be(text: str, size: int, width: int, bold: bool) -> None:
    lines = broken(text, size, width, bold=bold)
    assert "".join(lines).replace(" ", "") == re.sub(r"[ \t\r\n\f\v]", "", text)
    assert all(width_of(line, size, bold=bold) <= width for line in lines)


def test_the_foot_says_how_old_the_figures_are_and_where_they_come_from() -> None:
    shown: Exhibit = exhibit("Lücke", "", example=EXAMPLE)
    said = plain(footing(shown, GERMAN, 2))
    assert said == (
        "Beispieldaten Zielgruppe: 15.05.2022 · Stellen: 01.10.2026 · Fälle bis: 31.10.2026 · Quellen: Zensus 2022; Gemeindegrenzen "
        "· Schutz: Jede Personenzahl ist für sich auf ein Vielfaches von 5 gerundet"
    )
    short = plain(footing(shown, GERMAN, 1))
    assert short.endswith("Quellen: Zensus 2022; Gemeindegrenzen · geschützte Zahlen")
    nothing = replace(shown, sheets=(), example=None)
    assert nothing.facts == Facts()
    assert plain(footing(nothing, GERMAN)) == ""


def test_the_same_day_is_said_once() -> None:
    day = FACTS.dates[0][1]
    (about,) = exhibit("Lücke", "").sheets
    both = replace(about, facts=Facts(dates=(("Zielgruppe", day), ("Einwohner", day))))
    assert plain(footing(replace(exhibit("Lücke", ""), sheets=(both,)), GERMAN)) == "Zielgruppe, Einwohner: 15.05.2022"


def test_assignments_say_who_until_when_and_what_is_overdue() -> None:
    (slide,) = [slide for slide in slides_of(pack(), GERMAN) if slide.title == "Arbeitsaufträge"]
    rows = table_cells(slide)[1:]
    assert len(rows) == 15
    assert rows[1][1:] == ["Amt für Migration", "15.01.2027", "offen, überfällig"]
    assert rows[0][3] == "offen"


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the component is given."""
    given_to: list[dict[str, Any]] = []
    monkeypatch.setattr(presentation, "_component", lambda: lambda **arguments: given_to.append(arguments))
    return given_to


def test_nothing_but_slides_and_words_goes_to_the_browser(mounted: list[dict[str, Any]]) -> None:
    slides = [Slide("A", "<p>a</p>"), Slide("B", "<p>b</p>")]
    presentation.present(SimpleNamespace(language=GERMAN), slides, "meeting")
    (arguments,) = mounted
    assert arguments["key"] == "presentation_meeting"
    assert set(arguments["data"]) == {"slides", "words"}
    assert arguments["data"]["slides"] == [{"title": "A", "html": "<p>a</p>"}, {"title": "B", "html": "<p>b</p>"}]
    assert arguments["data"]["words"]["start"] == "Vorführen"
    assert arguments["data"]["words"]["said"] == "Folie {number} von {all}: {title}"


def test_nothing_is_mounted_without_slides_or_without_somebody_to_look(mounted: list[dict[str, Any]]) -> None:
    presentation.present(SimpleNamespace(language=GERMAN), [], "meeting")
    with noting():
        presentation.present(SimpleNamespace(language=GERMAN), [Slide("A", "")], "meeting")
    assert mounted == []


def test_numbers_in_tables_keep_the_decimals_of_their_column() -> None:
    sheet = Sheet(
        "A",
        "A",
        [Column("Ort"), Column("Anteil", 9, number_format(1, percent=True))],
        [("Titz", 0.1234), ("Inden", None)],
    )
    (slide,) = table_slides(sheet, "Anteile", "", "", ENGLISH)
    assert table_cells(slide)[1:] == [["Titz", "12.3%"], ["Inden", "–"]]
