"""The figures a proposal rests on, each changed in turn: whose need counts, how shared posts are split, how large a need is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from metrics.splitting import RULES
from planning.allocation import placed

# An error in the need that a proposal should survive; how wrong figures are in truth is not known.
DEVIATION = 0.2


def variants(
    today: pl.DataFrame,
    needs: Mapping[str, pl.DataFrame],
    group: str,
    rule: str = "need",
    hours: pl.DataFrame | None = None,
    rules: Sequence[str] = RULES,
) -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """Today's posts (every fte filled) and the need, by the name of what is changed: "group:ID" the need of every other target
    group, "rule:ID" every other rule for splitting shared posts, which changes where posts are today and nothing else, "more:AGS" and
    "less:AGS" the need of one municipality a fifth higher and a fifth lower.

    `today`: an allocation as in planning.allocation. `needs`: ags, need by target group; `group` and `rule` are those of the
    reference; without `hours` the rule "hours" is not tried. A need that is zero is neither raised nor lowered. Posts split
    by need follow the changed need, as they would had it been known. Raises ValueError for a group that is not in `needs` and
    as `placed` does.
    """
    if group not in needs:
        raise ValueError(f"no need for the target group {group!r}; there are {', '.join(needs)}")
    need = needs[group]
    changed = {f"group:{name}": other for name, other in needs.items() if name != group}
    found = {name: (placed(today, other, rule, hours), other) for name, other in changed.items()}
    for other_rule in rules:
        if other_rule != rule and not (other_rule == "hours" and hours is None):
            found[f"rule:{other_rule}"] = (placed(today, need, other_rule, hours), need)
    for ags in need.filter(pl.col("need") > 0)["ags"].sort().to_list():
        for kind, factor in (("more", 1 + DEVIATION), ("less", 1 - DEVIATION)):
            other = need.with_columns(
                need=pl.when(pl.col("ags") == ags).then(pl.col("need") * factor).otherwise("need")
            )
            found[f"{kind}:{ags}"] = (placed(today, other, rule, hours), other)
    return found


def kind_and_subject(name: str) -> tuple[str, str]:
    """What is changed and in which group, rule or municipality: "more:05358008" is ("more", "05358008")."""
    kind, _, subject = name.partition(":")
    return kind, subject
