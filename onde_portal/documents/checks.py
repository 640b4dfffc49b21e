"""What a check code stands for, asked of every app that issues such codes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to a check: a verdict, what it is and when it was issued; nothing personal."""

    verdict: Verdict
    what: str = ""
    number: str = ""
    issued_at: datetime | None = None


UNKNOWN = Checked(Verdict.UNKNOWN)
_lookups: list[Callable[[str], Checked | None]] = []


def register(lookup: Callable[[str], Checked | None]) -> None:
    """Let an app answer for the codes it issues; called once at start."""
    _lookups.append(lookup)


def check(code: str) -> Checked:
    """What ``code`` stands for; spaces, hyphens and case do not matter."""
    plain = code.replace("-", "").replace(" ", "").upper()
    for lookup in _lookups:
        found = lookup(plain)
        if found:
            return found
    return UNKNOWN
