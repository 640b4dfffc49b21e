"""Yearly hub programmes (manual 8.2) and the participation hubs with a life of their own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hubs.steps import HUB_PROCEDURE
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.models import (
    Case,
    Decision,
    Event,
    Evidence,
    Pause,
    StepDate,
    StepRecord,
    StoredFile,
)


class ProgrammeQuerySet(models.QuerySet["HubProgramme"]):
    def visible_to(self, user: object) -> "ProgrammeQuerySet":
        """Programmes belong to the Office; LAO people see their hub, not the programme."""
        if isinstance(user, User) and user.is_active and user.is_office:
            return self
        return self.none()

    def running(self) -> "ProgrammeQuerySet":
        return self.filter(state__in=["open", "paused"])


class HubProgramme(Case):
    """A case of 8.2: one in a fiscal year."""

    procedure = HUB_PROCEDURE

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


class HubState(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    ESTABLISHED = "established", _("Established")
    OPERATING = "operating", _("Operating")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


LIVING_STATES = (HubState.ESTABLISHED, HubState.OPERATING, HubState.SUSPENDED)


class HubQuerySet(models.QuerySet["Hub"]):
    def visible_to(self, user: object) -> "HubQuerySet":
        """The Office sees all hubs, LAO people those of their own LAOs."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        return self.filter(lao__in=user.memberships.current().values("lao"))

    def established_by(self, day: object) -> "HubQuerySet":
        """Hubs established and not closed on a day: the hub count of that day."""
        return self.filter(established_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def alive_between(self, first_day: object, last_day: object) -> "HubQuerySet":
        """Hubs that were established and not closed on at least one day of the closed range."""
        return self.filter(established_on__lte=last_day).filter(
            Q(closed_on=None) | (Q(closed_on__gt=first_day) & Q(closed_on__gt=F("established_on")))
        )

    def with_place(self) -> "HubQuerySet":
        return self.select_related("lao__type", "lao__province", "lao__district")


class Hub(models.Model):
    """A participation hub (manual 3.5). ``closed_on`` is the first day on which it is closed.

    It counts from its announcement (``established_on``) until it is closed, suspended or not.
    ``established_year`` is the fiscal year (B.E.) of the announcement.
    """

    lao = models.ForeignKey(
        Lao, on_delete=models.PROTECT, related_name="hubs", verbose_name=_("LAO")
    )
    programme = models.ForeignKey(
        HubProgramme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hubs",
        verbose_name=_("programme"),
    )
    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=600, db_index=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=HubState.choices, default=HubState.PREPARING
    )
    registered_at = models.DateTimeField(_("registered"))
    established_on = models.DateField(_("announced on"), null=True, blank=True)
    established_year = models.PositiveSmallIntegerField(
        _("established in fiscal year (B.E.)"), null=True, blank=True, db_index=True
    )
    announcement_number = models.CharField(_("announcement no."), max_length=60, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = HubQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("hub")
        verbose_name_plural = _("hubs")
        constraints = [
            models.UniqueConstraint(
                fields=["lao"],
                condition=~Q(state="closed"),
                name="hub_one_per_lao",
                violation_error_message=_("This LAO has a hub already."),
            ),
            models.CheckConstraint(
                condition=Q(state="preparing", established_on=None)
                | Q(state="closed")
                | Q(
                    state__in=["established", "operating", "suspended"],
                    established_on__isnull=False,
                ),
                name="hub_established_has_date",
                violation_error_message=_("An established hub has an announcement date."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on=None)),
                name="hub_closed_has_date",
                violation_error_message=_("A closed hub, and no other, has a closing date."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(established_on=None)
                | Q(closed_on__gte=F("established_on")),
                name="hub_dates_in_order",
                violation_error_message=_("A hub closes after it was announced."),
            ),
        ]
        indexes = [
            models.Index(fields=["established_on", "closed_on"], name="hub_life"),
        ]

    def __str__(self) -> str:
        return self.name


class HubDocument(StoredFile):
    """The announcement, and other papers of a hub's life."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        ORDER = "order", _("Appointment order")
        PLAN = "plan", _("Work plan")
        OTHER = "other", _("Other")

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)

    class Meta:
        verbose_name = _("hub document")
        verbose_name_plural = _("hub documents")


class HubContact(models.Model):
    """Whom to call about a hub."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=160)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact people")

    def __str__(self) -> str:
        return self.name


class HubEvent(Event):
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["hub", "-at"], name="hub_event_at")]
