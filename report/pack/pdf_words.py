"""Texts for paper: long words without a place to break get some."""

from __future__ import annotations

import re

from charts.lettering import text_width

# The template turns it into a break that leaves no letter behind when the text is copied.
BREAK = "\u200b"
# Hyphenation finds breaks in words; what is no word, such as an address or a key, has none.
LONGEST_WORD, LONGEST_OTHER = 34, 24
_RUN = re.compile(r"[^\s\u200b]+")
_LETTERS = re.compile(r"[^\W\d_]+[.,;:!?)“”\"]*")
_VOWEL = re.compile("[aeiouyäöüáàâéèêíìîóòôúùû]", re.IGNORECASE)
# Letters between two breaks.
STEP = 8
# More consonants, or more of the same letter, than any word has one after the other.
_NO_WORD = re.compile(r"(.)\1{3}|[^\W\d_aeiouyäöü]{8}", re.IGNORECASE)


def broken(text: str, width: float | None = None, size: float = 9.0) -> str:
    """The text with places to break in runs of letters that would else be too long: for `width` points at a size of letters,
    or, without one, for any line."""
    return _RUN.sub(lambda run: _with_breaks(run[0], width, size), text)


def _with_breaks(run: str, width: float | None, size: float) -> str:
    is_word = bool(_LETTERS.fullmatch(run) and _VOWEL.search(run) and not _NO_WORD.search(run))
    if len(run) <= (LONGEST_WORD if is_word else LONGEST_OTHER) and (
        width is None or is_word or text_width(run, size) <= width
    ):
        return run
    return BREAK.join(run[start : start + STEP] for start in range(0, len(run), STEP))
