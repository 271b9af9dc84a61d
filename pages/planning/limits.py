"""What a plan's figures do not say, in the words of the page."""

from __future__ import annotations

import streamlit as st

from locales import Language


def limits(language: Language) -> None:
    """The honest limits: their gist in sight, in full one click away."""
    with st.expander(language.text("What these figures leave out: need is not demand, and people are not numbers")):
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences(language)))


def sentences(language: Language) -> list[str]:
    """One limit each, its gist in bold type first (Markdown)."""
    text = language.text
    return [
        text(
            "**Need is not demand.** Counted is who lives where. Who wants counselling, which language they speak and who "
            "already gets help elsewhere is not."
        ),
        text(
            "**People are not numbers.** Behind most posts stands one employee with a contract, a place of work, "
            "languages and trust that took years to grow. None of this moves with a cell of the table."
        ),
        text(
            "**Contracts bind.** Grants are tied to carriers and purposes, and staff councils have a say. Only what you "
            "enter as a rule is kept by a proposal."
        ),
        text(
            "**A post in two places travels.** Time on the road, rooms and consultation hours are not deducted: half a "
            "post in each of two places is less than one post in one."
        ),
        text(
            "**Demand stays as it is.** As many people come as in the last twelve months. For reach, posts that move take "
            "along the new cases that a post has in the mean of the district, and all municipalities are scaled to the "
            "same sum; open cases stay where they are. A new place to go usually brings new people."
        ),
        text(
            "**Beyond doubt does not mean large.** It means: however shared posts are split. A plan that says who works "
            "where leaves no doubt, not even about a few hundredths of a post."
        ),
        text(
            "**Small differences mean little.** A plan that is better by a few hundredths of a post is not better. Look "
            "at how often the same moves come out under other assumptions."
        ),
    ]
