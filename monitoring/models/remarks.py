"""What reviewers ask about single fields of a report, and what the LAO answers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.followups import FollowUp
from onde_portal.accounts.querysets import OwnLaoQuerySet


class FieldRemarkQuerySet(OwnLaoQuerySet["FieldRemark"]):
    path_to_lao = "follow_up__hub__lao"

    def open(self) -> Self:
        """Those that the reviewer has not settled."""
        return self.filter(resolved_at=None)


class FieldRemark(models.Model):
    """A remark pinned to one line of a report. ``key`` is the form field it is about.

    ``edition`` is the one that the reviewer read; labels are the field's at that time.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="remarks")
    edition = models.PositiveSmallIntegerField(_("edition"))
    key = models.CharField(max_length=60)
    label_th = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    text = models.TextField(_("remark"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("settled"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FieldRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="field_remark_says_something"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="field_remark_answer_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["follow_up", "key"], name="field_remark_place")]

    def __str__(self) -> str:
        return f"{self.label_th}: {self.text}"
