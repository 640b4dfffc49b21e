"""Rounds: fiscal half-years with their submission window and the questions frozen at opening."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from monitoring.models.catalogue import Dimension, Indicator, IndicatorDefinition
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import HalfYear


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: object) -> "RoundQuerySet":
        """Rounds are no secret to anyone signed in."""
        return self if getattr(user, "is_active", False) else self.none()

    def current_on(self, day: object) -> "RoundQuerySet":
        """The round whose reporting period holds the day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Round(models.Model):
    """One fiscal half-year of monitoring (manual, section 10).

    ``starts_on``..``ends_on`` is the reporting period; ``opens_on``..``due_on`` the submission
    window: by default it opens 30 days before the period ends and is due 30 days after.
    ``opened_at`` is set when the questions and the expected hubs were snapshot, ``closed_at`` when
    its numbers were frozen; ``closing_reason`` says why it was closed with reports still owed.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    half = models.PositiveSmallIntegerField(_("half"))
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    opens_on = models.DateField(_("reports accepted from"))
    due_on = models.DateField(_("due"))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("closed by"),
    )  # fmt: skip
    closing_reason = models.TextField(_("why closed with reports still owed"), blank=True)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "half"],
                name="round_once",
                violation_error_message=_("This half-year has a round already."),
            ),
            models.CheckConstraint(condition=Q(half__in=[1, 2]), name="round_half_is_1_or_2"),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on"))
                & Q(opens_on__gte=F("starts_on"))
                & Q(due_on__gte=F("opens_on"))
                & Q(due_on__gte=F("ends_on")),
                name="round_dates_in_order",
                violation_error_message=_(
                    "Reports are accepted within or after the period, due after it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False, closed_by__isnull=False),
                name="round_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        half_year = self.half_year
        return (
            half_year.label_en if (get_language() or "th").startswith("en") else half_year.label_th
        )

    @property
    def is_planned(self) -> bool:
        """Not opened yet: its questions and hubs are still those of the day."""
        return self.opened_at is None

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.fiscal_year, self.half)


class RoundIndicator(IndicatorDefinition):
    """An indicator as a round asks it: a copy taken when the round opened."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="editions")
    code = models.CharField(_("code"), max_length=6)
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("indicator of a round")
        verbose_name_plural = _("indicators of a round")
        constraints = [
            models.UniqueConstraint(fields=["round", "indicator"], name="round_indicator_once")
        ]
