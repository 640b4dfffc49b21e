"""Step 5 (manual 8.1 (5)): hearings, who came by kind and sex, and what they said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.cases import NetworkProject
from networks.models.people import Sector
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import District, Province, in_language


class Hearing(models.Model):
    """A hearing of citizens' opinions. Numbers of people only: no personal data is needed."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="hearings",
        verbose_name=_("project"),
    )
    title = models.CharField(_("title"), max_length=250)
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    chair = models.CharField(_("chair"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")

    def __str__(self) -> str:
        return self.title


class HearingAttendance(models.Model):
    """How many people of a kind came."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="attendance")
    sector = models.CharField(_("kind of people"), max_length=10, choices=Sector.choices)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    unsaid = models.PositiveIntegerField(_("not said"), default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance at a hearing")
        verbose_name_plural = _("attendance at hearings")
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "sector"],
                name="hearing_sector_once",
                violation_error_message=_("This kind of people is counted already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_sector_display())

    @property
    def total(self) -> int:
        return self.women + self.men + self.unsaid


class OpinionTopic(models.Model):
    """What opinions are about; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of opinions")
        verbose_name_plural = _("topics of opinions")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class OpinionQuerySet(OfficeQuerySet["Opinion"]):
    def own(self) -> "OpinionQuerySet":
        """Without those merged into another."""
        return self.filter(merged_into=None)


class Opinion(models.Model):
    """Something said at a hearing, how often, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Not answered")
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Adopted in part")
        FORWARDED = "forwarded", _("Sent to who is responsible")
        DECLINED = "declined", _("Not adopted")

    hearing = models.ForeignKey(
        Hearing, on_delete=models.CASCADE, related_name="opinions", verbose_name=_("hearing")
    )
    topic = models.ForeignKey(OpinionTopic, on_delete=models.PROTECT, verbose_name=_("topic"))
    text = models.TextField(_("opinion"))
    times = models.PositiveIntegerField(_("how often it was said"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(answer=""),
                name="opinion_state_has_answer",
                violation_error_message=_("Give the answer with the state."),
            ),
            models.CheckConstraint(
                condition=models.Q(times__gte=1),
                name="opinion_said_at_least_once",
                violation_error_message=_("It was said at least once."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
