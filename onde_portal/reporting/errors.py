"""What can stand in the way of a report, each with its sentence for the reader."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class ReportError(Exception):
    """Something about a report is not as the action needs it; nothing was changed."""

    message: Any = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(ReportError):
    message = _("Your role does not write reports of the Office.")


class ReportIsFinal(ReportError):
    message = _("This report is final: it is kept as it is. Begin a new edition to change it.")


class WordsConflict(ReportError):
    message = _("Somebody else has saved this report in the meantime. Nothing of yours is lost.")


class RoundNotOpened(ReportError):
    message = _("This round has not been opened yet: there is nothing to report on.")


class YearUnknown(ReportError):
    message = _("There is no such fiscal year to report on.")


class DraftThere(ReportError):
    """``report`` is the draft that is being written already."""

    message = _("This report has a draft already: go on with it.")

    def __init__(self, report: int | None) -> None:
        super().__init__()
        self.report = report
