"""Posts that extra FTE make."""

from __future__ import annotations

NEW_POST = "NEU-"
LARGEST_NEW_POST = 1.0
SAME_FTE = 1e-6


def new_posts(extra: list[tuple[str, float]], taken: set[str]) -> list[tuple[str, str, float]]:
    """name, focus area and FTE of the posts that extra FTE make: as many whole ones as there are, and the rest."""
    sizes = []
    for area, fte in extra:
        whole = int(fte / LARGEST_NEW_POST + SAME_FTE)
        rest = fte - whole * LARGEST_NEW_POST
        sizes += [(area, size) for size in [LARGEST_NEW_POST] * whole + ([rest] if rest > SAME_FTE else [])]
    free = (name for number in range(1, len(sizes) + len(taken) + 1) if (name := f"{NEW_POST}{number}") not in taken)
    return [(name, area, size) for name, (area, size) in zip(free, sizes, strict=False)]
