"""The example caseload: made-up cases, goals and services, written like an export of the ministry's database.

The same seed gives the same bytes on every machine. Of Python's generator only `random()` is promised to stay the same
over versions, so every draw here is made from it. Shares and durations: data/reference/example_distributions.yml.
"""

from __future__ import annotations

import csv
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import yaml

from etl.example_faults import Row, german_date, read_date, with_faults
from metrics.codes import codes, name

REPOSITORY = Path(__file__).parent.parent
POSTS = REPOSITORY / "data/raw/staffing/stellen.csv"
AREAS = REPOSITORY / "data/raw/staffing/stellen_gebiete.csv"
DISTRIBUTIONS = REPOSITORY / "data/reference/example_distributions.yml"

EXAMPLE_UNTIL = date(2026, 10, 31)  # not today's date: the example must not change from one day to the next
MINIMUM_CASES = 50  # below this, some kinds of faulty row find no row to be copied from

FILES = {
    "cases": "Beispieldaten_Faelle.csv",
    "goals": "Beispieldaten_Ziele.csv",
    "services": "Beispieldaten_Leistungen.csv",
}

OpenCases = Mapping[tuple[str, str], Sequence["Case"]]
K = TypeVar("K")


@dataclass(frozen=True)
class Post:
    """A case-management post; `area` is AGS -> name of the municipalities it serves."""

    key: str
    focus_area: str
    fte: float
    filled_from: date
    area: Mapping[str, str]


@dataclass(eq=False)
class Case:
    """A case. `person` is what stays the same when somebody is referred on: origin group and columns of the export.

    `referrals` are (day, focus area) of the cases that followed from this one.
    """

    post: Post
    ags: str
    origin: str
    person: Row
    has_consent: bool
    access_channel: str
    requested_on: date
    first_interview_on: date | None
    ended_on: date | None
    referrals: list[tuple[date, str]] = field(default_factory=list)
    end_reason: str | None = None
    number: str = ""


@dataclass(frozen=True)
class ExampleExport:
    """The rows of the three files: German heading -> text as written, in file order."""

    cases: list[Row]
    goals: list[Row]
    services: list[Row]


def generate_files(cases: int, seed: int, out: Path) -> list[Path]:
    """Writes the three files of an example export with `cases` regular cases into `out`; returns their paths."""
    return write(generate(cases, seed), out)


def generate(
    cases: int, seed: int, until: date = EXAMPLE_UNTIL, posts: Path = POSTS, areas: Path = AREAS
) -> ExampleExport:
    """An example export with exactly `cases` regular cases requested up to `until`, and the faulty rows of FAULTS.

    `posts` and `areas` are the files of posts and of their municipalities. Raises ValueError below MINIMUM_CASES.
    """
    if cases < MINIMUM_CASES:
        raise ValueError(f"{cases} cases are too few for every kind of faulty row: ask for {MINIMUM_CASES} or more")
    generator = _Generator(seed, until, yaml.safe_load(DISTRIBUTIONS.read_text(encoding="utf-8")))
    return generator.export(read_posts(posts, areas), cases)


def write(export: ExampleExport, folder: Path) -> list[Path]:
    """Writes the files as an office program would (semicolon, byte order mark), but with LF, so that git agrees."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file, file_name in FILES.items():
        rows: list[Row] = getattr(export, file)
        path = folder / file_name
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        paths.append(path)
    return paths


def read_posts(posts: Path, areas: Path) -> list[Post]:
    """The case-management posts with their municipalities, in the order of the file; no other post has cases."""
    municipalities: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _read_rows(areas):
        municipalities[row["Stelle"]][row["AGS"]] = row["Gemeinde"]
    focus_areas = {names["de"]: code for code, names in codes("focus_area").items()}
    return [
        Post(
            key=row["Stelle"],
            focus_area=focus_areas[row["Schwerpunkt"]],
            fte=float(row["VZÄ"].replace(",", ".")),
            filled_from=read_date(row["gültig ab"]),
            area=municipalities[row["Stelle"]],
        )
        for row in _read_rows(posts)
        if row["Baustein"] == name("building_block", "case_management", "de")
    ]


def cases_per_post(posts: Sequence[Post], cases: int, until: date) -> dict[str, int]:
    """`cases` shared out by FTE x months filled; what rounding down leaves goes to the largest remainders."""
    weights = {post.key: post.fte * len(_months(post.filled_from, until)) for post in posts}
    exact = {key: cases * weight / sum(weights.values()) for key, weight in weights.items()}
    shares = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: shares[key] - exact[key])
    for key in by_remainder[: cases - sum(shares.values())]:
        shares[key] += 1
    return shares


class _Generator:
    def __init__(self, seed: int, until: date, distributions: Mapping[str, Any]) -> None:
        self.random = random.Random(seed).random
        self.until = _working_day(until, -1)
        self.of = distributions

    def export(self, posts: Sequence[Post], cases: int) -> ExampleExport:
        made = self.cases(posts, cases)
        rows = {
            "cases": [_case_row(case) for case in made],
            "goals": [row for case in made for row in self.goal_rows(case)],
            "services": [row for case in made for row in self.service_rows(case)],
        }
        consenting = {row["Fallnummer"] for row in rows["cases"] if row["Einwilligung"] == "ja"}
        return ExampleExport(**{file: with_faults(self.random, file, rows[file], consenting, cases) for file in FILES})

    def cases(self, posts: Sequence[Post], cases: int) -> list[Case]:
        """All regular cases by day of request; welcome first, since the others are partly referred from there."""
        shares = cases_per_post(posts, cases, self.until)
        made: list[Case] = []
        for focus_area in codes("focus_area"):
            open_cases = self.open_cases(made)
            for post in (post for post in posts if post.focus_area == focus_area):
                months = self.month_weights(post)
                made += [self.case(post, self.pick(months), open_cases) for _ in range(shares[post.key])]
        made.sort(key=lambda case: case.requested_on)
        for serial, case in enumerate(made, start=1):
            case.number = f"BSP-{serial:06}"
            case.person.setdefault("Name", f"Beispielperson {serial:06}")
            case.end_reason = self.end_reason(case) if case.ended_on else None
        return made

    def month_weights(self, post: Post) -> dict[str, int]:
        """Month "YYYY-MM" -> weight of a request at this post; none before its first line of origin groups."""
        wave, first = self.of["wave"][post.focus_area], self.origin_lines(post)[0]["from"]
        return {
            month: self.of["season"][int(month[5:]) - 1]
            * self.of["years"].get(int(month[:4]), 100)
            * wave.get(month, 100)
            for month in _months(post.filled_from, self.until)
            if month >= first
        }

    def open_cases(self, made: Sequence[Case]) -> OpenCases:
        """Cases in counselling, by month and origin group; without consent nobody is passed on to a colleague."""
        found = defaultdict(list)
        for case in made:
            if case.has_consent and case.first_interview_on:
                for month in _months(case.first_interview_on, case.ended_on or self.until):
                    found[month, case.origin].append(case)
        return found

    def case(self, post: Post, month: str, open_cases: OpenCases) -> Case:
        focus_area = post.focus_area
        line = [line for line in self.origin_lines(post) if line["from"] <= month][-1]
        origin = self.pick({group: weight for group, weight in line.items() if group != "from"})
        source = self.source(post, open_cases.get((month, origin), []))
        requested_on = self.day(*self.days_of(month, source))
        if source:
            source.referrals.append((requested_on, focus_area))
        waiting = self.quantile(self.of["waiting_days"][focus_area]) * self.of["wave_waiting"].get(month, 100) / 100
        interview = self.after(requested_on, waiting)
        return Case(
            post=post,
            ags=source.ags if source else self.pick({ags: self.of["foreign_nationals"][ags] for ags in post.area}),
            origin=origin,
            person=source.person if source else self.person(focus_area, origin, requested_on),
            has_consent=self.happens("consent"),
            access_channel="case_management" if source else self.pick(self.of["access_channel"][focus_area]),
            requested_on=requested_on,
            first_interview_on=interview,
            ended_on=self.after(interview, self.quantile(self.of["length_days"][focus_area])) if interview else None,
        )

    def source(self, post: Post, candidates: Sequence[Case]) -> Case | None:
        """The case a new one is referred from: in the post's area, not yet referred to its focus area."""
        if not self.happens(f"referred_to_{post.focus_area}"):
            return None
        fitting = [
            case
            for case in candidates
            if case.ags in post.area and post.focus_area not in {target for _, target in case.referrals}
        ]
        return fitting[int(self.random() * len(fitting))] if fitting else None

    def days_of(self, month: str, source: Case | None) -> tuple[date, date]:
        """First and last day for a request in a month; within the counselling at `source`, if referred from there."""
        first = date.fromisoformat(f"{month}-01")
        last = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), self.until)
        if source:
            return max(first, source.first_interview_on or first), min(last, source.ended_on or last)
        return first, last

    def person(self, focus_area: str, origin: str, requested_on: date) -> Row:
        emphasis = self.of["residence_emphasis"][focus_area]
        statuses = {code: n * emphasis.get(code, 1) for code, n in self.of["residence_status"][origin].items()}
        status = self.pick(statuses)
        age = self.quantile(self.of["age_years"][focus_area])
        months_here = self.quantile(self.of["months_since_arrival"][focus_area])
        arrived = requested_on - timedelta(days=int(months_here * 30.4))
        if status == "temporary_protection":
            arrived = max(arrived, self.of["temporary_protection_since"])
        return {
            "Geburtsdatum": german_date(requested_on - timedelta(days=int(age * 365.25))),
            "Einreisemonat": german_date(arrived)[3:] if self.happens("arrival_known") else "",
            "Geschlecht": name("sex", self.pick(self.of["sex"][origin]), "de"),
            "Herkunftsgruppe": name("origin_group", origin, "de"),
            "Aufenthaltsstatus": name("residence_status", status, "de"),
            "Beratungssprache": name("counselling_language", self.pick(self.of["counselling_language"][origin]), "de"),
        }

    def end_reason(self, case: Case) -> str:
        if case.referrals and self.happens("ended_as_referred"):
            return "referred"
        reasons: Mapping[str, int] = self.of["end_reason"][case.post.focus_area]
        return self.pick(reasons)

    def goal_rows(self, case: Case) -> list[Row]:
        if not case.first_interview_on or not self.happens("agreement"):
            return []
        last, rows = case.ended_on or self.until, []
        agreed_on = self.after(case.first_interview_on, self.quantile(self.of["days_to_agreement"])) or last
        agreed_on = min(agreed_on, last)
        topics = dict(self.of["topic"][case.post.focus_area])
        for number in range(1, self.pick(self.of["goals_per_agreement"]) + 1):
            topic = self.pick(topics)
            del topics[topic]  # an agreement names a topic once
            status = self.pick(self.of["goal_status"][case.end_reason or "still_open"])
            rows.append(
                {
                    "Fallnummer": case.number,
                    "Zielnummer": str(number),
                    "Thema": name("topic", topic, "de"),
                    "Vereinbart am": german_date(agreed_on),
                    "Zielstand": name("goal_status", status, "de"),
                    "Zielstand am": german_date(self.day(agreed_on, last)),
                }
            )
        return rows

    def service_rows(self, case: Case) -> list[Row]:
        """By day: referrals to colleagues on the day the other case was asked for, the rest at any time."""
        if not case.first_interview_on:
            return []
        services = [(day, "referral", target) for day, target in case.referrals]
        for _ in range(self.pick(self.of["services_per_case"]) - len(services)):
            service_type = self.pick(self.of["service_type"][case.post.focus_area])
            target = self.pick(self.of["referred_to"][case.post.focus_area]) if service_type == "referral" else ""
            services.append((self.day(case.first_interview_on, case.ended_on or self.until), service_type, target))
        return [
            {
                "Fallnummer": case.number,
                "Leistungsnummer": str(number),
                "Datum": german_date(day),
                "Leistungsart": name("service_type", service_type, "de"),
                "Stunden": f"{max(1, round(self.quantile(self.of['hours']) * 4)) / 4:.2f}".replace(".", ","),
                "Vermittelt an": name("referred_to", target, "de") if target else "",
            }
            for number, (day, service_type, target) in enumerate(sorted(services), start=1)
        ]

    def origin_lines(self, post: Post) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = self.of["origin_group"].get(post.key, self.of["origin_group"][post.focus_area])
        return lines

    def after(self, start: date, days: float) -> date | None:
        """The first working day from so many days after `start` on, or None where the example ends before."""
        end = _working_day(start + timedelta(days=int(days)), 1)
        return end if end <= self.until else None

    def day(self, first: date, last: date) -> date:
        """Any working day from first to last; there must be one."""
        while True:
            day = first + timedelta(days=int(self.random() * ((last - first).days + 1)))
            if day.weekday() < 5:
                return day

    def pick(self, weights: Mapping[K, int]) -> K:
        ends = list(accumulate(weights.values()))
        return list(weights)[bisect_right(ends, int(self.random() * ends[-1]))]

    def happens(self, event: str) -> bool:
        return bool(self.random() * 100 < self.of["percent"][event])

    def quantile(self, table: Sequence[float]) -> float:
        """A value from a table that is read at the levels of the distributions file."""
        levels: Sequence[float] = self.of["levels"]
        level = self.random() * 100
        i = bisect_right(levels, level) - 1
        return table[i] + (table[i + 1] - table[i]) * (level - levels[i]) / (levels[i + 1] - levels[i])


def _case_row(case: Case) -> Row:
    return {
        "Fallnummer": case.number,
        "Name": case.person["Name"],
        "Geburtsdatum": case.person["Geburtsdatum"],
        "Stelle": case.post.key,
        "Schwerpunkt": name("focus_area", case.post.focus_area, "de"),
        "Gemeindeschlüssel": case.ags,
        "Gemeinde": case.post.area[case.ags],
        "Einwilligung": "ja" if case.has_consent else "nein",
        "Anfrage am": german_date(case.requested_on),
        "Erstgespräch am": german_date(case.first_interview_on),
        "Fallende am": german_date(case.ended_on),
        "Endegrund": name("end_reason", case.end_reason, "de") if case.end_reason else "",
        "Einreisemonat": case.person["Einreisemonat"],
        **case.person,
        "Zugangsweg": name("access_channel", case.access_channel, "de"),
    }


def _months(first: date, last: date) -> list[str]:
    """Every month "YYYY-MM" that has a day from first to last."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)]


def _working_day(day: date, step: int) -> date:
    """The day itself or, on a weekend, the next one (step 1) or the last one (step -1) that is not."""
    while day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def _read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))
