"""What texts of users may be."""

from __future__ import annotations

import pytest

from workspace import UnfitValue
from workspace.texts import LONGEST_ADDRESS, fit_address, fit_line, fit_lines


def test_a_line_has_single_blanks_and_composed_letters() -> None:
    assert fit_line("title", "  Su\u0308d\t und\n Nord ", 20) == "Süd und Nord"


def test_lines_keep_their_breaks() -> None:
    assert fit_lines("note", "\r\n eins\r\n\tzwei\rdrei \n", 20) == "eins\n\tzwei\ndrei"


@pytest.mark.parametrize("kind", ["name", "title", "assignment"])
def test_some_texts_must_be_there(kind: str) -> None:
    for nothing in ("", " \n", "\u200b\u00ad"):
        with pytest.raises(UnfitValue, match="needs a"):
            fit_line(kind, nothing, 20)


@pytest.mark.parametrize("kind", ["headline", "office", "note"])
def test_others_may_be_missing_and_what_cannot_be_seen_is_nothing(kind: str) -> None:
    assert fit_line(kind, "\u200b \u00ad", 20) == fit_lines(kind, " ", 20) == ""


@pytest.mark.parametrize("kind", ["name", "title", "headline", "note", "assignment", "office"])
@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\ud800", "\u202e", "\u2067"])
def test_hidden_and_turning_signs_are_refused(kind: str, hidden: str) -> None:
    for fit in (fit_line, fit_lines):
        with pytest.raises(UnfitValue, match="cannot be shown"):
            fit(kind, f"a{hidden}b", 20)


@pytest.mark.parametrize("kind", ["name", "title", "headline", "note", "assignment", "office"])
def test_texts_have_a_longest(kind: str) -> None:
    assert fit_lines(kind, "x" * 20, 20) == "x" * 20
    with pytest.raises(UnfitValue, match="has 21 characters; at most 20 are possible"):
        fit_lines(kind, "x" * 21, 20)


@pytest.mark.parametrize(
    "address",
    ["", "?edition=1", "versorgung?part=map&area=labour_market", "planung?of=http://x", "a" * LONGEST_ADDRESS],
)
def test_addresses_of_this_app_are_kept_as_they_are(address: str) -> None:
    assert fit_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://x",
        "javascript:alert(1)",
        "JavaScript:x",
        "data:text/html,x",
        "//x.org",
        "/\\x.org",
        "\\\\x",
        "\tjavascript:x",
        *["java\nscript:x", "a b", "a\u202eb", "a\x00", "a\ud800", "mailto:x"],
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(address: str) -> None:
    with pytest.raises(UnfitValue, match="none of this app"):
        fit_address(address)


def test_addresses_have_a_longest() -> None:
    with pytest.raises(UnfitValue, match="too long to be stored"):
        fit_address("a" * (LONGEST_ADDRESS + 1))
