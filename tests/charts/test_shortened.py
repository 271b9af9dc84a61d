from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from charts.lettering import text_width, wrap
from charts.shortened import ELLIPSIS, shortened

SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."


def test_a_text_that_fits_is_only_wrapped() -> None:
    assert shortened(SOZIALWERK, 14, 2000, 2) == [SOZIALWERK]
    assert shortened(SOZIALWERK, 14, 320, 2) == wrap(SOZIALWERK, 14, 320)


def test_what_does_not_fit_ends_in_whole_words_and_an_ellipsis() -> None:
    assert shortened(SOZIALWERK, 14, 200, 2) == ["Katholisches Sozialwerk", "Dürener Christen für…"]


def test_an_abbreviation_is_not_cut_in_two() -> None:
    width = text_width("Region Düren-Jülich e.…", 13)
    assert shortened("Caritasverband für die Region Düren-Jülich e. V.", 13, width, 2)[-1] == "Region Düren-Jülich…"


def test_a_single_word_that_is_too_long_is_cut_within() -> None:
    (line,) = shortened("Rindfleischetikettierungsgesetz", 14, 120, 1)
    assert line.endswith(ELLIPSIS)
    assert len(line) > 5


@given(st.text(st.characters(exclude_categories=["C"]), max_size=80), st.integers(40, 400), st.integers(1, 3))
def test_no_line_is_wider_than_allowed_and_none_is_lost(text: str, width: int, most: int) -> None:
    lines = shortened(text, 14, width, most)
    assert len(lines) <= most
    assert all(text_width(line, 14) <= width for line in lines)
    # Without an ellipsis every word is there.
    if not any(line.endswith(ELLIPSIS) for line in lines):
        assert [word for line in lines for word in line.split(" ") if word] == [
            word for word in text.split(" ") if word
        ]
