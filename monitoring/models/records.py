"""Records that live across rounds: problems, what was learnt, and support (manual, section 10)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hubs.models import Hub
from monitoring.models.catalogue import ProblemCategory
from monitoring.models.followups import FollowUp
from onde_portal.accounts.models import User
from onde_portal.accounts.querysets import OwnLaoQuerySet
from onde_portal.workflow.models import ProblemRecord, ProblemWord


class ProblemQuerySet(OwnLaoQuerySet["Problem"]):
    path_to_lao = "follow_up__hub__lao"

    def unsolved(self) -> Self:
        return self.exclude(state=Problem.State.SOLVED)

    def named_in(self, round_: int) -> Self:
        """First named in a report of the round, or said there to be not solved yet."""
        again = ProblemNote.objects.filter(follow_up__round=round_).exclude(
            state=Problem.State.SOLVED
        )
        first = models.Q(follow_up__round=round_)
        return self.filter(first | models.Q(pk__in=again.values("problem")))


class Problem(ProblemRecord):
    """A problem a hub met, first named in one of its reports."""

    follow_up = models.ForeignKey(
        FollowUp,
        on_delete=models.CASCADE,
        related_name="problems",
        verbose_name=_("first named in"),
    )
    position = models.PositiveSmallIntegerField()
    category = models.ForeignKey(
        ProblemCategory,
        on_delete=models.PROTECT,
        related_name="problems",
        verbose_name=_("category"),
    )

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "position"], name="problem_once")
        ]


class ProblemNote(ProblemWord):
    """A word on a problem: what the LAO said in a later round, or what the Office noted.

    ``follow_up`` is the report in which it was said, None for a note of the Office.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="notes")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "follow_up"],
                condition=Q(follow_up__isnull=False),
                name="problem_note_once_a_report",
            )
        ]


class LearningQuerySet(OwnLaoQuerySet["Learning"]):
    path_to_lao = "hub__lao"

    def visible_to(self, user: object) -> Self:
        """The Office sees all, LAO people their own and what was released to everyone."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        mine = user.memberships.current().values("lao")
        return self.filter(Q(hub__lao__in=mine) | Q(released_at__isnull=False))

    def released(self) -> Self:
        return self.filter(released_at__isnull=False)


class Learning(models.Model):
    """A lesson or a recommendation of a hub's report, kept as a record of its own.

    ``text`` is what the report says; ``released_text`` what every LAO may read, edited by the
    Office so that nobody is named who should not be. ``answer`` is the Office's to a
    recommendation.
    """

    class Kind(models.TextChoices):
        LESSON = "lessons", _("Lesson")
        RECOMMENDATION = "recommendations", _("Recommendation")

    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, related_name="learnings", verbose_name=_("hub")
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, related_name="learnings", verbose_name=_("report")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.TextField(_("text"))
    search_key = models.TextField(editable=False)
    said_at = models.DateTimeField(_("reported"))
    released_text = models.TextField(_("text for every LAO"), blank=True)
    released_key = models.TextField(editable=False, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("the Office's answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = LearningQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key", "released_key"])

    class Meta:
        verbose_name = _("lesson or recommendation")
        verbose_name_plural = _("lessons and recommendations")
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "kind"], name="learning_once_a_report"),
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(released_text=""),
                name="learning_released_has_text",
            ),
        ]

    def __str__(self) -> str:
        return self.text.strip().splitlines()[0][:120]


class SupportQuerySet(OwnLaoQuerySet["Support"]):
    path_to_lao = "hub__lao"

    def open(self) -> Self:
        """Promised, and neither given nor taken back."""
        return self.filter(given_on=None, dropped_at=None)


class Support(models.Model):
    """What the Office promised a hub: by whom, until when, and when it was given."""

    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, related_name="support", verbose_name=_("hub")
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="support",
        verbose_name=_("asked for in"),
    )  # fmt: skip
    problem = models.ForeignKey(
        Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="support",
        verbose_name=_("against the problem"),
    )  # fmt: skip
    what = models.TextField(_("support promised"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promised_support",
        verbose_name=_("who gives it"),
    )  # fmt: skip
    due_on = models.DateField(_("to be given by"))
    promised_at = models.DateTimeField(_("promised"))
    promised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_on = models.DateField(_("given on"), null=True, blank=True)
    given_note = models.TextField(_("what was given"), blank=True)
    dropped_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    dropped_because = models.TextField(_("why it was taken back"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = SupportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support promised to hubs")
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None) | (Q(given_on=None) & ~Q(dropped_because="")),
                name="support_given_or_dropped",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="support_owner_due")]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.given_on is None and self.dropped_at is None
