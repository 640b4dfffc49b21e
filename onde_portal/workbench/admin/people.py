"""The lists of people with a file of exactly what they show."""

from django.contrib import admin

from onde_portal.accounts.admin import (
    InvitationAdmin,
    MembershipAdmin,
    StandInAdmin,
    UserAdmin,
)
from onde_portal.accounts.models import Invitation, Membership, StandIn, User
from onde_portal.ui.exports import ListExport


@admin.register(User)
class UserList(ListExport, UserAdmin):
    """Everybody who signs in."""


@admin.register(Membership)
class MembershipList(ListExport, MembershipAdmin):
    """Who acts for which LAO."""


@admin.register(Invitation)
class InvitationList(ListExport, InvitationAdmin):
    """Who was invited."""


@admin.register(StandIn)
class StandInList(ListExport, StandInAdmin):
    """Who stands in for whom."""
