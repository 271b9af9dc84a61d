"""The files of a meeting: paper (PDF), slides (pptx) and workbook (xlsx) of the same views."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from locales.language import Language
from report import workbook
from report.exhibit import Exhibit, View
from report.meeting import Assignment, Meeting, Pack
from report.pack.words import made_up

Progress = Callable[[str, int, int], None]
# Stands first in the name of a file with made-up figures, in both languages.
EXAMPLE_MARK = "Beispieldaten_"
FILE_NAMES = {".pdf": "Paper (PDF)", ".pptx": "Slides (PowerPoint)", ".xlsx": "Tables (Excel)"}
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": workbook.MEDIA_TYPE,
}


def build(
    edition_id: str,
    views: Sequence[View | Exhibit],
    language: str,
    out: Path,
    *,
    meeting: Meeting | None = None,
    assignments: Sequence[Assignment] = (),
    progress: Progress | None = None,
) -> list[Path]:
    """Write the pack into the folder `out`, which is made if missing; returns the paths of PDF, slides and workbook.

    `progress` gets what is made next, how many files are made and how many there will be. The same views give the same
    bytes. Files of the same name are replaced, each at once; when anything fails, nothing of `out` has been touched up to the
    moment when all three are written. Raises ValueError without views, for views or a meeting of another edition, for
    views in another language and for what cannot be drawn; OSError where `out` cannot be written.
    """
    pack = Pack(
        tuple(view if isinstance(view, View) else View(view) for view in views), language, meeting, tuple(assignments)
    )
    _check(pack, edition_id)
    tell = progress or _silent
    steps = _steps(Language(language))
    name, made = _name(pack, edition_id), dict[str, bytes]()
    for done, (step, suffix, make) in enumerate(steps):
        tell(step, done, len(steps))
        made[name + suffix] = make(pack)
    paths = _write(made, out)
    tell(steps[-1][0], len(steps), len(steps))
    return paths


def _steps(language: Language) -> tuple[tuple[str, str, Callable[[Pack], bytes]], ...]:
    """What is made: its name, its ending, and how."""
    # What they need takes a while to be imported, and every page of the app imports this package.
    from report.pack.pdf import pdf  # noqa: PLC0415
    from report.pack.slides import pptx  # noqa: PLC0415
    from report.pack.tables import xlsx  # noqa: PLC0415

    makers = {".pdf": pdf, ".pptx": pptx, ".xlsx": xlsx}
    return tuple((language.text(FILE_NAMES[suffix]), suffix, make) for suffix, make in makers.items())


def _check(pack: Pack, edition_id: str) -> None:
    if not pack.views:
        raise ValueError("there are no views; a pack needs one at least")
    if pack.meeting and pack.meeting.edition_id != edition_id:
        raise ValueError(f"the meeting is on edition {pack.meeting.edition_id}, not {edition_id}")
    for number, view in enumerate(pack.views, start=1):
        exhibit = view.exhibit
        if exhibit.edition_id != edition_id:
            raise ValueError(f"view {number}, {view.heading!r}, is of edition {exhibit.edition_id}, not {edition_id}")
        if exhibit.language != pack.language:
            raise ValueError(f"view {number}, {view.heading!r}, is in {exhibit.language!r}, not {pack.language!r}")


def _name(pack: Pack, edition_id: str) -> str:
    mark = EXAMPLE_MARK if made_up(pack.views) else ""
    what = f"Sitzung_{pack.meeting.held_on}_{pack.meeting.id}" if pack.meeting else f"Datenstand_{edition_id}"
    return f"{mark}{what}_{pack.language}"


def _write(made: dict[str, bytes], out: Path) -> list[Path]:
    """Write all files under temporary names first, then give them their own."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".") as beside:
        for name, content in made.items():
            (Path(beside) / name).write_bytes(content)
        for name in made:
            (Path(beside) / name).replace(out / name)
    return [out / name for name in made]


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
