"""The words and number formats of the interface: English source texts, German catalogue."""

from locales.language import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language"]
