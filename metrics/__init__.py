"""Definitions of indicators and pure statistics on them; no files are written and nothing is fetched here."""
