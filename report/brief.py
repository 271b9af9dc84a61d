"""What must stand beside a figure, in the few words that a slide has room for; the whole of it stands on paper and in notes."""

from __future__ import annotations

import re

from report.sheets import Facts

# A citation begins with the title, as charts.sources.citation writes it; its attribution or date follow.
_AFTER_THE_TITLE = re.compile(", (?:©|Stand |as of )")
# The sentence on protection as pages._shared.frame.notes_on_figures says it; what it counts and leaves out follows.
_PROTECTION = re.compile(r"^((?:Schutz|Protection): .*?)(?: \(|, so |, sodass |;|\.$)")


def titles(facts: Facts) -> list[str]:
    """The titles of the sources, each once."""
    return list(dict.fromkeys(_AFTER_THE_TITLE.split(source)[0] for source in facts.sources))


def protection(facts: Facts) -> list[str]:
    """What protection did to the figures, without what it counts and leaves out."""
    return [found[1] for note in facts.notes if (found := _PROTECTION.match(note))]
