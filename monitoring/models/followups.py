"""Follow-ups: one hub's duty in one round, its stored facts and its events."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hubs.models import Hub
from monitoring.models.rounds import Round
from onde_portal.accounts.models import User
from onde_portal.workflow.models import Event


class FollowUpState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    DRAFT = "draft", _("Draft")
    WITH_CERTIFIER = "with_certifier", _("With the certifier")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    NOTHING = "nothing", _("Nothing to report")
    WAIVED = "waived", _("Waived")


OWED_STATES = (
    FollowUpState.NOT_STARTED,
    FollowUpState.DRAFT,
    FollowUpState.WITH_CERTIFIER,
    FollowUpState.RETURNED,
)
# Neither owed nor received: they stand apart wherever reports are counted.
APART_STATES = (FollowUpState.NOTHING, FollowUpState.WAIVED)
EDITABLE_STATES = (FollowUpState.NOT_STARTED, FollowUpState.DRAFT, FollowUpState.RETURNED)


class Expectation(models.TextChoices):
    """Why a hub is expected to report in a round."""

    WHOLE = "whole", _("established before the period")
    FIRST = "first", _("established in the period: first report")
    CLOSING = "closing", _("closed in the period: last report")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: object) -> "FollowUpQuerySet":
        """The Office sees all follow-ups, LAO people those of their own LAOs' hubs."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        return self.filter(hub__lao__in=user.memberships.current().values("lao"))

    def owed(self) -> "FollowUpQuerySet":
        """What an LAO still has to send."""
        return self.filter(state__in=OWED_STATES)

    def overdue(self, day: date) -> "FollowUpQuerySet":
        return self.owed().filter(due_on__lt=day)

    def to_review(self) -> "FollowUpQuerySet":
        return self.filter(state=FollowUpState.SUBMITTED)

    def beyond_life(self) -> "FollowUpQuerySet":
        """Those of half-years without a day on which their hub was established and not closed."""
        return self.filter(
            Q(hub__established_on=None)
            | Q(hub__established_on__gt=F("round__ends_on"))
            | Q(hub__closed_on__lte=F("round__starts_on"))
            | Q(hub__closed_on__lte=F("hub__established_on"))
        )

    def with_place(self) -> "FollowUpQuerySet":
        return self.select_related(
            "round", "hub__lao__type", "hub__lao__province", "hub__lao__district"
        )


class FollowUp(models.Model):
    """A hub's six-monthly follow-up. ``due_on`` is its own due date; the round's is the default.

    Extended and overdue are derived: ``due_on`` after the round's, or before today while owed.
    ``version`` rises with every change of state (lost-update guard).
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("round")
    )
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("hub")
    )
    state = models.CharField(
        _("state"),
        max_length=15,
        choices=FollowUpState.choices,
        default=FollowUpState.NOT_STARTED,
    )
    expected_because = models.CharField(
        _("expected because"), max_length=10, choices=Expectation.choices
    )
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("due"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    return_reason = models.TextField(_("reason for the return"), blank=True)
    decided_at = models.DateTimeField(_("accepted or waived"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "hub"],
                name="follow_up_once",
                violation_error_message=_("This hub has a follow-up in this round already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_at__isnull=False),
                name="follow_up_submitted_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned")
                | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="follow_up_returned_has_reason",
                violation_error_message=_("A report is returned with a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "nothing", "waived"], decided_at__isnull=False)
                | (~Q(state__in=["accepted", "nothing", "waived"]) & Q(decided_at=None)),
                name="follow_up_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_at__gte=F("first_submitted_at")),
                name="follow_up_moments_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="follow_up_state_due"),
            models.Index(fields=["round", "state"], name="follow_up_round_state"),
            models.Index(fields=["hub", "-round"], name="follow_up_hub_round"),
        ]

    def __str__(self) -> str:
        return f"{self.hub} · {self.round}"

    def is_overdue(self, day: date) -> bool:
        return self.state in OWED_STATES and self.due_on < day

    @property
    def is_extended(self) -> bool:
        return self.due_on > self.round.due_on

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES


class FollowUpEvent(Event):
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [
            models.Index(fields=["follow_up", "-at"], name="follow_up_event_at"),
            # What happened since somebody's last visit.
            models.Index(fields=["at", "verb"], name="follow_up_event_since"),
        ]
