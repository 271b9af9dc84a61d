"""Readers of caseload exports: cases, their goals and services.

Consent and identifying columns are dealt with here and nowhere later: rows without consent, or whose consent was withdrawn,
are only counted, columns that identify people are never read, case numbers leave as keyed hashes, dates of birth as age bands.
"""

from etl.sources.caseload.cases import CaseFile, read_cases
from etl.sources.caseload.goals_and_services import PartFile, read_goals, read_services
from etl.sources.caseload.mapped_rows import KeyOf
from etl.sources.caseload.surroundings import Surroundings

__all__ = ["CaseFile", "KeyOf", "PartFile", "Surroundings", "read_cases", "read_goals", "read_services"]
