"""Thai text in lines of a drawing, where no browser breaks them."""

import unicodedata

# Vowels before their consonant end no line; what follows a letter begins none.
LEADING_VOWELS, FOLLOWING = "เแโใไ", "ะาำๅๆฯ"


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of so many letters; no Thai mark is parted from its letter."""
    lines: list[str] = []
    line = ""
    for word in " ".join(text.split()).split(" "):
        candidate = f"{line} {word}".strip()
        if visible_length(candidate) <= room:
            line = candidate
            continue
        lines += [line] if line else []
        line = word
        while visible_length(line) > room:
            head, line = _cut(line, room)
            lines.append(head)
    return [*lines, line] if line else lines


def visible_length(text: str) -> int:
    """How many letters stand side by side: marks above, below and unseen take no room."""
    return sum(unicodedata.category(sign) not in {"Mn", "Cf"} for sign in text)


def _cut(word: str, room: int) -> tuple[str, str]:
    """The word's beginning that fits, and the rest, which begins with a letter of its own."""
    at = room
    while at < len(word) and visible_length(word[: at + 1]) <= room:
        at += 1
    while at > 1 and (_follows(word[at]) or word[at - 1] in LEADING_VOWELS):
        at -= 1
    return word[:at], word[at:]


def _follows(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Cf"} or sign in FOLLOWING
