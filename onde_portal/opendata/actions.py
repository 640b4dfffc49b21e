"""Keys of systems: made, used, revoked. The only writers."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.opendata import errors
from onde_portal.opendata.models import SystemKey
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

MARK = "onde_"
SHOWN = 12  # characters of a key by which people tell it from others
LONGEST_LIFE = timedelta(days=2 * 366)
# A key that is used all the time is written down once a minute.
GRAIN = timedelta(minutes=1)


class Verb(models.TextChoices):
    """What can happen to a key."""

    MADE = "made", _("Made the key")
    REVOKED = "revoked", _("Revoked the key")


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key with the secret itself, which nothing keeps."""

    kept: SystemKey
    secret: str


def digest_of(secret: str) -> str:
    """What is kept of a key: it has 256 bits of chance, so a plain SHA-256 cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_key(*, system: str, owner: User, expires_on: date, by: User, at: datetime) -> MadeKey:
    """Make a key for a system. Raises ``KeyRefused`` with the reason."""
    name = clean_text(system).strip()
    today = at.astimezone(BANGKOK).date()
    if not name:
        raise errors.SystemNotNamed
    if not (owner.is_active and owner.is_office):
        raise errors.OwnerCannotSignIn
    if not today < expires_on <= today + LONGEST_LIFE:
        raise errors.ExpiryOutOfRange
    secret = MARK + secrets.token_urlsafe(32)
    key = SystemKey.objects.create(
        system=name[:120],
        owner=owner,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        made_at=at,
        made_by=by,
        expires_on=expires_on,
    )
    key.events.create(verb=Verb.MADE, by=by, at=at)
    return MadeKey(key, secret)


@transaction.atomic
def revoke_key(*, key: SystemKey, by: User, at: datetime) -> None:
    """Close the door to whoever has the key, from the next request on."""
    open_one = SystemKey.objects.filter(pk=key.pk, revoked_at=None)
    if open_one.update(revoked_at=at, revoked_by=by) != 1:
        raise errors.KeyRevokedAlready
    key.refresh_from_db(fields=["revoked_at", "revoked_by"])
    key.events.create(verb=Verb.REVOKED, by=by, at=at)


def note_use(*, key: SystemKey, at: datetime) -> bool:
    """Write down that the key was used, at most once a minute. Whether it was written."""
    unused = Q(last_used_at=None) | Q(last_used_at__lte=at - GRAIN)
    return bool(SystemKey.objects.filter(unused, pk=key.pk).update(last_used_at=at))
