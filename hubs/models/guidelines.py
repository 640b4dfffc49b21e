"""The guideline for LAOs (8.2 (4)), version by version, and who opened which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.models.cases import HubProgramme
from hubs.models.workshops import Cohort
from onde_portal.accounts.models import User
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import Lao
from onde_portal.workflow.models import StoredFile


class GuidelineQuerySet(models.QuerySet["GuidelineVersion"]):
    def visible_to(self, user: object) -> "GuidelineQuerySet":
        """The Office sees all versions; LAO people the published ones meant for their LAO."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        mine = user.memberships.current().values("lao")
        published = self.filter(
            published_at__isnull=False,
            programme__candidates__lao__in=mine,
            programme__candidates__approved_at__isnull=False,
        )
        cohorts = Cohort.objects.filter(invitees__candidate__lao__in=mine)
        meant = models.Q(for_all=True) | models.Q(cohorts__in=cohorts)
        return published.filter(meant).distinct()


class GuidelineVersion(models.Model):
    """One version of a programme's guideline; a published one never changes."""

    programme = models.ForeignKey(
        HubProgramme,
        on_delete=models.CASCADE,
        related_name="guideline_versions",
        verbose_name=_("programme"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=250)
    changes = models.TextField(_("what changed"), blank=True)
    for_all = models.BooleanField(_("for all LAOs of the programme"), default=True)
    cohorts = models.ManyToManyField(
        Cohort, blank=True, related_name="guideline_versions", verbose_name=_("cohorts")
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the guideline")
        verbose_name_plural = _("versions of the guideline")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="guideline_number_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(published_at=None),
                name="guideline_one_draft",
                violation_error_message=_("There is a draft already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GuidelineChapter(models.Model):
    """A chapter: a heading and its text, one paragraph a line."""

    guideline = models.ForeignKey(
        GuidelineVersion, on_delete=models.CASCADE, related_name="chapters"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=250)
    text = models.TextField(_("text"), blank=True)

    objects = OfficeQuerySet["GuidelineChapter"].as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def __str__(self) -> str:
        return self.heading


class GuidelineFile(StoredFile):
    """A file that belongs to a version, such as forms to fill in."""

    guideline = models.ForeignKey(GuidelineVersion, on_delete=models.CASCADE, related_name="files")


class GuidelineOpening(models.Model):
    """Somebody of an LAO opened a version, the first time."""

    guideline = models.ForeignKey(
        GuidelineVersion, on_delete=models.CASCADE, related_name="openings"
    )
    lao = models.ForeignKey(Lao, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficeQuerySet["GuidelineOpening"].as_manager()

    class Meta:
        verbose_name = _("opening of the guideline")
        verbose_name_plural = _("openings of the guideline")
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "lao", "opened_by"], name="guideline_opened_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lao_id} {self.opened_at:%Y-%m-%d}"
