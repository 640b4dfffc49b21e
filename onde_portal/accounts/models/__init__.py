"""People and what is told to them."""

from onde_portal.accounts.models.messages import CalendarKey, Mail, MailChoice, RefusedAddress
from onde_portal.accounts.models.people import (
    STAFF_ROLES,
    Invitation,
    Membership,
    MembershipQuerySet,
    Role,
    StandIn,
    User,
    UserManager,
    UserQuerySet,
)

__all__ = [
    "STAFF_ROLES",
    "CalendarKey",
    "Invitation",
    "Mail",
    "MailChoice",
    "Membership",
    "MembershipQuerySet",
    "RefusedAddress",
    "Role",
    "StandIn",
    "User",
    "UserManager",
    "UserQuerySet",
]
