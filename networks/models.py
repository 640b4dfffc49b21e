"""Network projects (manual 8.1) and the citizen networks they found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.steps import NETWORK_PROCEDURE
from onde_portal.accounts.models import User
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


class ProjectQuerySet(models.QuerySet["NetworkProject"]):
    def visible_to(self, user: object) -> "ProjectQuerySet":
        """Network projects belong to the Office; LAO people see none."""
        if isinstance(user, User) and user.is_active and user.is_office:
            return self
        return self.none()

    def running(self) -> "ProjectQuerySet":
        return self.filter(state__in=["open", "paused"])


class ProjectVerb(models.TextChoices):
    """What can happen to a network project only."""

    NETWORK_FOUNDED = "network_founded", _("Founded a network")


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


class NetworkQuerySet(models.QuerySet["CitizenNetwork"]):
    def visible_to(self, user: object) -> "NetworkQuerySet":
        if isinstance(user, User) and user.is_active and user.is_office:
            return self
        return self.none()


class CitizenNetwork(models.Model):
    """A citizen decentralisation network (manual 3.4), founded on a day in an area."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("project"),
    )
    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=300, db_index=True, editable=False)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    area = models.CharField(_("area"), max_length=250, blank=True)
    founded_on = models.DateField(_("founded on"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), db_index=True)

    objects = NetworkQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("citizen network")
        verbose_name_plural = _("citizen networks")

    def __str__(self) -> str:
        return self.name
