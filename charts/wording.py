"""Values and classes of an indicator in words, the same on maps, in legends and in descriptions read aloud."""

from __future__ import annotations

import re
from itertools import pairwise

from locales.language import Language
from metrics.definitions import Definition


def value_text(value: float, definition: Definition, language: Language) -> str:
    """The number alone: signed for a gap, as per cent for a share (0 to 1)."""
    if definition.kind == "share":
        return language.percent(value, definition.decimals)
    return language.number(value, definition.decimals, signed=definition.kind == "gap")


def value_with_unit(value: float, definition: Definition, language: Language) -> str:
    """The number with its unit; a share carries its per-cent sign already."""
    number = value_text(value, definition, language)
    return number if definition.kind == "share" else f"{number} {definition.unit[language.code]}"


def absolute_text(number: float, language: Language) -> str:
    """An absolute number with up to two decimals, as many as it needs: 4 people, 1.5 posts."""
    return language.number(number, _decimals(round(number, 2)))


def people_text(people: float, margin: float | None, language: Language) -> str:
    """A number of people, with how many more or fewer it may be where that is to be shown: 5 ± 2."""
    number = language.number(people)
    return f"{number} ± {language.number(margin)}" if margin else number


def class_texts(definition: Definition, language: Language) -> list[str]:
    """One text per class of `definition.breaks`, from the lowest to the highest; nothing without breaks.

    Raises ValueError for breaks whose classes have no words: a gap's must include zero, all others lie above it.
    """
    if not definition.breaks:
        return []
    if definition.kind != "gap" and definition.breaks[0] <= 0:
        raise ValueError(f"{definition.id}: breaks must lie above zero, where the lowest class begins")
    limits = (None, *definition.breaks, None)
    word = _gap_text if definition.kind == "gap" else _range_text
    return [word(low, high, definition, language) for low, high in pairwise(limits)]


def _gap_text(low: float | None, high: float | None, definition: Definition, language: Language) -> str:
    """Posts missing above zero, posts beyond the share below it. A value on a limit belongs to the class above."""
    unit = _noun(definition, language)
    if low is not None and low >= 0:
        return _shortage_text(low, high, unit, language)
    if high is not None and high <= 0:
        return _surplus_text(low, high, unit, language)
    if low is None or high is None:
        raise ValueError(f"{definition.id}: breaks of a gap need limits on both sides of zero, or zero itself")
    if low == -high:
        return language.text("about balanced (±{limit} {unit})", limit=_limit(high, definition, language), unit=unit)
    return language.text(
        "about balanced ({low} to {high} {unit})",
        low=language.number(low, _decimals(low), signed=True),
        high=language.number(high, _decimals(high), signed=True),
        unit=unit,
    )


def _shortage_text(low: float, high: float | None, unit: str, language: Language) -> str:
    if high is None:
        return language.text("{limit} or more {unit} missing", limit=_plain(low, language), unit=unit)
    return language.text(
        "{low} to {high} {unit} missing", low=_plain(low, language), high=_plain(high, language), unit=unit
    )


def _surplus_text(low: float | None, high: float, unit: str, language: Language) -> str:
    if low is None:
        return language.text("more than {limit} {unit} above the share", limit=_plain(high, language), unit=unit)
    return language.text(
        "{low} to {high} {unit} above the share", low=_plain(high, language), high=_plain(low, language), unit=unit
    )


def _range_text(low: float | None, high: float | None, definition: Definition, language: Language) -> str:
    """A half-open range. Nothing but a gap goes below zero, so the lowest class says that it begins there."""
    unit = _noun(definition, language)
    if high is None:
        text = language.text("{limit} or more {unit}", limit=_limit(low, definition, language), unit=unit)
    else:
        text = language.text(
            "{low} to below {high} {unit}",
            low=_limit(low, definition, language),
            high=_limit(high, definition, language),
            unit=unit,
        )
    return text.rstrip()


def _noun(definition: Definition, language: Language) -> str:
    """The unit without explanations in brackets: "Stellen (VZÄ) je 1.000" -> "Stellen je 1.000"; the legend's title has it in full.

    The limits of a share carry their per-cent sign already, and what it is per cent of stands above them.
    """
    return "" if definition.kind == "share" else re.sub(r" \([^)]*\)", "", definition.unit[language.code])


def _limit(limit: float | None, definition: Definition, language: Language) -> str:
    limit = limit or 0.0
    if definition.kind == "share":
        return language.percent(limit, _decimals(limit * 100))
    return language.number(limit, _decimals(limit))


def _plain(limit: float, language: Language) -> str:
    return language.number(abs(limit), _decimals(limit))


def _decimals(limit: float) -> int:
    """As many decimals as the limit is written with: 0.05 -> 2, 20.0 -> 0."""
    return len(f"{limit:.6f}".rstrip("0").partition(".")[2])
