"""What can stand against a move of a follow-up, named for the situation."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from monitoring.models import Answer
    from monitoring.questions.form import FieldError


class MonitoringError(Exception):
    """A move that cannot be made. ``message`` is for the person who tried."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(MonitoringError):
    message = _("Your role does not allow this.")


class StaleFollowUp(MonitoringError):
    message = _("Somebody changed this report meanwhile. Look at it as it is now and try again.")


class NotEditable(MonitoringError):
    message = _("This report has been sent. It can be changed again when the Office returns it.")


class WindowNotOpen(MonitoringError):
    """Too early to send; ``opens_on`` is the first day on which it can be sent."""

    message = _("Reports of this round are not accepted yet.")

    def __init__(self, opens_on: date) -> None:
        super().__init__()
        self.opens_on = opens_on


class NotWithCertifier(MonitoringError):
    message = _("This report does not wait for a certifier.")


class OwnCertification(MonitoringError):
    message = _("Nobody certifies what he or she wrote and sent. Ask a colleague or the Office.")


class RemarkSettled(MonitoringError):
    message = _("This remark was settled, or the LAO has it already.")


class RemarkTooLong(MonitoringError):
    message = _("A remark takes at most 2,000 characters. Shorten it.")


class UndoOver(MonitoringError):
    message = _("This can be undone for ten minutes only, and once.")


class NotSubmitted(MonitoringError):
    message = _("There is no report to decide on.")


class ReasonNeeded(MonitoringError):
    message = _("Say why.")


class DueDateInPast(MonitoringError):
    message = _("The new due date must not lie in the past.")


class WindowDisordered(MonitoringError):
    message = _("Reports are accepted within or after the period, due after it.")


class RoundNotOpen(MonitoringError):
    message = _("This round is not open: it was closed already, or has not opened yet.")


class RoundClosed(MonitoringError):
    message = _("This round is closed. Its dates stay as they were.")


class RoundNotDue(MonitoringError):
    """Too early to close; the round may be closed from the day after ``due_on``."""

    message = _("A round is closed after its due date. Reports may still come on time.")


class OwnReport(MonitoringError):
    message = _("Nobody approves what he or she submitted. Ask a colleague.")


class UnknownField(MonitoringError):
    message = _("The form has no such field.")


class AnswerTooLong(MonitoringError):
    message = _("The text is longer than 20,000 characters. Shorten it, or attach it as a file.")


class TooManyFiles(MonitoringError):
    message = _("A report takes at most 30 files. Remove one first.")


class PartOutOfPlace(MonitoringError):
    message = _("Another part of the file is due.")


class AnswerConflict(MonitoringError):
    """Somebody saved the field meanwhile; ``current`` is the answer that stands there now."""

    message = _("Somebody else changed this field meanwhile.")

    def __init__(self, current: "Answer") -> None:
        super().__init__()
        self.current = current


class InvalidReport(MonitoringError):
    """The report cannot be sent as it is; ``errors`` lists everything at once."""

    message = _("The report cannot be sent yet. Look at the list.")

    def __init__(self, errors: "Sequence[FieldError]") -> None:
        super().__init__()
        self.errors = tuple(errors)


class TextNeeded(MonitoringError):
    message = _("Write what is to be kept.")


class StaleRecord(MonitoringError):
    message = _("Somebody else has just changed this. Look at it again, then save.")


class DayAhead(MonitoringError):
    message = _("This day lies ahead. Give the day on which it happened.")


class NotPromisable(MonitoringError):
    message = _("Choose somebody of the Office, and a report or problem of this very hub.")


class SupportSettled(MonitoringError):
    message = _("This support was given or taken back already.")


class AskedAlready(MonitoringError):
    message = _("More time was asked for already. Wait for the answer.")


class RequestSettled(MonitoringError):
    message = _("This request was answered or withdrawn already.")


class AnswerNeeded(MonitoringError):
    message = _("Say why, so that the LAO understands.")


class WishTooEarly(MonitoringError):
    """The wished day gives no more time; ``due_on`` is the day that holds."""

    message = _("Wish for a day after the due date, and after today.")

    def __init__(self, due_on: date) -> None:
        super().__init__()
        self.due_on = due_on


class WishTooLate(MonitoringError):
    """The wished day is too far off; ``latest`` is the last day that can be wished for."""

    message = _("This is too late: the report of the next half-year would be due before.")

    def __init__(self, latest: date) -> None:
        super().__init__()
        self.latest = latest
