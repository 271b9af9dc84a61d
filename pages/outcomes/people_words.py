"""What the comparison of clients and population says, and what it cannot say."""

from __future__ import annotations

from charts.wording import value_text
from locales import Language
from metrics.composition import by_chance
from metrics.definitions import definition
from pages._shared.visit import Visit
from pages.outcomes.people_composition import Composition, comparisons
from pages.outcomes.people_view import PeopleView, attribute_name
from pages.outcomes.view import CLOCKS, UNITS, span_text, subject

SHARE, OF_POPULATION, NEWCOMERS = "people_share", "population_share", "newcomer_share"
# Verdict of metrics.composition, or of a single post -> English message for `Language.text`.
PEOPLE_VERDICTS = {
    "more": "more than among the inhabitants, beyond chance",
    "fewer": "fewer than among the inhabitants, beyond chance",
    "no_difference": "no difference beyond chance",
    "single_post": "not judged: a single post",
    "unknown": "no census figure",
    "too_few": "too few cases",
}
# For tables, where verdicts have no room.
SIGNS = {"more": " ▲", "fewer": " ▼"}


def verdict_text(visit: Visit, verdict: str) -> str:
    """A verdict in words."""
    return visit.language.text(PEOPLE_VERDICTS[verdict])


def share_text(share: float | None, language: Language) -> str:
    """A share among new cases, a dash where there is none."""
    return "–" if share is None else value_text(share, definition(SHARE), language)


def title_of_chosen(visit: Visit, asked: PeopleView) -> str:
    """What the picture of what is chosen shows."""
    return visit.language.text(
        "New cases by {attribute}: {subject}, {span}",
        attribute=attribute_name(visit, asked.attribute),
        subject=subject(visit, asked.of),
        span=span_text(visit, asked.of),
    )


def title_of_units(visit: Visit, asked: PeopleView) -> str:
    """What the picture and the table of the units show."""
    text = visit.language.text
    return text(
        "New cases by {attribute} and {unit}, {span}",
        attribute=attribute_name(visit, asked.attribute),
        unit=text(UNITS[asked.of.by]),
        span=span_text(visit, asked.of),
    )


def inhabitants_text(visit: Visit, found: Composition, place: str) -> str:
    """Whose shares those of the population are: where and when."""
    days = ", ".join(visit.language.day(day) for day in found.population.on)
    return visit.language.text("inhabitants ({place}, {date})", place=place, date=days)


def notes_on_chosen(visit: Visit, asked: PeopleView, found: Composition) -> list[str]:
    """What the comparison can say, what it cannot, and how much is not stated."""
    text = visit.language.text
    if not found.is_compared:
        said = [
            text(
                "The loaded census tables do not tell the inhabitants by {attribute}: these are the shares of new cases alone.",
                attribute=attribute_name(visit, asked.attribute),
            )
        ]
    else:
        said = [
            text(
                "The census counts all inhabitants, those without a history of immigration included: a difference shows who comes, "
                "not that somebody is left out."
            ),
            text("Lines show 95 %; a difference is called one beyond chance at 99.8 %."),
        ]
        said += _of_ages(visit, asked) if asked.attribute == "age_band" else []
        if asked.attribute == "sex":
            said.append(text("The census tells two sexes; who is recorded as diverse is counted, but not compared."))
        if asked.of.focus_area or asked.of.carrier:
            said.append(
                text("Inhabitants are those of the whole area, not only those that a focus area or carrier is for.")
            )
    return [*said, *_on_cases(visit, found)]


def notes_on_units(visit: Visit, asked: PeopleView, found: list[Composition]) -> list[str]:
    """What the signs of the table mean, and how many of them chance alone would bring."""
    language, text = visit.language, visit.language.text
    said = [text("In brackets: 95 % interval. Shares are of the cases that state it.")]
    compared = comparisons(found)
    if compared:
        place = (
            text("of the same municipality") if asked.of.by == "ags" or asked.of.ags else text("of the whole district")
        )
        said.append(
            text(
                "▲ more, ▼ fewer than among the inhabitants {place}, beyond chance (99.8 %): of {number} comparisons chance alone "
                "would mark {by_chance} on average, at most.",
                place=place,
                number=compared,
                by_chance=language.number(by_chance(compared), 2),
            )
        )
    if any((one.groups["verdict"] == "single_post").any() for one in found):
        said.append(text("Where a single post counsels, its figures are shown but not judged."))
    return said


def _of_ages(visit: Visit, asked: PeopleView) -> list[str]:
    text = visit.language.text
    if asked.ages == "all":
        return [
            text(
                "The youngest group counts children, who rarely come to counselling themselves but with their parents: who comes at "
                "which age is compared more fairly from 25 on."
            )
        ]
    return [text("Both sides count people from 25 on only.")]


def _on_cases(visit: Visit, found: Composition) -> list[str]:
    language, text = visit.language, visit.language.text
    said = [text("Counted: {clock}.", clock=text(CLOCKS["interview"]))]
    if found.share_not_stated:
        said.append(
            text(
                "Not stated: {share} of the new cases; they are left out.",
                share=language.percent(found.share_not_stated, 0),
            )
        )
    return said
