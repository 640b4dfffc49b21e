"""Network projects as cases of the manual's 8.1, and who sees what hangs on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.steps import NETWORK_PROCEDURE
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import Province
from onde_portal.workflow.models import (
    Case,
    Decision,
    Event,
    Evidence,
    Pause,
    StepDate,
    StepRecord,
)


class ProjectQuerySet(OfficeQuerySet["NetworkProject"]):
    def running(self) -> "ProjectQuerySet":
        return self.filter(state__in=["open", "paused"])


class ProjectVerb(models.TextChoices):
    """What can happen to a network project only."""

    NETWORK_FOUNDED = "network_founded", _("Founded a network")
    CONTENT_CHANGED = "content_changed", _("Changed the content")


class NetworkProject(Case):
    """A case of 8.1. Several may run in a fiscal year."""

    procedure = NETWORK_PROCEDURE
    own_verbs = (ProjectVerb,)

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("network project")
        verbose_name_plural = _("network projects")


class ProjectStep(StepRecord):
    case = models.ForeignKey(NetworkProject, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="project_step_once")]


class ProjectEvidence(Evidence):
    step = models.ForeignKey(ProjectStep, on_delete=models.CASCADE, related_name="evidence")


class ProjectStepDate(StepDate):
    step = models.ForeignKey(ProjectStep, on_delete=models.CASCADE, related_name="dates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "requirement"], name="project_date_once")
        ]


class ProjectDecision(Decision):
    step = models.ForeignKey(ProjectStep, on_delete=models.CASCADE, related_name="decisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "requirement"],
                condition=models.Q(state="asked"),
                name="project_decision_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="project_decision_not_by_oneself",
                violation_error_message=_("Nobody approves what he or she submitted."),
            ),
        ]


class ProjectPause(Pause):
    case = models.ForeignKey(NetworkProject, on_delete=models.CASCADE, related_name="pauses")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at=None),
                name="project_one_pause_at_a_time",
                violation_error_message=_("The clock is paused already."),
            )
        ]


class ProjectEvent(Event):
    case = models.ForeignKey(NetworkProject, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="project_event_at")]
