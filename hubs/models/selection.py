"""Selection of LAOs for a programme (8.2 (2)): the criteria, the candidates, how ready they are."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hubs.models.awards import Award, AwardCategory
from hubs.models.cases import HubProgramme
from onde_portal.accounts.querysets import OfficeQuerySet, OwnLaoQuerySet
from onde_portal.registry.models import Lao, LaoType
from onde_portal.workflow.models import Event


class SelectionCriteria(models.Model):
    """What makes an LAO a candidate of a programme. What is left empty does not narrow.

    ``award_years`` are years (B.E.), ``regions`` and ``sizes`` keys of Region and LaoSize.
    """

    programme = models.OneToOneField(
        HubProgramme, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("programme")
    )
    award_years = models.JSONField(_("award years (B.E.)"), default=list, blank=True)
    categories = models.ManyToManyField(
        AwardCategory, blank=True, related_name="+", verbose_name=_("award categories")
    )
    types = models.ManyToManyField(
        LaoType, blank=True, related_name="+", verbose_name=_("types of LAO")
    )
    sizes = models.JSONField(_("sizes"), default=list, blank=True)
    regions = models.JSONField(_("regions"), default=list, blank=True)
    no_hub_yet = models.BooleanField(_("has no hub yet"), default=True)
    must_be_ready = models.BooleanField(_("said that it is ready"), default=False)
    wanted = models.PositiveSmallIntegerField(_("number of LAOs wanted"), default=10)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficeQuerySet["SelectionCriteria"].as_manager()

    class Meta:
        verbose_name = _("selection criteria")
        verbose_name_plural = _("selection criteria")

    def __str__(self) -> str:
        return str(self.programme)


class CandidateState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CHOSEN = "chosen", _("Chosen")
    EXCLUDED = "excluded", _("Excluded")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidate", "Withdrawn")


class CandidateQuerySet(OwnLaoQuerySet["Candidate"]):
    def chosen(self) -> "CandidateQuerySet":
        return self.filter(state=CandidateState.CHOSEN)

    def approved(self) -> "CandidateQuerySet":
        """Those chosen that an approved memo named."""
        return self.chosen().filter(approved_at__isnull=False)

    def with_place(self) -> "CandidateQuerySet":
        return self.select_related("lao__type", "lao__province", "lao__district")


class Candidate(models.Model):
    """An LAO in a programme, from the proposal on.

    An exclusion or withdrawal has its reason. ``approved_at`` is when a memo that names it was
    approved. ``email`` is where letters go when neither its people nor its coordinator have one.
    """

    class Source(models.TextChoices):
        CRITERIA = "criteria", _("by the criteria")
        HAND = "hand", _("by hand")

    programme = models.ForeignKey(
        HubProgramme,
        on_delete=models.CASCADE,
        related_name="candidates",
        verbose_name=_("programme"),
    )
    lao = models.ForeignKey(
        Lao, on_delete=models.PROTECT, related_name="candidacies", verbose_name=_("LAO")
    )
    award = models.ForeignKey(
        Award,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="candidacies",
        verbose_name=_("award"),
    )
    source = models.CharField(_("proposed"), max_length=10, choices=Source.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=CandidateState.choices, default=CandidateState.PROPOSED
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail for letters"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    chosen_at = models.DateTimeField(_("chosen at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "lao"],
                name="candidate_once",
                violation_error_message=_("This LAO is a candidate already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["excluded", "withdrawn"]) | ~models.Q(reason=""),
                name="candidate_out_has_reason",
                violation_error_message=_("Say why."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="candidate_state")]

    def __str__(self) -> str:
        return str(self.lao)


class CandidateEvent(Event):
    """What happened to a candidate: proposed, chosen, excluded, approved, withdrawn."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["candidate", "-at"], name="candidate_event_at")]


class ReadinessQuerySet(OwnLaoQuerySet["Readiness"]):
    path_to_lao = "candidate__lao"


class Readiness(models.Model):
    """The short form in which an LAO says whether it can set up a hub, asked until ``due_on``."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("readiness", "Ready")
        LATER = "later", _("Ready later")
        NO = "no", _("Not ready")

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, related_name="readiness", verbose_name=_("candidate")
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices, blank=True)
    reason = models.TextField(_("what stands against it"), blank=True)
    has_place = models.BooleanField(_("has a place for the hub"), null=True, blank=True)
    has_staff = models.BooleanField(_("has staff for the hub"), null=True, blank=True)
    has_budget = models.BooleanField(_("has a budget for the hub"), null=True, blank=True)
    coordinator = models.CharField(_("coordinator"), max_length=160, blank=True)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ReadinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("readiness of an LAO")
        verbose_name_plural = _("readiness of LAOs")

    def __str__(self) -> str:
        return str(self.candidate)
