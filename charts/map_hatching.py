"""The patterns of states that are no class. Forms differ and not only directions, so that they stay apart in small print."""

from __future__ import annotations

from collections.abc import Sequence

from charts.lettering import element

GROUND = {"no_service": "#fff8ee", "not_reported": "#f6f6f4", "suppressed": "#f6f6f4", "not_published": "#e2e2df"}
_MARKS = {
    "no_service": element("path", d="M-2,-2L10,10M-2,6L2,10M6,-2L10,2", stroke="#a85a1c", stroke_width="1.8"),
    "not_reported": element("path", d="M-2,10L10,-2M-2,2L2,-2M6,10L10,6", stroke="#7d858e", stroke_width="1.4"),
    "suppressed": element("circle", cx="2", cy="2", r="1.3", fill="#6b747d")
    + element("circle", cx="6", cy="6", r="1.3", fill="#6b747d"),
    "not_published": element("path", d="M0,4H8M4,0V8", stroke="#ffffff", stroke_width="2")
    + element("path", d="M0,4H8M4,0V8", stroke="#9aa1a8", stroke_width="0.9"),
}


def patterns(states: Sequence[str], key: str) -> str:
    """The definitions of the given states' patterns, with ids that carry the picture's key; paint with `hatching`."""
    return "".join(
        element(
            "pattern",
            element("rect", width="8", height="8", fill=GROUND[state]) + _MARKS[state],
            id=_id(state, key),
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )
        for state in states
    )


def hatching(state: str, key: str) -> str:
    """The paint of a state."""
    return f"url(#{_id(state, key)})"


def _id(state: str, key: str) -> str:
    return f"hatching-{state}-{key}"
