"""Words for what may be shown of a column of an export."""

from __future__ import annotations

from etl.assistant.proposals import Guess
from etl.assistant.shown_cells import Examples
from etl.headings import is_about_somebody
from etl.text_table import HEADING
from locales import Language
from pages._shared.wording import IDENTIFIES


def heading_of(heading: str, position: int, language: Language, *, is_named: bool) -> str:
    """The heading, or the position of a column whose heading may be something about a person. `is_named`: whether the row is
    a header."""
    if is_named and HEADING.fullmatch(heading) and not is_about_somebody(heading):
        return heading
    return language.text("column {number}", number=position + 1)


def shown_words(guess: Guess, language: Language) -> str:
    """What stands in a column, as far as it may be shown."""
    shown, text = guess.shown, language.text
    if shown.form == "empty":
        return text("nothing")
    if shown.form == "withheld":
        return text("{number} entries, not shown", number=language.number(shown.filled))
    empty = text("{number} empty", number=language.number(shown.empty)) if shown.empty else ""
    return " · ".join(filter(None, (_content(shown, language), empty)))


def why_words(guess: Guess, language: Language) -> str:
    """Why a column was guessed to be what it was guessed to be."""
    text = language.text
    if guess.is_refused:
        return text("looks like {what}", what=text(IDENTIFIES[guess.reason]))
    sure = language.percent(guess.confidence, 0)
    if guess.why == "heading":
        return text("heading, {sure}", sure=sure)
    return text("content, {sure}", sure=sure) if guess.why == "content" else ""


def _content(shown: Examples, language: Language) -> str:
    text = language.text
    if shown.form == "values":
        others = text("{number} others, not shown", number=shown.unshown) if shown.unshown else ""
        return " · ".join(filter(None, (*shown.values, others)))
    if shown.form == "days":
        return text("days from {first} to {last}", first=f"{shown.first:.0f}", last=f"{shown.last:.0f}")
    if shown.form == "months":
        return text("months from {first} to {last}", first=f"{shown.first:.0f}", last=f"{shown.last:.0f}")
    if shown.form == "numbers":
        return text(
            "numbers from {first} to {last}",
            first=language.number(shown.first or 0, 2 * (shown.first != round(shown.first or 0))),
            last=language.number(shown.last or 0, 2 * (shown.last != round(shown.last or 0))),
        )
    if shown.pattern:
        return text(
            "{number} entries of the form {pattern}", number=language.number(shown.filled), pattern=shown.pattern
        )
    return text("{number} entries, not shown", number=language.number(shown.filled))
