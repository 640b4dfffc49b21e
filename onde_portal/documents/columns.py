"""How wide the columns of a table are, told from its words before it is laid out.

A table with fixed widths is laid out four times faster than one that measures every cell, and its
columns stay the same where a long table goes on in another part of a paper.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

# About as many letters of 10 pt stand in a line of 16 cm, and this many are lost to a column.
LINE, PADDING = 86.0, 2.0
NARROWEST, WIDEST = 4.0, 60.0
BY_HAND = 17.0
# Words as short as a state or a day are not broken.
SHORT = 14.0
# Of a longer unbroken word no more is kept on one line.
UNBROKEN = 16.0
# Digits and Latin letters are wider than Thai ones.
WIDER = 1.1
# Labels are bold.
BOLDER = 1.25
# Thai words in labels are as long as this as a rule, as in "รายงาน" or "(ร้อยละ)".
THAI_WORD, BOLD_WORD = 7, 1.05
# What is not broken: anything between spaces that is no Thai, which is broken between words.
_UNBROKEN = re.compile("[^ \t\n\u200b\u0e01-\u0e4f]+")
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
    floors = [_unbroken([head[at], *(row[at] for row in rows if at < len(row))])
              for at in range(len(head))]  # fmt: skip
    firm = {at: wanted[at] for at in range(len(head)) if at in numeric or at in by_hand}
    # Words give way to numbers, down to a quarter of the line.
    rest = max(LINE - sum(firm.values()), LINE / 4)
    words = {at: width for at, width in enumerate(wanted) if at not in firm}
    soft = _shared(words, floors, rest)
    return _percent([firm.get(at) or soft[at] for at in range(len(head))])


def _shared(wanted: Mapping[int, float], floors: Sequence[float], room: float) -> dict[int, float]:
    """What each column of words gets: short words stand on one line, of long ones longer ones get
    more, though not in proportion; none less than its longest unbroken word, if there is room."""
    short = {at: width for at, width in wanted.items() if width <= SHORT}
    given = short if sum(short.values()) <= room / 2 else {}
    left = sorted((at for at in wanted if at not in given), key=lambda at: wanted[at])
    given, room = dict(given), room - sum(given.values())
    for number, at in enumerate(left):
        part = sqrt(wanted[at]) / sum(sqrt(wanted[other]) for other in left[number:])
        kept = sum(floors[other] for other in left[number + 1 :])
        given[at] = min(wanted[at], max(min(room * part, room - kept), floors[at]))
        room -= given[at]
    return given


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
    # A label may stand in three lines over its figures, its words unbroken.
    over = max(label / 3 + 2, min(BOLDER * label, BOLD_WORD * THAI_WORD),
               BOLDER * (_unbroken([head[at]]) - PADDING))  # fmt: skip
    natural = max(longest * 1.1, over) if at in numeric else max(longest, label)
    return min(max(natural, NARROWEST), WIDEST) + PADDING


def _unbroken(texts: Iterable[str]) -> float:
    """The room that the longest unbroken word of a column takes."""
    longest = max((letters(word) for text in texts for word in _UNBROKEN.findall(text)), default=0)
    return min(max(WIDER * longest, NARROWEST), UNBROKEN) + PADDING


def _percent(shares: Sequence[float]) -> tuple[int, ...]:
    total = sum(shares) or 1.0
    exact = [100 * share / total for share in shares]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: 100 - sum(whole)]:
        whole[at] += 1
    return tuple(whole)
