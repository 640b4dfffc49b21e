"""E-mail addresses as keys: what looks the same to a person is the same to the portal."""

import unicodedata

from onde_portal.thai.text import thai_key


def normal_email(typed: str) -> str:
    """The address in lower case, however typed: full-width, zero-width, spaced, Thai marks."""
    shown = (char for char in thai_key(typed) if unicodedata.category(char) not in {"Cf", "Cc"})
    return "".join("".join(shown).split())
