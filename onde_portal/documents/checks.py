"""What a check code or a file stands for, asked of every app that issues such papers.

The answer is one of three words and nothing else: no title, no number, no name, no day.
"""

from collections.abc import Callable
from enum import StrEnum


class Verdict(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


Lookup = Callable[[str], Verdict | None]
_by_code: list[Lookup] = []
_by_hash: list[Lookup] = []


def register(lookup: Lookup) -> None:
    """Let an app answer for the codes it issues; called once at start."""
    _by_code.append(lookup)


def register_hash(lookup: Lookup) -> None:
    """Let an app answer for the files it issues; called once at start."""
    _by_hash.append(lookup)


def check(code: str) -> Verdict:
    """What ``code`` stands for; spaces, hyphens and case do not matter."""
    return _ask(_by_code, code.replace("-", "").replace(" ", "").upper())


def check_file(sha256: str) -> Verdict:
    """What a file stands for, by its SHA-256 as lowercase hexadecimal; empty is unknown."""
    return _ask(_by_hash, sha256)


def _ask(lookups: list[Lookup], key: str) -> Verdict:
    """Every app is asked, whoever knows: an unknown one takes as long as a known one."""
    found = [lookup(key) for lookup in lookups]
    return next((verdict for verdict in found if verdict), Verdict.UNKNOWN)
