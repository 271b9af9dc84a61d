"""What is wrong with a scenario that was written elsewhere."""

from __future__ import annotations

import json

LONGEST_FOUND = 60


class ScenarioFileError(ValueError):
    """`path` is the place in the file, as in edits[2].parts.05358008 (the first is 0), "" for the file as a whole.

    `text` and `expected` are English messages of the catalogue, `text` with fields that `values` fill, so that a page can say
    them in the language of its reader; the error itself prints in English.
    """

    def __init__(self, text: str, path: str = "", *, expected: str = "", **values: object) -> None:
        self.text, self.path, self.expected, self.values = text, path, expected, values
        filled = text.format(**values, **({"expected": expected} if expected else {}))
        super().__init__(f"{path}: {filled}" if path else filled)


def unexpected(expected: str, path: str, found: object) -> ScenarioFileError:
    """A value that is not what stands there; `expected` is an English message."""
    return ScenarioFileError("expected {expected}, found {found}", path, expected=expected, found=brief(found))


def brief(found: object) -> str:
    """A value as it stands in a file, cut where it is long."""
    try:
        written = json.dumps(found, ensure_ascii=False, default=str)
    except RecursionError:  # brackets within brackets, as many as could just be read
        written = "…"
    shown = written.encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= LONGEST_FOUND else shown[: LONGEST_FOUND - 1] + "…"
