"""Why a row was rejected, in plain words: `etl/rules.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parent / "rules.yml"


@cache
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Rule -> {language code -> text}, and "expected" where the text does not say what to do: language code -> text."""
    content: Mapping[str, Mapping[str, Any]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return content


def rule_text(rule: str, language: str) -> str:
    """What a rule demands. Raises KeyError for a rule without words."""
    text: str = rules()[rule][language]
    return text


def expected_text(rule: str, language: str) -> str:
    """What to write instead, or to look at: the words for it, else what the rule says after its first semicolon."""
    words: str | None = rules()[rule].get("expected", {}).get(language)
    if words is None:
        words = rule_text(rule, language).partition("; ")[2]
    return words[:1].upper() + words[1:]
