"""What every figure means, from the definitions, by kinds of figures."""

from __future__ import annotations

from collections.abc import Iterator

from locales import Language
from metrics.definitions import KINDS, definitions
from pages._shared.explain import as_markdown


def by_kind(language: Language) -> Iterator[tuple[str, str]]:
    """Heading and text of each kind of figure that has a definition, in the order to show them."""
    for kind in KINDS:
        meanings = [found for found in definitions().values() if found.kind == kind]
        if meanings:
            yield _heading(kind, language), "\n\n".join(as_markdown(meaning, language) for meaning in meanings)


def _heading(kind: str, language: Language) -> str:
    text = language.text
    return {
        "gap": text("Gaps"),
        "count": text("Counts of posts, cases and goals"),
        "rate": text("Figures per post or per 1,000 people"),
        "share": text("Shares"),
        "distance": text("Distances"),
        "index": text("How even the distribution is"),
        "duration": text("Durations"),
        "target_group": text("Target groups"),
        "figure": text("Other official figures"),
    }[kind]
