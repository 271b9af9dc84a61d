"""No name, case number or date of birth gets past the reader: not into an edition, a manifest or a message."""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.caseload.case_keys import SALT_BYTES, SALT_NAME, case_key, installation_salt, keyed_hash, salt_of_series
from etl.caseload.case_numbers import canonical
from etl.errors import InputError
from etl.load import load
from warehouse import Edition, Store, open_edition

CASES = "raw/caseload/Beispieldaten_Faelle.csv"
IDENTIFYING = re.compile(r"(^|_)name$|born|birth|geburt|case_?number|fallnummer|address|adresse|phone|telefon", re.I)
PLACE_TABLES = ("municipality", "mart_municipality")

Edit = Callable[[Path, Callable[[str], str]], None]


def export(data: Path) -> list[dict[str, str]]:
    with (data / CASES).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def text_columns(edition: Edition) -> list[tuple[str, str]]:
    sql = "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'VARCHAR' ORDER BY ALL"
    return edition.query(sql).rows()


def test_the_bytes_of_edition_and_manifest_hold_no_person(loaded: Store) -> None:
    database = loaded.database(loaded.current_id())
    births = {row["Geburtsdatum"].encode() for row in export(loaded.data)}
    for path in (database, database.with_suffix(".json")):
        content = path.read_bytes()
        assert b"Beispielperson" not in content
        assert b"BSP-0" not in content
        assert births.isdisjoint(re.findall(rb"\d\d\.\d\d\.\d{4}", content))


def test_no_text_in_any_table_holds_a_person(edition: Edition) -> None:
    """DuckDB may compress text, so the values are looked at as well as the bytes."""
    found = text_columns(edition)
    assert len(found) > 50
    for table, column in found:
        sql = f"""SELECT count(*) FROM {table} WHERE "{column}" LIKE '%Beispielperson%' OR "{column}" LIKE '%BSP-0%'"""
        assert edition.query(sql).item() == 0, f"{table}.{column}"


def test_no_column_is_named_like_what_identifies_people(edition: Edition) -> None:
    columns = edition.query("SELECT table_name, column_name FROM information_schema.columns").rows()
    assert [
        (table, column) for table, column in columns if IDENTIFYING.search(column) and table not in PLACE_TABLES
    ] == []


def test_client_tables_have_exactly_the_agreed_columns(edition: Edition) -> None:
    def columns(table: str) -> set[str]:
        return set(edition.query(f"FROM {table} LIMIT 0").columns)

    assert columns("client_case") == {
        *("case_key", "post", "focus_area", "ags", "requested_on", "first_interview_on", "ended_on", "end_reason"),
        *("arrived_month", "age_band", "sex", "origin_group", "residence_status", "counselling_language"),
        "access_channel",
    }
    assert columns("case_goal") == {"case_key", "goal_number", "topic", "agreed_on", "goal_status", "status_on"}
    assert columns("case_service") == {
        *("case_key", "service_number", "provided_on", "service_type", "hours", "referred_to")
    }


def test_arrival_is_a_month_and_no_date_can_be_a_birth(edition: Edition) -> None:
    assert edition.query(
        "SELECT DISTINCT day(arrived_month) FROM client_case WHERE arrived_month IS NOT NULL"
    ).rows() == [(1,)]
    earliest = "SELECT least(min(requested_on), min(first_interview_on), min(ended_on)) FROM client_case"
    assert edition.query(earliest).item().year == 2021


def test_rejected_rows_say_where_and_why_and_nothing_else(edition: Edition, loaded: Store) -> None:
    rejected = edition.query("FROM rejected_row")
    assert rejected.columns == ["file", "line", "column", "rule"]
    assert rejected.height > 0
    headings = {"–"}
    for path in (loaded.data / "raw/caseload").glob("*.csv"):
        headings.update(path.read_text(encoding="utf-8-sig").partition("\n")[0].split(";"))
    assert set(rejected["column"]) <= headings
    assert all(re.fullmatch(r"[a-z_]+", rule) for rule in rejected["rule"])


def test_the_screen_shows_no_person(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    files = [str(path) for path in sorted((small_data / "raw/caseload").glob("*.csv"))]
    assert main(["load"]) == 0
    assert main(["editions"]) == 0
    assert main(["check", *files]) == 0
    _assert_nobody_in(capsys)


SPOILED: dict[str, Callable[[str], str]] = {
    "header gone": lambda text: text.partition("\n")[2],
    "header gone, mark kept": lambda text: "\ufeff" + text.partition("\n")[2],
    "unknown column": lambda text: text.replace("Zugangsweg", "Telefon", 1),
    "column gone": lambda text: text.replace("Fallnummer;", "", 1),
    "quotation mark open": lambda text: text.replace("Beispielperson 000007", '"Beispielperson 000007', 1),
    "quotation mark inside": lambda text: text.replace("BSP-000007;", '"BSP-000007"x;', 1),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_messages_about_a_broken_export_quote_no_person(
    small_data: Path, edit: Edit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[str], str],
) -> None:  # fmt: skip
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    edit(small_data / CASES, spoil)
    assert main(["load"]) == 1
    _assert_nobody_in(capsys)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("iso-8859-1", ";"), ("utf-16", ";"), ("utf-8", ","), ("cp1252", "\t")]
)
def test_exports_in_other_encodings_and_separators_load_and_quote_no_person(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, encoding: str, separator: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    path = small_data / CASES
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.replace(";", separator).encode(encoding))
    assert main(["sign", str(path)]) == 0
    assert main(["load"]) == 0
    _assert_nobody_in(capsys)


# Headings of columns that nobody mapped, and what stands in them; 1950 to 1999 for years of birth.
PEOPLE = {
    "Nachname": "Geheimnis",
    "Vorname": "Verschwiegenheid",
    "Straße und Nr.": "Stillschweigenweg 17",
    "Telefon": "02421 7654321",
    "Handy": "0176 98765432",
    "E-Mail": "geheim.person@example.org",
    "AZR-Nummer": "987654321012",
    "Aktenzeichen": "33.4-GEHEIM-77",
    "IBAN": "DE89370400440532013000",
    "geb. am": "17.05.1961",
    "Erreichbar": "frau.geheim@example.org",
    "Kontakt": "Geheimnis, Verschwiegenheid",
    "Unterkunft": "Stillschweigenstr. 99",
    "Tag": "17.05.1961",
}


def test_columns_that_identify_people_are_named_and_their_values_nowhere(
    small_data: Path, edit: Edit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))

    def with_people(text: str) -> str:
        header, *lines = text.splitlines()
        return "\n".join([";".join([header, *PEOPLE]), *(";".join([line, *PEOPLE.values()]) for line in lines)])

    edit(small_data / CASES, with_people)
    assert main(["load"]) == 0
    assert main(["check", str(small_data / CASES)]) == 0
    store = Store(small_data)
    (cases,) = (found for found in store.manifest(store.current_id())["inputs"] if found["kind"] == "cases")
    assert cases["refused_columns"] == ", ".join(["Name", *PEOPLE])
    assert cases["rows_loaded"] > 0
    written = [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()]
    shown = "".join(capsys.readouterr()).encode("utf-8")
    for value in {*PEOPLE.values(), "1961-05-17", "Geheimnis", "Verschwiegenheid", "Stillschweigen"}:
        assert not [content for content in (*written, shown) if value.encode("utf-8") in content], value
    with open_edition(data=small_data) as edition:
        for table, column in text_columns(edition):
            texts = edition.query(f'SELECT DISTINCT "{column}" AS text FROM {table}')["text"].drop_nulls()
            assert not [text for text in texts if any(value in text for value in PEOPLE.values())], f"{table}.{column}"


def _assert_nobody_in(capsys: pytest.CaptureFixture[str]) -> None:
    shown = "".join(capsys.readouterr())
    assert "Beispieldaten_Faelle.csv" in shown
    assert "Beispielperson" not in shown
    assert "BSP-" not in shown
    assert not re.search(r"\d{2}\.\d{2}\.(19|20)\d{2}", shown), "no date of a person"


def test_keys_are_hmac_sha256_of_the_case_number_under_the_salt(loaded: Store, edition: Edition) -> None:
    salt = salt_of_series((loaded.folder / SALT_NAME).read_bytes(), "beispieldaten")
    numbers = {row["Fallnummer"] for row in export(loaded.data) if row["Einwilligung"] == "ja"}
    expected = {
        hmac.new(salt, canonical(number).encode("utf-8"), hashlib.sha256).hexdigest()[:32] for number in numbers
    }
    keys = set(edition.query("SELECT case_key FROM client_case")["case_key"])
    assert len(keys) > 5000
    assert keys <= expected
    plain = {hashlib.sha256(number.encode()).hexdigest()[:32] for number in numbers}
    assert keys.isdisjoint(plain), "a hash without salt could be traced by hashing all case numbers"


def test_a_key_hangs_on_number_and_salt() -> None:
    # HMAC-SHA-256, RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?"
    assert keyed_hash(b"Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c7"
    assert case_key(b"Jefe")("BSP-000017") == keyed_hash(b"Jefe", canonical("BSP-000017"))
    assert case_key(b"one")("BSP-000001") != case_key(b"another")("BSP-000001")
    assert case_key(b"one")("BSP-000001") != case_key(b"one")("BSP-000002")
    assert case_key(b"one")("BSP-000001") == case_key(b"one")(" bsp-000001"), "how it is typed must not split a case"


def test_exports_of_two_carriers_that_count_alike_share_no_key() -> None:
    one, other = (case_key(salt_of_series(b"salt", mapping)) for mapping in ("caritas", "skf"))
    assert one("1") != other("1")


def test_the_salt_is_made_once_and_lies_beside_the_editions(tmp_path: Path) -> None:
    first = installation_salt(tmp_path / "warehouse")
    assert len(first) == SALT_BYTES
    assert installation_salt(tmp_path / "warehouse") == first
    assert (tmp_path / "warehouse" / SALT_NAME).read_bytes() == first


def test_the_salt_is_no_part_of_an_edition(loaded: Store) -> None:
    salt = (loaded.folder / SALT_NAME).read_bytes()
    for path in loaded.editions.iterdir():
        assert salt not in path.read_bytes()
        assert salt.hex() not in path.read_bytes().hex()
    assert loaded.folder / SALT_NAME not in set(loaded.editions.rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes; the folder's rights hold there")
def test_the_salt_is_readable_by_its_owner_only(loaded: Store) -> None:
    assert stat.S_IMODE((loaded.folder / SALT_NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_salt_is_refused_rather_than_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SALT_NAME).write_bytes(content)
    with pytest.raises(InputError, match=r"^case-key\.salt: is damaged; restore it"):
        installation_salt(tmp_path)
    assert (tmp_path / SALT_NAME).read_bytes() == content


def test_two_installations_give_the_same_inputs_one_hash_and_the_same_case_different_keys(
    small_copy: Callable[[Path], Path], tmp_path: Path
) -> None:
    keys, hashes = [], []
    for name in ("one", "another"):
        data = small_copy(tmp_path / name)
        hashes.append(load(data).edition_id.partition("-")[2])
        with open_edition(data=data) as edition:
            keys.append(set(edition.query("SELECT case_key FROM client_case")["case_key"]))
    assert len(keys[0]) == len(keys[1]) > 0
    assert keys[0].isdisjoint(keys[1])
    assert hashes[0] == hashes[1]
