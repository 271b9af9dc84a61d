"""Whether a mapping and the header of an export fit, and which columns are refused because they identify people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from etl.caseload.identifying import by_content, by_heading
from etl.caseload.mappings import CarrierMapping, FileMapping
from etl.errors import InputError
from etl.headings import is_about_somebody, is_known, may_be_quoted
from etl.inputs import InputFile
from etl.text_table import header, read_text_table

LOOKED_AT = 500  # values of a column that nobody has decided about


def part_for(mapping: CarrierMapping, found: InputFile) -> FileMapping:
    """What a mapping says of a file of its kind. Raises InputError when it says nothing."""
    if found.sidecar.kind not in mapping:
        raise InputError(
            "has no part «{part}», for {name}", f"{found.sidecar.mapping}.yml", part=found.sidecar.kind, name=found.name
        )
    return mapping[found.sidecar.kind]


def refused_columns(part: FileMapping, found: InputFile) -> tuple[str, ...]:
    """Headings of the columns of an export that identify people and so are not read, because the mapping or
    etl.caseload.identifying says so; "#7" for the seventh column where nobody knows its heading.

    Raises InputError for a column that the mapping does not name and that is nothing of the kind: a new column must not
    pass unseen.
    """
    decided = [*part.layout.columns.values(), *part.refused, *part.ignored]
    headings = header(found.path, found.name, part.reading, decided)
    if set(decided).isdisjoint(headings):  # the first row may be a person: it is not quoted
        raise InputError(
            "the first row has none of the headings of the mapping «{mapping}»; put the header back",
            found.name,
            row=1,
            mapping=found.sidecar.mapping,
        )
    undecided = [heading for heading in headings if heading and heading not in decided]
    identifying = {*part.refused, *_identifying(undecided, part, found)}
    strangers = [heading for heading in headings if heading not in decided and heading not in identifying]
    if strangers and all(may_be_quoted(heading, headings, decided) for heading in strangers):
        raise InputError(
            "the mapping «{mapping}» does not know the columns {columns}; "
            "name them there under columns, refused (identifies people) or ignored",
            found.name,
            row=1,
            mapping=found.sidecar.mapping,
            columns=", ".join(f"«{heading}»" for heading in strangers),
        )
    if strangers:
        raise InputError(
            "the mapping «{mapping}» does not know the columns number {columns}; "
            "name them there under columns, refused (identifies people) or ignored",
            found.name,
            row=1,
            mapping=found.sidecar.mapping,
            columns=", ".join(str(headings.index(heading) + 1) for heading in strangers),
        )
    return tuple(
        heading if is_known(heading, decided) and not is_about_somebody(heading) else f"#{place}"
        for place, heading in enumerate(headings, start=1)
        if heading in identifying
    )


def _identifying(undecided: Sequence[str], part: FileMapping, found: InputFile) -> Collection[str]:
    """Of the headings nobody has decided about, those of columns that identify people."""
    told = {heading for heading in undecided if by_heading(heading)}
    open_ones = [heading for heading in undecided if heading not in told and undecided.count(heading) == 1]
    if not open_ones:
        return told
    wanted = [*part.layout.columns.values(), *open_ones]  # with the headings that are mapped, which tell the header
    rows = read_text_table(found.path, found.name, open_ones, part.reading, wanted).rows.head(LOOKED_AT)
    day = found.sidecar.reference_date
    return told | {heading for heading in open_ones if by_content(rows[heading].to_list(), day)}
