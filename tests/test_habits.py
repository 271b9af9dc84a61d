"""Habits that are cheap to hold and easy to lose."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
    cwd=REPOSITORY,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
FILES = [REPOSITORY / name for name in LISTED if (REPOSITORY / name).is_file()]
CODE_AND_TEXT = {".cfg", ".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sql", ".svg", ".toml", ".txt", ".yml"}
WEB_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)")  # names of XML vocabularies are no addresses
MACHINE_PATH = re.compile(r"(?<![\w.:/])(/home/|/Users/|/root/|/work/|/opt/|[A-Z]:\\\\?Users)[\w.]")


def endings(*wanted: str) -> list[Path]:
    return [path for path in FILES if path.suffix in wanted]


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def lines_with(path: Path, pattern: re.Pattern[str]) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{name(path)}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


@pytest.mark.parametrize("path", [found for found in endings(".py") if "tests" not in found.parts], ids=name)
def test_widths_are_given_in_todays_words(path: Path) -> None:
    assert lines_with(path, re.compile("use_container_width")) == []


@pytest.mark.parametrize("path", [found for found in FILES if found.name.startswith("requirements")], ids=name)
def test_requirements_name_no_registry(path: Path) -> None:
    assert lines_with(path, re.compile(r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b")) == []


@pytest.mark.parametrize("path", endings(".py", ".js", ".css"), ids=name)
def test_nothing_is_fetched_from_the_web(path: Path) -> None:
    if "tests" not in path.parts and "benchmarks" not in path.parts:
        assert lines_with(path, WEB_ADDRESS) == []


@pytest.mark.parametrize("path", [found for found in FILES if found.suffix in CODE_AND_TEXT], ids=name)
def test_no_path_of_somebodys_machine(path: Path) -> None:
    if path != Path(__file__):
        assert lines_with(path, MACHINE_PATH) == []


@pytest.mark.parametrize("path", [found for found in FILES if found.suffix in CODE_AND_TEXT], ids=name)
def test_text_files_are_utf8_and_end_with_a_line(path: Path) -> None:
    content = path.read_bytes()
    assert content.decode("utf-8").endswith("\n") or not content
    assert b"\r" not in content


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


@pytest.mark.parametrize("path", endings(".sql"), ids=name)
def test_every_mart_says_its_grain_and_its_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- Grain: one row per ")
    assert "\nORDER BY " in text
