"""Longer texts of the page on methods."""

from __future__ import annotations

from locales import Language


def on_assumptions(language: Language) -> str:
    """What the concept leaves open, and where a user changes what is assumed instead."""
    return language.text(
        "The concept leaves open since when most posts are filled, which municipalities are «southern», and how the posts "
        "of the labour market spread over the district. What is assumed instead stands in the column «Assumption»; it is "
        "changed in the files data/raw/staffing/stellen.csv and stellen_gebiete.csv (see README)."
    )


def limits(language: Language) -> str:
    """What the figures cannot say."""
    points = (
        language.text(
            "Need is not demand: how many people live somewhere does not say how many seek counselling. "
            "The gap in posts compares shares; it does not say whether the posts are enough in all."
        ),
        language.text(
            "Census figures are slightly altered to protect people (Cell-Key method): parts do not add up to the whole exactly. "
            "They are shown as published; shares of need rest on the sum over the municipalities."
        ),
        language.text(
            "The census describes 15 May 2022. Arrivals since then, among them many people from Ukraine, are not in it."
        ),
        language.text(
            "Foreign nationals in the census and in the central register of foreigners are different concepts and are not compared."
        ),
        language.text(
            "A case belongs to the municipality where the person lives, not to the place of the counselling."
        ),
    )
    return "\n".join(f"- {point}" for point in points)
