"""Figures before and after a plan: better is only said where it is better."""

from __future__ import annotations

import polars as pl

from charts.before_after import Change
from locales import Language
from pages._shared.travel import Travel
from pages.planning.consequences import consequences
from pages.planning.figures import changes, client_changes
from pages.planning.findings import finding
from planning.edit import Edit
from planning.edits import apply
from planning.evaluate import Evaluation, evaluate
from planning.frames import Frames
from tests.planning.plans import ALDENHOVEN, DUEREN, FIRST, HUERTGENWALD, NEED, PLACES, allocation_of

GERMAN, ENGLISH = Language("de"), Language("en")
NAMES = dict(zip(PLACES, ("Aldenhoven", "Düren", "Heimbach", "Hürtgenwald"), strict=True))
# Need is 100, 700, 50, 150: of 2.0 FTE 0.2, 1.4, 0.1 and 0.3 are due; Düren lacks 0.9, Hürtgenwald 0.3.
TODAY = allocation_of(("A", "Caritas", "welcome", 0.5, DUEREN, None), ("B", "SkF", "welcome", 1.5, ALDENHOVEN, None))
CASES = pl.DataFrame({"ags": PLACES, "new_cases": [20, 40, 0, 0], "open_cases": [20, 40, 0, 0]})


def planned(*edits: Edit, today: pl.DataFrame = TODAY) -> Evaluation:
    """What a plan changes, as seen by those who see no rate on a base below 10."""
    found = apply(today, edits, FIRST, places=PLACES)
    assert found.refused == ()
    return evaluate(Frames(today, NEED, cases=CASES, smallest_base=10), found.allocation)


def verdicts(found: Evaluation) -> dict[str, Change]:
    return {each.label: each for each in (*changes(found, Travel(), ENGLISH), *client_changes(found, ENGLISH))}


def test_moving_posts_to_where_they_are_missing_is_better() -> None:
    said = verdicts(planned(Edit("parts", "B", FIRST, {ALDENHOVEN: 0.5, DUEREN: 1.0})))
    assert (said["Largest gap"].before, said["Largest gap"].after) == ("0.90", "0.30")
    assert said["Largest gap"].verdict == said["In the wrong place"].verdict == "better"


def test_cutting_posts_is_no_improvement_of_gaps() -> None:
    """Of 1.0 FTE that are left 0.7 are due in Düren: it lacks 0.2 instead of 0.9, and nobody has more than before."""
    found = planned(Edit("fte", "B", FIRST, fte=0.5))
    said = verdicts(found)
    assert (said["Largest gap"].before, said["Largest gap"].after) == ("0.90", "0.20")
    assert said["Largest gap"].verdict == said["In the wrong place"].verdict == "different"
    assert finding(found, NAMES, GERMAN)[-1].startswith("Stellen insgesamt: 2,00 → 1,00.")
    told = consequences(found, found, NAMES, Travel(), GERMAN)
    assert "Düren: Lücke +0,90 → +0,20, nur weil es insgesamt mehr oder weniger Stellen gibt" in told


def test_posts_in_the_wrong_place_make_gaps_neither_better_nor_worse_by_being_more() -> None:
    """1.0 FTE more for Aldenhoven: 2.1 are due in Düren, which lacks 1.6; a gap that grows with the posts is not judged."""
    said = verdicts(planned(Edit("fte", "B", FIRST, fte=2.5)))
    assert (said["Largest gap"].before, said["Largest gap"].after) == ("0.90", "1.60")
    assert said["Largest gap"].verdict == "different"


def test_posts_where_they_are_missing_are_better_although_they_are_more() -> None:
    said = verdicts(planned(Edit("fte", "A", FIRST, fte=1.5)))
    assert (said["Largest gap"].after, said["Largest gap"].verdict) == ("0.60", "better")


def test_a_plan_with_the_same_posts_in_all_says_nothing_of_their_number() -> None:
    found = planned(Edit("parts", "B", FIRST, {ALDENHOVEN: 0.5, DUEREN: 1.0}))
    assert len(finding(found, NAMES, ENGLISH)) == 2
    assert "in all" not in consequences(found, found, NAMES, Travel(), ENGLISH)


def test_deciding_who_works_where_is_not_worse_for_what_is_beyond_doubt() -> None:
    """One post for all four: nobody is short beyond doubt until it is said who gets what, and then by little."""
    shared = allocation_of(*(("A", "Caritas", "welcome", 2.5, ags, None) for ags in PLACES))
    whole = shared.vstack(allocation_of(("B", "SkF", "welcome", 0.5, ALDENHOVEN, None))).sort("post", "ags")
    found = planned(Edit("parts", "A", FIRST, {DUEREN: 2.0, HUERTGENWALD: 0.5}), today=whole)
    said = verdicts(found)["Short beyond doubt"]
    assert found.after.totals.worst_shortage < found.before.totals.worst_shortage
    assert (said.before, said.after, said.verdict) == ("0", "2", "different")


def test_extremes_of_other_municipalities_are_not_compared() -> None:
    """Aldenhoven has 20 new cases on 1.5 of 2.0 FTE; with 0.1 FTE fewer than 10 are left, its rate is hidden, and what remains is
    Düren's: more than the lowest before, and no improvement."""
    found = planned(Edit("parts", "B", FIRST, {ALDENHOVEN: 0.1, DUEREN: 1.4}))
    said = verdicts(found)["Lowest reach of a municipality"]
    after = dict(found.after.places.select("ags", "reach_per_1000").rows())
    assert after[ALDENHOVEN] is None
    assert float(said.after) > float(said.before)
    assert said.verdict == "different"
    assert "known for other municipalities than before" in said.note
