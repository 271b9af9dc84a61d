"""Long names on few lines."""

from __future__ import annotations

from charts.lettering import text_width, wrap

ELLIPSIS = "…"


def shortened(text: str, size: float, width: float, most: int) -> list[str]:
    """The text on at most `most` lines no wider than `width` pixels; what does not fit becomes an ellipsis."""
    lines = wrap(text, size, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, size, width) for line in lines]


def _cut(line: str, size: float, width: float) -> str:
    if text_width(line, size) <= width:
        return line
    kept = line
    while kept and text_width(kept + ELLIPSIS, size) > width:
        kept = kept[:-1]
    whole_words = kept if line[len(kept)] == " " else kept.rpartition(" ")[0]
    while whole_words.endswith("."):  # the beginning of "e. V." says nothing
        whole_words = whole_words.rpartition(" ")[0]
    return (whole_words or kept).rstrip(" ,") + ELLIPSIS
