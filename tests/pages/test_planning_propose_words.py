"""What is said of a proposal: edits, moves, what is proven, and how often moves come out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from pages.planning.proposing import findings as propose_findings
from pages.planning.proposing import stability_words as propose_stability_words
from pages.planning.proposing.moves import edits_of, move_sentences
from planning.edits import apply
from planning.evaluate import Evaluation, evaluate
from planning.frames import Frames
from planning.proposal import MOVES, Objectives, Proposal
from planning.sensitivity import RUNS, Sensitivity

DAY = dt.date(2027, 1, 1)
GERMAN, ENGLISH = Language("de"), Language("en")
NAMES = {"05358008": "Düren", "05358024": "Jülich", "05358056": "Titz"}
DUEREN, JUELICH, TITZ = NAMES
SCHEMA = {
    "post": pl.String,
    "carrier": pl.String,
    "focus_area": pl.String,
    "post_fte": pl.Float64,
    "ags": pl.String,
    "fte": pl.Float64,
}


def allocation(**posts: dict[str, float]) -> pl.DataFrame:
    """A decided allocation: post -> AGS -> FTE."""
    rows = [
        (post, "A carrier", "welcome", sum(parts.values()), ags, fte)
        for post, parts in posts.items()
        for ags, fte in parts.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("post", "ags")


parts = st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(1, 8).map(lambda steps: steps / 4), min_size=1)
some_posts = st.dictionaries(st.sampled_from(["P-1", "P-2", "P-3"]), parts, min_size=1)


@given(some_posts, some_posts)
def test_edits_make_the_proposal_of_what_there_was(before: dict, after: dict) -> None:
    start, proposed = allocation(**before), allocation(**after)
    edits = edits_of(start, proposed, DAY)
    applied = apply(start, edits, DAY)
    assert applied.refused == ()
    assert applied.allocation.equals(proposed)
    assert {edit.post for edit in edits} == {post for post in {*before, *after} if before.get(post) != after.get(post)}


def test_residues_are_no_change() -> None:
    start = allocation(P={DUEREN: 0.1 + 0.2, JUELICH: 0.7})
    assert edits_of(start, allocation(P={DUEREN: 0.3, JUELICH: 0.7}), DAY) == ()


def moves(*rows: tuple[str, str | None, str | None, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MOVES, orient="row")


def test_moves_in_words_the_largest_first_and_without_what_rounds_to_nothing() -> None:
    found = moves(
        ("DIAKONIE-1", JUELICH, TITZ, 0.25),
        ("NEU-1", None, TITZ, 0.5),
        ("SKF-1", None, DUEREN, 0.3),
        ("SKF-2", DUEREN, None, 0.3),
        ("SKF-3", DUEREN, TITZ, 0.004),
    )
    known = {"DIAKONIE-1", "SKF-1", "SKF-2", "SKF-3"}
    assert move_sentences(found, NAMES, known, GERMAN) == [
        "NEU-1: 0,50 neu in Titz",
        "SKF-1: 0,30 mehr in Düren",
        "SKF-2: 0,30 weniger in Düren",
        "DIAKONIE-1: 0,25 von Jülich nach Titz",
    ]
    assert move_sentences(found, NAMES, known, ENGLISH)[-1] == "DIAKONIE-1: 0.25 from Jülich to Titz"


OPTIMAL = Proposal(
    "optimal",
    allocation(P={DUEREN: 1.0}),
    Objectives(0.38, 0.6, 2.25),
    Objectives(0.91, 1.6, 0.0),
    Objectives(0.38, 0.6, 2.25),
    0.0,
    moves(),
    (),
    1.2,
)


def test_the_finding_names_the_gap_and_what_moves() -> None:
    said = propose_findings.finding(OPTIMAL, 0.0, GERMAN)
    assert said == "Größte Lücke 0,91 → 0,38 Stellen; dafür ziehen 2,25 Stellen um."
    assert propose_findings.finding(OPTIMAL, 1.5, GERMAN).endswith("um; 1,50 neue Stellen werden verteilt.")


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        (Objectives(0.91, 1.2, 0.5), "The largest gap stays at 0.91 posts; in the wrong place stand 1.60 → 1.20 posts"),
        (Objectives(1.10, 1.9, 0.5), "The rules have a price: largest gap 0.91 → 1.10 posts, and 0.50 posts move."),
        (Objectives(0.91, 1.6, 0.0), "Under these rules nothing better was found than leaving every post where it is."),
    ],
)
def test_no_gain_is_not_called_one(reached: Objectives, expected: str) -> None:
    assert propose_findings.finding(replace(OPTIMAL, objectives=reached), 0.0, ENGLISH).startswith(expected)


def test_only_what_is_proven_is_called_so() -> None:
    assert {row[3] for row in propose_findings.objective_rows(OPTIMAL, GERMAN)} == {"nachweislich nicht besser möglich"}
    stopped = replace(OPTIMAL, status="limit", bounds=Objectives(0.38, 0.57, 1.0), gap=1.25)
    assert [row[3] for row in propose_findings.objective_rows(stopped, GERMAN)] == [
        "höchstens um eine Rundung besser möglich",
        "höchstens 0,03 VZÄ besser möglich",
        "höchstens 1,25 VZÄ besser möglich",
    ]
    unknown = replace(OPTIMAL, status="cancelled", bounds=None, gap=None)
    assert propose_findings.proven(unknown, "worst_shortage", ENGLISH) == "at most 0.38 FTE better possible"
    assert "nachweislich" not in propose_findings.how_it_ended(stopped, GERMAN)
    assert propose_findings.how_it_ended(stopped, GERMAN).startswith("Die Zeit war nach 1,2 Sekunden um")
    assert propose_findings.how_it_ended(unknown, ENGLISH).startswith("Stopped after 1.2 seconds")


@pytest.fixture
def evaluation() -> Evaluation:
    """Half a post from Jülich to Titz; Düren stays."""
    need = pl.DataFrame({"ags": list(NAMES), "need": [50, 30, 20], "margin": [0, 0, 0]})
    start = allocation(P={JUELICH: 1.0}, Q={DUEREN: 1.0})
    return evaluate(Frames(start, need, None, None, None), allocation(P={JUELICH: 0.5, TITZ: 0.5}, Q={DUEREN: 1.0}))


def test_a_service_that_comes_or_goes_is_said(evaluation: Evaluation) -> None:
    assert propose_findings.service(evaluation, NAMES, GERMAN) == "Erstmals ist eine Stelle da für: Titz."
    turned = Evaluation(evaluation.after, evaluation.before)
    assert propose_findings.service(turned, NAMES, GERMAN).startswith("Keine Stelle ist dann mehr da für: Titz.")
    assert propose_findings.service(Evaluation(evaluation.after, evaluation.after), NAMES, GERMAN) is None


def stability(times: list[int], gains: list[int], *, runs: int = 20, is_complete: bool = True) -> Sensitivity:
    rows = [(f"more:{number}", "optimal", 0.1, 0.5, 1.0, 0.5 + number / 100) for number in range(runs)]
    rows.append(("group:other", "infeasible", None, None, None, None))
    told = moves(*(("P", JUELICH, TITZ, 0.5) for _ in times))
    places = {"ags": list(NAMES), "gains": gains, "loses": [runs - each for each in gains], "of": [runs] * 3}
    return Sensitivity(
        pl.DataFrame(rows, schema=RUNS, orient="row"),
        told.with_columns(times=pl.Series(times, dtype=pl.Int64), of=pl.lit(runs, dtype=pl.Int64)),
        pl.DataFrame(places),
        is_complete,
    )


def test_stability_says_no_more_than_what_was_counted(evaluation: Evaluation) -> None:
    found = stability([18, 17, 9, 0], [20, 2, 18])
    said = propose_stability_words.finding(found, evaluation, NAMES, GERMAN)
    assert said[:3] == [
        "Wie im Vorschlag kommen in mindestens neun von zehn Läufen (von 20) mehr Stellen nach: Titz; weniger nach: Jülich.",
        "Von den 4 einzelnen Umzügen kommen 1 in mindestens neun von zehn Läufen heraus und 2 in weniger als der Hälfte: Oft führen "
        "mehrere Wege zu einer ebenso guten Verteilung.",
        "Von den Stellen des Vorschlags sind im mittleren Lauf 60\u202f% in derselben Gemeinde, in jedem Lauf mindestens 50\u202f%.",
    ]
    assert len(said) == 4
    rarer = propose_stability_words.finding(stability([17], [20, 3, 17]), evaluation, NAMES, ENGLISH)
    assert rarer[0].endswith("more posts go to: no municipality; fewer to: no municipality.")
    halted = propose_stability_words.finding(stability([], [0, 0, 0], is_complete=False), evaluation, NAMES, ENGLISH)
    assert "Stopped: not all runs were made." in halted


def test_stability_tables(evaluation: Evaluation) -> None:
    found = stability([3, 12], [20, 2, 18])
    assert [row[1] for row in propose_stability_words.move_rows(found, NAMES, {"P"}, GERMAN)] == [
        "12 von 20",
        "3 von 20",
    ]
    assert propose_stability_words.place_rows(found, evaluation, NAMES, GERMAN) == [
        ["Düren", "20 von 20", "0 von 20", "0,00"],
        ["Titz", "18 von 20", "2 von 20", "+0,50"],
        ["Jülich", "2 von 20", "18 von 20", "−0,50"],
    ]
    rows = propose_stability_words.run_rows(found, str.upper, GERMAN)
    assert rows[0] == ["MORE:0", "0,10", "1,00", "50\u202f%"]
    assert rows[-1] == ["GROUP:OTHER", "–", "–", "–"]


def test_no_run_with_a_result_is_said(evaluation: Evaluation) -> None:
    found = stability([], [0, 0, 0], runs=0)
    said = propose_stability_words.finding(found, evaluation, NAMES, GERMAN)
    assert said == ["Mit keinen der anderen Zahlen wurde eine Verteilung gefunden."]
