"""The code lists of cases, goals, services, posts, yearly counts and travel times, with the name of each code in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).parent / "codes.yml"


@cache
def codes(field: str) -> Mapping[str, Mapping[str, str]]:
    """Code -> {language code -> name}, in the order to show them. Raises KeyError for an unknown field."""
    return _all()[field]


def name(field: str, code: str, language: str) -> str:
    """The name of one code."""
    return codes(field)[code][language]


@cache
def _all() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    content: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return content
