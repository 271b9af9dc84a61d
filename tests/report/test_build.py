"""The files of a meeting, written whole or not at all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

import report
from report import build
from report.exhibit import Exhibit, View
from tests.report.packs import EDITION, assignment, exhibit, meeting

NAME = f"Beispieldaten_Sitzung_2026-12-03_{meeting().id}_de"


def views() -> list[View | Exhibit]:
    return [View(exhibit(drawn=True), "Im Norden fehlt Beratung"), exhibit("Lücken als Tabelle")]


def test_three_files_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    found = build(EDITION, views(), "de", out, meeting=meeting(), assignments=[assignment()])
    assert found == [out / f"{NAME}{suffix}" for suffix in (".pdf", ".pptx", ".xlsx")]
    assert sorted(out.iterdir()) == sorted(found)
    pdf, slides, workbook = (path.read_bytes() for path in found)
    assert pdf.startswith(b"%PDF")
    assert Presentation(io.BytesIO(slides)).slides[2].shapes.title.text_frame.text == "Im Norden fehlt Beratung"
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names[0] == "Inhalt"


def test_the_same_views_give_the_same_bytes_and_replace_files(tmp_path: Path) -> None:
    first = build(EDITION, views(), "de", tmp_path / "1", meeting=meeting())
    again = build(EDITION, views(), "de", tmp_path / "2", meeting=meeting())
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    changed = build(EDITION, views()[1:], "de", tmp_path / "1", meeting=meeting())
    assert changed == first
    assert [path.read_bytes() for path in changed] != [path.read_bytes() for path in again]
    assert len(list((tmp_path / "1").iterdir())) == 3


def test_names_say_what_the_files_are(tmp_path: Path) -> None:
    real = exhibit(example=None, language="en")
    (pdf, *_) = build(EDITION, [real], "en", tmp_path)
    assert pdf.name == f"Datenstand_{EDITION}_en.pdf"
    (pdf, *_) = build(EDITION, [real, exhibit(language="en")], "en", tmp_path)
    assert pdf.name == f"Beispieldaten_Datenstand_{EDITION}_en.pdf"
    assert report.build is build


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build(EDITION, views(), "de", tmp_path, progress=lambda *step: told.append(step))
    assert [(done, total) for _, done, total in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [name for name, _, _ in told[:3]] == ["Papier (PDF)", "Folien (PowerPoint)", "Tabellen (Excel)"]


@pytest.mark.parametrize(
    ("found", "edition", "words"),
    [
        ([], EDITION, "there are no views"),
        ([exhibit()], "another", f"view 1.*of edition {EDITION}, not another"),
        ([exhibit(), exhibit(language="en")], EDITION, "view 2.*in 'en', not 'de'"),
        ([replace(exhibit(), picture="<p>no picture</p>")], EDITION, "cannot be drawn|SVG"),
    ],
)
def test_what_makes_no_pack_is_refused_and_nothing_is_written(
    tmp_path: Path, found: list[Exhibit], edition: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        build(edition, found, "de", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_meeting_of_another_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the meeting is on edition other"):
        build(EDITION, views(), "de", tmp_path, meeting=replace(meeting(), edition_id="other"))


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.suffix == ".xlsx":
            write(path, content[:100])
            raise OSError(28, "No space left on device")
        return write(path, content)

    kept = tmp_path / "kept.txt"
    kept.write_text("x")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        build(EDITION, views(), "de", tmp_path, meeting=meeting())
    assert list(tmp_path.iterdir()) == [kept]


def test_stopping_between_two_files_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:  # noqa: ARG001
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(EDITION, views(), "de", tmp_path / "out", progress=stop)
    assert not (tmp_path / "out").exists()


def test_archives_carry_no_moment(tmp_path: Path) -> None:
    for path in build(EDITION, views(), "de", tmp_path)[1:]:
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} <= {1980, 2000}
