"""What can stand against a change of a test, named for the situation."""

from django.utils.translation import gettext_lazy as _


class AssessmentError(Exception):
    """A change that cannot be made. ``message`` is for the person who tried."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class HostEnded(AssessmentError):
    message = _("The work that this test belongs to has ended. It can be read, but not changed.")


class CodeUnknown(AssessmentError):
    message = _("This code is not known here. Look at your card again, or ask the staff.")
