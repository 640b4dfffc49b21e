"""What the worker does for accounts: gather the daily mails, and send one waiting message."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from onde_portal.accounts.digests import write_digest
from onde_portal.accounts.mail import DIGEST, SECRET_KINDS
from onde_portal.accounts.models import Mail, RefusedAddress
from onde_portal.accounts.refused import note_refused, permanent_refusal

PDF = "application/pdf"
log = structlog.get_logger(__name__)

CLAIM_HOLDS = timedelta(minutes=10)
# How long to wait after the first, second, ... failure; after the last one the message has failed.
# Together nearly five days: a mail server that is down over a long weekend loses nothing.
DAY = 24 * 60
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, DAY, DAY, DAY, DAY)
)

# The daily mails go out from this hour on, in Bangkok: after the day's reminders are due.
MORNING = 9


def gather_next_digest() -> bool:
    """Put what waits for one person's daily mail into that mail; whether anybody had one to get.

    At most one a person and day. What comes later in the day waits for the next morning.
    """
    at = timezone.now()
    local = timezone.localtime(at)
    if local.hour < MORNING:
        return False
    today = local.date().isoformat()
    had_theirs = Mail.objects.filter(kind=DIGEST, rung=today).values("recipient")
    waiting = Mail.objects.filter(state=Mail.State.WAITING, daily=True, due_at__lte=at)
    first = waiting.exclude(recipient__in=had_theirs).order_by("due_at", "pk").first()
    if first is None:
        return False
    with transaction.atomic():
        held = waiting.filter(recipient=first.recipient).select_for_update()
        write_digest(list(held.order_by("due_at", "pk")), day=today, at=at)
    return True


def send_next_mail() -> bool:
    """Send the message that has waited longest; whether there was one to try.

    A message is claimed before it is sent. One claimed more than ten minutes ago and not sent is
    taken again: its worker died. It then carries the same Message-ID, so that a receiver that got
    it before can tell.
    """
    at = timezone.now()
    mail = _next_due(at)
    if mail is None:
        return False
    if _claim(mail, at):
        _deliver(mail, at)
    return True


def _next_due(at: datetime) -> Mail | None:
    waiting = Q(state=Mail.State.WAITING, daily=False, due_at__lte=at)
    abandoned = Q(state=Mail.State.SENDING, claimed_at__lt=at - CLAIM_HOLDS)
    return Mail.objects.filter(waiting | abandoned).order_by("due_at", "pk").first()


def _claim(mail: Mail, at: datetime) -> bool:
    """Take the message unless another worker was quicker."""
    unchanged = Mail.objects.filter(pk=mail.pk, state=mail.state, claimed_at=mail.claimed_at)
    if mail.attempts > len(WAITS):
        unchanged.update(state=Mail.State.FAILED, error="The worker died on every attempt.")
        return False
    return bool(
        unchanged.update(state=Mail.State.SENDING, claimed_at=at, attempts=F("attempts") + 1)
    )


def _deliver(mail: Mail, at: datetime) -> None:
    """Hand the claimed message to the server, outside any transaction; note the outcome."""
    if mail.kind not in SECRET_KINDS and _is_refused(mail.recipient):
        _note_refusal(mail, at, "")
        return
    try:
        _compose(mail).send()
    except SMTPRecipientsRefused as error:
        answer = permanent_refusal(error, mail.recipient)
        if answer:
            _note_refusal(mail, at, answer)
        else:
            _note_failure(mail, at, error)
        return
    except Exception as error:  # one bad message must not stop the others
        _note_failure(mail, at, error)
        return
    wiped = {"body": ""} if mail.kind in SECRET_KINDS else {}
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, claimed_at=at).update(
        state=Mail.State.SENT, sent_at=timezone.now(), error="", **wiped
    )


def _is_refused(address: str) -> bool:
    return RefusedAddress.objects.filter(address=address, lifted_at=None).exists()


def _note_refusal(mail: Mail, at: datetime, answer: str) -> None:
    """The address takes no mail: say so on the message, and keep the address on the list."""
    log.warning("mail_refused", mail=mail.pk, answer=answer)
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, claimed_at=at).update(
            state=Mail.State.REFUSED, error=answer
        )
        if answer:
            note_refused(address=mail.recipient, answer=answer, at=at)


def _compose(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<portal-mail-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(mail.subject, mail.body, to=[mail.recipient], headers=headers)
    if mail.attachment:
        with default_storage.open(mail.attachment, "rb") as stream:
            message.attach(mail.attachment_name or "document.pdf", stream.read(), PDF)
    return message


def _note_failure(mail: Mail, at: datetime, error: Exception) -> None:
    attempts = mail.attempts + 1
    given_up = attempts > len(WAITS)
    # The kind of error only: a server's answer may repeat the address.
    log.warning("mail_not_sent", mail=mail.pk, attempts=attempts, error=type(error).__name__)
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, claimed_at=at).update(
        state=Mail.State.FAILED if given_up else Mail.State.WAITING,
        due_at=mail.due_at if given_up else at + WAITS[attempts - 1],
        error=type(error).__name__,
    )
