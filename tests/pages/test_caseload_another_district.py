"""The caseload page where there is little to compare: two posts of one focus area, and months before the first of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.inputs import sign
from etl.load import load
from warehouse import Store

SECTIONS = ("compare", "map", "course", "intensity", "need", "vacancy", "details")
# Every twentieth of the made-up cases, two thirds of them for the larger post.
PART = 20
POSTS = ("NORD-1", "NORD-1", "EIFEL-1")
PLACES = ("05366016", "05366040", "05366044")
COLUMN_OF_POST, COLUMN_OF_AREA, COLUMN_OF_KEY, COLUMN_OF_PLACE = 3, 4, 5, 6


@pytest.fixture(scope="module")
def few_posts(other_district: Store, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The neighbouring district with cases, services and goals, loaded once."""
    data = tmp_path_factory.mktemp("few-posts") / "data"
    shutil.copytree(other_district.data, data, ignore=shutil.ignore_patterns("warehouse"))
    shutil.copytree(project / "data" / "mappings", data / "mappings", dirs_exist_ok=True)
    shutil.copytree(project / "data" / "raw" / "caseload", data / "raw" / "caseload")
    known: set[str] = set()

    def moved(number: int, row: str) -> str:
        cells = row.split(";")
        cells[COLUMN_OF_POST], cells[COLUMN_OF_KEY] = POSTS[number % 3], PLACES[number % 3]
        cells[COLUMN_OF_AREA], cells[COLUMN_OF_PLACE] = "Willkommensberatung", ""
        known.add(cells[0])
        return ";".join(cells)

    for name in ("Faelle", "Leistungen", "Ziele"):
        path = data / "raw" / "caseload" / f"Beispieldaten_{name}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        if name == "Faelle":
            rows = [moved(number, row) for number, row in enumerate(rows[::PART])]
        kept = [row for row in rows if row.split(";")[0] in known]
        path.write_text("\n".join([head, *kept, ""]), encoding="utf-8")
        sign(path)
    load(data)
    return Store(data)


@pytest.fixture
def opened(few_posts: Store, open_page, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    monkeypatch.setenv("KIM_DATA_DIR", str(few_posts.data))
    return lambda **address: open_page("caseload", lang="en", **address)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(("role", "by"), [("steering", "ags"), ("steering", "carrier"), ("coordination", "carrier")])
def test_every_section_runs_on_two_posts(opened, section: str, role: str, by: str) -> None:
    shown = opened(show=section, role=role, by=by, values="example")
    assert not shown.app.exception
    assert not shown.app.error
    assert "SKF" not in shown.words()
    assert "STADT" not in shown.words()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_focus_area_without_posts_and_cases_is_said(opened, section: str) -> None:
    address = {"role": "coordination", "by": "carrier", "cases_area": "psychosocial"}
    shown = opened(show=section, **address)
    assert not shown.app.exception
    said = [info.value for info in shown.app.info]
    if section in ("course", "vacancy"):
        assert said == [
            {
                "course": "Neither posts nor cases in these 36 months.",
                "vacancy": "No posts in these 36 months.",
            }[section]
        ]


def test_months_before_the_first_post_have_cases_without_posts(opened) -> None:
    """The posts begin in 2023, the cases in 2021."""
    shown = opened(show="compare", role="coordination", by="carrier", until="2022-06")
    assert not shown.app.exception
    *carriers, (_, fte, *_) = shown.rows("caseload_table").values()
    assert fte == "0.00"
    assert {cells[-1] for cells in carriers} == {"! cases, but no post"}
    assert "no posts in the district" in shown.html
    assert [info.value for info in opened(show="vacancy", role="coordination", until="2022-06").app.info] == [
        "No posts in these 36 months."
    ]
