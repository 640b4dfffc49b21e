"""Who may do what to whom among people: one function, one rule."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from onde_portal.accounts.models import Invitation, Membership, Role, StandIn, User
from onde_portal.accounts.permissions import PERMISSIONS, Action, may
from onde_portal.registry.models import Lao


def may_invite(by: User, role: str, lao: Lao | None = None) -> bool:
    """LAO people are invited by officers and colleagues, the Office's by those who manage people.

    Without an ``lao`` this tells who may invite to any.
    """
    if role != Role.LAO:
        return may(by, Action.MANAGE_PEOPLE)
    return may(by, Action.INVITE_LAO_PEOPLE) or (lao is not None and works_for(by, lao))


def works_for(user: User, lao: Lao) -> bool:
    """Whether the person holds an office at the LAO now and may bring colleagues in."""
    if not may(user, Action.INVITE_COLLEAGUES):
        return False
    return user.memberships.current().filter(lao=lao).exists()


def may_withdraw(by: User, invitation: Invitation) -> bool:
    """Whoever might have sent an invitation may take it back."""
    return may_invite(by, invitation.role, invitation.lao)


def may_hand_over(by: User, membership: Membership) -> bool:
    """One's own office that one still holds, and nobody else's."""
    return (
        membership.user_id == by.pk
        and membership.ended_at is None
        and may(by, Action.INVITE_COLLEAGUES)
    )


def may_end_membership(by: User, membership: Membership) -> bool:
    """Those who invite LAO people end their memberships, but nobody his or her own."""
    return membership.user_id != by.pk and may(by, Action.INVITE_LAO_PEOPLE)


def may_change_account(by: User, person: User) -> bool:
    """Role and access are changed by those who manage people, never one's own."""
    return person.pk != by.pk and may(by, Action.MANAGE_PEOPLE)


def may_correct_address(by: User, person: User) -> bool:
    """Addresses of LAO people are put right by those who invite them, the Office's by managers."""
    if person.role == Role.LAO:
        return may(by, Action.INVITE_LAO_PEOPLE)
    return may_change_account(by, person)


def may_name_stand_in(by: User, person: User) -> bool:
    """One's own stand-in is named by the Office's people and by LAOs' certifiers.

    Those who manage people name anybody's at the Office.
    """
    if person.is_office and may(by, Action.MANAGE_PEOPLE):
        return True
    if person.pk != by.pk or not person.is_active:
        return False
    return person.is_office or certifies_for(person).exists()


def may_stand_in(stand_in: User, person: User) -> bool:
    """At the Office only those who run or decide cases stand in, for a certifier a colleague."""
    if person.is_office:
        return may(stand_in, Action.RUN_CASE) or may(stand_in, Action.DECIDE)
    return (
        stand_in.is_active
        and certifies_for(person)
        .filter(pk__in=stand_in.memberships.current().values("lao"))
        .exists()
    )


def certifies_for(user: User) -> QuerySet[Lao]:
    """The LAOs whose reports the person certifies now."""
    certifies = user.memberships.current().filter(kind=Membership.Kind.CERTIFIER)
    return Lao.objects.filter(pk__in=certifies.values("lao"))


def acts_for(user: User, person: User, on: date) -> bool:
    """Whether on this day the user is the person, or the person's stand-in."""
    if user.pk == person.pk:
        return True
    return StandIn.objects.filter(
        person=person, stand_in=user, starts_on__lte=on, ends_on__gte=on
    ).exists()


def may_decide(user: User, *, asked_by: User, on: date) -> bool:
    """Whether the person decides by role, or stands in on this day for somebody who does.

    Nobody decides what he or she asked, and a stand-in does not decide for the one who asked.
    """
    if user.pk == asked_by.pk or not (user.is_active and user.is_office):
        return False
    if may(user, Action.DECIDE):
        return True
    represented = StandIn.objects.filter(
        stand_in=user,
        starts_on__lte=on,
        ends_on__gte=on,
        person__role__in=PERMISSIONS[Action.DECIDE],
        person__is_active=True,
    )
    return represented.exclude(person=asked_by).exists()


def lacks_second_factor(user: User) -> bool:
    """Whether the person has neither authenticator app nor passkey; recovery codes do not count."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=user, type__in=factors).exists()
