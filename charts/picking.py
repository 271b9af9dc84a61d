"""What the part of a picture that can be picked says to the pointer, the keyboard and a screen reader."""

from __future__ import annotations

from collections.abc import Sequence


def attributes(key: str, said: str, card: Sequence[str], *, is_selected: bool, picked: bool) -> dict[str, object]:
    """Attributes of an SVG element that says `said` and shows the lines of `card` beside the pointer.

    `picked` says whether it can be: it then carries `data-ags` (its key), takes the focus and says whether it is pressed.
    """
    lines = "\n".join(line for line in card if line) or None
    if not picked:
        return {"role": "img", "aria_label": said, "data_card": lines}
    return {
        "role": "button",
        "tabindex": "0",
        "aria_label": said,
        "aria_pressed": "true" if is_selected else "false",
        "data_ags": key,
        "data_card": lines,
    }
