"""A closed round's numbers as they stood when it was closed, with the list behind them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubs.models import Hub
from monitoring.models.followups import FollowUp, FollowUpState
from monitoring.models.rounds import Round
from onde_portal.accounts.models import User
from onde_portal.registry.models import LaoType, Province


class FrozenLineQuerySet(models.QuerySet["FrozenLine"]):
    def visible_to(self, user: object) -> "FrozenLineQuerySet":
        """The Office sees all lines, LAO people those of their own LAOs' hubs."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        return self.filter(hub__lao__in=user.memberships.current().values("lao"))


class FrozenLine(models.Model):
    """One hub's duty as it stood when its round was closed. Written once, never changed.

    ``days_late`` counts from the round's due date to the day of the first sending; empty when
    nothing had been sent. ``follow_up`` is empty when the duty itself was taken back later.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frozen_lines")
    follow_up = models.OneToOneField(
        FollowUp, on_delete=models.SET_NULL, related_name="frozen_line", null=True
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", verbose_name=_("hub"))
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    lao_type = models.ForeignKey(LaoType, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=15, choices=FollowUpState.choices)
    due_on = models.DateField(_("due"))
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True)
    accepted_at = models.DateTimeField(_("accepted or waived"), null=True)
    days_late = models.PositiveIntegerField(_("days late"), null=True)

    objects = FrozenLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a closed round")
        verbose_name_plural = _("lines of a closed round")
        constraints = [
            models.UniqueConstraint(fields=["round", "hub"], name="frozen_line_once"),
            models.CheckConstraint(
                condition=Q(first_submitted_at=None, days_late=None)
                | Q(first_submitted_at__isnull=False, days_late__isnull=False),
                name="frozen_line_late_if_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.get_state_display()}"


class FrozenCount(models.Model):
    """A closed round's counts of one kind of LAO in one province: the sums of its lines.

    Fields as in ``monitoring.tally.Tally``.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frozen_counts")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    lao_type = models.ForeignKey(LaoType, on_delete=models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    days_late = models.PositiveIntegerField()
    owed = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    nothing = models.PositiveIntegerField()
    waived = models.PositiveIntegerField()
    extended = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "province", "lao_type"], name="frozen_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.province_id} {self.lao_type_id}"
