"""Secrets of tests: the token of an address, and the personal code that people type."""

import secrets

from onde_portal.thai.digits import to_ascii

CODE_ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 8
_LOOK_ALIKES = str.maketrans(
    {"O": "Q", "0": "Q", "1": "T", "I": "T", "L": "J", "B": "8", "S": "5", "Z": "2"}
)


def new_token() -> str:
    """What a QR code carries: 128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


def new_participant_code() -> str:
    """A personal code to type on a phone: eight signs without look-alikes (38 bits)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))


def plain_code(text: str) -> str:
    """A typed code as it was printed: capitals, ASCII digits, no spaces, look-alikes put right."""
    typed = to_ascii(text).upper().translate(_LOOK_ALIKES)
    return "".join(sign for sign in typed if sign in CODE_ALPHABET)[: CODE_LENGTH + 1]
