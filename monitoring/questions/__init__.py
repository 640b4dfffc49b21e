"""The six-monthly report's questions: what is asked, how answers are read, what is wrong."""
