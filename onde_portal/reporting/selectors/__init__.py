"""Reads that make up the Office's reports, a file for each subject."""
