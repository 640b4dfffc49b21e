"""The same words in both languages, whatever the language of the page."""

from typing import Any

from django.utils.translation import override

LANGUAGES = ("th", "en")


def both(words: Any) -> dict[str, str]:
    """The (lazy) words in Thai and in English."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(words)
    return said
