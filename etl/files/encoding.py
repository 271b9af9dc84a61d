"""Bytes to text: which encoding a file has."""

from __future__ import annotations

import codecs
import re

from etl.errors import InputError

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16")
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
PRINTABLE_IN_CP1252 = re.compile(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
NOWHERE = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # neither a character of cp1252 nor one that ISO-8859-1 texts use
CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]")
SAMPLE = 4096
MOST_CONTROLS = 0.01
ZEROS = (0.3, 0.02)  # least share of zero bytes in the one half of UTF-16's bytes, and most in the other


def decode(data: bytes, name: str, wanted: str | None = None) -> tuple[str, str]:
    """The text of a file without byte order mark, and its encoding, one of ENCODINGS.

    cp1252 and ISO-8859-1 differ in 27 bytes only: a text with none of them is called ISO-8859-1. Raises InputError for
    binary content, text that was cut off within a character, and text that is not in the `wanted` encoding.
    """
    encoding = wanted or _encoding(data, name)
    try:
        text = data.decode(_codec(data, encoding, name))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        if encoding in ("utf-8", "utf-8-sig"):
            raise InputError(
                "is not UTF-8; save it as «CSV UTF-8 (durch Trennzeichen getrennt)»", name, row=row
            ) from error
        raise InputError(
            "cannot be read in the encoding {encoding}; choose another", name, row=row, encoding=encoding
        ) from error
    text = text.removeprefix("\ufeff")
    if "\0" in text or len(CONTROL.findall(text, 0, SAMPLE)) > MOST_CONTROLS * min(len(text), SAMPLE):
        raise _binary(name)
    return text, encoding


def _encoding(data: bytes, name: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if _utf_16_order(data):
        return "utf-16"
    if b"\0" in data:
        raise _binary(name)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf_8(data, error, name)
        if NOWHERE.search(data):
            raise _binary(name) from error
        return "cp1252" if PRINTABLE_IN_CP1252.search(data) else "iso-8859-1"
    return "utf-8"


def _codec(data: bytes, encoding: str, name: str) -> str:
    if encoding not in ENCODINGS:
        raise InputError(
            "the encoding {encoding} is not known; choose one of {encodings}",
            name,
            encoding=encoding,
            encodings=", ".join(ENCODINGS),
        )
    return f"utf-16-{_utf_16_order(data) or 'le'}" if encoding == "utf-16" else encoding


def _utf_16_order(data: bytes) -> str | None:
    """ "le" or "be" where a mark, or the zero bytes of Latin letters, say so."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "be"
    halves = [data[start:SAMPLE:2] for start in (1, 0)]
    odd, even = (half.count(0) / max(len(half), 1) for half in halves)
    if odd >= ZEROS[0] and even <= ZEROS[1]:
        return "le"
    return "be" if even >= ZEROS[0] and odd <= ZEROS[1] else None


def _refuse_broken_utf_8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Text with more whole characters of UTF-8 than broken ones: read in another encoding, every umlaut would be wrong."""
    whole = len(SEQUENCE.findall(data))
    broken = data.decode("utf-8", errors="replace").count("\ufffd") - data.count("\ufffd".encode())
    if whole > broken:
        raise InputError(
            "is UTF-8 with characters that are damaged, as in a file that was cut off; export it again",
            name,
            row=data.count(b"\n", 0, error.start) + 1,
        ) from error


def _binary(name: str) -> InputError:
    return InputError(
        "is neither text nor a workbook that can be read; export it as CSV or save it as xlsx",
        name,
    )
