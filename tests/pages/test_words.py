"""Names from files reach Markdown and spreadsheets as words, whatever they hold."""

from __future__ import annotations

import pytest

from pages._shared.frame import literal
from report.table_text import no_formula


def test_a_name_becomes_neither_picture_nor_link_nor_emphasis() -> None:
    assert literal("![x](http://host/y.png)") == r"\!\[x\]\(http\://host/y\.png\)"
    assert literal("*Düren*") == r"\*Düren\*"
    assert literal("Düren") == "Düren"


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx"])
def test_text_that_would_be_a_formula_is_marked_as_text(text: str) -> None:
    assert no_formula(text) == f"'{text}"


def test_other_text_stays() -> None:
    assert no_formula("Düren") == "Düren"
