"""How completely and how soon carriers deliver, month by month: tables whose cells say it in numbers and in colour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from charts.colours import class_colours, class_index, ink_on
from locales.language import Language

# Shares filled; a cell on a limit belongs to the class above.
BREAKS = (0.5, 0.7, 0.85, 0.95)
# Days from the end of a month to the export that covers it: a month, a quarter, half a year, a year.
DAYS = (31, 92, 183, 366)
NO_CASES, NOT_DELIVERED = "–", "…"


@dataclass(frozen=True)
class Filled:
    """Fields filled and asked of the cases that began in one month."""

    filled: int
    asked: int
    cases: int


@dataclass(frozen=True)
class CarrierRow:
    """One carrier: the day of its newest export (None: it has delivered none) and its months that have cases."""

    name: str
    exported_on: dt.date | None
    months: Mapping[dt.date, Filled]


def last_months(until: dt.date, number: int) -> list[dt.date]:
    """The first days of so many months, the month of `until` as the last."""
    count = until.year * 12 + until.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(count - number + 1, count + 1)]


def matrix(caption: str, rows: Sequence[CarrierRow], months: Sequence[dt.date], language: Language) -> str:
    """HTML of a table with a row per carrier and a column per month; every cell says its share in per cent.

    A month that ended after the carrier's newest export is not delivered, one with no new case is marked as such.
    """
    body = "".join(_row(row, months, language) for row in rows)
    return _table(caption, months, body, language) + _legend(language)


def timeliness(
    caption: str,
    rows: Sequence[tuple[str, Sequence[dt.date]]],
    months: Sequence[dt.date],
    language: Language,
) -> str:
    """HTML of a table with a row per carrier and a column per month: days from the end of the month to the first of the
    carrier's exports (name, days of the exports) that covers it."""
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_late(name, days, month, language) for month in months)}</tr>'
        for name, days in rows
    )
    limits = [language.number(limit) for limit in DAYS]
    words = [
        language.text("below {limit} days", limit=limits[0]),
        *(language.text("{low} to below {high} days", low=low, high=high) for low, high in pairwise(limits)),
        language.text("{limit} days and more", limit=limits[-1]),
    ]
    return _table(caption, months, body, language) + _legend_of(words, _colours()[::-1], language, with_none=False)


def _late(name: str, days: Sequence[dt.date], month: dt.date, language: Language) -> str:
    end = _last_day(month)
    covering = [day for day in days if day >= end]
    place = f"{name}, {language.month(month)}"
    if not covering:
        return _without(place, language.text("not delivered yet"), NOT_DELIVERED, "kim-hatched")
    late = (min(covering) - end).days
    colour = _colours()[::-1][class_index(late, DAYS)]
    said = language.text("{place}: delivered {days} days after its end", place=place, days=language.number(late))
    return f'<td style="background:{colour};color:{ink_on(colour)}" title="{escape(said)}">{language.number(late)}</td>'


def _table(caption: str, months: Sequence[dt.date], body: str, language: Language) -> str:
    years = "".join(
        f'<th scope="colgroup" colspan="{len(list(found))}">{year}</th>'
        for year, found in groupby(months, key=lambda month: month.year)
    )
    names = "".join(
        f'<th scope="col" abbr="{escape(language.month(month))}">{month.month:02d}</th>' for month in months
    )
    head = f'<tr><th scope="col" rowspan="2">{escape(language.text("Carrier"))}</th>{years}</tr><tr>{names}</tr>'
    return (
        f'<table class="kim-table kim-matrix"><caption>{escape(caption)}</caption><thead>{head}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _without(place: str, said: str, sign: str, kind: str) -> str:
    return (
        f'<td class="{kind}" title="{escape(f"{place}: {said}")}"><span aria-hidden="true">{sign}</span>'
        f'<span class="kim-unseen">{escape(said)}</span></td>'
    )


def _row(row: CarrierRow, months: Sequence[dt.date], language: Language) -> str:
    cells = "".join(_cell(row, month, language) for month in months)
    return f'<tr><th scope="row">{escape(row.name)}</th>{cells}</tr>'


def _cell(row: CarrierRow, month: dt.date, language: Language) -> str:
    found = row.months.get(month)
    place = f"{row.name}, {language.month(month)}"
    if found and found.asked:
        share = found.filled / found.asked
        said = language.text(
            "{place}: {share} of {asked} entries filled, {cases} cases",
            place=place,
            share=language.percent(share, 0),
            asked=language.number(found.asked),
            cases=language.number(found.cases),
        )
        return f'<td style="{_style(share)}" title="{escape(said)}">{language.number(share * 100)}</td>'
    if row.exported_on is None or _last_day(month) > row.exported_on:
        said, sign, kind = language.text("not delivered yet"), NOT_DELIVERED, "kim-hatched"
    else:
        said, sign, kind = language.text("no new cases"), NO_CASES, "kim-nothing"
    return _without(place, said, sign, kind)


def _legend(language: Language) -> str:
    limits = [language.percent(limit, 0) for limit in BREAKS]
    words = [
        language.text("below {limit}", limit=limits[0]),
        *(language.text("{low} to below {high}", low=low, high=high) for low, high in pairwise(limits)),
        language.text("{limit} and more", limit=limits[-1]),
    ]
    return _legend_of(words, _colours(), language, with_none=True)


def _legend_of(words: Sequence[str], colours: Sequence[str], language: Language, *, with_none: bool) -> str:
    items = [
        f'<li><span class="kim-swatch" style="background:{colour}"></span>{escape(word)}</li>'
        for colour, word in zip(colours, words, strict=True)
    ]
    if with_none:
        items.append(f'<li><span class="kim-swatch">{NO_CASES}</span>{escape(language.text("no new cases"))}</li>')
    items.append(
        f'<li><span class="kim-swatch kim-hatched">{NOT_DELIVERED}</span>'
        f"{escape(language.text('not delivered yet'))}</li>"
    )
    return f'<ul class="kim-legend">{"".join(items)}</ul>'


def _style(share: float) -> str:
    colour = _colours()[class_index(share, BREAKS)]
    return f"background:{colour};color:{ink_on(colour)}"


def _colours() -> tuple[str, ...]:
    """The emptier, the darker: what is to be looked after stands out."""
    return class_colours(len(BREAKS) + 1, diverging=False)[::-1]


def _last_day(month: dt.date) -> dt.date:
    following = dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
