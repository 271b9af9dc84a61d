"""What the view is compared with: the same with one thing changed, kept in the address as `with` and `against`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from metrics.codes import codes, name
from pages._shared import door, kept_editions
from pages._shared.choices import choice
from pages._shared.coverage import require_need
from pages._shared.earlier import coverage_of, moment_of, moment_text
from pages._shared.frame import literal
from pages._shared.need import MIX, group_names
from pages._shared.view import ALL_AREAS, RULE_NAMES, View, area_name, months, rules
from pages._shared.visit import Visit

COMPARISON_NAMES = {
    "month": "Another month",
    "group": "Another target group",
    "split": "Another way of splitting",
    "area": "Another focus area",
    "edition": "An earlier edition",
}


@dataclass(frozen=True)
class Side:
    """One of the two maps: whose edition, what is looked at, and the name of what differs from the other."""

    visit: Visit
    view: View
    name: str


def choose_sides(visit: Visit, view: View) -> tuple[Side, Side] | None:
    """The view as it is, and the same with the one thing changed that is chosen here; None where the chosen edition cannot be
    compared, which the page then says."""
    text = visit.language.text
    offered = {kind: others for kind in COMPARISON_NAMES if (others := others_of(visit, view, kind))}
    first, second = st.columns([1, 1.6], vertical_alignment="bottom")
    with first:
        kind = choice(
            text("The right map shows"),
            "with",
            {code: text(COMPARISON_NAMES[code]) for code in offered},
            default="month",
        )
    with second:
        options = offered[kind]
        other = choice(
            text(COMPARISON_NAMES[kind]),
            "against",
            options,
            default=_default(list(options), view, kind),
            slider=kind == "month",
            hide_label=kind != "month",
        )
    left = Side(visit, view, _name_of_view(visit, view, kind))
    if kind == "edition":
        right = _on_edition(visit, view, other, options[other])
        return (left, right) if right else None
    changed = {"month": "month", "group": "group", "split": "rule", "area": "focus_area"}[kind]
    right = Side(
        visit, replace(view, **{changed: other}), _name_of_view(visit, replace(view, **{changed: other}), kind)
    )
    require_need(right.visit, right.view)
    return left, right


def others_of(visit: Visit, view: View, kind: str) -> dict[str, str]:
    """What the one thing may be changed to: code -> shown text."""
    language, text = visit.language, visit.language.text
    if kind == "month":
        found = {f"{month:%Y-%m}": language.month(month) for month in months(visit)}
        return _without(found, view.month)
    if kind == "group":
        return _without(_without(group_names(visit), MIX), view.group)
    if kind == "split":
        return _without({rule: text(RULE_NAMES[rule]) for rule in rules(visit)}, view.rule)
    if kind == "area":
        areas = {code: name("focus_area", code, language.code) for code in codes("focus_area")}
        return _without(areas | {ALL_AREAS: area_name(ALL_AREAS, language)}, view.focus_area)
    earlier, _ = kept_editions.earlier(visit.edition_id)
    return {edition: moment_text(moment, language) for edition, moment in earlier.items()}


def _without(options: dict[str, str], code: str) -> dict[str, str]:
    return {key: label for key, label in options.items() if key != code}


def _default(options: list[str], view: View, kind: str) -> str:
    """The first of all, but of months the one a year before the view's, where it is known."""
    if kind != "month":
        return options[0]
    year, month = map(int, view.month.split("-"))
    before = f"{year - 1}-{month:02}"
    return before if before in options else options[0]


def _name_of_view(visit: Visit, view: View, kind: str) -> str:
    """What of a view is the one thing that differs."""
    language = visit.language
    if kind == "month":
        return next(language.month(month) for month in months(visit) if f"{month:%Y-%m}" == view.month)
    if kind == "group":
        return group_names(visit)[view.group]
    if kind == "split":
        return language.text("split {rule}", rule=language.text(RULE_NAMES[view.rule]))
    if kind == "area":
        return area_name(view.focus_area, language)
    return language.text("Edition of {moment}", moment=moment_of(visit))


def _on_edition(visit: Visit, view: View, edition_id: str, moment: str) -> Side | None:
    text = visit.language.text
    earlier = replace(visit, edition_id=edition_id, manifest=door.manifest(edition_id))
    found = coverage_of(earlier, visit, view)
    if found is None:
        st.warning(
            literal(text("That edition does not have all figures of this target group: nothing to compare with."))
        )
        return None
    return Side(earlier, found[0], text("Edition of {moment}", moment=moment))
