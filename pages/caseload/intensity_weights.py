"""How much a case counts, by its focus area and by what kind of case it is: the visitor's own weights, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from locales import Language
from metrics.codes import codes, name
from pages._shared import door
from pages._shared.choices import number_choice, set_choice
from pages._shared.frame import files_of
from pages._shared.view import ALL_AREAS, begun
from pages._shared.visit import Visit
from pages.caseload.view import CaseloadView

KINDS = tuple(codes("case_kind"))
USUAL, MOST, STEP = 1.0, 10.0, 0.5
# Names of focus areas are one long word each.
WIDE, USUAL_WIDTH, BUTTON = 1.15, 1.0, 0.75


@dataclass(frozen=True)
class Weights:
    """`areas`: by focus area, `kinds`: by kind of case; a case counts their product. Empty where there is nothing to choose."""

    areas: Mapping[str, float]
    kinds: Mapping[str, float]

    @property
    def every(self) -> dict[str, float]:
        """All weights by their code."""
        return {**self.areas, **self.kinds}

    @property
    def is_neutral(self) -> bool:
        """Whether every case counts once."""
        return all(weight == USUAL for weight in self.every.values())

    @property
    def counts_nothing(self) -> bool:
        """Whether no case counts at all."""
        return any(weights and not any(weights.values()) for weights in (self.areas, self.kinds))

    @property
    def columns(self) -> tuple[str, ...]:
        """What cases are told apart by: where all weights are alike they need not be."""
        told = {"focus_area": self.areas, "case_kind": self.kinds}
        return tuple(column for column, weights in told.items() if len(set(weights.values())) > 1)

    def of(self, code: str, weight: float) -> Weights:
        """The same with another weight."""
        if code in self.areas:
            return replace(self, areas={**self.areas, code: weight})
        return replace(self, kinds={**self.kinds, code: weight})


def choose_weights(visit: Visit, view: CaseloadView) -> Weights:
    """A number for every focus area and every kind of case that can be told apart in this view, and a button back to 1."""
    text = visit.language.text
    areas = list(codes("focus_area")) if areas_differ(visit, view) else []
    kinds = list(KINDS) if kinds_are_known(visit) else []
    offered = [
        (heading, group, width)
        for heading, group, width in (
            (text("Weight by focus area"), areas, WIDE),
            (text("Weight by kind of case"), kinds, USUAL_WIDTH),
        )
        if group
    ]
    if not offered:
        return Weights({}, {})
    for place, (heading, _, _) in zip(
        st.columns([*(len(group) * width for _, group, width in offered), BUTTON]), offered, strict=False
    ):
        place.html(f"<strong>{heading}</strong>")
    widths = [width for _, group, width in offered for _ in group]
    *places, place_of_button = st.columns([*widths, BUTTON], vertical_alignment="bottom")
    chosen: dict[str, float] = {}
    for place, code in zip(places, [*areas, *kinds], strict=True):
        with place:
            chosen[code] = number_choice(
                begun(weight_name(code, visit.language)),
                f"weight_{code}",
                default=USUAL,
                least=0.0,
                most=MOST,
                step=STEP,
            )
    is_usual = all(weight == USUAL for weight in chosen.values())
    place_of_button.button(text("All to 1"), key="weights_reset", on_click=_reset, disabled=is_usual)
    return Weights({code: chosen[code] for code in areas}, {code: chosen[code] for code in kinds})


def areas_differ(visit: Visit, view: CaseloadView) -> bool:
    """Whether weights of focus areas can be told: in a view of all of them, and for places and carriers by the coordination only."""
    return view.focus_area == ALL_AREAS and (view.by == "focus_area" or door.is_coordination(visit.role))


def kinds_are_known(visit: Visit) -> bool:
    """Whether goals or services are loaded: without them nothing tells what kind a case is."""
    return bool(files_of(visit, "goals", "services"))


def weight_name(code: str, language: Language) -> str:
    """The focus area or kind of case that a weight is of."""
    return name("case_kind" if code in KINDS else "focus_area", code, language.code)


def _reset() -> None:
    for code in (*codes("focus_area"), *KINDS):
        set_choice(f"weight_{code}", f"{USUAL:g}")
