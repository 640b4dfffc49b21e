"""Stops what would go on for hours, whatever else the machine is doing."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Work that grows with the size of a hostile text needs a hundredth of it, any other needs hours.
SECONDS = 30


@contextmanager
def ends_soon() -> Iterator[None]:
    """Fails when the work takes more processor time than any that grows with its text would."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"not done after {SECONDS} s of processor time")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
