"""Step 1 (manual 8.2 (1)): what the study of a programme found, and the papers it rests on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.models.cases import HubProgramme
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.workflow.models import StoredFile


class StudyFinding(models.Model):
    """One thing the study found, with where it comes from.

    ``drawn_from`` names the record of an earlier programme that it was drawn from, such as
    ``monitoring.problem:P03:2569``; a programme draws each of them once.
    """

    programme = models.ForeignKey(
        HubProgramme, on_delete=models.CASCADE, related_name="findings", verbose_name=_("programme")
    )
    title = models.CharField(_("finding"), max_length=250)
    text = models.TextField(_("details"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("Where this comes from: report, survey, statistics"),
    )
    source_on = models.DateField(_("date of the source"), null=True, blank=True)
    drawn_from = models.CharField(max_length=120, blank=True, editable=False)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficeQuerySet["StudyFinding"].as_manager()

    class Meta:
        verbose_name = _("finding of a study")
        verbose_name_plural = _("findings of studies")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "drawn_from"],
                condition=~models.Q(drawn_from=""),
                name="study_finding_drawn_once",
                violation_error_message=_("This was drawn in already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class StudyDocument(StoredFile):
    """A document that a finding rests on."""

    finding = models.ForeignKey(StudyFinding, on_delete=models.CASCADE, related_name="documents")

    objects = OfficeQuerySet["StudyDocument"].as_manager()
