"""A municipality among those of the same kind: gap, posts and reach, each place a dot on a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charts.place import Dot, Line, lines, note
from locales import Language
from pages._shared.coverage import coverage
from pages._shared.reach import reach_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.place.place import Place

FEW = 10
WITHOUT_CASES = 2


@dataclass(frozen=True)
class Measure:
    """A figure per 1,000 of the target group by which places are compared: `values` by AGS, where there is one; `missing` says why
    there is none elsewhere."""

    label: str
    values: Mapping[str, float]
    decimals: int
    missing: str
    signed: bool = False


def measures(visit: Visit, view: View) -> list[Measure]:
    """Gap, posts and, where cases are known, new cases."""
    text = visit.language.text
    found = coverage(visit, view)
    # A gap per head and posts per head need somebody to count.
    gaps = {row["ags"]: row["gap_fte"] * 1000 / row["need"] for row in found.to_dicts() if row["need"] >= FEW}
    posts = dict(found.drop_nulls("fte_per_1000").select("ags", "fte_per_1000").iter_rows())
    nobody = text("too few people in the target group")
    measured = [Measure(text("Gap (posts)"), gaps, 2, nobody, signed=True), Measure(text("Posts"), posts, 2, nobody)]
    if (reached := reach_of(visit, view)) is not None:
        rates = dict(reached.frame.drop_nulls("per_1000").select("ags", "per_1000").iter_rows())
        measured.append(Measure(text("New cases"), rates, 1, text("too few cases for a rate")))
    return measured


def compared(visit: Visit, view: View, place: Place) -> str:
    """HTML of the lines: all municipalities, those of the same kind marked, and the place's rank among them."""
    text = visit.language.text
    rows = [_line(measure, place, visit.language) for measure in measures(visit, view)]
    said = text(
        "Dark: {place}; coloured: same kind of place; pale: all others. Left is low, right is high; rank 1 is the highest value.",
        place=place.name,
    )
    headings = [text("per 1,000 of the target group"), text("each dot a municipality"), text("Value and rank")]
    return lines(text("Among the places of the same kind"), headings, rows) + note(said)


def title_of(place: Place, language: Language) -> str:
    """What the lines show, away from the page."""
    return language.text("{place} among the places of the same kind", place=place.name)


def findings(visit: Visit, view: View, place: Place) -> list[str]:
    """The place's value and rank in each figure."""
    told = [
        f"{measure.label}: {', '.join(_ranked(measure, place, visit.language))}" for measure in measures(visit, view)
    ]
    said = visit.language.text(
        "{place} per 1,000 of the target group: {figures}.", place=place.name, figures="; ".join(told)
    )
    return [said]


def _line(measure: Measure, place: Place, language: Language) -> Line:
    kind = dict.fromkeys(measure.values, "other") | dict.fromkeys(place.others, "peer") | {place.ags: "own"}
    dots = [
        Dot(place.names[ags], value, kind[ags], _shown(measure, value, language))
        for ags, value in measure.values.items()
    ]
    return Line(measure.label, dots, "\n".join(_ranked(measure, place, language)))


def _ranked(measure: Measure, place: Place, language: Language) -> list[str]:
    """The place's value and its rank among those of its kind, or why there is none."""
    own = measure.values.get(place.ags)
    if own is None:
        return [measure.missing]
    alike = [measure.values[ags] for ags in place.peers.ags if ags in measure.values]
    rank = 1 + sum(value > own for value in alike)
    return [
        _shown(measure, own, language),
        language.text("rank {rank} of {number}", rank=rank, number=len(alike)),
    ]


def _shown(measure: Measure, value: float, language: Language) -> str:
    return language.number(value, measure.decimals, signed=measure.signed)
