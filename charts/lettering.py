"""How much room text takes before any font is known, and SVG elements that carry it safely."""

from __future__ import annotations

# The page brings Source Sans, pictures are drawn with Source Sans Pro; the others stand in where an SVG is opened as a file.
FAMILY = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Liberation Sans", "DejaVu Sans", sans-serif'
# Shares of the font size, wide enough for Source Sans and for Arial or Liberation Sans in bold, which may stand in.
_NARROW, _WIDE, _CAPITAL, _OTHER = 0.34, 0.90, 0.73, 0.60
_NARROW_LETTERS = frozenset("fijlrtI.,:;'’|!()[]/-­ \u202f\u00a0")
_WIDE_LETTERS = frozenset("mwMWÆŒ@%—…©■")
# What XML 1.0 cannot carry even when escaped is dropped. A bare line break in an attribute would be read as a space.
_FORBIDDEN = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0xFFFE, 0xFFFF])
_IN_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"}) | _FORBIDDEN
_IN_ATTRIBUTE = _IN_CONTENT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def text_width(text: str, size: float) -> float:
    """An upper estimate of the width of a line in pixels at a font size in pixels."""
    return size * sum(map(_share, text))


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width` pixels, broken at spaces; a longer single word keeps its own line."""
    lines: list[str] = []
    for word in text.split(" "):
        extended = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(extended, size) <= width:
            lines[-1] = extended
        else:
            lines.append(word)
    return [line for line in lines if line]


def element(tag: str, content: str = "", /, **attributes: object) -> str:
    """One SVG element; `stroke_width` becomes `stroke-width`, None is left out. `content` must be markup or escaped."""
    written = "".join(
        f' {name.replace("_", "-")}="{str(value).translate(_IN_ATTRIBUTE)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def text_line(text: str, x: float, y: float, size: float, **attributes: object) -> str:
    """One line of text with its baseline at y."""
    return element("text", escaped(text), x=pixels(x), y=pixels(y), font_size=pixels(size), **attributes)


def escaped(text: str) -> str:
    """Text as XML content; control characters are dropped."""
    return text.translate(_IN_CONTENT)


def pixels(value: float) -> str:
    """A length to a tenth of a pixel, without a trailing .0."""
    return f"{value:.1f}".removesuffix(".0")


def _share(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    return _CAPITAL if letter.isupper() else _OTHER
