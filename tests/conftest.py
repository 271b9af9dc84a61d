"""What all tests share: copies of the shipped inputs in temporary folders, and one edition loaded from them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from etl.example import generate_files
from etl.inputs import Sidecar, sha256, sign, write_sidecar
from etl.load import load
from warehouse import Edition, Store, open_edition

# How long an example takes says nothing on a machine that does other things as well.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared" / "data"
EXAMPLE_CASES = 60
MOST_PROCESSES = 4
LOADED_AT = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)

NEIGHBOUR = """
[district]
ags = "05366"
name = "Kreis Euskirchen"

[[post]]
post = "NORD-1"
carrier = "Träger Nord"
focus_area = "welcome"
fte = 1.0
valid_from = 2023-01-01
municipalities = ["05366016", "05366040", "05366044"]

[[post]]
post = "EIFEL-1"
carrier = "Träger Eifel"
focus_area = "welcome"
fte = 0.5
valid_from = 2024-04-01
municipalities = "all"

[[post]]
post = "KOORDINATION"
carrier = "Kreis Euskirchen"
building_block = "overhead"
fte = 1.0
valid_from = 2023-01-01
"""

SKF, WELCOME = "Sozialdienst katholischer Frauen e. V. Düren", "Willkommensberatung"
# SKF-3 was raised in 2024 and is half vacant since; a project post of 2022 went beyond what was granted.
POSTS_WITH_HISTORY = f"""
SKF-3;Case-Management;{SKF};{WELCOME};0,5;01.01.2021;31.12.2023;;;;Deutsch
SKF-3;Case-Management;{SKF};{WELCOME};1,0;01.01.2024;;Aufstockung;;0,5;Englisch, Arabisch
PROJEKT-1;Case-Management;{SKF};{WELCOME};1,5;01.07.2022;31.12.2022;;;;
"""
# EVANGELISCHE-1 no longer serves Inden; nobody changed the other rows.
AREAS_WITH_HISTORY = """
EVANGELISCHE-1;05358020;Inden;;ja;;;30.06.2023
PROJEKT-1;05358024;Jülich;;ja;;;
"""
# SKF-2 is not in charge of Jülich.
NEW_TABLES = {
    "outreach": """
Stelle;AGS;Ort;Stunden je Woche;gültig ab;gültig bis
SKF-1;05358020;Rathaus Inden;2,5;01.01.2023;
SKF-1;05358032;Rathaus Langerwehe;4;01.01.2022;31.12.2022
SKF-2;05358024;Rathaus Jülich;3;01.01.2024;
""",
    "authority_counts": """
Behörde;Jahr;Angabe;Anzahl
Stadt Düren;2024;Einbürgerungen;123
Kreis Düren;2024;Einbürgerungen;.
Kreis Düren;2024;Chancenaufenthaltsrechte nach § 104c AufenthG;2
Kreis Düren;2023;Einbürgerungen;201
""",
    "arrivals": """
AGS;Monat;Zuzüge
05358008;02.2025;33
05358008;01.2025;.
05358060;01.2025;0
""",
}

Change = Callable[[str], str]


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes share the whole suite, each of which loads editions of its own; none for a part of it, which would
    take longer to hand out than to run."""
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    processors = os.cpu_count() or 1
    return min(processors, MOST_PROCESSES) if is_whole and processors > 1 else 0


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out the whole suite in an order that lets all processes end together."""
    if config.option.dist != "loadfile":
        return None
    from tests.work_units import BrowserInOnePiece  # xdist, which alone calls this, need not be installed # noqa: PLC0415

    config.option.loadscopereorder = False
    return BrowserInOnePiece(config, log)


def pytest_configure() -> None:
    """Forget how large the terminal is: readline tells it to the processes that share the suite, and rich, once it has read
    it, would keep to it whatever a test sets."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing a test runs falls back on the project's own data/warehouse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIM_DATA_DIR", str(tmp_path_factory.mktemp("no-data")))
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Official files as published, which the repository does not contain."""
    if not SHARED.is_dir():
        pytest.skip(f"the official files are not here: {SHARED.relative_to(PROJECT.parent)}")
    return SHARED


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs, loaded once. Read it, never change it."""
    data = _copy(PROJECT / "data", tmp_path_factory.mktemp("loaded"))
    load(data, LOADED_AT)
    return Store(data)


@pytest.fixture(scope="session")
def edition(loaded: Store) -> Iterator[Edition]:
    """The edition made from the shipped inputs, open."""
    with open_edition(data=loaded.data) as found:
        yield found


@pytest.fixture(scope="session")
def other_district(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A neighbouring Kreis, loaded once: settings with posts, boundaries of the state, a census table of all Germany. Read
    it, never change it."""
    data = tmp_path_factory.mktemp("neighbour") / "data"
    for folder in ("raw", "reference", "mappings"):
        (data / folder).mkdir(parents=True)
    shutil.copy(PROJECT / "data" / "reference" / "indicators.yml", data / "reference")
    (data / "reference" / "district.toml").write_text(NEIGHBOUR, encoding="utf-8")
    for kind, day, source in (
        ("boundaries", dt.date(2016, 1, 1), shared_data / "geo" / "nrw396_vg250_2016.geojson"),
        ("indicators", dt.date(2022, 5, 15), shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"),
    ):
        path = data / "raw" / source.name
        shutil.copyfile(source, path)
        cited = {name: f"{name} of {kind}" for name in ("title", "publisher", "licence", "attribution", "url")}
        write_sidecar(path, Sidecar(kind=kind, reference_date=day, data="real", sha256=sha256(path), **cited))
    load(data, LOADED_AT)
    return Store(data)


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs with a history of posts, outreach hours and counts of people beside them, loaded once. Read it,
    never change it."""
    data = _copy(PROJECT / "data", tmp_path_factory.mktemp("staffed"))
    raw = data / "raw"
    for name, columns, rows in (
        ("stellen.csv", ("VZÄ besetzt", "Sprachen"), POSTS_WITH_HISTORY),
        ("stellen_gebiete.csv", ("gültig ab", "gültig bis"), AREAS_WITH_HISTORY),
    ):
        path = raw / "staffing" / name
        heading, *others = path.read_text(encoding="utf-8").splitlines()
        kept = [f"{row};;" for row in others if not row.startswith("SKF-3;Case-Management")]
        path.write_text("\n".join([";".join([heading, *columns]), *kept]) + rows, encoding="utf-8")
        sign(path)
    for kind, text in NEW_TABLES.items():
        path = raw / "staffing" / f"{kind}.csv"
        path.write_text(text.lstrip(), encoding="utf-8")
        cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), kind)
        day = dt.date(2025, 12, 31)
        write_sidecar(path, Sidecar(kind=kind, reference_date=day, data="real", sha256=sha256(path), **cited))
    load(data, LOADED_AT)
    return Store(data)


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder of one's own with the shipped inputs and no edition."""
    return _copy(PROJECT / "data", tmp_path)


@pytest.fixture(scope="session")
def _small_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = _copy(PROJECT / "data", tmp_path_factory.mktemp("small"))
    for path in generate_files(EXAMPLE_CASES, 1, data / "raw" / "caseload"):
        sign(path)
    return data


@pytest.fixture(scope="session")
def small_warehouse(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of `small_data` after a load. A copy of it beside those inputs is what a load of them would make."""
    data = small_copy(tmp_path_factory.mktemp("small-warehouse"))
    load(data)
    return Store(data).folder


@pytest.fixture
def small_data(_small_template: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with the shipped inputs, but an example of few cases; quick to load."""
    return _copy(_small_template, tmp_path)


@pytest.fixture
def bare_data(small_data: Path) -> Path:
    """A data folder of one's own without any client data; the quickest to load."""
    shutil.rmtree(small_data / "raw" / "caseload")
    return small_data


@pytest.fixture(scope="session")
def small_copy(_small_template: Path) -> Callable[[Path], Path]:
    """Makes a data folder like `small_data` below any folder."""
    return lambda parent: _copy(_small_template, parent)


@pytest.fixture
def edit() -> Callable[[Path, Change], None]:
    """Changes an input's text on purpose: its sidecar is signed anew."""

    def change(path: Path, how: Change) -> None:
        before = path.read_bytes().decode("utf-8")
        after = how(before)
        assert after != before, f"nothing changed in {path.name}"
        path.write_bytes(after.encode("utf-8"))
        sign(path)

    return change


@pytest.fixture(scope="session")
def edit_yaml() -> Callable[..., None]:
    """Changes the content of a sidecar or mapping."""

    def change(path: Path, how: Callable[[dict[str, object]], object]) -> None:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(content)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    return change


def _copy(data: Path, parent: Path) -> Path:
    return Path(shutil.copytree(data, parent / "data", ignore=shutil.ignore_patterns("warehouse", "workspace.sqlite*")))
