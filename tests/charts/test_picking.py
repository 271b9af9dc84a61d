from __future__ import annotations

from charts import picking


def test_what_can_be_picked_takes_the_focus_and_says_whether_it_is_pressed() -> None:
    found = picking.attributes("05358008", "Düren: 47 %", ["Düren", "", "47 %"], is_selected=True, picked=True)
    assert found == {
        "role": "button",
        "tabindex": "0",
        "aria_label": "Düren: 47 %",
        "aria_pressed": "true",
        "data_ags": "05358008",
        "data_card": "Düren\n47 %",
    }


def test_what_cannot_be_picked_is_described_only() -> None:
    found = picking.attributes("05358008", "Düren: 47 %", [], is_selected=False, picked=False)
    assert found == {"role": "img", "aria_label": "Düren: 47 %", "data_card": None}
