"""Several people at the same moment, each with a database connection of his or her own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


def at_once(expected: type[Exception], *moves: Callable[[], object]) -> list[str]:
    """Make the moves at the same moment; how each ended: "done" or the name of its error.

    Errors other than ``expected`` end the thread loudly and leave their place out.
    """
    gate = Barrier(len(moves))
    ends: list[str] = []

    def make(move: Callable[[], object]) -> None:
        gate.wait()
        try:
            move()
            ends.append("done")
        except expected as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=make, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)
