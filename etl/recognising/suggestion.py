"""What a file that arrives without a sidecar most likely is, whose, and which input it takes the place of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError
from etl.inputs import CASELOAD_KINDS, SUFFIX, InputFile, Sidecar, read_sidecar
from etl.moving.arrivals import Arrival
from etl.recognising.fingerprint import Fingerprint, fingerprint
from etl.recognising.recognition import UNKNOWN, Recognition
from etl.sources.travel_times import TRAVEL_TIMES

FOLDERS = {
    "municipalities": "municipalities",
    "boundaries": "geo",
    "indicators": "census",
    "posts": "staffing",
    "post_areas": "staffing",
    "outreach": "staffing",
    "authority_counts": "authorities",
    "arrivals": "arrivals",
    "travel_times": "travel_times",
    **dict.fromkeys(CASELOAD_KINDS, "caseload"),
}
# One file of these kinds says all there is; of the others there may be several side by side.
EXCLUSIVE = ("municipalities", "boundaries", "posts", "post_areas", "outreach")
# Another edition of these comes from wherever it was taken; the others come from where the one before them did.
OF_ITS_OWN_ORIGIN = ("municipalities", "boundaries")
STAFFING = ("posts", "post_areas", "outreach")
MAPPING = "mapping:"


@dataclass(frozen=True)
class Suggestion:
    """A draft of an arrival. `folder`: where below data/raw its kind lies; `reference_date`: the day that the content
    names, if it does; `title` of files about clients is empty, for their names may be those of people; publisher and the rest
    as the input most like it has them, else empty; `replaces`: names of inputs,
    for client data that are real all that are made up."""

    path: Path
    folder: str
    kind: str
    mapping: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str
    data: str
    reference_date: dt.date | None
    replaces: tuple[str, ...]

    def arrival(self, name: str, reference_date: dt.date) -> Arrival:
        """The arrival of the file under the name `name` in its folder, as of a day."""
        cited = {field: getattr(self, field) for field in ("title", "publisher", "licence", "attribution", "url")}
        sidecar = Sidecar(
            kind=self.kind, reference_date=reference_date, data=self.data, sha256="", mapping=self.mapping, **cited
        )
        return Arrival(self.path, sidecar, f"{self.folder}/{name}", self.replaces)


def suggest_arrival(
    path: Path, recognition: Recognition, data: Path, reference_date: dt.date | None = None
) -> Suggestion:
    """The draft for a file that was recognised; `reference_date` where it is known already, as of client data, whose exports
    of other days stay beside each other.

    Raises InputError when its kind is unknown.
    """
    if recognition.kind == UNKNOWN:
        raise InputError("it is not known what kind of file this is; say what it is first", path.name)
    present = inputs_with_sidecars(data / "raw")
    mapping = recognition.layout.removeprefix(MAPPING) if recognition.layout.startswith(MAPPING) else ""
    its = fingerprint(path, recognition.kind)
    day = reference_date or its.newest
    peers = [other for other in present if (other.sidecar.kind, other.sidecar.mapping) == (recognition.kind, mapping)]
    replaced = replaced_by(recognition.kind, mapping, day, peers, its, path.name)
    like = max(
        replaced or _of_the_same_origin(its, peers), key=lambda other: other.sidecar.reference_date, default=None
    )
    if recognition.kind in OF_ITS_OWN_ORIGIN:
        like = None
    if recognition.kind in STAFFING and like is not None:
        day = (
            day or like.sidecar.reference_date
        )  # the day whose posts are compared stays, unless somebody says otherwise
    is_client = recognition.kind in CASELOAD_KINDS
    origin = "example" if is_client and any(peer.sidecar.data == "example" for peer in peers) else "real"
    examples = [other for other in present if other.sidecar.kind in CASELOAD_KINDS and other.sidecar.data == "example"]
    if is_client and origin == "real":
        replaced = [*replaced, *(other for other in examples if other not in replaced)]
    return Suggestion(
        path=path,
        folder=FOLDERS[recognition.kind],
        kind=recognition.kind,
        mapping=mapping,
        title="" if is_client else like.sidecar.title if like else path.stem,
        publisher=like.sidecar.publisher if like else "",
        licence=like.sidecar.licence if like else "",
        attribution=like.sidecar.attribution if like else "",
        url=like.sidecar.url if like else "",
        data=origin,
        reference_date=day,
        replaces=tuple(other.name for other in replaced),
    )


def replaced_by(
    kind: str, mapping: str, day: dt.date | None, present: Sequence[InputFile], its: Fingerprint, file_name: str
) -> list[InputFile]:
    """Which of the inputs `present` a file takes the place of, for it would say the same things again.

    The only one of a kind that says all there is; of client data the export of the same mapping and day; of figures the
    table that is the same and has a day in common, or bears the same name; of travel times the file that has no mode beside
    those of the new one.
    """
    peers = [other for other in present if (other.sidecar.kind, other.sidecar.mapping) == (kind, mapping)]
    if kind in EXCLUSIVE:
        return peers
    if kind in CASELOAD_KINDS:
        return [other for other in peers if other.sidecar.reference_date == day]
    same = [other for other in peers if other.path.name == file_name]
    if same or kind != TRAVEL_TIMES:
        return same or [other for other in peers if its.repeats(fingerprint(other.path, kind))]
    return [other for other in peers if fingerprint(other.path, kind).lies_within(its)]


def inputs_with_sidecars(raw: Path) -> list[InputFile]:
    """The inputs below a folder by name, whatever their bytes; those whose sidecar cannot be read are left out."""
    found: list[InputFile] = []
    for beside in sorted(raw.rglob(f"*{SUFFIX}")):
        path = beside.with_name(beside.name.removesuffix(SUFFIX))
        if path.is_file():
            try:
                found.append(InputFile(path, path.relative_to(raw).as_posix(), read_sidecar(path)))
            except InputError:
                continue  # the load says what is wrong with it
    return found


def _of_the_same_origin(its: Fingerprint, peers: Sequence[InputFile]) -> list[InputFile]:
    """Inputs whose citation fits: client data of the same mapping come from the same carrier, tables from the same table."""
    return [other for other in peers if other.sidecar.mapping or its.is_of(fingerprint(other.path, other.sidecar.kind))]
