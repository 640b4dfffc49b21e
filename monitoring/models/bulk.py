"""Many reports accepted in one go, for as long as that can be undone."""

from django.conf import settings
from django.db import models

from monitoring.models.followups import FollowUp


class BulkAcceptance(models.Model):
    """Reports that somebody accepted together."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.by} · {self.at:%Y-%m-%d %H:%M}"


class BulkAcceptanceLine(models.Model):
    """One of them; ``version`` is the follow-up's right after its acceptance."""

    acceptance = models.ForeignKey(BulkAcceptance, on_delete=models.CASCADE, related_name="lines")
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "follow_up"], name="bulk_acceptance_line_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.follow_up)
