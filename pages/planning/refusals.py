"""Why an edit is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import Language
from metrics.codes import codes
from planning.refusal import Refusal

DECIMALS = 2
AMOUNTS = ("fte", "post_fte", "there", "most")
REFUSAL_SENTENCES: Mapping[str, str] = {
    "no_such_post": "There is no post «{post}» (any more).",
    "no_name": "The new post needs a name.",
    "name_taken": "There is a post «{post}» already. Choose another name.",
    "unknown_place": "{place} is no municipality of the district.",
    "unknown_focus_area": "There is no focus area «{area}». Choose one of these: {areas}.",
    "nothing_to_assign": "Choose a carrier or a focus area that {post} is to belong to.",
    "not_served": "{post} has no FTE in {place} that could be moved.",
    "same_place": "Choose two different municipalities: from {place} to {place} nothing moves.",
    "no_place": "{post} must be in at least one municipality.",
    "only_place": "{post} is in {place} only. Give it to another municipality first, or close the post.",
    "nowhere_to_go": "{post} keeps its {post_fte} FTE and is in {place} only, so nothing can be taken away there. Enter FTE in "
    "another municipality first, or let only this cell change.",
    "not_positive": "{post} needs FTE above zero.",
    "close_instead": "To take away all FTE of {post}, close the post.",
    "not_a_number": "«{entry}» is no number. Numbers look like this: 0.5, 1/2 or 50 %.",
    "negative": "«{entry}» is below zero. Enter what is to be in the municipality, not by how much it changes.",
    "too_fine": "«{entry}» is finer than {least} FTE. Enter whole hundredths.",
    "too_fine_share": "«{entry}» is finer than {least}. Enter at most one decimal.",
    "per_cent_meant": "Figures are shares in per cent: «{entry}» would be less than one per cent. Half of the post is 50 or 1/2.",
    "too_much": "{fte} FTE are more than the {most} that one post may have.",
    "more_than_post": "{fte} FTE are more than {post} has in all ({post_fte}). Raise its total first, or let only this cell change.",
    "more_than_there": "{post} has {there} FTE in {place}; {fte} cannot be moved from there.",
    "nothing_left": "{post} has {post_fte} FTE; with {fte} in the new post nothing would be left of it.",
}


def refusal_sentence(refusal: Refusal, language: Language, names: Mapping[str, str]) -> str:
    """Why an edit is refused and what to do instead, as plain text. `names`: those of the municipalities by AGS."""
    values: dict[str, Any] = dict(refusal.values)
    told = {name: values[name] for name in ("post", "entry") if name in values}
    told |= {name: language.number(values[name], DECIMALS) for name in AMOUNTS if name in values}
    if "ags" in values:
        told["place"] = names.get(values["ags"], values["ags"])
    if "focus_area" in values:
        told["area"] = values["focus_area"]
        told["areas"] = ", ".join(known[language.code] for known in codes("focus_area").values())
    if "least" in values:
        is_share = refusal.code == "too_fine_share"
        told["least"] = language.percent(values["least"]) if is_share else language.number(values["least"], DECIMALS)
    return language.text(REFUSAL_SENTENCES[refusal.code], **told)
