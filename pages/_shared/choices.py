"""Choices that live in the page's address, as codes that do not depend on the language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

PREFIX = "choice_"
# Of numbers in an address, after the point: what is smaller can be too small to divide by.
DIGITS = 6


def choice(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    default: str,
    explanation: str | None = None,
    inline: bool = False,
    slider: bool = False,
    hide_label: bool = False,
) -> str:
    """One of `options` (code -> shown text), kept in the address as `?name=code`; the default is left out of it.

    A code in the address that is not among the options is ignored. `inline` shows all options side by side, `slider` along
    a line. `hide_label` leaves the label to those who have the page read aloud.
    """
    key, seen = PREFIX + name, f"address_{name}"
    wanted, kept = st.query_params.get(name), st.session_state.get(key)
    if wanted != st.session_state.get(seen) and wanted in options:
        kept = wanted
    # Assigned in every run: a choice that two pages offer is two widgets, and the second would start without a value.
    st.session_state[key] = kept if kept in options else default
    show = {"format_func": options.__getitem__, "key": key, "help": explanation, "persist_state": "session"}
    show["label_visibility"] = "collapsed" if hide_label else "visible"
    if slider:
        value = st.select_slider(label, list(options), **show)
    elif inline:
        value = st.segmented_control(label, list(options), required=True, **show)
    else:
        value = st.selectbox(label, list(options), **show)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
    st.session_state[seen] = st.query_params.get(name)
    return str(value)


def number_choice(
    label: str,
    name: str,
    *,
    default: float,
    least: float,
    most: float,
    step: float,
    explanation: str | None = None,
    is_whole: bool = False,
) -> float:
    """A number between `least` and `most`, kept in the address as `?name=1.3`; the default is left out of it. `is_whole` shows
    it without decimals.

    What cannot be read in the address, or lies outside the limits, is ignored.
    """
    key, seen = PREFIX + name, f"address_{name}"
    address, kept = st.query_params.get(name), st.session_state.get(key)
    wanted = _number(address)
    if address != st.session_state.get(seen) and wanted is not None and least <= wanted <= most:
        kept = wanted
    st.session_state[key] = default if kept is None else float(kept)
    shown = {"format": "%.0f"} if is_whole else {}
    value = float(
        st.number_input(label, least, most, step=step, key=key, help=explanation, persist_state="session", **shown)
    )
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = f"{value:g}"
    st.session_state[seen] = st.query_params.get(name)
    return value


def text_choice(label: str, name: str, *, longest: int, explanation: str | None = None) -> str:
    """A short text of the visitor's own, such as where a number comes from, kept in the address as `?name=…`; empty by default.

    Whatever shows it must escape it: an address can come from anybody.
    """
    key, seen = PREFIX + name, f"address_{name}"
    address, kept = st.query_params.get(name, "")[:longest], st.session_state.get(key, "")
    if address and address != st.session_state.get(seen):
        kept = address
    st.session_state[key] = kept
    value = str(st.text_input(label, key=key, max_chars=longest, help=explanation, persist_state="session")).strip()
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
    st.session_state[seen] = value
    return value


def chosen(name: str) -> str:
    """What a choice stands at, "" before it was made: for callbacks, which run before the page does."""
    return str(st.session_state.get(PREFIX + name, ""))


def set_choice(name: str, value: str) -> None:
    """Make a choice from a callback, before the page runs again."""
    st.session_state[PREFIX + name] = value


def _number(address: str | None) -> float | None:
    try:
        return round(float(address or ""), DIGITS)
    except ValueError:
        return None
