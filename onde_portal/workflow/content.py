"""Which requirements the content of a case meets, asked of the app that owns its procedure."""

from collections.abc import Callable, Collection

from onde_portal.workflow.models import Case

Reader = Callable[[Case, int], Collection[str]]
_readers: dict[str, Reader] = {}


def register(procedure: str, reader: Reader) -> None:
    """Let an app answer for a procedure (its key): ``reader(case, step number)`` gives keys."""
    _readers[procedure] = reader


def met_by_content(case: Case, number: int) -> frozenset[str]:
    """Keys of the step's requirements that are met by what people have worked on so far."""
    reader = _readers.get(case.procedure.key)
    return frozenset(reader(case, number)) if reader else frozenset()
