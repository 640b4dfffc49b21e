"""The queue of papers for tests: what waits is really made, and read back as it was stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.selectors.stamp import remembered_parts


def make_waiting() -> None:
    """Whatever waits for the worker is made."""
    while make_next_document():
        pass


def content_of(document: StoredDocument) -> bytes:
    """A paper that the queue made, as a reader gets it."""
    document.refresh_from_db()
    assert document.state == StoredDocument.State.READY, document.error
    with document.file.open("rb") as stored:
        return bytes(stored.read())


@contextmanager
def story_undone(blocker: DjangoDbBlocker, at: datetime) -> Iterator[None]:
    """A story at that moment for a whole module's tests; afterwards its rows are gone.

    What takes seconds to make, such as papers, is made once and looked at by many tests.
    """
    with blocker.unblock(), time_machine.travel(at, tick=False), translation.override("th"):
        remembered_parts.cache_clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
