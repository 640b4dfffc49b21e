"""Step 2 (manual 8.1 (2)): events of a project, and the people who were invited and came."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.cases import NetworkProject
from networks.models.people import Person
from networks.models.study import TargetGroup
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.assessments.codes import CODE_LENGTH, new_participant_code, new_token
from onde_portal.assessments.models import TakerQuerySet
from onde_portal.documents.models import new_check_code
from onde_portal.registry.models import District, Province


class Activity(models.Model):
    """A knowledge or network-building event; people sign in with the QR code on its days."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        FORUM = "forum", _("Forum")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Study visit")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="activities",
        verbose_name=_("project"),
    )
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TRAINING)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    budget_planned = models.DecimalField(
        _("budget planned (baht)"), max_digits=12, decimal_places=2, default=0
    )
    budget_spent = models.DecimalField(
        _("budget spent (baht)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    summary = models.TextField(_("what came of it"), blank=True)
    token = models.CharField(max_length=30, unique=True, default=new_token, editable=False)
    walk_ins = models.BooleanField(
        _("people may register on the spot"),
        default=True,
        help_text=_("By their own phone, on the days of the event"),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="activity_dates_in_order",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget_planned__gte=0)
                & (models.Q(budget_spent=None) | models.Q(budget_spent__gte=0)),
                name="activity_budget_not_negative",
                violation_error_message=_("Money is zero or more."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Someone who speaks at an event."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """A line of an event's agenda."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="agenda")
    on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    topic = models.CharField(_("topic"), max_length=300)
    speaker = models.ForeignKey(
        Speaker,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("speaker"),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")

    def __str__(self) -> str:
        return self.topic


class ParticipantQuerySet(TakerQuerySet, OfficeQuerySet["Participant"]):
    def taking_part(self) -> "ParticipantQuerySet":
        return self.filter(withdrawn_at=None)

    def in_order(self) -> "ParticipantQuerySet":
        return self.select_related("person").order_by("person__name_key", "pk")

    def named(self, words: Iterable[str]) -> "ParticipantQuerySet":
        found = self
        for word in words:
            found = found.filter(person__search_key__contains=word)
        return found


class Participant(models.Model):
    """A person of the register who takes part in a project, with the code of the own card."""

    class Source(models.TextChoices):
        IMPORT = "import", _("Imported")
        HAND = "hand", _("Entered by the Office")
        WALK_IN = "walk_in", _("Registered on the spot")

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="participants",
        verbose_name=_("project"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    target_group = models.ForeignKey(
        TargetGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("target group"),
    )
    code = models.CharField(
        _("personal code"),
        max_length=CODE_LENGTH,
        unique=True,
        default=new_participant_code,
        editable=False,
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    enrolled_at = models.DateTimeField(_("registered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"],
                name="participant_once",
                violation_error_message=_("This person takes part already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def name_key(self) -> str:
        return self.person.name_key

    @property
    def name_parts(self) -> tuple[str, str]:
        return self.person.first_name, self.person.last_name


class Attendance(models.Model):
    """A participant at one event: invited, registered, there. Attending stands on sign-ins."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("event")
    )
    participant = models.ForeignKey(
        Participant,
        on_delete=models.CASCADE,
        related_name="attendances",
        verbose_name=_("participant"),
    )
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    declined_at = models.DateTimeField(_("cannot come"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["activity", "participant"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.activity}"


class SignIn(models.Model):
    """Someone was there on a day of an event: by phone, or entered from the signed sheet."""

    class How(models.TextChoices):
        PHONE = "phone", _("On the phone")
        SHEET = "sheet", _("From the sign-in sheet")
        IMPORT = "import", _("Imported")

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="sign_ins")
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        constraints = [
            models.UniqueConstraint(fields=["attendance", "on"], name="sign_in_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.on}"


class Certificate(models.Model):
    """A certificate of attendance, numbered within a fiscal year (B.E.) and checkable by code.

    One at a time is in force; who gets another one after a withdrawal gets another number.
    """

    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, related_name="certificates"
    )
    number = models.PositiveIntegerField(_("number"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    check_code = models.CharField(
        _("check code"), max_length=12, unique=True, default=new_check_code, editable=False
    )
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name on the certificate"), max_length=250)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="certificate_number_once"
            ),
            models.UniqueConstraint(
                fields=["attendance"],
                condition=models.Q(withdrawn_at=None),
                name="certificate_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.fiscal_year}"
