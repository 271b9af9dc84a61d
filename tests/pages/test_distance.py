"""Distance: accessibility and the nearest place against a slow twin, the choices in the address, loaded travel times."""

from __future__ import annotations

import csv
import datetime as dt
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pyproj import Geod

from charts.medium import Medium
from etl.inputs import Sidecar, sha256, write_sidecar
from etl.load import load
from locales import Language
from pages._shared import door
from pages._shared.coverage import coverage
from pages._shared.travel import METHODS, STRAIGHT, Travel, access, costs, default_travel, modes, places
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.coverage.distance_figures import distance_map, rate_text
from pages.coverage.distance_sheets import sheets
from report.workbook import workbook
from warehouse import Store

NORTH = ("Aldenhoven", "Jülich", "Linnich", "Titz")
DUEREN, TITZ, LINNICH = "05358008", "05358056", "05358036"
TIMES = "travel_times/auto.csv"
Visits = Callable[[Store], Visit]


@pytest.fixture
def visit_of(monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Makes a visit to the current edition of a store."""

    def made(store: Store) -> Visit:
        monkeypatch.setenv("KIM_DATA_DIR", str(store.data))
        edition_id = store.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language("de"), "steering", "")

    return made


@pytest.fixture(scope="module")
def municipalities(project: Path) -> list[dict[str, str]]:
    with (project / "data/raw/municipalities/gemeinden.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def minutes(origin: str, destination: str) -> float | None:
    """Some time that differs from that of the way back; None: not in the file. Nobody gets from Linnich to anywhere."""
    if origin == LINNICH or (origin, destination) == (TITZ, DUEREN):
        return None
    there, back = int(origin[-3:]), int(destination[-3:])
    return 4 + abs(there - back) * 0.75 + (there > back) * 2.25


@pytest.fixture(scope="module")
def travelled(project: Path, municipalities, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs without clients, with times by car between most municipalities, loaded."""
    ignored = shutil.ignore_patterns("warehouse", "caseload")
    data = Path(shutil.copytree(project / "data", tmp_path_factory.mktemp("by_car") / "data", ignore=ignored))
    keys = [row["ags"] for row in municipalities]
    known = [(a, b, minutes(a, b)) for a in keys for b in keys if minutes(a, b) is not None]
    path = data / "raw" / TIMES
    path.parent.mkdir()
    lines = [f"{a};{b};{str(time).replace('.', ',')};Auto" for a, b, time in known]
    path.write_text("\n".join(["von;nach;Minuten;Verkehrsmittel", *lines]) + "\n", encoding="utf-8")
    cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), "Fahrzeiten zur Probe")
    day = dt.date(2025, 12, 14)
    write_sidecar(path, Sidecar(kind="travel_times", reference_date=day, data="real", sha256=sha256(path), **cited))
    load(data)
    return Store(data)


def slow_costs(rows: list[dict[str, str]], detour: float) -> dict[tuple[str, str], float]:
    """Kilometres from place to place, pair by pair."""
    earth, found = Geod(ellps="WGS84"), {}
    for a in rows:
        for b in rows:
            points = [float(row[axis]) for row in (a, b) for axis in ("longitude", "latitude")]
            inside = 2 / 3 * math.sqrt(float(a["area_km2"]) / math.pi)
            found[a["ags"], b["ags"]] = detour * (inside if a is b else earth.inv(*points)[2] / 1000)
    return found


def slow_access(
    need: dict[str, float], fte: dict[str, float], cost: dict[tuple[str, str], float], travel: Travel
) -> dict[str, float]:
    """FTE per 1,000, sum by sum as the papers write them."""

    def weight(i: str, j: str) -> float:
        if travel.method == "two_step":
            return float(cost[i, j] < travel.bands[-1])
        return next((w for w, band in zip((1, 0.68, 0.22), travel.bands, strict=True) if cost[i, j] <= band), 0.0)

    if travel.method == "balanced":
        rows = {i: sum(weight(i, j) for j in need) for i in need}
        columns = {j: sum(weight(i, j) for i in need) for j in need}
        level = {}
        for j in need:
            load = sum(need[i] * weight(i, j) / rows[i] for i in need if rows[i])
            level[j] = fte[j] / load if load else 0.0
        return {i: 1000 * sum(level[j] * weight(i, j) / columns[j] for j in need if columns[j]) for i in need}
    level = {}
    for j in need:
        load = sum(need[i] * weight(i, j) for i in need)
        level[j] = fte[j] / load if load else 0.0
    return {i: 1000 * sum(level[j] * weight(i, j) for j in need) for i in need}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("area", ["welcome", "psychosocial"])
@pytest.mark.parametrize("detour", [1.0, 1.3, 1.55])
def test_access_by_straight_lines(
    loaded: Store, visit_of: Visits, municipalities, method: str, area: str, detour: float
) -> None:
    visit, view, travel = visit_of(loaded), View(focus_area=area), Travel(method=method, detour=detour)
    covered = coverage(visit, view)
    need, fte = (dict(covered.select("ags", column).rows()) for column in ("need", "fte"))
    cost = slow_costs(municipalities, detour)
    found = access(visit, view, travel)
    assert found["ags"].to_list() == places(visit)
    assert dict(found.select("ags", "per_1000").rows()) == pytest.approx(slow_access(need, fte, cost, travel))
    for row in found.iter_rows(named=True):
        nearest = min((cost[row["ags"], end], end) for end in fte if fte[end] > 0)
        assert (row["cost"], row["nearest_ags"]) == (pytest.approx(nearest[0]), nearest[1])


@pytest.mark.parametrize("method", METHODS)
def test_access_by_loaded_times(travelled: Store, visit_of: Visits, municipalities, method: str) -> None:
    visit, view = visit_of(travelled), View(focus_area="psychosocial")
    assert modes(visit) == ["car", STRAIGHT]
    travel = Travel("car", method=method, bands=(10.0, 20.0, 30.0))
    keys = [row["ags"] for row in municipalities]
    cost = {(a, b): math.inf if (time := minutes(a, b)) is None else time for a in keys for b in keys}
    cost[LINNICH, LINNICH] = 0.0  # unless a file says otherwise, nobody needs time to where they are
    covered = coverage(visit, view)
    need, fte = (dict(covered.select("ags", column).rows()) for column in ("need", "fte"))
    found = access(visit, view, travel)
    assert dict(found.select("ags", "per_1000").rows()) == pytest.approx(slow_access(need, fte, cost, travel))
    linnich = found.row(by_predicate=pl.col("ags") == LINNICH, named=True)
    assert (linnich["per_1000"], linnich["nearest_ags"], linnich["cost"]) == (0.0, None, None)
    assert costs(visit, travel).missing == len(keys) - 1 + 1


def test_way_there_and_way_back_are_not_mixed_up(travelled: Store, visit_of: Visits) -> None:
    visit = visit_of(travelled)
    matrix, order = costs(visit, default_travel(visit)).matrix, places(visit)
    titz, dueren = order.index(TITZ), order.index(DUEREN)
    assert np.isinf(matrix[titz, dueren])
    assert matrix[dueren, titz] == minutes(DUEREN, TITZ)


def test_defaults_follow_what_is_loaded(loaded: Store, travelled: Store, visit_of: Visits) -> None:
    straight, by_car = (default_travel(visit_of(store)) for store in (loaded, travelled))
    assert (straight.mode, straight.unit, straight.method, straight.detour) == (STRAIGHT, "km", "balanced", 1.3)
    assert (by_car.mode, by_car.unit, by_car.bands) == ("car", "min", (10.0, 20.0, 30.0))


@pytest.mark.parametrize("detour", [1.0, 1.7])
def test_a_longer_detour_makes_every_way_longer(loaded: Store, visit_of: Visits, detour: float) -> None:
    visit = visit_of(loaded)
    shorter, longer = (costs(visit, Travel(detour=factor)).matrix for factor in (detour, detour + 0.1))
    assert (longer > shorter).all()
    assert longer == pytest.approx(shorter * (detour + 0.1) / detour)


# The page


def test_the_worst_served_are_named_and_have_zero(open_page) -> None:
    shown = open_page("coverage", part="distance", area="psychosocial")
    assert not shown.app.exception
    assert "Von Aldenhoven, Jülich, Linnich, Titz aus ist keine Stelle erreichbar (Grenze 20 km" in shown.html
    assert "am weitesten ist der Weg von Linnich: etwa 32,3 km bis Düren" in shown.html
    rows = shown.rows("distance_table")
    assert len(rows) == 15
    assert {name for name, cells in rows.items() if cells[0] == "0"} == set(NORTH)
    assert list(rows)[:4] == ["Linnich", "Titz", "Aldenhoven", "Jülich"]
    assert "Titz: 0,00" in shown.markup("distance_map")
    assert "keine Stelle in Reichweite (20" in shown.markup("distance_map")


def test_approximation_is_said_wherever_a_straight_line_shows(open_page) -> None:
    shown = open_page("coverage", part="distance", detour="1.5")
    said = "Luftlinie × 1,5, Näherung"
    assert said in shown.markup("distance_map") and said in shown.markup("distance_table")
    assert said in shown.html
    assert "travel_times.csv" in shown.html
    assert "Annahme: Jede Stelle steht" in shown.html


def test_choices_stand_in_the_address(open_page) -> None:
    chosen = {"method": "two_step", "distance": "nearest", "detour": "1.5", "far_km": "12"}
    shown = open_page("coverage", part="distance", **chosen)
    assert {name: shown.address[name] for name in chosen} == chosen
    assert "weniger als 12 km" in shown.words()
    assert "Weg zum nächsten Ort mit Stelle" in shown.markup("distance_table")
    for name, default in (("method", "balanced"), ("distance", "access"), ("detour", 1.3), ("far_km", 20.0)):
        assert name not in shown.choose(name, default).address


@pytest.mark.parametrize("address", [{"detour": "0.5"}, {"detour": "x"}, {"far_km": "-3"}, {"detour": "nan"}])
def test_numbers_that_cannot_be_are_ignored(open_page, address: dict[str, str]) -> None:
    shown = open_page("coverage", part="distance", **address)
    assert not shown.app.exception
    assert shown.widget("detour").value == 1.3 and shown.widget("far_km").value == 20
    assert not set(address) & set(shown.address)


def test_limits_that_do_not_ascend_are_refused(open_page) -> None:
    shown = open_page("coverage", part="distance", near_km="15")
    assert "müssen von nah nach fern ansteigen" in shown.html
    usual = open_page("coverage", part="distance")
    assert shown.rows("distance_table") == usual.rows("distance_table")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_loaded_times_are_used_and_what_they_lack_is_said(
    open_page, travelled: Store, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(travelled.data))
    shown = open_page("coverage", part="distance", area="psychosocial", distance="nearest", lang=lang)
    assert not shown.app.exception
    lacking = "für 15 von 210 Wegen" if lang == "de" else "for 15 of 210 ways"
    assert lacking in shown.html
    assert ("Luftlinie" if lang == "de" else "straight line") not in shown.html
    assert shown.rows("distance_table")["Linnich"][2] == "–"
    assert ("Linnich: nicht gemeldet" if lang == "de" else "Linnich: not reported") in shown.markup("distance_map")
    assert "Fahrzeiten zur Probe" in shown.html
    straight = open_page("coverage", part="distance", area="psychosocial", mode=STRAIGHT)
    assert straight.address["mode"] == STRAIGHT
    assert "Näherung" in straight.html


def test_before_there_is_any_post_nothing_is_within_reach(open_page, small_data: Path, edit, monkeypatch) -> None:
    edit(
        small_data / "raw/staffing/stellen.csv",
        lambda text: text.replace("Psychosoziale Beratung;1,0;01.01.2021;", "Psychosoziale Beratung;1,0;01.01.2022;"),
    )
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("coverage", part="distance", area="psychosocial", month="2021-06")
    assert not shown.app.exception
    assert "Es gibt keine Stelle" in shown.html
    assert {cells[0] for cells in shown.rows("distance_table").values()} == {"0"}
    fairness = open_page("coverage", part="fairness", area="psychosocial", month="2021-06")
    assert not fairness.app.exception
    assert "nichts zu verteilen" in fairness.html


@pytest.mark.parametrize(("rate", "shown"), [(0.0, "0"), (0.0049, "unter 0,01"), (0.005, "0,01"), (0.254, "0,25")])
def test_next_to_nothing_is_not_nothing(rate: float, shown: str) -> None:
    assert rate_text(rate, Language("de")) == shown


@pytest.mark.parametrize("shown", ["access", "nearest"])
def test_downloads_hold_what_the_page_shows(loaded: Store, visit_of: Visits, shown: str) -> None:
    visit, view, travel = visit_of(loaded), View(focus_area="psychosocial"), Travel(detour=1.5)
    table, about = sheets(visit, view, travel, shown)
    assert workbook([table, about])
    found = access(visit, view, travel)
    assert sorted(table.rows) == sorted(found.select("ags", "name", "per_1000", "nearest_name", "cost").rows())
    worst = table.rows[0]
    assert worst[2] == found["per_1000"].min() if shown == "access" else worst[4] == found["cost"].max()
    picture = distance_map(visit, view, travel, shown, Medium.FILE)
    assert "Luftlinie × 1,5, Näherung" in picture and "Gemeindeverzeichnis" in picture
