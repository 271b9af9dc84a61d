"""The same case in several exports: the newest state wins, and every row is accounted for."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.caseload.case_keys import case_key, installation_salt, salt_of_series
from etl.caseload.caseload_files import exports_by_mapping, in_series, last_complete_day, series_of
from etl.caseload.clients import Clients, read_clients
from etl.caseload.mappings import mapping_path, read_mapping, write_mapping
from etl.errors import InputError
from etl.inputs import InputFile, Sidecar
from etl.outcome import Outcome
from etl.sources.caseload import Surroundings
from warehouse import Store

DAYS = [dt.date(2026, month, 1) for month in (3, 6, 9)]
CARRIERS = pl.DataFrame({"post": ["SKF-1", "STADT-1"], "carrier": ["SkF", "Stadt"]})
AROUND = Surroundings(
    ["SKF-1", "STADT-1"], ["05358008"], DAYS[0], focus_area_of={"SKF-1": "welcome", "STADT-1": "welcome"}
)
MAPPING = """
files:
  cases:
    columns: {case_number: Nr, consent: Ja, post: Stelle, ags: Ort, first_interview_on: Beginn, sex: Geschlecht}
    codes: {consent: {ja: true, nein: false}, ags: {Düren: "05358008"}, sex: {w: female, m: male}}
  goals:
    columns: {case_number: Nr, topic: Ziel, agreed_on: Datum, goal_status: Stand}
    codes: {topic: {Arbeit: finding_work, Wohnen: subsistence}, goal_status: {offen: open}}
  services:
    columns: {case_number: Nr, provided_on: Datum, service_type: Art}
    codes: {service_type: {Brief: correspondence, Termin: appointments}}
"""
HEADERS = {"cases": "Nr;Ja;Stelle;Ort;Beginn;Geschlecht", "goals": "Nr;Ziel;Datum;Stand", "services": "Nr;Datum;Art"}
Row = tuple[str, ...]


@dataclass
class Delivery:
    """The rows of the files of one export; None where a file is not there."""

    cases: list[Row]
    goals: list[Row] | None = None
    services: list[Row] | None = None
    mapping: str = "skf"
    day: dt.date = DAYS[0]

    def rows(self, kind: str) -> list[Row] | None:
        found: list[Row] | None = getattr(self, kind)
        return found


def case(number: str, consent: str = "ja", post: str = "SKF-1", begun: str = "01.02.2024", sex: str = "w") -> Row:
    return (number, consent, post, "Düren", begun, sex)


def goal(number: str, topic: str = "Arbeit", day: str = "01.02.2024") -> Row:
    return (number, topic, day, "offen")


def service(number: str, kind: str = "Brief", day: str = "01.02.2024") -> Row:
    return (number, day, kind)


@dataclass
class Found:
    clients: Clients
    outcomes: dict[str, Outcome]
    key_of: dict[str, Callable[[str], str | None]] = field(default_factory=dict)


def read(folder: Path, deliveries: list[Delivery], mappings: dict[str, str] | None = None) -> Found:
    store = Store(folder)
    files = []
    names = {delivery.mapping for delivery in deliveries}
    for name in names:
        write_mapping(mapping_path(folder, name), (mappings or {}).get(name, MAPPING))
    for delivery in deliveries:
        for kind, header in HEADERS.items():
            if delivery.rows(kind) is None:
                continue
            path = folder / f"{delivery.mapping}-{delivery.day}-{kind}.csv"
            path.write_text("\n".join([header, *(";".join(row) for row in delivery.rows(kind) or [])]), "utf-8")
            sidecar = Sidecar(kind, "", "", "", "", "", delivery.day, "real", "", delivery.mapping)
            files.append(InputFile(path, path.name, sidecar))
    clients = read_clients(store, files, AROUND, CARRIERS, lambda found: (found.path, found.name))
    salt = installation_salt(store.folder)
    stated = {name: read_mapping(mapping_path(folder, name)).carrier for name in names}
    key_of = {name: case_key(salt_of_series(salt, series_of(name, stated[name]))) for name in names}
    return Found(clients, {outcome.name: outcome for outcome in clients.outcomes}, key_of)


def fates(outcome: Outcome) -> tuple[int, int, int, int, int]:
    """Rows loaded, rejected, withheld, superseded, duplicate."""
    return outcome.rows_loaded, outcome.rows_rejected, outcome.withheld, outcome.superseded, outcome.duplicate


def account(found: Found, kind: str) -> list[tuple[int, int, int, int, int]]:
    """The fates of the files of a kind of the mapping skf, oldest first."""
    return [fates(found.outcomes[name]) for name in sorted(found.outcomes) if name.endswith(f"{kind}.csv")]


def test_the_newest_state_of_a_case_wins(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            Delivery([case("1"), case("2"), case("2")], day=DAYS[0]),
            Delivery([case("1", sex="m"), case("3")], day=DAYS[1]),
        ],
    )
    key = found.key_of["skf"]
    sexes = dict(found.clients.tables["client_case"].select("case_key", pl.col("sex").cast(pl.String)).rows())
    assert sexes == {key("1"): "male", key("2"): "female", key("3"): "female"}
    assert account(found, "cases") == [(1, 0, 0, 1, 1), (2, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("newer", "newest_account"),
    [
        (case("1", consent="nein"), (0, 0, 1, 0, 0)),
        (case("1", consent=""), (0, 1, 0, 0, 0)),
        (case("1", post="X"), (0, 1, 0, 0, 0)),
        (case("1", begun="31.02.2024"), (0, 1, 0, 0, 0)),
        ((*case(" 1 "), "zu viel"), (0, 1, 0, 0, 0)),
    ],
)
def test_a_newer_row_that_is_not_loaded_lets_no_older_one_through(
    tmp_path: Path, newer: Row, newest_account: tuple[int, ...]
) -> None:
    found = read(
        tmp_path,
        [
            Delivery([case("1")], goals=[goal("1")], day=DAYS[0]),
            Delivery([newer, case("9"), case("8")], day=DAYS[1]),
        ],
    )
    loaded, *others = newest_account
    assert account(found, "cases") == [(0, 0, 0, 1, 0), (loaded + 2, *others)]
    withheld = newer[1] == "nein"
    assert account(found, "goals") == [(0, not withheld, withheld, 0, 0)], "the goals that stay share its fate"


def test_older_goals_stay_until_a_newer_file_of_goals_is_there(tmp_path: Path) -> None:
    older = Delivery([case("1"), case("2")], [goal("1"), goal("2")], [service("1")], day=DAYS[0])
    found = read(tmp_path, [older, Delivery([case("1"), case("2")], None, [], day=DAYS[1])])
    assert account(found, "goals") == [(2, 0, 0, 0, 0)]
    assert account(found, "services") == [(0, 0, 0, 1, 0), (0, 0, 0, 0, 0)]
    third = Delivery([case("1")], [goal("1", "Wohnen"), goal("1", "Arbeit")], day=DAYS[2])
    found = read(tmp_path, [older, Delivery([case("1"), case("2")], None, [], day=DAYS[1]), third])
    assert account(found, "goals") == [(1, 0, 0, 1, 0), (2, 0, 0, 0, 0)]
    assert sorted(found.clients.tables["case_goal"]["goal_number"]) == [1, 1, 2]


def test_goals_may_be_delivered_of_a_case_that_only_an_older_export_has(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            Delivery([case("1")], [goal("1", "Wohnen")], day=DAYS[0]),
            Delivery([case("2")], [goal("1", "Arbeit"), goal("7")], day=DAYS[1]),
        ],
    )
    assert account(found, "goals") == [(0, 0, 0, 1, 0), (1, 1, 0, 0, 0)]
    assert found.outcomes["skf-2026-06-01-goals.csv"].rejected["rule"].to_list() == ["case_known"]


def test_two_mappings_share_no_cases(tmp_path: Path) -> None:
    found = read(tmp_path, [Delivery([case("1")], mapping="skf"), Delivery([case("1")], mapping="stadt", day=DAYS[1])])
    assert found.clients.tables["client_case"]["case_key"].n_unique() == 2


def test_the_last_complete_day_is_the_one_for_which_all_have_delivered(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            Delivery([case("1")], mapping="skf", day=DAYS[0]),
            Delivery([case("1")], mapping="skf", day=DAYS[2]),
            Delivery([case("1", post="STADT-1")], mapping="stadt", day=DAYS[1]),
        ],
    )
    assert found.clients.complete_until == DAYS[1]
    assert found.clients.tables["caseload_export"].rows() == [
        ("skf", None, DAYS[0]),
        ("skf", None, DAYS[2]),
        ("stadt", None, DAYS[1]),
    ]
    assert newest(found) == [("SkF", DAYS[2]), ("Stadt", DAYS[1])]


def newest(found: Found) -> list[tuple[str, dt.date]]:
    """Carrier and day of its newest export."""
    delivered = found.clients.tables["delivery"]
    return delivered.group_by("carrier").agg(pl.col("exported_on").max()).sort("carrier").rows()


def test_a_carrier_without_export_has_delivered_nothing(tmp_path: Path) -> None:
    named = {"skf": f"carrier: SkF\n{MAPPING}"}
    found = read(tmp_path, [Delivery([])], named)
    assert found.clients.tables["caseload_export"].rows() == [("skf", "SkF", DAYS[0])]
    assert found.clients.tables["delivery"].rows() == [("SkF", DAYS[0]), ("Stadt", None)]


def test_a_carrier_that_the_staffing_table_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^skf\.yml, column «carrier»: the carrier «SKF» has no post"):
        read(tmp_path, [Delivery([case("1")])], {"skf": f"carrier: SKF\n{MAPPING}"})


def sidecar(kind: str, day: dt.date = DAYS[0], mapping: str = "skf", data: str = "real") -> InputFile:
    name = f"{kind}-{day}-{mapping}.csv"
    return InputFile(Path(name), name, Sidecar(kind, "", "", "", "", "", day, data, "", mapping))


def test_two_files_of_a_kind_for_one_day_are_refused() -> None:
    for kind in ("cases", "goals", "services"):
        one, other = sidecar(kind), InputFile(Path("b.csv"), "b.csv", sidecar(kind).sidecar)
        with pytest.raises(
            InputError, match=rf"several files of {kind} share the mapping «skf» and the reference date"
        ):
            exports_by_mapping([sidecar("cases"), one, other] if kind != "cases" else [one, other])


def test_goals_belong_to_the_cases_of_their_day() -> None:
    with pytest.raises(InputError, match="no file of cases with the mapping «skf» and the reference date 2026-06-01"):
        exports_by_mapping([sidecar("cases"), sidecar("goals", DAYS[1])])
    with pytest.raises(InputError, match="belongs to no file of cases with the mapping «other»"):
        exports_by_mapping([sidecar("cases"), sidecar("services", mapping="other")])


def of_one_carrier(folder: Path, *deliveries: Delivery) -> Found:
    """The mappings alt and neu are both of one carrier."""
    return read(folder, list(deliveries), dict.fromkeys(("alt", "neu"), f"carrier: SkF\n{MAPPING}"))


def test_a_carrier_whose_layout_changed_still_delivers_the_same_cases(tmp_path: Path) -> None:
    older = Delivery([case("1"), case("2"), case("3")], [goal("1"), goal("2"), goal("3")], mapping="alt", day=DAYS[0])
    newer = Delivery([case("1", consent="nein"), case("02", sex="m")], mapping="neu", day=DAYS[1])
    found = of_one_carrier(tmp_path, older, newer)
    key = found.key_of["neu"]
    sexes = dict(found.clients.tables["client_case"].select("case_key", pl.col("sex").cast(pl.String)).rows())
    assert sexes == {key("2"): "male", key("3"): "female"}
    assert set(found.clients.tables["case_goal"]["case_key"]) == {key("2"), key("3")}
    assert fates(found.outcomes["alt-2026-03-01-cases.csv"]) == (1, 0, 0, 2, 0)
    assert fates(found.outcomes["alt-2026-03-01-goals.csv"]) == (2, 0, 1, 0, 0)
    assert fates(found.outcomes["neu-2026-06-01-cases.csv"]) == (1, 0, 1, 0, 0)


def test_the_mappings_of_one_carrier_are_one_delivery(tmp_path: Path) -> None:
    older, newer = (Delivery([case("1")], mapping=name, day=day) for name, day in (("alt", DAYS[0]), ("neu", DAYS[2])))
    other = Delivery([case("1", post="STADT-1")], mapping="stadt", day=DAYS[1])
    found = of_one_carrier(tmp_path, older, newer, other)
    assert found.clients.complete_until == DAYS[1]
    assert found.clients.tables["caseload_export"].rows() == [
        ("alt", "SkF", DAYS[0]),
        ("neu", "SkF", DAYS[2]),
        ("stadt", None, DAYS[1]),
    ]
    assert newest(found) == [("SkF", DAYS[2]), ("Stadt", DAYS[1])]
    assert found.clients.tables["client_case"].height == 2


def test_two_exports_of_a_carrier_for_one_day_are_refused(tmp_path: Path) -> None:
    both = [Delivery([case("1")], mapping=name, day=DAYS[1]) for name in ("alt", "neu")]
    with pytest.raises(
        InputError, match=r"alt-2026-06-01-cases\.csv, neu-.*: two exports of cases of the carrier «SkF» have the reference "
        r"date 2026-06-01, by the mappings «alt» and «neu»; keep one",
    ):  # fmt: skip
        of_one_carrier(tmp_path, *both)


def test_mappings_without_a_carrier_have_series_of_their_own() -> None:
    found = exports_by_mapping([sidecar("cases"), sidecar("cases", mapping="stadt"), sidecar("cases", mapping="SkF")])
    carriers = {"skf": "SkF", "stadt": "", "SkF": ""}
    assert list(in_series(found, carriers)) == ["SkF", "carrier: SkF", "stadt"]


def test_nothing_is_complete_without_exports() -> None:
    assert exports_by_mapping([]) == {}
    assert last_complete_day({}) is None


def test_exports_come_newest_first() -> None:
    found = exports_by_mapping([sidecar("cases", day) for day in DAYS])
    assert [export.exported_on for export in found["skf"]] == DAYS[::-1]


# The slow and obvious twin: what becomes of every row, asked row by row.

numbers = st.sampled_from(["A1", "a1", "B2", "B02", "C3", "d4 ", ""])
case_rows = st.builds(
    case,
    numbers,
    st.sampled_from(["ja", "ja", "ja", "nein", "", "vielleicht"]),
    st.sampled_from(["SKF-1", "SKF-1", "STADT-1", "X"]),
    st.sampled_from(["01.02.2024", "01.03.2024", "31.02.2024", "01.01.2027", ""]),
    st.sampled_from(["w", "m", ""]),
)
goal_rows = st.builds(
    goal, numbers, st.sampled_from(["Arbeit", "Wohnen", "Kaffee"]), st.sampled_from(["01.02.2024", ""])
)
service_rows = st.builds(
    service, numbers, st.sampled_from(["Brief", "Termin", "Kaffee"]), st.sampled_from(["01.02.2024", "05.02.2024"])
)


def files_of(rows: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row] | None]:
    return st.none() | st.lists(rows, max_size=6)


deliveries = st.lists(
    st.builds(Delivery, st.lists(case_rows, max_size=8), files_of(goal_rows), files_of(service_rows)),
    min_size=1,
    max_size=3,
).map(lambda found: [Delivery(d.cases, d.goals, d.services, day=day) for d, day in zip(found, DAYS, strict=False)])


def compared(row: Row) -> str:
    """The number of a row as it is compared; the numbers above need no more than this."""
    return row[0].strip().casefold().replace("0", "")


def spoken_of(rows: list[Row] | None) -> set[str]:
    return {compared(row) for row in rows or []} - {""}


def is_respelled(rows: list[Row], number: str) -> bool:
    return len({row[0].strip() for row in rows if compared(row) == number}) > 1


def is_good(row: Row) -> bool:
    return bool(row[0]) and row[1] == "ja" and row[2] != "X" and row[4] in ("01.02.2024", "01.03.2024")


def twin_fate(found: list[Delivery], number: str) -> str:
    """What becomes of a case: told by the newest export that has it."""
    for delivery in reversed(found):
        if number in spoken_of(delivery.cases):
            rows = [row for row in dict.fromkeys(delivery.cases) if compared(row) == number]
            consents = {row[1] for row in rows}
            if consents == {"ja"} and sum(map(is_good, rows)) == 1 and not is_respelled(rows, number):
                return "loaded"
            return "withheld" if "nein" in consents else "rejected"
    return "unknown"


def twin_case(found: list[Delivery], place: int, row: Row) -> str:
    number = compared(row)
    if number and any(number in spoken_of(newer.cases) for newer in found[place + 1 :]):
        return "superseded"
    if row[1] == "nein":
        return "withheld"
    return "loaded" if is_good(row) and twin_fate(found, number) == "loaded" else "rejected"


def twin_part(found: list[Delivery], kind: str, place: int, row: Row) -> str:
    number = compared(row)
    for newer in found[place + 1 :]:
        if newer.rows(kind) is not None and number in spoken_of(newer.cases) | spoken_of(newer.rows(kind)):
            return "superseded"
    fate = twin_fate(found, number)
    if fate == "withheld":
        return "withheld"
    is_good = "Kaffee" not in row and row[2] != "" and not is_respelled(found[place].rows(kind) or [], number)
    return "loaded" if fate == "loaded" and is_good else "rejected"


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries)
def test_every_row_of_several_exports_is_accounted_for_as_the_twin_says(found: list[Delivery]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = read(Path(folder), found)
    for kind in HEADERS:
        loaded_lines = 0
        for place, delivery in enumerate(found):
            rows = delivery.rows(kind)
            if rows is None:
                continue
            outcome = result.outcomes[f"skf-{delivery.day}-{kind}.csv"]
            distinct = list(dict.fromkeys(rows))
            expected = Counter(
                twin_case(found, place, row) if kind == "cases" else twin_part(found, kind, place, row)
                for row in distinct
            )
            fate_counts = [expected[fate] for fate in ("loaded", "rejected", "withheld", "superseded")]
            assert list(fates(outcome)) == [*fate_counts, len(rows) - len(distinct)], (kind, place)
            assert outcome.rows_read == len(rows) == sum(fates(outcome))
            loaded_lines += outcome.rows_loaded
        table = result.clients.tables[{"cases": "client_case", "goals": "case_goal", "services": "case_service"}[kind]]
        assert table.height == loaded_lines
    cases = result.clients.tables["client_case"]
    key_of = result.key_of["skf"]
    everybody = set().union(*(spoken_of(delivery.cases) for delivery in found))
    expected_keys = {key_of(number) for number in everybody if twin_fate(found, number) == "loaded"}
    assert cases["case_key"].is_unique().all()
    assert set(cases["case_key"]) == expected_keys
    for table, number in (("case_goal", "goal_number"), ("case_service", "service_number")):
        rows_of = result.clients.tables[table]
        assert rows_of.select("case_key", number).is_unique().all()
        assert set(rows_of["case_key"]) <= expected_keys
