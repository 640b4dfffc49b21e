"""A closed fiscal year's figures as the director froze them, with the list behind them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.models import Hub
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.registry.models import LaoType, Province


class FrozenYearQuerySet(models.QuerySet["FrozenYear"]):
    def visible_to(self, user: object) -> "FrozenYearQuerySet":
        """Totals of a year are no secret to the Office."""
        is_office = isinstance(user, User) and user.is_active and user.is_office
        return self if is_office else self.none()


class FrozenYear(models.Model):
    """A fiscal year's figures as of 30 September. Written once, never changed (manual, 9.2, 14).

    The counts are those of ``monitoring.selectors.follow_ups.YearCount``; ``figures`` holds all
    else that the director's page showed (``oversight.selectors.figures``).
    """

    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), unique=True)
    counted_on = models.DateField(_("as of"))
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("frozen by"),
    )
    hubs_established = models.PositiveIntegerField(_("hubs established"))
    hubs_total = models.PositiveIntegerField(_("hubs in total"))
    hubs_planned = models.PositiveIntegerField(_("hubs planned"), null=True)
    networks_founded = models.PositiveIntegerField(_("networks founded"))
    networks_planned = models.PositiveIntegerField(_("networks planned"), null=True)
    growth = models.IntegerField(_("growth on the year before"), null=True)
    source = models.CharField(_("source"), max_length=330, blank=True)
    figures = models.JSONField()

    objects = FrozenYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen year")
        verbose_name_plural = _("frozen years")

    def __str__(self) -> str:
        return str(self.fiscal_year)


class FrozenHub(models.Model):
    """A hub behind a frozen year's figures, with its place and days as they were then.

    ``is_new``: established in that year; ``is_counted``: part of the total on 30 September.
    """

    year = models.ForeignKey(FrozenYear, on_delete=models.PROTECT, related_name="hubs")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", verbose_name=_("hub"))
    name = models.CharField(_("name"), max_length=250)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province")
    )
    lao_type = models.ForeignKey(LaoType, on_delete=models.PROTECT, related_name="+")
    established_on = models.DateField(_("announced on"))
    closed_on = models.DateField(_("closed on"), null=True)
    is_new = models.BooleanField(_("established in the year"))
    is_counted = models.BooleanField(_("part of the total"))

    class Meta:
        verbose_name = _("hub of a frozen year")
        verbose_name_plural = _("hubs of a frozen year")
        constraints = [models.UniqueConstraint(fields=["year", "hub"], name="frozen_hub_once")]

    def __str__(self) -> str:
        return self.name


class FrozenNetwork(models.Model):
    """A network behind a frozen year's figure: founded in that year."""

    year = models.ForeignKey(FrozenYear, on_delete=models.PROTECT, related_name="networks")
    network = models.ForeignKey(
        CitizenNetwork, on_delete=models.PROTECT, related_name="+", verbose_name=_("network")
    )
    name = models.CharField(_("name"), max_length=250)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province")
    )
    founded_on = models.DateField(_("founded on"))

    class Meta:
        verbose_name = _("network of a frozen year")
        verbose_name_plural = _("networks of a frozen year")
        constraints = [
            models.UniqueConstraint(fields=["year", "network"], name="frozen_network_once")
        ]

    def __str__(self) -> str:
        return self.name
