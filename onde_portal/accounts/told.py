"""Messages as their receiver reads them in the portal."""

from datetime import datetime

from django.db.models import QuerySet

from onde_portal.accounts.mail import AT_ONCE_KINDS
from onde_portal.accounts.models import Mail, MailChoice, User

NEWEST = 5


def told(user: User, at: datetime) -> QuerySet[Mail]:
    """What was written to the person by a moment, latest first; without keys and daily mails."""
    rows = Mail.objects.told_to(user).filter(due_at__lte=at).exclude(kind__in=AT_ONCE_KINDS)
    return rows.order_by("-due_at", "-pk")


def unread(user: User, at: datetime) -> QuerySet[Mail]:
    return told(user, at).filter(read_at=None)


def newest(user: User, at: datetime) -> list[Mail]:
    """The newest unread messages, for a first page."""
    return list(unread(user, at)[:NEWEST])


def mark_read(*, person: User, at: datetime) -> int:
    """All that was written to the person by now counts as read; how many messages were new."""
    return unread(person, at).update(read_at=at)


def choice_of(user: User) -> MailChoice:
    """How the person wishes to be told; the usual way where nothing was chosen."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


def choose_mail(*, person: User, digest: bool, early: bool) -> None:
    """Keep how the person wishes to be told from now on."""
    MailChoice.objects.update_or_create(user=person, defaults={"digest": digest, "early": early})
