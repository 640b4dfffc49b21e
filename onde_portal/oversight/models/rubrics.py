"""Rubrics of the success level (manual, section 5), kept as data that the Office edits."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from onde_portal.registry.models import in_language


class Shape(models.TextChoices):
    """How a rubric makes a level of its evidence."""

    MILESTONE = "milestone", _("milestones: a level needs those below it")
    TARGET = "target", _("per cent of the target, linear between the levels")


class Measure(models.TextChoices):
    """What can be measured; each is a function in ``oversight.selectors.evidence``."""

    HUBS_OF_PLAN = "hubs_of_plan", _("hubs established, per cent of the plan")
    NETWORKS_OF_PLAN = "networks_of_plan", _("networks founded, per cent of the plan")
    ROUND_RECEIVED = "round_received", _("reports received, per cent of those expected")
    ROUND_ON_TIME = "round_on_time", _("reports received on time, per cent of those expected")
    HUBS_ESTABLISHED = "hubs_established", _("hubs established in the year")
    HUBS_GROWTH = "hubs_growth", _("growth of hubs in total on the year before")
    NETWORKS_FOUNDED = "networks_founded", _("networks founded in the year")
    PROGRAMME_STEP = "programme_step", _("furthest step ended by the year's hub programmes")
    PROJECT_STEP = "project_step", _("furthest step ended by the year's network projects")
    PROBLEMS_SOLVED = "problems_solved", _("problems solved, per cent of those named")


class RubricQuerySet(models.QuerySet["Rubric"]):
    def valid_in(self, year: int) -> "RubricQuerySet":
        """Those that a fiscal year (B.E.) is measured by."""
        started = self.filter(is_active=True, valid_from__lte=year)
        return started.filter(Q(valid_until=None) | Q(valid_until__gte=year))


class Rubric(models.Model):
    """How one product's success becomes a level from 1 to 5.

    ``measure`` is for a rubric by per cent of the target; a milestone's levels name theirs each.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_th = models.CharField(_("Thai name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    shape = models.CharField(_("shape"), max_length=10, choices=Shape.choices)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure.choices, blank=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0)],
    )
    valid_from = models.PositiveSmallIntegerField(_("valid from fiscal year (B.E.)"))
    valid_until = models.PositiveSmallIntegerField(
        _("valid until fiscal year (B.E.)"), null=True, blank=True
    )
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RubricQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rubric of the success level")
        verbose_name_plural = _("rubrics of the success level")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="rubric_years_in_order",
                violation_error_message=_("The last year must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="rubric_weight_not_negative",
                violation_error_message=_("A weight is not below zero."),
            ),
            models.CheckConstraint(
                condition=~Q(shape="target") | ~Q(measure=""),
                name="rubric_target_has_measure",
                violation_error_message=_("A rubric by per cent of the target needs a measure."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class RubricLevel(models.Model):
    """What a level asks for. ``threshold`` is the least value of the measure that meets it."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="levels", verbose_name=_("rubric")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    description_th = models.CharField(_("what it asks for, Thai"), max_length=300)
    description_en = models.CharField(_("what it asks for, English"), max_length=300)
    measure = models.CharField(
        _("measure of the milestone"), max_length=20, choices=Measure.choices, blank=True
    )
    threshold = models.DecimalField(
        _("met from"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("level of a rubric")
        verbose_name_plural = _("levels of a rubric")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "level"],
                name="rubric_level_once",
                violation_error_message=_("The rubric has this level already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="rubric_level_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}. {in_language(self.description_th, self.description_en)}"
