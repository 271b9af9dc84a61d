"""What is proposed for a file without a sidecar: its folder, its citation, its day and what it takes the place of."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.inputs import KINDS
from etl.recognising.fingerprint import fingerprint
from etl.recognising.recognition import UNKNOWN, Recognition, recognise
from etl.recognising.suggestion import FOLDERS, suggest_arrival

EXAMPLES = tuple(f"caseload/Beispieldaten_{part}.csv" for part in ("Faelle", "Leistungen", "Ziele"))
EXPORTED_ON = dt.date(2026, 10, 31)


def of(kind: str, layout: str = "tidy") -> Recognition:
    return Recognition(kind, layout, "utf-8", ";", 1.0)


def test_every_kind_has_a_folder() -> None:
    assert FOLDERS.keys() == set(KINDS)


def test_what_is_not_known_is_not_guessed(small_data: Path) -> None:
    path = small_data / "raw" / EXAMPLES[0]
    with pytest.raises(InputError, match="say what it is first"):
        suggest_arrival(path, of(UNKNOWN, ""), small_data)


@pytest.mark.parametrize(
    ("kind", "present", "day", "publisher"),
    [
        ("posts", "staffing/stellen.csv", dt.date(2024, 10, 1), "Kreis Düren"),
        ("post_areas", "staffing/stellen_gebiete.csv", dt.date(2024, 10, 1), "Kreis Düren"),
        ("municipalities", "municipalities/gemeinden.csv", None, ""),
        ("boundaries", "geo/gemeinden_vg250_2016.geojson", None, ""),
    ],
)
def test_a_file_that_says_all_there_is_replaces_the_one_there_is(
    small_data: Path, tmp_path: Path, kind: str, present: str, day: dt.date | None, publisher: str
) -> None:
    """Staffing tables keep the day that is compared; maps and directories come from whoever published them."""
    path = tmp_path / "neu.csv"
    path.write_bytes(b"x")
    found = suggest_arrival(path, of(kind), small_data)
    assert found.replaces == (present,)
    assert found.folder == present.split("/", maxsplit=1)[0]
    assert (found.reference_date, found.publisher) == (day, publisher)
    arrival = found.arrival("neu.csv", EXPORTED_ON)
    assert (arrival.name, arrival.replaces) == (f"{found.folder}/neu.csv", (present,))
    assert (arrival.sidecar.kind, arrival.sidecar.reference_date, arrival.sidecar.data) == (kind, EXPORTED_ON, "real")


def test_outreach_has_nothing_to_replace_yet(small_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "Sprechstunden.csv"
    path.write_bytes(b"x")
    found = suggest_arrival(path, of("outreach"), small_data)
    assert (found.replaces, found.title, found.publisher) == ((), "Sprechstunden", "")


def test_the_same_figures_of_the_same_day_are_replaced_and_of_another_day_stay(
    small_data: Path, tmp_path: Path
) -> None:
    source = small_data / "raw/census/bevoelkerung_2024.csv"
    again, next_year = tmp_path / "neu.csv", tmp_path / "neu2025.csv"
    again.write_bytes(source.read_bytes())
    next_year.write_bytes(source.read_bytes().replace(b"2024-12-31", b"2025-12-31"))
    found = suggest_arrival(again, recognise(again, small_data), small_data)
    assert (found.replaces, found.reference_date) == (("census/bevoelkerung_2024.csv",), dt.date(2024, 12, 31))
    found = suggest_arrival(next_year, recognise(next_year, small_data), small_data)
    assert (found.replaces, found.reference_date) == ((), dt.date(2025, 12, 31))
    assert found.publisher == "IT.NRW"


def test_an_official_table_replaces_only_itself(small_data: Path, shared_data: Path) -> None:
    official = shared_data / "census" / "official"
    path = official / "ldbnrw_12411-15i_csv_latin1__dueren.csv"
    other = official / "ldbnrw_22811-01i_csv_latin1__dueren.csv"
    for source in (path, other):
        target = small_data / "raw" / "census" / source.name.replace("ldbnrw", "present")
        shutil.copyfile(source, target)
        beside = small_data / "raw/census/bevoelkerung_2024.csv.source.yml"
        shutil.copyfile(beside, target.with_name(f"{target.name}.source.yml"))
    found = suggest_arrival(path, recognise(path, small_data), small_data)
    assert found.replaces == ("census/present_12411-15i_csv_latin1__dueren.csv",)
    assert found.reference_date == dt.date(2024, 12, 31)
    assert fingerprint(other, "indicators").newest == dt.date(2023, 12, 31)


def test_an_export_of_the_same_day_is_replaced_and_of_another_day_stays(small_data: Path) -> None:
    path = small_data / "raw" / EXAMPLES[0]
    recognition = of("cases", "mapping:beispieldaten")
    assert suggest_arrival(path, recognition, small_data, EXPORTED_ON).replaces == EXAMPLES[:1]
    later = suggest_arrival(path, recognition, small_data, EXPORTED_ON + dt.timedelta(days=30))
    assert (later.replaces, later.data, later.mapping) == ((), "example", "beispieldaten")
    assert later.publisher == "KIM-Atlas, etl.example"
    assert later.title == ""  # its own name or that of the export before may be somebody's
    assert suggest_arrival(path, recognition, small_data).reference_date is None


def test_the_first_real_export_takes_the_place_of_all_that_is_made_up(
    small_data: Path, edit_yaml: Callable[..., None]
) -> None:
    path = small_data / "raw" / EXAMPLES[0]
    found = suggest_arrival(path, of("cases", "mapping:caritas"), small_data, EXPORTED_ON)
    assert (found.data, found.mapping, found.replaces) == ("real", "caritas", EXAMPLES)
    for name in EXAMPLES:
        edit_yaml(small_data / "raw" / f"{name}.source.yml", lambda sidecar: sidecar.update(data="real"))
    assert suggest_arrival(path, of("cases", "mapping:caritas"), small_data, EXPORTED_ON).replaces == ()
