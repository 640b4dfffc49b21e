"""Evidence on its way: what of a file has arrived, part by part, until all of it is here."""

from django.db import models

from monitoring.models.followups import FollowUp
from monitoring.models.reports import ReportFile
from onde_portal.accounts.models import User


class UnfinishedFile(models.Model):
    """A file that a page sends in parts. ``mark`` is how the page knows the same file again.

    ``file`` is set when all arrived and was kept, so that a page that missed the answer learns of
    it instead of sending everything once more.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="+")
    begun_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    touched_at = models.DateTimeField(db_index=True)
    file = models.ForeignKey(ReportFile, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "begun_by", "mark"], name="unfinished_file_once"
            ),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")),
                name="unfinished_file_not_past_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FilePart(models.Model):
    """One part of a file on its way; gone as soon as the file is whole."""

    unfinished = models.ForeignKey(UnfinishedFile, on_delete=models.CASCADE, related_name="parts")
    starts_at = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unfinished", "starts_at"], name="file_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.unfinished_id}:{self.starts_at}"
