"""The section «Vorschlag»: what is asked, what is found, what is said of it, and opening it as a scenario."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from time import sleep
from typing import Any

import polars as pl
import pytest

from locales import Language
from metrics.protection import ROLES
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.evaluated import evaluated, names_of
from pages.planning.plan import Plan
from pages.planning.proposing.answer import Answer, answer
from pages.planning.proposing.problem import question, scope_of
from pages.planning.proposing.rules import Rules, name_code
from pages.planning.proposing.run import progress_text, share_done
from pages.planning.proposing.sheets import sheets
from pages.planning.proposing.table import beside
from planning.apportion import largest_remainder, sainte_lague
from planning.proposal import MOVES, Objectives, Progress, Proposal
from planning.propose import propose
from report.workbook import workbook
from warehouse import Store

LANGUAGES = ("de", "en")
MONTH, DAY = "2027-01", dt.date(2027, 1, 1)
DUEREN, JUELICH = "05358008", "05358024"
JOBS = ("proposal", "stability")

pytestmark = pytest.mark.usefixtures("own_workspace")


def visit_of(store: Store, role: str = "planning", code: str = "de") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(code), role, "")


def button(page: Any, key: str) -> Any:
    (found,) = (node for node in page.app.button if node.key == key)
    return found


def has_button(page: Any, key: str) -> bool:
    return any(node.key == key for node in page.app.button)


def pressed(page: Any, key: str) -> Any:
    """The page after a click, and after the job it began has ended."""
    button(page, key).click().run()
    for name in JOBS:
        if f"job_{name}" in page.app.session_state:
            page.app.session_state[f"job_{name}"].join(120)
    page.app.run()
    return page


@pytest.fixture
def proposed(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """The section after a proposal was calculated; query parameters as keywords."""

    def calculated(**address: str) -> Any:
        page = open_page("planning", plan="propose", **{"from": MONTH, "role": "planning"} | address)
        assert not page.app.exception
        if not button(page, "propose").disabled:
            pressed(page, "propose")
        assert not page.app.exception
        return page

    return calculated


@pytest.fixture(scope="module")
def solved(loaded: Store) -> Callable[..., Answer]:
    """A proposal worked out without the page."""

    def worked_out(view: View, rules: Rules, plan: Plan | None = None, code: str = "de") -> Answer:
        visit, begun = visit_of(loaded, code=code), plan or Plan("")
        asked = question(visit, view, begun, rules)
        found = propose(asked.posts, asked.need, asked.constraints)
        return answer(visit, view, begun, rules, scope_of(visit, view, begun, names_of(visit)), found)

    return worked_out


WELCOME = View(month=MONTH)


@pytest.mark.parametrize(("role", "lang"), [("steering", "de"), ("planning", "en"), ("coordination", "de")])
def test_rules_that_make_sense_stand_there_at_once(open_page: Callable[..., Any], role: str, lang: str) -> None:
    assert role in ROLES
    page = open_page("planning", plan="propose", role=role, lang=lang)
    assert not page.app.exception
    assert "rules" not in page.address
    assert not button(page, "propose").disabled
    assert not has_button(page, "propose_open")
    expected = {
        "de": "Regeln: Schritte von 0,25 Stellen; höchstens 3 Gemeinden je Stelle; die Gemeinden einer Stelle höchstens 20 km",
        "en": "Rules: steps of 0.25 posts; at most 3 municipalities per post; those of one post at most 20 km",
    }
    assert expected[lang] in page.html


@pytest.mark.parametrize(("role", "lang"), [("steering", "en"), ("planning", "de"), ("coordination", "en")])
def test_a_proposal_says_what_it_brings_and_costs(
    proposed: Callable[..., Any], solved: Callable[..., Answer], role: str, lang: str
) -> None:
    page, found = proposed(role=role, lang=lang), solved(WELCOME, Rules()).proposal
    language = Language(lang)
    before, after, moved = (
        language.number(fte, 2)
        for fte in (found.before.worst_shortage, found.objectives.worst_shortage, found.objectives.moved_fte)
    )
    said = {
        "de": f"Größte Lücke {before} → {after} Stellen; dafür ziehen {moved} Stellen um.",
        "en": f"Largest gap {before} → {after} posts; for that, {moved} posts move.",
    }
    assert said[lang] in page.html
    goals = page.table({"de": "Was zählt", "en": "What counts"}[lang])
    assert list(goals.values())[2] == [
        language.number(fte, 2)
        for fte in (found.objectives.worst_shortage, found.objectives.misallocated_fte, found.objectives.moved_fte)
    ]
    assert set(list(goals.values())[3]) == {language.text("proven: no better is possible")}
    assert len(page.rows("propose_places")) == 16  # 15 municipalities and the sum
    assert button(page, "propose").disabled


def test_a_reload_shows_the_proposal_at_once(proposed: Callable[..., Any], open_page: Callable[..., Any]) -> None:
    first = proposed(rules="step-0.5")
    again = open_page("planning", plan="propose", role="planning", rules="step-0.5", **{"from": MONTH})
    assert "job_proposal" not in again.app.session_state
    (sentence,) = re.findall(r'kim-finding">([^<]*)<', again.html)
    assert sentence in first.html and "→" in sentence
    other = open_page("planning", plan="propose", role="planning", **{"from": "2027-02"}, rules="step-0.5")
    assert 'class="kim-finding"' not in other.html


def test_moves_are_told_one_by_one_and_come_to_what_moves(
    proposed: Callable[..., Any], solved: Callable[..., Answer]
) -> None:
    page, found = proposed(), solved(WELCOME, Rules()).proposal
    told = re.findall(r"<li>([A-Z0-9-]+: \d,\d\d von \w+ nach \w+)</li>", page.html)
    moves = found.moves.filter(pl.col("fte") >= 0.005)
    assert len(told) == moves.height
    assert sum(float(line.split()[1].replace(",", ".")) for line in told) == pytest.approx(
        found.objectives.moved_fte, abs=0.005 * len(told)
    )


def test_maps_table_and_goals_tell_the_same(solved: Callable[..., Answer]) -> None:
    """What the proposal says of itself is what the page's own evaluation finds, before and after."""
    for rules in (Rules(), Rules(step=0.5, minimum=0.25), Rules(extra=(("welcome", 1.5),))):
        one = solved(WELCOME, rules)
        before, after = one.found.before.totals, one.found.after.totals
        assert before.worst_shortage == pytest.approx(one.proposal.before.worst_shortage)
        assert after.worst_shortage == pytest.approx(one.proposal.objectives.worst_shortage)
        assert before.misplaced_fte == pytest.approx(one.proposal.before.misallocated_fte)
        assert after.misplaced_fte == pytest.approx(one.proposal.objectives.misallocated_fte)
        assert (
            after.fte - before.fte == pytest.approx(one.new_fte) == pytest.approx(dict(rules.extra).get("welcome", 0.0))
        )


def test_posts_that_stay_get_no_edit(solved: Callable[..., Answer]) -> None:
    rules = Rules(max_places=0, distance=0, fixed_posts=("DIAKONIE-1",), fixed_carriers=("Stadt Düren",))
    one = solved(WELCOME, rules)
    assert {"DIAKONIE-1", "STADT-DUEREN-1"}.isdisjoint(edit.post for edit in one.edits)
    assert one.edits and {edit.kind for edit in one.edits} == {"parts"}
    assert {edit.valid_from for edit in one.edits} == {DAY}
    kept = {edit.post: sum(edit.parts.values()) for edit in one.edits}
    sizes = dict(one.question.posts.select("post", "post_fte").rows())
    assert kept == pytest.approx({post: sizes[post] for post in kept})


def test_new_posts_are_added(solved: Callable[..., Answer]) -> None:
    one = solved(View(focus_area="all", month=MONTH), Rules(extra=(("labour_market", 0.5), ("welcome", 1.5))))
    added = [edit for edit in one.edits if edit.kind == "add"]
    assert sorted((edit.focus_area, sum(edit.parts.values())) for edit in added) == [
        ("labour_market", 0.5),
        ("welcome", 0.5),
        ("welcome", 1.0),
    ]


def test_a_proposal_builds_on_the_plan_or_on_today(solved: Callable[..., Answer]) -> None:
    first = solved(WELCOME, Rules())
    plan = Plan("", first.edits)
    on_top = solved(WELCOME, Rules(), plan)
    assert on_top.edits == () and on_top.proposal.objectives.moved_fte == pytest.approx(0.0)
    anew = solved(WELCOME, Rules(start="today"), plan)
    assert anew.start == () and anew.proposal.before == first.proposal.before


def test_opening_makes_a_draft_with_these_edits(proposed: Callable[..., Any]) -> None:
    page = proposed()
    button(page, "propose_open").click().run()
    assert not page.app.exception
    assert "scenario" in page.address and "plan" not in page.address  # in the section for moving posts
    one = re.search(
        r"Die größte Lücke schrumpft: vorher Düren \(\+0,91 Stellen\), nachher \w+ \(\+0,11 Stellen\)", page.html
    )
    assert one, page.html
    back = page.choose("plan", "propose")
    assert "Ausgehend von" in back.words()
    assert "rules" not in back.address


def test_a_search_can_be_stopped_and_begun_anew(open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def endless(*_: Any, progress: Callable[..., None], is_cancelled: Callable[[], bool], **__: Any) -> Proposal:
        begun.append(1)
        progress(Progress(1, "worst_shortage", 0.5, 0.25, 2.0))
        while not is_cancelled():
            sleep(0.01)
        nothing = Objectives(0.9, 1.6, 0.0)
        return Proposal("cancelled", None, None, nothing, None, None, pl.DataFrame(schema=MOVES), (), 2.0)

    monkeypatch.setattr("pages.planning.proposing.run.propose", endless)
    page = open_page("planning", plan="propose", role="planning", rules="places-5", **{"from": "2028-01"})
    button(page, "propose").click().run()
    assert not page.app.exception
    assert button(page, "propose").disabled
    (shown,) = page.app.get("progress")
    assert shown.proto.text.startswith("Schritt 1 von 3: die größte Lücke so klein wie möglich machen · bisher")
    page.app.run()
    button(page, "propose_cancel").click().run()
    page.app.session_state["job_proposal"].join(10)
    page.app.run()
    assert begun == [1]
    assert [info.value for info in page.app.info] == ["Abgebrochen, bevor eine Verteilung gefunden war."]
    assert not button(page, "propose").disabled
    button(page, "propose").click().run()
    assert begun == [1, 1]
    page.choose("rule_places", 4)
    assert "Die Suche nach anderen Regeln wurde abgebrochen." in [info.value for info in page.app.info]
    assert not button(page, "propose").disabled


def test_rules_that_clash_are_named(proposed: Callable[..., Any]) -> None:
    page = proposed(rules="places-1_min-0.5")
    assert "Keine Verteilung hält alle diese Regeln ein." in page.html
    assert "mindestens 0,50 Stellen in jeder Gemeinde; jede Stelle in nur einer Gemeinde." in page.html
    assert "bis zu 2 Gemeinden je Stelle" in page.html
    assert not has_button(page, "propose_open")
    assert not has_button(page, "stability")


def test_choices_go_into_the_address_and_come_from_it(open_page: Callable[..., Any]) -> None:
    stadt = name_code("Stadt Düren")
    rules = f"step-0.5_min-0.25_places-5_within-30km_fix-{name_code('SKF-1')}_least-056-0.5_only-{stadt}-008_extra-welcome-1"
    page = open_page("planning", plan="propose", role="planning", rules=rules)
    assert page.address["rules"] == rules
    assert page.widget("rule_fixed").value == ["SKF-1"]
    assert page.widget(f"rule_only_{stadt}").value == [DUEREN]
    page.choose("rule_places", 0)
    assert "places-0" in page.address["rules"]
    page.choose("rule_only", [])
    assert "only" not in page.address["rules"]


def test_carriers_that_are_municipalities_stay_at_home_with_one_click(open_page: Callable[..., Any]) -> None:
    page = open_page("planning", plan="propose", role="planning")
    assert "rules" not in page.address
    button(page, "rules_own_places").click().run()
    assert not page.app.exception
    assert f"only-{name_code('Stadt Jülich')}-024" in page.address["rules"]
    assert page.address["rules"].count("only-") == 3
    assert not has_button(page, "rules_own_places")
    assert "Stadt Düren nur in Düren" in page.html


def test_own_totals_are_asked_only_where_posts_may_change(open_page: Callable[..., Any]) -> None:
    page = open_page("planning", plan="propose", role="planning")
    assert not page.offers("rule_totals")
    page.choose("rule_resize", True)
    page.choose("rule_totals", "own")
    assert not page.app.exception
    code = name_code("Stadt Düren")
    page.choose(f"rule_to_{code}", 2.0)
    assert f"carrier-{code}-1-2" in page.address["rules"]
    assert "aber Stadt Düren hat 1,00 bis 2,00 Stellen" in page.html


@pytest.mark.parametrize("area", ["labour_market", "psychosocial", "all"])
def test_every_focus_area_can_be_asked_for(proposed: Callable[..., Any], area: str) -> None:
    page = proposed(area=area)
    assert has_button(page, "propose_open")
    assert "nachweislich nicht besser möglich" in page.html


def test_a_price_of_the_rules_is_called_one(proposed: Callable[..., Any]) -> None:
    """Posts for the whole district are even by the rule for splitting them; every step and limit makes that worse."""
    page = proposed(area="labour_market")
    assert "Die Regeln haben ihren Preis: größte Lücke 0,00 →" in page.html
    assert "Keine Stelle ist dann mehr da für:" in page.html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stability_counts_moves_in_runs(
    proposed: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("pages.planning.proposing.variants.MOST_PLACES", 2)
    page = proposed(lang=lang, rules="step-0.5")
    if not button(page, "stability").disabled:  # kept since the other language asked
        pressed(page, "stability")
    assert not page.app.exception
    said = {
        "de": "Wie im Vorschlag kommen in mindestens neun von zehn",
        "en": "As in the proposal, in at least nine of ten runs",
    }
    assert said[lang] in page.html
    moves = page.table({"de": "Die Umzüge des Vorschlags", "en": "The proposal"}[lang])
    times = list(moves.values())[1]
    assert times and all(re.fullmatch(r"\d+ (von|of) \d+", cell) for cell in times)
    runs = page.table({"de": "Ein Lauf je Zeile", "en": "One row per run"}[lang])
    assert len(next(iter(runs.values()))) == int(times[0].split()[-1])


def test_apportionment_stands_beside_the_proposal(loaded: Store, solved: Callable[..., Answer]) -> None:
    one = solved(WELCOME, Rules())
    found = beside(one.found, one.names, 0.25)
    need = one.question.need.sort("ags")["need"]
    rows = found.rows.sort("ags")
    assert (rows["largest_remainder"] / 0.25).to_list() == largest_remainder(need, 34)
    assert (rows["sainte_lague"] / 0.25).to_list() == sainte_lague(need, 34)
    assert (found.rest, rows["due"].sum(), rows["today"].sum()) == pytest.approx((0.0, 8.5, 8.5))
    odd = beside(evaluated(visit_of(loaded), WELCOME, ()), one.names, 0.3)
    assert odd.rest == pytest.approx(8.5 - 28 * 0.3)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_workbook_holds_the_proposal(loaded: Store, solved: Callable[..., Answer], code: str) -> None:
    one = solved(WELCOME, Rules())
    made = sheets(visit_of(loaded, code=code), one)
    assert workbook(made)
    moves, _, goals, municipalities, before, after, _ = made
    assert sum(row[3] for row in moves.rows) == pytest.approx(one.proposal.objectives.moved_fte, abs=0.05)
    assert [row[2] for row in goals.rows] == [
        one.proposal.objectives.worst_shortage,
        one.proposal.objectives.misallocated_fte,
        one.proposal.objectives.moved_fte,
    ]
    assert len(municipalities.rows) == 15
    assert before.rows != after.rows


def test_progress_is_told_by_phase_best_and_bound() -> None:
    told = Progress(2, "misallocated_fte", 0.6, 0.45, 3.2)
    assert share_done(told) == pytest.approx((1 + 0.75) / 3)
    assert progress_text(told, Language("de")) == (
        "Schritt 2 von 3: so wenig Stellen wie möglich am falschen Ort lassen · bisher bestenfalls 0,60 VZÄ · "
        "weniger als 0,45 ist unmöglich · 3 s"
    )
    assert share_done(Progress(1, "worst_shortage", None, None, 0.1)) == 0.0
    assert share_done(Progress(3, "moved_fte", 0.0, 0.0, 0.1)) == pytest.approx(2 / 3)
