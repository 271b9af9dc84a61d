"""The authorities' yearly counts against their posts: figures by hand, what is judged and what is not, and what each role sees."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from etl.inputs import Sidecar, sha256, sign, write_sidecar
from etl.load import load
from locales import Language
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five, sees_exact
from metrics.trend import significant_slope
from pages._shared import door
from pages._shared.trends import SINGLE_POST, TOO_SHORT
from pages._shared.visit import Visit
from pages.outcomes import authorities_figures
from pages.outcomes.authorities_counts import by_authority, change, counts, measures, posts, trend
from pages.outcomes.authorities_findings import findings, notices
from pages.outcomes.authorities_sheets import sheets
from report.workbook import workbook
from tests.pages.whole_exhibits import check_whole, exhibits_at
from warehouse import Store

KREIS, DUEREN, JUELICH = "Kreis Düren", "Stadt Düren", "Stadt Jülich"
# A third post of the county begins with the second half of 2025.
NEW_POST = "EINBUERGERUNG-2;Ausländer- und Einbürgerungsbehörde;Kreis Düren;;1,0;01.07.2025;;;\n"
NATURALISED = {2021: 100, 2022: 130, 2023: 160, 2024: 200, 2025: 290, 2026: 80}
TOLD = {
    "Einbürgerungen": {
        KREIS: NATURALISED,
        DUEREN: dict.fromkeys(range(2021, 2026), 100) | {2022: "."},
        JUELICH: {2025: 22},
    },
    "Einbürgerungsanträge": {KREIS: {2024: 100, 2025: 104}},
    "Chancenaufenthaltsrechte nach § 104c AufenthG": {KREIS: {2024: 52, 2025: 98}},
    "Aufenthaltserlaubnisse nach § 25b AufenthG": {KREIS: {2024: 50, 2025: 88}},
    "Aufenthaltserlaubnisse nach § 25a AufenthG": {KREIS: {2022: 12, 2024: 0, 2025: 9}},
}
UNTIL = dt.date(2026, 6, 30)
HALF_WIDTH = 1.959964
every_role = pytest.mark.parametrize("role", ROLES)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


@pytest.fixture(scope="module")
def told(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs without clients, with counts of three authorities until the middle of 2026."""
    data = small_copy(tmp_path_factory.mktemp("authorities"))
    shutil.rmtree(data / "raw" / "caseload")
    staffing = data / "raw" / "staffing"
    with (staffing / "stellen.csv").open("a", encoding="utf-8") as table:
        table.write(NEW_POST)
    sign(staffing / "stellen.csv")
    rows = [
        f"{authority};{year};{measure};{people}"
        for measure, told_by in TOLD.items()
        for authority, years in told_by.items()
        for year, people in years.items()
    ]
    path = staffing / "authority_counts.csv"
    path.write_text("\n".join(["Behörde;Jahr;Angabe;Anzahl", *rows]) + "\n", encoding="utf-8")
    cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), "authorities")
    write_sidecar(path, Sidecar("authority_counts", reference_date=UNTIL, data="real", sha256=sha256(path), **cited))
    load(data)
    return Store(data)


@pytest.fixture
def visit_of(told: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visit]:
    """Makes the visit of a role to these data."""
    monkeypatch.setenv("KIM_DATA_DIR", str(told.data))

    def made(role: str, lang: str = "de") -> Visit:
        edition_id = told.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language(lang), role, "")

    return made


@pytest.fixture
def opened(told: Store, open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("KIM_DATA_DIR", str(told.data))

    def made(role: str, **address: str) -> Any:
        # Only example data about clients let a visitor choose the role.
        monkeypatch.setenv("KIM_LOCAL_ROLE", role)
        shown = open_page("outcomes", outcome="authorities", **address)
        assert not shown.app.exception
        return shown

    return made


def fte_by_hand(data: Path, year: int) -> dict[str, float]:
    """Carrier -> FTE of its posts of the block, day by day."""
    days = [
        dt.date(year, 1, 1) + dt.timedelta(days=day)
        for day in range((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)
    ]
    found: dict[str, float] = defaultdict(float)
    with (data / "raw" / "staffing" / "stellen.csv").open(encoding="utf-8-sig") as table:
        for row in csv.DictReader(table, delimiter=";"):
            if row["Baustein"] != "Ausländer- und Einbürgerungsbehörde":
                continue
            first, last = (
                dt.datetime.strptime(row[name], "%d.%m.%Y").date() if row[name] else None
                for name in ("gültig ab", "gültig bis")
            )
            there = sum(first <= day and (last is None or day <= last) for day in days)
            found[row["Träger"]] += float(row["VZÄ"].replace(",", ".")) * there / len(days)
    return found


@every_role
def test_people_per_post_are_those_of_the_files_day_by_day(told: Store, visit_of, role: str) -> None:
    """With the exact Poisson limits of the count or, rounded, of the counts two below and above it."""
    slack = 0 if sees_exact(role) else 2
    seen = 0
    for count in counts(visit_of(role), "naturalisations"):
        fte = fte_by_hand(told.data, count.year)[count.authority]
        assert count.staffed.fte == pytest.approx(fte)
        people = TOLD["Einbürgerungen"][count.authority].get(count.year)
        if not isinstance(people, int) or not fte:
            assert (count.value, count.lower, count.upper) == (None, None, None)
            continue
        shown = people if sees_exact(role) else round_to_five(people)
        assert count.people == shown
        limits = (poisson_interval(shown - slack)[0] / fte, poisson_interval(shown + slack)[1] / fte)
        assert (count.value, count.lower, count.upper) == pytest.approx((shown / fte, *limits))
        seen += 1
    assert seen == 6 + 4


def test_a_post_of_half_a_year_counts_half(visit_of) -> None:
    kreis = by_authority(counts(visit_of("steering"), "naturalisations"))[KREIS]
    assert [count.staffed.posts for count in kreis] == [2, 2, 2, 2, 3, 3]
    assert kreis[-2].staffed.fte == pytest.approx(3.0 + 184 / 365)
    assert kreis[-1].staffed.fte == pytest.approx(4.0)


def test_published_and_not_reported_stay_different_states(visit_of) -> None:
    of = {
        (count.authority, count.year): authorities_figures.number_text(visit_of("coordination"), count)
        for count in counts(visit_of("coordination"), "naturalisations")
    }
    assert of[DUEREN, 2022] == "nicht veröffentlicht"
    assert of[JUELICH, 2024] == "nicht gemeldet"
    assert of[JUELICH, 2025] == "22"
    exact, rounded = (
        {
            count.year: authorities_figures.number_text(visit_of(role), count)
            for count in counts(visit_of(role), "title_25a")
        }
        for role in ("coordination", "steering")
    )
    assert exact == {2022: "12", 2023: "nicht gemeldet", 2024: "0", 2025: "9"}
    # A zero that is rounded to none would tell of nobody, or of one or two: it is not told from what is not reported.
    assert rounded == {
        2022: "10",
        2023: "nicht gemeldet oder höchstens 2",
        2024: "nicht gemeldet oder höchstens 2",
        2025: "10",
    }


@every_role
def test_no_rate_below_ten_people(visit_of, role: str) -> None:
    visit = visit_of(role)
    rates = {
        (found.measure, found.year): found.value for measure in measures(visit) for found in counts(visit, measure)
    }
    assert rates["title_25a", 2025] is None or not sees_exact(role)
    for measure in measures(visit):
        for count in counts(visit, measure):
            assert count.value is None or (count.people or 0) >= 10


def test_the_trend_is_that_of_the_rule_over_the_last_five_full_years(visit_of) -> None:
    """Standard errors from the exact Poisson limits and, for rounded counts, a variance of 2; 2026 is still running."""
    for role in ROLES:
        kreis = by_authority(counts(visit_of(role), "naturalisations"))[KREIS]
        full = [count for count in kreis if count.year < 2026]
        assert [count.is_open for count in kreis] == [False] * 5 + [True]
        errors = []
        for count in full:
            lower, upper = poisson_interval(count.people)
            by_chance = (upper - lower) / (2 * HALF_WIDTH)
            errors.append((by_chance**2 + (0 if sees_exact(role) else 2)) ** 0.5 / count.staffed.fte)
        expected = significant_slope([count.value for count in full], errors)
        slope, verdict = trend(visit_of(role), kreis)
        assert (slope, verdict) == (pytest.approx(expected.slope, rel=1e-5), "rising")


def test_a_gap_in_the_five_years_leaves_no_trend(visit_of) -> None:
    found = by_authority(counts(visit_of("coordination"), "naturalisations"))
    assert trend(visit_of("coordination"), found[DUEREN]) == (None, TOO_SHORT)
    assert trend(visit_of("coordination"), found[JUELICH]) == (None, TOO_SHORT)


@without_exact
def test_an_authority_with_a_single_post_is_not_judged(visit_of, role: str) -> None:
    visit = visit_of(role)
    found = by_authority(counts(visit, "naturalisations"))[DUEREN]
    assert found[-2].value == 100.0
    assert trend(visit, found) == (None, SINGLE_POST)
    assert change(visit, found) is None
    assert change(visit_of("coordination"), by_authority(counts(visit_of("coordination"), "naturalisations"))[DUEREN])
    (line,) = (line for line in findings(visit, "naturalisations") if line.startswith(DUEREN))
    assert "Zufall" not in line
    assert any(DUEREN in line and "einzelnen Stelle" in line for line in notices(visit, "naturalisations"))


@pytest.mark.parametrize(
    ("measure", "exact", "rounded"),
    [
        # The ratio of 50 to 88 lies 3.2 standard errors from one, that of 52 to 88, which may stand behind 50 and 90, only 3.0.
        ("title_25b", "rising", "none"),
        ("title_104c", "rising", "rising"),
        ("naturalisation_applications", "none", "none"),
    ],
)
def test_a_change_is_one_only_beyond_chance_and_rounding(visit_of, measure: str, exact: str, rounded: str) -> None:
    for role in ROLES:
        visit = visit_of(role)
        found = change(visit, counts(visit, measure))
        assert found is not None
        assert (found.before.year, found.now.year) == (2024, 2025)
        assert found.direction == (exact if sees_exact(role) else rounded)


def test_the_finding_says_what_changed_and_that_posts_did(visit_of) -> None:
    (line, *_) = findings(visit_of("coordination"), "naturalisations")
    assert line.startswith("Kreis Düren, 2025: 290 Einbürgerungen, 82,8 je Stelle (")
    assert "2024 waren es 200, ein Anstieg über den Zufall hinaus" in line
    assert "die Stellen (VZÄ) gingen von 3,0 auf 3,5" in line
    assert "über fünf Jahre steigend" in line
    (english, *_) = findings(visit_of("steering", "en"), "naturalisations")
    assert "200 in 2024, a rise beyond chance; posts (FTE) went from 3.0 to 3.5" in english


def test_what_is_filled_is_for_the_coordination(visit_of) -> None:
    for role in ROLES:
        visit = visit_of(role)
        kreis = by_authority(counts(visit, "naturalisations"))[KREIS]
        assert ("filled_fte" in posts(visit).columns) == sees_exact(role)
        assert [count.staffed.filled_fte is not None for count in kreis] == [sees_exact(role)] * 6
        assert ("davon besetzt (VZÄ)" in authorities_figures.headings(visit)) == sees_exact(role)


@every_role
@pytest.mark.parametrize(
    ("lang", "title"), [("de", "Einbürgerungen, Jahr für Jahr"), ("en", "Naturalisations, year by year")]
)
def test_the_page_shows_findings_picture_and_table_without_clients(opened, role: str, lang: str, title: str) -> None:
    shown = opened(role=role, lang=lang)
    exact = sees_exact(role)
    table = shown.table(title)
    assert table[{"de": "Behörde", "en": "Authority"}[lang]] == [KREIS] * 6 + [DUEREN] * 6 + [JUELICH] * 6
    numbers = table[{"de": "Anzahl", "en": "Number"}[lang]]
    assert numbers[:3] == ["80", "290", "200"]
    assert numbers[13] == ("22" if exact else "20")
    assert table[{"de": "Jahr", "en": "Year"}[lang]][0].startswith("2026 ")
    picture = unescape(shown.markup("authorities"))
    assert KREIS in picture
    assert JUELICH not in picture
    assert shown.banner == ""
    assert "Einwilligung" not in shown.html
    assert "consent" not in shown.html.casefold()


def test_an_authority_can_be_chosen_and_another_figure(opened) -> None:
    shown = opened(role="coordination", authority=KREIS)
    assert 'aria-pressed="true"' in shown.markup("authorities")
    other = shown.choose("authority_measure", "title_25b")
    assert other.address["authority_measure"] == "title_25b"
    assert "50" in other.table("Aufenthaltserlaubnisse nach § 25b AufenthG, Jahr für Jahr")["Anzahl"]


@every_role
def test_shipped_data_say_what_is_missing_and_show_the_posts(open_page, role: str) -> None:
    shown = open_page("outcomes", outcome="authorities", role=role)
    assert not shown.app.exception
    assert "authority_counts.csv" in shown.app.info[0].value
    assert "data/templates" in shown.app.info[0].value
    table = shown.table("Stellen des Bausteins 3")
    assert table["Behörde"] == [KREIS, KREIS, DUEREN]
    assert table["Stellen (VZÄ)"] == ["1,5", "1,5", "1,0"]
    assert ("davon besetzt (VZÄ)" in table) == sees_exact(role)
    assert (Path(__file__).parents[2] / "data" / "templates" / "authority_counts.csv").is_file()


@every_role
def test_counts_beside_clients(open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    """Three counts, one of them not published and one of two people: see tests/conftest.py."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("outcomes", outcome="authorities", role=role, lang="en")
    assert not shown.app.exception
    exact = sees_exact(role)
    table = shown.table("Naturalisations")
    rows = list(zip(*(table[name] for name in ("Authority", "Year", "Number", "per post (FTE)")), strict=True))
    silent = "not reported" if exact else "not reported, or at most 2"
    assert rows == [
        (KREIS, "2024", "not published", "–"),
        (KREIS, "2023", "201" if exact else "200", "67.0" if exact else "66.7"),
        (DUEREN, "2024", "123" if exact else "125", "123.0" if exact else "125.0"),
        (DUEREN, "2023", silent, "–"),
    ]
    assert "Kreis Düren, 2024: naturalisations not published." in shown.html


def test_another_district_without_such_posts(open_page, other_district: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    shown = open_page("outcomes", outcome="authorities")
    assert not shown.app.exception
    assert "keine Stellen des Bausteins 3" in shown.html


@every_role
def test_the_workbook_has_all_counts_and_explains_them(visit_of, role: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets(visit_of(role)))))
    assert book.sheet_names == ["Behörden", "Erläuterung", "Stellen"]
    cells = book.get_sheet_by_name("Behörden").to_python()
    (heading,) = (number for number, row in enumerate(cells) if row[0] == "Was gezählt wird")
    found = {(row[0], row[1], row[2]): row[3] for row in cells[heading + 1 :] if row[1]}
    assert found["Einbürgerungen", KREIS, 2024] == 200
    assert found["Einbürgerungen", DUEREN, 2022] == "nicht veröffentlicht"
    assert ("davon besetzt (VZÄ)" in cells[heading]) == sees_exact(role)
    told = " ".join(str(cell) for row in book.get_sheet_by_name("Erläuterung").to_python() for cell in row)
    assert "Garwood 1936" in told


@pytest.mark.parametrize("lang", ["de", "en"])
def test_figures_to_take_away_are_whole(visit_of, lang: str) -> None:
    _, made = exhibits_at("wirkung?outcome=authorities", visit_of("steering").edition_id, lang)
    assert list(made) == ["authorities", "authorities_table"]
    for key, each in made.items():
        check_whole(each, is_picture=key == "authorities", uses_clients=False)
        rounding = {"de": "auf 5 gerundet", "en": "rounded to 5"}[lang]
        assert any(rounding in note for note in each.facts.notes)
    picked, every = (each.table for each in made.values())
    assert picked is not None
    assert every is not None
    assert {row[0] for row in picked.rows} == {{"de": "Einbürgerungen", "en": "naturalisations"}[lang]}
    assert len(every.rows) > len(picked.rows)


def test_the_picture_that_leaves_the_page_tells_how_to_read_it(visit_of) -> None:
    visit = visit_of("steering")
    drawn = unescape(
        authorities_figures.picture(visit, "naturalisations", heading=True, notes=authorities_figures.notes(visit))
    )
    assert "Einbürgerungen, Jahr für Jahr" in drawn
    assert "wie sich eine Behörde entwickelt" in " ".join(authorities_figures.notes(visit))
    assert 'role="button"' not in drawn
