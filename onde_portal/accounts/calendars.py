"""A person's calendar address: made, revoked, looked up; and what upper apps put into it."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction

from onde_portal.accounts.actions import hash_token
from onde_portal.accounts.ics import Entry
from onde_portal.accounts.models import CalendarKey, User

Source = Callable[[User, date], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Contribute entries to everyone's calendar; called once at start."""
    _sources.append(source)


def entries_for(user: User, today: date) -> list[Entry]:
    """What the person has to remember, the earliest day first."""
    entries = [entry for source in _sources for entry in source(user, today)]
    return sorted(entries, key=lambda entry: (entry.day, entry.uid))


@transaction.atomic
def make_calendar_key(*, person: User, at: datetime) -> str:
    """A new secret for the person's calendar address, shown this once; an older one ends."""
    token = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(
        user=person, defaults={"token_hash": hash_token(token), "made_at": at}
    )
    return token


def revoke_calendar_key(*, person: User) -> None:
    """Close the person's calendar address; harmless where there is none."""
    CalendarKey.objects.filter(user=person).delete()


def person_of_key(token: str) -> User | None:
    """Whose calendar the address is; nobody's once it is revoked or the person is shut out."""
    key = CalendarKey.objects.filter(token_hash=hash_token(token), user__is_active=True)
    found = key.select_related("user").first()
    return found.user if found else None
