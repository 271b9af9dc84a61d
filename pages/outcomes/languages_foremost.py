"""The largest of several counts, in words."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Language

MOST = 3


def foremost(counts: Mapping[str, float], most: int = MOST) -> list[str]:
    """The keys with the largest counts, the largest first; more than `most` where the last ones are equal. Keys of equal counts
    stay in their order, those without a count are left out.

    Rounding keeps the order: what is larger after it was larger before.
    """
    counted = {key: count for key, count in counts.items() if count > 0}
    ranked = sorted(counted, key=lambda key: -counted[key])
    return [key for key in ranked if counted[key] >= counted[ranked[:most][-1]]]


def foremost_text(counts: Mapping[str, float], names: Mapping[str, str], language: Language) -> str:
    """These with their names and counts: "Arabic 208, German 176, English 158"."""
    return ", ".join(f"{names[key]} {language.number(counts[key])}" for key in foremost(counts))
