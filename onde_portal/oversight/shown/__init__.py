"""The director's page in people's words, for screen and paper alike: a file for each part."""
