"""Figures as files: pictures for slides and letters, workbooks for further work, the papers of a meeting."""

from report.build import build

__all__ = ["build"]
