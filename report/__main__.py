"""The command line: python -m report --meeting ID --out DIR makes the papers of a meeting."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from locales.clock import today
from locales.language import LANGUAGES
from report.build import build
from report.from_workspace import pack_of
from warehouse import data_folder
from workspace import FILE, Meetings, NoSuchMeeting, WorkspaceError

EXAMPLE = """example:
  python -m report --meeting k7m2p9xw4d --out unterlagen --language de

An id that there is not lists the meetings there are. The files show what was stored when each view was put on the agenda;
neither the edition of the data nor a browser is needed.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files; 0 when all are written, 1 when something stood against it."""
    chosen = _parser().parse_args(arguments)
    path = data_folder() / FILE
    try:
        for language in LANGUAGES if chosen.language == "both" else (chosen.language,):
            for written in _build(path, chosen.meeting, language, chosen.out):
                _out(str(written))
    except NoSuchMeeting as error:
        _tell(f"{error}\n{_known(path)}")
        return 1
    except (WorkspaceError, ValueError, OSError) as error:
        _tell(f"The papers could not be made: {error}")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m report",
        description="Make the papers of a meeting: PDF, slides (pptx) and workbook (xlsx).",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--meeting", required=True, metavar="ID", help="the meeting, by the id that its page shows")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder to write into; it is made if it is missing"
    )
    parser.add_argument(
        "--language", choices=(*LANGUAGES, "both"), default="both", help="language of the papers (default %(default)s)"
    )
    return parser


def _build(path: Path, meeting_id: str, language: str, out: Path) -> list[Path]:
    pack = pack_of(path, meeting_id, language, today())
    if pack.meeting is None or not pack.views:
        raise ValueError("nothing is on the agenda of this meeting yet")
    return build(
        pack.meeting.edition_id,
        pack.views,
        language,
        out,
        meeting=pack.meeting,
        assignments=pack.assignments,
        progress=lambda step, done, total: _tell(
            f"{language}: {done} of {total}, {step}" if done < total else f"{language}: all {total} written"
        ),
    )


def _known(path: Path) -> str:
    meetings = Meetings(path).all()
    if not meetings:
        return f"There are no meetings in {path}."
    return "\n".join(["The meetings there are:", *(f"  {each.id}  {each.held_on}  {each.title}" for each in meetings)])


def _out(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
