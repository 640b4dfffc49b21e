"""How an LAO establishes its hub (8.2 (5)): the papers, committee, units, plan and channels."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hubs.models.hubs import Hub
from hubs.models.selection import Candidate
from hubs.models.structure import Sector, StructureTemplate
from onde_portal.accounts.querysets import OwnLaoQuerySet, Row
from onde_portal.workflow.models import Event


class EstablishmentQuerySet(OwnLaoQuerySet["Establishment"]):
    path_to_lao = "hub__lao"


class EstablishmentState(models.TextChoices):
    WORKING = "working", _("The LAO works on it")
    SENT = "sent", _("With the Office")
    RETURNED = "returned", _("Returned")
    CONFIRMED = "confirmed", _("Confirmed")


class Establishment(models.Model):
    """An LAO's way to its hub. ``remarks`` maps a part of the path to what the Office asks."""

    hub = models.OneToOneField(
        Hub, on_delete=models.CASCADE, related_name="establishment", verbose_name=_("hub")
    )
    candidate = models.OneToOneField(
        Candidate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="establishment",
        verbose_name=_("candidate"),
    )
    template = models.ForeignKey(
        StructureTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure template"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=EstablishmentState.choices,
        default=EstablishmentState.WORKING,
    )
    begun_at = models.DateTimeField(_("begun"))
    announcement_number = models.CharField(_("announcement no."), max_length=60, blank=True)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    order_number = models.CharField(_("order no."), max_length=60, blank=True)
    ordered_on = models.DateField(_("day of the order"), null=True, blank=True)
    plan_year = models.PositiveSmallIntegerField(_("plan of fiscal year (B.E.)"), null=True)
    remarks = models.JSONField(_("what the Office asks"), default=dict, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("establishment of a hub")
        verbose_name_plural = _("establishments of hubs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_by=None)
                | models.Q(answered_by=None)
                | ~models.Q(state="confirmed")
                | ~models.Q(answered_by=models.F("sent_by")),
                name="establishment_not_confirmed_by_oneself",
                violation_error_message=_("Nobody approves what he or she submitted."),
            )
        ]

    def __str__(self) -> str:
        return str(self.hub)


class EstablishmentEvent(Event):
    """What happened on the way: begun, part saved, sent, returned, confirmed."""

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="events"
    )

    class Meta:
        indexes = [models.Index(fields=["establishment", "-at"], name="establishment_event_at")]


class OfHubQuerySet(OwnLaoQuerySet[Row]):
    path_to_lao = "hub__lao"


class CommitteeMember(models.Model):
    """Somebody's seat on a hub's committee, from one day to another (``until`` excluded)."""

    hub = models.ForeignKey(
        Hub, on_delete=models.CASCADE, related_name="committee", verbose_name=_("hub")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    office = models.CharField(_("seat"), max_length=150)
    name = models.CharField(_("name"), max_length=160)
    represents = models.CharField(_("position or organisation"), max_length=250, blank=True)
    sector = models.CharField(
        _("sector"), max_length=10, choices=Sector.choices, default=Sector.STATE
    )
    outside = models.BooleanField(_("from outside the area"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    why_left = models.CharField(_("why he or she left"), max_length=250, blank=True)

    objects = OfHubQuerySet["CommitteeMember"].as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="committee_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class HubUnit(models.Model):
    """A unit of a hub with its duties, from one day to another (``until`` excluded)."""

    hub = models.ForeignKey(
        Hub, on_delete=models.CASCADE, related_name="units", verbose_name=_("hub")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("unit"), max_length=150)
    duties = models.TextField(_("duties"), blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = OfHubQuerySet["HubUnit"].as_manager()

    class Meta:
        verbose_name = _("unit of a hub")
        verbose_name_plural = _("units of hubs")

    def __str__(self) -> str:
        return self.name


class PlanItem(models.Model):
    """An activity of a hub's work plan of a fiscal year (B.E.); the budget is in baht."""

    hub = models.ForeignKey(
        Hub, on_delete=models.CASCADE, related_name="plan", verbose_name=_("hub")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    activity = models.CharField(_("activity"), max_length=300)
    when = models.CharField(_("when"), max_length=120, blank=True)
    target = models.CharField(_("for whom, how many"), max_length=200, blank=True)
    budget = models.DecimalField(
        _("budget in baht"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = OfHubQuerySet["PlanItem"].as_manager()

    class Meta:
        verbose_name = _("activity of the plan")
        verbose_name_plural = _("activities of the plan")

    def __str__(self) -> str:
        return self.activity


class HubChannel(models.Model):
    """A way in which citizens reach a hub."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("Office or counter")
        PHONE = "phone", _("Phone")
        LINE = "line", "LINE"
        FACEBOOK = "facebook", "Facebook"
        WEB = "web", _("Website")
        EMAIL = "email", _("E-mail")
        BOX = "box", _("Suggestion box")
        FORUM = "forum", _("Forum or meeting")
        OTHER = "other", _("Other")

    hub = models.ForeignKey(
        Hub, on_delete=models.CASCADE, related_name="channels", verbose_name=_("hub")
    )
    kind = models.CharField(_("channel"), max_length=10, choices=Kind.choices)
    detail = models.CharField(_("where or which"), max_length=250)

    objects = OfHubQuerySet["HubChannel"].as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}"
