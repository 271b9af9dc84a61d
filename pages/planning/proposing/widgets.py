"""Widgets of rules: each holds its value in the session, whichever section of the page is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from pages._shared.choices import PREFIX
from pages.planning.proposing.rules import MOST_FTE, Rules, name_code

KEY = f"{PREFIX}rule_"
QUARTER = 0.25
DECIMALS = 2
Option = TypeVar("Option")


def one_of(
    widget: Callable[..., Any], label: str, name: str, options: Mapping[Option, str], default: Option, **more: Any
) -> Option:
    """One of the options; what the session holds is kept where it is among them."""
    held = st.session_state.get(KEY + name)
    st.session_state[KEY + name] = held if held in options else default
    show = {"format_func": options.__getitem__, "key": KEY + name, "persist_state": "session"}
    return widget(label, list(options), **show, **more)


def many_of(label: str, name: str, options: Mapping[str, str], nobody: str) -> tuple[str, ...]:
    """Any of the options, sorted; `nobody` stands there while none is chosen."""
    held: Sequence[str] = st.session_state.get(KEY + name, [])
    st.session_state[KEY + name] = [each for each in held if each in options]
    show = {"format_func": options.__getitem__, "key": KEY + name, "persist_state": "session"}
    return tuple(sorted(st.multiselect(label, list(options), placeholder=nobody, select_all=False, **show)))


def fte_of(label: str, name: str, default: float, least: float = 0.0, *, hide_label: bool = False) -> float:
    """FTE of at least `least`, in quarters or finer."""
    st.session_state[KEY + name] = max(float(st.session_state.get(KEY + name, default)), least)
    show = {"key": KEY + name, "persist_state": "session", "label_visibility": "collapsed" if hide_label else "visible"}
    value = st.number_input(label, least, MOST_FTE, step=QUARTER, format="%.2f", **show)
    return round(float(value), DECIMALS)


def fill(rules: Rules) -> None:
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
