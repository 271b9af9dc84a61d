"""What the posts required depend on: working time, minutes of each activity, allowances; an example, or the visitor's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from locales import Language
from metrics.codes import codes, name
from metrics.workload import AvailableTime, available_time
from pages._shared.choices import DIGITS

FIRST_INTERVIEW = "first_interview"
PER_CENT = 100.0


@dataclass(frozen=True)
class Field:
    """One number: its limits, the step of its buttons, `start` of the visitor's own (None = to be given), and the `example`."""

    least: float
    most: float
    step: float
    start: float | None
    example: float


# Working time. The starts are the collective agreement of the public service (TVöD § 6: 39 hours; § 26: 30 days of leave) and the
# eleven public holidays of North Rhine-Westphalia (Feiertagsgesetz NW § 2), of which about nine fall on working days.
TIME: Mapping[str, Field] = {
    "weeks": Field(1, 53, 1, 52, 52),
    "days_per_week": Field(1, 7, 0.5, 5, 5),
    "hours_per_week": Field(1, 60, 0.5, 39, 39),
    "annual_leave_days": Field(0, 60, 1, 30, 30),
    "public_holidays": Field(0, 20, 1, 9, 9),
    "sick_days": Field(0, 200, 1, None, 14),
    "training_days": Field(0, 60, 1, None, 5),
}
_MINUTES = {
    FIRST_INTERVIEW: 180,
    "applications": 150,
    "appointments": 210,
    "finding_offers": 120,
    "referral": 90,
    "correspondence": 90,
    "social_support": 240,
}
MINUTES: Mapping[str, Field] = {code: Field(0, 600, 5, None, example) for code, example in _MINUTES.items()}
# Per cent of the working time that everybody spends on what is not counted.
SHARES: Mapping[str, Field] = {
    "documentation": Field(0, 90, 1, 0, 10),
    "meetings": Field(0, 90, 1, 0, 10),
    "networking": Field(0, 90, 1, 0, 10),
}
# What only some do: how many people, and hours a year of each.
INDIVIDUAL: Mapping[str, Field] = {
    "individual_people": Field(0, 50, 1, 0, 2),
    "individual_hours": Field(0, 2000, 10, 0, 60),
}
FIELDS: Mapping[str, Field] = {**TIME, **MINUTES, **SHARES, **INDIVIDUAL}
# English messages for `Language.text`.
VALUE_NAMES: Mapping[str, str] = {
    "weeks": "Weeks a year",
    "days_per_week": "Working days a week",
    "hours_per_week": "Working hours a week",
    "annual_leave_days": "Days of annual leave",
    "public_holidays": "Public holidays on working days",
    "sick_days": "Sick days a year",
    "training_days": "Days of training a year",
    "documentation": "Documentation, per cent of working time",
    "meetings": "Meetings and case conferences, per cent of working time",
    "networking": "Working with other institutions, per cent of working time",
    "individual_people": "Further tasks of individual people: how many people",
    "individual_hours": "Further tasks of individual people: hours a year of each",
    FIRST_INTERVIEW: "First interview with a new case",
}


@dataclass(frozen=True)
class Values:
    """`numbers`: one for every field, None where it is still to be given."""

    numbers: Mapping[str, float | None]
    is_example: bool

    @property
    def missing(self) -> list[str]:
        """The fields that still have no number."""
        return [code for code in FIELDS if self.numbers[code] is None]

    @property
    def time(self) -> AvailableTime:
        """Available working time of one full-time post. Raises ValueError where absences leave none."""
        return available_time(**{code: self._given(code) for code in TIME})

    @property
    def minutes(self) -> dict[str, float]:
        return {code: self._given(code) for code in MINUTES}

    @property
    def shares(self) -> list[float]:
        """Category allowances, between 0 and 1."""
        return [self._given(code) / PER_CENT for code in SHARES]

    @property
    def individual(self) -> tuple[float, float]:
        """People, and hours a year of each."""
        return self._given("individual_people"), self._given("individual_hours")

    @property
    def leave_time(self) -> bool:
        """Whether absences and allowances leave any time to work."""
        try:
            return self.time.hours > 0 and sum(self.shares) < 1
        except ValueError:
            return False

    def _given(self, code: str) -> float:
        number = self.numbers[code]
        if number is None:
            raise ValueError(f"{code} is still to be given")
        return number


EXAMPLE = Values({code: field.example for code, field in FIELDS.items()}, is_example=True)
START: Mapping[str, float | None] = {code: field.start for code, field in FIELDS.items()}


def as_address(numbers: Mapping[str, float | None]) -> str:
    """The numbers that differ from the start, as `code:number,…`; a number that was taken out is empty."""
    return ",".join(
        f"{code}:{'' if number is None else format(number, 'g')}"
        for code, number in numbers.items()
        if number != START[code]
    )


def from_address(address: str) -> dict[str, float | None]:
    """The numbers of an address; what cannot be read, is not known or lies outside its limits is as at the start."""
    found = dict(START)
    for part in address.split(","):
        code, separator, words = part.partition(":")
        field = FIELDS.get(code)
        if field is None or not separator:
            continue
        try:
            number = round(float(words), DIGITS) if words else None
        except ValueError:
            continue
        if number is None or (isfinite(number) and field.least <= number <= field.most):
            found[code] = number
    return found


def value_name(code: str, language: Language) -> str:
    """What a field is called; kinds of services by their own names."""
    return (
        name("service_type", code, language.code) if code in codes("service_type") else language.text(VALUE_NAMES[code])
    )


def example_mark(language: Language) -> str:
    """What stands wherever figures of the example are shown."""
    return language.text("Example values, made up: please enter your own")
