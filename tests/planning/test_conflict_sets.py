"""The smallest of all clashing sets, on families of sets small enough to try them all."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from planning.conflict_sets import Clash, TimeIsUp, irreducible, smallest_clash, smallest_meeting

PARTS = "abcdefg"
FAMILIES = st.lists(st.sets(st.sampled_from(PARTS), min_size=1, max_size=5).map(frozenset), min_size=1, max_size=6)

Family = list[frozenset[str]]


def clashes(family: Family, held: frozenset[str]) -> bool:
    """A set clashes where it has all of one of the family."""
    return any(clash <= held for clash in family)


def correcting(family: Family, chance: random.Random, asked: list[frozenset[str]] | None = None):
    """Any parts to give up, not always the fewest."""

    def corrected(hard: frozenset[str]) -> frozenset[str] | None:
        if asked is not None:
            asked.append(hard)
        if clashes(family, hard):
            return None
        kept = set(hard)
        for part in chance.sample(PARTS, len(PARTS)):
            if not clashes(family, frozenset(kept | {part})):
                kept.add(part)
        return frozenset(PARTS) - kept

    return corrected


@given(FAMILIES, st.integers(0, 1000))
def test_no_smaller_set_clashes(family: Family, seed: int) -> None:
    found = smallest_clash(PARTS, correcting(family, random.Random(seed)))
    assert found is not None
    assert found.is_smallest
    assert found.is_irreducible
    assert clashes(family, frozenset(found.members))
    assert len(found.members) == min(map(len, family))
    assert list(found.members) == sorted(found.members)


def test_nothing_clashes() -> None:
    assert smallest_clash(PARTS, lambda _: frozenset()) is None


def test_what_clashes_without_any_part() -> None:
    assert smallest_clash(PARTS, lambda _: None) == Clash((), is_smallest=True, is_irreducible=True)


@given(FAMILIES, st.integers(0, 6), st.integers(0, 1000))
def test_a_search_that_is_broken_off_still_knows_a_clash(family: Family, calls: int, seed: int) -> None:
    left = itertools.chain([False] * calls, itertools.repeat(True))
    found = smallest_clash(PARTS, correcting(family, random.Random(seed)), is_time_up=lambda: next(left))
    assert found is not None
    assert clashes(family, frozenset(found.members))
    assert found.is_irreducible == found.is_smallest
    if found.is_smallest:
        assert len(found.members) == min(map(len, family))


@given(FAMILIES, st.integers(1, 4), st.integers(0, 1000))
def test_a_limit_finds_what_is_within_it_and_nothing_else(family: Family, most: int, seed: int) -> None:
    found = smallest_clash(PARTS, correcting(family, random.Random(seed)), most=most)
    assert found is not None
    assert found.is_smallest == (min(map(len, family)) <= most)


def test_a_limit_ends_the_search_early() -> None:
    family, asked = [frozenset(PARTS)], []
    smallest_clash(PARTS, correcting(family, random.Random(1), asked), most=2)
    assert len(asked) == 3


@given(st.lists(st.integers(0, 9), min_size=1, max_size=len(PARTS)), st.integers(0, 30), st.integers(0, 1000))
def test_a_chain_saves_exchanges_and_finds_the_same(sizes: list[int], room: int, seed: int) -> None:
    """Minimums that clash once they are more than there is room for: a higher one can take the place of a lower one."""
    parts = sorted(PARTS[: len(sizes)], key=lambda part: -sizes[PARTS.index(part)])

    def too_much(held: frozenset[str]) -> bool:
        return sum(sizes[PARTS.index(part)] for part in held) > room

    def corrected(hard: frozenset[str]) -> frozenset[str] | None:
        chance = random.Random(seed)
        if too_much(hard):
            return None
        kept = set(hard)
        for part in chance.sample(parts, len(parts)):
            if not too_much(frozenset(kept | {part})):
                kept.add(part)
        return frozenset(parts) - kept

    found, slow = smallest_clash(parts, corrected, [parts]), smallest_clash(parts, corrected)
    assert (found is None) == (slow is None) == (sum(sizes) <= room)
    if found is not None and slow is not None:
        assert too_much(frozenset(found.members))
        assert len(found.members) == len(slow.members)
        assert list(found.members) == parts[: len(found.members)]


@given(FAMILIES)
def test_what_is_made_irreducible_needs_each_of_its_parts(family: Family) -> None:
    start = Clash(tuple(PARTS), is_smallest=False, is_irreducible=False)
    found = irreducible(start, lambda held: clashes(family, held))
    members = frozenset(found.members)
    assert found.is_irreducible
    assert found.is_smallest == (len(members) == 1)
    assert clashes(family, members)
    assert not any(clashes(family, members - {part}) for part in members)


def test_reducing_that_is_broken_off_says_so() -> None:
    calls = itertools.count()

    def asked(held: frozenset[str]) -> bool:
        if next(calls) == 2:
            raise TimeIsUp
        return "a" in held

    found = irreducible(Clash(tuple(PARTS), is_smallest=False, is_irreducible=False), asked)
    assert found == Clash(tuple("abc"), is_smallest=False, is_irreducible=False)


@given(FAMILIES)
def test_the_smallest_set_that_meets_all(family: Family) -> None:
    found = smallest_meeting(PARTS, family)
    assert all(found & members for members in family)
    smaller = itertools.combinations(PARTS, len(found) - 1)
    assert not any(all(set(held) & members for members in family) for held in smaller)


def test_the_smallest_set_is_the_same_every_time() -> None:
    family = [frozenset("ab"), frozenset("cd"), frozenset("ef")]
    assert len({smallest_meeting(PARTS, family) for _ in range(5)}) == 1
