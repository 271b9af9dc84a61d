"""What the columns of an export of unknown making probably are: a proposal for a mapping, to be confirmed by a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl.assistant.columns import Column
from etl.assistant.different_cases import CASES, case_of_each_row, different_cases
from etl.assistant.field_words import Field, known_fields
from etl.assistant.guessed_formats import date_format, number_format
from etl.assistant.likeness import KINDS, LIKELY, Places, by_content, by_heading, code_of
from etl.assistant.shown_cells import Examples, examples
from etl.caseload.client_fields import BIRTH, MAY_IDENTIFY, REQUIRED
from etl.caseload.identifying import identifying
from etl.headings import is_header

# Cells of these kinds tell a field without a heading that names it; dates and numbers alone only confirm a heading.
TELLING = ("code", "yes_no", "place", "post")
POST = "post"
LEAST = 0.5
SAMPLE = 200


@dataclass(frozen=True)
class Guess:
    """What a column probably is: a field of ours, or "".

    `why` is "heading", "content", "identifying" or "". `reason` names what the column identifies people by, if it seems to
    (a word of etl.caseload.identifying). `codes`: shown entry -> our code, or None where none is like it.
    """

    heading: str
    field: str
    shown: Examples
    confidence: float = 0.0
    why: str = ""
    reason: str = ""
    codes: Mapping[str, str | bool | None] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the column must not be read: it identifies people and is no field that may."""
        return bool(self.reason) and self.field not in MAY_IDENTIFY


@dataclass(frozen=True)
class Proposal:
    """The kind of an export, a guess for each of its columns, and the guessed forms of dates and numbers.

    `missing`: sets of fields of which at least one is needed and none seems to be there. `cases`: the case that each row
    belongs to, where a column of case numbers was found.
    """

    kind: str
    guesses: tuple[Guess, ...]
    missing: tuple[tuple[str, ...], ...]
    dates: str
    decimal: str
    cases: tuple[str, ...] | None = field(default=None, repr=False)

    def has_headings(self, also: Collection[str] = ()) -> bool:
        """Whether the first row tells that it is a header, by our words or by `also`, the headings of a mapping; else it may
        be a row about a person: it is not for showing, and no mapping can be made of it."""
        return is_header([guess.heading for guess in self.guesses], also)


def propose(columns: Sequence[Column], places: Places, kind: str | None = None) -> Proposal:
    """What the columns of an export probably are; `kind` where it is known, else the likeliest is proposed."""
    found = [_proposal(columns, places, each) for each in ([kind] if kind else KINDS)]
    return max(found, key=_completeness)


def guess_as(
    column: Column, wanted: Field | None, places: Places, kind: str = CASES, cases: tuple[str, ...] | None = None
) -> Guess:
    """The guess for a column whose field a person has chosen (None: it is not read); `cases` as a Proposal has them.

    Entries of posts that name neither a place nor a post or carrier may name who works there: they are masked. A mapping
    then has them as keys of its codes of `post`, as the only texts about people in it: the staff of the county's carriers.
    """
    reason = identifying(column.heading, list(column.counts)[:SAMPLE]) or ""
    listed = places.entries(wanted) if wanted else {}
    likeness = max(by_heading(column, wanted), by_content(column, wanted, places)) if wanted and listed else 0.0
    is_person = bool(reason) or (wanted is not None and wanted.name in MAY_IDENTIFY)
    shown = examples(
        column,
        identifies=is_person,
        known=places.known(),
        is_listed=likeness >= LEAST,
        cases=different_cases(column, cases),
        may_be_short=kind == CASES,
        is_shown=places.are_named_in if wanted is not None and wanted.content == POST else None,
    )
    codes = {text: code_of(text, listed) for text in (*shown.values, *shown.masked)} if listed else {}
    return Guess(column.heading, wanted.name if wanted else "", shown, reason=reason, codes=codes)


def _proposal(columns: Sequence[Column], places: Places, kind: str) -> Proposal:
    fields = known_fields(kind)
    chosen = dict(_assigned(columns, fields, places))
    numbers = next((columns[at] for at, (name, _, _) in chosen.items() if name == "case_number"), None)
    cases = case_of_each_row(numbers, kind) if numbers else None
    guesses = []
    for position, column in enumerate(columns):
        name, confidence, why = chosen.get(position, ("", 0.0, ""))
        guess = guess_as(column, fields.get(name), places, kind, cases)
        guesses.append(replace(guess, confidence=confidence, why="identifying" if guess.is_refused else why))
    taken = {name for name, _, _ in chosen.values()}
    missing = tuple(tuple(sorted(some)) for some in REQUIRED[kind] if not some & taken)

    def read_as(*contents: str) -> list[Column]:
        return [columns[position] for position, (name, _, _) in chosen.items() if fields[name].content in contents]

    dates, decimal = date_format(read_as("date")), number_format(read_as("decimal"))
    return Proposal(kind, tuple(guesses), missing, dates, decimal, cases)


def _assigned(
    columns: Sequence[Column], fields: Mapping[str, Field], places: Places
) -> Iterator[tuple[int, tuple[str, float, str]]]:
    """Position -> field, confidence and why; the surest pairs first, each column and each field once."""
    pairs = []
    for position, column in enumerate(columns):
        identifies = identifying(column.heading, list(column.counts)[:SAMPLE])
        for rank, (name, wanted) in enumerate(fields.items()):
            if column.heading and (not identifies or name in MAY_IDENTIFY):
                score, why = _likeness(column, wanted, places)
                if score >= LEAST:
                    pairs.append((-score, rank, position, name, why))
    columns_taken, fields_taken = set[int](), set[str]()
    for score, _, position, name, why in sorted(pairs):
        if position not in columns_taken and name not in fields_taken:
            columns_taken.add(position)
            fields_taken |= {*BIRTH} if name in BIRTH else {name}  # one way to say how old somebody is will do
            yield position, (name, -score, why)


def _likeness(column: Column, wanted: Field, places: Places) -> tuple[float, str]:
    heading, content = by_heading(column, wanted), by_content(column, wanted, places)
    if heading:
        return heading * (0.6 + 0.4 * content), "heading"
    return (content * LIKELY if wanted.content in TELLING else 0.0), "content"


def _completeness(proposal: Proposal) -> tuple[float, float]:
    return 1 - len(proposal.missing) / len(REQUIRED[proposal.kind]), sum(
        guess.confidence for guess in proposal.guesses if guess.field
    )
