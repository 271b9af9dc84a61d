"""Why a row was rejected, in plain words: `etl/rules.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).parent / "rules.yml"


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule -> {language code -> text}."""
    content: Mapping[str, Mapping[str, str]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return content


def rule_text(rule: str, language: str) -> str:
    """What a rule demands. Raises KeyError for a rule without words."""
    return rules()[rule][language]
