"""The page on methods says what every figure means."""

from __future__ import annotations

import pytest

from locales import LANGUAGES, Language
from metrics.definitions import definitions
from pages.methods.meanings import by_kind


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_definition_is_told_once_under_a_heading_of_its_kind(code: str) -> None:
    sections = list(by_kind(Language(code)))
    headings = [heading for heading, _ in sections]
    assert len(set(headings)) == len(headings) == len({found.kind for found in definitions().values()})
    for meaning in definitions().values():
        entry = f"**{meaning.label[code]}** ({meaning.unit[code]}). {meaning.explanation[code]}"
        told = [body for _, body in sections if entry in body]
        assert len(told) == 1
        assert told[0].count(entry) == 1


def test_the_page_shows_kinds_of_figures_under_headings(open_page) -> None:
    shown = open_page("methods", lang="de")
    headings = [found.value for found in shown.app.header]
    assert headings == [heading for heading, _ in by_kind(Language("de"))]
    assert headings[0] == "Lücken"
