"""What the Office's reports say on screen and paper, chapter by chapter."""
