"""Names of new posts."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

WITHOUT_CARRIER = "NEU"
NUMBERED = re.compile(r"(?P<stem>.*?)-?(?P<number>[0-9]+)")
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def name_for_new(allocation: pl.DataFrame, carrier: str) -> str:
    """A name that no post has yet: like the carrier's others, with the next number; for a carrier without posts its first word;
    without a carrier NEU-1 and so on."""
    taken = set(allocation["post"])
    own = [found["stem"] for post in sorted(_posts_of(allocation, carrier)) if (found := NUMBERED.fullmatch(post))]
    stem = Counter(own).most_common(1)[0][0] if own and carrier else _stem_of(carrier)
    numbers = [int(found["number"]) for post in taken if (found := NUMBERED.fullmatch(post)) and found["stem"] == stem]
    return f"{stem}-{max(numbers, default=0) + 1}"


def _posts_of(allocation: pl.DataFrame, carrier: str) -> list[str]:
    return allocation.filter(pl.col("carrier") == carrier)["post"].unique().to_list()


def _stem_of(carrier: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", carrier.translate(PLAIN))
    return words[0].upper() if words else WITHOUT_CARRIER
