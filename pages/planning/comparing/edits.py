"""The changes of each compared plan in words, those that do not come into force, and those that are impossible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

from locales import Language
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.edit_words import edit_sentence
from pages.planning.refusals import refusal_sentence
from planning.edit import Edit

MOST = 8


def markup(each: Evaluated, names: Mapping[str, str], day: dt.date, language: Language, note: str = "") -> str:
    """HTML of a plan's changes; `day` is the one whose figures are compared, `note` what else is to be said of the plan."""
    told = sentences(each, names, day, language)
    shown = "".join(f"<li>{escape(sentence)}</li>" for sentence in told[:MOST])
    rest = "".join(f"<li>{escape(sentence)}</li>" for sentence in told[MOST:])
    body = f'<ul class="kim-findings">{shown}</ul>' if told else f"<p>{escape(language.text('No change.'))}</p>"
    if rest:
        summary = escape(language.text("and {number} further changes", number=len(told) - MOST))
        body += f'<details><summary>{summary}</summary><ul class="kim-findings">{rest}</ul></details>'
    said = f'<p class="kim-notice" role="note">{escape(note)}</p>' if note else ""
    return f'<section class="kim-plan"><h3>{escape(each.plan.label)}</h3>{said}{body}</section>'


def sentences(each: Evaluated, names: Mapping[str, str], day: dt.date, language: Language) -> list[str]:
    """A sentence per change: first those that are impossible now, with their reason, then the others in their order."""
    refused = refusals(each, names, language)
    others = [edit for position, edit in enumerate(each.plan.edits) if position not in refused]
    return [
        *(
            language.text(
                "Impossible: {edit}. {reason}",
                edit=edit_sentence(each.plan.edits[position], names, language),
                reason=reason,
            )
            for position, reason in refused.items()
        ),
        *(_sentence(edit, names, day, language) for edit in others),
    ]


def refusals(each: Evaluated, names: Mapping[str, str], language: Language) -> dict[int, str]:
    """Position among the plan's edits -> why that one is impossible."""
    found: dict[int, str] = {}
    for refused in each.applied.refused:
        positions = (at for at, edit in enumerate(each.plan.edits) if edit == refused.edit and at not in found)
        found[next(positions)] = refusal_sentence(refused.refusal, language, names)
    return dict(sorted(found.items()))


def is_later(edit: Edit, day: dt.date) -> bool:
    """Whether a change does not hold yet on a day."""
    return edit.valid_from > day


def _sentence(edit: Edit, names: Mapping[str, str], day: dt.date, language: Language) -> str:
    said = edit_sentence(edit, names, language)
    if is_later(edit, day):
        return language.text("Not in these figures yet: {edit}", edit=said)
    return said
