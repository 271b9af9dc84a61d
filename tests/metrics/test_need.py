"""Need from one target group or several, and what is not known of its figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.schemas import QUALITIES, WITHOUT_VALUE
from metrics.need import margin_of, reference_dates_apart, weighted_need
from warehouse import Edition, queries

PLACES = ["05358004", "05358008", "05358012"]
ALIKE = 1e-9
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def figures(values: list[float | None], quality: str = "exact", places: list[str] | None = None) -> pl.DataFrame:
    chosen = PLACES[: len(values)] if places is None else places
    return pl.DataFrame(
        {"ags": chosen, "value": values, "quality": [quality] * len(values)},
        schema_overrides={"ags": pl.String, "value": pl.Float64, "quality": pl.Enum(QUALITIES)},
    )


@st.composite
def mixes(draw: st.DrawFn) -> tuple[dict[str, pl.DataFrame], dict[str, float]]:
    """Two to four groups over the same places, each with somebody somewhere, and weights of which one is above zero."""
    names = [f"group_{number}" for number in range(draw(st.integers(2, 4)))]
    places = [f"053580{number:02}" for number in range(draw(st.integers(1, 6)))]
    groups, weights = {}, {}
    for name in names:
        values = draw(st.lists(st.integers(0, 30_000), min_size=len(places), max_size=len(places)).filter(any))
        qualities = draw(
            st.lists(st.sampled_from(["exact", "perturbed", "estimated"]), min_size=len(places), max_size=len(places))
        )
        order = draw(st.permutations(range(len(places))))
        frame = pl.DataFrame({"ags": places, "value": [float(each) for each in values], "quality": qualities})
        groups[name] = frame[list(order)]
        weights[name] = draw(st.sampled_from([0.0, 0.5, 1.0, 3.0, 60.0]))
    weights[names[0]] = weights[names[0]] or 1.0
    return groups, weights


def slow_twin(groups: dict[str, pl.DataFrame], weights: dict[str, float]) -> list[tuple[str, float, float | None]]:
    """The formula, place by place and group by group."""
    of_group = {name: {row["ags"]: row for row in groups[name].iter_rows(named=True)} for name in groups}
    total = {name: sum(row["value"] for row in rows.values()) for name, rows in of_group.items()}
    whole = sum(weights.values())
    people = sum(weights[name] / whole * total[name] for name in groups)
    found = []
    for ags in sorted(of_group[next(iter(groups))]):
        need, margin = 0.0, 0.0
        is_known = True
        for name in groups:
            if weights[name] == 0:
                continue
            row = of_group[name][ags]
            part = people * weights[name] / whole / total[name]
            need += part * row["value"]
            each = {"exact": 0, "perturbed": 3, "estimated": None}[row["quality"]]
            is_known = is_known and each is not None
            margin += part * (each or 0)
        found.append((ags, need, margin if is_known else None))
    return found


@given(mixes())
def test_a_mix_equals_its_slow_twin(mix: tuple[dict[str, pl.DataFrame], dict[str, float]]) -> None:
    groups, weights = mix
    found, expected = weighted_need(groups, weights), slow_twin(groups, weights)
    assert found.columns == ["ags", "need", "margin"]
    assert found["ags"].to_list() == [ags for ags, _, _ in expected]
    assert found["need"].to_list() == pytest.approx([need for _, need, _ in expected], rel=ALIKE)
    assert found["margin"].is_null().to_list() == [margin is None for _, _, margin in expected]
    known = [(row, margin) for row, (_, _, margin) in zip(found["margin"], expected, strict=True) if margin is not None]
    assert [row for row, _ in known] == pytest.approx([margin for _, margin in known], rel=ALIKE)


@given(mixes(), st.floats(1e-3, 1e6))
def test_only_the_proportion_of_weights_matters(
    mix: tuple[dict[str, pl.DataFrame], dict[str, float]], scale: float
) -> None:
    groups, weights = mix
    scaled = weighted_need(groups, {name: weight * scale for name, weight in weights.items()})
    assert scaled["need"].to_list() == pytest.approx(weighted_need(groups, weights)["need"].to_list(), rel=ALIKE)


@given(mixes())
def test_a_mix_is_a_number_of_people_between_its_groups(
    mix: tuple[dict[str, pl.DataFrame], dict[str, float]],
) -> None:
    groups, weights = mix
    totals = [groups[name]["value"].sum() for name, weight in weights.items() if weight]
    assert min(totals) * (1 - ALIKE) <= weighted_need(groups, weights)["need"].sum() <= max(totals) * (1 + ALIKE)


@given(mixes(), st.floats(1e-300, 1e300))
def test_one_group_alone_is_itself(mix: tuple[dict[str, pl.DataFrame], dict[str, float]], weight: float) -> None:
    groups, _ = mix
    for name, frame in groups.items():
        alone = {other: weight if other == name else 0.0 for other in groups}
        found, itself = weighted_need(groups, alone), frame.sort("ags")
        assert found["need"].to_list() == itself["value"].to_list()
        assert found["margin"].to_list() == [margin_of(quality) for quality in itself["quality"]]


def test_a_mix_says_what_it_means() -> None:
    """60 % by one group and 40 % by another that is a tenth as large and lives elsewhere: 60 % and 40 % of the need."""
    groups = {"large": figures([1000, 0]), "small": figures([0, 100])}
    found = weighted_need(groups, {"large": 60, "small": 40})
    assert found["need"].to_list() == pytest.approx([0.6 * 640, 0.4 * 640])


def test_shares_are_mixed_as_in_the_koenigsteiner_schluessel() -> None:
    """Two thirds tax revenue, one third population: a Land with a quarter of the one and half of the other has a third."""
    groups = {"tax": figures([25, 75]), "population": figures([4, 4])}
    need = weighted_need(groups, {"tax": 2, "population": 1})["need"]
    assert (need / need.sum()).to_list() == pytest.approx([1 / 3, 2 / 3])


def test_margins_add_up_as_if_all_figures_were_off_alike() -> None:
    groups = {"census": figures([100, 300], "perturbed"), "benefits": figures([150, 50], "rounded_to_5")}
    found = weighted_need(groups, {"census": 1, "benefits": 1})
    # N = 300; a person of the census counts 300 · 0.5 / 400, one of the benefits 300 · 0.5 / 200.
    assert found["need"].to_list() == pytest.approx([0.375 * 100 + 0.75 * 150, 0.375 * 300 + 0.75 * 50])
    assert found["margin"].to_list() == pytest.approx([0.375 * 3 + 0.75 * 2] * 2)


def test_an_unknown_margin_stays_unknown() -> None:
    groups = {"census": figures([100, 300], "perturbed"), "sample": figures([150, 50], "estimated")}
    assert weighted_need(groups, {"census": 9, "sample": 1})["margin"].to_list() == [None, None]
    assert weighted_need(groups, {"census": 9, "sample": 0})["margin"].to_list() == [3.0, 3.0]


def test_a_group_that_is_left_out_may_have_no_figures() -> None:
    assert weighted_need({"one": figures([1, 2])}, {"one": 1, "other": 0})["need"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("groups", "weights", "message"),
    [
        ({"one": figures([1])}, {}, "no target group has a weight"),
        ({"one": figures([1])}, {"one": 0}, "no target group has a weight"),
        ({"one": figures([1])}, {"one": -1}, "zero or more: one"),
        ({"one": figures([1])}, {"one": float("nan")}, "zero or more: one"),
        ({"one": figures([1])}, {"one": float("inf")}, "zero or more: one"),
        ({"one": figures([1])}, {"one": 1, "other": 1}, "without figures: other"),
        ({"one": figures([1, None])}, {"one": 1}, "one: municipalities without a figure of zero or more: 05358008"),
        ({"one": figures([1, float("nan")])}, {"one": 1}, "without a figure of zero or more: 05358008"),
        ({"one": figures([-1, 1])}, {"one": 1}, "without a figure of zero or more: 05358004"),
        ({"one": figures([0, 0])}, {"one": 1}, "one is zero everywhere"),
        ({"one": figures([])}, {"one": 1}, "one is zero everywhere"),
        ({"one": figures([1, 2]), "other": figures([0, 0])}, {"one": 1, "other": 1}, "other is zero everywhere"),
        (
            {"one": figures([1, 2]), "other": figures([1, 2, 3])},
            {"one": 1, "other": 1},
            "one: municipalities without a figure: 05358012",
        ),
        ({"one": figures([1, 2], places=["05358004"] * 2)}, {"one": 1}, "named more than once: 05358004"),
    ],
)
def test_what_cannot_be_mixed_is_refused(
    groups: dict[str, pl.DataFrame], weights: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        weighted_need(groups, weights)


def test_the_need_of_the_edition_is_the_published_figure(edition: Edition) -> None:
    """Stadt Düren has 17,267 foreign nationals (Zensus 2022, as quoted in the county's concept)."""
    published = queries.indicator(edition, "foreign_nationals").frame.filter(pl.col("ags").str.len_chars() == 8)
    found = weighted_need({"foreign_nationals": published}, {"foreign_nationals": 1})
    assert found.filter(pl.col("ags") == "05358008").rows() == [("05358008", 17267.0, 3.0)]
    assert found.height == 15


def test_margins_by_quality() -> None:
    assert {quality: margin_of(quality) for quality in QUALITIES if margin_of(quality) is not None} == {
        "exact": 0,
        "rounded_to_5": 2,
        "perturbed": 3,
    }
    assert [margin_of(quality) for quality in (*WITHOUT_VALUE, "no such quality")] == [None] * 6


def test_rounding_to_five_moves_a_count_by_two_at_most() -> None:
    assert max(abs(5 * round(number / 5) - number) for number in range(1000)) == margin_of("rounded_to_5")


@pytest.mark.parametrize(
    ("stem", "codes", "variance"),
    [
        ("GESCHLECHT__{}", range(1, 3), 4.04),
        ("Staatsange_kurz__{}", range(1, 3), 3.95),
        ("Alter_infr__{:02}", range(1, 12), 21.9),
    ],
)
def test_the_margin_of_perturbed_figures_is_measured(
    shared_data: Path, stem: str, codes: range, variance: float
) -> None:
    """Regionaltabelle Demografie of the 2022 census: parts differ from the exact population by perturbation alone."""
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    parts = [stem.format(code) for code in codes]
    table = pl.read_csv(path, separator=";", infer_schema=False).select(
        pl.col("0_Insgesamt_", *parts).cast(pl.Int64, strict=False)
    )
    differences = table.select(pl.sum_horizontal(parts, ignore_nulls=False) - pl.col("0_Insgesamt_"))
    known = differences.to_series().drop_nulls()
    assert known.len() > 11_900
    assert known.var() == pytest.approx(variance, abs=0.05)
    one_figure = (known.var() / len(parts)) ** 0.5
    assert one_figure == pytest.approx(1.41, abs=0.02)
    assert round(1.96 * one_figure) == margin_of("perturbed")


def test_areas_whose_sexes_are_known(shared_data: Path) -> None:
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    table = pl.read_csv(path, separator=";", infer_schema=False)
    sexes = table.select(pl.col("GESCHLECHT__1", "GESCHLECHT__2").cast(pl.Int64, strict=False)).drop_nulls()
    assert sexes.height == 12_438


@pytest.mark.parametrize(
    ("need", "supply", "expected"),
    [
        (dt.date(2022, 5, 15), dt.date(2024, 5, 15), False),
        (dt.date(2022, 5, 15), dt.date(2024, 5, 16), True),
        (dt.date(2024, 12, 31), dt.date(2022, 12, 31), False),
        (dt.date(2024, 12, 31), dt.date(2022, 12, 30), True),
        (dt.date(2024, 2, 29), dt.date(2026, 2, 28), False),
        (dt.date(2024, 2, 29), dt.date(2026, 3, 1), True),
        (dt.date(2022, 2, 28), dt.date(2024, 2, 29), True),
    ],
)
def test_more_than_two_years_apart(need: dt.date, supply: dt.date, expected: bool) -> None:
    assert reference_dates_apart([supply, need], supply) is expected


def test_any_date_of_need_may_be_too_far() -> None:
    days = [dt.date(2022, 5, 15), dt.date(2024, 12, 31)]
    assert reference_dates_apart(days, dt.date(2024, 10, 1))
    assert not reference_dates_apart(days, dt.date(2024, 10, 1), years=3)
    assert not reference_dates_apart([], dt.date(2024, 10, 1))


@given(DAYS, DAYS, st.integers(0, 5))
def test_distance_in_time_is_symmetric_and_grows(one: dt.date, other: dt.date, years: int) -> None:
    assert reference_dates_apart([one], other, years) is reference_dates_apart([other], one, years)
    assert reference_dates_apart([one], other, years) >= reference_dates_apart([one], other, years + 1)
    if abs((one - other).days) <= 365 * years:
        assert not reference_dates_apart([one], other, years)
    if abs((one - other).days) > 366 * years:
        assert reference_dates_apart([one], other, years)
