"""Which figures of official tables are which indicator: `data/reference/indicators.yml`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import Path

import yaml

from etl.errors import InputError
from etl.faulty_text import faulty_row
from etl.schemas import QUALITIES, WITHOUT_VALUE
from etl.sources.official.layouts import LAYOUTS
from etl.sources.official.slugs import indicator_id

RULES_FILE = "reference/indicators.yml"
ID = re.compile(r"[a-z0-9_]+")
TEXTS = ("table", "measure", "indicator", "unit", "quality", "layout", "dash", "basis")
DAYS = {"from": "first", "to": "last"}


@dataclass(frozen=True)
class IndicatorRule:
    """What is said of the figures of a table (a pattern such as "12411*") or, with a measure, of one of its figures.

    "" and None say nothing. `layout`, `first` and `last` narrow it to one layout and to reference dates. `basis` is put
    behind the ids of figures without a name, so that figures on different bases never share one.
    """

    table: str
    measure: str = ""
    indicator: str = ""
    unit: str = ""
    quality: str = ""
    layout: str = ""
    dash: str = ""
    basis: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    def covers(self, table: str, measure: str, layout: str, day: dt.date) -> bool:
        """Whether it is about a figure."""
        return (
            (fnmatchcase(table, self.table) if not self.measure else table == self.table and measure == self.measure)
            and self.layout in ("", layout)
            and (self.first or day) <= day <= (self.last or day)
        )


@dataclass(frozen=True)
class Named:
    """What a figure is called here. `quality` holds where the table has no sign of its own."""

    indicator: str
    unit: str
    quality: str
    dash_is_zero: bool
    is_configured: bool


@dataclass(frozen=True)
class IndicatorRules:
    """All rules; of those that say something of a figure the first one counts, rules with a measure before the others."""

    rules: Sequence[IndicatorRule] = ()

    def name(self, table: str, measure: str, layout: str, day: dt.date, unit: str) -> Named:
        """What to call a figure whose table says the unit `unit`."""
        about = [rule for rule in self.rules if rule.covers(table, measure, layout, day)]
        about.sort(key=lambda rule: not rule.measure)
        configured = _first(rule.indicator for rule in about)
        return Named(
            configured or indicator_id(table, measure, _first(rule.basis for rule in about)),
            _first(rule.unit for rule in about) or unit,
            _first(rule.quality for rule in about) or "exact",
            _first(rule.dash for rule in about) == "zero",
            bool(configured),
        )


def read_indicator_rules(data: Path) -> IndicatorRules:
    """The rules of a data folder. Raises InputError when the file is missing or says what cannot be."""
    path = data / RULES_FILE
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("does not exist; copy it from the project", RULES_FILE) from error
    except (yaml.YAMLError, ValueError) as error:
        raise InputError("is not readable as YAML in UTF-8; correct it", RULES_FILE, row=faulty_row(error)) from error
    if not isinstance(content, list):
        raise InputError("must hold a list of entries that begin with «- »", RULES_FILE)
    rules = [_rule(number, entry) for number, entry in enumerate(content, 1)]
    _refuse_twice(rules)
    return IndicatorRules(tuple(rules))


def _rule(number: int, entry: object) -> IndicatorRule:
    if not isinstance(entry, dict):
        raise InputError("entry {number} is not of the form «field: value»", RULES_FILE, number=number)
    unknown = sorted(str(key) for key in entry if key not in (*TEXTS, *DAYS))
    if unknown:
        raise InputError(
            "entry {number}: unknown fields {fields}", RULES_FILE, number=number, fields=", ".join(unknown)
        )
    for field in (field for field in TEXTS if not isinstance(entry.get(field, ""), str)):
        raise InputError("entry {number}: put {field} in quotation marks", RULES_FILE, number=number, field=field)
    for field in (field for field in DAYS if field in entry and type(entry[field]) is not dt.date):
        raise InputError(
            "entry {number}: {field} must be a date like 2022-05-15", RULES_FILE, number=number, field=field
        )
    rule = IndicatorRule(
        **{"table": ""} | {key: value for key, value in entry.items() if key in TEXTS},
        **{DAYS[key]: value for key, value in entry.items() if key in DAYS},
    )
    for problem in _problems(rule, number):
        raise problem
    return rule


def _problems(rule: IndicatorRule, number: int) -> Iterable[InputError]:
    """What is wrong with the fields of an entry, and what is expected of them."""
    known = {"quality": [quality for quality in QUALITIES if quality not in WITHOUT_VALUE], "layout": [*LAYOUTS]}
    if not rule.table:
        yield InputError("entry {number}: table is wrong; expected the name of a table", RULES_FILE, number=number)
    if bool(rule.measure) != bool(rule.indicator):
        yield InputError(
            "entry {number}: indicator is wrong; expected indicator and measure together, or neither",
            RULES_FILE,
            number=number,
        )
    if rule.measure and rule.basis:
        yield InputError(
            "entry {number}: basis is wrong; expected a basis only without a measure", RULES_FILE, number=number
        )
    for field in ("indicator", "unit", "basis"):
        if getattr(rule, field) and not ID.fullmatch(getattr(rule, field)):
            yield InputError(
                "entry {number}: {field} is wrong; expected lower-case letters, digits and underscores",
                RULES_FILE,
                number=number,
                field=field,
            )
    for field, codes in known.items():
        if getattr(rule, field) and getattr(rule, field) not in codes:
            yield InputError(
                "entry {number}: {field} is wrong; expected {expected}",
                RULES_FILE,
                number=number,
                field=field,
                expected=", ".join(codes),
            )
    if rule.dash not in ("", "zero"):
        yield InputError("entry {number}: dash is wrong; expected zero, or leave it out", RULES_FILE, number=number)
    if rule.first and rule.last and rule.first > rule.last:
        yield InputError("entry {number}: to is wrong; expected a day not before from", RULES_FILE, number=number)


def _refuse_twice(rules: Sequence[IndicatorRule]) -> None:
    """Two names for one figure: the second would never be heard."""
    for (number, one), (other_number, other) in combinations(enumerate(rules, 1), 2):
        same = (one.table, one.measure, one.layout) == (other.table, other.measure, other.layout)
        overlap = max(one.first or dt.date.min, other.first or dt.date.min) <= min(
            one.last or dt.date.max, other.last or dt.date.max
        )
        if one.measure and same and overlap:
            raise InputError(
                "entries {number} and {other} are about the same figure; keep one",
                RULES_FILE,
                number=number,
                other=other_number,
            )


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
