"""Caseload exports of several carriers: mappings, what identifies people, whose newest state counts."""
