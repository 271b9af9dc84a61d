"""Planung: move posts on a screen, see what that changes, compare plans and have one proposed."""

from __future__ import annotations

import streamlit as st

from pages._shared.choices import choice
from pages._shared.coverage import need_of, notices, require_need
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages._shared.wording import PLAN_PART_NAMES
from pages.planning import edit
from pages.planning.bar import bar
from pages.planning.comparing import compare
from pages.planning.draft import current_plan
from pages.planning.proposing import propose
from pages.planning.saved import scenarios
from pages.planning.view import choose_plan_view

SECTIONS = {"edit": edit, "propose": propose, "compare": compare, "scenarios": scenarios}

visit = current_visit()
text = visit.language.text
header(visit, text("Planning: moving posts and seeing what changes"), uses_clients=visit.has_clients)
above = st.container()
left, right = st.columns([1, 1.42], vertical_alignment="bottom")
with left:
    names = {code: text(PLAN_PART_NAMES[code]) for code in SECTIONS}
    section = choice(text("What to do"), "plan", names, default="edit", inline=True, hide_label=True)
view = choose_plan_view(visit)
require_need(visit, view)
plan = current_plan(visit)
with above:
    bar.tell(visit, view, plan)
with right:
    bar.show(visit, view, plan)
SECTIONS[section].show(visit, view, plan)
notices(visit, view)
kinds = ("posts", "post_areas", "boundaries", *(("cases",) if visit.has_clients else ()))
footer(visit, need_of(visit, view).sources | files_of(visit, *kinds), uses_clients=visit.has_clients)
