"""All spellings of one case number are one; different numbers stay different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.caseload.case_keys import case_key
from etl.caseload.case_numbers import canonical

EXAMPLES = [f"BSP-{number:06}" for number in range(1, 2001)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("000123", "123"),
        ("1234", "1234.0"),
        ("0017", "17,00"),
        ("BSP-000001", "bsp-1"),
        ("2024/0017", "2024 / 17"),
        ("A-17", "A\N{NON-BREAKING HYPHEN}17"),
        ("A-17", "A\N{EN DASH}17"),
        ("A-17", "A\N{MINUS SIGN}17"),
        ("A 17", "A\N{NO-BREAK SPACE}17"),
        ("A17", "\N{ZERO WIDTH SPACE}A17\N{ZERO WIDTH NO-BREAK SPACE}"),
        ("Ä17", "A\N{COMBINING DIAERESIS}17"),
        ("STRASSE1", "Straße1"),
        ("17", "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT SEVEN}"),
        ("17", "\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT SEVEN}"),
        ("000123", "'000123"),
        ("000123", "\N{RIGHT SINGLE QUOTATION MARK}000123"),
        ("000123", "´123"),
        ("000123", '="000123"'),
        ("000123", '"000123"'),
        ("0", "000"),
    ],
)
def test_spellings_of_one_number_have_one_form(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("17", "170"), ("2024/17", "2024/170"), ("A17", "B17"), ("A-17.0", "A-17"), ("1.5", "15")]
)  # fmt: skip
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_numbers_of_the_example_stay_different() -> None:
    assert len({canonical(number) for number in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("nothing", ["", " ", "\N{ZERO WIDTH SPACE}", "'", '=""'])
def test_a_number_of_which_nothing_is_seen_has_no_key(nothing: str) -> None:
    assert canonical(nothing) == ""
    assert case_key(b"salt")(nothing) is None


@given(st.text(st.sampled_from("A1a0-–/.,' =\"\u200b\u00a0ÄßA\u0308´ŉ½"), max_size=8))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.integers(0, 10**12), st.sampled_from(["", "A-", "2024/"]), st.integers(0, 4))
def test_zeros_blanks_and_case_never_part_a_case(number: int, before: str, zeros: int) -> None:
    spelled = f" {before.lower()}{'0' * zeros}{number}\N{ZERO WIDTH JOINER}"
    assert case_key(b"salt")(spelled) == case_key(b"salt")(f"{before}{number}")
