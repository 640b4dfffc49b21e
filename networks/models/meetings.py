"""Step 6 (manual 8.1 (6)): minutes, resolutions, and the project's closing report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models.cases import NetworkProject
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import Province


class Meeting(models.Model):
    """A meeting whose minutes the Office writes. Final minutes are not changed any more."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="meetings",
        verbose_name=_("project"),
    )
    title = models.CharField(_("name of the meeting"), max_length=250)
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("Such as 1/2570"))
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("began"), null=True, blank=True)
    ends_at = models.TimeField(_("ended"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    chair = models.CharField(_("chair"), max_length=200)
    secretary = models.CharField(_("recorded by"), max_length=200, blank=True)
    present = models.TextField(
        _("present"), blank=True, help_text=_("One person a line: name, position")
    )
    absent = models.TextField(_("absent"), blank=True, help_text=_("One person a line"))
    guests = models.TextField(_("also attending"), blank=True, help_text=_("One person a line"))
    final_at = models.DateTimeField(_("final since"), null=True, blank=True)
    final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class MinutesItem(models.Model):
    """One item of the minutes: its heading and what was said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("item"))
    heading = models.CharField(_("heading"), max_length=250)
    text = models.TextField(_("what was said"), blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the minutes")
        verbose_name_plural = _("items of the minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="minutes_position_once",
                violation_error_message=_("Two items have the same number."),
            )
        ]

    def __str__(self) -> str:
        return self.heading


class ResolutionQuerySet(OfficeQuerySet["Resolution"]):
    def open(self) -> "ResolutionQuerySet":
        return self.filter(done_on=None, dropped_on=None)

    def overdue(self, day: object) -> "ResolutionQuerySet":
        return self.open().filter(due_on__lt=day)


class Resolution(models.Model):
    """What a meeting resolved: who does it, by when, and what came of it."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="resolutions", verbose_name=_("meeting")
    )
    item = models.ForeignKey(
        MinutesItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("item of the minutes"),
    )
    text = models.TextField(_("resolution"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="resolutions",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)

    objects = ResolutionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(dropped_on=None),
                name="resolution_done_or_dropped",
                violation_error_message=_("A resolution is done or dropped, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ClosingReport(models.Model):
    """The words of a project's closing report; its figures come from the project itself."""

    project = models.OneToOneField(
        NetworkProject, on_delete=models.CASCADE, related_name="closing_report"
    )
    results = models.TextField(_("results"), blank=True)
    problems = models.TextField(_("problems and obstacles"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    recommendations = models.TextField(_("recommendations"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closing report")
        verbose_name_plural = _("closing reports")

    def __str__(self) -> str:
        return str(self.project)
