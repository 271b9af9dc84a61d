"""What users write: scenarios of the posts, in one small SQLite file that outlives restarts and new editions."""

from workspace.errors import (
    ChangedMeanwhile,
    FileUnusable,
    NameTaken,
    NoSuchScenario,
    UnfitValue,
    WorkspaceError,
)
from workspace.scenario import LONGEST_NAME, LONGEST_NOTE, Scenario
from workspace.scenarios import Scenarios

__all__ = [
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "ChangedMeanwhile",
    "FileUnusable",
    "NameTaken",
    "NoSuchScenario",
    "Scenario",
    "Scenarios",
    "UnfitValue",
    "WorkspaceError",
]
