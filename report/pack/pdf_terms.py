"""The terms of a pack: what every figure in it means, and the words that stand on all its pages."""

from __future__ import annotations

from collections.abc import Sequence

from locales.language import Language
from report.exhibit import View
from report.pack.pdf_words import broken


def terms(views: Sequence[View], language: Language) -> list[tuple[str, str]]:
    """Term and explanation: first those of every pack, then the views' figures in the order of the alphabet, each once."""
    meanings = dict.fromkeys(meaning for view in views for meaning in view.exhibit.facts.meanings)
    ordered = sorted(meanings, key=lambda meaning: meaning[0].casefold())
    return [(broken(term), broken(explanation)) for term, explanation in (*_general(language), *ordered)]


def _general(language: Language) -> list[tuple[str, str]]:
    text = language.text
    return [
        (
            "KIM",
            text(
                "Municipal integration management (Kommunales Integrationsmanagement): who counsels newcomers, and where."
            ),
        ),
        (
            text("Focus area"),
            text(
                "What a post is there for: welcome counselling, labour market integration or psychosocial counselling."
            ),
        ),
        (
            text("Granted posts"),
            text("Posts as the staffing table grants them, whether somebody works on them just now or not."),
        ),
        (
            text("Shared posts"),
            text(
                "Posts that serve several municipalities. How they are split between these is an assumption, named beside every "
                "figure that rests on it."
            ),
        ),
        (
            "AGS, RegioStaR7, DEGURBA",
            text(
                "The official key of a municipality, its kind of region (Federal Ministry of Transport) and how densely it is "
                "populated (Eurostat)."
            ),
        ),
        (text("FTE"), text("Full-time equivalent: one whole post, or several parts of posts that add up to one.")),
        (
            text("Edition of the data"),
            text("All data as they were on one day. An edition is never changed; newer data make a new one."),
        ),
        (
            text("Rounded to 5"),
            text(
                "To protect people, every count of clients is rounded to a multiple of 5 on its own; parts need not add up to "
                "totals. Rates on fewer than 10 people are left out."
            ),
        ),
        (
            text("Foreign nationals, immigration history"),
            text(
                "Foreign nationals have no German passport. Whoever immigrated, or whose parents both did, has an immigration "
                "history, whatever the passport."
            ),
        ),
        (
            "Zensus 2022",
            text(
                "The German census. The statistical offices change its counts by a few people to protect them (cell key method), so "
                "the district's own figure may differ from the sum of its municipalities by up to a dozen."
            ),
        ),
        (
            text("Range (95 %)"),
            text("Small numbers vary by chance. The range holds the values that agree with what was counted."),
        ),
    ]
