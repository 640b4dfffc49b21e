"""Abstract records of a procedure's way: a case, its steps, what proves them, and what happened."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.workflow.kernel import Procedure, Requirement, Step


def evidence_path(instance: models.Model, filename: str) -> str:
    """A random name under the model's own folder; the sender's name never reaches the disk."""
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    token = secrets.token_hex(16)
    return f"{instance._meta.label_lower}/{token[:2]}/{token}.{ending[:5]}"


class CaseState(models.TextChoices):
    OPEN = "open", _("In progress")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class StepState(models.TextChoices):
    WAITING = "waiting", _("Not reached")
    OPEN = "open", _("In progress")
    DONE = "done", _("Done")


class Case(models.Model):
    """One run through a procedure. ``version`` rises with every change (lost-update guard)."""

    procedure: ClassVar[Procedure]
    # Verbs of events that only this kind of case knows, beside those of workflow.actions.
    own_verbs: ClassVar[tuple[type[models.TextChoices], ...]] = ()

    title = models.CharField(_("title"), max_length=250)
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year (B.E.)"), validators=[MinValueValidator(2540), MaxValueValidator(2700)]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("officer in charge"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState.choices, default=CaseState.OPEN
    )
    step_number = models.PositiveSmallIntegerField(_("current step"), default=1)
    opened_at = models.DateTimeField(_("opened"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def current_step(self) -> Step:
        return self.procedure.step(self.step_number)

    @property
    def is_running(self) -> bool:
        return self.state in {CaseState.OPEN, CaseState.PAUSED}


class StepRecord(models.Model):
    """A case's passage through one step. Concrete models add ``case`` (related name ``steps``)."""

    number = models.PositiveSmallIntegerField(_("step"))
    state = models.CharField(
        _("state"), max_length=10, choices=StepState.choices, default=StepState.WAITING
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.definition.section

    @property
    def definition(self) -> Step:
        return self.case.procedure.step(self.number)  # type: ignore[attr-defined, no-any-return]


class StepFact(models.Model):
    """What meets one requirement of a step. Concrete models add ``step``."""

    requirement = models.CharField(_("requirement"), max_length=40)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.requirement

    @property
    def definition(self) -> Requirement:
        return self.step.definition.recorded(self.requirement)  # type: ignore[attr-defined, no-any-return]


class StoredFile(models.Model):
    """A checked upload: random name on disk, the sender's name for display, its SHA-256."""

    file = models.FileField(_("file"), upload_to=evidence_path, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Evidence(StoredFile, StepFact):
    """A document that meets a requirement of a step (related name ``evidence``)."""

    class Meta:
        abstract = True


class StepDate(StepFact):
    """A date that meets a requirement of a step (related name ``dates``)."""

    on = models.DateField(_("date"))
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class DecisionState(models.TextChoices):
    ASKED = "asked", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    SUPERSEDED = "superseded", _("No longer valid")


class Decision(StepFact):
    """An approval asked of a superior (related name ``decisions``); never by the one who asked."""

    state = models.CharField(
        _("state"), max_length=10, choices=DecisionState.choices, default=DecisionState.ASKED
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta:
        abstract = True


class Pause(models.Model):
    """A stretch that the case's clock leaves out, with its reason. Concrete models add ``case``."""

    class Reason(models.TextChoices):
        LAO = "lao", _("Waiting for an LAO")
        SUPERIOR = "superior", _("Waiting for a superior")
        BUDGET = "budget", _("Waiting for a budget")
        OTHER = "other", _("Other")

    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    remarks = models.TextField(_("remarks"), blank=True)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Event(models.Model):
    """Who did what when, from where to where, and why. Appended, never edited.

    Concrete models add the foreign key to what it happened to (related name ``events``).
    ``verb`` is a key of the app's ``Verb`` choices; ``by`` is empty for the portal itself.
    """

    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.verb


class ProblemRecord(models.Model):
    """A problem that was met. It lives on from report to report until it is solved.

    ``owner`` is who takes care of it, ``due_on`` by when. ``state`` is the latest word on it; the
    words themselves are kept apart (``ProblemWord``).
    """

    class Severity(models.TextChoices):
        LOW = "low", _("minor")
        MEDIUM = "medium", _("moderate")
        HIGH = "high", _("serious")

    class State(models.TextChoices):
        OPEN = "open", _("Still open")
        BETTER = "better", _("Better")
        WORSE = "worse", _("Worse")
        SOLVED = "solved", _("Solved")

    description = models.TextField(_("problem"))
    cause = models.TextField(_("cause"), blank=True)
    measure = models.TextField(_("measure taken"), blank=True)
    owner = models.CharField(_("who takes care of it"), max_length=200, blank=True)
    due_on = models.DateField(_("to be solved by"), null=True, blank=True)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.description


class ProblemWord(models.Model):
    """What was said of a problem later, and how it stood then."""

    state = models.CharField(_("state"), max_length=6, choices=ProblemRecord.State.choices)
    text = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.get_state_display()


class HolidayCorrection(models.Model):
    """A day that the list of holidays does not know, or names wrongly, put right by the Office."""

    on = models.DateField(_("date"), unique=True)
    is_holiday = models.BooleanField(_("offices are closed"), default=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("holiday correction")
        verbose_name_plural = _("holiday corrections")

    def __str__(self) -> str:
        return self.reason
