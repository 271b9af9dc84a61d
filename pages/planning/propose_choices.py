"""The widgets of the planner's rules: few in sight, the others one click away, all kept in the address as `?rules=…`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, TypeVar

import streamlit as st

from charts.sentences import note_as_html
from locales import Language
from metrics.codes import name as name_of
from pages._shared.choices import PREFIX
from pages._shared.frame import literal
from pages.planning.propose_rule_words import unit_name
from pages.planning.propose_rules import (
    DISTANCES,
    MOST_FTE,
    PLACES,
    STARTS,
    STEPS,
    TOTALS,
    Rules,
    Scope,
    from_address,
    name_code,
    to_address,
    usual_rules,
)

RULES, SEEN = "rules", "address_rules"
KEY = f"{PREFIX}rule_"
QUARTER = 0.25
# How municipalities are called where they are a carrier themselves.
KINDS_OF_PLACE = ("Stadt ", "Gemeinde ", "Kreisstadt ", "Markt ", "Flecken ")
Option = TypeVar("Option")


def choose_rules(scope: Scope, language: Language, *, has_plan: bool) -> Rules:
    """The rules as chosen; `has_plan`: there is a plan to start from that differs from today's posts."""
    address = st.query_params.get(RULES, "")
    if SEEN not in st.session_state or (address and address != st.session_state[SEEN]):
        _fill(from_address(address, scope))
    rules = _in_sight(scope, language, has_plan=has_plan)
    with st.expander(language.text("More rules: fixed posts, areas and totals of carriers, new posts")):
        rules |= _further(scope, language)
    found = Rules(**rules)
    if written := to_address(found, scope):
        st.query_params[RULES] = written
    else:
        st.query_params.pop(RULES, None)
    st.session_state[SEEN] = written
    return found


def own_places(scope: Scope) -> dict[str, str]:
    """Carriers that are a municipality themselves, as «Stadt Düren» is -> its AGS."""
    ags = {name: code for code, name in scope.places.items()}
    named = {carrier: _without_kind(carrier) for carrier in scope.carriers}
    return {carrier: ags[name] for carrier, name in named.items() if name in ags}


def _in_sight(scope: Scope, language: Language, *, has_plan: bool) -> dict[str, Any]:
    text, usual = language.text, usual_rules(scope.unit)
    start = STARTS[0]
    columns = st.columns([0.8, 1, 1, 1.15, 1.3] if has_plan else [0.8, 1, 1, 1.15], vertical_alignment="bottom")
    with columns[0]:
        steps = {step: language.number(step, 2) for step in STEPS}
        step = _one(st.segmented_control, text("Whole steps of (FTE)"), "step", steps, usual.step, required=True)
    with columns[1]:
        minimum = _fte(text("In every municipality at least (FTE)"), "minimum", usual.minimum)
    with columns[2]:
        most = {number: str(number) if number else text("any number") for number in PLACES}
        label = text("Municipalities of a post, at most")
        max_places = _one(st.selectbox, label, "places", most, usual.max_places)
    with columns[3]:
        unit = unit_name(scope.unit, language)
        far = {limit: f"{limit} {unit}" if limit else text("any distance") for limit in DISTANCES[scope.unit]}
        label = text("Apart from each other, at most")
        distance = _one(st.selectbox, label, "distance", far, usual.distance)
    if has_plan:
        with columns[4]:
            starts = {"plan": text("the plan looked at"), "today": text("posts as they stand")}
            start = _one(st.selectbox, text("Starting from"), "start", starts, usual.start)
    return {"step": step, "minimum": minimum, "max_places": max_places, "distance": distance, "start": start}


def _further(scope: Scope, language: Language) -> dict[str, Any]:
    left, right = st.columns(2, gap="medium")
    with left:
        rules = _who_stays(scope, language) | _extra(scope, language)
    with right:
        return rules | _areas_of_carriers(scope, language) | _sizes(scope, language)


def _who_stays(scope: Scope, language: Language) -> dict[str, Any]:
    text = language.text
    posts = {post: f"{post} · {carrier}" if carrier else post for post, carrier in scope.posts.items()}
    fixed = _many(text("Posts that stay exactly as they are"), "fixed", posts, text("none"))
    label = text("All posts of these carriers stay as they are")
    carriers = _many(label, "fixed_carriers", {carrier: carrier for carrier in scope.carriers}, text("none"))
    where = _many(text("Another minimum in single municipalities"), "exceptions", scope.places, text("none"))
    least = [
        (ags, _fte(text("At least in {place} (FTE)", place=literal(scope.places[ags])), f"least_{ags}", QUARTER))
        for ags in where
    ]
    return {"fixed_posts": fixed, "fixed_carriers": carriers, "exceptions": tuple(least)}


def _extra(scope: Scope, language: Language) -> dict[str, Any]:
    label = language.text("New posts to distribute (FTE)")
    found = [
        (area, _fte(f"{label}: {name_of('focus_area', area, language.code)}", f"extra_{area}", 0.0))
        for area in scope.areas
    ]
    return {"extra": tuple((area, fte) for area, fte in found if fte)}


def _areas_of_carriers(scope: Scope, language: Language) -> dict[str, Any]:
    text, own = language.text, own_places(scope)
    label = text("Carriers that work in certain municipalities only")
    chosen = _many(label, "only", {carrier: carrier for carrier in scope.carriers}, text("none"))
    allowed = []
    for carrier in chosen:
        where = _many(
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
    totals = _one(st.segmented_control, text("Totals"), "totals", kinds, TOTALS[0], required=True)
    rules: dict[str, Any] = {"may_resize": True, "totals": totals}
    if totals != "own":
        return rules
    limits = _totals_of_carriers(scope, language)
    areas = []
    for area, fte in scope.areas.items():
        label = text("{area} in all, without new posts (FTE)", area=name_of("focus_area", area, language.code))
        total = _fte(label, f"area_{area}", fte)
        areas.extend([(area, total)] if total != fte else [])
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
            least = _fte(f"{named}: {least_label}", f"from_{code}", fte, hide_label=True)
        with columns[2]:
            most = _fte(f"{named}: {most_label}", f"to_{code}", fte, least, hide_label=True)
        limits.extend([(carrier, least, most)] if (least, most) != (fte, fte) else [])
    return tuple(limits)


def _fill(rules: Rules) -> None:
    """Set every widget to the rules of an address."""
    for key in [key for key in st.session_state if str(key).startswith(KEY)]:
        del st.session_state[key]
    state: dict[str, Any] = {
        "step": rules.step,
        "minimum": rules.minimum,
        "places": rules.max_places,
        "distance": rules.distance,
        "start": rules.start,
        "fixed": list(rules.fixed_posts),
        "fixed_carriers": list(rules.fixed_carriers),
        "exceptions": [ags for ags, _ in rules.exceptions],
        "only": [carrier for carrier, _ in rules.allowed],
        "resize": rules.may_resize,
        "totals": rules.totals,
        **{f"least_{ags}": fte for ags, fte in rules.exceptions},
        **{f"only_{name_code(carrier)}": list(where) for carrier, where in rules.allowed},
        **{f"extra_{area}": fte for area, fte in rules.extra},
        **{f"area_{area}": fte for area, fte in rules.area_fte},
        **{f"from_{name_code(carrier)}": least for carrier, least, _ in rules.carrier_fte},
        **{f"to_{name_code(carrier)}": most for carrier, _, most in rules.carrier_fte},
    }
    st.session_state.update({KEY + name: value for name, value in state.items()})


def _one(
    widget: Callable[..., Any], label: str, name: str, options: Mapping[Option, str], default: Option, **more: Any
) -> Option:
    """One of the options; what the session holds is kept where it is among them."""
    held = st.session_state.get(KEY + name)
    st.session_state[KEY + name] = held if held in options else default
    show = {"format_func": options.__getitem__, "key": KEY + name, "persist_state": "session"}
    return widget(label, list(options), **show, **more)


def _many(label: str, name: str, options: Mapping[str, str], nobody: str) -> tuple[str, ...]:
    """Any of the options, sorted; `nobody` stands there while none is chosen."""
    held: Sequence[str] = st.session_state.get(KEY + name, [])
    st.session_state[KEY + name] = [each for each in held if each in options]
    show = {"format_func": options.__getitem__, "key": KEY + name, "persist_state": "session"}
    return tuple(sorted(st.multiselect(label, list(options), placeholder=nobody, **show)))


def _fte(label: str, name: str, default: float, least: float = 0.0, *, hide_label: bool = False) -> float:
    """FTE of at least `least`, in quarters or finer."""
    st.session_state[KEY + name] = max(float(st.session_state.get(KEY + name, default)), least)
    show = {"key": KEY + name, "persist_state": "session", "label_visibility": "collapsed" if hide_label else "visible"}
    value = st.number_input(label, least, MOST_FTE, step=QUARTER, format="%.2f", **show)
    return round(float(value), 2)


def _without_kind(carrier: str) -> str:
    """The name of a municipality without what kind it is."""
    return next((carrier.removeprefix(kind) for kind in KINDS_OF_PLACE if carrier.startswith(kind)), carrier)
