"""One-time tokens of the pages that send something: the same page sent twice counts once."""

import secrets

TOKEN_BYTES = 32
TOKEN_LENGTH = 43


def new_token() -> str:
    """A token for a page that is about to be shown."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether a page of ours can have posted this."""
    return len(text) == TOKEN_LENGTH
