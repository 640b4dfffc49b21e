"""The only writers of people, memberships and invitations."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from onde_portal.accounts import policies
from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Invitation, Membership, Role, User
from onde_portal.registry.models import Lao

MOST_OPEN_INVITATIONS = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """What people may say of themselves. ``language`` is "th" or "en"."""

    prefix: str
    first_name: str
    last_name: str
    position: str
    phone: str
    language: str


class NotAllowed(Exception):
    """The person's role does not allow this."""


class PersonExists(Exception):
    """The address belongs to somebody whose account cannot take this invitation."""


class MembershipExists(Exception):
    """The person holds this office at this LAO already."""


class TooManyInvitations(Exception):
    """The LAO has too many invitations that nobody has answered."""


class AlreadyChanged(Exception):
    """Somebody else has just changed the same record."""


class LastAdministrator(Exception):
    """Without this person nobody could administer the portal."""


class InvitationRefused(Exception):
    """The invitation cannot be accepted; the subclasses say why."""


class InvitationUnknown(InvitationRefused):
    """No invitation has this token."""


class InvitationUsed(InvitationRefused):
    """It has been accepted before."""


class InvitationExpired(InvitationRefused):
    """Its last day has passed."""


class InvitationWithdrawn(InvitationRefused):
    """It was taken back, or replaced by a newer one."""


def hash_token(token: str) -> str:
    """What is kept of an invitation's token: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    email: str,
    role: str,
    lao: Lao | None = None,
    kind: str = "",
    replaces: Membership | None = None,
    by: User,
    at: datetime,
) -> Invitation:
    """Invite somebody by mail; an open invitation of the same person to the same office ends.

    ``kind`` is the office at the LAO (Membership.Kind), empty for the Office's own people.
    ``replaces`` is the inviting person's own office there, handed over with the acceptance.
    Raises NotAllowed, PersonExists, MembershipExists, TooManyInvitations.
    """
    if not policies.may_invite(by, role, lao):
        raise NotAllowed
    if replaces is not None:
        _check_handover(replaces, lao, kind, by)
    address = normal_email(email)
    _check_free(address, role, lao, kind)
    _check_number(lao, by, at)
    same = Invitation.objects.filter(
        email=address, role=role, lao=lao, kind=kind, accepted_at=None, withdrawn_at=None
    )
    same.update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        role=role,
        lao=lao,
        kind=kind,
        replaces=replaces,
        token_hash=hash_token(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    _mail_invitation(invitation, token, at)
    return invitation


def _check_handover(replaces: Membership, lao: Lao | None, kind: str, by: User) -> None:
    same_office = lao is not None and replaces.lao_id == lao.pk and replaces.kind == kind
    if not (same_office and policies.may_hand_over(by, replaces)):
        raise NotAllowed


def _check_number(lao: Lao | None, by: User, at: datetime) -> None:
    """LAO people may have a few invitations under way; the Office as many as it needs."""
    if lao is None or by.is_office:
        return
    open_ones = Invitation.objects.filter(
        lao=lao, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if open_ones.count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations


def _check_free(address: str, role: str, lao: Lao | None, kind: str) -> None:
    person = User.objects.get_queryset().filter(email=address).first()
    if person is None:
        return
    if role != Role.LAO or person.role != Role.LAO or not person.is_active:
        raise PersonExists
    if person.memberships.current().filter(lao=lao, kind=kind).exists():
        raise MembershipExists


def _mail_invitation(invitation: Invitation, token: str, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        texts = {
            "invitation": invitation,
            "link": settings.BASE_URL + reverse("invitation", args=[token]),
            "office": settings.OFFICE["name_th"],
            "office_en": settings.OFFICE["name_en"],
        }
        subject = render_to_string("emails/accounts/invitation_subject.txt", texts)
        body = render_to_string("emails/accounts/invitation.txt", texts)
    queue_mail(
        kind="invitation",
        recipient=invitation.email,
        about=f"accounts.invitation:{invitation.pk}",
        subject=subject,
        body=body,
        due_at=at,
    )


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """The open invitation with this token, or an InvitationRefused that says why there is none."""
    invitation = (
        Invitation.objects.select_related(
            "lao__type", "lao__province", "lao__district", "replaces__user", "replaces__lao"
        )
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None:
        raise InvitationUnknown
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.withdrawn_at:
        raise InvitationWithdrawn
    if invitation.expires_at <= at:
        raise InvitationExpired
    return invitation


def invited_person(invitation: Invitation) -> User | None:
    """The person who already signs in with the invited address, if any."""
    return User.objects.get_queryset().filter(email=invitation.email).first()


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    prefix: str = "",
    first_name: str = "",
    last_name: str = "",
    position: str = "",
    password: str = "",
    at: datetime,
) -> User:
    """Make the invited person, or give an existing one the membership; works once.

    Name and password are used for a new person only. Raises an InvitationRefused, or PersonExists
    when the address has come to belong to somebody who cannot take it.
    """
    invitation = find_invitation(token=token, at=at)
    open_still = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if not open_still.update(accepted_at=at):
        raise InvitationUsed
    person = invited_person(invitation)
    if person is None:
        person = User.objects.create_user(
            email=invitation.email,
            role=invitation.role,
            password=password,
            prefix=prefix,
            first_name=first_name,
            last_name=last_name,
            position=position,
        )
    elif not (person.role == invitation.role == Role.LAO and person.is_active):
        raise PersonExists
    _take_office(invitation, person, at)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    return person


def _take_office(invitation: Invitation, person: User, at: datetime) -> None:
    """Give the person the membership of the invitation, in the place of whom it replaces."""
    if invitation.lao:
        Membership.objects.get_or_create(
            user=person,
            lao=invitation.lao,
            kind=invitation.kind,
            ended_at=None,
            defaults={"started_at": at},
        )
    if invitation.replaces:
        _hand_over(invitation.replaces, person, at)


def _hand_over(membership: Membership, successor: User, at: datetime) -> None:
    """End the office that the successor has taken over, and tell its former holder."""
    if membership.user_id == successor.pk or not _end(membership, by=successor, at=at):
        return
    former = membership.user
    with translation.override(former.language):
        texts = {"successor": str(successor), "lao": membership.lao.full_name_th}
        subject = render_to_string("emails/accounts/handed_over_subject.txt", texts)
        body = render_to_string("emails/accounts/handed_over.txt", texts)
    queue_mail(
        kind="handed-over",
        recipient=former.email,
        about=f"accounts.membership:{membership.pk}",
        subject=subject,
        body=body,
        due_at=at,
    )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Take back an open invitation. Raises NotAllowed, AlreadyChanged."""
    if not policies.may_withdraw(by, invitation):
        raise NotAllowed
    open_still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not open_still.update(withdrawn_at=at):
        raise AlreadyChanged


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> None:
    """End a person's office at an LAO. Raises NotAllowed, AlreadyChanged."""
    if not policies.may_end_membership(by, membership):
        raise NotAllowed
    if not _end(membership, by=by, at=at):
        raise AlreadyChanged


def _end(membership: Membership, *, by: User, at: datetime) -> bool:
    """Whether this very call ended the office."""
    if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at):
        return False
    membership.ended_at = at
    Membership.history.bulk_history_create(
        [membership], update=True, default_user=by, default_date=at
    )
    return True


@transaction.atomic
def deactivate_user(*, person: User, by: User, at: datetime) -> None:
    """Shut a person out: sessions end, the password is gone, open invitations are withdrawn.

    Every session carries a fingerprint of the password, so taking the password ends them all.
    Raises NotAllowed, LastAdministrator, AlreadyChanged.
    """
    if not policies.may_change_account(by, person):
        raise NotAllowed
    _keep_an_administrator(person)
    person.set_unusable_password()
    changed = User.objects.get_queryset().filter(pk=person.pk, is_active=True)
    if not changed.update(is_active=False, password=person.password):
        raise AlreadyChanged
    person.is_active = False
    _note_user(person, by, at)
    Invitation.objects.filter(email=person.email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )


@transaction.atomic
def reactivate_user(*, person: User, by: User, at: datetime) -> None:
    """Let a person in again, who then sets a new password through the reset link.

    Raises NotAllowed, AlreadyChanged.
    """
    if not policies.may_change_account(by, person):
        raise NotAllowed
    if not User.objects.get_queryset().filter(pk=person.pk, is_active=False).update(is_active=True):
        raise AlreadyChanged
    person.is_active = True
    _note_user(person, by, at)


@transaction.atomic
def change_role(*, person: User, role: Role, by: User, at: datetime) -> None:
    """Give somebody of the Office another role there; LAO people come and go by invitation.

    Raises NotAllowed, LastAdministrator, AlreadyChanged.
    """
    if not policies.may_change_account(by, person) or Role.LAO in {role, Role(person.role)}:
        raise NotAllowed
    _keep_an_administrator(person)
    changed = User.objects.get_queryset().filter(pk=person.pk, role=person.role)
    if not changed.update(role=role):
        raise AlreadyChanged
    person.role = role
    _note_user(person, by, at)


def _keep_an_administrator(person: User) -> None:
    """Locks the administrators, so that two of them cannot remove each other at once."""
    administrators = User.objects.get_queryset().filter(role=Role.ADMINISTRATOR, is_active=True)
    remaining = {other.pk for other in administrators.select_for_update()} - {person.pk}
    if person.role == Role.ADMINISTRATOR and not remaining:
        raise LastAdministrator


def _note_user(person: User, by: User, at: datetime) -> None:
    User.history.bulk_history_create([person], update=True, default_user=by, default_date=at)


@transaction.atomic
def update_profile(*, person: User, profile: Profile, at: datetime) -> None:
    """Write down what people say of themselves."""
    for field, value in asdict(profile).items():
        setattr(person, field, value)
    User.objects.get_queryset().filter(pk=person.pk).update(**asdict(profile))
    _note_user(person, person, at)


def set_language(*, person: User, language: str) -> None:
    """Keep the language ("th" or "en") for the person's next sign-in and mails."""
    User.objects.get_queryset().filter(pk=person.pk).update(language=language)
