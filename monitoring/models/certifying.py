"""The LAO's own certifier, who answers for a report before the Office gets it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.followups import FollowUp, FollowUpState
from monitoring.models.reports import Submission
from onde_portal.accounts.querysets import OwnLaoQuerySet


class CertificationQuerySet(OwnLaoQuerySet["Certification"]):
    path_to_lao = "follow_up__hub__lao"

    def open(self) -> Self:
        """Those that wait for the certifier."""
        return self.filter(outcome="", follow_up__state=FollowUpState.WITH_CERTIFIER)


class Certification(models.Model):
    """A report laid before the LAO's certifier, and what came of it.

    ``nothing_because`` is the reason of "nothing to report", empty for a report. ``in_place_of``
    is the certifier for whom a stand-in answered. ``submission`` is what then reached the Office.
    """

    class Outcome(models.TextChoices):
        CERTIFIED = "certified", _("Certified")
        RETURNED = "returned", _("Returned by the certifier")
        RECALLED = "recalled", _("Called back by the reporter")
        EXCEPTED = "excepted", _("Let through by the Office")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="certifications")
    token = models.CharField(max_length=43)
    nothing_because = models.TextField(_("why there is nothing to report"), blank=True)
    asked_at = models.DateTimeField(_("laid before the certifier"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="certification"
    )

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up"], condition=Q(outcome=""), name="certification_one_open"
            ),
            models.UniqueConstraint(fields=["follow_up", "token"], name="certification_token_once"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="certification_answered_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["returned", "excepted"]) | ~Q(reason=""),
                name="certification_return_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.asked_at:%Y-%m-%d}"
