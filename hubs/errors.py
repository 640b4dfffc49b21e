"""What can stand against a change of a hub, named for the situation."""

from django.utils.translation import gettext_lazy as _


class HubError(Exception):
    """A change that cannot be made. ``message`` is for the person who tried."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class StaleHub(HubError):
    message = _("Somebody changed this hub meanwhile. Look at it as it is now and try again.")


class LaoHasHub(HubError):
    message = _("This LAO has a hub already.")


class LaoGone(HubError):
    message = _("This LAO does not exist any more.")


class YearHasProgramme(HubError):
    message = _("This fiscal year has a programme already.")


class WrongState(HubError):
    message = _("The hub is not in a state that allows this.")


class DateInFuture(HubError):
    message = _("The date lies in the future. Give the day on which it happened.")


class DateTooEarly(HubError):
    message = _("The date lies before the hub could exist. See whether the year is right.")


class ClosedBeforeAnnounced(HubError):
    message = _("A hub closes after it was announced.")


class ReasonNeeded(HubError):
    message = _("Say why.")


class ProgrammeEnded(HubError):
    message = _("The programme has ended. Its content can be read, but not changed.")


class StaleRecord(HubError):
    message = _("Somebody changed this meanwhile. Look at it as it is now and try again.")


class NoSuccessor(HubError):
    message = _("A successor is another hub that is established and not closed.")


class OnItsPath(HubError):
    message = _("The LAO's papers are on their way. Confirm them on their own page.")
