"""What a report says: raw answers of a draft, and the checked content of each submission."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.followups import FollowUp
from monitoring.models.rounds import RoundIndicator
from onde_portal.accounts.models import User
from onde_portal.workflow.models import StoredFile


class Answer(models.Model):
    """One field of a draft as typed, valid or not, so that nothing typed is ever lost.

    ``key`` is the form field's name ("indicator.OP01", "activity.2.name", "lessons").
    ``version`` rises with each save; a save against an older one is a conflict.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follow_up", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.key


class ReportFile(StoredFile):
    """Evidence kept with the draft and sent with the report."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=60, default="evidence")

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")


class Submission(models.Model):
    """A report as sent: frozen, checked content, and its receipt.

    ``token`` is the form's one-time token: the same token sent again finds this row.
    ``content`` is ``ReportContent`` of monitoring.content as JSON.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("edition"))
    token = models.CharField(max_length=43)
    receipt_number = models.CharField(_("receipt no."), max_length=30, unique=True)
    check_code = models.CharField(_("check code"), max_length=12, unique=True)
    content = models.JSONField()
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    nothing_to_report = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "number"], name="submission_number_once"),
            models.UniqueConstraint(fields=["follow_up", "token"], name="submission_token_once"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class IndicatorValue(models.Model):
    """The value of an indicator in the latest submission; empty ``value`` is "not applicable".

    A share keeps its two counts: shares of many reports are summed by them, never averaged.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(RoundIndicator, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    part = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    whole = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(part=None, whole=None) | Q(part__gte=0, part__lte=F("whole")),
                name="indicator_value_part_of_whole",
            ),
            models.UniqueConstraint(fields=["follow_up", "indicator"], name="indicator_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class Activity(models.Model):
    """An activity of the half-year against plan, from the latest submission."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("activity"), max_length=300)
    planned = models.TextField(_("planned"), blank=True)
    done = models.TextField(_("done"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "position"], name="activity_once")
        ]

    def __str__(self) -> str:
        return self.name
