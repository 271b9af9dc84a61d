"""The ways into counselling and on from it: access channels, and referrals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts.sentences import as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import ways_channels_shown as channels_shown
from pages.outcomes import ways_channels_tables as channels_tables
from pages.outcomes import ways_referrals as referrals
from pages.outcomes import ways_referrals_shown as referrals_shown
from pages.outcomes.picture import HALF, WIDE, show_picture
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of
from pages.outcomes.ways_findings import channel_findings, referral_findings
from pages.outcomes.ways_sheets import MEANINGS, sheets, sheets_of, title


def show(visit: Visit) -> set[str]:
    view = choose_view(visit)
    ways_in = kept(visit, "channel_findings", view, lambda: channel_findings(visit, view))
    ways_on = kept(visit, "referral_findings", view, lambda: referral_findings(visit, view))
    said = [*ways_in, *ways_on]
    st.html(as_html(said))
    _channels(visit, view, ways_in)
    _referrals(visit, view, ways_on or said)
    take_away(
        visit,
        title(visit),
        key=key_of(view, "ways_table"),
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    explain([definition(meaning) for meaning in MEANINGS], visit.language)
    return files_of(visit, "cases", "services")


def _channels(visit: Visit, view: OutcomeView, said: Sequence[str]) -> None:
    """By which ways new cases came: by unit, by year, and how many by the residents' registration office."""
    shown = channels_shown
    left, right = st.columns(2, gap="medium")
    with left:
        _drawn(
            visit,
            view,
            "registration",
            shown.title_of_registration,
            shown.registration_picture,
            shown.registration_notes,
            said,
        )
    with right:
        years = shown.title_of_years, shown.years_picture, shown.parts_notes
        _drawn(visit, view, "channel_years", *years, said)
    _drawn(
        visit,
        view,
        "channels",
        shown.title_of_units,
        shown.units_picture,
        shown.parts_notes,
        said,
        width=WIDE,
    )
    st.html(note_as_html(" ".join(shown.reading(visit))))
    by_unit = kept(visit, "channel_units", view, lambda: channels_tables.units_table(visit, view))
    pickable(by_unit, "channel_units", visit, PICKED_BY[view.by])
    st.html(kept(visit, "channel_years_table", view, lambda: channels_tables.years_table(visit, view)))


def _referrals(visit: Visit, view: OutcomeView, said: Sequence[str]) -> None:
    """Where counselling refers people to, and what was sent between the focus areas beside what arrived."""
    text, shown = visit.language.text, referrals_shown
    if not files_of(visit, "services"):
        st.header(text("Referrals"), anchor=False)
        st.html(notices_as_html([text("No services have been loaded.")]))
        return
    if referrals.all_referrals(visit, view):
        _drawn(visit, view, "referrals", shown.title_of_flow, shown.picture, shown.flow_notes, said, width=WIDE)
    else:
        st.header(shown.title_of_flow(visit, view), anchor=False)
        st.html(notices_as_html([text("No referrals are recorded.")]))
    by_unit = kept(visit, "referral_units", view, lambda: shown.units_table(visit, view))
    if referrals.told_by(visit, view).by == view.by:
        pickable(by_unit, "referral_units", visit, PICKED_BY[view.by])
    else:
        st.html(notices_as_html([_by_focus_area_alone(visit)]))
        st.html(by_unit)
    st.html(kept(visit, "exchange", view, lambda: shown.exchange_table(visit, view)))
    st.html(kept(visit, "exchange_years", view, lambda: shown.years_table(visit, view)))
    st.html(note_as_html(shown.exchange_note(visit)))
    take_away(
        visit,
        shown.title_of_years(visit, view),
        key=key_of(view, "exchange_table"),
        sheets=lambda: sheets_of(visit, view, "exchange_table"),
        findings=said,
        uses_clients=True,
    )


def _by_focus_area_alone(visit: Visit) -> str:
    return visit.language.text(
        "Referrals are shown for the whole district and by focus area only: where a single municipality or carrier refers people to "
        "would tell the work of single employees, and is for the coordination."
    )


def _drawn(
    visit: Visit,
    view: OutcomeView,
    key: str,
    named: Callable[[Visit, OutcomeView], str],
    draw: Callable[..., str],
    notes: Callable[[Visit], list[str]],
    findings: Sequence[str],
    width: int = HALF,
) -> None:
    show_picture(
        visit,
        key,
        view,
        view,
        named(visit, view),
        partial(draw, visit, view),
        lambda: notes(visit),
        picked_by=PICKED_BY[view.by],
        sheets=lambda: sheets_of(visit, view, key),
        findings=findings,
        width=width,
    )
