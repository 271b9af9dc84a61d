"""What a proposal achieves and costs, and how much of that is proven, in sentences and a table."""

from __future__ import annotations

from locales import Language
from planning.evaluate import Evaluation
from planning.proposal import Proposal

DECIMALS = 2
# A difference that vanishes when rounded is none.
SMALLEST = 0.005
OBJECTIVE_NAMES = {
    "worst_shortage": "Largest gap of a municipality",
    "misallocated_fte": "Posts in the wrong place",
    "moved_fte": "Posts that move",
}


def finding(proposal: Proposal, new_fte: float, language: Language) -> str:
    """The largest gap before and after, and what has to move for it."""
    text, before, after = language.text, proposal.before, proposal.objectives
    if after is None:
        return ""
    told = {
        "before": language.number(before.worst_shortage, DECIMALS),
        "after": language.number(after.worst_shortage, DECIMALS),
        "moved": language.number(after.moved_fte, DECIMALS),
    }
    if after.moved_fte < SMALLEST and not new_fte:
        return text("Under these rules nothing better was found than leaving every post where it is.")
    if _is_less(after.worst_shortage, before.worst_shortage):
        first = text("Largest gap {before} → {after} posts; for that, {moved} posts move", **told)
    elif _is_less(before.worst_shortage, after.worst_shortage):
        first = text("The rules have a price: largest gap {before} → {after} posts, and {moved} posts move", **told)
    else:
        first = text(
            "The largest gap stays at {after} posts; in the wrong place stand {wrong_before} → {wrong_after} posts, and {moved} move",
            wrong_before=language.number(before.misallocated_fte, DECIMALS),
            wrong_after=language.number(after.misallocated_fte, DECIMALS),
            **told,
        )
    new = text("; {new} new posts are distributed", new=language.number(new_fte, DECIMALS)) if new_fte else ""
    return f"{first}{new}."


def service(found: Evaluation, names: dict[str, str], language: Language) -> str | None:
    """Which municipalities lose their only service, or get one; None where neither happens."""
    both = found.before.places.select("ags", was="is_served").join(
        found.after.places.select("ags", now="is_served"), on="ags", maintain_order="left"
    )
    lost = [names[ags] for ags, was, now in both.iter_rows() if was and not now]
    won = [names[ags] for ags, was, now in both.iter_rows() if now and not was]
    told = []
    if lost:
        told.append(
            language.text(
                "No post is there any more for: {places}. A minimum in every municipality would prevent that.",
                places=", ".join(sorted(lost)),
            )
        )
    if won:
        told.append(language.text("For the first time a post is there for: {places}.", places=", ".join(sorted(won))))
    return " ".join(told) or None


def objective_headings(language: Language) -> list[str]:
    text = language.text
    return [text("Goal"), text("before"), text("Proposal"), text("What is proven")]


def objective_rows(proposal: Proposal, language: Language) -> list[list[str]]:
    """The three objectives in their order: FTE before and after, and how far from the best possible they can be."""
    if proposal.objectives is None:
        return []
    rows = []
    for number, key in enumerate(OBJECTIVE_NAMES, 1):
        after = getattr(proposal.objectives, key)
        before = "–" if key == "moved_fte" else language.number(getattr(proposal.before, key), DECIMALS)
        shown = language.number(after, DECIMALS)
        rows.append(
            [f"{number}. {language.text(OBJECTIVE_NAMES[key])}", before, shown, proven(proposal, key, language)]
        )
    return rows


def proven(proposal: Proposal, key: str, language: Language) -> str:
    """Whether an objective is proven to be the best possible, those before it held, or by how much it could be better at most."""
    if proposal.objectives is None:
        return ""
    after = getattr(proposal.objectives, key)
    if proposal.status == "optimal":
        return language.text("proven: no better is possible")
    bound = 0.0 if proposal.bounds is None else getattr(proposal.bounds, key)
    if after - bound < SMALLEST:
        return language.text("no better is possible by more than a rounding")
    return language.text("at most {fte} FTE better possible", fte=language.number(after - bound, DECIMALS))


def how_it_ended(proposal: Proposal, language: Language) -> str:
    """How long the search took, and why it ended."""
    seconds = language.number(proposal.seconds, 1)
    if proposal.status == "optimal":
        return language.text("Searched to the end in {seconds} seconds.", seconds=seconds)
    if proposal.status == "cancelled":
        return language.text("Stopped after {seconds} seconds: the best found until then.", seconds=seconds)
    return language.text("Time was up after {seconds} seconds: the best found until then.", seconds=seconds)


def _is_less(one: float, other: float) -> bool:
    return one < other - SMALLEST
