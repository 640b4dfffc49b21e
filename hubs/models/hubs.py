"""Participation hubs (manual 3.5) with a life of their own: papers, contact people, events."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hubs.models.cases import HubProgramme
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.models import Event, StoredFile


class HubState(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    ESTABLISHED = "established", _("Established")
    OPERATING = "operating", _("Operating")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


LIVING_STATES = (HubState.ESTABLISHED, HubState.OPERATING, HubState.SUSPENDED)


class HubQuerySet(models.QuerySet["Hub"]):
    def visible_to(self, user: object) -> "HubQuerySet":
        """The Office sees all hubs, LAO people those of their own LAOs."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        return self.filter(lao__in=user.memberships.current().values("lao"))

    def established_by(self, day: object) -> "HubQuerySet":
        """Hubs established and not closed on a day: the hub count of that day."""
        return self.filter(established_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def lived(self) -> "HubQuerySet":
        """Hubs that were established for a day at least; annulled ones were closed at once."""
        return self.filter(established_on__isnull=False).filter(
            Q(closed_on=None) | Q(closed_on__gt=F("established_on"))
        )

    def alive_between(self, first_day: object, last_day: object) -> "HubQuerySet":
        """Hubs that were established and not closed on at least one day of the closed range."""
        return self.filter(established_on__lte=last_day).filter(
            Q(closed_on=None) | (Q(closed_on__gt=first_day) & Q(closed_on__gt=F("established_on")))
        )

    def with_place(self) -> "HubQuerySet":
        return self.select_related("lao__type", "lao__province", "lao__district")


class Hub(models.Model):
    """A participation hub (manual 3.5). ``closed_on`` is the first day on which it is closed.

    It counts from its announcement (``established_on``) until it is closed, suspended or not.
    ``established_year`` is the fiscal year (B.E.) of the announcement.
    """

    lao = models.ForeignKey(
        Lao, on_delete=models.PROTECT, related_name="hubs", verbose_name=_("LAO")
    )
    programme = models.ForeignKey(
        HubProgramme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hubs",
        verbose_name=_("programme"),
    )
    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=600, db_index=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=HubState.choices, default=HubState.PREPARING
    )
    registered_at = models.DateTimeField(_("registered"))
    established_on = models.DateField(_("announced on"), null=True, blank=True)
    established_year = models.PositiveSmallIntegerField(
        _("established in fiscal year (B.E.)"), null=True, blank=True, db_index=True
    )
    announcement_number = models.CharField(_("announcement no."), max_length=60, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = HubQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("hub")
        verbose_name_plural = _("hubs")
        constraints = [
            models.UniqueConstraint(
                fields=["lao"],
                condition=~Q(state="closed"),
                name="hub_one_per_lao",
                violation_error_message=_("This LAO has a hub already."),
            ),
            models.CheckConstraint(
                condition=Q(state="preparing", established_on=None)
                | Q(state="closed")
                | Q(
                    state__in=["established", "operating", "suspended"],
                    established_on__isnull=False,
                ),
                name="hub_established_has_date",
                violation_error_message=_("An established hub has an announcement date."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on=None)),
                name="hub_closed_has_date",
                violation_error_message=_("A closed hub, and no other, has a closing date."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(established_on=None)
                | Q(closed_on__gte=F("established_on")),
                name="hub_dates_in_order",
                violation_error_message=_("A hub closes after it was announced."),
            ),
        ]
        indexes = [
            models.Index(fields=["established_on", "closed_on"], name="hub_life"),
        ]

    def __str__(self) -> str:
        return self.name


class HubDocument(StoredFile):
    """The announcement, and other papers of a hub's life."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        ORDER = "order", _("Appointment order")
        PLAN = "plan", _("Work plan")
        OTHER = "other", _("Other")

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)

    class Meta:
        verbose_name = _("hub document")
        verbose_name_plural = _("hub documents")


class HubContact(models.Model):
    """Whom to call about a hub."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=160)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact people")

    def __str__(self) -> str:
        return self.name


class HubEvent(Event):
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["hub", "-at"], name="hub_event_at")]
