"""The three stretches of time that are looked at: waiting, the length of cases, and the time to a first goal reached."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.processes import SURVIVAL

CLOCK, USUAL = "clock", "waiting"
# Days; months of 30, so that all of them are points of the curves of whoever sees rounded counts.
MONTH = 30
MONTHS = (3, 6, 12)
HALF_A_YEAR, A_YEAR = 6 * MONTH, 12 * MONTH


@dataclass(frozen=True)
class Clock:
    """A process of metrics.processes, which is also its key.

    `endings`: the curves that are drawn of one unit alone; the first is the one drawn for each of several. `is_falling`: whether its
    share is of those that still go on. `meaning`: id of the definition of the figure drawn unit by unit; `year_of`: what its year
    is the year of, a key of pages.outcomes.view.CLOCKS."""

    process: str
    endings: tuple[str, ...]
    meaning: str
    year_of: str
    is_falling: bool = False

    @property
    def ending(self) -> str:
        return self.endings[0]


WAITING = Clock("waiting", ("interview", "left"), "waiting_days", "request")
CASE = Clock("case", (SURVIVAL,), "case_length_days", "interview", is_falling=True)
FIRST_GOAL = Clock("first_goal", ("reached", "ended"), "first_goal_share", "first_goal")
PROCESS_CLOCKS = {clock.process: clock for clock in (WAITING, CASE, FIRST_GOAL)}

# English messages by process: the choice, what its curves show, what their axis of time counts, and what shares are of.
CLOCK_NAMES = {
    "waiting": "Waiting for the first interview",
    "case": "Length of cases",
    "first_goal": "Time to the first goal reached",
}
CURVE_TITLES = {
    "waiting": "When the first interview took place, {whose}, {span}",
    "case": "How long cases run, {whose}, {span}",
    "first_goal": "When a first goal was reached, {whose}, {span}",
}
SINCE_NAMES = {
    "waiting": "Time since the request",
    "case": "Time since the first interview",
    "first_goal": "Time since the first goal was agreed",
}
BASE_NAMES = {
    "waiting": "Share of requests",
    "case": "Share of cases still running",
    "first_goal": "Share of cases with goals agreed",
}
# By ending: its curve among those of one unit, and its share where it is drawn for several.
ENDING_NAMES = {
    "interview": "first interview",
    "left": "left without an interview",
    SURVIVAL: "still running",
    "reached": "first goal reached",
    "ended": "case ended before that",
}
SHARE_NAMES = {
    "interview": "Share with a first interview",
    SURVIVAL: "Share of cases still running",
    "reached": "Share of cases with a first goal reached",
}
