"""Habits that are cheap to hold and easy to lose."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
NOT_OURS = {".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "__pycache__", "venv"}
OF_THE_EDITIONS = REPOSITORY / "data" / "warehouse"
TEXT = {".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sql", ".svg", ".toml", ".txt", ".yml"}
WEB_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)")  # names of XML vocabularies are no addresses
MACHINE_PATH = re.compile(r"(?<![\w.:/])(/(home|Users|root|work|opt)/|[A-Z]:\\\\?Users)[\w.]")
REGISTRY = re.compile(r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b")


def below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in NOT_OURS and path != OF_THE_EDITIONS:
            yield from below(path)
        elif path.suffix in TEXT:
            yield path


FILES = [path for path in below(REPOSITORY) if path != Path(__file__)]
SHIPPED = [path for path in FILES if not {"tests", "benchmarks"} & set(path.relative_to(REPOSITORY).parts)]


def lines_with(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.relative_to(REPOSITORY).as_posix()}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_there_is_something_to_look_at() -> None:
    assert {path.suffix for path in SHIPPED} >= {".css", ".js", ".po", ".py", ".sql", ".toml", ".yml"}


def test_widths_are_given_in_todays_words() -> None:
    assert lines_with(re.compile("use_container_width"), (path for path in SHIPPED if path.suffix == ".py")) == []


def test_a_choice_of_several_shows_no_words_of_streamlits_own() -> None:
    calls = [
        (f"{path.relative_to(REPOSITORY).as_posix()}:{node.lineno}", {word.arg for word in node.keywords})
        for path in SHIPPED
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "multiselect"
    ]
    assert calls
    assert [place for place, given in calls if not given >= {"placeholder", "select_all"}] == []


def test_requirements_name_no_registry() -> None:
    assert lines_with(REGISTRY, (path for path in SHIPPED if path.name.startswith("requirements"))) == []


def test_nothing_is_fetched_from_the_web() -> None:
    assert lines_with(WEB_ADDRESS, (path for path in SHIPPED if path.suffix in {".css", ".js", ".py"})) == []


def test_no_path_of_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATH, FILES) == []


def test_text_files_end_with_a_line_and_have_plain_line_ends() -> None:
    contents = {path: path.read_bytes() for path in FILES}
    assert [path for path, content in contents.items() if content and not content.endswith(b"\n")] == []
    assert [path for path, content in contents.items() if b"\r" in content] == []


@pytest.mark.parametrize(
    ("section", "option", "expected"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorLinks", False),
        ("client", "showErrorDetails", "none"),
        ("runner", "postScriptGC", False),
        ("server", "address", "localhost"),
    ],
)
def test_streamlit_keeps_to_itself(section: str, option: str, expected: object) -> None:
    settings = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings[section][option] == expected


def test_every_mart_says_its_grain_and_its_order() -> None:
    marts = {
        path.name: path.read_text(encoding="utf-8")
        for path in SHIPPED
        if path.parent.name == "marts" and path.suffix == ".sql"
    }
    assert [name for name, sql in marts.items() if not sql.startswith("-- Grain: one row per ")] == []
    assert [name for name, sql in marts.items() if "\nORDER BY " not in sql] == []
