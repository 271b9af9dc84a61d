"""Each control total, broken in the file it rests on, stops the load and names the file and both numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from etl.control_totals import LoadedTables, check_totals, control_totals, read_district
from etl.errors import ControlTotalError, InputError
from etl.load import load
from etl.sources.indicators import read_indicators
from etl.sources.municipalities import read_municipalities
from etl.sources.staffing import read_post_areas, read_posts
from warehouse import Store

POSTS, AREAS, CENSUS = "staffing/stellen.csv", "staffing/stellen_gebiete.csv", "census/zensus2022_demografie.csv"
MUNICIPALITIES = "municipalities/gemeinden.csv"

Edit = Callable[[Path, Callable[[str], str]], None]


def tables_of(data: Path) -> LoadedTables:
    """What the totals are checked on, without reading anything else: reading all inputs takes much longer."""
    raw = data / "raw"
    municipalities = read_municipalities(raw / MUNICIPALITIES, MUNICIPALITIES).frame
    posts = read_posts(raw / POSTS, POSTS).frame
    return LoadedTables(
        municipalities,
        read_indicators(raw / CENSUS, CENSUS).frame,
        posts,
        read_post_areas(raw / AREAS, AREAS, posts["post"].to_list(), municipalities["ags"].to_list()).frame,
        staffing_on=dt.date(2024, 10, 1),
        files={"municipalities": MUNICIPALITIES, "indicators": CENSUS, "posts": POSTS, "post_areas": AREAS},
    )


def without_lines(beginning: str) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(beginning))


def replacing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def in_line(beginning: str, old: str, new: str) -> Callable[[str], str]:
    """Replaces only in the line that begins so."""
    return lambda text: "".join(
        line.replace(old, new, 1) if line.startswith(beginning) else line for line in text.splitlines(keepends=True)
    )


def share(indicator: str, ags: str) -> str:
    return f"share of {indicator} in {ags} (per cent)"


def population(ags_and_name: str, old: str, new: str) -> Callable[[str], str]:
    return in_line(f"{ags_and_name};population;", f";{old};", f";{new};")


SKF_LARGER = in_line("SKF-3;", ";1,0;", ";1,5;")
FTE, WELCOME = "posts of case_management (FTE)", "posts of focus area welcome (FTE)"
NAMED, UNSERVED = "municipalities named for welcome counselling", "case-management posts without a municipality"
KREIS, TOWN = "05358", "05358008"
FOREIGN, HISTORY = "foreign_nationals", "immigration_history"

# file, change, total that breaks, number it must be, number it then is
BROKEN = [
    (POSTS, SKF_LARGER, FTE, "12", "12.5"),
    (POSTS, SKF_LARGER, WELCOME, "8.5", "9"),
    (POSTS, in_line("SOZIALWERK-2;", ";1,0;", ";0,5;"), "posts of focus area labour_market (FTE)", "2.5", "2"),
    (POSTS, without_lines("CARITAS-3;"), "posts of focus area psychosocial (FTE)", "1", "0"),
    (POSTS, in_line("KOORDINATION-4;", ";0,5;", ";1,0;"), "posts of overhead (FTE)", "3.5", "4"),
    (POSTS, without_lines("EINBUERGERUNG-DUEREN-1;"), "posts of authorities (FTE)", "4", "3"),
    (POSTS, in_line("STADT-JUELICH-1;", "Stadt Jülich", "Stadt Düren"), "carriers of case management", "8", "7"),
    (POSTS, in_line("SKF-2;", "01.01.2021", "01.01.2025"), FTE, "12", "11.5"),
    (POSTS, in_line("SKF-2;", "01.01.2021;;", "01.01.2021;30.09.2024;"), WELCOME, "8.5", "8"),
    (AREAS, without_lines("CARITAS-3;"), UNSERVED, "0", "1"),
    (AREAS, in_line("SKF-1;05358020", ";ja;", ";nein;"), NAMED, "15", "14"),
    (CENSUS, population("05358;Kreis Düren", "275392", "275932"), share(FOREIGN, KREIS), "12.34", "12.31"),
    (CENSUS, replacing(";33970;", ";34970;"), share(FOREIGN, KREIS), "12.34", "12.7"),
    (CENSUS, replacing(";59878;", ";59778;"), share(HISTORY, KREIS), "21.74", "21.71"),
    (CENSUS, replacing(";17267;", ";17367;"), share(FOREIGN, TOWN), "18.34", "18.45"),
    (CENSUS, replacing(";29544;", ";29644;"), share(HISTORY, TOWN), "31.38", "31.49"),
    (CENSUS, replacing(";29544;", ";–;"), share(HISTORY, TOWN), "31.38", "no figure"),
    (CENSUS, population("05358008;Düren", "94149", "."), share(FOREIGN, TOWN), "18.34", "no figure"),
    (CENSUS, population("05358008;Düren", "94149", "0"), share(FOREIGN, TOWN), "18.34", "no figure"),
]


@dataclass(frozen=True)
class Broken:
    """A change to one file, and the total that then comes out otherwise."""

    file: str
    change: Callable[[str], str]
    total: str
    expected: str
    found: str


@pytest.mark.parametrize("broken", [Broken(*row) for row in BROKEN], ids=lambda broken: broken.total)
def test_a_broken_total_names_the_file_and_both_numbers(broken: Broken, small_data: Path, edit: Edit) -> None:
    edit(small_data / "raw" / broken.file, broken.change)
    with pytest.raises(ControlTotalError) as error:
        check_totals(tables_of(small_data), read_district(small_data))
    assert f"{broken.total}: expected {broken.expected}, found {broken.found} (from {broken.file})" in str(error.value)
    assert error.value.file == broken.file
    assert str(error.value).startswith(f"{broken.file}: control totals do not come out, nothing was loaded. ")
    assert str(error.value).endswith("Correct the file or, if the total itself has changed, reference/district.toml")


def test_a_municipality_removed_everywhere_is_missed(small_data: Path, edit: Edit) -> None:
    tables = tables_of(small_data)
    fewer = tables.municipalities.filter(tables.municipalities["ags"] != "05358060")
    with pytest.raises(ControlTotalError) as error:
        check_totals(LoadedTables(**{**vars(tables), "municipalities": fewer}), read_district(small_data))
    assert f"municipalities of the district: expected 15, found 14 (from {MUNICIPALITIES})" in str(error.value)
    edit(small_data / "raw" / MUNICIPALITIES, without_lines("05358060;"))
    with pytest.raises(InputError, match="unknown: 05358060"):
        load(small_data)


def test_a_load_stops_at_a_broken_total_and_makes_no_edition(small_data: Path, edit: Edit) -> None:
    edit(small_data / "raw" / POSTS, in_line("SKF-3;", ";1,0;", ";1,5;"))
    with pytest.raises(ControlTotalError, match=r"expected 12, found 12\.5 \(from staffing/stellen\.csv\)"):
        load(small_data)
    assert Store(small_data).ids() == []
    assert not Store(small_data).pointer.exists()


def test_a_load_names_the_census_file_a_share_rests_on(small_data: Path, edit: Edit) -> None:
    edit(small_data / "raw" / CENSUS, replacing(";33970;", ";34970;"))
    with pytest.raises(
        ControlTotalError, match=r"expected 12\.34, found 12\.7 \(from census/zensus2022_demografie\.csv\)"
    ):
        load(small_data)


def test_every_failed_total_is_named_at_once(small_data: Path, edit: Edit) -> None:
    edit(small_data / "raw" / POSTS, in_line("SKF-3;", ";1,0;", ";1,5;"))
    edit(small_data / "raw" / CENSUS, replacing(";33970;", ";34970;"))
    with pytest.raises(ControlTotalError) as error:
        check_totals(tables_of(small_data), read_district(small_data))
    assert str(error.value).count(": expected ") == 3


def test_the_totals_follow_the_district_file(small_data: Path) -> None:
    path = small_data / "reference" / "district.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("case_management_fte = 12.0", "case_management_fte = 12.5"), encoding="utf-8")
    with pytest.raises(ControlTotalError, match=r"expected 12\.5, found 12 \(from staffing/stellen\.csv\)"):
        check_totals(tables_of(small_data), read_district(small_data))


@pytest.mark.parametrize("setting", ["overhead_fte", "municipalities", "welcome", "per_cent"])
def test_a_misspelt_setting_is_named_instead_of_never_checked(small_data: Path, setting: str) -> None:
    path = small_data / "reference" / "district.toml"
    text = re.sub(rf"^{setting} =", f"{setting}x =", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"^reference/district\.toml: does not know the setting '{setting}x' in \["):
        check_totals(tables_of(small_data), read_district(small_data))


def test_the_key_of_the_district_and_the_parts_of_a_share_are_wanted(small_data: Path) -> None:
    district = read_district(small_data)
    for settings, missing in (
        (district | {"district": {}}, "ags"),
        (district | {"shares": [{**district["shares"][0]} | {"per_cent": 1.0}, {"ags": KREIS}]}, "indicator"),
    ):
        with pytest.raises(InputError, match=f"lacks or misspells the setting '{missing}'"):
            check_totals(tables_of(small_data), settings)


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"posts": 12.0}, r"\[posts\] must be a section"),
        ({"posts": {"case_management_fte": "12,0"}}, "expected a number of zero or more for 'case_management_fte'"),
        ({"posts": {"case_management_fte": -1}}, "expected a number of zero or more for 'case_management_fte'"),
        ({"posts": {"case_management_carriers": True}}, "expected a number of zero or more"),
        ({"posts": {"focus_area_fte": {"gardening": 1.0}}}, r"the setting 'gardening' in \[focus_area_fte\]"),
        ({"shares": ["05358"]}, r"\[\[shares\]\] must be a section"),
    ],
)
def test_settings_of_another_kind_are_named(small_data: Path, section: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        control_totals(tables_of(small_data), read_district(small_data) | section)


def test_what_is_not_stated_is_not_checked(small_data: Path, edit: Edit) -> None:
    """Another district states nothing but its key; only that every post serves a place must hold everywhere."""
    edit(small_data / "raw" / POSTS, SKF_LARGER)
    tables = tables_of(small_data)
    (only,) = control_totals(tables, {"district": {"ags": KREIS}})
    assert (only.id, only.holds) == ("posts_unserving", True)
    some = {"district": {"ags": KREIS, "municipalities": 15}, "posts": {"overhead_fte": 3.5}}
    assert [(total.id, total.subject) for total in check_totals(tables, some)] == [
        ("posts_of_block", "overhead"),
        ("posts_unserving", ""),
        ("municipalities", ""),
    ]


def test_each_stated_total_can_be_left_out(small_data: Path) -> None:
    tables, district = tables_of(small_data), read_district(small_data)
    every = check_totals(tables, district)
    for name in district["posts"]:
        fewer = {key: value for key, value in district["posts"].items() if key != name}
        found = check_totals(tables, district | {"posts": fewer})
        assert len(found) < len(every)
        assert set(found) < set(every)


def test_totals_hold_on_the_staffing_date_whatever_was_before_and_comes_after(small_data: Path) -> None:
    tables = tables_of(small_data)
    changed = pl.col("post") == "SKF-3"
    before, after = (dt.date(2024, 9, 30), dt.date(2024, 10, 1))
    history = pl.concat(
        [
            tables.posts.filter(~changed),
            tables.posts.filter(changed).with_columns(fte=pl.lit(0.5), valid_to=before),
            tables.posts.filter(changed).with_columns(valid_from=after),
        ]
    )
    check_totals(replace(tables, posts=history), read_district(small_data))
    with pytest.raises(ControlTotalError, match=r"expected 12, found 11 "):
        check_totals(replace(tables, posts=history, staffing_on=before), read_district(small_data))


def test_areas_count_on_the_staffing_date_only(small_data: Path) -> None:
    tables = tables_of(small_data)
    ended = pl.when(pl.col("post") == "CARITAS-3").then(pl.lit(dt.date(2024, 9, 30)))
    areas = tables.post_areas.with_columns(valid_to=ended)
    with pytest.raises(ControlTotalError, match=f"{UNSERVED}: expected 0, found 1"):
        check_totals(replace(tables, post_areas=areas), read_district(small_data))


def test_a_missing_or_unreadable_district_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^reference/district\.toml: does not exist"):
        read_district(tmp_path)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "district.toml").write_text("[district]\nags = \n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^reference/district\.toml, row 2: is not readable as TOML"):
        read_district(tmp_path)


def test_newer_figures_beside_the_census_do_not_touch_its_shares(small_data: Path, edit: Edit) -> None:
    newer = "05358;Kreis Düren;foreign_nationals;2024-12-31;40000;persons;exact\n"
    edit(small_data / "raw" / CENSUS, lambda text: text + newer)
    assert load(small_data).is_new
