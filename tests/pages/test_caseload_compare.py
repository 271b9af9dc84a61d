"""Caseloads compared: the page's figures against the export counted by hand, one verdict everywhere, and what each role is told."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from charts.medium import Medium
from charts.verdicts import SIGNS, VERDICT_WORDS
from locales import Language
from metrics.funnel import limits
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five, sees_exact
from metrics.shrinkage import empirical_bayes
from pages._shared import door
from pages._shared.visit import Visit
from pages.caseload import (
    blocks,
    blocks_figures,
    compare,
    compare_figures,
    compare_findings,
    compare_notices,
    compare_sheets,
)
from pages.caseload.comparison import Comparison, alone_in_area, comparison, with_a_single_post
from pages.caseload.norm import Norm
from pages.caseload.view import MEASURES, CaseloadView, counted_months
from report.workbook import workbook
from warehouse import Edition, Store

SKF = "Sozialdienst katholischer Frauen e. V. Düren"
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
UNITS = ("ags", "carrier", "focus_area")
EVERY_UNIT = (*UNITS, "post")
LAST = dt.date(2026, 10, 1)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])
every_role = pytest.mark.parametrize("role", ROLES)
GERMAN, ENGLISH = Language("de"), Language("en")


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""
    return lambda role, language=GERMAN: _visit(loaded, role, language)


@pytest.fixture
def in_history(staffed: Store, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """The coordination's visit to the edition in which SKF-3 is half vacant."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    return _visit(staffed, "coordination", GERMAN)


def _visit(store: Store, role: str, language: Language) -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), language, role, "")


def view_of(by: str, measure: str = "open_cases", **changes: str) -> CaseloadView:
    basis = "district" if by == "focus_area" else "areas"
    return CaseloadView(measure, by, "all", "need", LAST, "granted", basis).of(**changes)


def found_of(visit: Visit, by: str, measure: str = "open_cases", **changes: str) -> Comparison:
    return compare_figures.there(comparison(visit, view_of(by, measure, **changes)))


def compared_with(frame: pl.DataFrame, view: CaseloadView, **changes: object) -> Comparison:
    """A comparison made up for a test."""
    made = Comparison(view, frame, total=200.0, fte=4.0, scale=1.0, phi=None, tau2=0.0)
    return replace(made, **changes)


def made_up(*rows: tuple[str, float, float, float, str]) -> pl.DataFrame:
    """Rows of a comparison from label, cases, FTE, expected cases and verdict."""
    made = [
        {
            "key": label,
            "label": label,
            "observed": cases,
            "fte": fte,
            "expected": expected,
            "ratio": cases / expected,
            "per_fte": cases / fte,
            "lower": 0.8 * cases / fte,
            "upper": 1.2 * cases / fte,
            "shrunken": 0.9 * cases / fte,
            "verdict": verdict,
            "missing_fte": 0.25 if verdict == "high" else None,
        }
        for label, cases, fte, expected, verdict in rows
    ]
    return pl.DataFrame(made, schema_overrides={"missing_fte": pl.Float64})


# Figures


def test_open_cases_of_carriers_are_those_of_the_export(visit_of, edition: Edition) -> None:
    """Counted from the cases themselves: a first interview until the day, no end until it."""
    sql = """
        SELECT carrier, count(*)::DOUBLE AS cases FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)
        WHERE first_interview_on <= DATE '2026-10-31' AND (ended_on IS NULL OR ended_on > DATE '2026-10-31') GROUP BY carrier"""
    by_hand = dict(edition.query(sql).rows())
    frame = found_of(visit_of("coordination"), "carrier").frame
    assert dict(frame.select("key", "observed").rows()) == by_hand
    assert sum(by_hand.values()) == 567


@pytest.mark.parametrize("by", EVERY_UNIT)
@pytest.mark.parametrize("measure", MEASURES)
def test_table_has_what_the_formulas_give(visit_of, by: str, measure: str) -> None:
    found = found_of(visit_of("coordination"), by, measure)
    assert found.total == pytest.approx(found.frame["observed"].sum())
    assert found.fte == pytest.approx(found.frame["fte"].sum()) == pytest.approx(12.0)
    assert found.frame["expected"].sum() == pytest.approx(found.total)
    for row in found.frame.drop_nulls("per_fte").iter_rows(named=True):
        assert row["per_fte"] == pytest.approx(row["observed"] / row["fte"])
        lower, upper = (limit * found.scale / row["fte"] for limit in poisson_interval(row["observed"] / found.scale))
        assert (row["lower"], row["upper"]) == pytest.approx((lower, upper))
    if found.tau2 == 0:
        for row in found.frame.drop_nulls("ratio").iter_rows(named=True):
            low, high = limits(row["expected"] / found.scale, 0.998)
            verdict = "high" if row["ratio"] > high else "low" if row["ratio"] < low else "as_expected"
            assert row["verdict"] == verdict, row["label"]


def test_evened_out_rates_are_the_shrunken_ratios(visit_of) -> None:
    frame = found_of(visit_of("coordination"), "ags", "new_cases").frame
    ratios = empirical_bayes(frame["observed"].to_numpy(), frame["expected"].to_numpy())
    shrunken = pl.Series(ratios) * frame["expected"] / frame["fte"]
    shown = frame["shrunken"].is_not_null()
    assert frame.filter(shown)["shrunken"].to_list() == pytest.approx(shrunken.filter(shown).to_list())


@pytest.mark.parametrize("by", EVERY_UNIT)
@pytest.mark.parametrize("measure", ["open_cases", "services"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_page_shows_one_verdict_in_funnel_and_table(open_page, visit_of, by: str, measure: str, lang: str) -> None:
    shown = open_page("caseload", by=by, measure=measure, lang=lang, role="coordination", fte="granted")
    assert not shown.app.exception
    rows = shown.rows("caseload_table")
    drawing = shown.markup("caseload_funnel")
    found = found_of(visit_of("coordination", Language(lang)), by, measure)
    assert len(rows) == found.frame.height + 1
    for row in found.frame.iter_rows(named=True):
        words = Language(lang).text(VERDICT_WORDS[row["verdict"]])
        assert rows[row["label"]][-1] == f"{SIGNS[row['verdict']]} {words}"
        said = re.findall(rf'aria-label="{re.escape(row["label"])}: ([^"]*)"', drawing)
        assert len(said) == (row["ratio"] is not None)
        assert all(one.endswith(words) for one in said)


@every_role
def test_no_rate_and_no_range_on_fewer_than_ten_cases(open_page, role: str) -> None:
    for measure in ("open_cases", "mean_open_cases", "new_cases", "accompanied_cases"):
        rows = open_page("caseload", measure=measure, role=role).rows("caseload_table")
        small = {name: cells for name, cells in rows.items() if float(cells[0].replace(",", ".").replace(".", "")) < 10}
        for name, (_, _, rate, spread, evened, *_) in small.items():
            assert [rate, spread, evened] == ["–"] * 3, (measure, name)
        if measure == "open_cases":
            assert {"Merzenich", "Nörvenich", "Titz"} <= set(small)


@pytest.mark.parametrize("by", ["carrier", "post", "focus_area"])
def test_carriers_posts_and_focus_areas_stand_by_name(open_page, by: str) -> None:
    names = list(open_page("caseload", by=by, role="coordination").rows("caseload_table"))[:-1]
    assert names == sorted(names)


def test_municipalities_stand_by_verdict_and_ratio(visit_of) -> None:
    ordered = compare_figures.ordered(found_of(visit_of("coordination"), "ags"))
    places = [list(VERDICT_WORDS).index(verdict) for verdict in ordered["verdict"]]
    assert places == sorted(places)
    for verdict in ordered["verdict"].unique():
        ratios = ordered.filter(pl.col("verdict") == verdict)["ratio"].drop_nulls()
        assert ratios.to_list() == sorted(ratios, reverse=True)


# Sentences


def test_nobody_high_or_low_is_the_finding(open_page) -> None:
    html = open_page("caseload", by="carrier", role="coordination").html
    (finding,) = re.findall(r'<p class="kim-finding">([^<]*)', html)
    assert finding == "Keine Unterschiede über den Zufall hinaus (beurteilbar: 7 von 8 Trägern)."
    assert "Offene Fälle je Vollzeitstelle, Stand 31.10.2026: im Kreis 47,2 (567 auf 12,0 Stellen)." in html


def test_where_units_differ_throughout_nobody_is_said_not_to_differ(visit_of) -> None:
    found = found_of(visit_of("coordination"), "ags")
    assert found.is_overdispersed
    first, *others = compare_findings.findings(found, GERMAN)
    assert first == "Nichts fällt über die üblichen Unterschiede hinaus auf (beurteilbar: 11 von 15 Gemeinden)."
    assert any(sentence.startswith("Die Unterschiede sind insgesamt größer") for sentence in others)


def test_who_is_high_comes_first_with_figure_and_relief() -> None:
    frame = made_up(
        ("B", 30, 1, 20, "high"), ("A", 80, 1, 40, "high"), ("C", 5, 1, 20, "low"), ("D", 85, 1, 120, "low")
    )
    high, low, relief, district, *rest = compare_findings.findings(compared_with(frame, view_of("ags")), ENGLISH)
    assert high == (
        "High, beyond chance: A, 80.0 cases per post (FTE), 2.0 times what is expected; B, 30.0 cases per post (FTE), "
        "50% more than expected."
    )
    assert low.startswith("Low, beyond chance: C, 5.0 cases per post (FTE), 75% less than expected; D")
    assert relief.endswith("(what may be chance is left out): B 0.25, A 0.25.")
    assert "50.0 in the district (200 on 4.0 posts)" in district
    assert rest == []
    carriers = compare_findings.findings(compared_with(frame, view_of("carrier")), ENGLISH)
    assert carriers[0].startswith("High, beyond chance: B")  # as in the frame: not ranked


def test_spread_beyond_chance_is_said_with_phi() -> None:
    frame = made_up(("A", 80, 1, 60, "as_expected"))
    view = view_of("ags")
    spread = compared_with(frame, view, phi=2.9, tau2=0.01)
    assert "(φ = 2,9; 1 wäre Zufall allein)" in compare_findings.findings(spread, GERMAN)[-1]
    assert "φ" not in " ".join(compare_findings.findings(compared_with(frame, view), GERMAN))


def test_verdicts_that_depend_on_the_split_are_named() -> None:
    frame = made_up(("A", 80, 1, 60, "as_expected"), ("B", 30, 1, 20, "high"))
    depends = frame.with_columns(same_for_all_rules=pl.Series([True, False]))
    lines = compare_findings.findings(compared_with(depends, view_of("ags")), ENGLISH)
    assert lines[-1] == "Whether it is high or low depends on how shared posts are split: B. See “More”."
    same = frame.with_columns(same_for_all_rules=pl.lit(True))
    assert "the same however" in compare_findings.findings(compared_with(same, view_of("ags")), ENGLISH)[-1]


def test_too_few_to_judge_is_no_finding_of_equality() -> None:
    frame = made_up(("A", 4, 1, 5, "too_small"))
    (first, *_) = compare_findings.findings(compared_with(frame, view_of("ags")), ENGLISH)
    assert first == "Too few cases: none of the 1 municipalities can be judged."


def test_district_without_posts_is_said() -> None:
    frame = made_up(("A", 4, 1, 5, "vacant"))
    lines = compare_findings.findings(compared_with(frame, view_of("ags"), fte=0.0), ENGLISH)
    assert lines[1].endswith("no posts in the district.")


@pytest.mark.parametrize(("total", "scale", "per_fte"), [(10.0, 1.0, 2.5), (9.0, 1.0, None), (39.0, 4.0, None)])
def test_district_has_no_rate_on_fewer_than_ten_cases_either(total: float, scale: float, per_fte: float | None) -> None:
    frame = made_up(("A", 4, 1, 5, "too_small"))
    found = compared_with(frame, view_of("ags"), total=total, scale=scale)
    assert found.per_fte == per_fte
    assert any(
        "too few cases for a figure of the district" in line for line in compare_findings.findings(found, ENGLISH)
    ) == (per_fte is None)


# Notices


@every_role
def test_alone_in_its_focus_area_is_nothing_to_compare_with(open_page, visit_of, role: str) -> None:
    found = found_of(visit_of(role), "carrier")
    (row,) = found.frame.filter(pl.col("key") == SOZIALWERK).iter_rows(named=True)
    assert (row["ratio"], row["verdict"]) == (None, "alone")
    said = " ".join(compare_notices.notices(visit_of(role), found))
    assert f"{SOZIALWERK}: allein im Schwerpunkt" in said
    assert SOZIALWERK in open_page("caseload", by="carrier", role=role).html
    other = found_of(visit_of(role), "carrier", basis="district")
    assert "allein im Schwerpunkt" not in " ".join(compare_notices.notices(visit_of(role), other))
    assert alone_in_area(visit_of(role), other.view) == {}
    assert "alone" not in other.frame["verdict"]


@every_role
def test_what_is_rounded_pooled_and_granted_is_said(visit_of, role: str) -> None:
    visit = visit_of(role)
    said = " ".join(compare_notices.notices(visit, found_of(visit, "carrier")))
    assert ("auf 5 gerundet" in said) == ("Kleine Träger stehen zusammen" in said) == (role != "coordination")
    assert "bewilligte Stellen" in said
    if sees_exact(role):
        filled = found_of(visit, "carrier", fte="filled")
        assert "bewilligte Stellen" not in " ".join(compare_notices.notices(visit, filled))


@every_role
def test_services_without_hours_are_said(visit_of, role: str) -> None:
    visit = visit_of(role)
    whole = door.read(visit.edition_id, role, "caseload_of_a_year", ()).filter(pl.col("month") == LAST)
    services, recorded = whole["services"].item(), whole["services_with_hours"].item()
    said = " ".join(compare_notices.notices(visit, found_of(visit, "focus_area", "hours")))
    assert ("sind Stunden verzeichnet" in said) == (recorded < services)
    assert "sind Stunden verzeichnet" not in " ".join(compare_notices.notices(visit, found_of(visit, "focus_area")))


def test_posts_come_with_a_warning(open_page) -> None:
    shown = open_page("caseload", by="post", role="coordination")
    assert "beschreibt einzelne Beschäftigte" in shown.html
    assert "Fachaufsicht" in shown.html


def test_caseload_that_rose_with_a_vacancy_says_so(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    """What section "vacancy" finds stands in the comparison, too."""
    monkeypatch.setattr(compare, "vacancy_findings", lambda _, view: [f"Unbesetzt bis {view.month}."])
    shown = open_page("caseload", by="carrier", basis="district", until="2023-05", role="coordination")
    assert "Unbesetzt bis 2023-05-01." in shown.html


# Roles


@without_exact
def test_carriers_with_one_post_stand_together(open_page, role: str) -> None:
    shown = open_page("caseload", by="carrier", role=role)
    rows = shown.rows("caseload_table")
    assert "kleine Träger zusammen (4)" in rows
    assert not {"Stadt Düren", "Stadt Jülich", "Gemeinde Niederzier", "Evangelische Gemeinde zu Düren"} & set(rows)
    assert "Stadt Jülich" not in shown.words()


@without_exact
def test_a_focus_area_on_one_post_has_no_verdict(open_page, role: str) -> None:
    row = open_page("caseload", by="focus_area", role=role).rows("caseload_table")["Psychosoziale Beratung"]
    assert row[-1] == "○ kein Urteil: eine einzelne Stelle"
    assert row[0] == "95"
    exact = open_page("caseload", by="focus_area", role="coordination").rows("caseload_table")["Psychosoziale Beratung"]
    assert exact[-1].startswith("▲")


@without_exact
def test_filled_posts_change_nothing_for_others(staffed: Store, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    visit = _visit(staffed, role, GERMAN)
    granted, filled = (found_of(visit, "carrier", fte=fte).frame for fte in ("granted", "filled"))
    assert granted.equals(filled)
    (fte,) = granted.filter(pl.col("key") == SKF)["fte"]
    assert fte == 2.0


def test_the_coordination_sees_filled_posts(in_history: Visit) -> None:
    frame = found_of(in_history, "carrier", fte="filled").frame
    assert frame.filter(pl.col("key") == SKF)["fte"].item() == 1.5


@every_role
def test_way_to_the_details_is_for_the_coordination(open_page, role: str) -> None:
    shown = open_page("caseload", by="focus_area", unit="welcome", role=role)
    offered = [button for button in shown.app.button if button.key == "to_details"]
    assert len(offered) == sees_exact(role)
    nothing_marked = open_page("caseload", by="focus_area", role=role)
    assert not [button for button in nothing_marked.app.button if button.key == "to_details"]
    if offered:
        offered[0].click().run()
        assert not shown.app.exception
        assert shown.address["show"] == "details"


def test_a_unit_of_another_comparison_marks_nothing(open_page) -> None:
    shown = open_page("caseload", by="focus_area", unit="Stadt Jülich", role="coordination")
    assert shown.widget("unit").value == ""
    assert 'aria-pressed="true"' not in shown.markup("caseload_table")


# Norm


def test_norm_is_a_line_only_where_one_line_is_right(visit_of) -> None:
    norm = Norm(60.0, "Test 2024")
    visit = visit_of("coordination")
    by_district = found_of(visit, "carrier", basis="district")
    ratio, words = compare_figures.norm_line(norm, by_district, GERMAN)
    assert ratio == pytest.approx(60 / (567 / 12))
    assert words == "Richtwert: 60,0 Fälle je Stelle (VZÄ) (Test 2024)"
    assert compare_figures.norm_line(norm, found_of(visit, "carrier"), GERMAN) is None
    assert compare_figures.norm_line(None, by_district, GERMAN) is None


def test_norm_stands_in_the_table_with_its_source(open_page) -> None:
    address = {"norm_open_cases": "60", "norm_source_open_cases": "<b>Test</b> 2024", "basis": "district"}
    shown = open_page("caseload", by="carrier", role="coordination", **address)
    assert not shown.app.exception
    markup = shown.markup("caseload_table")
    assert "(&lt;b&gt;Test&lt;/b&gt; 2024)</caption>" in markup
    assert "<b>" not in markup + shown.markup("caseload_funnel")
    row = shown.rows("caseload_table")["Stadt Düren"]
    assert row[-2] == "60\u202f%"
    assert "Test" in shown.markup("caseload_funnel")
    without_source = open_page("caseload", by="carrier", role="coordination", norm_open_cases="60")
    assert "Richtwert:" not in without_source.markup("caseload_table")


@pytest.mark.parametrize(("month", "is_alone"), [(dt.date(2023, 3, 1), False), (LAST, True)])
def test_who_stands_alone_is_told_by_the_time_that_is_counted(
    in_history: Visit, month: dt.date, is_alone: bool
) -> None:
    """EVANGELISCHE-1 left Inden in June 2023; since then SKF-1 is the only post of welcome counselling there."""
    view = view_of("ags", "new_cases", focus_area="welcome", basis="district", month=month)
    assert ("05358020" in with_a_single_post(in_history, view)) == is_alone


# Building blocks


def test_building_blocks_are_shown_and_not_compared(open_page) -> None:
    for role in ROLES:
        shown = open_page("caseload", by="building_block", role=role)
        assert not shown.app.exception
        table = shown.table("Stellen und Arbeit der Bausteine")
        assert table["Zahl der Stellen"] == ["4", "14", "3"]
        assert table["Bewilligt (VZÄ)"] == ["3,5", "12,0", "4,0"]
        assert table["je Stelle (VZÄ)"] == ["–", "47,2" if sees_exact(role) else "47,1", "–"]
        assert "authority_counts.csv" in shown.app.info[0].value
        assert "sagte nichts aus" in shown.html
        assert not any("caseload_funnel" in str(getattr(node, "key", "")) for node in shown.app.main)


@every_role
def test_building_blocks_with_the_counts_of_the_authorities(
    staffed: Store, open_page, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("caseload", by="building_block", role=role)
    assert not shown.app.exception
    exact = sees_exact(role)
    blocks_table = shown.table("Stellen und Arbeit der Bausteine")
    assert blocks_table["davon besetzt (VZÄ)"] == (["3,5", "11,5", "4,0"] if exact else ["–", "11,5", "–"])
    counts = shown.table("Jahreszahlen der Behörden")
    rows = set(zip(*(counts[name] for name in ("Was gezählt wird", "Jahr", "Anzahl", "je Stelle (VZÄ)")), strict=True))
    naturalised = 201 if exact else round_to_five(201)
    rate = GERMAN.number(naturalised / 4.0, 1)
    assert ("Einbürgerungen", "2023", str(naturalised), rate) in rows
    assert ("Einbürgerungen", "2024", "nicht von allen veröffentlicht", "–") in rows
    permits = ("Chancenaufenthaltsrechte nach § 104c AufenthG", "2024", "2", "–")
    assert (permits in rows) == exact
    assert len(rows) == 2 + exact


def test_filled_posts_of_the_blocks_are_those_that_every_comparison_divides_by(in_history: Visit) -> None:
    view = view_of("building_block", "new_cases", basis="district", fte="filled")
    found = {block.code: block for block in blocks_figures.blocks_of(in_history, view)}
    assert found["case_management"].filled_fte == pytest.approx(11.5)
    counted, rate = blocks_figures.cases_per_fte(in_history, view, found["case_management"])
    assert (counted, rate) == (960, pytest.approx(960 / 11.5))
    # A post that was there for six of the twelve months, which are not half of the days.
    earlier = view.of(month=dt.date(2023, 3, 1))
    managed = {block.code: block.filled_fte for block in blocks_figures.blocks_of(in_history, earlier)}
    assert managed["case_management"] == pytest.approx(comparison(in_history, earlier.of(by="carrier")).fte)


# Downloads


def _cells(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("lang", ["de", "en"])
@every_role
@pytest.mark.parametrize("by", UNITS)
def test_workbook_has_the_figures_and_what_they_mean(visit_of, by: str, role: str, lang: str) -> None:
    visit = visit_of(role, Language(lang))
    found = found_of(visit, by, "new_cases")
    notices = compare_notices.notices(visit, found)
    first, about = _cells(workbook(compare_sheets.sheets(visit, found, Norm(150.0, "MBE"), notices))).values()
    text = Language(lang).text
    head = next(number for number, row in enumerate(first) if text("Verdict") in row)
    counted = first[head].index(text("Cases"))
    names = first[head].index(text({"ags": "Municipality", "carrier": "Carrier", "focus_area": "Focus area"}[by]))
    rows = {row[names]: row for row in first[head + 1 :] if row[counted] != ""}
    for row in found.frame.iter_rows(named=True):
        assert rows[row["label"]][counted] == row["observed"]
        assert rows[row["label"]][-1] == text(VERDICT_WORDS[row["verdict"]])
        assert rows[row["label"]].count("") == [
            row["per_fte"],
            row["lower"],
            row["upper"],
            row["shrunken"],
            row["ratio"],
        ].count(None)
    assert rows[text("District")][counted] == found.total
    if not sees_exact(role):
        assert [row[counted] for row in rows.values() if row[counted] % 5] == []
    said = str(about)
    for word in (found.view.meaning.label[lang], "Spiegelhalter", "MBE", text("Counted until")):
        assert word in said, word
    assert all(notice in str(first) for notice in notices)


def test_workbook_of_the_building_blocks(in_history: Visit) -> None:
    view = view_of("building_block", "new_cases", basis="district")
    sheets = _cells(workbook(blocks.sheets(in_history, view)))
    assert list(sheets) == ["Bausteine", "Erläuterung", "Behörden"]
    (managed,) = [row for row in sheets["Bausteine"] if row[0] == "Case-Management"]
    (block,) = [block for block in blocks_figures.blocks_of(in_history, view) if block.code == "case_management"]
    assert managed[1:4] == [block.posts, block.fte, block.filled_fte]
    assert managed[5] == pytest.approx(blocks_figures.cases_per_fte(in_history, view, block)[1])
    assert [2023.0, 201.0, 4.0, 50.25] in [[row[1], *row[3:6]] for row in sheets["Behörden"]]


@every_role
def test_saved_picture_explains_itself(visit_of, role: str) -> None:
    visit = visit_of(role)
    picture = compare_figures.draw(visit, found_of(visit, "ags"), None, "", Medium.FILE)
    words = re.sub(r"<[^>]*>", " ", picture)
    assert "Offene Fälle je Vollzeitstelle (Gemeinde), Stand 31.10.2026" in words
    assert "Beispieldaten" in words
    assert ("Schutz:" in words) == (role != "coordination")
    assert "data-ags" not in picture


# Time


def test_months_in_the_address_are_compared(open_page, visit_of) -> None:
    months = counted_months(visit_of("coordination"))
    shown = open_page("caseload", by="carrier", until=f"{months[11]:%Y-%m}", role="coordination")
    assert "Stand 31.12.2021" in shown.html
    assert "Gemeinde Niederzier" not in shown.rows("caseload_table")  # its post began in 2024
    ignored = open_page("caseload", by="carrier", until="2021-11", role="coordination")
    assert ignored.widget("until").value == "2026-10"
