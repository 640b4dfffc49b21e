"""Reads that the director's page, the drill-down and the reports share, a file for each subject."""
