"""Who may do what to a follow-up: one function, one rule. Who sees it: ``visible_to``."""

from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may


def may_write(user: User, follow_up: FollowUp) -> bool:
    """LAO people write while the report has not been sent, or has been returned."""
    return may(user, Action.WRITE_REPORT) and follow_up.is_editable


def may_review(user: User, follow_up: FollowUp) -> bool:
    """Officers accept and return what was sent, but nobody what he or she sent."""
    if not may(user, Action.REVIEW_REPORT):
        return False
    return not follow_up.submissions.filter(submitted_by=user).exists()
