"""Key figures of several plans side by side: one row a figure, one column a plan, the best of each row marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.before_after import SIGNS, WORDS, verdict
from charts.sentences import note_as_html
from locales import Language
from pages.planning.comparing.measures import Measure
from pages.planning.comparing.plans import Compared
from pages.planning.figures import number_text

BEST = "★"


def markup(caption: str, measures: Sequence[Measure], plans: Sequence[Compared], language: Language) -> str:
    """HTML of the figures in which plans differ as a table, and of the others as a sentence below it.

    The first plan's figures stand alone, those of the others with their difference to it.
    """
    differing = [measure for measure in measures if not measure.is_alike]
    heads = "".join(f'<th scope="col">{escape(plan.label)}</th>' for plan in plans)
    head = f'<th scope="col">{escape(language.text("Figure"))}</th>{heads}'
    body = "".join(_row(measure, language) for measure in differing)
    found = (
        f'<table class="kim-table kim-compared"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
        if differing
        else f"<strong>{escape(caption)}</strong>"
    )
    return found + alike(measures, language)


def alike(measures: Sequence[Measure], language: Language) -> str:
    """HTML of the figures that are the same in all plans, in one sentence; nothing where there is none."""
    told = [
        f"{measure.label} {number_text(measure.values[0], measure.decimals, language)} ({measure.unit})"
        for measure in measures
        if measure.is_alike
    ]
    if not told:
        return ""
    return note_as_html(language.text("The same in all plans: {figures}.", figures="; ".join(told)))


def _row(measure: Measure, language: Language) -> str:
    cells = "".join(f"<td>{_cell(measure, position, language)}</td>" for position in range(len(measure.values)))
    name = f'{escape(measure.label)} <span class="note">{escape(measure.unit)}</span>'
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _cell(measure: Measure, position: int, language: Language) -> str:
    value = f'<span class="value">{escape(number_text(measure.values[position], measure.decimals, language))}</span>'
    best = f' <span class="best">{BEST} {escape(language.text("best"))}</span>' if position in measure.best else ""
    return f"{value}{best}{_difference(measure, position, language) if position else ''}"


def _difference(measure: Measure, position: int, language: Language) -> str:
    """How far a plan's figure is from the first plan's, as both are shown, and whether that is better."""
    first, other = measure.shown[0], measure.shown[position]
    judged = verdict(first, other, measure.decimals, measure.direction)
    if judged == "same":
        return ""
    word = language.text(WORDS[judged])
    known = first is not None and other is not None
    change = f" ({language.number(other - first, measure.decimals, signed=True)})" if known else ""
    return f' <span class="note {judged}">{SIGNS[judged]} {escape(word)}{escape(change)}</span>'
