"""What to say where an action about people is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from onde_portal.accounts import actions

SENTENCES: dict[type[Exception], Any] = {
    actions.NotAllowed: _("Your role does not allow this."),
    actions.PersonExists: _("Somebody already signs in with this address, in another role."),
    actions.MembershipExists: _("This person already holds this office at this LAO."),
    actions.AlreadyChanged: _("Somebody else has just changed this. Look again."),
    actions.LastAdministrator: _("This is the last administrator; name another one first."),
    actions.TooManyInvitations: _(
        "Ten invitations wait for an answer already. Withdraw one before you send another."
    ),
}
