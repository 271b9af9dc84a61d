"""What can be done to a plan beside writing into the table: move, split, add, assign and close posts, and see every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import streamlit as st

from locales import Language
from metrics.codes import codes
from pages._shared.choices import choice
from pages._shared.frame import literal
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from pages.planning import entering
from pages.planning.draft import keep
from pages.planning.edit_words import edit_sentence
from pages.planning.entering import CELL, KEEPS_TOTAL, ONLY_THIS, UNIT
from pages.planning.evaluated import names_of
from pages.planning.plan import Plan
from pages.planning.sheet.rows import FTE, SHARE
from pages.planning.view import begins
from planning.allocation import posts_of
from planning.edit import Edit
from planning.moving import move, split
from planning.naming import name_for_new
from planning.refusal import Refusal

STEP = 0.25
LONGEST_NAME = 60
PREFIX = "plan_action_"
SAID = f"{PREFIX}said"
ACTION_NAMES = {"move": "Move", "split": "Split", "add": "Add", "assign": "Assign", "close": "Close"}


def show(visit: Visit, view: View, plan: Plan) -> None:
    """One row above the table: how numbers are meant, and what else can be done; below it the form of the chosen action."""
    text = visit.language.text
    unit, cell, action, changed = st.columns([0.8, 1.5, 2.2, 0.9], vertical_alignment="bottom")
    with unit:
        names = {FTE: text("FTE"), SHARE: text("shares")}
        choice(text("Figures"), UNIT, names, default=FTE, inline=True)
    with cell:
        names = {KEEPS_TOTAL: text("post keeps its FTE"), ONLY_THIS: text("only this cell")}
        choice(
            text("When a cell changes"),
            CELL,
            names,
            default=KEEPS_TOTAL,
            inline=True,
            explanation=text(
                "«Post keeps its FTE»: the other municipalities of the post give or take, so that a change moves FTE. «Only this "
                "cell»: the post grows or shrinks."
            ),
        )
    with action:
        titles = {code: text(ACTION_NAMES[code]) for code in ACTIONS}
        chosen = st.segmented_control(
            text("Or with a form"), list(titles), format_func=titles.__getitem__, key=f"{PREFIX}chosen"
        )
    with changed, st.popover(text("Changes ({number})", number=len(plan.edits)), width="stretch"):
        _changes(visit, view, plan)
    if said := st.session_state.pop(SAID, ""):
        st.warning(literal(said))
    if chosen:
        with st.container(border=True):
            ACTIONS[chosen](visit, view, plan)


def _move(visit: Visit, view: View, plan: Plan) -> None:
    text, names = visit.language.text, names_of(visit)
    allocation, filled = entering.placed_now(visit, view, plan)
    first, second, third, fourth, last = st.columns([1.3, 1, 1, 0.9, 1], vertical_alignment="bottom")
    with first:
        post = _post(visit, view, allocation, "move")
    if post is None:
        return
    served = {ags: names[ags] for ags in filled.filter(pl.col("post") == post)["ags"]}
    source = second.selectbox(
        text("From municipality"), list(served), format_func=served.__getitem__, key=f"{PREFIX}move_from"
    )
    others = {ags: name for ags, name in sorted(names.items(), key=lambda each: each[1]) if ags != source}
    target = third.selectbox(
        text("To municipality"), list(others), format_func=others.__getitem__, key=f"{PREFIX}move_to"
    )
    with fourth:
        fte = _fte("move", text("Posts (FTE) to move"))
    with last:
        _button(visit, view, plan, "move", lambda: move(filled, post, source, target, fte, begins(view)))


def _split(visit: Visit, view: View, plan: Plan) -> None:
    text = visit.language.text
    allocation, filled = entering.placed_now(visit, view, plan)
    first, second, third, last = st.columns([1.3, 1, 1.3, 1], vertical_alignment="bottom")
    with first:
        post = _post(visit, view, allocation, "split")
    if post is None:
        return
    with second:
        fte = _fte("split", text("Posts (FTE) of the new part"))
    with third:
        carrier = allocation.filter(pl.col("post") == post)["carrier"][0]
        name = _name(visit, allocation, carrier, f"split_{post}")
    with last:
        _button(visit, view, plan, "split", lambda: split(filled, post, fte, name, begins(view)))


def _add(visit: Visit, view: View, plan: Plan) -> None:
    text, names = visit.language.text, names_of(visit)
    allocation, _ = entering.placed_now(visit, view, plan)
    first, second, third = st.columns([1.6, 1, 1], vertical_alignment="bottom")
    with first:
        carrier = _carrier(visit, allocation, "add")
    with second:
        area = _area(visit, view, "add")
    with third:
        name = _name(visit, allocation, carrier, f"add_{carrier}")
    fourth, fifth, last = st.columns([1.6, 1, 1], vertical_alignment="bottom")
    places = dict(sorted(names.items(), key=lambda each: each[1]))
    served = fourth.multiselect(
        text("Municipalities"),
        list(places),
        format_func=places.__getitem__,
        key=f"{PREFIX}add_places",
        placeholder=text("choose one or several"),
        select_all=False,
    )
    with fifth:
        fte = _fte("add", text("Posts (FTE)"))
    parts = {ags: fte / len(served) for ags in served}
    edit = Edit("add", name, begins(view), parts, carrier=carrier, focus_area=area)
    with last:
        _button(visit, view, plan, "add", lambda: edit)


def _assign(visit: Visit, view: View, plan: Plan) -> None:
    allocation, _ = entering.placed_now(visit, view, plan)
    first, second, third, last = st.columns([1.1, 1.6, 1.1, 0.9], vertical_alignment="bottom")
    with first:
        post = _post(visit, view, allocation, "assign")
    if post is None:
        return
    row = posts_of(allocation).row(by_predicate=pl.col("post") == post, named=True)
    with second:
        carrier = _carrier(visit, allocation, f"assign_{post}", row["carrier"])
    with third:
        area = _area(visit, view, f"assign_{post}", row["focus_area"])
    edit = Edit("assign", post, begins(view), carrier=carrier, focus_area=area)
    with last:
        _button(visit, view, plan, "assign", lambda: edit)


def _close(visit: Visit, view: View, plan: Plan) -> None:
    allocation, _ = entering.placed_now(visit, view, plan)
    first, last, _ = st.columns([1.3, 1, 1.5], vertical_alignment="bottom")
    with first:
        post = _post(visit, view, allocation, "close")
    if post is not None:
        with last:
            _button(visit, view, plan, "close", lambda: Edit("close", post, begins(view)))


def _changes(visit: Visit, view: View, plan: Plan) -> None:
    """Every change in words, in the order they were made, each to be taken back by itself."""
    text, names = visit.language.text, names_of(visit)
    if not plan.edits:
        st.markdown(text("Nothing has been changed yet."))
    for position, edit in enumerate(plan.edits):
        said, button = st.columns([5, 1.6], vertical_alignment="center")
        said.markdown(literal(edit_sentence(edit, names, visit.language)))
        button.button(
            text("take back"),
            key=f"{PREFIX}without_{position}",
            on_click=keep,
            args=(visit, view, plan.without(position)),
        )


def _post(visit: Visit, view: View, allocation: pl.DataFrame, action: str) -> str | None:
    """A post of the view's focus area."""
    posts = posts_of(allocation)
    if view.focus_area != ALL_AREAS:
        posts = posts.filter(pl.col("focus_area") == view.focus_area)
    if posts.is_empty():
        st.markdown(visit.language.text("There is no post of this focus area."))
        return None
    return str(st.selectbox(visit.language.text("Post"), posts["post"].to_list(), key=f"{PREFIX}{action}_post"))


def _carrier(visit: Visit, allocation: pl.DataFrame, action: str, present: str = "") -> str:
    """One of the carriers there are, or a new one."""
    known = sorted(allocation["carrier"].unique().to_list())
    index = known.index(present) if present in known else 0
    return str(
        st.selectbox(
            visit.language.text("Carrier (choose or type a new one)"),
            known,
            index=index,
            accept_new_options=True,
            key=f"{PREFIX}{action}_carrier",
        )
    )


def _area(visit: Visit, view: View, action: str, present: str = "") -> str:
    areas: dict[str, str] = {code: names[visit.language.code] for code, names in codes("focus_area").items()}
    first = present or (view.focus_area if view.focus_area in areas else next(iter(areas)))
    label, index = visit.language.text("Focus area"), list(areas).index(first)
    return str(st.selectbox(label, list(areas), index, format_func=areas.__getitem__, key=f"{PREFIX}{action}_area"))


def _name(visit: Visit, allocation: pl.DataFrame, carrier: str, action: str) -> str:
    text = visit.language.text
    return st.text_input(
        text("Name of the new post"),
        name_for_new(allocation, carrier),
        max_chars=LONGEST_NAME,
        key=f"{PREFIX}{action}_name",
        help=text("No names of people: everybody can read this."),
    ).strip()


def _fte(action: str, label: str) -> float:
    return float(st.number_input(label, STEP, 20.0, 0.5, step=STEP, format="%.2f", key=f"{PREFIX}{action}_fte"))


def _button(
    visit: Visit, view: View, plan: Plan, action: str, make: Callable[[], Edit | Sequence[Edit] | Refusal | None]
) -> None:
    """Acts within the run that has the values of the whole form: those a callback was given are of the run before."""
    if not st.button(_button_text(action, visit.language), key=f"{PREFIX}{action}", type="primary", width="stretch"):
        return
    found = make()
    if found is not None:
        edits = (found,) if isinstance(found, Edit) else found
        st.session_state[SAID] = entering.take_in(visit, view, plan, edits)
    st.rerun()


def _button_text(action: str, language: Language) -> str:
    texts = {
        "move": language.text("Move now"),
        "split": language.text("Split now"),
        "add": language.text("Add now"),
        "assign": language.text("Assign now"),
        "close": language.text("Close now"),
    }
    return texts[action]


ACTIONS: Mapping[str, Callable[[Visit, View, Plan], None]] = {
    "move": _move,
    "split": _split,
    "add": _add,
    "assign": _assign,
    "close": _close,
}
