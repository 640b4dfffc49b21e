"""What can stand against a move of a case, named for the situation."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onde_portal.workflow.kernel import Requirement


class WorkflowError(Exception):
    """A move that cannot be made. ``message`` is for the person who tried."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class StaleCase(WorkflowError):
    message = _("Somebody changed this case meanwhile. Look at it as it is now and try again.")


class CaseNotRunning(WorkflowError):
    message = _("This case is not running any more.")


class CasePaused(WorkflowError):
    message = _("The case is paused. Resume it first.")


class NotPaused(WorkflowError):
    message = _("The case is not paused.")


class StepNotOpen(WorkflowError):
    message = _("This step is not open now.")


class RequirementsMissing(WorkflowError):
    """The step cannot end yet; ``missing`` is the list that the screen shows, too."""

    message = _("The step cannot end yet. Something is still missing.")

    def __init__(self, missing: Sequence[Requirement]) -> None:
        super().__init__()
        self.missing = tuple(missing)


class ReasonNeeded(WorkflowError):
    message = _("Say why.")


class OwnSubmission(WorkflowError):
    message = _("Nobody approves what he or she submitted. Ask another superior.")


class AlreadyAsked(WorkflowError):
    message = _("This decision is asked for already.")


class AlreadyDecided(WorkflowError):
    message = _("This has been decided already.")


class AlreadyRemoved(WorkflowError):
    message = _("This document was removed already.")


class NothingMissing(WorkflowError):
    message = _("Nothing is missing. Complete the step instead.")


class SameOwner(WorkflowError):
    message = _("This person is in charge already.")


class NoStepBefore(WorkflowError):
    message = _("This is the first step.")


class WrongKind(WorkflowError):
    message = _("This requirement is met in another way.")
