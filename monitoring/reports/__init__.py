"""The papers of monitoring, a file for each."""
