"""The example export: reproducible, plausible, readable with its mapping, and faulty exactly where declared."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median

import pytest
import yaml

from etl.example import (
    AREAS,
    EXAMPLE_UNTIL,
    FILES,
    MINIMUM_CASES,
    POSTS,
    ExampleExport,
    cases_per_post,
    generate,
    generate_files,
    read_posts,
)
from etl.example_faults import DEFAULT_CASES, FAULTS, Fault, Row
from metrics.codes import codes

REPOSITORY = Path(__file__).parents[2]
SHIPPED = REPOSITORY / "data/raw/caseload"
MAPPING = yaml.safe_load((REPOSITORY / "data/mappings/beispieldaten.yml").read_text(encoding="utf-8"))["files"]


@pytest.fixture(scope="module")
def export() -> ExampleExport:
    return generate(DEFAULT_CASES, seed=2024)


@pytest.fixture(scope="module")
def regular(export: ExampleExport) -> list[Row]:
    """The cases without the faulty copies: these have no number, a number above the regular ones, or come second."""
    first: dict[str, Row] = {}
    for row in export.cases:
        if "BSP-000001" <= row["Fallnummer"] <= f"BSP-{DEFAULT_CASES:06}":
            first.setdefault(row["Fallnummer"], row)
    return list(first.values())


def day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError:
        return None


def requested(row: Row) -> date:
    found = day(row["Anfrage am"])
    assert found
    return found


def waiting_days(rows: list[Row]) -> list[int]:
    return [(found - requested(row)).days for row in rows if (found := day(row["Erstgespräch am"]))]


def rows_of(export: ExampleExport, file: str) -> list[Row]:
    rows: list[Row] = getattr(export, file)
    return rows


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (
        [path.read_bytes() for path in generate_files(200, seed, tmp_path / folder)]
        for seed, folder in ((1, "first"), (1, "again"), (2, "other"))
    )
    assert first == again
    assert all(one != another for one, another in zip(first, other, strict=True))


def test_shipped_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    for path in generate_files(DEFAULT_CASES, 2024, tmp_path):
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes()


def test_files_are_named_and_written_as_agreed(tmp_path: Path) -> None:
    paths = generate_files(MINIMUM_CASES, 1, tmp_path)
    assert [path.name for path in paths] == list(FILES.values())
    for path in paths:
        assert path.name.startswith("Beispieldaten")
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n") and b"\r" not in content
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lengths = {len(fields) for fields in csv.reader(stream, delimiter=";")}
        assert len(lengths) == 1


def test_as_many_cases_as_asked_for_and_the_declared_faulty_ones(export: ExampleExport, regular: list[Row]) -> None:
    faulty = sum(fault.count for fault in FAULTS if fault.file == "cases")
    assert len(regular) == DEFAULT_CASES
    assert len(export.cases) == DEFAULT_CASES + faulty


def test_cases_follow_fte_and_months(regular: list[Row]) -> None:
    posts = read_posts(POSTS, AREAS)
    shares = cases_per_post(posts, DEFAULT_CASES, EXAMPLE_UNTIL)
    assert len(posts) == 14
    assert Counter(row["Stelle"] for row in regular) == shares
    assert shares["SOZIALWERK-1"] == pytest.approx(1.5 * shares["SKF-3"], abs=2)
    assert shares["NIEDERZIER-1"] == pytest.approx(shares["SKF-1"] * 25 / 70, abs=2)
    assert min(requested(row) for row in regular if row["Stelle"] == "NIEDERZIER-1") >= date(2024, 10, 1)


def test_cases_live_where_their_post_works(regular: list[Row]) -> None:
    areas = {post.key: post.area for post in read_posts(POSTS, AREAS)}
    assert all(areas[row["Stelle"]][row["Gemeindeschlüssel"]] == row["Gemeinde"] for row in regular)


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(ValueError, match=str(MINIMUM_CASES)):
        generate(MINIMUM_CASES - 1, seed=1)


def test_every_name_is_plainly_made_up(export: ExampleExport) -> None:
    assert all(row["Name"].startswith("Beispielperson ") for row in export.cases)


@pytest.mark.parametrize("file", FILES)
def test_mapping_covers_every_heading(export: ExampleExport, file: str) -> None:
    mapping = MAPPING[file]
    known = [*mapping["columns"].values(), *mapping.get("refused", []), *mapping.get("ignored", [])]
    assert sorted(known) == sorted(rows_of(export, file)[0])


@pytest.mark.parametrize("file", FILES)
def test_mapping_holds_every_code_with_its_german_name(file: str) -> None:
    for field, values in MAPPING[file]["codes"].items():
        expected: dict[str, object] = {"ja": True, "nein": False}
        if field != "consent":
            expected = {names["de"]: code for code, names in codes(field).items()}
        assert values == expected


@pytest.mark.parametrize("file", FILES)
def test_every_value_written_is_a_known_code(export: ExampleExport, file: str) -> None:
    spoiled = {change for fault in FAULTS for change in fault.changes.values() if isinstance(change, str)}
    for field, values in MAPPING[file]["codes"].items():
        used = {row[MAPPING[file]["columns"][field]] for row in rows_of(export, file)}
        assert used - spoiled - {""} <= set(values)


def test_no_identifying_column_is_mapped() -> None:
    assert MAPPING["cases"]["refused"] == ["Name"]
    assert "Name" not in MAPPING["cases"]["columns"].values()


def test_consent_is_missing_in_about_six_percent(regular: list[Row]) -> None:
    assert sum(row["Einwilligung"] == "nein" for row in regular) / len(regular) == pytest.approx(0.06, abs=0.01)


def test_the_wave_of_2022_brings_more_cases_and_longer_waiting(regular: list[Row]) -> None:
    spring = {
        year: [row for row in regular if date(year, 4, 1) <= requested(row) <= date(year, 6, 30)]
        for year in (2021, 2022, 2023)
    }
    assert len(spring[2022]) > 1.5 * len(spring[2023]) > 1.5 * len(spring[2021])
    assert median(waiting_days(spring[2022])) > 1.4 * median(waiting_days(spring[2023]))
    assert Counter(row["Herkunftsgruppe"] for row in spring[2022]).most_common(1)[0][0] == "Ukraine"
    assert min(requested(row) for row in regular if row["Herkunftsgruppe"] == "Ukraine") >= date(2022, 3, 1)


def test_summer_and_december_are_quiet(regular: list[Row]) -> None:
    months = Counter(requested(row).month for row in regular if requested(row).year in (2023, 2024, 2025))
    assert max(months[7], months[8], months[12]) < 0.8 * min(months[3], months[4], months[9], months[10])


@pytest.mark.parametrize(
    ("focus_area", "shortest", "longest"),
    [("Willkommensberatung", 9, 14), ("Arbeitsmarktintegration", 14, 19), ("Psychosoziale Beratung", 22, 30)],
)
def test_waiting_time_by_focus_area(regular: list[Row], focus_area: str, shortest: int, longest: int) -> None:
    waiting = waiting_days([row for row in regular if row["Schwerpunkt"] == focus_area])
    assert shortest <= median(waiting) <= longest
    assert sum(waiting) / len(waiting) > median(waiting), "waiting is skewed: a few wait long"


def test_psychosocial_cases_are_mostly_referred_and_first_ukrainian(export: ExampleExport, regular: list[Row]) -> None:
    cases = [row for row in regular if row["Stelle"] == "CARITAS-3"]
    referred = [row for row in cases if row["Zugangsweg"] == "Kolleginnen und Kollegen im Case-Management"]
    assert len(referred) > len(cases) / 2
    assert {row["Herkunftsgruppe"] for row in cases if requested(row).year <= 2023} == {"Ukraine"}
    assert len({row["Herkunftsgruppe"] for row in cases if requested(row).year >= 2025}) > 3
    services = Counter(row["Datum"] for row in export.services if row["Vermittelt an"] == "Psychosoziale Beratung")
    assert not Counter(row["Anfrage am"] for row in referred) - services, "each comes from a service of that day"


def test_a_referred_person_keeps_what_is_theirs(regular: list[Row]) -> None:
    columns = ("Geburtsdatum", "Geschlecht", "Herkunftsgruppe", "Aufenthaltsstatus", "Einreisemonat")
    people = {(row["Name"], *(row[column] for column in columns)) for row in regular}
    assert len(people) == len({row["Name"] for row in regular}) < len(regular)


def test_dates_of_regular_cases_are_in_order(regular: list[Row]) -> None:
    for row in regular:
        interview, end = day(row["Erstgespräch am"]), day(row["Fallende am"])
        assert date(2021, 1, 1) <= requested(row) <= (interview or EXAMPLE_UNTIL) <= (end or EXAMPLE_UNTIL)
        assert (end or EXAMPLE_UNTIL) <= EXAMPLE_UNTIL
        assert bool(end) == bool(row["Endegrund"])
        assert interview or not end


def test_goals_fit_their_cases(export: ExampleExport, regular: list[Row]) -> None:
    cases = {row["Fallnummer"]: row for row in regular}
    for goal in export.goals:
        if int(goal["Zielnummer"]) > 90:  # a faulty copy
            continue
        case = cases[goal["Fallnummer"]]
        interview, agreed, standing = (
            day(case["Erstgespräch am"]),
            day(goal["Vereinbart am"]),
            day(goal["Zielstand am"]),
        )
        assert interview and agreed and standing
        assert interview <= agreed <= standing <= (day(case["Fallende am"]) or EXAMPLE_UNTIL)
        assert goal["Zielstand"] != "offen" or not case["Fallende am"]
    with_agreement = {goal["Fallnummer"] for goal in export.goals} & set(cases)
    interviewed = [row for row in regular if row["Erstgespräch am"]]
    assert len(with_agreement) / len(interviewed) == pytest.approx(0.6, abs=0.03)


def test_services_fit_their_cases(export: ExampleExport, regular: list[Row]) -> None:
    cases = {row["Fallnummer"]: row for row in regular}
    services = [row for row in export.services if int(row["Leistungsnummer"]) <= 90]
    for service in services:
        case = cases[service["Fallnummer"]]
        interview, provided = day(case["Erstgespräch am"]), day(service["Datum"])
        assert interview and provided
        assert interview <= provided <= (day(case["Fallende am"]) or EXAMPLE_UNTIL)
        assert bool(service["Vermittelt an"]) == (service["Leistungsart"] == "Weitervermittlung")
    assert set(Counter(row["Fallnummer"] for row in services).values()) <= {2, 3, 4, 5, 6}


def earlier(row: Row, first: str, second: str) -> bool:
    one, other = day(row[first]), day(row[second])
    return bool(one and other and one < other)


def of_unknown_case(export: ExampleExport, rows: list[Row]) -> int:
    known = {row["Fallnummer"] for row in export.cases}
    return count(rows, lambda row: row["Fallnummer"] not in known)


def repeated(export: ExampleExport, same: bool) -> int:
    """Cases whose number comes twice, with the same content or with other content."""
    rows: dict[str, list[Row]] = {}
    for row in export.cases:
        if row["Fallnummer"]:
            rows.setdefault(row["Fallnummer"], []).append(row)
    return sum(found[0] == found[1] if same else found[0] != found[1] for found in rows.values() if len(found) == 2)


def count(rows: list[Row], is_faulty: Callable[[Row], bool]) -> int:
    return sum(map(is_faulty, rows))


AGS = {ags for post in read_posts(POSTS, AREAS) for ags in post.area}
POST_KEYS = {post.key for post in read_posts(POSTS, AREAS)}

# Each kind found again by its own rule, written without a look at how the generator spoils a row.
FOUND: dict[tuple[str, str], Callable[[ExampleExport], int]] = {
    ("cases", "impossible date"): lambda e: count(e.cases, lambda r: day(r["Anfrage am"]) is None),
    ("cases", "unknown municipality"): lambda e: count(
        e.cases, lambda r: len(r["Gemeindeschlüssel"]) == 8 and r["Gemeindeschlüssel"] not in AGS
    ),
    ("cases", "municipality without leading zero"): lambda e: count(e.cases, lambda r: len(r["Gemeindeschlüssel"]) < 8),
    ("cases", "end before first interview"): lambda e: count(
        e.cases, lambda r: earlier(r, "Fallende am", "Erstgespräch am")
    ),
    ("cases", "first interview before request"): lambda e: count(
        e.cases, lambda r: earlier(r, "Erstgespräch am", "Anfrage am")
    ),
    ("cases", "case number missing"): lambda e: count(e.cases, lambda r: not r["Fallnummer"]),
    ("cases", "unknown post"): lambda e: count(e.cases, lambda r: r["Stelle"] not in POST_KEYS),
    ("cases", "unknown focus area"): lambda e: count(
        e.cases, lambda r: r["Schwerpunkt"] not in MAPPING["cases"]["codes"]["focus_area"]
    ),
    ("cases", "consent missing"): lambda e: count(e.cases, lambda r: not r["Einwilligung"]),
    ("cases", "exact duplicate"): lambda e: repeated(e, same=True),
    ("cases", "case number used twice"): lambda e: repeated(e, same=False),
    ("goals", "unknown topic"): lambda e: count(
        e.goals, lambda r: r["Thema"] not in MAPPING["goals"]["codes"]["topic"]
    ),
    ("goals", "status before agreement"): lambda e: count(
        e.goals, lambda r: earlier(r, "Zielstand am", "Vereinbart am")
    ),
    ("goals", "unknown case"): lambda e: of_unknown_case(e, e.goals),
    ("services", "negative hours"): lambda e: count(e.services, lambda r: r["Stunden"].startswith("-")),
    ("services", "hours in words"): lambda e: count(e.services, lambda r: r["Stunden"].isalpha()),
    ("services", "date in the future"): lambda e: count(
        e.services, lambda r: (day(r["Datum"]) or date.max) > EXAMPLE_UNTIL
    ),
    ("services", "unknown case"): lambda e: of_unknown_case(e, e.services),
}


def test_every_kind_of_faulty_row_is_looked_for() -> None:
    assert {(fault.file, fault.kind) for fault in FAULTS} == set(FOUND)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.kind}")
def test_faulty_rows_are_there_as_declared(export: ExampleExport, fault: Fault) -> None:
    assert FOUND[fault.file, fault.kind](export) == fault.count


@pytest.mark.parametrize("seed", range(20))
def test_the_smallest_export_has_one_faulty_row_of_each_kind(seed: int) -> None:
    export = generate(MINIMUM_CASES, seed)
    assert {kind: found(export) for kind, found in FOUND.items()} == dict.fromkeys(FOUND, 1)


def test_faulty_rows_carry_nothing_but_their_fault(export: ExampleExport) -> None:
    """No case that asks to be withheld is among the faulty ones, or it would be unclear why it is turned away."""
    faulty = [row for row in export.cases if row["Fallnummer"] > f"BSP-{DEFAULT_CASES:06}" or not row["Fallnummer"]]
    assert {row["Einwilligung"] for row in faulty} == {"ja", ""}
