"""What must come out of the inputs: posts, municipalities and the shares that the county's concept quotes."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from etl.errors import ControlTotalError, InputError
from etl.faulty_text import faulty_row
from etl.stated_totals import DISTRICT_FILE, StatedTotals, stated_totals
from metrics.codes import codes
from metrics.definitions import target_groups
from metrics.staffing import valid_on

TOLERANCE = 1e-9
TEXTS = Path(__file__).parent / "control_totals.yml"
SUBJECTS = ("building_block", "focus_area")


@dataclass(frozen=True)
class ControlTotal:
    """One total: what it counts (an id of control_totals.yml, of a code or indicator, in a place), the file it comes from,
    the number it must be and the number it is."""

    id: str
    file: str
    expected: float
    found: float
    subject: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """What it counts, in English and with codes as they stand in the files."""
        return _texts()[self.id]["en"].format(subject=self.subject, place=self.place)

    def label(self, language: str) -> str:
        """What it counts, in words of the language."""
        return total_text(asdict(self), language)

    @property
    def holds(self) -> bool:
        return abs(self.expected - self.found) <= TOLERANCE

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"name": self.name, "holds": self.holds}


def total_text(total: Mapping[str, Any], language: str) -> str:
    """What a total of a manifest (see ControlTotal.as_dict) counts, in words of the language."""
    subject = total["subject"]
    for field in SUBJECTS:
        if subject in codes(field):
            subject = codes(field)[subject][language]
    if subject in target_groups():
        subject = target_groups()[subject].label[language]
    return _texts()[total["id"]][language].format(subject=subject, place=total["place"])


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    content: Mapping[str, Mapping[str, str]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True)
class LoadedTables:
    """The valid rows that totals are checked on, and the names of the files they came from."""

    municipalities: pl.DataFrame
    indicators: pl.DataFrame
    posts: pl.DataFrame
    post_areas: pl.DataFrame
    staffing_on: dt.date
    files: Mapping[str, str]


def read_district(data: Path) -> Mapping[str, Any]:
    """The settings of the district. Raises InputError when the file is missing or not TOML."""
    path = data / DISTRICT_FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("does not exist; copy it from the project", DISTRICT_FILE) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "is not readable as TOML in UTF-8; correct it", DISTRICT_FILE, row=faulty_row(error)
        ) from error


def check_totals(tables: LoadedTables, district: Mapping[str, Any]) -> list[ControlTotal]:
    """All control totals. Raises ControlTotalError naming the file and both numbers of every one that fails."""
    totals = control_totals(tables, district)
    refuse_failed(totals)
    return totals


def control_totals(tables: LoadedTables, district: Mapping[str, Any]) -> list[ControlTotal]:
    """All control totals the district states, those that fail too. Raises InputError when its settings cannot be used."""
    stated = stated_totals(district)
    return [*_posts(tables, stated), *_places(tables, stated), *_shares(tables, stated)]


def refuse_failed(totals: Sequence[ControlTotal]) -> None:
    """Raises ControlTotalError naming the file and both numbers of every total that fails."""
    failed = [total for total in totals if not total.holds]
    if failed:
        lines = [
            f"{total.name}: expected {total.expected:g}, found {_shown(total.found)} (from {total.file})"
            for total in failed
        ]
        raise ControlTotalError(
            "control totals do not come out, nothing was loaded. {totals}. Correct the file or, if the total itself has "
            "changed, {settings}",
            failed[0].file,
            failed=failed,
            totals="; ".join(lines),
            settings=DISTRICT_FILE,
        )


def _shown(found: float) -> str:
    return "no figure" if math.isnan(found) else f"{found:g}"


def _posts(tables: LoadedTables, stated: StatedTotals) -> Iterator[ControlTotal]:
    file = _file(tables, "posts")
    valid = tables.posts.filter(valid_on(tables.staffing_on)).with_columns(
        pl.col("building_block", "focus_area").cast(pl.String)
    )
    managed = valid.filter(pl.col("building_block") == "case_management")
    for block, fte in stated.block_fte.items():
        found = valid.filter(pl.col("building_block") == block)["fte"].sum()
        yield ControlTotal("posts_of_block", file, fte, found, subject=block)
    for area, fte in stated.focus_area_fte.items():
        found = managed.filter(pl.col("focus_area") == area)["fte"].sum()
        yield ControlTotal("posts_of_focus_area", file, fte, found, subject=area)
    if stated.carriers is not None:
        yield ControlTotal("carriers", file, stated.carriers, managed["carrier"].n_unique())
    # No page can compare a post with need that serves no place: this must hold in every district.
    without = managed.join(_areas(tables), on="post", how="anti").height
    yield ControlTotal("posts_unserving", _file(tables, "post_areas"), 0, without)


def _places(tables: LoadedTables, stated: StatedTotals) -> Iterator[ControlTotal]:
    if stated.municipalities is not None:
        inside = tables.municipalities.filter(pl.col("ags").str.starts_with(stated.ags)).height
        yield ControlTotal("municipalities", _file(tables, "municipalities"), stated.municipalities, inside)
    if stated.named_municipalities is not None:
        welcome = tables.posts.filter(
            valid_on(tables.staffing_on) & (pl.col("focus_area").cast(pl.String) == "welcome")
        )
        named = _areas(tables).filter("is_named").join(welcome, on="post", how="semi")["ags"].n_unique()
        yield ControlTotal("municipalities_named", _file(tables, "post_areas"), stated.named_municipalities, named)


def _shares(tables: LoadedTables, stated: StatedTotals) -> Iterator[ControlTotal]:
    for share in stated.shares:
        on_date = pl.col("reference_date") == share.reference_date
        rows = tables.indicators.filter((pl.col("ags") == share.ags) & on_date)
        part, whole = (
            rows.filter(pl.col("indicator") == name)["value"].to_list() for name in (share.indicator, "population")
        )
        is_whole = len(part) == len(whole) == 1 and part[0] is not None and whole[0]
        found = round(part[0] / whole[0] * 100, 2) if is_whole else float("nan")
        file = _file(tables, "indicators")
        yield ControlTotal("share", file, share.per_cent, found, subject=share.indicator, place=share.ags)


def _areas(tables: LoadedTables) -> pl.DataFrame:
    return tables.post_areas.filter(valid_on(tables.staffing_on))


def _file(tables: LoadedTables, kind: str) -> str:
    """The file the rows of a kind came from; without one they come from the settings of the district."""
    return tables.files.get(kind, DISTRICT_FILE)
