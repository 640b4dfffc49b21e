"""Citizen networks (manual 3.4): founded on a day in an area, with members and advisers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models.cases import NetworkProject
from networks.models.hearings import Hearing
from networks.models.people import Person
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import District, Province, in_language
from onde_portal.workflow.models import StoredFile


class CitizenNetwork(models.Model):
    """A citizen decentralisation network, founded on a day in an area."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("project"),
    )
    hearing = models.ForeignKey(
        Hearing,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("founded at the hearing"),
    )
    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=300, db_index=True, editable=False)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    districts = models.ManyToManyField(
        District, blank=True, verbose_name=_("districts"), related_name="+"
    )
    area = models.CharField(_("area"), max_length=250, blank=True)
    aim = models.TextField(_("what it wants"), blank=True, help_text=_("Shown on the public page"))
    founded_on = models.DateField(_("founded on"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), db_index=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    is_public = models.BooleanField(_("has a public page"), default=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("citizen network")
        verbose_name_plural = _("citizen networks")

    def __str__(self) -> str:
        return self.name


class NetworkDocument(StoredFile):
    """The record of a founding, and other papers of a network."""

    network = models.ForeignKey(CitizenNetwork, on_delete=models.CASCADE, related_name="documents")

    objects = OfficeQuerySet.as_manager()


class NetworkOffice(models.Model):
    """An office that members of a network hold: chair, secretary, adviser, …; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    is_adviser = models.BooleanField(_("advises, is no member"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office in a network")
        verbose_name_plural = _("offices in networks")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class NetworkMember(models.Model):
    """A person of the register in a network, with the office held from one day to another."""

    network = models.ForeignKey(
        CitizenNetwork, on_delete=models.CASCADE, related_name="members", verbose_name=_("network")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="networks", verbose_name=_("person")
    )
    office = models.ForeignKey(NetworkOffice, on_delete=models.PROTECT, verbose_name=_("office"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "person", "office"],
                condition=models.Q(ends_on=None),
                name="network_member_once",
                violation_error_message=_("This person holds this office already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="network_member_dates_in_order",
                violation_error_message=_("The last day must not lie before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.office}"


class ProgressNote(models.Model):
    """News of a network (manual 8.1 (6)): what it does and wants; problems are records apart."""

    network = models.ForeignKey(
        CitizenNetwork, on_delete=models.CASCADE, related_name="notes", verbose_name=_("network")
    )
    noted_on = models.DateField(_("as of"))
    text = models.TextField(_("progress"))
    support = models.TextField(_("support wanted"), blank=True)
    members = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")
        indexes = [models.Index(fields=["network", "-noted_on"], name="progress_note_on")]

    def __str__(self) -> str:
        return self.text[:80]
