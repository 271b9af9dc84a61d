"""The sheet that explains a table: what its figures mean, what was chosen, how old the data are, and where they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from charts.sources import citation
from locales.language import Language
from metrics.definitions import Definition
from report.sheets import Explanation, Facts, Section


def explanation(
    language: Language,
    title: str,
    *,
    meanings: Iterable[Definition],
    choices: Mapping[str, str],
    dates: Mapping[str, dt.date],
    cited: pl.DataFrame,
    notes: Sequence[str],
) -> Explanation:
    """The second sheet of a workbook.

    `meanings` are the definitions of the figures shown; `choices` what the visitor chose, by the choice's label; `dates`
    the reference dates by what they are of; `cited` the sources with title, attribution, reference_date, licence, publisher
    and url, as from charts.sources.cited; `notes` further sentences, such as those on protection and the edition.
    """
    text, meanings = language.text, tuple(meanings)
    sections = (
        _meanings(meanings, language),
        Section(text("What was chosen"), tuple(choices.items())),
        Section(text("Reference dates"), tuple(dates.items())),
        _sources(cited, language),
        Section(text("About the figures"), tuple(("", note) for note in notes)),
    )
    facts = Facts(
        tuple((meaning.label[language.code], meaning.explanation[language.code]) for meaning in meanings),
        tuple(choices.items()),
        tuple(dates.items()),
        tuple(citation(row, language) for row in cited.iter_rows(named=True)),
        tuple(notes),
    )
    return Explanation(text("Definitions"), title, tuple(section for section in sections if section.rows), facts)


def _meanings(meanings: Iterable[Definition], language: Language) -> Section:
    code, text = language.code, language.text
    headings = (
        text("Figure"),
        text("Explanation"),
        text("Unit"),
        text("Counted"),
        text("Divided by"),
        text("Source"),
        text("Formula or method"),
    )
    rows = [
        (
            meaning.label[code],
            meaning.explanation[code],
            meaning.unit[code],
            meaning.numerator[code],
            meaning.denominator[code] if meaning.denominator else None,
            meaning.source[code],
            meaning.literature,
        )
        for meaning in meanings
    ]
    return Section(text("What the figures mean"), rows, headings)


def _sources(cited: pl.DataFrame, language: Language) -> Section:
    text = language.text
    headings = (
        text("Title"),
        text("Attribution"),
        text("As of"),
        text("Licence"),
        text("Publisher"),
        text("Address"),
    )
    rows = cited.select("title", "attribution", "reference_date", "licence", "publisher", "url").rows()
    return Section(text("Sources"), rows, headings)
