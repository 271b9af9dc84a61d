"""What the caseload page gives away to whoever is not the coordination: rounded counts and nothing of single employees."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import cycle, islice, product
from typing import Any

import numpy as np
import polars as pl
import pytest
import streamlit as st

from locales import Language
from metrics.protection import ROUNDED_BY, round_to_five
from pages._shared import door, take_away
from pages._shared.units import ONE_POST
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import view
from pages.caseload.comparison import at_month, comparison, of_a_year
from pages.caseload.course_trends import course
from pages.caseload.supply import fte_of_units
from pages.caseload.view import CASES, MEASURES, CaseloadView
from report import workbook
from report.sheets import Sheet
from warehouse import Store
from warehouse.contracts import PEOPLE, columns

SECTIONS = ("compare", "map", "course", "intensity", "need", "vacancy")
UNITS = ("ags", "carrier", "focus_area")
ONE_OF_EACH = ("open_cases", "accompanied_cases", "hours")
MONTH = dt.date(2026, 10, 1)
ONE_EMPLOYEE = ("Evangelische Gemeinde zu Düren", "Stadt Jülich", "Gemeinde Niederzier", "Stadt Düren")
POST = re.compile(r"\b[A-ZÄÖÜ]+(?:-[A-ZÄÖÜ]+)*-\d\b")
COUNTED = {"Fälle", "Leistungen", "Stunden"}
NONE = "–"
SAID = re.compile(r'(?:aria-label|data-card)="([^"]*)"')
COUNT_IN_CARD = re.compile(r"(?:Fälle|Leistungen|Stunden): ([\d.,]+)")
SCRIPT = "<script>alert(1)</script>"

WITHOUT_EXACT = ("steering", "planning")
without_exact = pytest.mark.parametrize("role", WITHOUT_EXACT)
every_measure = pytest.mark.parametrize("measure", MEASURES)
every_unit = pytest.mark.parametrize("by", UNITS)


@dataclass
class Seen:
    """What the door handed out, and what can be saved as files."""

    read: list[tuple[str, str, pl.DataFrame]] = field(default_factory=list)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)

    def pictures(self) -> list[str]:
        return [make().decode() for key, make in self.files.items() if key.endswith("_svg")]

    def tables(self) -> list[Sheet]:
        for key, make in self.files.items():
            if key.endswith("xlsx"):
                make()
        return self.sheets


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Everything a page offers to save."""
    found = Seen()

    def filled(sheets: list[Any], *_: Any) -> bytes:
        found.sheets += [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        return b""

    monkeypatch.setattr(workbook, "workbook", filled)
    monkeypatch.setattr(take_away, "save_button", lambda _, make, *rest: found.files.update({rest[-1]: make}))
    return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, saved: Seen) -> Seen:
    """Everything a page asks for and offers to save, nothing of it kept from before."""
    read = door.read
    st.cache_resource.clear()

    def spied(edition_id: str, role: str, question: str, *arguments: Any, **named: Any) -> pl.DataFrame:
        frame = read(edition_id, role, question, *arguments, **named)
        saved.read.append((role, question, frame))
        return frame

    monkeypatch.setattr(door, "read", spied)
    return saved


@pytest.fixture
def visit_of(loaded: Store) -> Callable[[str], Visit]:
    """Makes the visit of a role to the shipped inputs."""
    edition_id = loaded.current_id()
    return lambda role: Visit(edition_id, door.manifest(edition_id), Language("de"), role, "")


def view_of(measure: str, by: str, fte: str = "granted") -> CaseloadView:
    return CaseloadView(measure, by, ALL_AREAS, "need", MONTH, fte, "areas")


def number(shown: str) -> float:
    return float(shown.replace(".", "").replace(",", ".").replace("−", "-"))


def markups(shown: Any) -> list[str]:
    """SVG and HTML of all parts that can be picked."""
    nodes = (node for node in shown.app._tree if getattr(node, "type", "") == "bidi_component")
    return [json.loads(node.proto.json).get("markup", "") for node in nodes]


def tables_of(html: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Headings and rows of every table."""
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        cells = [
            [
                unescape(re.sub("<[^>]*>|\u00ad", "", cell))
                for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr[^>]*>.*?</tr>", table, re.DOTALL)
        ]
        yield cells[0], [row for row in cells[1:] if len(row) == len(cells[0])]


def rate_of(headings: list[str]) -> int:
    """Where the figure per post stands."""
    return next(place for place, heading in enumerate(headings) if heading.endswith("je Stelle (VZÄ)"))


# What is shown


@without_exact
@pytest.mark.parametrize("show", SECTIONS)
def test_pages_are_made_of_rounded_counts_and_of_nothing_per_employee(
    open_page, seen: Seen, role: str, show: str
) -> None:
    people = {
        name
        for mart in ("mart_caseload", "mart_service")
        for name, column in columns(mart).items()
        if column.protection == PEOPLE
    }
    # Every figure is in the same answers, one of each kind stands for the others: each unit with one of them, and each pair of
    # them in some section.
    first = SECTIONS.index(show) + WITHOUT_EXACT.index(role)
    for by, measure in zip((*UNITS, "building_block"), islice(cycle(ONE_OF_EACH), first, None), strict=False):
        shown = open_page("caseload", show=show, by=by, measure=measure, role=role, fte="filled")
        assert not shown.app.exception, (by, measure)
    assert seen.tables()
    assert {asked for asked, _, _ in seen.read} == {role}
    for _, question, frame in seen.read:
        assert question != "filled_posts"
        counts = people & set(frame.columns)
        if counts:
            assert {"post", "carrier"}.isdisjoint(frame.columns), question
            assert len({"ags", "carrier_group", "focus_area"} & set(frame.columns)) < 2, question
        for name in counts:
            assert (frame[name] % 5 == 0).all(), (question, name)


@pytest.mark.parametrize(
    ("show", "by", "role"),
    [(*pair, role) for pair, role in zip(product(SECTIONS, UNITS), cycle(WITHOUT_EXACT), strict=False)],
)
def test_counts_shown_are_multiples_of_five_and_small_ones_have_no_rate(
    open_page, saved: Seen, show: str, by: str, role: str
) -> None:
    """Each section and each unit is seen by both roles, who see the same."""
    counts, rates = 0, 0
    for measure in ("open_cases", "mean_open_cases", "hours"):
        shown = open_page("caseload", show=show, by=by, measure=measure, role=role)
        assert not shown.app.exception
        words, pictures = shown.words(), [*markups(shown), *saved.pictures()]
        for label in (unescape(said) for picture in pictures for said in SAID.findall(picture)):
            told = [number(count) for count in COUNT_IN_CARD.findall(label)]
            assert [count for count in told if count % 5] == [], label
            assert not (told and told[0] < 10 and "je Stelle (VZÄ)" in label), label
            counts += len(told)
        assert not POST.search(words), POST.search(words)
        for carrier in ONE_EMPLOYEE:
            assert not re.search(rf"(?<!\w){re.escape(carrier)}", words + "".join(pictures)), carrier
        for html in (*markups(shown), shown.html):
            for headings, rows in tables_of(html):
                for place, heading in enumerate(headings):
                    if heading not in COUNTED:
                        continue
                    for row in rows:
                        assert number(row[place]) % 5 == 0, row
                        each = rate_of(headings)
                        assert number(row[place]) >= 10 or row[each] == NONE, row
                        counts, rates = counts + 1, rates + (row[each] != NONE)
    for sheet in saved.tables():
        headings = [column.heading for column in sheet.columns]
        for place, heading in enumerate(headings):
            if heading not in COUNTED:
                continue
            for row in sheet.rows:
                assert row[place] % 5 == 0, row
                assert row[place] >= 10 or row[rate_of(headings)] in (None, NONE), row
        assert not any(POST.search(str(cell)) or cell in ONE_EMPLOYEE for row in sheet.rows for cell in row)
    if show in ("compare", "map"):
        assert counts and rates


@without_exact
@every_unit
@every_measure
def test_every_rate_is_that_of_a_rounded_count(visit_of, role: str, by: str, measure: str) -> None:
    visit, view = visit_of(role), view_of(measure, by)
    frame = comparison(visit, view).frame
    assert (frame["observed"] % 5 == 0).all()
    rated = frame.drop_nulls("per_fte")
    assert rated.height and (rated["observed"] >= 10).all()
    assert rated["per_fte"].to_list() == pytest.approx((rated["observed"] / rated["fte"]).to_list())
    own = fte_of_units(visit, view).group_by("month", series="unit").agg(pl.col("fte").sum())
    months = course(visit, view).months.drop_nulls("value").join(own, on=["month", "series"])
    behind = months["value"] * months["fte"]
    assert months.height and (behind > 9.99).all()
    assert behind.to_list() == pytest.approx([round(count / 5) * 5 for count in behind])


@without_exact
@every_unit
@every_measure
def test_verdicts_come_from_rounded_counts_and_hold_for_exact_ones(visit_of, role: str, by: str, measure: str) -> None:
    rough = comparison(visit_of(role), view_of(measure, by)).frame
    exact = comparison(visit_of("coordination"), view_of(measure, by)).frame
    if by != "carrier":
        counted = at_month(of_a_year(visit_of("coordination"), (by,), ALL_AREAS), MONTH)
        parts = ("cases_at_begin", "new_cases") if measure == "accompanied_cases" else (measure,)
        whole = [counted[part].cast(pl.Float64).round(mode="half_away_from_zero") for part in parts]
        told = dict(zip(counted[by], sum(map(round_to_five, whole), start=0.0 * whole[0]), strict=True))
        assert rough["observed"].to_list() == [told.get(key, 0) for key in rough["key"]]
    verdicts = dict(exact.select("key", "verdict").rows())
    for key, verdict in rough.filter(pl.col("verdict").is_in(["high", "low"])).select("key", "verdict").rows():
        assert key == ONE_POST or verdicts[key] == verdict
    assert not ({"high", "low"} & set(rough.filter(pl.col("key") == "psychosocial")["verdict"]))


def test_some_verdicts_stand_on_rounded_counts(visit_of) -> None:
    """Else the test above would hold for nothing."""
    found = [comparison(visit_of("steering"), view_of(measure, "ags")).frame["verdict"] for measure in MEASURES]
    assert {"as_expected", "too_small"} <= set(pl.concat(found))


# Who is shown


@without_exact
def test_carriers_of_one_post_stand_together(visit_of, role: str) -> None:
    frame = comparison(visit_of(role), view_of("new_cases", "carrier")).frame
    keys = set(frame["key"])
    assert ONE_POST in keys and keys.isdisjoint(ONE_EMPLOYEE)


@pytest.mark.parametrize("which", ["loaded", "staffed"])
def test_what_the_pooled_carriers_have_cannot_be_had_by_taking_the_others_away(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    """The whole less all others leaves the sum of a group; it has two carriers or more, the same ones in every month."""
    store: Store = request.getfixturevalue(which)
    monkeypatch.setenv("KIM_DATA_DIR", str(store.data))
    groups = door.read(store.current_id(), "steering", "carrier_groups")
    assert groups["carrier"].is_unique().all()
    pooled = groups.filter(pl.col("carrier_group") == ONE_POST)
    assert pooled.height >= 2
    alone = groups.filter(pl.col("carrier_group") != ONE_POST)
    assert (alone["fewest_posts"] >= 2).all() and (alone["carrier"] == alone["carrier_group"]).all()


@without_exact
def test_vacancies_of_others_than_the_district_are_told_to_nobody_else(
    open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    for address in ({"show": "vacancy"}, {"by": "building_block"}):
        shown = open_page("caseload", role=role, fte="filled", **address)
        assert not shown.app.exception
        assert "11,5" in shown.words()
        assert "SKF" not in shown.words() and "Sozialdienst" not in shown.words()
    for by in UNITS:
        shown = open_page("caseload", role=role, fte="filled", by=by)
        assert "11,5" not in shown.words() and not shown.offers("fte")


# Addresses and caches


@without_exact
@pytest.mark.parametrize(
    "address",
    [
        {"by": "post"},
        {"by": "post", "show": "course"},
        {"by": "building_block", "show": "course"},
        {"fte": "filled"},
        {"cases_area": "psychosocial"},
        {"by": "carrier", "cases_area": "psychosocial"},
        {"show": "details", "by": "post", "unit": "NIEDERZIER-1"},
        {"by": "carrier", "unit": "Stadt Jülich"},
        {"until": "1999-01"},
        {"basis": SCRIPT, "split": SCRIPT, "measure": SCRIPT, "unit": SCRIPT},
    ],
    ids=str,
)
def test_addresses_reveal_nothing(open_page, role: str, address: dict[str, str]) -> None:
    """What may not be chosen is as if it were not asked for."""
    allowed = {"show": "course"} if address.get("show") == "course" else {}
    if address.get("by") == "carrier":
        allowed["by"] = "carrier"
    shown, plain = (open_page("caseload", role=role, **asked) for asked in (address, allowed))
    assert not shown.app.exception
    assert shown.words() == plain.words()


@pytest.mark.parametrize("role", ["steering", "planning", "coordination"])
@pytest.mark.parametrize("show", ["compare", "course"])
def test_the_source_of_a_norm_is_text_wherever_it_stands(open_page, saved: Seen, role: str, show: str) -> None:
    """An address can come from anybody."""
    norm = {"norm_new_cases": "150", "norm_source_new_cases": f"Träger {SCRIPT} & [x](http://host/y)"}
    shown = open_page("caseload", show=show, measure="new_cases", basis="district", role=role, **norm)
    assert not shown.app.exception
    drawn = [*markups(shown), shown.html, *saved.pictures()]
    assert not any("<script" in markup for markup in drawn)
    assert any("&lt;script&gt;" in markup for markup in drawn)
    assert not any("http://host" in element.value for element in (*shown.app.markdown, *shown.app.caption))


@pytest.mark.parametrize(("show", "role"), list(zip(SECTIONS, cycle(WITHOUT_EXACT), strict=False)))
def test_nothing_kept_for_the_coordination_is_shown_to_others(open_page, role: str, show: str) -> None:
    address = {"show": show, "by": "carrier", "measure": "new_cases"}
    st.cache_resource.clear()
    first = open_page("caseload", role=role, **address).words()
    st.cache_resource.clear()
    exact = open_page("caseload", role="coordination", fte="granted", **address).words()
    assert open_page("caseload", role=role, **address).words() == first != exact


# What rounded counts tell together


def shifted(total: int) -> int:
    """By how much a rounded sum differs from the sum of rounded parts, which lie `total` below theirs together."""
    return int(round_to_five(total))


OFFSETS = range(-2, 3)  # a count less its multiple of 5


def left_over(
    parts: int, told: Callable[[tuple[int, ...]], tuple[int, ...]]
) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    """What counts may be behind each set of rounded figures: figures told -> offsets of the parts."""
    behind: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for offsets in product(OFFSETS, repeat=parts):
        behind[told(offsets)].append(offsets)
    return behind


def test_three_focus_areas_and_their_sum_never_tell_a_count() -> None:
    behind = left_over(3, lambda offsets: (shifted(sum(offsets)),))
    for offsets in behind.values():
        for place in range(3):
            assert len({one[place] for one in offsets}) >= 4


def narrowed_down(told: dict[tuple[int, int], int], months: int) -> int:
    """How many rounded counts leave fewer possible ones than rounding alone, by all of them together.

    `told`: (later, earlier) -> the rounded difference of two totals, where place 0 to `months` is what began up to the end of a
    month (0: before the first one) and `months` + 1 onwards is what ended. Neither total ever falls, and no more cases end than
    began. Shortest paths between the totals are the exact limits of whole counts (difference constraints).
    """
    size, last = 2 * months + 2, months + 1
    most = np.full((size, size), np.inf)
    for month in range(last):
        most[last + month, month] = np.inf if month else 0.0
        most[month, last + month] = 0.0
        if month:
            most[month, month - 1] = most[last + month, last + month - 1] = 0.0
    for (later, earlier), count in told.items():
        most[earlier, later] = min(most[earlier, later], count + ROUNDED_BY)
        most[later, earlier] = min(most[later, earlier], -max(count - ROUNDED_BY, 0))
    np.fill_diagonal(most, 0.0)
    for middle in range(size):
        most = np.minimum(most, most[:, middle, None] + most[None, middle, :])
    assert (np.diag(most) == 0).all()
    alone = {pair: count + ROUNDED_BY - max(count - ROUNDED_BY, 0) for pair, count in told.items()}
    return sum(most[earlier, later] + most[later, earlier] < alone[later, earlier] for later, earlier in told)


def told_of_a_place(rounded: pl.DataFrame, reached: dict[dt.date, int], months: int) -> dict[tuple[int, int], int]:
    """Open cases at every month's end, also when twelve months begin, new cases of twelve months and those reached."""
    told = {}
    for row in rounded.iter_rows(named=True):
        month = (row["month"].year - 2021) * 12 + row["month"].month
        before, ended = max(month - 12, 0), months + 1
        told[month, ended + month] = row["open_cases"]
        told[month, before] = row["new_cases"]
        if before:
            told[before, ended + before] = row["cases_at_begin"]
        if row["month"] in reached:
            told[month, ended + before] = reached[row["month"]]
    return told


def test_all_months_and_measures_of_a_place_together_narrow_no_count_down(visit_of) -> None:
    """Reached, rounded on its own, would: so it is the sum of two rounded counts, which tells nothing more."""
    rough, exact = (of_a_year(visit_of(role), ("ags",), ALL_AREAS) for role in ("steering", "coordination"))
    assert (rough["accompanied_cases"] == rough["cases_at_begin"] + rough["new_cases"]).all()
    months = (MONTH.year - 2021) * 12 + MONTH.month
    shown, with_reached, counts = 0, 0, 0
    for (ags,), own in rough.group_by("ags"):
        accompanied = exact.filter(pl.col("ags") == ags).select("month", "accompanied_cases").rows()
        reached = {month: int(round_to_five(count)) for month, count in accompanied}
        told = told_of_a_place(own, {}, months)
        counts += len(told)
        shown += narrowed_down(told, months)
        with_reached += narrowed_down(told_of_a_place(own, reached, months), months)
    assert counts == 15 * (59 + 59 + 11)
    assert shown == 0 < with_reached


def test_measures_shown_really_are_bound_to_each_other(visit_of) -> None:
    """Else the test above would be about nothing: reached is open twelve months before plus new, for the coordination exactly."""
    visit = visit_of("coordination")
    counted = of_a_year(visit, ("ags",), ALL_AREAS)
    now, before = (at_month(counted, month) for month in (MONTH, MONTH.replace(year=MONTH.year - 1)))
    both = now.join(before.select("ags", begin="open_cases"), on="ags")
    assert both.height == 15
    assert (both["accompanied_cases"] == both["begin"] + both["new_cases"]).all()
    assert set(CASES) <= set(now.columns)


@pytest.mark.parametrize("show", ["intensity", "need"])
def test_kinds_of_cases_and_services_are_told_apart_by_calendar_year_only(open_page, show: str) -> None:
    """Of twelve months that end with any month, one in ten rounded counts of kinds could be worked out exactly."""
    asked = {"show": show, "measure": "new_cases", "until": "2026-10", "weight_short": "0"}
    for role in ("steering", "planning"):
        shown = open_page("caseload", role=role, calendar_year="2026", **asked)
        assert not shown.app.exception and not shown.offers("until")
        assert list(shown.widget("calendar_year").options) == ["2025", "2024", "2023", "2022", "2021"]
        assert "01.01.2025 bis 31.12.2025" in shown.words() and "31.10.2026" not in shown.words().split("Quellen")[0]
        assert "Zur Wahl stehen nur Kalenderjahre" in shown.words()
        earlier = open_page("caseload", role=role, calendar_year="2022", **asked)
        assert "01.01.2022 bis 31.12.2022" in earlier.words()
    exact = open_page("caseload", role="coordination", calendar_year="2022", **asked)
    assert not exact.offers("calendar_year") and "01.11.2025 bis 31.10.2026" in exact.words()


@pytest.mark.parametrize("show", ["intensity", "need"])
def test_without_a_full_calendar_year_no_kinds_are_told_apart(
    open_page, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    counted = view.counted_months
    monkeypatch.setattr(view, "counted_months", lambda visit: counted(visit)[-20:])
    shown = open_page("caseload", show=show, role="steering", by="focus_area")
    assert not shown.app.exception
    assert (
        "Noch ist kein volles Kalenderjahr gezählt." in shown.words() and "<table" not in shown.html.split("Quellen")[0]
    )


WORK = "sick_days:14,training_days:5,applications:0,appointments:0,finding_offers:0,referral:0,correspondence:0,social_support:0"


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize(
    "address",
    [
        {"show": "intensity", "weight_short": "0", "weight_with_goals": "1e-320", "weight_counselling": "0"},
        {"show": "need", "by": "focus_area", "values": "own", "wisn": f"{WORK},first_interview:1e-320"},
        {"show": "compare", "measure": "new_cases", "norm_new_cases": "1e-320", "norm_source_new_cases": "x"},
    ],
    ids=lambda address: str(address["show"]),
)
def test_numbers_of_an_address_that_are_too_small_to_divide_by_are_none(open_page, role: str, address: dict) -> None:
    shown = open_page("caseload", role=role, **address)
    assert not shown.app.exception
    assert "1e-320" not in shown.words() and "nan" not in shown.words() and "inf " not in shown.words()
