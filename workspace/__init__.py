"""What users write: scenarios of the posts, meetings and assignments, in one small SQLite file that outlives restarts and new
editions."""

from workspace.assignment import LONGEST_OFFICE, LONGEST_REMARK, LONGEST_TEXT, STATUSES, Assignment, Change
from workspace.assignments import UNSAID, Assignments, Unsaid
from workspace.database import FILE
from workspace.errors import (
    ChangedMeanwhile,
    Damaged,
    FileUnusable,
    MeetingLocked,
    NameTaken,
    NoSuchAssignment,
    NoSuchMeeting,
    NoSuchScenario,
    NoSuchView,
    UnfitValue,
    WorkspaceError,
)
from workspace.meeting import (
    ASSIGNMENTS,
    LONGEST_HEADLINE,
    LONGEST_TITLE,
    LONGEST_VIEW_NOTE,
    AgendaItem,
    Meeting,
    Sealed,
)
from workspace.meetings import Meetings
from workspace.scenario import LONGEST_NAME, LONGEST_NOTE, Scenario
from workspace.scenarios import Scenarios

__all__ = [
    "ASSIGNMENTS",
    "FILE",
    "LONGEST_HEADLINE",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "LONGEST_OFFICE",
    "LONGEST_REMARK",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "LONGEST_VIEW_NOTE",
    "STATUSES",
    "UNSAID",
    "AgendaItem",
    "Assignment",
    "Assignments",
    "Change",
    "ChangedMeanwhile",
    "Damaged",
    "FileUnusable",
    "Meeting",
    "MeetingLocked",
    "Meetings",
    "NameTaken",
    "NoSuchAssignment",
    "NoSuchMeeting",
    "NoSuchScenario",
    "NoSuchView",
    "Scenario",
    "Scenarios",
    "Sealed",
    "UnfitValue",
    "Unsaid",
    "WorkspaceError",
]
