"""What slides and workbook say about the pack as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from locales.clock import local_day
from locales.language import Language
from report.exhibit import View
from report.meeting import Pack
from report.sheets import Example

DIGEST_SHOWN = 12


def title(pack: Pack, language: Language) -> str:
    """What the meeting is called; views without one are called after what they are."""
    return pack.meeting.title if pack.meeting else language.text("Views of the data")


def district(pack: Pack) -> str:
    """What the district is called; "" where no view was stored with it."""
    return next((view.exhibit.district for view in pack.views if view.exhibit.district), "")


def edition(pack: Pack) -> str:
    """The id of the edition that everything is of."""
    return pack.meeting.edition_id if pack.meeting else pack.views[0].exhibit.edition_id


def about(pack: Pack, language: Language, digits: int = DIGEST_SHOWN) -> list[str]:
    """Sentences on district and date, edition, checksum (its first digits) and whether anything can still change."""
    text, meeting, here = language.text, pack.meeting, district(pack)
    of_edition = text("Edition of the data: {edition}", edition=edition(pack))
    if meeting is None:
        return [*([here] if here else []), of_edition]
    locked = (
        text("Locked on {date}: nothing of it can change.", date=language.day(local_day(meeting.locked_at)))
        if meeting.locked_at
        else text("Not locked yet: agenda and views can still change.")
    )
    checksum = text("Checksum of the meeting: {digest}", digest=meeting.digest[:digits])
    held = " · ".join(filter(None, (here, text("Meeting on {date}", date=language.day(meeting.held_on)))))
    return [held, of_edition, *([checksum] if meeting.digest else []), locked]


def made_up(views: Iterable[View]) -> Example | None:
    """What marks the pack where it has made-up figures."""
    return next((view.exhibit.example for view in views if view.exhibit.example), None)


def numbered(heading: str, number: int, count: int) -> str:
    """The heading of one of several slides with the same."""
    return f"{heading} ({number}/{count})" if count > 1 else heading


def assignments_title(pack: Pack, language: Language) -> str:
    """What the list of assignments is called, with its day."""
    if pack.assignments_on is None:
        return language.text("Assignments")
    return language.text("Assignments as of {day}", day=language.day(pack.assignments_on))


def assignment_headings(language: Language) -> Sequence[str]:
    """What stands above the columns of a list of assignments: text, office, day, status."""
    text = language.text
    return text("Assignment"), text("Responsible office"), text("Due"), text("Status")


def linked_view(address: str, pack: Pack, language: Language) -> str:
    """The view that an assignment came from: its number and heading where the pack has it, on whatever edition, else its address."""
    found = (
        number for number, view in enumerate(pack.views, start=1) if _state(view.exhibit.address) == _state(address)
    )
    number = next(found, None) if address else None
    if number is None:
        return address
    return language.text("View {number}: {heading}", number=number, heading=pack.views[number - 1].heading)


def _state(address: str) -> tuple[str, list[tuple[str, str]]]:
    """Page and choices of an address, without the edition."""
    path, _, query = address.partition("?")
    return path, sorted(choice for choice in parse_qsl(query) if choice[0] != "edition")


def assignment_state(status: str, is_overdue: bool, language: Language) -> str:
    """How far an assignment is, and that it should be done by now."""
    return language.text("{status}, overdue", status=status) if is_overdue else status
