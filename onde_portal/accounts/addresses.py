"""E-mail addresses as keys: what looks the same to a person is the same to the portal."""

import unicodedata


def normal_email(typed: str) -> str:
    """The address without zero-width characters and spaces, full-width forms folded, lower case."""
    folded = unicodedata.normalize("NFKC", typed)
    kept = (char for char in folded if unicodedata.category(char) not in {"Cf", "Cc", "Zs"})
    return unicodedata.normalize("NFKC", "".join(kept).casefold())
