"""From a person's choices about the columns of an export to a part of a mapping, and from a mapping back to choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from etl.assistant.field_words import YES_NO, known_fields
from etl.assistant.proposals import Guess
from etl.caseload.client_fields import TRANSLATED, coded
from etl.caseload.mapping_problems import FileMapping
from etl.files import Reading
from etl.headings import is_about_somebody, tells
from etl.text_table import HEADING
from etl.typed_rows import Layout
from metrics.codes import codes

REFUSED, IGNORED = "refused", "ignored"
NUMBERED = re.compile(r"(feld|spalte|frage|column|field|unnamed:?|f) ?_?\d{1,3}", re.IGNORECASE)
Code = str | bool
USUAL_ANSWERS: Mapping[str, Code] = {"ja": True, "nein": False}


@dataclass(frozen=True)
class Choice:
    """What shall become of one column: the name of a field, REFUSED or IGNORED; entry -> code, None for none; and of the
    entries that are not to be shown, how many rows have them."""

    heading: str
    becomes: str
    codes: Mapping[str, Code | None] = field(default_factory=dict)
    masked: Mapping[str, int] = field(default_factory=dict)


def first_choice(guess: Guess, part: FileMapping | None = None) -> Choice:
    """The choice a person starts from: what a known mapping says of the heading, else what was guessed."""
    if part is not None:
        fields = {heading: name for name, heading in part.layout.columns.items()}
        if guess.heading in fields:
            name = fields[guess.heading]
            return Choice(guess.heading, name, dict(guess.codes) | dict(part.layout.codes.get(name, {})))
        if guess.heading in part.refused:
            return Choice(guess.heading, REFUSED)
        if guess.heading in part.ignored:
            return Choice(guess.heading, IGNORED)
    return Choice(guess.heading, guess.field or (REFUSED if guess.is_refused else IGNORED), guess.codes)


def drafted(
    kind: str,
    choices: Sequence[Choice],
    reading: Reading,
    dates: str = "auto",
    decimal: str = "auto",
    known: FileMapping | None = None,
) -> FileMapping:
    """The part of a mapping that says what was chosen; headings that `known` refuses or ignores stay so where this export
    has none of them.

    Every coded field also gets the names of its codes, so that an entry which is rare today is understood tomorrow. Of
    several columns chosen for one field the last counts.
    """
    read = {choice.becomes: choice for choice in choices if choice.becomes not in (REFUSED, IGNORED)}
    needing = coded(kind)
    tables = {
        name: _table(kind, name, choice.codes) for name, choice in read.items() if name in {*needing, *TRANSLATED}
    }
    layout = Layout(
        {name: choice.heading for name, choice in read.items()},
        {name: table for name, table in tables.items() if table or name in needing},
        dates=dates,
        decimal=decimal,
    )
    here = {choice.heading for choice in choices}
    refused, ignored = (
        tuple(heading for heading in headings if heading not in here)
        for headings in ((known.refused, known.ignored) if known else ((), ()))
    )
    return FileMapping(layout, _headings(choices, REFUSED) + refused, _headings(choices, IGNORED) + ignored, reading)


def without_heading(choices: Sequence[Choice]) -> list[int]:
    """Positions, from 1, of columns that a mapping cannot name, because what stands in their heading may be about a person."""
    return [
        place
        for place, choice in enumerate(choices, 1)
        if choice.heading and (is_about_somebody(choice.heading) or not _looks_like_one(choice.heading))
    ]


def _looks_like_one(heading: str) -> bool:
    return bool(HEADING.fullmatch(heading) or NUMBERED.fullmatch(heading)) or tells(heading)


def chosen_twice(choices: Iterable[Choice]) -> list[str]:
    """The fields that more than one column was chosen for."""
    fields = [choice.becomes for choice in choices if choice.becomes not in (REFUSED, IGNORED)]
    return sorted({name for name in fields if fields.count(name) > 1})


def _table(kind: str, name: str, chosen: Mapping[str, Code | None]) -> dict[str, Code]:
    says_itself = name in TRANSLATED  # an entry without a code stays as it is
    stated = {text: code for text, code in chosen.items() if code is not None and not (says_itself and code == text)}
    code_list = known_fields(kind)[name].code_list
    if code_list == YES_NO:
        usual = USUAL_ANSWERS
    else:
        usual = {names["de"]: code for code, names in codes(code_list).items()} if code_list else {}
    return stated | {text: code for text, code in usual.items() if text not in chosen}


def _headings(choices: Iterable[Choice], fate: str) -> tuple[str, ...]:
    return tuple(choice.heading for choice in choices if choice.becomes == fate and choice.heading)
