"""The question bank (manual 8.1 (3), 8.2 (3)): topics, and questions with their choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import in_language


class Topic(models.Model):
    """A topic of the question bank; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        # The bank began with the networks; its tables keep their names.
        db_table = "networks_topic"
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return in_language(self.name_th, self.name_en)


class Question(models.Model):
    """A question of the bank with two to six choices, one of which is right.

    ``answer`` is the right choice's index from 0. Parallel questions ask the same thing in other
    words: the post-test may put one in the place of the other.
    """

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic")
    )
    text = models.TextField(_("question"))
    search_key = models.CharField(max_length=400, db_index=True, editable=False)
    choices = models.JSONField(_("choices"), default=list)
    answer = models.PositiveSmallIntegerField(_("right choice"))
    parallel_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parallels",
        verbose_name=_("parallel to"),
    )
    retired_at = models.DateTimeField(_("no longer used since"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["search_key"], table_name="networks_historicalquestion"
    )

    class Meta:
        db_table = "networks_question"
        verbose_name = _("question")
        verbose_name_plural = _("question bank")

    def __str__(self) -> str:
        return self.text
