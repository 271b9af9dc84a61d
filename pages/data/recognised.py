"""What was understood of a file, in words."""

from __future__ import annotations

from html import escape

import streamlit as st

from etl.files.harmless_names import is_harmless
from locales import Language
from pages._shared.frame import literal
from pages._shared.said import said
from pages._shared.uploads import MAPPED, Looked
from pages._shared.visit import Visit
from pages._shared.wording import ENCODINGS, KIND_NAMES, LAYOUT_NAMES, SEPARATOR_NAMES


def show(visit: Visit, looked: Looked) -> None:
    """Kind, layout, encoding, separator and sheet of a file, how sure that is, and what its sender should know."""
    text = visit.language.text
    found, reading = looked.recognition, looked.reading
    facts = [
        (text("Recognised as"), text(KIND_NAMES[found.kind])),
        (text("Layout"), layout_name(found.layout, visit.language)),
    ]
    if found.confidence:
        facts.append((text("How sure"), visit.language.percent(found.confidence, 0)))
    if encoding := found.encoding or reading.encoding:
        facts.append((text("Encoding"), ENCODINGS.get(encoding, encoding)))
    if (separator := found.separator or reading.separator) in SEPARATOR_NAMES:
        facts.append((text("Separator"), text(SEPARATOR_NAMES[separator])))
    if reading.sheet and is_harmless(reading.sheet):
        facts.append((text("Sheet"), reading.sheet))
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    st.html(f'<dl class="kim-facts">{items}</dl>')
    for message in found.said:
        st.markdown(f"- {literal(said(message, visit.language))}")


def layout_name(layout: str, language: Language) -> str:
    """A layout of a recognition in words."""
    if layout.startswith(MAPPED):
        return language.text("export read by the mapping «{name}»", name=layout.removeprefix(MAPPED))
    return language.text(LAYOUT_NAMES[layout]) if layout in LAYOUT_NAMES else layout
