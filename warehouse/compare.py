"""What changed between two editions, taken apart into method, data, posts and development."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import polars as pl

from warehouse.edition import open_edition
from warehouse.stage import STAGES, Stage, stages
from warehouse.stage_figures import UNITS, Key, known_of

SCHEMA = {
    "quantity": pl.String,
    "ags": pl.String,
    "focus_area": pl.String,
    **dict.fromkeys(STAGES, pl.Float64),
    "unit": pl.String,
    "method_is_known": pl.Boolean,
}


def compare(edition_a: str, edition_b: str, data: Path | None = None) -> pl.DataFrame:
    """The same quantities at the five stages from edition A to edition B of the data folder `data` (default: the project's own),
    in exact numbers: for those who may see exact numbers.

    Columns: quantity, ags ("" = the district), focus_area ("" = all), before, recomputed, revised, posts, after (null: that
    stage has no such figure, which is not 0), unit (people, fte or cases), method_is_known. One row per quantity, municipality
    and focus area that any stage knows. Quantities: need:<indicator> of municipalities and district; fte, granted posts of
    case management, and open_cases, both of the district in all and by focus area; new_cases_12m of the district.

    The steps are differences of neighbouring stages, so they add up to after - before:
        method = recomputed - before      A's inputs, read and counted by B's code, settings, mappings and outcome frames
        data = revised - recomputed       late or corrected deliveries, revised statistics and staffing tables
        posts = posts - revised           posts as of B's day instead of A's
        development = after - posts       cases and indicators as of B's dates instead of A's
    Which step a change falls into depends on this order, as always where factors are exchanged one after the other (E. M.
    Kitagawa 1955, Components of a Difference Between Two Rates, Journal of the American Statistical Association 50).

    Dates of a stage are those of warehouse.stages. Posts count that are valid on its posts_on. Cases are open at the end of the
    month that ends on its cases_on, and new in the twelve months up to it. Indicators: before and after have the newest day
    of the municipalities, and of the district, of A and of B; the stages between have the newest day that is not after A's (where A
    as made then has none: not after that of its recomputation). Should B's dates be earlier than A's, the formula stays the
    same: development then leads back in time, and revised is what B says of A's dates, null where B does not reach so far.

    `method_is_known` is False where A and B were made by different methods and A has not been recomputed by B's; recomputed
    is null then. Editions of an older form are read as far as they go. Raises NoEditionError when one of the two does not exist,
    ValueError when they are of different districts.
    """
    found = stages(edition_a, edition_b, data)
    values = _values(found, data)
    keys = sorted({key for of_stage in values.values() for key in of_stage}, key=_place)
    is_known = found[1].edition_id is not None
    rows = [
        (*key, *(values[name].get(key) for name in STAGES), UNITS[key[0]], is_known)
        for key in keys
        if any(values[name].get(key) is not None for name in STAGES)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _values(found: tuple[Stage, ...], data: Path | None) -> dict[str, dict[Key, float | None]]:
    with ExitStack() as opened:
        ids = {stage.edition_id for stage in found if stage.edition_id is not None}
        known = {each: known_of(opened.enter_context(open_edition(each, data))) for each in sorted(ids)}
        days = {edition_id: edition.newest_days for edition_id, edition in known.items()}
        areas = sorted(set[str]().union(*(edition.focus_areas for edition in known.values())))
        before, recomputed, *_, after = found
        as_of_then = {**days.get(recomputed.edition_id or "", {}), **days[before.edition_id or ""]}
        values: dict[str, dict[Key, float | None]] = {stage.name: {} for stage in found}
        for stage in found:
            if stage.edition_id is not None:
                until = days[stage.edition_id] if stage is after else as_of_then
                values[stage.name] = known[stage.edition_id].figures(stage.posts_on, stage.cases_on, until, areas)
        return values


def _place(key: Key) -> tuple[int, str, str]:
    quantity, ags, focus_area = key
    return list(UNITS).index(quantity), ags, focus_area
