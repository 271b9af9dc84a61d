"""A figure and the limits it is known within, in words: short for pictures, as a sentence to be read aloud."""

from __future__ import annotations

from math import isfinite

from charts.wording import value_text, value_with_unit
from locales.language import Language
from metrics.definitions import Definition

# Limits that miss their value only by the residue of floating-point arithmetic still hold it.
_RESIDUE = 1e-9


def check(key: str, value: float | None, lower: float | None, upper: float | None) -> None:
    """Raises ValueError, naming `key`, for what is no finite number, limits without a value, or a value outside its limits."""
    given = [number for number in (value, lower, upper) if number is not None]
    if not all(map(isfinite, given)):
        raise ValueError(f"{key}: a value and its limits are numbers or nothing, found {value} ({lower} to {upper})")
    if value is None:
        if given:
            raise ValueError(f"{key}: limits without a value, found {lower} to {upper}")
    elif (lower is not None and lower > value + _RESIDUE) or (upper is not None and upper < value - _RESIDUE):
        raise ValueError(f"{key}: {value} does not lie within its limits {lower} and {upper}")


def limits_text(lower: float | None, upper: float | None, definition: Definition, language: Language) -> str:
    """38 % to 52 %; a limit that is None is open; nothing where both are."""
    low, high = (None if limit is None else value_text(limit, definition, language) for limit in (lower, upper))
    if low is None and high is None:
        return ""
    if high is None:
        return language.text("{lower} or more", lower=low)
    if low is None:
        return language.text("up to {upper}", upper=high)
    return language.text("{lower} to {upper}", lower=low, upper=high)


def said(value: float, lower: float | None, upper: float | None, definition: Definition, language: Language) -> str:
    """9 days, between 7 and 12 (95 %)."""
    text = value_with_unit(value, definition, language)
    low, high = (None if limit is None else value_text(limit, definition, language) for limit in (lower, upper))
    if low is None and high is None:
        return text
    if high is None:
        return language.text("{value}, at least {lower} (95 %)", value=text, lower=low)
    if low is None:
        return language.text("{value}, at most {upper} (95 %)", value=text, upper=high)
    return language.text("{value}, between {lower} and {upper} (95 %)", value=text, lower=low, upper=high)
