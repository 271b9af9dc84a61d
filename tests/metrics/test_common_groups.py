"""Groups of the case records and of the census put together: nobody is lost, and the census' own population comes out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.codes import codes
from metrics.common_groups import AGE_BANDS, COMMON, common_cases, common_people, indicators_of
from metrics.composition import NOT_STATED, beside_population
from metrics.definitions import target_groups

CENSUS = Path(__file__).parents[2] / "data" / "raw" / "census" / "zensus2022_demografie.csv"
DISTRICT, POPULATION = "05358", 275_392  # Zensus 2022, 15.05.2022; the concept quotes it as well
ATTRIBUTES = ["age_band", "sex", "origin_group", "residence_status"]


@pytest.fixture(scope="module")
def census() -> pl.DataFrame:
    """The district's figures: indicator, value, quality."""
    found = pl.read_csv(CENSUS, separator=";", infer_schema=False).filter(pl.col("ags") == DISTRICT)
    return found.select("indicator", pl.col("value").cast(pl.Float64), "quality")


def counted(**cases: int) -> pl.DataFrame:
    schema = {"value": pl.String, "cases": pl.Int64}
    return pl.DataFrame({"value": list(cases), "cases": list(cases.values())}, schema=schema)


def test_every_age_of_cases_and_census_is_in_one_band() -> None:
    of_cases = [code for band in AGE_BANDS for code in band.codes]
    assert of_cases == [code for code in codes("age_band") if code not in NOT_STATED]
    assert list(indicators_of("age_band")) == [name for name in target_groups() if name.startswith("age_")]
    assert [band.value for band in AGE_BANDS] == list(codes("common_age_band"))


def test_every_group_is_made_of_known_codes_and_indicators() -> None:
    for attribute, groups in COMMON.items():
        used = [code for group in groups for code in group.codes]
        assert set(used) <= set(codes(attribute))
        assert len(used) == len(set(used))
        assert set(indicators_of(attribute)) <= set(target_groups())
    assert indicators_of("origin_group") == ()


def test_the_bands_of_the_district(census: pl.DataFrame) -> None:
    found = common_people(census, "age_band")
    assert found.rows() == [
        ("age_under_25", 8096 + 8268 + 10_054 + 15_085 + 7830 + 17_137, 18.0),
        ("age_25_39", 50_851, 3.0),
        ("age_40_59", 76_512, 3.0),
        ("age_60_plus", 28_756 + 24_582 + 28_223, 9.0),
    ]
    for attribute in COMMON:
        people = common_people(census, attribute)
        # The population is exact, its parts are not.
        assert abs(people["people"].sum() - POPULATION) <= people["margin"].sum()


def test_sexes_of_the_district(census: pl.DataFrame) -> None:
    assert common_people(census, "sex").rows() == [("female", 138_698, 3.0), ("male", 136_690, 3.0)]


def test_a_group_without_all_its_figures_is_not_known(census: pl.DataFrame) -> None:
    hidden = census.with_columns(value=pl.when(pl.col("indicator") != "age_6_9").then("value"))
    for figures in (hidden, census.filter(pl.col("indicator") != "age_6_9")):
        assert common_people(figures, "age_band").rows()[:2] == [
            ("age_under_25", None, None),
            ("age_25_39", 50_851, 3.0),
        ]
    estimated = census.with_columns(
        quality=pl.when(pl.col("indicator") != "age_6_9").then("quality").otherwise(pl.lit("estimated"))
    )
    assert common_people(estimated, "age_band").row(0) == ("age_under_25", 66_470, None)


def test_two_figures_of_one_indicator_are_refused(census: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="more than one figure of one area: age_3_5"):
        common_people(pl.concat([census, census.filter(pl.col("indicator") == "age_3_5")]), "age_band")


def test_what_the_census_does_not_tell_has_no_people(census: pl.DataFrame) -> None:
    assert common_people(census, "residence_status").is_empty()


def test_cases_by_common_bands() -> None:
    found = common_cases(counted(age_under_18=5, age_18_24=10, age_40_59=20, not_stated=15), "age_band")
    assert found.rows() == [
        ("age_under_25", 15, 4.0),
        ("age_25_39", 0, 2.0),
        ("age_40_59", 20, 2.0),
        ("age_60_plus", 0, 2.0),
        ("not_stated", 15, 2.0),
    ]


def test_a_code_that_rounding_took_away_still_counts_for_what_it_may_hide() -> None:
    assert common_cases(counted(age_18_24=10), "age_band").row(0) == ("age_under_25", 10, 4.0)


@given(st.data(), st.sampled_from(ATTRIBUTES))
def test_no_case_is_lost(data: st.DataObject, attribute: str) -> None:
    values = data.draw(st.lists(st.sampled_from([*codes(attribute), "not_stated"]), unique=True))
    cases = counted(**{value: data.draw(st.integers(0, 200)) for value in values})
    found = common_cases(cases, attribute)
    assert found["cases"].sum() == cases["cases"].sum()
    assert not found["value"].is_duplicated().any()
    for without in NOT_STATED:
        assert (
            found.filter(pl.col("value") == without)["cases"].sum()
            == cases.filter(pl.col("value") == without)["cases"].sum()
        )


def test_an_attribute_without_a_code_list_is_refused() -> None:
    with pytest.raises(KeyError):
        common_cases(counted(), "favourite_colour")


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("role", ["coordination", "steering"])
def test_both_sides_fit_together(census: pl.DataFrame, attribute: str, role: str) -> None:
    cases = counted(**dict.fromkeys(codes(attribute), 20))
    found = beside_population(common_cases(cases, attribute), common_people(census, attribute), role)
    is_compared = attribute in COMMON
    shown = found.filter(pl.col("share").is_not_null())
    assert shown["share"].sum() == pytest.approx(1)
    assert (shown["verdict"] != "unknown").all() == is_compared
    assert found.filter(pl.col("value").is_in(NOT_STATED)).is_empty()
