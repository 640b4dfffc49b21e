"""Step 3 (manual 8.1 (3)): the question bank, pre-test and post-test, and who answered what."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models.activities import Participant, new_token
from networks.models.cases import NetworkProject
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import in_language
from onde_portal.workflow.models import StoredFile


class Material(StoredFile):
    """Something that was handed out or published to spread knowledge."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="materials",
        verbose_name=_("network project"),
    )
    title = models.CharField(_("title"), max_length=250)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning material")
        verbose_name_plural = _("learning materials")


class Topic(models.Model):
    """A topic of the question bank; editable data."""

    name_th = models.CharField(_("name in Thai"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = OfficeQuerySet.as_manager()

    class Meta:
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
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("question bank")

    def __str__(self) -> str:
        return self.text


class Paper(models.Model):
    """The pre-test or the post-test of a project. Its items are frozen when it opens."""

    class Kind(models.TextChoices):
        PRE = "pre", _("Pre-test")
        POST = "post", _("Post-test")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    project = models.ForeignKey(
        NetworkProject, on_delete=models.CASCADE, related_name="papers", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=250)
    instructions = models.TextField(_("instructions"), blank=True)
    time_limit = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text=_("Leave empty for none"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    token = models.CharField(max_length=30, unique=True, default=new_token, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("test paper")
        verbose_name_plural = _("test papers")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                name="paper_once_a_kind",
                violation_error_message=_("The project has this test already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PaperItem(models.Model):
    """A question's place on a paper, with its words as they stood when the paper was opened.

    ``pair`` is the same number on both papers for items that ask the same thing.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("number"))
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="items", verbose_name=_("question")
    )
    text = models.TextField(blank=True)
    choices = models.JSONField(default=list)
    answer = models.PositiveSmallIntegerField(default=0)
    pair = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"],
                name="paper_position_once",
                violation_error_message=_("Two items have the same number."),
            ),
            models.UniqueConstraint(
                fields=["paper", "question"],
                name="paper_question_once",
                violation_error_message=_("The question stands on the paper already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


class Sitting(models.Model):
    """One person's attempt at one paper; there is one only.

    ``answers`` maps an item's position (as text) to the chosen index from 0. ``score`` counts right
    answers once finished; an imported total has a score without answers.
    """

    class Source(models.TextChoices):
        PHONE = "phone", _("On the phone")
        PAPER = "paper", _("Entered from paper")
        IMPORT = "import", _("Imported")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sittings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="sittings")
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("test result")
        verbose_name_plural = _("test results")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "participant"],
                name="sitting_once",
                violation_error_message=_("This person took the test already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.paper}"
