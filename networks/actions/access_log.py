"""The log of who looked at whose personal data. Written also by pages that change nothing else."""

from collections.abc import Iterable
from datetime import datetime

from networks.models import Person, PersonAccess
from onde_portal.accounts.models import User

ROWS_AT_ONCE = 1000


def note_access(*, people: Iterable[Person], what: str, by: User | None, at: datetime) -> None:
    """Write down that somebody saw these people's data (``PersonAccess.What``).

    ``by`` is empty for the person who looked at the own record.
    """
    PersonAccess.objects.bulk_create(
        (PersonAccess(person=person, what=what, at=at, by=by) for person in people),
        batch_size=ROWS_AT_ONCE,
    )
