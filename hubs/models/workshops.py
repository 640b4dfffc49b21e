"""Workshops for the LAOs chosen (8.2 (3)): cohorts, letters, who comes, who came, what they say."""

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.models.awards import NamedInOrder
from hubs.models.cases import HubProgramme
from hubs.models.selection import Candidate
from onde_portal.accounts.querysets import OfficeQuerySet, OwnLaoQuerySet
from onde_portal.assessments.codes import CODE_LENGTH, new_participant_code, new_token
from onde_portal.assessments.models import TakerQuerySet
from onde_portal.registry.models import Province
from onde_portal.thai.names import name_key, split_name


class Cohort(models.Model):
    """One run of the workshop. ``capacity`` is how many LAOs it takes.

    ``token`` opens its anonymous evaluation form while ``evaluation_open``.
    """

    programme = models.ForeignKey(
        HubProgramme, on_delete=models.CASCADE, related_name="cohorts", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("cohort no."))
    title = models.CharField(_("title"), max_length=250)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    hours = models.CharField(_("time of day"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    capacity = models.PositiveSmallIntegerField(
        _("places for LAOs"), default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    people_per_lao = models.PositiveSmallIntegerField(
        _("people per LAO"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    letter_cause = models.TextField(_("letter: cause"), blank=True)
    letter_purpose = models.TextField(_("letter: purpose"), blank=True)
    letter_conclusion = models.TextField(_("letter: conclusion"), blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    evaluation_open = models.BooleanField(_("evaluation is open"), default=False)
    held_at = models.DateTimeField(_("attendance closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet["Cohort"].as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="cohort_number_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="cohort_days_in_order",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether the programme of the cohort runs."""
        return self.programme.is_running

    @property
    def participants(self) -> "DelegateQuerySet":
        """Everybody who was named for the cohort, or came to it."""
        return DelegateQuerySet(Delegate).filter(invitee__cohort=self)


class InviteeQuerySet(OwnLaoQuerySet["Invitee"]):
    path_to_lao = "candidate__lao"


class Invitee(models.Model):
    """An LAO in a cohort: its letter, its answer. An LAO is in one cohort of its programme."""

    class Answer(models.TextChoices):
        COMES = "comes", _("Comes")
        CANNOT = "cannot", _("Cannot come")

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="invitees", verbose_name=_("cohort")
    )
    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, related_name="invitation", verbose_name=_("LAO")
    )
    letter_number = models.PositiveIntegerField(_("letter no."), null=True, blank=True)
    letter_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mailed_to = models.EmailField(_("mailed to"), blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = InviteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("invited LAO")
        verbose_name_plural = _("invited LAOs")
        constraints = [
            models.UniqueConstraint(
                fields=["letter_year", "letter_number"], name="invitee_letter_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.candidate)


class DelegateQuerySet(TakerQuerySet, OwnLaoQuerySet["Delegate"]):
    path_to_lao = "invitee__candidate__lao"

    def taking_part(self) -> "DelegateQuerySet":
        """Everybody named, until the attendance is closed; then those who came."""
        return self.exclude(came=False, invitee__cohort__held_at__isnull=False)

    def in_order(self) -> "DelegateQuerySet":
        return self.order_by("name", "pk")

    def named(self, words: Iterable[str]) -> "DelegateQuerySet":
        found = self
        for word in words:
            found = found.filter(name__icontains=word)
        return found


class Delegate(models.Model):
    """Somebody who comes for an LAO; ``came`` is not known before the workshop."""

    invitee = models.ForeignKey(
        Invitee, on_delete=models.CASCADE, related_name="delegates", verbose_name=_("LAO")
    )
    name = models.CharField(_("name"), max_length=160)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    walk_in = models.BooleanField(_("came without being named"), default=False)
    came = models.BooleanField(_("came"), null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(
        _("personal code"),
        max_length=CODE_LENGTH,
        unique=True,
        default=new_participant_code,
        editable=False,
    )

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")

    def __str__(self) -> str:
        return self.name

    @property
    def name_parts(self) -> tuple[str, str]:
        """First and last name, without the prefix."""
        parts = split_name(self.name)
        return parts.first, parts.last

    @property
    def name_key(self) -> str:
        return name_key(*self.name_parts)


class EvaluationItem(NamedInOrder):
    """Something that those who came rate from 1 to 5; editable data."""

    objects = OfficeQuerySet["EvaluationItem"].as_manager()

    class Meta:
        verbose_name = _("item of the workshop evaluation")
        verbose_name_plural = _("items of the workshop evaluation")


class EvaluationAnswer(models.Model):
    """One anonymous form. ``scores`` maps an item's key to 1 to 5."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="evaluations")
    scores = models.JSONField(default=dict)
    liked = models.TextField(_("what was good"), blank=True)
    wished = models.TextField(_("what should be better"), blank=True)
    sent_at = models.DateTimeField()
    form_key = models.CharField(max_length=40, unique=True)

    objects = OfficeQuerySet["EvaluationAnswer"].as_manager()

    class Meta:
        verbose_name = _("workshop evaluation")
        verbose_name_plural = _("workshop evaluations")

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.sent_at:%Y-%m-%d}"
