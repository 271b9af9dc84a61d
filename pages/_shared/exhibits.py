"""Figures of pages as exhibits for a meeting: whole, in both languages, protected for the steering group."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from charts.medium import Medium
from metrics.protection import STEERING_GROUP, StaffFiguresWithheld
from pages._shared import door, replay
from pages._shared.downloads import example_of
from pages._shared.offered import Figure
from report.exhibit import Exhibit

# A meeting is held before the steering group, whoever prepares it.
ROLE = STEERING_GROUP
SVG = "http://www.w3.org/2000/svg"
# What makes parts of a picture answer to mouse and keyboard.
ANSWERING = ("tabindex", "role", "aria-pressed", "data-ags", "data-card", "aria-label")


class NotOffered(LookupError):
    """The page does not offer this figure at this address to the steering group."""


def exhibit(address: str, key: str, edition_id: str, language: str) -> Exhibit:
    """The figure `key` of the page at `address` on an edition, as the steering group may see it.

    Raises NotOffered, replay.NotAPage, warehouse.NoEditionError, and what the page raises.
    """
    try:
        offered = replay.figures(address, edition_id, ROLE, language)
    except StaffFiguresWithheld as error:
        raise NotOffered(f"{address} shows figures of single employees") from error
    if key not in offered:
        raise NotOffered(f"{address} does not offer {key!r}")
    return exhibit_of(offered[key], address)


def exhibit_of(figure: Figure, address: str) -> Exhibit:
    """A figure as an exhibit; `address` is where it stands."""
    visit, drawn = figure.visit, figure.picture(Medium.SLIDE) if figure.picture else ""
    return Exhibit(
        _title(figure, drawn),
        figure.findings,
        still(drawn) if drawn else "",
        tuple(figure.sheets()) if figure.sheets else (),
        example_of(visit, uses_clients=figure.uses_clients),
        address,
        visit.edition_id,
        visit.language.code,
        visit.manifest["district"]["name"],
    )


def _title(figure: Figure, drawn: str) -> str:
    """What the figure shows, and which municipality is marked in its picture."""
    visit = figure.visit
    if not visit.ags or not any(
        part.get("data-ags") == visit.ags and part.get("aria-pressed") == "true"
        for part in (Xml.fromstring(drawn).iter() if drawn else ())  # noqa: S314, drawn by ourselves
    ):
        return figure.name
    places = door.read(visit.edition_id, visit.role, "municipalities")
    name = places.filter(ags=visit.ags)["name"].item()
    return figure.name if name in figure.name else f"{figure.name} · {name}"


def still(svg: str) -> str:
    """A picture in which nothing answers to mouse or keyboard: its parts are not reached by Tab, and it is read out as a whole."""
    Xml.register_namespace("", SVG)
    root = Xml.fromstring(svg)  # noqa: S314, drawn by ourselves
    for part in root.iter():
        if part is root:
            continue
        for name in ANSWERING:
            part.attrib.pop(name, None)
    root.set("role", "img")
    return Xml.tostring(root, encoding="unicode")
