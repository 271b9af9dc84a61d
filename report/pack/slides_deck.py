"""Slides being made: an empty presentation of 16:9 with our colours, and what can be put onto its slides. Lengths are points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from charts.colours import FOCUS_AREA_COLOURS, INK
from report.pack.slides_grid import ROOM_ABOVE, ROOM_BESIDE, SIZE, GridPage
from report.pack.slides_text import legible

WIDTH, HEIGHT = 960.0, 540.0  # 13.333 by 7.5 inches
TEMPLATE_WIDTH = 720.0
BANNER = "#FFE9A8"
LAYOUTS = {"title": "Title Slide", "list": "Title and Content", "free": "Title Only"}
LANGUAGE_IDS = {"de": MSO_LANGUAGE_ID.GERMAN, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
BLUE = FOCUS_AREA_COLOURS["welcome"]
# The first accent of the template: heads and stripes of tables take it.
TEMPLATE_BLUE = b"4F81BD"
FIELD = "{5C3A0A4E-6B1D-4B57-9D6B-2F2C6A0D9E11}"


@dataclass(frozen=True)
class Box:
    """Where something stands on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Deck:
    """A presentation in one language. Slides are added at its end."""

    def __init__(self, language: str) -> None:
        self.presentation = Presentation()
        self._language = LANGUAGE_IDS[language]
        self._empty_the_template()

    def slide(self, kind: str, title: str, box: Box, size: float) -> Slide:
        """A new slide of a kind of LAYOUTS with its title."""
        layout = self.presentation.slide_layouts.get_by_name(LAYOUTS[kind])
        slide: Slide = self.presentation.slides.add_slide(layout)
        self.fill(slide.shapes.title, box, title, size, bold=True)
        return slide

    def add_text(
        self, slide: Slide, box: Box, text: str, size: float, *, right: bool = False, fill: str = ""
    ) -> BaseShape:
        """A new box of text, looking as of `fill`."""
        shape: BaseShape = slide.shapes.add_textbox(0, 0, 0, 0)
        self.fill(shape, box, text, size, right=right, fill=fill)
        return shape

    def fill(
        self,
        shape: BaseShape,
        box: Box,
        text: str,
        size: float,
        *,
        bold: bool = False,
        right: bool = False,
        fill: str = "",
    ) -> None:
        """Put a shape somewhere and write text into it, a paragraph per line; `fill`: a colour behind it."""
        _place(shape, box)
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = Pt(ROOM_BESIDE if fill else 0)
        frame.margin_top = frame.margin_bottom = 0
        self._write(frame, text, size, bold=bold, right=right, colour=INK)
        if fill:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(fill.lstrip("#"))

    def numbered(self, slide: Slide, box: Box, lines: Sequence[str], size: float, first: int) -> None:
        """Fill the body of a slide of kind "list" with lines that office programs number, beginning with `first`."""
        body = slide.placeholders[1]
        self.fill(body, box, "\n".join(line.replace("\n", " ") for line in lines), size)
        for paragraph in body.text_frame.paragraphs:
            paragraph.space_after = Pt(size / 2)
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(Pt(2 * size)))
            properties.set("indent", str(-Pt(2 * size)))
            number = f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod" startAt="{first}"/>'
            properties.append(parse_xml(number))

    def picture(self, slide: Slide, png: bytes, box: Box, name: str, said: str) -> None:
        """A picture with its text for those who cannot see it."""
        shape = slide.shapes.add_picture(io.BytesIO(png), 0, 0)
        _place(shape, box)
        _describe(shape, name, said)

    def table(self, slide: Slide, page: GridPage, left: float, top: float, name: str, said: str) -> None:
        """A table of real cells whose first row is marked as its head."""
        grid = page.grid
        rows, columns = len(grid.rows) + 1, len(grid.headings)
        box = (Pt(left), Pt(top), Pt(sum(page.widths)), Pt(sum(page.heights)))
        shape = slide.shapes.add_table(rows, columns, *box)
        _describe(shape, name, said)
        table = shape.table
        table.first_row = table.horz_banding = True
        for column, width in zip(table.columns, page.widths, strict=True):
            column.width = Pt(width)
        for row, height, texts in zip(table.rows, page.heights, (grid.headings, *grid.rows), strict=True):
            row.height = Pt(height)
            for cell, text, is_right in zip(row.cells, texts, grid.is_right, strict=True):
                cell.margin_left = cell.margin_right = Pt(ROOM_BESIDE)
                cell.margin_top = cell.margin_bottom = Pt(ROOM_ABOVE)
                self._write(cell.text_frame, text, SIZE, right=is_right)

    def page_numbers(self, box: Box, size: float, around: tuple[str, str]) -> None:
        """Number all slides; the number is a field that stays right when slides are moved. `around`: the words before and after."""
        for count, slide in enumerate(self.presentation.slides, start=1):
            shape = self.add_text(slide, box, around[0] + around[1], size, right=True)
            before = shape.text_frame.paragraphs[0].runs[0]
            before.text = around[0]
            look = f'<a:rPr lang="{self._language_code}" sz="{round(size * 100)}"/>'
            field = f'<a:fld {nsdecls("a")} id="{FIELD}" type="slidenum">{look}<a:t>{count}</a:t></a:fld>'
            before._r.addnext(parse_xml(field))
            after = shape.text_frame.paragraphs[0].add_run()
            after.text = around[1]
            after.font.size, after.font.language_id = Pt(size), self._language
            after.font.color.rgb = RGBColor.from_string(INK.lstrip("#"))

    def notes(self, slide: Slide, text: str) -> None:
        """What the speaker sees below the slide."""
        page = slide.notes_slide
        for shape in list(page.placeholders):
            if shape.has_text_frame and shape != page.notes_placeholder:
                shape._element.getparent().remove(shape._element)
        frame = page.notes_text_frame
        if frame is not None:
            self._write(frame, text)

    @property
    def _language_code(self) -> str:
        return str(MSO_LANGUAGE_ID.to_xml(self._language))

    def _write(
        self,
        frame: TextFrame,
        text: str,
        size: float | None = None,
        *,
        bold: bool = False,
        right: bool = False,
        colour: str = "",
    ) -> None:
        frame.text = legible(text)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.language_id = self._language
                if size is not None:
                    run.font.size = Pt(size)
                if bold:
                    run.font.bold = True
                if colour:
                    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))

    def _empty_the_template(self) -> None:
        """Make python-pptx's own template 16:9, and leave of it only what these slides use."""
        deck = self.presentation
        deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
        deck.element.sldSz.attrib.pop("type", None)  # says 4:3
        for layout in list(deck.slide_layouts):
            if layout.name not in LAYOUTS.values():
                deck.slide_layouts.remove(layout)
        for page in (deck.slide_master, *deck.slide_layouts):
            for shape in page.shapes:
                if shape.element.xpath("./p:spPr/a:xfrm"):
                    shape.left, shape.width = (
                        int(length * WIDTH / TEMPLATE_WIDTH) for length in (shape.left, shape.width)
                    )
        theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = theme.blob.replace(TEMPLATE_BLUE, BLUE.lstrip("#").upper().encode())
        package = deck.part.package
        for name, relation in list(package._rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                package._rels.pop(name)


def _place(shape: BaseShape, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)


def _describe(shape: BaseShape, name: str, said: str) -> None:
    shape.name = legible(name)
    shape._element._nvXxPr.cNvPr.set("descr", legible(said))
