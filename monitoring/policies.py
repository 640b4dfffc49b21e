"""Who may do what to a follow-up: one function, one rule. Who sees it: ``visible_to``."""

from datetime import date

from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.models import Membership, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import acts_for


def may_write(user: User, follow_up: FollowUp) -> bool:
    """LAO people write while the report has not been sent, or has been returned."""
    return may(user, Action.WRITE_REPORT) and follow_up.is_editable


def may_review(user: User, follow_up: FollowUp) -> bool:
    """Officers accept and return what was sent, but nobody what he or she sent."""
    if not may(user, Action.REVIEW_REPORT):
        return False
    return not follow_up.submissions.filter(submitted_by=user).exists()


def certifiers_of(follow_up: FollowUp) -> list[User]:
    """Who certifies for the hub's LAO now and may sign in."""
    return Membership.objects.holders(follow_up.hub.lao_id, Membership.Kind.CERTIFIER)


def certifies_as(user: User, follow_up: FollowUp, on: date) -> User | None:
    """The certifier of the LAO whom the person is, or stands in for on this day."""
    if not may(user, Action.WRITE_REPORT):
        return None
    certifiers = certifiers_of(follow_up)
    if user in certifiers:
        return user
    return next((one for one in certifiers if acts_for(user, one, on)), None)


def may_certify(user: User, follow_up: FollowUp, on: date) -> bool:
    """The certifier or a stand-in, while the report waits, but nobody what he or she sent."""
    if follow_up.state != FollowUpState.WITH_CERTIFIER:
        return False
    if follow_up.certifications.filter(outcome="", asked_by=user).exists():
        return False
    return certifies_as(user, follow_up, on) is not None
