"""One language of the interface: translated texts, numbers and dates as its readers write them."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("de", "en")
MINUS = "−"


@dataclass(frozen=True)
class Language:
    """`code` is "de" or "en". Messages in the code are English; a missing translation falls back to them."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise ValueError(f"no language {self.code!r}; there are {', '.join(LANGUAGES)}")

    def text(self, message: str, **values: object) -> str:
        """The message in this language, with `{name}` fields filled from `values`."""
        translated = _catalogue(self.code).gettext(message)
        return translated.format(**values) if values else translated

    def number(self, value: float, decimals: int = 0, *, signed: bool = False, grouped: bool = True) -> str:
        """Decimal and, where `grouped`, thousands marks of the language; `signed` writes + before positive values."""
        whole, zeros = "#,##0" if grouped else "0", "0" * decimals
        rounded = round(value, decimals) + 0.0
        body = format_decimal(abs(rounded), format=f"{whole}.{zeros}" if decimals else whole, locale=self._locale)
        if rounded < 0:
            return MINUS + body
        return "+" + body if signed and rounded > 0 else body

    def percent(self, share: float, decimals: int = 1) -> str:
        """A share between 0 and 1 as per cent, with the space that the language wants before the sign."""
        gap = "\u202f" if self.code == "de" else ""
        return self.number(share * 100, decimals) + gap + "%"

    def day(self, date: dt.date) -> str:
        """31.12.2024 or 31 Dec 2024."""
        return format_date(date, "dd.MM.yyyy" if self.code == "de" else "d MMM yyyy", locale=self._locale)

    def day_in_words(self, date: dt.date) -> str:
        """Montag, 23. November 2026 or Monday 23 November 2026."""
        return format_date(date, "EEEE, d. MMMM yyyy" if self.code == "de" else "EEEE d MMMM yyyy", locale=self._locale)

    def month(self, date: dt.date) -> str:
        """Oktober 2026 or October 2026."""
        return format_date(date, "LLLL yyyy", locale=self._locale)

    @property
    def _locale(self) -> str:
        return "de_DE" if self.code == "de" else "en_GB"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """The catalogue compiled in memory, so that no compiled file has to be kept in step with the text."""
    path = Path(__file__).parent / code / "LC_MESSAGES" / "kim_atlas.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
