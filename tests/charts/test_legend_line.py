from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from charts.legend_line import Entry, draw
from tests.charts.small_multiples import SVG, letter_boxes

ENTRY = st.builds(
    Entry,
    st.text("abc mW", min_size=1, max_size=60),
    st.sampled_from(["", "#000"]),
    paint=st.sampled_from(["", "#fff"]),
)


def drawn(entries: list[Entry], width: float) -> tuple[ElementTree.Element, float]:
    markup, height = draw(entries, 10.0, 5.0, width)
    return ElementTree.fromstring(f'<svg xmlns="{SVG[1:-1]}">{markup}</svg>'), height


def test_samples_are_drawn_before_their_texts() -> None:
    svg, height = drawn([Entry("posts"), Entry("granted", "#111", 2.0, "7 4"), Entry("filled", paint="#abc")], 900.0)
    boxes = dict(letter_boxes(svg))
    (line,), (area,) = svg.findall(f"{SVG}line"), svg.findall(f"{SVG}rect")
    assert (line.get("stroke"), line.get("stroke-dasharray"), area.get("fill")) == ("#111", "7 4", "#abc")
    assert boxes["posts"].right < float(line.get("x1", "0")) < float(line.get("x2", "0")) < boxes["granted"].left
    assert boxes["granted"].right < float(area.get("x", "0")) < boxes["filled"].left
    assert height < 30


def test_nothing_to_explain_takes_no_room() -> None:
    assert drawn([], 900.0)[1] == 0


@given(st.lists(ENTRY, max_size=6), st.integers(460, 1000))
def test_entries_stay_within_their_width_and_off_each_other(entries: list[Entry], width: int) -> None:
    svg, height = drawn(entries, float(width))
    boxes = [box for _, box in letter_boxes(svg)]
    assert all(box.left >= 10 and box.right <= 10 + width + 0.1 and box.bottom <= 5 + height for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
