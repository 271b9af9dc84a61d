"""What a visitor is told when the inputs could not be loaded and there is nothing to show."""

from __future__ import annotations

from etl.errors import InputError
from locales import Language
from pages._shared import door, intake
from pages._shared.frame import literal
from pages._shared.said import problem
from pages._shared.visit import SettingsError


def load_problem(error: InputError) -> str:
    """The error in the language of the address; of a file that may be about clients, only the coordination reads more than
    that there is one."""
    language = Language(door.asked_language())
    if _is_for_coordination() or not intake.may_be_about_clients(error):
        return literal(problem(error, language))
    return literal(
        language.text(
            "A file about cases cannot be read. The coordination is told which one and why; please ask there."
        )
    )


def _is_for_coordination() -> bool:
    try:
        return intake.is_set_to_coordination()
    except SettingsError:
        return False
