"""The row of a settings file that a parser stumbled over; the words of parsers are English and are not passed on."""

from __future__ import annotations

import re
import tomllib

import yaml

TOML_ROW = re.compile(r"at line (\d+)")  # tomllib says it in its message only, before Python 3.14


def faulty_row(error: Exception) -> int | None:
    """Counted from 1; None where the parser does not tell."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return error.problem_mark.line + 1
    if isinstance(error, tomllib.TOMLDecodeError):
        found = TOML_ROW.search(str(error))
        return int(found[1]) if found else None
    return None
