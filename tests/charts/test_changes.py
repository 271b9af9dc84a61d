"""What changed since an earlier edition, in words."""

from __future__ import annotations

import pytest

from charts.changes import Change, change_text
from locales import Language

DE = Language("de")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(0.0, 0.0, 0.0), "unverändert"),
        (Change(-0.46, 0.5, 0.0), "−0,46 (Stellen +0,50)"),
        (Change(-0.3, 0.5, 120.0), "−0,30 (Stellen +0,50, Bedarf +120)"),
        (Change(0.04, 0.0, 0.0), "+0,04 (nur andernorts geändert)"),
        (Change(0.001, 0.1, 5.0), "unverändert (Stellen +0,10, Bedarf +5)"),
        (Change(None, None, None), "früher nicht dabei"),
    ],
)
def test_change_says_why(change: Change, words: str) -> None:
    assert change_text(change, DE) == words
