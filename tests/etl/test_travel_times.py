"""Travel times from the file to the question: the reader, several files, the mart, and what a new file changes."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.errors import InputError
from etl.inputs import Sidecar, sha256, write_sidecar
from etl.intake import dry_run
from etl.load import load
from etl.outcome import Outcome
from etl.recognising.recognition import recognise
from etl.recognising.suggestion import suggest_arrival
from etl.rules import rules as words
from etl.schemas import TravelTime
from etl.several_files import one_table
from etl.sources.travel_times import ALSO_WRITTEN, ONE_JOURNEY, modes_of, read_travel_times
from metrics.codes import codes
from metrics.protection import protect
from tests.etl.files.made import xlsx_of
from warehouse import Edition, Store, open_edition, queries

NAME = "travel_times/zeiten.csv"
GERMAN, ENGLISH = "von;nach;Minuten;Verkehrsmittel", "from;to;minutes;mode"
ALDENHOVEN, DUEREN, HEIMBACH = PLACES = ("05358004", "05358008", "05358012")
MODES = ("car", "public_transport", "bicycle", "walking")
CAR, TRANSIT = "travel_times/auto.csv", "travel_times/bus.csv"


def read(folder: Path, *rows: str, header: str = GERMAN, name: str = NAME) -> Outcome:
    path = folder / "file.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_travel_times(path, name, PLACES)


def broken(outcome: Outcome) -> list[tuple[int, str, str]]:
    assert set(outcome.rejected["rule"]) <= set(words())
    return sorted(outcome.rejected.rows())


def test_a_file_is_read_under_german_and_under_english_headings(tmp_path: Path) -> None:
    rows = ("05358004;05358008;28,5;Auto", "05358008;05358004;30;Auto", "05358008;05358008;0;ÖPNV")
    outcome = read(tmp_path, *rows)
    assert broken(outcome) == []
    assert outcome.frame.rows() == [
        (2, ALDENHOVEN, DUEREN, 28.5, "car"),
        (3, DUEREN, ALDENHOVEN, 30.0, "car"),
        (4, DUEREN, DUEREN, 0.0, "public_transport"),
    ]
    assert read(tmp_path, *rows, header=ENGLISH).frame.equals(outcome.frame)
    columns = ["from,to,minutes,mode", "05358004,05358008,28.5,car", "05358008,05358004,30.0,car"]
    assert read(tmp_path, *columns[1:], header=columns[0]).frame.equals(outcome.frame.head(2))


def test_a_workbook_is_read_with_its_times_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "zeiten.xlsx"
    rows = [["Fahrzeiten"], ENGLISH.split(";"), [ALDENHOVEN, DUEREN, 28.5, "car"], [DUEREN, HEIMBACH, 41, "transit"]]
    path.write_bytes(xlsx_of({"Tabelle1": rows}))
    found = read_travel_times(path, NAME, PLACES).frame.drop("line").rows()
    assert found == [(ALDENHOVEN, DUEREN, 28.5, "car"), (DUEREN, HEIMBACH, 41.0, "public_transport")]


def test_headings_of_neither_language_are_refused_and_the_german_ones_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the header lacks «von», «nach», «Minuten», «Verkehrsmittel»"):
        read(tmp_path, "05358004;05358008;28,5;Auto", header="Start;Ziel;Dauer;Modus")
    with pytest.raises(InputError, match="the header lacks «mode»"):
        read(tmp_path, "05358004;05358008;28,5;car", header="from;to;minutes;means")


@pytest.mark.parametrize("mode", codes("travel_mode"))
def test_every_mode_is_read_by_its_code_and_by_its_names_whatever_the_capitals(tmp_path: Path, mode: str) -> None:
    written = {
        mode,
        *codes("travel_mode")[mode].values(),
        *(text for text in ALSO_WRITTEN if ALSO_WRITTEN[text] == mode),
    }
    for text in sorted(written | {text.upper() for text in written if "ß" not in text}):
        assert read(tmp_path, f"05358004;05358008;28,5;{text}").frame["mode"].to_list() == [mode], text


def test_every_way_of_writing_leads_to_a_mode() -> None:
    assert tuple(codes("travel_mode")) == MODES
    assert set(ALSO_WRITTEN.values()) == {*MODES}
    assert all(text == text.lower() for text in ALSO_WRITTEN)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("05358999;05358008;12;Auto", "von", "known_origin"),
        ("5358004;05358008;12;Auto", "von", "known_origin"),
        ("05358;05358008;12;Auto", "von", "known_origin"),
        (";05358008;12;Auto", "von", "nullability"),
        ("05358008;05366004;12;Auto", "nach", "known_destination"),
        ("05358008;Düren;12;Auto", "nach", "known_destination"),
        ("05358008;;12;Auto", "nach", "nullability"),
        ("05358008;05358004;-1;Auto", "Minuten", "min"),
        ("05358008;05358004;;Auto", "Minuten", "nullability"),
        ("05358008;05358004;NaN;Auto", "Minuten", "readable_number"),
        ("05358008;05358004;inf;Auto", "Minuten", "readable_number"),
        (f"05358008;05358004;{'9' * 400};Auto", "Minuten", "readable_number"),
        ("05358008;05358004;-;Auto", "Minuten", "readable_number"),
        ("05358008;05358004;00:12;Auto", "Minuten", "readable_number"),
        ("05358008;05358004;1441;Auto", "Minuten", "max"),
        ("05358008;05358004;12;Flugzeug", "Verkehrsmittel", "known_code"),
        ("05358008;05358004;12;", "Verkehrsmittel", "nullability"),
        ("05358008;05358004;12", "–", "as_many_cells_as_header"),
    ],
)
def test_wrong_rows_are_rejected_with_column_and_rule(tmp_path: Path, row: str, column: str, rule: str) -> None:
    outcome = read(tmp_path, row, "05358008;05358012;0;Auto")
    assert broken(outcome) == [(2, column, rule)]
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rows_rejected) == (2, 1, 1)


def test_a_row_with_two_unknown_places_tells_of_both(tmp_path: Path) -> None:
    outcome = read(tmp_path, "05366004;05366008;12;Auto")
    assert broken(outcome) == [(2, "nach", "known_destination"), (2, "von", "known_origin")]
    assert (outcome.rows_read, outcome.rows_rejected) == (1, 1)


def test_the_first_time_of_a_journey_counts_and_only_another_one_is_an_error(tmp_path: Path) -> None:
    outcome = read(
        tmp_path,
        "05358004;05358008;-5;Auto",  # broken, so that it stands in nobody's way
        "05358004;05358008;28,5;Auto",
        "05358004;05358008;28,5;Auto",  # to the letter
        "05358004;05358008;28.50;PKW",  # in other words
        "05358004;05358008;31;Auto",
        "05358008;05358004;31;Auto",  # the way back
        "05358004;05358008;31;ÖPNV",
    )
    assert broken(outcome) == [(2, "Minuten", "min"), (6, "Minuten", "one_time_of_a_journey")]
    assert outcome.frame["line"].to_list() == [3, 7, 8]
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rows_rejected, outcome.duplicate) == (7, 3, 2, 2)


JOURNEYS = st.lists(
    st.tuples(
        st.sampled_from([*PLACES, "05366004", ""]),
        st.sampled_from([*PLACES, "5358004"]),
        st.sampled_from(["0", "7", "7,0", "12,5", "-3", "NaN", "", "1e9"]),
        st.sampled_from(["Auto", "car", "ÖPNV", "Fahrrad", "Boot", ""]),
    ),
    max_size=25,
)


@given(JOURNEYS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_has_one_fate_and_the_twin_loads_the_same(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    modes = {"Auto": "car", "car": "car", "ÖPNV": "public_transport", "Fahrrad": "bicycle"}
    minutes = {"0": 0.0, "7": 7.0, "7,0": 7.0, "12,5": 12.5}
    expected: dict[tuple[str, str, str], float] = {}
    again = rejected = 0
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        origin, destination, time, mode = row
        is_good = origin in PLACES and destination in PLACES and time in minutes and mode in modes
        if row in seen:
            again += 1
        elif is_good and (origin, destination, modes[mode]) in expected:
            same = expected[origin, destination, modes[mode]] == minutes[time]
            again, rejected = again + same, rejected + (not same)
        elif is_good:
            expected[origin, destination, modes[mode]] = minutes[time]
        else:
            rejected += 1
        seen.add(row)
    outcome = read(tmp_path, *(";".join(row) for row in rows))
    assert {row[:3]: row[3] for row in outcome.frame.select(*ONE_JOURNEY, "minutes").rows()} == expected
    assert outcome.frame.height == outcome.rows_loaded == len(expected)
    assert (outcome.rows_read, outcome.rows_rejected, outcome.duplicate) == (len(rows), rejected, again)


def test_a_journey_in_two_files_is_not_chosen_from_and_modes_may_have_a_file_each(tmp_path: Path) -> None:
    car = read(tmp_path, "05358004;05358008;28,5;Auto", name="auto.csv")
    bus = read(tmp_path, "05358004;05358008;44;Bus", name="bus.csv")
    assert one_table([bus, car], TravelTime, ONE_JOURNEY)["minutes"].to_list() == [28.5, 44.0]
    other = read(tmp_path, "05358004;05358008;29;Auto", name="neu.csv")
    with pytest.raises(InputError, match=r"^auto\.csv, neu\.csv: 2 rows of these files are about the same"):
        one_table([car, other], TravelTime, ONE_JOURNEY)


def minutes(origin: str, destination: str) -> float:
    """Some time that differs from that of the way back."""
    there, back = int(origin[-3:]), int(destination[-3:])
    return abs(there - back) * 0.75 + (there > back) * 2.25


@pytest.fixture(scope="module")
def places(project: Path) -> list[str]:
    with (project / "data/raw/municipalities/gemeinden.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row["ags"] for row in csv.DictReader(stream, delimiter=";")]


@pytest.fixture(scope="module")
def travelled(project: Path, places: list[str], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs without clients, with times by car between all municipalities and some by bus, loaded."""
    ignored = shutil.ignore_patterns("warehouse", "caseload")
    data = Path(shutil.copytree(project / "data", tmp_path_factory.mktemp("travelled") / "data", ignore=ignored))
    car = [f"{a},{b},{minutes(a, b)},car" for a in places for b in places]
    bus = [f"{a};{DUEREN};{str(2 * minutes(a, DUEREN)).replace('.', ',')};ÖPNV" for a in places if a != HEIMBACH]
    (data / "raw" / "travel_times").mkdir()
    for name, lines in (
        (CAR, [ENGLISH.replace(";", ","), *car, car[0]]),
        (TRANSIT, [GERMAN, *bus, f"{HEIMBACH};{DUEREN};;ÖPNV"]),
    ):
        path = data / "raw" / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), name)
        day = dt.date(2025, 12, 14)
        write_sidecar(path, Sidecar(kind="travel_times", reference_date=day, data="real", sha256=sha256(path), **cited))
    load(data)
    return Store(data)


@pytest.fixture(scope="module")
def edition_with_times(travelled: Store) -> Iterator[Edition]:
    with open_edition(data=travelled.data) as found:
        yield found


def twin(store: Store) -> list[tuple[str, str, str, float]]:
    """The rows of both files as they were written, in plain Python."""
    found = []
    for name, separator, mode in ((CAR, ",", "car"), (TRANSIT, ";", "public_transport")):
        with (store.data / "raw" / name).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=separator))[1:]
        found += [(row[0], row[1], mode, float(row[2].replace(",", "."))) for row in rows if row[2]]
    return sorted(set(found))


def test_mart_travel_time(edition_with_times: Edition, travelled: Store, places: list[str]) -> None:
    expected = twin(travelled)
    assert len(expected) == len(places) ** 2 + len(places) - 1
    found = queries.travel_times(edition_with_times)
    assert found.frame.rows() == expected
    assert set(found.classes.values()) == {"public"}
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)


@pytest.mark.parametrize("mode", MODES)
def test_times_of_one_mode(edition_with_times: Edition, travelled: Store, mode: str) -> None:
    expected = [row for row in twin(travelled) if row[2] == mode]
    assert queries.travel_times(edition_with_times, mode).frame.rows() == expected
    assert bool(expected) == (mode in ("car", "public_transport"))


def test_the_account_of_both_files_is_exact(edition_with_times: Edition, places: list[str]) -> None:
    report = edition_with_times.query("FROM mart_load_report WHERE kind = 'travel_times' ORDER BY file")
    fates = [f"rows_{fate}" for fate in ("read", "loaded", "rejected", "duplicate", "withheld", "superseded")]
    every, one_way = len(places) ** 2, len(places)
    assert report.select("file", *fates).rows() == [
        (CAR, every + 1, every, 0, 1, 0, 0),
        (TRANSIT, one_way, one_way - 1, 1, 0, 0, 0),
    ]


def test_what_cannot_be_reached_is_found_and_loads(edition_with_times: Edition, places: list[str]) -> None:
    found = edition_with_times.query(f"FROM finding WHERE file IN ('{CAR}', '{TRANSIT}') ORDER BY rule, line")
    assert set(found["file"]) == {TRANSIT}
    assert found.group_by("rule", "column").agg(pl.col("line").sort()).sort("rule").rows() == [
        ("every_destination_timed", "nach", list(range(2, 2 + len(places) - 1))),
        ("every_origin_timed", "von", [2]),
    ]


def test_an_edition_without_the_file_has_an_empty_table(edition: Edition) -> None:
    empty = queries.travel_times(edition).frame
    assert empty.is_empty()
    assert empty.schema == pl.Schema(
        {"from_ags": pl.String, "to_ags": pl.String, "mode": pl.String, "minutes": pl.Float64}
    )
    assert queries.travel_times(edition, "car").frame.equals(empty)


def test_a_new_file_is_recognised_takes_the_place_of_its_modes_and_shows_in_the_dry_run(
    travelled: Store, tmp_path: Path
) -> None:
    path = tmp_path / "neu.csv"
    path.write_text(f"{GERMAN}\n{ALDENHOVEN};{DUEREN};99;Auto\n", encoding="utf-8")
    found = recognise(path, travelled.data)
    assert (found.kind, found.layout, found.confidence) == ("travel_times", "tidy", 1)
    suggested = suggest_arrival(path, found, travelled.data)
    assert (suggested.folder, suggested.replaces, suggested.publisher) == ("travel_times", (CAR,), CAR)
    ran = dry_run(travelled.data, [suggested.arrival("neu.csv", dt.date(2026, 1, 1))])
    assert ran.problem is None
    assert ran.difference is not None
    assert ran.difference.inputs.rows() == [(CAR, "removed"), ("travel_times/neu.csv", "added")]
    assert [outcome.account for outcome in ran.outcomes] == [(1, 1, 0, 0, 0, 0)]
    again = dry_run(travelled.data, [suggested.arrival("auto.csv", dt.date(2026, 1, 1))])
    assert again.difference is not None
    assert again.difference.inputs.rows() == [(CAR, "changed")]


@pytest.mark.parametrize(
    ("modes", "replaced"),
    [
        (("car",), (CAR,)),
        (("transit",), (TRANSIT,)),
        (("Auto", "Bus"), (CAR, TRANSIT)),
        (("car", "bike"), (CAR,)),
        (("bike",), ()),
        (("by boat",), ()),
    ],
)
def test_a_file_replaces_those_all_of_whose_modes_it_has(
    travelled: Store, tmp_path: Path, modes: tuple[str, ...], replaced: tuple[str, ...]
) -> None:
    path = tmp_path / "neu.csv"
    path.write_text("\n".join([ENGLISH, *(f"{DUEREN};{DUEREN};0;{mode}" for mode in modes)]), encoding="utf-8")
    assert suggest_arrival(path, recognise(path, travelled.data), travelled.data).replaces == replaced


def test_a_file_that_has_one_of_two_modes_leaves_the_other_its_times(travelled: Store, tmp_path: Path) -> None:
    """What to do with the rest is not for a program to guess; the load says that both tell of the same."""
    data = Path(shutil.copytree(travelled.data, tmp_path / "data"))
    both = data / "raw" / CAR
    both.write_text(f"{ENGLISH}\n{DUEREN};{DUEREN};0;car\n{DUEREN};{DUEREN};0;bike\n", encoding="utf-8")
    assert modes_of(both, CAR) == {"car", "bicycle"}
    path = tmp_path / "neu.csv"
    path.write_text(f"{ENGLISH}\n{DUEREN};{DUEREN};1;car\n", encoding="utf-8")
    assert suggest_arrival(path, recognise(path, data), data).replaces == ()
