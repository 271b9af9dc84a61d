"""Parts of a picture that can be asked what they say but not picked: by pointer, keyboard or screen reader."""

from __future__ import annotations

from collections.abc import Sequence


def described(said: str, card: Sequence[str], *, asked: bool) -> dict[str, object]:
    """The attributes of such a part: the finding read aloud and, where the picture is not only printed (`asked`), a hover card
    and a stop of the Tab key."""
    attributes: dict[str, object] = {"role": "img", "aria_label": said}
    if asked:
        attributes |= {"tabindex": "0", "data_card": "\n".join(line for line in card if line)}
    return attributes
