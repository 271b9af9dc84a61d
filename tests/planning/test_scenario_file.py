"""Scenarios as text and as files: what goes out comes back, and whatever is not right is refused with its place."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planning.edit import KINDS, Edit
from planning.edit_form import FIELDS, MOST_EDITS
from planning.scenario_error import brief
from planning.scenario_file import (
    ScenarioFile,
    ScenarioFileError,
    from_content,
    from_file,
    to_content,
    to_file,
)

DAY = dt.date(2027, 4, 1)
EDITS = (
    Edit("parts", "CARITAS-1", DAY, {"05358012": 0.25, "05358044": 0.75}),
    Edit("fte", "SKF-1", DAY, fte=0.75),
    Edit("assign", "SKF-2", DAY, carrier="Stadt Düren", focus_area="labour_market"),
    Edit("add", "NEU-1", dt.date(2028, 1, 1), {"05358056": 0.5}, focus_area="psychosocial"),
    Edit("close", "SKF-3", DAY),
)
SCENARIO = ScenarioFile(
    name="Süd stärken",
    note="Für die Sitzung im Mai.\nZweite Zeile.",
    author_role="planning",
    district="05358",
    edition_id="20261102T083000Z-0123456789ab",
    valid_from=DAY,
    edits=EDITS,
)

# Signs that turn the direction of what follows.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
shown = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=TURNING)
words = st.text(shown, min_size=1, max_size=30).filter(
    lambda word: any(category(sign) not in {"Cf", "Zs", "Zl", "Zp"} for sign in word)
)
days = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))
amounts = st.floats(0, 20, exclude_min=True)
parts = st.dictionaries(st.from_regex(r"[0-9]{8}", fullmatch=True), amounts, min_size=1, max_size=16)
edits = st.one_of(
    st.builds(Edit, st.just("parts"), words, days, parts),
    st.builds(Edit, st.just("fte"), words, days, fte=amounts),
    st.builds(Edit, st.just("assign"), words, days, carrier=words, focus_area=st.one_of(st.just(""), words)),
    st.builds(Edit, st.just("assign"), words, days, focus_area=words),
    st.builds(Edit, st.just("add"), words, days, parts, carrier=st.one_of(st.just(""), words), focus_area=words),
    st.builds(Edit, st.just("close"), words, days),
)
lists = st.lists(edits, max_size=4).map(tuple)
notes = st.text(st.one_of(st.sampled_from("\n\t"), shown), max_size=200)
codes = st.text("abcdefghijklmnopqrstuvwxyz_0123456789-TZ", max_size=60)


def changed(*path: str | int, to: Any) -> bytes:
    """The file of SCENARIO with one value changed."""
    content = json.loads(to_file(SCENARIO))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(content).encode()


def ids(value: object) -> str:
    return str(value)[:30]


def without(*path: str | int) -> bytes:
    content = json.loads(to_file(SCENARIO))
    place = content
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return json.dumps(content).encode()


def refused(content: bytes) -> ScenarioFileError:
    with pytest.raises(ScenarioFileError) as error:
        from_file(content)
    return error.value


@settings(max_examples=50)
@given(lists, lists)
def test_content_comes_back_as_it_was(kept: tuple[Edit, ...], undone: tuple[Edit, ...]) -> None:
    assert from_content(to_content(kept, undone)) == (kept, undone)


@settings(max_examples=50)
@given(
    st.builds(ScenarioFile, words, notes, codes, codes.filter(bool), codes, days, lists),
)
def test_a_file_comes_back_as_it_was(scenario: ScenarioFile) -> None:
    assert from_file(to_file(scenario)) == scenario


def test_every_kind_of_edit_is_among_these() -> None:
    assert {edit.kind for edit in EDITS} == set(KINDS) == set(FIELDS)
    assert from_content(to_content(EDITS, EDITS[:2])) == (EDITS, EDITS[:2])


def test_a_file_is_for_people_to_read() -> None:
    content = to_file(SCENARIO)
    assert "Süd stärken" in content.decode("utf-8")
    assert json.loads(content) == {
        "format": "kim-atlas-scenario",
        "version": 1,
        "name": "Süd stärken",
        "note": "Für die Sitzung im Mai.\nZweite Zeile.",
        "author_role": "planning",
        "district": "05358",
        "edition": "20261102T083000Z-0123456789ab",
        "valid_from": "2027-04-01",
        "edits": [
            {
                "kind": "parts",
                "post": "CARITAS-1",
                "valid_from": "2027-04-01",
                "parts": {"05358012": 0.25, "05358044": 0.75},
            },
            {"kind": "fte", "post": "SKF-1", "valid_from": "2027-04-01", "fte": 0.75},
            {
                "kind": "assign",
                "post": "SKF-2",
                "valid_from": "2027-04-01",
                "carrier": "Stadt Düren",
                "focus_area": "labour_market",
            },
            {
                "kind": "add",
                "post": "NEU-1",
                "valid_from": "2028-01-01",
                "parts": {"05358056": 0.5},
                "focus_area": "psychosocial",
            },
            {"kind": "close", "post": "SKF-3", "valid_from": "2027-04-01"},
        ],
    }


def test_order_of_edits_and_of_their_parts_is_kept() -> None:
    first = Edit("parts", "A", DAY, {"05358056": 0.5, "05358004": 0.5})
    (found, last), _ = from_content(to_content([first, EDITS[0]]))
    assert (list(found.parts), last) == (["05358056", "05358004"], EDITS[0])


def test_whole_numbers_and_an_editors_mark_are_taken() -> None:
    content = changed("edits", 1, "fte", to=1)
    assert from_file(b"\xef\xbb\xbf" + content).edits[1].fte == 1.0


def test_what_a_person_need_not_write_may_be_left_out() -> None:
    content = json.loads(to_file(SCENARIO))
    for name in ("note", "author_role", "edition"):
        del content[name]
    found = from_file(json.dumps(content).encode())
    assert (found.note, found.author_role, found.edition_id, found.edits) == ("", "", "", EDITS)


@pytest.mark.parametrize(
    ("path", "to", "expected"),
    [
        (("name",), 7, "a text in quotation marks"),
        (("name",), "  ", "a text that is not empty"),
        (("note",), None, "a text in quotation marks"),
        (("district",), 5358, "a text in quotation marks"),
        (("valid_from",), "1.4.2027", 'a day as in "2027-01-31"'),
        (("valid_from",), "2027-13-01", 'a day as in "2027-01-31"'),
        (("valid_from",), "20270401", 'a day as in "2027-01-31"'),
        (("valid_from",), 20270401, 'a day as in "2027-01-31"'),
        (("edits",), {"0": {}}, "a list in square brackets"),
        (("edits", 2), "close SKF-3", "an object in curly brackets"),
        (("edits", 1, "kind"), "raise", "one of parts, fte, assign, add, close"),
        (("edits", 1, "kind"), ["fte"], "one of parts, fte, assign, add, close"),
        (("edits", 1, "post"), None, "a text in quotation marks"),
        (("edits", 1, "post"), "", "a text that is not empty"),
        (("edits", 1, "fte"), "0.75", "a number above 0, without quotation marks and with a point"),
        (("edits", 1, "fte"), True, "a number above 0, without quotation marks and with a point"),
        (("edits", 1, "fte"), 0, "a number above 0, without quotation marks and with a point"),
        (("edits", 1, "fte"), -0.5, "a number above 0, without quotation marks and with a point"),
        (("edits", 1, "fte"), 1e300, "a number above 0, without quotation marks and with a point"),
        (("edits", 1, "fte"), 10**400, "a number above 0, without quotation marks and with a point"),
        (("edits", 0, "parts"), {}, 'an object of municipality keys with their FTE, as in "05358008": 0.5'),
        (("edits", 0, "parts"), [0.5], 'an object of municipality keys with their FTE, as in "05358008": 0.5'),
        (("edits", 0, "parts"), {"Düren": 0.5}, 'a municipality key of eight digits, as in "05358008"'),
        (("edits", 0, "parts"), {"5358008": 0.5}, 'a municipality key of eight digits, as in "05358008"'),
        (("edits", 0, "parts"), {"٠٥٣٥٨٠٠٨": 0.5}, 'a municipality key of eight digits, as in "05358008"'),
        (
            ("edits", 0, "parts", "05358012"),
            "0,25",
            "a number above 0, without quotation marks and with a point",
        ),
    ],
    ids=ids,
)
def test_a_wrong_value_is_named_with_its_place(path: tuple[str | int, ...], to: object, expected: str) -> None:
    error = refused(changed(*path, to=to))
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    assert error.path == written
    assert error.expected == expected
    found = next(iter(to)) if isinstance(to, dict) and "eight digits" in expected else to
    assert error.values["found"] == brief(found)
    assert str(error) == f"{written}: expected {expected}, found {brief(found)}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("name",), "name: is missing"),
        (("district",), "district: is missing"),
        (("valid_from",), "valid_from: is missing"),
        (("edits",), "edits: is missing"),
        (("edits", 0, "parts"), "edits[0].parts: is missing"),
        (("edits", 1, "fte"), "edits[1].fte: is missing"),
        (("edits", 3, "focus_area"), "edits[3].focus_area: is missing"),
        (("edits", 4, "post"), "edits[4].post: is missing"),
        (("edits", 4, "valid_from"), "edits[4].valid_from: is missing"),
        (("edits", 4, "kind"), "edits[4].kind: is missing"),
    ],
)
def test_what_is_missing_is_named_with_its_place(path: tuple[str | int, ...], said: str) -> None:
    assert str(refused(without(*path))) == said


def test_unknown_fields_are_refused_so_that_a_slip_loses_nothing() -> None:
    error = refused(changed("edits", 0, "part", to={"05358012": 1.0}))
    assert str(error) == "edits[0].part: unknown field; known are kind, post, valid_from, parts"
    assert refused(changed("edits", 4, "fte", to=1.0)).path == "edits[4].fte"
    assert refused(changed("author", to="x")).path == "author"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON: line 1, column 1"),
        (b"{\n  \"format\": kim\n}", "not valid JSON: line 2, column 13"),
        (b"\xff\xfe{\x00}\x00", "not text in UTF-8"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'{"a": NaN}', "NaN is not a number that JSON knows"),
        (b'{"a": -Infinity}', "-Infinity is not a number that JSON knows"),
        (b'{"a": 1, "a": 2}', "a: stands twice in one object"),
        (b"[]", "not a scenario of KIM-Atlas"),
        (b'{"format": "geojson"}', "not a scenario of KIM-Atlas"),
        (b'{"format": "kim-atlas-scenario"}', "version: expected the number 1, found null"),
        (b'{"format": "kim-atlas-scenario", "version": "1"}', 'version: expected the number 1, found "1"'),
        (b'{"format": "kim-atlas-scenario", "version": true}', "version: expected the number 1, found true"),
        (b'{"format": "kim-atlas-scenario", "version": 2, "new": 1}', "made by a newer version of KIM-Atlas"),
        (b" " * 1_000_001, "larger than one megabyte"),
    ],
)  # fmt: skip
def test_what_is_no_scenario_is_refused_as_a_whole(content: bytes, said: str) -> None:
    assert said in str(refused(content))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: changed("name", to="x" * 101), "name: has 101 characters; at most 100 are possible"),
        (lambda: changed("note", to="x" * 2001), "note: has 2001 characters; at most 2000 are possible"),
        (lambda: changed("name", to="a\nb"), "name: holds signs that cannot be shown"),
        (lambda: changed("name", to="a\ud800"), "name: holds signs that cannot be shown"),
        (lambda: changed("edits", 0, "post", to="a\x00"), "edits[0].post: holds signs that cannot be shown"),
        (lambda: changed("edits", 0, "post", to="a\u202eb"), "edits[0].post: holds signs that cannot be shown"),
        (lambda: changed("note", to="a\u2066b"), "note: holds signs that cannot be shown"),
        (
            lambda: changed("edits", 0, "post", to="\u200b "),
            'edits[0].post: expected a text that is not empty, found "\u200b "',
        ),
        (
            lambda: changed("edits", to=[{}] * (MOST_EDITS + 1)),
            f"edits: has {MOST_EDITS + 1} entries; at most {MOST_EDITS} are possible",
        ),
        (
            lambda: changed("edits", 0, "parts", to={f"{n:08}": 0.5 for n in range(501)}),
            "edits[0].parts: has 501 entries; at most 500 are possible",
        ),
        (lambda: without("edits", 2, "carrier"), None),
    ],
)
def test_there_are_limits(make: Callable[[], bytes], said: str | None) -> None:
    if said is None:
        assert from_file(make()).edits[2].focus_area == "labour_market"
    else:
        assert str(refused(make())) == said


def test_assigning_to_nothing_is_refused() -> None:
    content = copy.deepcopy(json.loads(to_file(SCENARIO)))
    del content["edits"][2]["carrier"], content["edits"][2]["focus_area"]
    assert str(refused(json.dumps(content).encode())) == "edits[2]: names neither carrier nor focus_area"


def test_an_edit_that_could_not_be_read_back_is_not_written() -> None:
    for edit in (Edit("close", "A", DAY, fte=1.0), Edit("parts", "A", DAY), Edit("add", "A", DAY, {"05358008": 1.0})):
        with pytest.raises(ValueError, match=f"an edit of kind '{edit.kind}' needs"):
            to_content([edit])
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_content([Edit("fte", "A", DAY, fte=float("nan"))])
    for edits, said in (
        ([Edit("close", "A", DAY)] * (MOST_EDITS + 1), f"edits: has {MOST_EDITS + 1} entries"),
        ([Edit("assign", "A", DAY, carrier="x" * 201)], "edits[0].carrier: has 201 characters"),
        ([Edit("assign", "A", DAY, carrier="x\ty")], "edits[0].carrier: holds signs"),
        ([Edit("assign", "A", DAY)], "edits[0]: names neither"),
    ):
        with pytest.raises(ScenarioFileError, match=re.escape(said)):
            to_content(edits)
        with pytest.raises(ScenarioFileError, match=re.escape(said.replace("edits", "undone", 1))):
            to_content([], edits)


def test_brackets_within_brackets_are_refused_however_many() -> None:
    limit = sys.getrecursionlimit()
    for depth in range(limit - 120, limit + 1):
        content = to_file(replace(SCENARIO, name="@")).replace(b'"@"', b"[" * depth + b"]" * depth)
        assert refused(content).path in {"", "name"}


def test_a_name_that_stands_twice_among_many_is_found_at_once() -> None:
    many = ",".join(f'"{number}":0' for number in range(60_000))
    begun = time.monotonic()
    assert refused(f'{{{many},"59999":1}}'.encode()).path == "59999"
    assert time.monotonic() - begun < 10  # comparing each with all others took four minutes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "version: expected the number 1, found null"),
        ('{"version": 2}', "made by a newer version"),
        ('{"version": 1, "edits": []}', "undone: is missing"),
        ('{"version": 1, "edits": [], "undone": [{"kind": "close"}]}', "undone[0].post: is missing"),
    ],
)
def test_content_that_is_not_ours_is_refused(content: str, said: str) -> None:
    with pytest.raises(ScenarioFileError, match=said.replace("[", r"\[")):
        from_content(content)


@settings(max_examples=150)
@given(st.binary(max_size=200))
@example(b'{"format": "kim-atlas-scenario", "version": 1.0}')
def test_no_bytes_do_anything_else_than_to_be_refused(content: bytes) -> None:
    refused(content)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.sampled_from(
        [
            ("name",),
            ("note",),
            ("valid_from",),
            ("edits",),
            ("edits", 0),
            ("edits", 0, "parts"),
            ("edits", 0, "kind"),
            ("edits", 1, "fte"),
            ("edits", 2, "carrier"),
            ("version",),
        ]
    ),
    json_values,
)
def test_whatever_stands_in_a_field_is_taken_or_refused(path: tuple[str | int, ...], value: object) -> None:
    try:
        found = from_file(changed(*path, to=value))
    except ScenarioFileError:
        return
    assert from_file(to_file(found)) == found


def test_names_that_are_no_words_do_no_harm_in_messages() -> None:
    assert refused(changed("a\ud800\n", to=1)).path == '"a\\ud800\\n"'
    assert refused(changed("x" * 500, to=1)).path == '"' + "x" * 58 + "…"
    assert refused(changed("name", to=["\ud800"])).values["found"] == '["\\ud800"]'


def test_long_values_are_cut_in_messages() -> None:
    assert brief("x" * 100) == '"' + "x" * 58 + "…"
    assert len(brief("x" * 100)) == 60
