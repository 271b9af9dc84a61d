"""One view of the app as a meeting shows it: a picture or a table with everything that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

from report.sheets import Example, Explanation, Facts, Sheet


@dataclass(frozen=True)
class Exhibit:
    """A figure of one edition in one language, protected for the steering group; it depends on nothing but itself.

    `title`: what is shown; `findings`: sentences that say what is to be seen, the most important first; `picture`: an SVG
    document without title and sources, charts.medium.SLIDE_WIDTH wide, or "" for a table; `sheets`: first its table, then what
    explains it; `example`: marks made-up figures; `address`: the state of the page that it came from, such as
    "versorgung?part=map&edition=…"; `edition_id`: of the data; `language`: "de" or "en"; `district`: what the district is called,
    "" for what was stored without it.
    """

    title: str
    findings: tuple[str, ...]
    picture: str
    sheets: tuple[Sheet | Explanation, ...]
    example: Example | None
    address: str
    edition_id: str
    language: str
    district: str = ""

    @property
    def table(self) -> Sheet | None:
        """The numbers of the figure."""
        return next((sheet for sheet in self.sheets if isinstance(sheet, Sheet)), None)

    @property
    def facts(self) -> Facts:
        """Meaning, dates, sources and notes of the figure."""
        return next((sheet.facts for sheet in self.sheets if isinstance(sheet, Explanation)), Facts())


@dataclass(frozen=True)
class View:
    """An exhibit on the agenda of a meeting, under the headline and with the note that whoever prepared the meeting gave it;
    without a headline, the title of the exhibit stands there."""

    exhibit: Exhibit
    headline: str = ""
    note: str = ""

    @property
    def heading(self) -> str:
        return self.headline or self.exhibit.title
