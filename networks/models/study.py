"""Step 1 (manual 8.1 (1)): what the study found, and whom the project is for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.cases import NetworkProject
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import District, Province
from onde_portal.workflow.models import StoredFile


class Finding(models.Model):
    """One thing the study found, with where it comes from."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="findings",
        verbose_name=_("project"),
    )
    title = models.CharField(_("finding"), max_length=250)
    text = models.TextField(_("details"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("Where this comes from: report, survey, statistics"),
    )
    source_on = models.DateField(_("date of the source"), null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.title


class FindingDocument(StoredFile):
    """A document that a finding rests on."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="documents")

    objects = OfficeQuerySet.as_manager()


class TargetGroup(models.Model):
    """People the project wants to reach: who, where, and how many."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="target_groups",
        verbose_name=_("project"),
    )
    name = models.CharField(
        _("kind of people"), max_length=200, help_text=_("Such as community leaders, youth")
    )
    provinces = models.ManyToManyField(Province, verbose_name=_("provinces"), related_name="+")
    districts = models.ManyToManyField(
        District, blank=True, verbose_name=_("districts"), related_name="+"
    )
    expected = models.PositiveIntegerField(_("expected number"))
    reason = models.TextField(_("why this group"), blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="target_group_once",
                violation_error_message=_("The project has a target group of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(expected__gte=1),
                name="target_group_expects_someone",
                violation_error_message=_("Expect at least one person."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
