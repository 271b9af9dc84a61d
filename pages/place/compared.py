"""A municipality among those of the same kind: gap, posts and reach, each place a dot on a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charts.place import Dot, Line, lines, note
from locales import Language
from pages._shared.coverage import coverage
from pages._shared.reach import reach_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.place.place import Place

FEW = 10


def compared(visit: Visit, view: View, place: Place) -> str:
    """HTML of the lines: all municipalities, those of the same kind marked, and the place's rank among them."""
    language, text = visit.language, visit.language.text
    found = coverage(visit, view)
    # A gap per head and posts per head need somebody to count.
    per_1000 = {row["ags"]: row["gap_fte"] * 1000 / row["need"] for row in found.to_dicts() if row["need"] >= FEW}
    posts = dict(found.drop_nulls("fte_per_1000").select("ags", "fte_per_1000").iter_rows())
    rows = [
        _line(text("Gap (posts)"), per_1000, place, lambda value: language.number(value, 2, signed=True), language),
        _line(text("Posts"), posts, place, lambda value: language.number(value, 2), language),
    ]
    if (reached := reach_of(visit, view)) is not None:
        rates = dict(reached.frame.drop_nulls("per_1000").select("ags", "per_1000").iter_rows())
        label = text("New cases")
        rows.append(_line(label, rates, place, lambda value: language.number(value, 1), language))
    said = text(
        "Dark: {place}; coloured: same kind of place; pale: all others. Left is low, right is high; rank 1 is the highest value.",
        place=place.name,
    )
    caption = text("Among the places of the same kind")
    headings = [text("per 1,000 of the target group"), text("each dot a municipality"), text("Value and rank")]
    return lines(caption, headings, rows) + note(said)


def _line(
    label: str, values: Mapping[str, float], place: Place, shown: Callable[[float], str], language: Language
) -> Line:
    kind = dict.fromkeys(values, "other") | dict.fromkeys(place.others, "peer") | {place.ags: "own"}
    dots = [Dot(place.names[ags], value, kind[ags], shown(value)) for ags, value in values.items()]
    own = values.get(place.ags)
    if own is None:
        return Line(label, dots, language.text("too few cases for a rate"))
    alike = [values[ags] for ags in place.peers.ags if ags in values]
    rank = 1 + sum(value > own for value in alike)
    ranked = language.text("rank {rank} of {number}", rank=rank, number=len(alike))
    return Line(label, dots, f"{shown(own)}\n{ranked}")
