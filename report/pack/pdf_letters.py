"""Letters that our fonts have: PDF/UA refuses any other, for neither eyes nor screen readers could tell what it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import typst

from report.picture import fonts

# The compiler refuses a document that is not accessible: without alternative texts, with levels of headings left out, with
# letters that it has no picture of.
STANDARD: Final = "ua-1"
MISSING = "\ufffd"
_REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Control characters but for line breaks and tabs, half surrogate pairs, what is no character, and what turns the direction
# of the text that follows.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_TRIED = b'#set document(title: "x")\n#set text(font: "Source Sans Pro")\n#for letter in sys.inputs.letters.clusters() [#par(letter)]'


def letters_of(texts: str) -> str:
    """The different letters beyond ASCII, sorted."""
    return "".join(sorted({letter for letter in texts if not letter.isascii()}))


def with_shown(text: str, missing: frozenset[str]) -> str:
    """The text without control characters, and with � for letters that no font has."""
    return "".join(MISSING if letter in missing else letter for letter in _UNFIT.sub("", text))


@cache
def missing_among(letters: str) -> frozenset[str]:
    """Those of some letters that none of our fonts has. The compiler names one after the other."""
    missing: set[str] = set()
    left = _UNFIT.sub("", letters)
    while left:
        try:
            typst.compile(
                _TRIED, format="pdf", font_paths=fonts(), pdf_standards=[STANDARD], sys_inputs={"letters": left}
            )
        except typst.TypstError as error:
            found = refused(error.message)
            if not found:
                raise
            missing.update(found)
            left = "".join(letter for letter in left if letter not in missing)
        else:
            return frozenset(missing)
    return frozenset(missing)


def refused(message: str) -> str:
    """The letters that the compiler's message says it cannot show, or "" for another message."""
    found = _REFUSED.search(message)
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found[1]) if found else ""
