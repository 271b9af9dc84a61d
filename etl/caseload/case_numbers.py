"""Case numbers as they are compared: one form for all spellings that programs make of the same number."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # Unicode categories of blanks of all widths and of signs nobody sees
MINUS = "\N{MINUS SIGN}"  # the one dash that Unicode counts among the signs of arithmetic
ACUTE = "\N{ACUTE ACCENT}"  # typed for an apostrophe; as a letter's accent it would become a blank and a mark
QUOTES = "'\"`’‘‛“”„«»‹›‚ʼ′″"
WHOLE = re.compile(r"([0-9]+)[.,]0+")
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def canonical(number: str) -> str:
    """A case number as it is compared; "" where nothing is left of it.

    Spreadsheets and programs change the spelling of a number from export to export. The same are: upper and lower case,
    composed and decomposed or wide letters (Unicode NFKC), digits of any script, any blanks and invisible signs or none,
    all dashes, quotation marks around the number and what keeps a spreadsheet from reading a number ('0017, ="0017"), the
    decimals of a whole number (17.0, 17,0), and zeros before the digits of each group (2024-0017, 2024-17).
    """
    plain = _visible(unicodedata.normalize("NFKC", number.replace(ACUTE, "'")))
    folded = _visible(unicodedata.normalize("NFKC", plain.casefold()))
    bare = "".join(map(_sign, folded)).lstrip(f"={QUOTES}").rstrip(QUOTES)
    whole = WHOLE.fullmatch(bare)
    return LEADING_ZEROS.sub("", whole[1] if whole else bare)


def _visible(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) not in INVISIBLE)


def _sign(sign: str) -> str:
    if sign == MINUS or unicodedata.category(sign) == "Pd":
        return "-"
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
