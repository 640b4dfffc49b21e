"""An LAO's own wish for more time (manual, section 10), and the Office's answer."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.followups import FollowUp
from onde_portal.accounts.querysets import OwnLaoQuerySet


class TimeRequestQuerySet(OwnLaoQuerySet["TimeRequest"]):
    path_to_lao = "follow_up__hub__lao"

    def open(self) -> Self:
        """Neither answered nor withdrawn."""
        return self.filter(answered_at=None, withdrawn_at=None)


class TimeRequest(models.Model):
    """Asks for a later due date, with the reason. ``granted_on`` empty: the Office said no."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="time_requests")
    wished_on = models.DateField(_("wished due date"))
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_on = models.DateField(_("granted until"), null=True, blank=True)
    answer = models.TextField(_("the Office's answer"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = TimeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="time_request_one_open",
                violation_error_message=_("More time was asked for already. Wait for the answer."),
            ),
            models.CheckConstraint(
                condition=Q(granted_on=None) | Q(answered_at__isnull=False),
                name="time_request_granted_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.wished_on}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None
