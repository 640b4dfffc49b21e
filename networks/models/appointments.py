"""Step 4 (manual 8.1 (4)): who is appointed as what, where and for how long."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models.cases import NetworkProject
from networks.models.people import Person
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import Province, in_language


class AppointmentBody(models.Model):
    """A body that people are appointed to; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    retired_on = models.DateField(_("no longer used since"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class AppointmentRole(models.Model):
    """What people are appointed as: citizen member, citizen adviser, …; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    body = models.ForeignKey(
        AppointmentBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("usual body"),
    )
    every_province = models.BooleanField(
        _("every province should have one"), default=False, help_text=_("Gaps are shown")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    retired_on = models.DateField(_("no longer used since"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class AppointmentQuerySet(OfficeQuerySet["Appointment"]):
    def current_on(self, day: object) -> "AppointmentQuerySet":
        """Appointments whose term includes the day."""
        return self.filter(starts_on__lte=day).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day)
        )


class Appointment(models.Model):
    """A person appointed as something, for a province and a term. Both days included."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person")
    )
    role = models.ForeignKey(
        AppointmentRole,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name=_("role"),
    )
    body = models.ForeignKey(
        AppointmentBody, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("body")
    )
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("project"),
    )
    order_number = models.CharField(_("order number"), max_length=80, blank=True)
    starts_on = models.DateField(_("term starts"))
    ends_on = models.DateField(_("term ends"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)

    objects = AppointmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_dates_in_order",
                violation_error_message=_("The last day must not lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"
