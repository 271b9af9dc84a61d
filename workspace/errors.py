"""What can go wrong with what users write. Nothing was stored then, and nothing that was stored before is lost."""

from __future__ import annotations


class WorkspaceError(Exception):
    """`text` is an English message of the catalogue with `{name}` fields that `values` fill, so that a page can say it in the
    language of its reader; the error itself prints in English."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text, self.values = text, values


class FileUnusable(WorkspaceError):
    """The file cannot be read or written: locked, read-only, damaged, of a newer version, or not ours."""


class NoSuchScenario(WorkspaceError):
    """There is no scenario of this id, or it is deleted."""


class NoSuchMeeting(WorkspaceError):
    """There is no meeting of this id, or it is deleted."""


class NoSuchView(WorkspaceError):
    """There is no view of this id on the agenda of a meeting, or it was taken off."""


class NoSuchAssignment(WorkspaceError):
    """There is no assignment of this id, or it is deleted."""


class MeetingLocked(WorkspaceError):
    """The meeting is final: nothing of it can be changed any more."""


class Damaged(WorkspaceError):
    """A sealed text is not what was sealed."""


class ChangedMeanwhile(WorkspaceError):
    """Somebody else stored another version since this one was read."""


class NameTaken(WorkspaceError):
    """Another saved scenario has this name."""


class UnfitValue(WorkspaceError):
    """A text or another value that what users write cannot have."""


def damaged() -> Damaged:
    """The error for a text that is not what was sealed."""
    return Damaged(
        "What was stored for this meeting has been changed or damaged since, so it is not shown. Put a copy of the file from "
        "your backup in its place."
    )
