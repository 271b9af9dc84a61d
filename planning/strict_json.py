"""Reading JSON that somebody else may have written: whatever is not plainly right is refused, with its place."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from planning.scenario_error import ScenarioFileError, brief, unexpected

MEGABYTE = 1_000_000
ISO_DAY_LENGTH = 10
PLAIN = re.compile(r"\w{1,40}")
# Control characters and halves of characters: not to be seen, and no database takes the latter.
NO_TEXT = {"Cc", "Cs"}
# Signs that make what follows run the other way: a name could turn the sentence around it over.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
# Signs that take no place, and blanks: a text of nothing else is empty to its reader.
UNSEEN = NO_TEXT | {"Cf", "Zs", "Zl", "Zp"}


def parsed(content: str | bytes) -> object:
    """The value that a text of at most a megabyte means. Raises ScenarioFileError for more, for what is no JSON in UTF-8, for
    NaN and infinities, and for a name that stands twice in an object."""
    if len(content) > MEGABYTE:
        raise ScenarioFileError("The file is larger than one megabyte; no scenario needs that.")
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        value: object = json.loads(text, object_pairs_hook=_without_twins, parse_constant=_no_number)
    except ScenarioFileError:
        raise
    except UnicodeDecodeError as error:
        raise ScenarioFileError("The file is not text in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise ScenarioFileError(
            "The file is not valid JSON: line {line}, column {column}.", line=error.lineno, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets within brackets
        raise ScenarioFileError("The file is not valid JSON.") from error
    return value


def object_at(value: object, path: str, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, object]:
    """An object with these fields and no others: a field that is not known may be a known one misspelt, and what it says would
    be lost without a word."""
    if not isinstance(value, dict):
        raise unexpected("an object in curly brackets", path, value)
    for name in value:
        if name not in required and name not in optional:
            known = ", ".join([*required, *optional])
            raise ScenarioFileError("unknown field; known are {known}", below(path, name), known=known)
    for name in required:
        if name not in value:
            raise ScenarioFileError("is missing", below(path, name))
    return value


def list_at(value: object, path: str, most: int) -> list[object]:
    """A list of at most so many."""
    if not isinstance(value, list):
        raise unexpected("a list in square brackets", path, value)
    if len(value) > most:
        raise ScenarioFileError("has {found} entries; at most {most} are possible", path, found=len(value), most=most)
    return value


def text_at(value: object, path: str, longest: int, *, may_be_empty: bool = False, has_lines: bool = False) -> str:
    """A text without signs that cannot be seen, in lines only if `has_lines`."""
    if not isinstance(value, str):
        raise unexpected("a text in quotation marks", path, value)
    if len(value) > longest:
        raise ScenarioFileError(
            "has {found} characters; at most {most} are possible", path, found=len(value), most=longest
        )
    if any(_is_hidden(sign) and not (has_lines and sign in "\n\t") for sign in value):
        raise ScenarioFileError("holds signs that cannot be shown", path)
    if all(unicodedata.category(sign) in UNSEEN for sign in value) and not may_be_empty:
        raise unexpected("a text that is not empty", path, value)
    return value


def number_at(value: object, path: str, most: float) -> float:
    """A number above 0, not written as text."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= most:
        raise unexpected("a number above 0, without quotation marks and with a point", path, value)
    return float(value)


def day_at(value: object, path: str) -> dt.date:
    """A day as 2027-01-31."""
    try:
        if isinstance(value, str) and len(value) == ISO_DAY_LENGTH:
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise unexpected('a day as in "2027-01-31"', path, value)


def below(path: str, name: str) -> str:
    """The path of a field; a name that is no plain word as it would stand in the file."""
    shown = name if PLAIN.fullmatch(name) else brief(name)
    return f"{path}.{shown}" if path else shown


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in NO_TEXT or unicodedata.bidirectional(sign) in TURNING


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twin, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ScenarioFileError("stands twice in one object", below("", twin))
    return found


def _no_number(constant: str) -> object:
    raise ScenarioFileError("{constant} is not a number that JSON knows.", constant=constant)
