"""The texts around the figures of the table of posts and municipalities."""

from __future__ import annotations

from locales import Language

# Parts worked out by proportion leave residues; a smaller figure is none.
RESIDUE_FTE = 1e-6


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


def sum_labels(language: Language) -> dict[str, str]:
    """The rows at the foot of the table by their keys."""
    return {
        "before": language.text("Full-time posts today"),
        "after": language.text("Full-time posts planned"),
        "due": language.text("Due by need"),
        "gap": language.text("Missing (+) or beyond (−)"),
    }


def granted_text(planned: float, granted: float, language: Language) -> str:
    """Planned posts (FTE) beside the granted ones (FTE), and the difference where there is one."""
    facts = {"planned": language.number(planned, 2), "granted": language.number(granted, 2)}
    difference = planned - granted
    if abs(difference) <= RESIDUE_FTE:
        return language.text("{planned} of {granted} granted posts", **facts)
    facts["difference"] = language.number(abs(difference), 2)
    if difference > 0:
        return language.text("{planned} of {granted} granted posts: {difference} more", **facts)
    return language.text("{planned} of {granted} granted posts: {difference} fewer", **facts)


def fte_text(fte: float, language: Language) -> str:
    """FTE as cells show them; nothing for none."""
    return language.number(fte, 2) if abs(fte) > RESIDUE_FTE else ""
