"""The yearly hub programme (manual 8.2), its way through the steps and what happened on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubs.steps import HUB_PROCEDURE
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.workflow.models import (
    Case,
    Decision,
    Event,
    Evidence,
    Pause,
    StepDate,
    StepRecord,
)


class ProgrammeQuerySet(OfficeQuerySet["HubProgramme"]):
    def running(self) -> "ProgrammeQuerySet":
        return self.filter(state__in=["open", "paused"])


class ProgrammeVerb(models.TextChoices):
    """What can happen to a hub programme only."""

    CONTENT_CHANGED = "content_changed", _("Changed the content")


class HubProgramme(Case):
    """A case of 8.2: one in a fiscal year."""

    procedure = HUB_PROCEDURE
    own_verbs = (ProgrammeVerb,)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hub programme")
        verbose_name_plural = _("hub programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year"],
                condition=~Q(state="cancelled"),
                name="programme_once_a_year",
                violation_error_message=_("This fiscal year has a programme already."),
            )
        ]


class ProgrammeStep(StepRecord):
    case = models.ForeignKey(HubProgramme, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="programme_step_once")
        ]


class ProgrammeEvidence(Evidence):
    step = models.ForeignKey(ProgrammeStep, on_delete=models.CASCADE, related_name="evidence")


class ProgrammeStepDate(StepDate):
    step = models.ForeignKey(ProgrammeStep, on_delete=models.CASCADE, related_name="dates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "requirement"], name="programme_date_once")
        ]


class ProgrammeDecision(Decision):
    step = models.ForeignKey(ProgrammeStep, on_delete=models.CASCADE, related_name="decisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "requirement"],
                condition=models.Q(state="asked"),
                name="programme_decision_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="programme_decision_not_by_oneself",
                violation_error_message=_("Nobody approves what he or she submitted."),
            ),
        ]


class ProgrammePause(Pause):
    case = models.ForeignKey(HubProgramme, on_delete=models.CASCADE, related_name="pauses")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at=None),
                name="programme_one_pause_at_a_time",
                violation_error_message=_("The clock is paused already."),
            )
        ]


class ProgrammeEvent(Event):
    case = models.ForeignKey(HubProgramme, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="programme_event_at")]


class ProgrammeEvaluation(models.Model):
    """What the Office says of a programme at its end (manual 8.2 (6)), one text a question."""

    programme = models.OneToOneField(
        HubProgramme,
        on_delete=models.CASCADE,
        related_name="evaluation",
        verbose_name=_("programme"),
    )
    achievements = models.TextField(_("what was achieved"), blank=True)
    problems = models.TextField(_("problems and obstacles"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    recommendations = models.TextField(_("recommendations"), blank=True)
    next_year = models.TextField(_("proposals for the next year"), blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet["ProgrammeEvaluation"].as_manager()

    class Meta:
        verbose_name = _("evaluation of a programme")
        verbose_name_plural = _("evaluations of programmes")

    def __str__(self) -> str:
        return str(self.programme)
