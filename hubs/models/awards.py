"""The award register: which LAO won the good-management award, when and for what (8.2 (2))."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import Lao, in_language


class NamedInOrder(models.Model):
    """Editable reference data: a name in both languages and a place in the order."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class AwardCategory(NamedInOrder):
    """What an award was given for, such as general or outstanding."""

    objects = OfficeQuerySet["AwardCategory"].as_manager()

    class Meta:
        verbose_name = _("award category")
        verbose_name_plural = _("award categories")


class AwardGroup(NamedInOrder):
    """Among which LAOs an award was given: a group by type and size."""

    objects = OfficeQuerySet["AwardGroup"].as_manager()

    class Meta:
        verbose_name = _("award group")
        verbose_name_plural = _("award groups")


class Award(models.Model):
    """The award of an LAO in a year (B.E.) and category."""

    class Prize(models.TextChoices):
        FIRST = "first", _("first prize")
        SECOND = "second", _("second prize")
        THIRD = "third", _("third prize")
        COMMENDED = "commended", _("commendation")
        OTHER = "other", _("other prize")

    lao = models.ForeignKey(
        Lao, on_delete=models.PROTECT, related_name="awards", verbose_name=_("LAO")
    )
    year = models.PositiveSmallIntegerField(
        _("award year (B.E.)"), validators=[MinValueValidator(2540), MaxValueValidator(2700)]
    )
    category = models.ForeignKey(
        AwardCategory,
        on_delete=models.PROTECT,
        related_name="awards",
        verbose_name=pgettext_lazy("award", "category"),
    )
    group = models.ForeignKey(
        AwardGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("group"),
    )
    prize = models.CharField(_("prize"), max_length=10, choices=Prize.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfficeQuerySet["Award"].as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(
                fields=["lao", "year", "category"],
                name="award_once",
                violation_error_message=_("This award is in the register already."),
            )
        ]
        indexes = [models.Index(fields=["year", "category"], name="award_year_category")]

    def __str__(self) -> str:
        return f"{self.lao} {self.year}"
