"""What pages give away beyond what they print: nothing that is kept for another role, nothing of what is filled."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from etl.inputs import sign
from etl.load import load
from locales import Language
from metrics.protection import ROLES
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.visit import Visit
from warehouse import Store

EDITION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]+")
LOADED_AT = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
ABSENCE = "01.01.2024;;Aufstockung;;0,5;"
INDEN = "05358020"
SECTIONS = [
    ("coverage", {}),
    ("coverage", {"part": "areas"}),
    ("coverage", {"part": "compare", "against": "2023-06"}),
    ("coverage", {"part": "distance"}),
    ("coverage", {"part": "fairness"}),
    ("coverage", {"part": "list"}),
    ("place", {"ags": INDEN}),
    ("caseload", {"show": "intensity", "measure": "accompanied_cases", "weight_with_goals": "2"}),
    ("caseload", {"show": "need"}),
    ("caseload", {}),
    ("caseload", {"by": "carrier", "measure": "hours"}),
    ("caseload", {"by": "focus_area"}),
    ("caseload", {"show": "map"}),
    ("caseload", {"show": "course"}),
    ("methods", {}),
]


@pytest.fixture(scope="module")
def fully_staffed(staffed: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same data, but that nobody was ever absent."""
    data = tmp_path_factory.mktemp("fully") / "data"
    shutil.copytree(staffed.data, data, ignore=shutil.ignore_patterns("warehouse"))
    path = data / "raw/staffing/stellen.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(ABSENCE) == 1
    path.write_text(text.replace(ABSENCE, ABSENCE.replace("0,5", "1,0")), encoding="utf-8")
    sign(path)
    load(data, LOADED_AT)
    return Store(data)


@pytest.mark.parametrize(
    ("role", "sections"), [("steering", SECTIONS[::2]), ("planning", SECTIONS[1::2]), ("coordination", SECTIONS)]
)
def test_what_is_filled_changes_nothing_for_others_than_the_coordination(
    open_page,
    staffed: Store,
    fully_staffed: Store,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    sections: list[tuple[str, dict[str, str]]],
) -> None:
    def everything(store: Store) -> list[str]:
        monkeypatch.setenv("KIM_DATA_DIR", str(store.data))
        shown = [open_page(page, role=role, fte="filled", month="2024-10", **address) for page, address in sections]
        assert not any(page.app.exception for page in shown)
        return [EDITION.sub("", page.words()) for page in shown]

    with_absence, without = everything(staffed), everything(fully_staffed)
    same = [first == second for first, second in zip(with_absence, without, strict=True)]
    assert same == [role != "coordination"] * len(sections)


def test_results_are_kept_for_each_role_on_its_own(loaded: Store) -> None:
    edition_id = loaded.current_id()
    visits = [Visit(edition_id, door.manifest(edition_id), Language("de"), role, "") for role in (*ROLES, *ROLES)]
    built = [kept(visit, "protection", "", lambda role=visit.role: role) for visit in visits]
    assert built == [*ROLES, *ROLES]


def test_names_from_files_are_no_markdown_on_the_page_of_a_place(
    open_page, small_data: Path, edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture in Markdown would be asked for at another host."""
    edit(
        small_data / "raw/municipalities/gemeinden.csv",
        lambda text: text.replace(";Inden;", ";Inden ![x](http://host/y.png);"),
    )
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("place", ags=INDEN)
    assert not shown.app.exception
    assert shown.heading == r"Inden \!\[x\]\(http\://host/y\.png\)"
    assert all("![x]" not in element.value for element in (*shown.app.markdown, *shown.app.caption, *shown.app.warning))
