"""Words and marks for the one rule by which anything here is said to rise or fall (metrics.trend)."""

from __future__ import annotations

from locales import Language

# Verdicts on a trend beside metrics.trend.DIRECTIONS: why there is none to tell.
TOO_FEW, TOO_SHORT, SINGLE_POST = "too_few", "too_short", "single_post"
TREND_NAMES = {
    "rising": "rises",
    "falling": "falls",
    "none": "no trend",
    TOO_FEW: "too few cases",
    TOO_SHORT: "fewer than five years",
    SINGLE_POST: "not judged: a single post",
}
TREND_FINDINGS = {
    "rising": "{figure}, rising by the rule: {units}.",
    "falling": "{figure}, falling by the rule: {units}.",
}
SIGNS = {"rising": "▲", "falling": "▼", "none": "●"}
NO_SIGN = "–"


def trend_text(verdict: str, language: Language) -> str:
    """The verdict with its mark, for tables."""
    return f"{SIGNS.get(verdict, NO_SIGN)} {language.text(TREND_NAMES[verdict])}"


def rule_text(language: Language) -> str:
    """The rule in a sentence."""
    return language.text(
        "A rise or fall is named only where the slope of these five figures, weighted by how certain each is, lies beyond "
        "chance (chi-square test, 99.8 %) and keeps its direction whichever year is left out, as in the "
        "English public health profiles."
    )
