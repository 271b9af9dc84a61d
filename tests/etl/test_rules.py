"""Every rule that can reject a row is explained to the sender of the file in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl.rules import rule_text, rules
from etl.schemas import Case, Goal, Indicator, Municipality, Post, PostArea, Service, TravelTime
from warehouse import Edition

ETL = Path(__file__).parents[2] / "etl"
SCHEMAS = (Case, Goal, Indicator, Municipality, Post, PostArea, Service, TravelTime)


def rules_in_code() -> set[str]:
    """Names of rules as they stand in the schemas and readers."""
    text = "".join(path.read_text(encoding="utf-8") for path in [*ETL.glob("*.py"), *(ETL / "sources").rglob("*.py")])
    of_readers = re.findall(
        r'"(readable_\w+|known_\w+|as_many_\w+|c\w+_stated|case_known|case_not_rejected|case_number_spelled_once|consent_(?!withdrawn_on)\w+'
        r'|area_key|one_region_variable|figure_given_once)"',
        text,
    )
    of_schemas = re.findall(r"@dy\.rule\(\)\s+def (\w+)", text)
    dated = [field for found in re.findall(r"in_time\(around\.exported_on, (.*?)\)", text)
             for field in re.findall(r'"(\w+)"', found)]  # fmt: skip
    after_export = [f"{field}_{rule}" for field in dated for rule in ("not_after_export", "not_before_2000")]
    return {*of_readers, *of_schemas, *after_export}


def test_the_rules_of_the_code_are_found() -> None:
    assert {"readable_date", "known_post", "case_known", "end_after_interview", "ended_on_not_after_export"} <= (
        rules_in_code()
    )
    assert len(rules_in_code()) > 20


@pytest.mark.parametrize("rule", sorted(rules_in_code()))
def test_every_rule_has_words_in_both_languages(rule: str) -> None:
    assert rule_text(rule, "de") != rule_text(rule, "en")
    assert all(rule_text(rule, language).endswith(".") for language in ("de", "en"))


def test_every_rule_a_shipped_row_breaks_has_words(edition: Edition) -> None:
    broken = set(edition.query("SELECT rule FROM mart_rejected")["rule"])
    assert broken <= set(rules())


def test_rules_of_the_schemas_columns_have_words() -> None:
    of_columns = {"nullability", "primary_key"}
    for schema in SCHEMAS:
        for column in schema.columns().values():
            of_columns |= {
                rule
                for rule in ("min", "max", "min_exclusive", "min_length", "regex")
                if getattr(column, rule, None) is not None
            }
    assert of_columns <= set(rules())
