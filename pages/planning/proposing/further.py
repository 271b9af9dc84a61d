"""The rules that are one click away: who stays, new posts, areas of carriers, sizes and totals."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from charts.sentences import note_as_html
from locales import Language
from metrics.codes import name as name_of
from pages._shared.frame import literal
from pages.planning.proposing.rules import TOTALS, Scope, name_code
from pages.planning.proposing.widgets import DECIMALS, KEY, QUARTER, fte_of, many_of, one_of

# How municipalities are called where they are a carrier themselves.
KINDS_OF_PLACE = ("Stadt ", "Gemeinde ", "Kreisstadt ", "Markt ", "Flecken ")


def further_rules(scope: Scope, language: Language) -> dict[str, Any]:
    """Fields of pages.planning.proposing.rules.Rules, as chosen."""
    left, right = st.columns(2, gap="medium")
    with left:
        rules = _who_stays(scope, language) | _extra(scope, language)
    with right:
        return rules | _areas_of_carriers(scope, language) | _sizes(scope, language)


def own_places(scope: Scope) -> dict[str, str]:
    """Carriers that are a municipality themselves, as «Stadt Düren» is -> its AGS."""
    ags = {name: code for code, name in scope.places.items()}
    named = {carrier: _without_kind(carrier) for carrier in scope.carriers}
    return {carrier: ags[name] for carrier, name in named.items() if name in ags}


def _who_stays(scope: Scope, language: Language) -> dict[str, Any]:
    text = language.text
    posts = {post: f"{post} · {carrier}" if carrier else post for post, carrier in scope.posts.items()}
    fixed = many_of(text("Posts that stay exactly as they are"), "fixed", posts, text("none"))
    label = text("All posts of these carriers stay as they are")
    carriers = many_of(label, "fixed_carriers", {carrier: carrier for carrier in scope.carriers}, text("none"))
    where = many_of(text("Another minimum in single municipalities"), "exceptions", scope.places, text("none"))
    least = [
        (ags, fte_of(text("At least in {place} (FTE)", place=literal(scope.places[ags])), f"least_{ags}", QUARTER))
        for ags in where
    ]
    return {"fixed_posts": fixed, "fixed_carriers": carriers, "exceptions": tuple(least)}


def _extra(scope: Scope, language: Language) -> dict[str, Any]:
    label = language.text("New posts to distribute (FTE)")
    found = [
        (area, fte_of(f"{label}: {name_of('focus_area', area, language.code)}", f"extra_{area}", 0.0))
        for area in scope.areas
    ]
    return {"extra": tuple((area, fte) for area, fte in found if fte)}


def _areas_of_carriers(scope: Scope, language: Language) -> dict[str, Any]:
    text, own = language.text, own_places(scope)
    label = text("Carriers that work in certain municipalities only")
    chosen = many_of(label, "only", {carrier: carrier for carrier in scope.carriers}, text("none"))
    allowed = []
    for carrier in chosen:
        where = many_of(
            text("{carrier} only in", carrier=literal(carrier)),
            f"only_{name_code(carrier)}",
            scope.places,
            text("everywhere"),
        )
        allowed.extend([(carrier, where)] if where else [])
    if own.keys() - dict(allowed).keys():
        words = text("Only their own municipality: {carriers}", carriers=literal(", ".join(sorted(own))))
        st.button(words, key="rules_own_places", on_click=_limit_to_own, args=(own,))
    return {"allowed": tuple(allowed)}


def _limit_to_own(own: Mapping[str, str]) -> None:
    """From a button: every carrier that is a municipality works there only; what was chosen for others stays."""
    chosen = st.session_state.get(f"{KEY}only", [])
    st.session_state[f"{KEY}only"] = [*chosen, *(carrier for carrier in own if carrier not in chosen)]
    for carrier, ags in own.items():
        st.session_state[f"{KEY}only_{name_code(carrier)}"] = [ags]


def _sizes(scope: Scope, language: Language) -> dict[str, Any]:
    text = language.text
    label = text("Posts may grow and shrink; what one gains, another loses")
    st.session_state[f"{KEY}resize"] = bool(st.session_state.get(f"{KEY}resize"))
    if not st.checkbox(label, key=f"{KEY}resize", persist_state="session"):
        return {}
    kinds = {"today": text("as they are"), "own": text("own numbers"), "free": text("free for carriers")}
    totals = one_of(st.segmented_control, text("Totals"), "totals", kinds, TOTALS[0], required=True)
    rules: dict[str, Any] = {"may_resize": True, "totals": totals}
    if totals != "own":
        return rules
    limits = _totals_of_carriers(scope, language)
    areas = []
    for area, fte in scope.areas.items():
        label = text("{area} in all, without new posts (FTE)", area=name_of("focus_area", area, language.code))
        total = fte_of(label, f"area_{area}", fte)
        areas.extend([(area, total)] if total != round(fte, DECIMALS) else [])
    return rules | {"carrier_fte": limits, "area_fte": tuple(areas)}


def _totals_of_carriers(scope: Scope, language: Language) -> tuple[tuple[str, float, float], ...]:
    """The least and the most of each carrier, where it is not what it has."""
    text, widths = language.text, [2, 1, 1]
    least_label, most_label = text("at least (FTE)"), text("at most (FTE)")
    head = st.columns(widths, vertical_alignment="bottom")
    head[0].html(f"<strong>{escape(text('Carrier'))}</strong>")
    head[1].html(note_as_html(least_label))
    head[2].html(note_as_html(most_label))
    limits = []
    for carrier, fte in scope.carriers.items():
        code, named = name_code(carrier), literal(carrier)
        columns = st.columns(widths, vertical_alignment="center")
        columns[0].html(note_as_html(carrier))
        with columns[1]:
            least = fte_of(f"{named}: {least_label}", f"from_{code}", fte, hide_label=True)
        with columns[2]:
            most = fte_of(f"{named}: {most_label}", f"to_{code}", fte, least, hide_label=True)
        is_changed = {least, most} != {round(fte, DECIMALS)}
        limits.extend([(carrier, least, most)] if is_changed else [])
    return tuple(limits)


def _without_kind(carrier: str) -> str:
    """The name of a municipality without what kind it is."""
    return next((carrier.removeprefix(kind) for kind in KINDS_OF_PLACE if carrier.startswith(kind)), carrier)
