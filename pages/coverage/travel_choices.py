"""How distance is reckoned: by which means, how far counts as within reach, and by which method; all kept in the address."""

from __future__ import annotations

import streamlit as st

from charts.sentences import notices_as_html
from charts.wording import absolute_text
from geo.distances import DETOUR_FACTOR
from locales import Language
from metrics.codes import codes, name
from pages._shared.choices import choice, number_choice
from pages._shared.travel import BANDS_KM, BANDS_MINUTES, METHODS, STRAIGHT, WEIGHTS, Travel, modes
from pages._shared.visit import Visit

METHOD_NAMES = {"balanced": "balanced", "enhanced": "graded", "two_step": "all or nothing"}
METHOD_MEANINGS = {
    "balanced": "Balanced: everybody is shared out over the posts within reach and counted once in all, and near posts count "
    "more than far ones (balanced floating catchment areas, Páez and others 2019).",
    "enhanced": "Graded: near posts count more than far ones, but whoever reaches several posts is counted at each of them "
    "(enhanced two-step floating catchment areas, Luo and Qi 2009).",
    "two_step": "All or nothing: every post nearer than the limit counts in full, none beyond it (two-step floating catchment "
    "areas, Luo and Wang 2003).",
}
UNIT_NAMES = {"km": "km", "min": "minutes"}
BAND_NAMES = ("near", "middle", "far")
LARGEST_DETOUR = 3.0


def choose_travel(visit: Visit) -> Travel:
    """The choices of the section; method and means side by side, the numbers folded away."""
    language, text = visit.language, visit.language.text
    offered = modes(visit)
    first, second, third = st.columns([1.2, 1.2, 1], vertical_alignment="bottom")
    with first:
        method = choice(
            text("What is within reach"),
            "method",
            {code: text(METHOD_NAMES[code]) for code in METHODS},
            default=METHODS[0],
            explanation=" ".join(text(METHOD_MEANINGS[code]) for code in METHODS),
        )
    with second:
        mode = choice(
            text("Way there"), "mode", {code: mode_name(code, language) for code in offered}, default=offered[0]
        )
    with third, st.popover(text("Assumptions"), width="stretch"):
        detour = DETOUR_FACTOR
        if mode == STRAIGHT:
            detour = number_choice(
                text("Detour factor: kilometres of road for one kilometre of straight line"),
                "detour",
                default=DETOUR_FACTOR,
                least=1.0,
                most=LARGEST_DETOUR,
                step=0.05,
                explanation=text(
                    "1.3 over large road networks (Wang and others 2024, arXiv 2406.06490), 1.34 from homes to the centre in 300 "
                    "European cities (Environment and Planning B 2023). Rivers and hills make it larger."
                ),
            )
        bands = _choose_bands(method, mode, language)
    return Travel(mode, detour, method, bands)


def mode_name(mode: str, language: Language) -> str:
    """A means of transport, or the straight line that stands in for one."""
    if mode == STRAIGHT:
        return language.text("straight line (approximation)")
    return name("travel_mode", mode, language.code) if mode in codes("travel_mode") else mode


def way(travel: Travel, language: Language) -> str:
    """How distance is reckoned, in words that stand beside every figure."""
    if travel.mode == STRAIGHT:
        return language.text("straight line × {factor}, approximation", factor=absolute_text(travel.detour, language))
    return mode_name(travel.mode, language)


def reach_text(travel: Travel, language: Language) -> str:
    """The farthest that counts as within reach: 20 km, or 30 minutes."""
    return f"{absolute_text(travel.bands[-1], language)} {language.text(UNIT_NAMES[travel.unit])}"


def weights_text(travel: Travel, language: Language) -> str:
    """What counts how much, by distance."""
    text, unit = language.text, language.text(UNIT_NAMES[travel.unit])
    if travel.method == "two_step":
        return text("Within reach is what lies nearer than {limit}.", limit=reach_text(travel, language))
    parts = ", ".join(
        text(
            "up to {limit} {unit} {weight}",
            limit=absolute_text(limit, language),
            unit=unit,
            weight=language.percent(weight, 0),
        )
        for limit, weight in zip(travel.bands, WEIGHTS, strict=False)
    )
    return text("A post counts: {parts}, beyond that not at all.", parts=parts)


def _choose_bands(method: str, mode: str, language: Language) -> tuple[float, ...]:
    """Ascending limits of reach; the defaults where the chosen ones do not ascend. All or nothing has one limit."""
    text = language.text
    unit, defaults = ("km", BANDS_KM) if mode == STRAIGHT else ("min", BANDS_MINUTES)
    shown = text(UNIT_NAMES[unit])
    labels = {
        "near": text("Near: counts in full up to ({unit})", unit=shown),
        "middle": text("Middle: counts {weight} up to ({unit})", weight=language.percent(WEIGHTS[1], 0), unit=shown),
        "far": text("Far: counts {weight} up to ({unit})", weight=language.percent(WEIGHTS[2], 0), unit=shown),
    }
    if method == "two_step":
        labels = {"far": text("Within reach below ({unit})", unit=shown)}
    chosen = tuple(
        number_choice(labels[band], f"{band}_{unit}", default=default, least=1.0, most=200.0, step=1.0)
        for band, default in zip(BAND_NAMES, defaults, strict=True)
        if band in labels
    )
    if sorted(set(chosen)) == list(chosen):
        return chosen
    st.html(notices_as_html([text("The limits must ascend from near to far; those usual here are used instead.")]))
    return defaults
