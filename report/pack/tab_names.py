"""Names on the tabs of a workbook, as Excel takes them."""

from __future__ import annotations

import re

from report.pack.slides_text import legible

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\n]+")
# Excel keeps this name for itself.
KEPT = "history"


class TabNames:
    """Names for one workbook: each given once, whatever the case of its letters."""

    def __init__(self) -> None:
        self._taken = {KEPT}

    def of(self, name: str, number: int | None = None) -> str:
        """A name that nobody has, with the number of the view before it: "3 Versorgung", then "3 Versorgung 2"."""
        plain = " ".join(FORBIDDEN.sub(" ", legible(name)).split()).strip("'")
        plain = plain if number is None else f"{number} {plain}"
        found, count = _cut(plain, ""), 1
        while found.casefold() in self._taken or not found:
            count += 1
            found = _cut(plain, f" {count}")
        self._taken.add(found.casefold())
        return found


def _cut(name: str, ending: str) -> str:
    """Excel counts in UTF-16: signs beyond the first plane are two."""
    while len((name + ending).encode("utf-16-le")) > 2 * LONGEST:
        name = name[:-1]
    return (name.rstrip(" '") + ending).strip()
