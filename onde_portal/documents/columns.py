"""How wide the columns of a table are, told from its words before it is laid out.

A table with fixed widths is laid out four times faster than one that measures every cell, and its
columns stay the same where a long table goes on in another part of a paper.
"""

import re
from collections.abc import Sequence

# About as many letters of 10 pt stand in a line of 16 cm, and this many are lost to a column.
LINE, PADDING = 86.0, 2.0
NARROWEST, WIDEST = 4.0, 60.0
BY_HAND = 17.0
_NO_ROOM = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b-\u200f\ufeff]")


def letters(text: str) -> int:
    """How many places a text takes in its longest line: marks above and below take none."""
    return max(len(line) for line in _NO_ROOM.sub("", text).split("\n"))


def column_widths(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: frozenset[int] = frozenset(),
    by_hand: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """Each column's width in percent; together 100. Numbers get the room they need, words share."""
    wanted = [_wanted(at, head, rows, numeric, by_hand) for at in range(len(head))]
    firm = {at: wanted[at] for at in range(len(head)) if at in numeric or at in by_hand}
    rest = LINE - sum(firm.values())
    soft = sum(width for at, width in enumerate(wanted) if at not in firm)
    # Words give way to numbers, down to a third of the line.
    scale = max(rest, LINE / 3) / soft if soft > max(rest, LINE / 3) else 1.0
    shares = [width if at in firm else width * scale for at, width in enumerate(wanted)]
    return _percent(shares)


def _wanted(
    at: int,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: frozenset[int],
    by_hand: frozenset[int],
) -> float:
    if at in by_hand:
        return BY_HAND
    longest = max((letters(row[at]) for row in rows if at < len(row)), default=0)
    label = letters(head[at])
    # Digits are wider than letters, and a label may stand in two lines over them.
    natural = max(longest * 1.3, label / 2) if at in numeric else max(longest, label)
    return min(max(float(natural), NARROWEST), WIDEST) + PADDING


def _percent(shares: Sequence[float]) -> tuple[int, ...]:
    total = sum(shares) or 1.0
    exact = [100 * share / total for share in shares]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: 100 - sum(whole)]:
        whole[at] += 1
    return tuple(whole)
