"""An SVG as a picture of pixels, drawn with a font of our own dependencies: no browser, nothing of the machine."""

from __future__ import annotations

from functools import cache
from struct import pack
from zlib import crc32

import font_source_sans_pro
import typst

# 20 cm at 300 dots per inch: sharp across a page of A4 and on a slide.
WIDTH = 2400
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
METRES_PER_INCH = 0.0254
# The eight bytes every PNG begins with, and the chunk of its size after them.
SIGNATURE_AND_SIZE = 8 + 25


def png(svg: str, *, width: int = WIDTH) -> bytes:
    """The picture as PNG on white, `width` pixels wide at 300 dots per inch, its height in proportion.

    Text comes in Source Sans Pro where the SVG names that family. Raises ValueError for what is no SVG or refers to files.
    """
    points = width / DOTS_PER_INCH * POINTS_PER_INCH
    page = f'#set page(width: {points}pt, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    try:
        drawn = typst.compile(
            page.encode(), format="png", ppi=DOTS_PER_INCH, font_paths=fonts(), sys_inputs={"svg": svg}
        )
    except typst.TypstError as error:
        raise ValueError(f"this SVG cannot be drawn: {error.message}") from error
    return _with_resolution(drawn)


@cache
def fonts() -> typst.Fonts:
    """The fonts of our dependencies alone, so that every machine draws and sets the same."""
    # typst's own serif font takes over a line with a letter that Source Sans Pro lacks, instead of an empty box.
    return typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])


def _with_resolution(drawn: bytes) -> bytes:
    """The PNG with its dots per metre (chunk pHYs, PNG specification 11.3.5.3): without them a page would show it 84 cm wide."""
    per_metre = round(DOTS_PER_INCH / METRES_PER_INCH)
    content = b"pHYs" + pack(">IIB", per_metre, per_metre, 1)
    chunk = pack(">I", len(content) - 4) + content + pack(">I", crc32(content))
    return drawn[:SIGNATURE_AND_SIZE] + chunk + drawn[SIGNATURE_AND_SIZE:]
