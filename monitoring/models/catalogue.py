"""What is asked and counted: indicators, problem categories, and the plan by fiscal year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from onde_portal.registry.models import in_language


class ResultLevel(models.TextChoices):
    """Manual, section 10: outputs, outcomes and impacts."""

    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")


class ValueType(models.TextChoices):
    INT = "int", _("whole number")
    DECIMAL = "decimal", _("decimal number")
    PERCENT = "percent", _("per cent")
    RATIO = "ratio", _("share: part and whole")
    BOOL = "bool", _("yes or no")


class Rollup(models.TextChoices):
    """How two halves make a year."""

    SUM = "sum", _("sum")
    LATEST = "latest", _("latest")
    AVERAGE = "average", _("average")
    RATIO = "ratio", _("ratio")


class Dimension(models.Model):
    """A dimension in which results are asked (manual, section 10: "various dimensions")."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name_th = models.CharField(_("Thai name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class IndicatorDefinition(models.Model):
    """What an indicator asks: shared by the living catalogue and a round's frozen copy.

    ``part`` and ``whole`` name the two counts of a share; only a share has them.
    """

    name_th = models.CharField(_("Thai name"), max_length=250)
    name_en = models.CharField(_("English name"), max_length=250)
    unit_th = models.CharField(_("Thai unit"), max_length=40)
    unit_en = models.CharField(_("English unit"), max_length=40)
    level = models.CharField(_("result level"), max_length=10, choices=ResultLevel.choices)
    value_type = models.CharField(_("kind of value"), max_length=10, choices=ValueType.choices)
    rollup = models.CharField(_("year from halves"), max_length=10, choices=Rollup.choices)
    part_th = models.CharField(_("part of a share, Thai"), max_length=160, blank=True)
    part_en = models.CharField(_("part of a share, English"), max_length=160, blank=True)
    whole_th = models.CharField(_("whole of a share, Thai"), max_length=160, blank=True)
    whole_en = models.CharField(_("whole of a share, English"), max_length=160, blank=True)
    target = models.CharField(_("suggested target"), max_length=80, blank=True)
    evidence_th = models.CharField(_("evidence, Thai"), max_length=160, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class Indicator(IndicatorDefinition):
    """The catalogue that staff edit. Rounds opened later take the new wording."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("dimension")
    )
    is_active = models.BooleanField(_("asked in new rounds"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class ProblemCategory(models.Model):
    """Kinds of problems; P01 to P04 are the manual's own (section 13), with its measures."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name_th = models.CharField(_("Thai name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160)
    measure_th = models.TextField(_("suggested measure, Thai"), blank=True)
    measure_en = models.TextField(_("suggested measure, English"), blank=True)
    section = models.CharField(_("section of the manual"), max_length=12, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("problem category")
        verbose_name_plural = _("problem categories")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class AnnualFigure(models.Model):
    """Plan and, where the manual gives it, the result of a fiscal year (14.2 and 14.3).

    ``recorded`` is the manual's own figure for years before the portal's records; empty means
    that the year is counted from the records.
    """

    class Product(models.TextChoices):
        HUBS = "hubs", _("Hubs")
        NETWORKS = "networks", _("Networks")

    product = models.CharField(_("product"), max_length=10, choices=Product.choices)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    planned = models.PositiveIntegerField(_("planned"), null=True, blank=True)
    recorded = models.PositiveIntegerField(_("recorded result"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("plan and result of a year")
        verbose_name_plural = _("plans and results by year")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "fiscal_year"],
                name="annual_figure_once",
                violation_error_message=_("This year's figure is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_product_display()} {self.fiscal_year}"
