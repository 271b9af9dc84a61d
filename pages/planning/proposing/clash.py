"""Rules that cannot hold together: which ones, in the fewest words, and what would make a proposal possible."""

from __future__ import annotations

import streamlit as st

from charts.sentences import as_html, finding_as_html
from pages._shared.visit import Visit
from pages.planning.evaluated import names_of
from pages.planning.proposing.conflicts import conflict_sentences
from planning.proposal import Proposal


def clash(visit: Visit, proposal: Proposal, unit: str) -> None:
    """Why there is no proposal under these rules, and what to relax. `unit`: of distances, km or min."""
    text = visit.language.text
    st.html(finding_as_html(text("No allocation keeps all of these rules.")))
    sentences = conflict_sentences(proposal.conflicts, visit.language, names_of(visit), unit)
    if sentences:
        st.html(as_html(sentences))
    else:
        st.html(as_html([text("Which rules clash was not found in time. Take one back after the other.")]))
