"""Structure of a hub by type and size of its LAO (manual 13): templates as editable data."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.registry.models import LaoType


class Sector(models.TextChoices):
    """Where somebody who takes part comes from."""

    STATE = "state", _("State agency")
    PRIVATE = "private", _("Private sector")
    CIVIL = "civil", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    CITIZENS = "citizens", _("Citizens")


class TemplateQuerySet(models.QuerySet["StructureTemplate"]):
    def visible_to(self, user: object) -> "TemplateQuerySet":
        """No secret: everybody who signs in may read them."""
        return self if isinstance(user, User) and user.is_active else self.none()


class StructureTemplate(models.Model):
    """The usual committee and units of a hub at an LAO of some types and sizes.

    ``sizes`` are keys of LaoSize; types or sizes left empty mean any. Of several that fit, the one
    that says more wins, then the first in order.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    types = models.ManyToManyField(
        LaoType, blank=True, related_name="+", verbose_name=_("types of LAO")
    )
    sizes = models.JSONField(_("sizes"), default=list, blank=True)
    fewest_members = models.PositiveSmallIntegerField(_("fewest members"), default=7)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(_("no longer used"), default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure template")
        verbose_name_plural = _("structure templates")

    def __str__(self) -> str:
        return self.name_th


class TemplateSeat(models.Model):
    """Seats of one kind on the committee: the office on it, who usually holds it, how many."""

    template = models.ForeignKey(StructureTemplate, on_delete=models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField(_("order"))
    office_th = models.CharField(_("seat in Thai"), max_length=150)
    office_en = models.CharField(_("seat in English"), max_length=150, blank=True)
    usual_th = models.CharField(_("usually held by, Thai"), max_length=250, blank=True)
    usual_en = models.CharField(_("usually held by, English"), max_length=250, blank=True)
    sector = models.CharField(
        _("sector"), max_length=10, choices=Sector.choices, default=Sector.STATE
    )
    seats = models.PositiveSmallIntegerField(
        _("number of seats"), default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")

    def __str__(self) -> str:
        return self.office_th


class TemplateUnit(models.Model):
    """A unit of the hub with its duties, one a line."""

    template = models.ForeignKey(StructureTemplate, on_delete=models.CASCADE, related_name="units")
    position = models.PositiveSmallIntegerField(_("order"))
    name_th = models.CharField(_("unit in Thai"), max_length=150)
    name_en = models.CharField(_("unit in English"), max_length=150, blank=True)
    duties_th = models.TextField(_("duties in Thai"), blank=True)
    duties_en = models.TextField(_("duties in English"), blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name_th
