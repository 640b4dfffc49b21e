"""Reads that screens, reports and exports share, a file for each subject."""
