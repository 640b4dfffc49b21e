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
    mailed = 0
    waiting = Invitee.objects.filter(letter_number__isnull=False, mailed_at=None)
    rows = waiting.select_related("cohort", "candidate__lao", "candidate__programme")
    for invitee in rows.order_by("invited_at", "pk")[:AT_ONCE]:
        paper = StoredDocument.objects.filter(
            kind=LETTER, about=f"{OF_INVITEE}{invitee.pk}", state=StoredDocument.State.READY
        ).first()
        addresses = addresses_of(invitee.candidate)
        if paper is not None and addresses:
            with transaction.atomic():
                tell_invited(invitee, addresses, paper=paper, at=at)
                Invitee.objects.filter(pk=invitee.pk, mailed_at=None).update(
                    mailed_at=at, mailed_to=addresses[0][0]
                )
            mailed += 1
    return mailed
