"""Figures as files: pictures for slides and letters, workbooks for further work."""
