"""Plans side by side: what is compared with what, that the figures are those of the evaluation, and what is said of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from metrics.protection import ROLES
from pages._shared.view import ALL_AREAS
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.comparing.figures import markup
from pages.planning.comparing.findings import finding, notices
from pages.planning.comparing.measures import MORE, NEITHER, Measure
from pages.planning.comparing.moves import givers, moved_fte
from pages.planning.comparing.places import places
from pages.planning.comparing.plans import DRAFT, LONGEST_NAME, MOST, TODAY, Compared, default, parsed
from pages.planning.plan import Plan
from planning import evaluate
from planning.edit import Edit
from planning.edition_frames import frames_of
from planning.edits import Applied, apply
from planning.evaluate import Evaluation
from planning.frames import Frames
from planning.scenario_file import to_content
from warehouse import Edition, Store
from workspace import Scenarios

DAY, LATER = dt.date(2027, 1, 1), dt.date(2027, 7, 1)
MADE_AT = dt.datetime(2026, 11, 3, 9, 0, tzinfo=dt.UTC)
MONTH = "2027-01"
DUEREN, JUELICH, LINNICH, NOERVENICH, TITZ = "05358008", "05358024", "05358036", "05358052", "05358056"
HALF_TO_DUEREN = Edit("parts", "STADT-JUELICH-1", DAY, {JUELICH: 0.5, DUEREN: 0.5})
TO_THE_NORTH = Edit("parts", "STADT-JUELICH-1", DAY, {JUELICH: 0.5, TITZ: 0.25, LINNICH: 0.25})
MORE_FOR_NOERVENICH = Edit("add", "NEU-1", DAY, {NOERVENICH: 0.5}, carrier="Caritas", focus_area="welcome")
NOT_THERE = Edit("close", "ALT-9", DAY)
NEXT_SUMMER = Edit("fte", "SKF-2", LATER, fte=0.75)
GERMAN, ENGLISH = Language("de"), Language("en")
Save = Callable[..., str]

pytestmark = pytest.mark.usefixtures("own_workspace")


@pytest.fixture
def save(own_workspace: Path, loaded: Store) -> Save:
    """Saves a scenario, or keeps a draft where it has no name; gives its id."""
    times = iter(range(60))

    def saved(name: str, *edits: Edit, edition_id: str = "") -> str:
        made = Scenarios(own_workspace / "workspace.sqlite").create(
            name=name,
            author_role="planning",
            edition_id=edition_id or loaded.current_id(),
            valid_from=DAY,
            content=to_content(edits),
            at=MADE_AT + dt.timedelta(minutes=next(times)),
            is_draft=not name,
        )
        return made.id

    return saved


@pytest.fixture
def compare(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the section with these query parameters."""

    def opened(**address: str) -> Any:
        page = open_page("planning", **{"plan": "compare", "from": MONTH, **address})
        assert not page.app.exception
        return page

    return opened


def labels(page: Any) -> list[str]:
    """How the compared plans are called at the head of the figures."""
    return re.findall(r'<th scope="col">([A-D]: [^<]*)</th>', page.html.split("</thead>")[0])


def figures(page: Any, label: str) -> list[str]:
    """The values of a row of the figures, without their differences."""
    row = page.html.split(f'<th scope="row">{label} ')[1].split("</tr>")[0]
    return re.findall(r'<span class="value">([^<]*)</span>', row)


# Which plans


def test_of_an_address_what_is_known_counts_once_and_four_at_most() -> None:
    names = {TODAY: "", DRAFT: "", "a": "", "b": "", "c": ""}
    assert parsed("draft,a,today", names) == [DRAFT, "a", TODAY]
    assert parsed("a,a,<script>,b,,x", names) == ["a", "b"]
    assert parsed(",".join(names), names) == [TODAY, DRAFT, "a", "b"]
    assert parsed("", names) == []


def test_without_a_choice_the_plan_looked_at_comes_after_the_posts_as_they_stand() -> None:
    names = {TODAY: "", "a": "", "b": "", "c": "", "d": ""}
    assert default(names, Plan("none")) == [TODAY, "a", "b", "c"]
    assert default({TODAY: "", DRAFT: "", "a": ""}, Plan("mine", (HALF_TO_DUEREN,))) == [TODAY, DRAFT, "a"]


def test_long_names_are_cut_off() -> None:
    long = Compared("x", "B", "Wort " * 20)
    assert len(long.label) <= LONGEST_NAME + len("B: ")
    assert long.label.endswith("…") and long.said == f"B «{long.label[3:]}»"
    assert Compared("x", "C", "Kurz").label == "C: Kurz"


def test_without_any_plan_the_page_says_how_one_begins(compare: Callable[..., Any]) -> None:
    page = compare()
    assert "mindestens zwei Pläne" in page.app.info[0].value
    assert "<table" not in page.html


def test_a_draft_and_saved_scenarios_are_compared_without_being_chosen(compare: Callable[..., Any], save: Save) -> None:
    _, second, third = (save(name, TO_THE_NORTH) for name in ("Erster", "Zweiter", "Dritter"))
    page = compare(scenario=save("", HALF_TO_DUEREN))
    assert labels(page) == ["A: Stellen wie heute", "B: Entwurf", "C: Dritter", "D: Zweiter"]
    # Whoever follows the address sees the same, whatever has been saved since.
    assert "".join(page.address["plans"]) == f"{TODAY},{DRAFT},{third},{second}"


def test_what_is_chosen_stands_in_the_address_and_the_first_is_compared_with(
    compare: Callable[..., Any], save: Save
) -> None:
    north, dueren = save("Norden", TO_THE_NORTH), save("Düren", HALF_TO_DUEREN)
    page = compare(plans=f"{north},{TODAY}")
    assert labels(page) == ["A: Norden", "B: Stellen wie heute"]
    chosen = page.choose("plans", [TODAY, dueren])
    assert not chosen.app.exception
    assert labels(chosen) == ["A: Stellen wie heute", "B: Düren"]
    assert chosen.address["plans"] in ([f"{TODAY},{dueren}"], f"{TODAY},{dueren}")


def test_plans_that_are_gone_are_told(compare: Callable[..., Any], save: Save) -> None:
    page = compare(plans=f"{TODAY},{save('Norden', TO_THE_NORTH)},zzzzzzzzzz")
    assert labels(page) == ["A: Stellen wie heute", "B: Norden"]
    assert [warning.value for warning in page.app.warning] == ["Nicht mehr zu finden: 1 der Pläne aus der Adresse."]


def test_a_scenario_that_cannot_be_read_is_left_out(
    compare: Callable[..., Any], save: Save, own_workspace: Path
) -> None:
    north, broken = save("Norden", TO_THE_NORTH), save("Kaputt *fett*", HALF_TO_DUEREN)
    kept = Scenarios(own_workspace / "workspace.sqlite")
    kept.change(broken, kept.get(broken).version, at=MADE_AT, content='{"version": 1}')
    page = compare(plans=f"{TODAY},{broken},{north}")
    assert labels(page) == ["A: Stellen wie heute", "B: Norden"]
    (warning,) = page.app.warning
    assert r"Kaputt \*fett\*" in warning.value


def test_names_of_scenarios_are_words_whatever_they_hold(compare: Callable[..., Any], save: Save) -> None:
    save("<img src=x onerror=alert(1)>", HALF_TO_DUEREN)
    page = compare()
    assert "<img" not in page.html
    assert "<img" not in page.markup("plans_places") and "<img" not in page.markup("plans_maps")


# What moves


def slow_moved(before: Mapping[tuple[str, str], float], after: Mapping[tuple[str, str], float]) -> float:
    total = 0.0
    for post in {post for post, _ in before} & {post for post, _ in after}:
        gained = lost = 0.0
        for place in {ags for of, ags in (*before, *after) if of == post}:
            change = after.get((post, place), 0.0) - before.get((post, place), 0.0)
            gained, lost = gained + max(change, 0.0), lost + max(-change, 0.0)
        total += min(gained, lost)
    return total


PARTS = st.dictionaries(
    st.tuples(st.sampled_from("PQR"), st.sampled_from(["1", "2", "3", "4"])), st.integers(1, 8).map(lambda n: n / 4)
)


def as_frame(parts: Mapping[tuple[str, str], float]) -> pl.DataFrame:
    rows = [(post, ags, fte) for (post, ags), fte in parts.items()]
    return pl.DataFrame(rows, schema={"post": pl.String, "ags": pl.String, "fte": pl.Float64}, orient="row")


@given(PARTS, PARTS)
def test_moved_posts_against_a_slow_twin(
    before: dict[tuple[str, str], float], after: dict[tuple[str, str], float]
) -> None:
    assert moved_fte(as_frame(before), as_frame(after)) == slow_moved(before, after)
    assert moved_fte(as_frame(before), as_frame(before)) == 0.0


def test_growing_new_and_closed_posts_move_nothing() -> None:
    before = as_frame({("P", "1"): 1.0, ("Q", "2"): 1.0})
    assert moved_fte(before, as_frame({("P", "1"): 1.5, ("R", "3"): 1.0})) == 0.0
    assert moved_fte(before, as_frame({("P", "1"): 0.5, ("P", "3"): 0.75, ("Q", "2"): 1.0})) == 0.5


# Figures


def test_the_best_is_told_by_what_is_shown() -> None:
    assert Measure("", "", 2, (0.914, 0.912, 0.5)).best == {2}
    assert Measure("", "", 2, (0.501, 0.499, 0.7)).best == {0, 1}
    assert Measure("", "", 1, (None, 3.0, 5.0), MORE).best == {2}
    assert Measure("", "", 1, (None, 3.0, None)).best == frozenset()
    assert Measure("", "", 2, (1.0, 2.0), NEITHER).best == frozenset()
    same = Measure("", "", 2, (0.5012, 0.4999))
    assert same.is_alike and same.best == frozenset()
    assert Measure("", "", 0, (-0.2, 0.2)).shown == [0.0, 0.0]


def test_a_row_has_its_best_in_words_and_differences_to_the_first() -> None:
    plans = [Compared(letter, letter, "Plan") for letter in "ABC"]
    html = markup("Überschrift", [Measure("Lücke", "VZÄ", 2, (0.9, 0.4, 0.9))], plans, GERMAN)
    first, second, third = re.findall(r"<td>(.*?)</td>", html)
    assert first == '<span class="value">0,90</span>'
    assert "★ am besten" in second and "▲ besser (−0,50)" in second
    assert third == first


def test_figures_that_are_alike_stand_in_one_sentence() -> None:
    plans = [Compared(letter, letter, "Plan") for letter in "AB"]
    found = [Measure("Lücke", "VZÄ", 2, (0.9, 0.4)), Measure("Weg", "km", 1, (4.21, 4.19))]
    assert "In allen Plänen gleich: Weg 4,2 (km)." in markup("Überschrift", found, plans, GERMAN)
    only = markup("Überschrift", found[1:], plans, ENGLISH)
    assert "<table" not in only and "The same in all plans: Weg 4.2 (km)." in only


# Findings, on a made-up district

NEED = pl.DataFrame({"ags": ["1", "2", "3"], "need": [60.0, 30.0, 10.0]})
NAMES = {"1": "Stadt", "2": "Dorf", "3": "Weiler"}


def district() -> Frames:
    rows = [("P", "Träger", "welcome", 1.0, "2", None), ("Q", "Träger", "welcome", 1.0, "1", None)]
    schema = {"post": pl.String, "carrier": pl.String, "focus_area": pl.String, "post_fte": pl.Float64}
    allocation = pl.DataFrame(rows, schema=schema | {"ags": pl.String, "fte": pl.Float64}, orient="row")
    return Frames(allocation=allocation, need=NEED, cost=None, cases=None, hours=None)


def column(letter: str, name: str, *edits: Edit, moved: float = 0.0) -> Evaluated:
    known = district()
    applied = apply(known.allocation, edits, DAY) if edits else Applied(known.allocation)
    found = evaluate(known, applied.allocation)
    return Evaluated(Compared(name, letter, name, edits), found, found, moved, applied)


BETTER = Edit("parts", "P", DAY, {"2": 0.6, "3": 0.2, "1": 0.2})
WORSE = Edit("parts", "Q", DAY, {"2": 1.0})
LARGER = Edit("fte", "Q", DAY, fte=1.5)


def test_the_smallest_largest_gap_and_its_price() -> None:
    found = [column("A", "heute"), column("B", "gut", BETTER, moved=0.4), column("C", "schlecht", WORSE, moved=1.0)]
    assert finding(found, NAMES, GERMAN) == [
        "Am kleinsten wird die größte Lücke mit B «gut»: 0,00; mit A «heute» sind es 0,20 Stellen (Stadt).",
        "Dafür wechseln 0,40 Stellen den Ort; Stellen geben ab: Dorf (−0,40).",
    ]
    turned = finding([found[1], found[0], found[2]], NAMES, GERMAN)[0]
    assert turned.endswith("mit C «schlecht» sind es 1,20 Stellen (Stadt).")
    assert finding(found, NAMES, ENGLISH)[1] == "0.40 posts change places for it; posts are given by Dorf (−0.40)."


def test_when_nothing_is_better_than_today() -> None:
    found = [column("A", "heute"), column("B", "schlecht", WORSE, moved=1.0)]
    assert finding(found, NAMES, GERMAN) == [
        "Kein Plan verkleinert die größte Lücke, wie sie heute ist: 0,20 Stellen (Stadt)."
    ]


def test_of_plans_alike_the_one_with_fewest_posts_in_the_wrong_place() -> None:
    """Both leave 0.20 posts missing in the town; only one of them serves the hamlet, which lacks as many."""
    hamlet = Edit("parts", "P", DAY, {"2": 0.8, "3": 0.2})
    found = [column("A", "heute"), column("B", "Weiler", hamlet, moved=0.2)]
    first, second = finding(found, NAMES, GERMAN)
    assert first == "Die größte Lücke ist in allen Plänen gleich: 0,20 Stellen (Stadt)."
    assert second.startswith(
        "Davon sitzen mit B «Weiler» am wenigsten Stellen am falschen Ort: 0,20. Dafür wechseln 0,20"
    )
    third = column("C", "schlecht", WORSE, moved=1.0)
    assert finding([*found, third], NAMES, GERMAN)[0] == (
        "Am kleinsten ist die größte Lücke mit A «heute» und B «Weiler»: 0,20 Stellen (Stadt)."
    )


def test_a_plan_beside_itself_differs_in_nothing() -> None:
    found = [column("A", "gut", BETTER, moved=0.4), column("B", "gut", BETTER, moved=0.4)]
    assert finding(found, NAMES, ENGLISH) == [
        "The largest gap is the same in all plans: 0.00.",
        "As many posts sit in the wrong place in each of these plans.",
    ]
    assert notices(found, ENGLISH) == []
    assert places(found, NAMES)["spread"].to_list() == [0.0, 0.0, 0.0]


def test_different_numbers_of_posts_are_told() -> None:
    found = [column("A", "heute"), column("B", "mehr", LARGER)]
    (said,) = notices(found, GERMAN)
    assert "A 2,00, B 2,50" in said
    assert "0,50 Stellen kommen hinzu" in finding([*found[1:], column("C", "schlecht", WORSE)], NAMES, GERMAN)[1]


def test_who_gives_by_how_much() -> None:
    assert givers(column("A", "gut", BETTER).found) == [("2", pytest.approx(-0.4))]
    assert givers(column("A", "heute").found) == []
    assert givers(column("A", "mehr", LARGER).found) == []


# The page


def evaluated_from(edition: Edition, area: str | None, *edits: Edit) -> Evaluation:
    """What planning.evaluate says by itself, outside of the app."""
    known = frames_of(edition, on=dt.date(2027, 1, 31))
    return evaluate(known, apply(known.allocation, edits, DAY).allocation, focus_area=area)


@pytest.mark.parametrize("area", ["welcome", ALL_AREAS])
def test_the_numbers_on_screen_are_those_of_the_evaluation(
    compare: Callable[..., Any], save: Save, edition: Edition, area: str
) -> None:
    plans = {"Düren": (HALF_TO_DUEREN,), "Mehr": (MORE_FOR_NOERVENICH,)}
    ids = [save(name, *edits) for name, edits in plans.items()]
    page = compare(plans=",".join([TODAY, *ids]), area=area)
    asked = None if area == ALL_AREAS else area
    states = [evaluated_from(edition, asked, *edits).after for edits in ((), *plans.values())]
    shown = {
        "Größte Lücke einer Gemeinde": [GERMAN.number(state.totals.worst_shortage, 2) for state in states],
        "Stellen am falschen Ort": [GERMAN.number(state.totals.misplaced_fte, 2) for state in states],
        "Ungleichheit (Gini)": [GERMAN.number(state.totals.gini, 3) for state in states],
        "Stellen insgesamt": [GERMAN.number(state.totals.fte, 2) for state in states],
    }
    assert {label: figures(page, label) for label in shown} == shown
    rows = page.rows("plans_places")
    for position, state in enumerate(states):
        gaps = dict(state.places.select("ags", "gap_fte").rows())
        ftes = dict(state.places.select("ags", "fte").rows())
        for ags, name in ((DUEREN, "Düren"), (NOERVENICH, "Nörvenich"), (TITZ, "Titz")):
            assert rows[name][position].removesuffix(" ●") == GERMAN.number(gaps[ags], 2, signed=True)
            assert rows[name][len(states) + 1 + position] == GERMAN.number(ftes[ags], 2)


def test_places_with_the_largest_difference_come_first(compare: Callable[..., Any], save: Save) -> None:
    page = compare(plans=f"{TODAY},{save('Düren', HALF_TO_DUEREN)}")
    rows = page.rows("plans_places")
    apart = [float(cells[2].replace(",", ".")) for name, cells in rows.items() if name != "Summe der Gemeinden"]
    assert apart == sorted(apart, reverse=True) and len(apart) == 15
    assert set(list(rows)[:2]) == {"Düren", "Jülich"}
    assert rows["Summe der Gemeinden"][-2:] == ["8,50", "8,50"]


def test_picking_a_municipality_marks_it(compare: Callable[..., Any], save: Save) -> None:
    page = compare(plans=f"{TODAY},{save('Düren', HALF_TO_DUEREN)}", ags=TITZ)
    assert re.search(rf'<tr aria-current="true"><td><button[^>]*data-ags="{TITZ}"', page.markup("plans_places"))


def test_a_scenario_beside_a_copy_of_it_differs_in_nothing(compare: Callable[..., Any], save: Save) -> None:
    edits = (HALF_TO_DUEREN, MORE_FOR_NOERVENICH)
    page = compare(plans=f"{save('Einmal', *edits)},{save('Zweimal', *edits)}")
    assert "★" not in page.html and 'class="kim-table kim-compared"' not in page.html
    assert page.html.count("In allen Plänen gleich") == 2  # of posts, and of clients
    rows = page.rows("plans_places")
    assert {cells[2] for name, cells in rows.items() if name != "Summe der Gemeinden"} == {"0,00"}
    assert all(cells[0] == cells[1] and cells[3] == cells[4] for cells in rows.values())


def test_carriers_and_focus_areas_of_every_plan(compare: Callable[..., Any], save: Save) -> None:
    page = compare(plans=f"{TODAY},{save('Mehr', MORE_FOR_NOERVENICH)}")
    carriers = page.table("Stellen (VZÄ) der Träger")
    new = carriers["Träger"].index("Caritas")
    assert (carriers["Stellen A"][new], carriers["Stellen B"][new]) == ("0,00", "0,50 (+0,50)")
    assert (carriers["Stellen A"][-1], carriers["Stellen B"][-1]) == ("12,00", "12,50 (+0,50)")
    areas = page.table("Stellen (VZÄ) der Schwerpunkte")
    assert areas["Stellen A"] == ["8,50", "2,50", "1,00", "12,00"]
    assert areas["Stellen B"] == ["9,00 (+0,50)", "2,50", "1,00", "12,50 (+0,50)"]


def test_changes_are_told_with_those_that_come_later(compare: Callable[..., Any], save: Save) -> None:
    plans = f"{TODAY},{save('Später', HALF_TO_DUEREN, NEXT_SUMMER)}"
    page = compare(plans=plans)
    assert "STADT-JUELICH-1 ab 01.01.2027: Düren 0,50, Jülich 0,50" in page.html
    assert "Noch nicht in diesen Zahlen: SKF-2 ab 01.07.2027: insgesamt 0,75 Stellen" in page.html
    summer = compare(plans=plans, **{"from": "2027-07"})
    assert "Noch nicht in diesen Zahlen" not in summer.html
    assert figures(summer, "Stellen insgesamt") == ["8,50", "8,75"]


def test_a_scenario_of_another_edition_is_evaluated_on_this_one_and_says_so(
    compare: Callable[..., Any], save: Save
) -> None:
    old = save("Alt", HALF_TO_DUEREN, NOT_THERE, edition_id="20250101T000000-aaaaaaaa")
    same = save("Alt, passt", HALF_TO_DUEREN, edition_id="20250101T000000-aaaaaaaa")
    page = compare(plans=f"{TODAY},{old},{same}")
    assert "B: Alt wurde mit einem anderen Datenstand erstellt (20250101T000000-aaaaaaaa)" in page.html
    assert "wegbleiben und unten genannt sind: 1." in page.html
    assert "Nicht möglich: ALT-9 entfällt ab 01.01.2027." in page.html
    assert "C: Alt, passt wurde mit einem anderen Datenstand erstellt" in page.html
    assert "hier ist der Plan mit dem aktuellen berechnet" in page.html
    now = compare(plans=f"{TODAY},{save('Neu', HALF_TO_DUEREN)}")
    assert figures(now, "Größte Lücke einer Gemeinde")[1] == figures(page, "Größte Lücke einer Gemeinde")[1]
    assert "anderen Datenstand" not in now.html


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_in_both_languages(compare: Callable[..., Any], save: Save, role: str, lang: str) -> None:
    first, second = save("Norden", TO_THE_NORTH, NOT_THERE, NEXT_SUMMER), save("Düren", HALF_TO_DUEREN)
    page = compare(plans=f"{TODAY},{first},{second}", role=role, lang=lang)
    assert len(labels(page)) == 3
    of_area = role == "coordination"
    told = {
        "de": "Klientinnen und Klienten, " + ("Willkommensberatung" if of_area else "alle Schwerpunkte"),
        "en": "Clients of " + ("Welcome counselling" if of_area else "all focus areas"),
    }
    assert told[lang] in page.html
    assert ("★ best<" if lang == "en" else "★ am besten<") in page.html
    assert len(re.findall(r'data-panel="', page.markup("plans_maps"))) == 3


def test_four_plans_have_room(compare: Callable[..., Any], save: Save) -> None:
    ids = [save(f"Plan {number} mit einem langen Namen, der nirgends Platz hat", HALF_TO_DUEREN) for number in range(3)]
    page = compare(plans=",".join([TODAY, *ids]))
    assert len(labels(page)) == MOST
    assert len(re.findall(r'data-panel="', page.markup("plans_maps"))) == MOST
