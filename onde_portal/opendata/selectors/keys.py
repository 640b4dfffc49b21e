"""Who opens the read API with what, and what happened to a key."""

import secrets
from datetime import datetime

from onde_portal.opendata.actions import Verb, digest_of
from onde_portal.opendata.models import SystemKey
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.selectors import TimelineEntry, timeline


def opening_key(secret: str, at: datetime) -> SystemKey | None:
    """The key whose secret this is; none when it is unknown, expired, revoked or its owner is out.

    It is found by its digest, so how long the search takes says nothing about the secret.
    """
    digest = digest_of(secret)
    live = SystemKey.objects.live(at.astimezone(BANGKOK).date())
    key = live.filter(digest=digest, owner__is_active=True).select_related("owner").first()
    return key if key is not None and secrets.compare_digest(key.digest, digest) else None


def key_timeline(key: SystemKey) -> tuple[TimelineEntry, ...]:
    """What happened to a key, newest first."""
    return timeline(list(key.events.select_related("by").order_by("pk")), {}, Verb)
