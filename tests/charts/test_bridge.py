"""Bridges as a picture: every number of the frame is in it, steps stand where they begin and end, nothing covers anything."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import bridge
from charts.bridge_drawn import RISE, TOTAL
from charts.bridge_figure import COLUMN_NAMES, Figure, level_text, said, step_text
from charts.colours import relative_luminance
from charts.medium import SLIDE_SIZE
from locales.language import Language
from metrics.bridge import bridge as bridge_of
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import SVG, canvas_of, texts

ENGLISH, GERMAN = Language("en"), Language("de")
CASES = Figure("Open cases", "cases", bridge_of([310, 310, 330, 330, 345]), 0, "", "30 Apr 2026 → 31 Oct 2026")
SHRUNK = Figure("New cases", "cases", bridge_of([600, 640, 640, 640, 300]))
JOINED = Figure("Joined", "cases", bridge_of([310, None, 330, 330, 345]))
UNKNOWN = Figure("Unknown", "cases", bridge_of([None, None, 330, 330, 345]))
SAME = Figure("Posts", "FTE", bridge_of([12.0] * 5, 1), 1, dates="1 Oct 2024")
GAP = Figure(
    "Largest gap", "FTE", bridge_of([1.05, 1.05, 1.05, 0.6, 0.66], 2), 2, "Welcome", "", "Hürtgenwald", "Düren"
)
ALL = [CASES, SHRUNK, JOINED, UNKNOWN, SAME, GAP]
MANY = ALL * 2


def draw(figures: list[Figure], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(bridge.render(figures, language, **{"title": "What changed", **options}))


def row(svg: ElementTree.Element, number: int) -> ElementTree.Element:
    """The drawing of a figure, which follows the region that is read aloud."""
    parts = list(svg)
    regions = [place for place, part in enumerate(parts) if part.get("role") == "img"]
    return parts[regions[number] + 1]


def bars(group: ElementTree.Element) -> list[dict[str, float | str]]:
    """Every rectangle: fill, left, top, bottom."""
    found = []
    for rect in group.iter(f"{SVG}rect"):
        left, top, height = (float(rect.get(name, "nan")) for name in ("x", "y", "height"))
        found.append({"fill": rect.get("fill", ""), "left": left, "top": top, "bottom": top + height})
    return found


def test_every_number_of_the_frame_is_in_the_picture_and_read_aloud() -> None:
    for language in (ENGLISH, GERMAN):
        svg = draw(ALL, language)
        labels = [part.get("aria-label") for part in svg.iter(f"{SVG}rect") if part.get("role") == "img"]
        assert labels == [said(figure, language) for figure in ALL]
        for number, figure in enumerate(ALL):
            written = texts(row(svg, number))
            if figure is SAME:
                continue
            expected = [level_text(figure.bridge.before, figure.decimals, language)]
            expected += [step_text(part, figure.decimals, language) for part in figure.bridge.parts]
            expected += [level_text(figure.bridge.after, figure.decimals, language)]
            for text in expected:
                assert expected.count(text) <= written.count(text), (figure.label, text)


def test_german_numbers_signs_and_words() -> None:
    svg = draw(ALL, GERMAN)
    assert {"1,05", "Hürtgenwald", "▼ −0,45", "▲ +0,06", "0,66", "Düren"} <= set(texts(row(svg, 5)))
    assert said(CASES, GERMAN) == (
        "Open cases: vorher 310 cases, jetzt 345 cases; Methode: 0; Nachlieferungen: ▲ +20; Stellen: 0; Entwicklung: ▲ +15"
    )
    assert said(UNKNOWN, GERMAN).startswith(
        "Unknown: vorher nicht bekannt, jetzt 345 cases; Methode und Nachlieferungen: nicht"
    )


def test_the_columns_are_named_in_their_order() -> None:
    written = texts(draw([CASES]))
    first = written.index("Before")
    assert written[first : first + 6] == list(COLUMN_NAMES.values())


def test_what_stays_is_one_line_of_words() -> None:
    svg = draw([SAME], GERMAN)
    assert texts(row(svg, 0)) == ["Posts", "unverändert: 12,0 FTE · 1 Oct 2024"]
    assert bars(row(svg, 0)) == []
    assert "Methode" not in texts(svg)
    moved = Figure("Gap", "FTE", bridge_of([1.0] * 5, 2), 2, "", "", "Titz", "Düren")
    assert len(bars(row(draw([moved]), 0))) == 2


def test_bars_begin_and_end_at_their_levels() -> None:
    group = row(draw([SHRUNK]), 0)
    before, method, development, after = bars(group)
    assert [bar["fill"] for bar in (before, after)] == [TOTAL, TOTAL]
    assert before["bottom"] == after["bottom"]
    # 600 -> 640 -> 300 from zero: pixels in proportion.
    scale = (float(before["bottom"]) - float(before["top"])) / 600
    assert float(method["bottom"]) - float(method["top"]) == pytest.approx(40 * scale, abs=0.2)
    assert method["bottom"] == before["top"]
    assert development["top"] == method["top"]
    assert development["bottom"] == pytest.approx(float(after["top"]), abs=0.11)
    assert float(after["bottom"]) - float(after["top"]) == pytest.approx(300 * scale, abs=0.2)


def test_up_and_down_differ_in_pattern_and_sign_and_not_only_in_colour() -> None:
    svg = draw([SHRUNK])
    _, up, down, _ = bars(row(svg, 0))
    (pattern,) = svg.iter(f"{SVG}pattern")
    assert up["fill"] == RISE
    assert down["fill"] == f"url(#{pattern.get('id')})"
    assert {"▲ +40", "▼ −340"} <= set(texts(svg))
    # A photocopy still tells ends, steps up and paper apart.
    shades = [relative_luminance(colour) for colour in (TOTAL, RISE, "#ffffff")]
    assert all(lighter - darker > 0.3 for darker, lighter in pairwise(shades))


def test_ends_that_do_not_begin_at_zero_show_a_break_and_the_legend_says_so() -> None:
    words = "with a break: the bar does not begin at zero"
    assert words in texts(draw([CASES]))
    assert words not in texts(draw([SHRUNK]))
    broken, whole = (
        [line for line in row(draw([figure]), 0).iter(f"{SVG}line") if line.get("stroke") == "#ffffff"]
        for figure in (CASES, SHRUNK)
    )
    assert (len(broken), len(whole)) == (2, 0)


def test_steps_that_are_told_together_are_one_bar_and_unknown_ones_none() -> None:
    group = row(draw([JOINED]), 0)
    assert "▲ +20 (together)" in texts(group)
    assert len(bars(group)) == 4  # both ends, both steps of one; posts moved nothing, which is a line
    unknown = row(draw([UNKNOWN]), 0)
    assert texts(unknown).count("not known") == 2
    assert len(bars(unknown)) == 2


@pytest.mark.parametrize("language", [ENGLISH, GERMAN])
@pytest.mark.parametrize(
    "options",
    [{}, {"heading": True, "notes": ("A note.", "Another one.")}, SLIDE_SIZE, {"width": 640}],
    ids=["page", "file", "slide", "narrow"],
)
def test_nothing_covers_anything_or_leaves_the_picture(language: Language, options: dict[str, Any]) -> None:
    svg = draw(MANY, language, **options)
    assert overlapping(svg) == []
    assert outside(svg) == []
    assert min(float(text.get("font-size", "0")) for text in svg.iter(f"{SVG}text")) >= 13


def test_a_slide_is_as_low_as_it_can_be() -> None:
    few = canvas_of(draw([CASES, GAP], **SLIDE_SIZE)).bottom
    usual = canvas_of(draw([CASES, GAP])).bottom
    assert few == usual < SLIDE_SIZE["height"]
    eight = [CASES, SHRUNK, JOINED, UNKNOWN, GAP, *[SAME] * 4]
    assert canvas_of(draw(eight, **SLIDE_SIZE)).bottom <= SLIDE_SIZE["height"]
    assert canvas_of(draw(MANY, **SLIDE_SIZE)).bottom < canvas_of(draw(MANY)).bottom


def test_where_room_is_short_figures_that_stay_share_lines_after_the_others() -> None:
    same = [Figure(f"Posts {number}", "FTE", bridge_of([number] * 5, 1), 1, dates="1 Oct 2024") for number in range(3)]
    figures = [*same, *ALL[:4]]
    svg = draw(figures, GERMAN, height=200)
    told = [part.get("aria-label") for part in svg.iter(f"{SVG}rect") if part.get("role") == "img"]
    assert told == [said(figure, GERMAN) for figure in [*ALL[:4], *same]]
    assert texts(row(svg, 4)) == ["Posts 0", "unverändert: 0,0 FTE"]
    assert texts(row(svg, 6)) == ["Posts 2", "unverändert: 2,0 FTE · 1 Oct 2024"]
    assert row(svg, 4).find(f"{SVG}line").get("y1") == row(svg, 5).find(f"{SVG}line").get("y1")  # type: ignore[union-attr]
    roomy = [part.get("aria-label") for part in draw(figures, GERMAN).iter(f"{SVG}rect") if part.get("role") == "img"]
    assert roomy == [said(figure, GERMAN) for figure in figures]


LEVEL = st.none() | st.integers(-(10**7), 10**7)
FIGURES = st.lists(
    st.builds(
        lambda label, unit, levels, decimals, scope, towns: Figure(
            label,
            unit,
            bridge_of([None if level is None else level / 100 for level in levels], decimals),
            decimals,
            scope,
            "31.12.2024 → 31.12.2025",
            *towns,
        ),
        st.text(min_size=1, max_size=60),
        st.sampled_from(["cases", "VZÄ", "%", ""]),
        st.lists(LEVEL, min_size=5, max_size=5),
        st.integers(0, 2),
        st.text(max_size=60),
        st.tuples(st.sampled_from(["", "Hürtgenwald"]), st.sampled_from(["", "Langerwehe"])),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60)
@given(FIGURES, st.sampled_from([None, 300, 470]), st.booleans())
def test_whatever_the_figures_the_picture_holds(figures: list[Figure], height: int | None, heading: bool) -> None:
    svg = draw(figures, GERMAN, height=height, heading=heading)
    assert overlapping(svg) == []
    assert outside(svg) == []
    canvas = canvas_of(svg)
    for number in range(len(figures)):
        for bar in bars(row(svg, number)):
            assert canvas.top <= float(bar["top"]) <= float(bar["bottom"]) <= canvas.bottom


def test_a_picture_alone_has_no_cards_and_can_be_drawn_as_png() -> None:
    alone = bridge.render(ALL, GERMAN, title="Seit der letzten Sitzung", heading=True)
    assert "data-card" not in alone
    assert "data-card" in bridge.render(ALL, GERMAN, title="Seit der letzten Sitzung")
    assert png(alone).startswith(b"\x89PNG")


def test_names_are_text_and_never_markup() -> None:
    figure = Figure("<script>&", "<b>", bridge_of([1, 2, 3, 4, 5]), 0, "</svg>", "", '"', "'")
    svg = draw([figure])
    assert "<script>&" in texts(row(svg, 0))
    assert not list(svg.iter(f"{SVG}script"))


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one figure"):
        bridge.render([], ENGLISH, title="What changed")
    with pytest.raises(ValueError, match="pixels"):
        bridge.render([CASES], ENGLISH, title="What changed", width=300)
