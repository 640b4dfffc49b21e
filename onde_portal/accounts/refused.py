"""Addresses that take no mail: how they come onto the list, and how an officer puts them right."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef

from onde_portal.accounts.actions import AlreadyChanged, NotAllowed, PersonExists
from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.models import Mail, RefusedAddress, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import may_correct_address

# "No such mailbox", "moved", "not allowed as a name", "takes no mail". 552, a full mailbox, and
# 554 pass or are no fault of the address; they are tried again like any other failure.
FOR_GOOD = frozenset({550, 551, 553, 556})
ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
POLICY = "7"
# What was refused longer ago helps nobody any more once the address is right.
SENT_AGAIN = timedelta(days=30)


def permanent_refusal(error: SMTPRecipientsRefused, address: str) -> str:
    """The server's codes ("550 5.1.1") where it refuses this address for good, else empty.

    A refusal by policy (5.7.x, such as "relaying denied") is about the sender: were it taken for
    the address's fault, one wrong setting would strike out everybody.
    """
    code, said = error.recipients.get(address, (0, b""))
    if code not in FOR_GOOD:
        return ""
    text = said.decode("utf-8", "replace")
    enhanced = ENHANCED.search(text)
    if enhanced and enhanced[1] == POLICY:
        return ""
    return f"{code} {enhanced[0]}" if enhanced else str(code)


def note_refused(
    *,
    address: str,
    answer: str = "",
    because: str = RefusedAddress.Because.REFUSED,
    at: datetime,
) -> None:
    """Keep the address on the list of those that take no mail."""
    RefusedAddress.objects.update_or_create(
        address=address,
        defaults={
            "because": because,
            "answer": answer,
            "refused_at": at,
            "lifted_at": None,
            "lifted_by": None,
            "corrected_to": "",
        },
    )


@transaction.atomic
def note_bounce(*, mail: Mail, by: User, at: datetime) -> None:
    """A mail that was sent came back to the Office's mailbox; raises NotAllowed, AlreadyChanged."""
    if not may(by, Action.INVITE_LAO_PEOPLE):
        raise NotAllowed
    sent = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENT)
    if not sent.update(state=Mail.State.BOUNCED):
        raise AlreadyChanged
    note_refused(address=mail.recipient, because=RefusedAddress.Because.BOUNCED, at=at)


@transaction.atomic
def try_address_again(*, refused: RefusedAddress, by: User, at: datetime) -> int:
    """The address is right after all: what it refused lately is sent again; how many mails.

    Raises NotAllowed, AlreadyChanged.
    """
    if not may(by, Action.INVITE_LAO_PEOPLE):
        raise NotAllowed
    _lift(refused, by, at)
    return _send_again(refused, refused.address, at)


@transaction.atomic
def correct_address(*, refused: RefusedAddress, email: str, by: User, at: datetime) -> int:
    """The person signs in and is written to with another address from now on.

    What the old one refused lately goes to the new one; how many mails. Raises NotAllowed,
    PersonExists, AlreadyChanged.
    """
    address = normal_email(email)
    person = User.objects.get_queryset().filter(email=refused.address).first()
    if person is None or not may_correct_address(by, person):
        raise NotAllowed
    if User.objects.get_queryset().filter(email=address).exists():
        raise PersonExists
    _lift(refused, by, at, corrected_to=address)
    person.email = address
    User.objects.get_queryset().filter(pk=person.pk).update(email=address)
    User.history.bulk_history_create([person], update=True, default_user=by, default_date=at)
    EmailAddress.objects.filter(user=person).update(email=address, verified=False)
    return _send_again(refused, address, at)


def _lift(refused: RefusedAddress, by: User, at: datetime, corrected_to: str = "") -> None:
    open_one = RefusedAddress.objects.filter(pk=refused.pk, lifted_at=None)
    if not open_one.update(lifted_at=at, lifted_by=by, corrected_to=corrected_to):
        raise AlreadyChanged


def _send_again(refused: RefusedAddress, address: str, at: datetime) -> int:
    twins = Mail.objects.filter(
        recipient=address, kind=OuterRef("kind"), about=OuterRef("about"), rung=OuterRef("rung")
    )
    kept_back = Mail.objects.filter(
        recipient=refused.address,
        state__in=[Mail.State.REFUSED, Mail.State.BOUNCED],
        due_at__gte=at - SENT_AGAIN,
    )
    if address != refused.address:
        kept_back = kept_back.exclude(Exists(twins))
    return kept_back.update(
        recipient=address, state=Mail.State.WAITING, due_at=at, attempts=0, error=""
    )
