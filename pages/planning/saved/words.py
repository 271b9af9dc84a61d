"""What is said of scenarios in more than one place."""

from __future__ import annotations

from collections.abc import Collection

from locales import Language
from pages._shared.scenarios import LONGEST_NAME


def number_of_changes(number: int, language: Language) -> str:
    """How many changes a plan has, in words."""
    if number == 0:
        return language.text("no change")
    return language.text("1 change") if number == 1 else language.text("{number} changes", number=number)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken: «Nord», «Nord 2», «Nord 3»."""
    known = {each.casefold() for each in taken}
    number, found = 1, name
    while found.casefold() in known:
        number += 1
        ending = f" {number}"
        found = name[: LONGEST_NAME - len(ending)].rstrip() + ending
    return found
