"""Access channels and referrals as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from metrics.codes import codes, name
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes import ways_channels as channels
from pages.outcomes import ways_channels_shown as channels_shown
from pages.outcomes import ways_referrals as referrals
from pages.outcomes import ways_referrals_shown as referrals_shown
from pages.outcomes.services_sheets import unit_columns
from pages.outcomes.view import CLOCKS, OutcomeView, choices_in_words, year_text
from pages.outcomes.ways_channels import NOT_STATED, REGISTRATION
from report.sheets import Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
MEANINGS = ("registration_office_share", "access_channel_share", "colleagues_share", "referral_share")


def title(visit: Visit) -> str:
    """What the workbook holds."""
    return visit.language.text("Access channels and referrals")


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """Channels by unit, what explains all, the share by the residents' registration office, channels by year; then referrals by unit,
    and what was sent and arrived year by year."""
    return [
        _channels(visit, view),
        _about(visit, view, title(visit), MEANINGS),
        _registration(visit, view),
        _channels_by_year(visit, view),
        *((_referrals(visit, view), _exchange(visit, view)) if files_of(visit, "services") else ()),
    ]


def sheets_of(visit: Visit, view: OutcomeView, key: str) -> Sequence[Sheet | Explanation]:
    """The sheet of the figure with this key, one of FIGURES, and what explains it."""
    fill, meaning = FIGURES[key]
    sheet = fill(visit, view)
    return [sheet, _about(visit, view, sheet.title, (meaning,))]


def _about(visit: Visit, view: OutcomeView, name: str, meanings: Sequence[str]) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        name,
        meanings=[definition(meaning) for meaning in meanings],
        choices={**choices_in_words(visit, view, "interview"), text("Referrals"): text(CLOCKS["given"])},
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "services"),
        uses_clients=True,
    )


def _channels(visit: Visit, view: OutcomeView) -> Sheet:
    head, fields = unit_columns(visit, view)
    rows = [
        (*(row[field] for field in fields), *_channel_counts(visit, row))
        for row in channels.by_unit(visit, view).iter_rows(named=True)
    ]
    columns = [*head, *_channel_columns(visit)]
    notes = [_clock(visit, "interview")]
    return Sheet(
        visit.language.text("Access channels"), channels_shown.title_of_units(visit, view), columns, rows, notes
    )


def _registration(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    head, fields = unit_columns(visit, view)
    shown = number_format(REGISTRATION.meaning.decimals, percent=True)
    columns = [
        *head,
        Column(REGISTRATION.meaning.label[visit.language.code], WIDE, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
    ]
    found = channels.by_registration(visit, view)
    return Sheet(
        text("Registration office"),
        channels_shown.title_of_registration(visit, view),
        columns,
        found.select(*fields, "value", "lower", "upper", "count", "base").rows(),
        [_clock(visit, "interview")],
    )


def _channels_by_year(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    rows = [
        (year_text(visit, row["year"]), *_channel_counts(visit, row))
        for row in channels.by_year(visit, view).iter_rows(named=True)
    ]
    columns = [Column(text("Year"), WIDE), *_channel_columns(visit)]
    return Sheet(
        text("Access channels by year"),
        channels_shown.title_of_years(visit, view),
        columns,
        rows,
        [_clock(visit, "interview")],
    )


def _referrals(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    asked = referrals.told_by(visit, view)
    head, fields = unit_columns(visit, asked)
    names = referrals_shown.targets_told(visit, view)
    columns = [
        *head,
        Column(text("Referrals"), NARROW, number_format(0)),
        *(Column(label, NARROW, number_format(0)) for label in names.values()),
    ]
    rows = referrals.by_unit(visit, view).select(*fields, pl.col("referrals", *names).fill_null(0)).rows()
    return Sheet(
        text("Referrals"), referrals_shown.title_of_units(visit, view), columns, rows, [_clock(visit, "given")]
    )


def _flows(visit: Visit, view: OutcomeView) -> Sheet:
    """The numbers of the ribbons: who refers how many to whom."""
    text = visit.language.text
    areas = {area: name(referrals.SOURCE, area, visit.language.code) for area in codes(referrals.SOURCE)}
    names = areas | referrals.target_names(visit, view)
    columns = [
        Column(text("Referred by"), WIDE),
        Column(text("Referred to"), WIDE),
        Column(text("Referrals"), NARROW, number_format(0)),
    ]
    rows = [(names[source], names[target], count) for source, target, count in referrals.flows(visit, view)]
    return Sheet(text("Referrals"), referrals_shown.title_of_flow(visit, view), columns, rows, [_clock(visit, "given")])


def _exchange(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    columns = [
        Column(text("Year"), NARROW),
        Column(text("Focus area"), WIDE),
        Column(text("Referrals sent there"), NARROW, number_format(0)),
        Column(text("New cases that came by colleagues"), NARROW, number_format(0)),
        Column(text("New cases whose way is known"), NARROW, number_format(0)),
        Column(definition("colleagues_share").label[visit.language.code], NARROW, number_format(0, percent=True)),
    ]
    areas = {area: name(referrals.SOURCE, area, visit.language.code) for area in codes(referrals.SOURCE)}
    rows = [
        (
            year_text(visit, year),
            areas[row.focus_area],
            row.sent,
            row.arrived,
            row.known,
            referrals_shown.share_arrived(row, visit.role),
        )
        for year, found in referrals.exchanges_by_year(visit, view).items()
        for row in found
    ]
    return Sheet(
        text("Sent and arrived"),
        referrals_shown.title_of_years(visit, view),
        columns,
        rows,
        [referrals_shown.exchange_note(visit)],
    )


def _channel_columns(visit: Visit) -> list[Column]:
    text = visit.language.text
    labels = [text("New cases"), *channels.channel_names(visit).values(), text("way not stated")]
    return [Column(label, NARROW, number_format(0)) for label in labels]


def _channel_counts(visit: Visit, row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[field] or 0 for field in ("cases", *channels.channel_names(visit), NOT_STATED))


def _clock(visit: Visit, clock: str) -> str:
    return visit.language.text("Counted: {clock}.", clock=visit.language.text(CLOCKS[clock]))


# Key of a figure -> what fills its sheet, and the definition of what it shows.
FIGURES: dict[str, tuple[Callable[[Visit, OutcomeView], Sheet], str]] = {
    "registration": (_registration, "registration_office_share"),
    "channel_years": (_channels_by_year, "access_channel_share"),
    "channels": (_channels, "access_channel_share"),
    "referrals": (_flows, "referral_share"),
    "exchange_table": (_exchange, "colleagues_share"),
}
