"""Consents, the person's own link, corrections, retention and erasure (PDPA).

The Office keeps people's data for its public task; consent is for extras only.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from networks.actions.appointments import PersonGone
from networks.actions.founding import NetworkError
from networks.models import Consent, CorrectionRequest, Person, PersonLink, PersonVerb
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

LINK_DAYS = 14
LONGEST_REQUEST = 4000
MOST_OPEN_REQUESTS = 5


class HowNeeded(NetworkError):
    message = _("Say how the consent was given, such as “form of 12 May 2569”.")


class ConsentOnRecord(NetworkError):
    message = _("This consent is on record already.")


class ConsentWithdrawn(NetworkError):
    message = _("This consent has been withdrawn already.")


class NoEmail(NetworkError):
    message = _("The record has no e-mail address to send the link to.")


class ReasonMissing(NetworkError):
    message = _("Say why, in a few words.")


class TextNeeded(NetworkError):
    message = _("Write what should be corrected.")


class TooManyRequests(NetworkError):
    message = _("Five requests wait for an answer already. The Office answers them first.")


class AnswerNeeded(NetworkError):
    message = _("Write the answer.")


class AnsweredAlready(NetworkError):
    message = _("This request has been answered already.")


class DayPassed(NetworkError):
    message = _("Give a day in the future.")


class LinkRefused(NetworkError):
    """The link shows nothing; the subclasses say why."""


class LinkUnknown(LinkRefused):
    message = _("No record has this link.")


class LinkExpired(LinkRefused):
    message = _("The link has expired.")


class LinkWithdrawn(LinkRefused):
    message = _("The link was replaced by a newer one.")


@transaction.atomic
def give_consent(*, person: Person, purpose: str, how: str, by: User, at: datetime) -> Consent:
    """Note that a person agreed to an extra. Raises HowNeeded, ConsentOnRecord."""
    how = clean_text(how).strip()[:200]
    if not how:
        raise HowNeeded
    consent, is_new = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"how": how, "given_at": at, "noted_by": by},
    )
    if not is_new:
        raise ConsentOnRecord
    person.events.create(verb=PersonVerb.CONSENTED, to_state=purpose, reason=how, by=by, at=at)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None, at: datetime) -> None:
    """Note that the person agrees no longer; ``by`` is empty for the person. ConsentWithdrawn."""
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise ConsentWithdrawn
    consent.person.events.create(verb=PersonVerb.WITHDREW, from_state=consent.purpose, by=by, at=at)


def hash_link(token: str) -> str:
    """What is kept of a link's token: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def send_link(*, person: Person, by: User, at: datetime) -> PersonLink:
    """Mail the person a link to the own record; earlier links end. Raises NoEmail, PersonGone."""
    if person.merged_into_id or person.erased_at:
        raise PersonGone
    if not person.email_key:
        raise NoEmail
    person.links.filter(withdrawn_at=None).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    link = PersonLink.objects.create(
        person=person, token_sha256=hash_link(token), made_at=at, made_by=by,
        expires_at=at + timedelta(days=LINK_DAYS),
    )  # fmt: skip
    address = settings.BASE_URL + reverse("networks:person", args=[token])
    _mail(person, "person-link", f"networks.personlink:{link.pk}", at, link=link, address=address)
    person.events.create(verb=PersonVerb.LINK_SENT, by=by, at=at)
    return link


def _mail(person: Person, kind: str, about: str, at: datetime, **texts: object) -> None:
    name = kind.replace("-", "_")
    with translation.override(settings.LANGUAGE_CODE):
        told = {"person": person, "office": settings.OFFICE["name_th"], **texts}
        queue_mail(
            kind=kind, recipient=person.email_key, about=about,
            subject=render_to_string(f"emails/networks/{name}_subject.txt", told),
            body=render_to_string(f"emails/networks/{name}.txt", told), due_at=at,
        )  # fmt: skip


def find_link(*, token: str, at: datetime) -> PersonLink:
    """The open link with this token, or a LinkRefused that says why there is none."""
    link = (
        PersonLink.objects.select_related("person__province", "person__district")
        .select_related("person__organisation")
        .filter(token_sha256=hash_link(token), person__merged_into=None, person__erased_at=None)
        .first()
    )
    if link is None:
        raise LinkUnknown
    if link.withdrawn_at:
        raise LinkWithdrawn
    if link.expires_at <= at:
        raise LinkExpired
    return link


@transaction.atomic
def ask_correction(*, person: Person, text: str, at: datetime) -> CorrectionRequest:
    """Keep what a person says is wrong. Raises TextNeeded, TooManyRequests."""
    text = clean_text(text).strip()[:LONGEST_REQUEST]
    if not text:
        raise TextNeeded
    if person.corrections.filter(answered_at=None).count() >= MOST_OPEN_REQUESTS:
        raise TooManyRequests
    request = CorrectionRequest.objects.create(person=person, text=text, asked_at=at)
    person.events.create(verb=PersonVerb.ASKED, to_state=str(request.pk), by=None, at=at)
    return request


@transaction.atomic
def answer_correction(*, request: CorrectionRequest, answer: str, by: User, at: datetime) -> None:
    """Answer a request, and mail the answer where there is an address.

    Raises AnswerNeeded, AnsweredAlready.
    """
    answer = clean_text(answer).strip()
    if not answer:
        raise AnswerNeeded
    waiting = CorrectionRequest.objects.filter(pk=request.pk, answered_at=None)
    if not waiting.update(answer=answer, answered_at=at, answered_by=by):
        raise AnsweredAlready
    request.refresh_from_db()
    person = request.person
    person.events.create(verb=PersonVerb.ANSWERED, to_state=str(request.pk), by=by, at=at)
    if person.email_key:
        about = f"networks.correctionrequest:{request.pk}"
        _mail(person, "correction-answered", about, at, request=request)


@transaction.atomic
def keep_longer(*, person: Person, until: date, reason: str, by: User, at: datetime) -> None:
    """Review a record and keep it until a later day, with a reason.

    Raises ReasonMissing, DayPassed, PersonGone.
    """
    reason = clean_text(reason).strip()[:500]
    if not reason:
        raise ReasonMissing
    if until <= at.astimezone(BANGKOK).date():
        raise DayPassed
    before = person.retain_until
    rows = Person.objects.current().filter(pk=person.pk)
    if not rows.update(retain_until=until, reviewed_at=at):
        raise PersonGone
    person.events.create(
        verb=PersonVerb.KEPT, from_state=before.isoformat(), to_state=until.isoformat(),
        reason=reason, by=by, at=at,
    )  # fmt: skip
