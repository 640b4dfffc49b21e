"""How fast the parts of a long document get done, and so how long the others will take."""

from collections import deque

LATEST = 6  # parts


class Pace:
    """Watches one maker's turn. Parts that were ``kept`` from turns before tell nothing."""

    def __init__(self, kept: int) -> None:
        self._done = kept
        self._marks: deque[tuple[float, int]] = deque(maxlen=LATEST + 1)

    def seconds_left(self, done: int, of: int, now: float) -> int | None:
        """If the other parts take as long as the latest ones did; ``None`` until enough are made.

        ``now`` is in seconds of a clock that only runs forward.
        """
        if done > self._done:
            self._done = done
            self._marks.append((now, done))
        if len(self._marks) <= LATEST:
            return None
        (began, first), (ended, last) = self._marks[0], self._marks[-1]
        return round((ended - began) / (last - first) * (of - done))
