"""The texts around the figures of the table of posts and municipalities."""

from __future__ import annotations

from locales import Language

UNITS = ("fte", "share")


def sheet_words(language: Language, unit: str, rule: str) -> dict[str, str]:
    """Texts by their keys; `rule` is how shared posts are split, as said in a sentence ("by need")."""
    text = language.text
    captions = {
        "fte": text("Posts and municipalities, in full-time posts"),
        "share": text("Posts and municipalities, in shares of each post"),
    }
    return {
        "caption": captions[unit],
        "post": text("Post and carrier"),
        "total": text("whole post"),
        "carriers": text("Full-time posts by carrier"),
        "carrier": text("Carrier"),
        "before": text("today"),
        "after": text("planned"),
        "change": text("difference"),
        "by_rule": text("grey: split {rule}, not decided yet", rule=rule),
        "changed": text("bold with a corner: changed from today"),
        "pending": text("italic: being computed"),
        "keys": text(
            "Type to replace a figure, F2 or a double click to change it; Enter or Tab accepts, Escape restores, Delete empties. "
            "Arrows move, with Shift they select; Ctrl+C and Ctrl+V copy and paste, Ctrl+Z takes back, Ctrl+Y brings again. "
            "Escape, then Tab leaves the table."
        ),
        "left": text("Tab now leaves the table"),
        "typing": text("{post}, {place}: type a number"),
    }
