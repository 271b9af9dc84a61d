"""What a comparison of caseloads finds, in sentences: who differs beyond chance, by how much, and what would relieve."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.funnel_points import ratio_text
from charts.wording import absolute_text, value_text, value_with_unit
from locales import Language
from metrics.staffing import RESIDUE
from pages.caseload.comparison import JUDGED, Comparison
from pages.caseload.view import span_text, title

# English messages for `Language.text`.
UNITS_IN_GENERAL = {
    "ags": "municipalities",
    "carrier": "carriers",
    "focus_area": "focus areas",
    "post": "posts",
}
VERDICT_SENTENCES = {
    "high": "High, beyond chance: {units}.",
    "low": "Low, beyond chance: {units}.",
}


def findings(found: Comparison, language: Language) -> list[str]:
    """The finding first, then the district's own figure and what must be known to judge the finding."""
    return [
        *_differences(found, language),
        *_relief(found, language),
        _district(found, language),
        *_spread(found, language),
        *_depends_on_rule(found, language),
    ]


def figure_text(row: dict[str, Any], found: Comparison, language: Language) -> str:
    """A unit with its figure and how far it is from what is expected: Heimbach, 69.2 cases per post, 51 % more than expected."""
    rate = value_with_unit(row["per_fte"], found.view.meaning, language) if row["per_fte"] is not None else ""
    return ", ".join(filter(None, [row["label"], rate, ratio_text(row["ratio"], language)]))


def _differences(found: Comparison, language: Language) -> list[str]:
    """One sentence for those above, one for those below; else that nobody differs, or that nobody can be judged."""
    text, frame = language.text, found.frame
    lines = []
    for verdict in ("high", "low"):
        units = _far_first(frame.filter(pl.col("verdict") == verdict), found)
        if units:
            named = "; ".join(figure_text(row, found, language) for row in units)
            lines.append(text(VERDICT_SENTENCES[verdict], units=named))
    if lines:
        return lines
    counted = {
        "units": text(UNITS_IN_GENERAL[found.view.by]),
        "judged": frame.filter(pl.col("verdict") == "as_expected").height,
        "all": frame.height,
    }
    if not counted["judged"]:
        return [text("Too few cases: none of the {all} {units} can be judged.", **counted)]
    if found.is_overdispersed:
        return [
            text(
                "Nothing stands out beyond the usual differences ({judged} of {all} {units} can be judged).", **counted
            )
        ]
    return [text("No differences beyond chance ({judged} of {all} {units} can be judged).", **counted)]


def _far_first(units: pl.DataFrame, found: Comparison) -> list[dict[str, Any]]:
    """The farthest from what is expected first; carriers and posts are people at work and are not ranked."""
    if found.view.by in ("carrier", "post") or units.is_empty():
        return units.to_dicts()
    return units.sort("ratio", "label", descending=[units["verdict"][0] == "high", False]).to_dicts()


def _relief(found: Comparison, language: Language) -> list[str]:
    """How many posts would bring those above to what is expected."""
    lacking = found.frame.drop_nulls("missing_fte").filter(pl.col("missing_fte") > 0)
    if lacking.is_empty():
        return []
    parts = [
        language.text("{unit} {fte}", unit=label, fte=language.number(fte, 2))
        for label, fte in lacking.select("label", "missing_fte").rows()
    ]
    return [
        language.text(
            "Relief to be considered: posts (FTE) missing to reach what is expected, cautiously estimated (what may be "
            "chance is left out): {parts}.",
            parts=", ".join(parts),
        )
    ]


def _district(found: Comparison, language: Language) -> str:
    view, rate = found.view, found.per_fte
    if found.fte <= RESIDUE:
        return language.text("{title}: no posts in the district.", title=title(view, language))
    if rate is None:
        return language.text(
            "{title}, {span}: too few cases for a figure of the district.",
            title=title(view, language),
            span=span_text(view, language),
        )
    return language.text(
        "{title}, {span}: {rate} in the district ({observed} on {fte} posts).",
        title=title(view, language),
        span=span_text(view, language),
        rate=value_text(rate, view.meaning, language),
        observed=absolute_text(found.total, language),
        fte=language.number(found.fte, 1),
    )


def _spread(found: Comparison, language: Language) -> list[str]:
    """Whether units differ by more than chance throughout, and what follows for the limits."""
    if not found.is_overdispersed or found.phi is None:
        return []
    return [
        language.text(
            "On the whole the differences are larger than chance alone explains (φ = {phi}; 1 would be chance alone), so the "
            "limits are drawn wider, and only what stands out even then is called high or low.",
            phi=language.number(found.phi, 1),
        )
    ]


def _depends_on_rule(found: Comparison, language: Language) -> list[str]:
    if "same_for_all_rules" not in found.frame.columns:
        return []
    depends = found.frame.filter(~pl.col("same_for_all_rules"))
    if depends.height:
        places = ", ".join(depends["label"])
        return [
            language.text(
                "Whether it is high or low depends on how shared posts are split: {places}. See “More”.", places=places
            )
        ]
    if found.frame["verdict"].is_in(list(JUDGED)).any():
        return [language.text("These verdicts are the same however shared posts are split.")]
    return []
