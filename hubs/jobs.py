"""What the worker does for hub programmes: mail the letters whose papers are made."""

from datetime import datetime

from django.db import transaction

from hubs.models import Invitee
from hubs.notices import addresses_of, tell_invited
from hubs.reports.letters import LETTER, OF_INVITEE
from onde_portal.documents.models import StoredDocument

AT_ONCE = 50


def mail_letters(at: datetime) -> int:
    """Queue each letter that is made and not mailed yet; how many were. Losing a run loses none.

    LAOs without any address are passed over: their page names them to the officers.
    """
    waiting = Invitee.objects.filter(letter_number__isnull=False, mailed_at=None)
    rows = waiting.select_related("cohort", "candidate__lao", "candidate__programme")
    mailed = 0
    for invitee in rows.order_by("invited_at", "pk").iterator():
        if mailed < AT_ONCE and _mail(invitee, at):
            mailed += 1
    return mailed


def _mail(invitee: Invitee, at: datetime) -> bool:
    """Queue one letter; whether its paper is made and there is anywhere to send it."""
    addresses = addresses_of(invitee.candidate)
    paper = StoredDocument.objects.filter(
        kind=LETTER, about=f"{OF_INVITEE}{invitee.pk}", state=StoredDocument.State.READY
    ).first()
    if paper is None or not addresses:
        return False
    with transaction.atomic():
        tell_invited(invitee, addresses, paper=paper, at=at)
        Invitee.objects.filter(pk=invitee.pk, mailed_at=None).update(
            mailed_at=at, mailed_to=addresses[0][0]
        )
    return True
