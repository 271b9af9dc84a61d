"""Results that are worked out once for each state of a page: frames, maps, charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import streamlit as st

from pages._shared.visit import Visit

Result = TypeVar("Result")


def kept(visit: Visit, key: str, view: object, build: Callable[[], Result]) -> Result:
    """What `build` gives for this edition, role, language, municipality and `view` (the page's choices, told apart by their
    repr), worked out again only when one of them differs, so `build` must depend on nothing else.

    All visitors share the result: nobody may change it. It is made of what the door hands out, so it is as protected.
    """
    return cast(Result, _kept((visit.edition_id, visit.role, visit.language.code, visit.ags, key, repr(view)), build))


@st.cache_resource(max_entries=2000, show_spinner=False)
def _kept(state: tuple[str, ...], _build: Callable[[], object]) -> object:  # noqa: ARG001, the key of the cache
    return _build()
