"""Headings of tables with many columns."""

from __future__ import annotations

import re

SOFT_HYPHEN = "\u00ad"
# Where German compounds end in one of these, they may break before it: browsers without a dictionary do not find that.
_TAILS = re.compile(r"(?<=\w{4})(?=(?:beratung|integration|versorgung|organisationen|meldeamt|vermittlungen)\b)")


def breakable(heading: str) -> str:
    """The heading with soft hyphens in its long words, so that narrow columns can break them."""
    return _TAILS.sub(SOFT_HYPHEN, heading)
