"""Scenarios as files that go from one installation to another."""

from __future__ import annotations

from pages._shared.scenarios import Scenario
from pages._shared.visit import Visit
from planning.scenario_file import ScenarioFile, ScenarioFileError, from_content, from_file, to_file


def file_of(visit: Visit, scenario: Scenario) -> bytes:
    """A scenario as a file, without what was taken back."""
    edits, _ = from_content(scenario.content)
    return to_file(
        ScenarioFile(
            name=scenario.name,
            note=scenario.note,
            author_role=scenario.author_role,
            district=str(visit.manifest["district"]["ags"]),
            edition_id=scenario.edition_id,
            valid_from=scenario.valid_from,
            edits=edits,
        )
    )


def read_file(visit: Visit, content: bytes) -> ScenarioFile:
    """The scenario in a file. Raises ScenarioFileError, also for one of another district."""
    found, here = from_file(content), str(visit.manifest["district"]["ags"])
    if found.district != here:
        raise ScenarioFileError(
            "The scenario was made for the district {found}; this installation shows {here}.",
            "district",
            found=found.district,
            here=here,
        )
    return found
