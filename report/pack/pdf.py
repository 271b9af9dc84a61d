"""The pack as paper (PDF): A4 across, tagged, to be read by eyes, screen readers and after a photocopier."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst

from report.meeting import Pack
from report.pack.pdf_content import AUTHOR, content
from report.pack.pdf_letters import STANDARD, letters_of, missing_among, with_shown
from report.picture import fonts

TEMPLATE = Path(__file__).with_name("pdf.typ")
# Of views that belong to no meeting.
NO_DAY = dt.date(2000, 1, 1)


def pdf(pack: Pack) -> bytes:
    """Cover, agenda, a page per view, assignments, terms and every table as PDF/UA-1. The same pack gives the same bytes.

    Texts of the pack are shown as they are, never read as markup; letters that none of our fonts has stand as �. Raises
    ValueError for a picture that cannot be drawn.
    """
    described = content(pack)
    described = _shown(described, missing_among(letters_of(json.dumps(described, ensure_ascii=False))))
    # A document without a title is refused.
    described["cover"]["title"] = described["cover"]["title"].strip() or AUTHOR
    day = pack.meeting.held_on if pack.meeting else NO_DAY
    try:
        return typst.compile(
            str(TEMPLATE),
            format="pdf",
            font_paths=fonts(),
            pdf_standards=[STANDARD],
            sys_inputs={"pack": json.dumps(described, ensure_ascii=False)},
            timestamp=dt.datetime.combine(day, dt.time(), dt.UTC),
        )
    except typst.TypstError as error:
        raise ValueError(f"this pack cannot be set: {error.message}") from error


def _shown(part: Any, missing: frozenset[str]) -> Any:
    """The content with every text in it as the fonts can show it."""
    match part:
        case str():
            return with_shown(part, missing)
        case dict():
            return {name: _shown(inner, missing) for name, inner in part.items()}
        case list() | tuple():
            return [_shown(inner, missing) for inner in part]
        case _:
            return part
