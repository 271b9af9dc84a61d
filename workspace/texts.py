"""What the texts of users may be: without signs that cannot be seen or that turn the words around them over, and not too long."""

from __future__ import annotations

import re
import unicodedata

from workspace.errors import UnfitValue

CONTROL = "Cc"  # Unicode's category of control characters
SURROGATE = "Cs"  # halves of characters, which no file can hold
# Signs that make what follows run the other way: a name could turn the sentence around it over.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
FORMAT = "Cf"  # signs that take no place
UNSEEN = {CONTROL, SURROGATE, FORMAT, "Zs", "Zl", "Zp"}  # these and blanks: a name of nothing else is none
# Kind of text -> what is said where there is none. Kinds that are not listed may be empty.
EMPTY = {
    "name": "A scenario needs a name.",
    "title": "A meeting needs a title.",
    "assignment": "An assignment needs a text.",
}
TOO_LONG = {
    "name": "The name has {found} characters; at most {most} are possible.",
    "title": "The title has {found} characters; at most {most} are possible.",
    "headline": "The headline has {found} characters; at most {most} are possible.",
    "note": "The note has {found} characters; at most {most} are possible.",
    "assignment": "The assignment has {found} characters; at most {most} are possible.",
    "office": "The name of the office has {found} characters; at most {most} are possible.",
}
HIDDEN = {
    "name": "The name holds signs that cannot be shown.",
    "title": "The title holds signs that cannot be shown.",
    "headline": "The headline holds signs that cannot be shown.",
    "note": "The note holds signs that cannot be shown.",
    "assignment": "The assignment holds signs that cannot be shown.",
    "office": "The name of the office holds signs that cannot be shown.",
}
# "http:", "javascript:", and "//host", which browsers also read with backslashes.
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}")
LONGEST_ADDRESS = 4_000


def fit_line(kind: str, text: str, most: int) -> str:
    """A text of one line with single blanks between its words, at most so many characters. Raises UnfitValue."""
    return _fit(kind, " ".join(text.split()), most, beside="")


def fit_lines(kind: str, text: str, most: int) -> str:
    """A text of several lines without blanks around it, at most so many characters. Raises UnfitValue."""
    return _fit(kind, text.replace("\r\n", "\n").replace("\r", "\n").strip(), most, beside="\n\t")


def fit_address(address: str) -> str:
    """The state of a page of this app, such as "versorgung?part=map". Raises UnfitValue for what leads elsewhere."""
    if len(address) > LONGEST_ADDRESS:
        raise UnfitValue("The address of the view is too long to be stored.")
    if ELSEWHERE.match(address) or any(sign.isspace() or is_hidden(sign) for sign in address):
        raise UnfitValue("The address of the view is none of this app.")
    return address


def is_hidden(sign: str) -> bool:
    """Whether a character cannot be shown, or turns others over."""
    return unicodedata.category(sign) in (CONTROL, SURROGATE) or unicodedata.bidirectional(sign) in TURNING


def _fit(kind: str, text: str, most: int, beside: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    is_blank = all(unicodedata.category(sign) in UNSEEN for sign in plain)
    if is_blank and kind in EMPTY:
        raise UnfitValue(EMPTY[kind])
    if len(plain) > most:
        raise UnfitValue(TOO_LONG[kind], found=len(plain), most=most)
    if any(is_hidden(sign) and sign not in beside for sign in plain):
        raise UnfitValue(HIDDEN[kind])
    return "" if is_blank else plain
