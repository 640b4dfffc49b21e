"""Provinces, districts and local administrative organisations (LAOs) with their history."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords


def in_language(thai: str, english: str) -> str:
    """The English name on English pages where there is one, else the Thai name."""
    return english if english and (get_language() or "th").startswith("en") else thai


class Region(models.TextChoices):
    """The six geographical regions of the Royal Society."""

    NORTH = "north", _("North")
    NORTHEAST = "northeast", _("Northeast")
    CENTRAL = "central", _("Central")
    EAST = "east", _("East")
    WEST = "west", _("West")
    SOUTH = "south", _("South")


class Province(models.Model):
    """One of the 77 first-level areas; ``code`` is the official two digits (TIS 1099)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    iso_code = models.CharField("ISO 3166-2", max_length=6, unique=True)
    name_th = models.CharField(_("Thai name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    region = models.CharField(_("region"), max_length=10, choices=Region.choices)
    region4 = models.CharField(_("administrative region"), max_length=10, choices=Region.choices)
    map_id = models.CharField(max_length=3, unique=True)
    sort_key = models.CharField(max_length=120, db_index=True, editable=False)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class District(models.Model):
    """An amphoe or, in Bangkok, a khet; ``code`` is the official four digits."""

    class Kind(models.TextChoices):
        AMPHOE = "amphoe", _("amphoe")
        KHET = "khet", _("khet")

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts")
    name_th = models.CharField(_("Thai name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=120, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.AMPHOE)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class LaoType(models.Model):
    """One of the seven kinds of LAO; ``code_digit`` is the first digit of its codes."""

    key = models.CharField(_("key"), max_length=30, primary_key=True)
    name_th = models.CharField(_("Thai name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    abbr_th = models.CharField(_("Thai abbreviation"), max_length=10, blank=True)
    abbr_en = models.CharField(_("English abbreviation"), max_length=10, blank=True)
    head_th = models.CharField(_("head, Thai"), max_length=80)
    head_en = models.CharField(_("head, English"), max_length=80)
    code_digit = models.CharField(max_length=1, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("LAO type")
        verbose_name_plural = _("LAO types")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class LaoSize(models.TextChoices):
    LARGE = "large", _("large")
    MEDIUM = "medium", _("medium")
    SMALL = "small", _("small")


class LaoQuerySet(models.QuerySet["Lao"]):
    def visible_to(self, user: object) -> "LaoQuerySet":
        return self

    def existing(self) -> "LaoQuerySet":
        return self.filter(gone_on=None)

    def with_place(self) -> "LaoQuerySet":
        return self.select_related("type", "province", "district")


class Lao(models.Model):
    """A local administrative organisation. Its code may change with an upgrade; it stays itself.

    ``name_th`` is the bare name ("หนองบัว"), ``full_name_th`` with the type before it.
    ``search_key`` is the thai_key of full name, abbreviation, district and province.
    """

    type = models.ForeignKey(LaoType, on_delete=models.PROTECT, verbose_name=_("type"))
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="laos", verbose_name=_("province")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laos",
        verbose_name=_("district"),
    )
    code = models.CharField(_("code"), max_length=7, unique=True, null=True, blank=True)
    name_th = models.CharField(_("Thai name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    full_name_th = models.CharField(_("full Thai name"), max_length=160)
    full_name_en = models.CharField(_("full English name"), max_length=200, blank=True)
    size = models.CharField(_("size"), max_length=6, choices=LaoSize.choices, blank=True)
    area_km2 = models.DecimalField(
        _("area in km²"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    gone_on = models.DateField(_("dissolved on"), null=True, blank=True)
    search_key = models.CharField(max_length=500, db_index=True, editable=False)
    sort_key = models.CharField(max_length=250, db_index=True, editable=False)

    objects = LaoQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key", "sort_key"])

    class Meta:
        verbose_name = _("LAO")
        verbose_name_plural = _("LAOs")
        indexes = [models.Index(fields=["province", "type"], name="lao_province_type")]

    def __str__(self) -> str:
        return in_language(self.full_name_th, self.full_name_en)


class LaoCode(models.Model):
    """The code, type and size an LAO had from one day to another (``valid_until`` excluded)."""

    lao = models.ForeignKey(Lao, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=7, blank=True)
    type = models.ForeignKey(LaoType, on_delete=models.PROTECT, related_name="+")
    size = models.CharField(_("size"), max_length=6, choices=LaoSize.choices, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("codes over time")
        constraints = [
            models.UniqueConstraint(
                fields=["lao"],
                condition=models.Q(valid_until=None),
                name="lao_code_one_current",
                violation_error_message=_("An LAO has one current code."),
            )
        ]

    def __str__(self) -> str:
        return self.code
