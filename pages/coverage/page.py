"""Versorgung: where posts are missing, how sure that is, whom counselling reaches, and how far it is."""

from __future__ import annotations

import streamlit as st

from pages._shared.choices import choice
from pages._shared.coverage import need_of, notices, require_need
from pages._shared.door import is_coordination
from pages._shared.frame import files_of, footer, header
from pages._shared.view import choose_view
from pages._shared.visit import current_visit
from pages._shared.wording import PART_NAMES
from pages.coverage import compare, distance, fairness, focus_areas, on_map, ranking, reach

# Code in the address -> module, whether it looks at one focus area, and whether it counts clients. Reach counts no posts, and
# one focus area of a municipality is for the coordination: it is often one employee's work.
SECTIONS = {
    "map": (on_map, True, False),
    "areas": (focus_areas, False, False),
    "compare": (compare, True, False),
    "reach": (reach, True, True),
    "distance": (distance, True, False),
    "fairness": (fairness, True, False),
    "list": (ranking, True, True),
}

visit = current_visit()
text = visit.language.text
header_place = st.container()
names = {code: text(PART_NAMES[code]) for code in SECTIONS}
section = choice(text("What to look at"), "part", names, default="map", inline=True, hide_label=True)
shown, has_area, uses_clients = SECTIONS[section]
with header_place:
    header(visit, text("Coverage: posts compared with need"), uses_clients=uses_clients and visit.has_clients)
counts_posts = section != "reach"
view = choose_view(visit, with_area=has_area and (counts_posts or is_coordination(visit.role)), with_posts=counts_posts)
require_need(visit, view)
if counts_posts:  # Reach says itself how far the dates of the cases lie from those of need.
    notices(visit, view)
shown.show(visit, view)
kinds = ("posts", "post_areas", "boundaries", *(("cases",) if uses_clients else ()), *shown.KINDS)
footer(visit, need_of(visit, view).sources | files_of(visit, *kinds), uses_clients=uses_clients and visit.has_clients)
