"""Pre-tests and post-tests, and who answered what: one shape for every kind of work.

An app that has tests makes its own tables of these bases. The *host* of a test is what it belongs
to: it has a ``title``, ``is_running``, its tests as ``papers`` and those who may take them as
``participants``, a ``TakerQuerySet``.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.assessments.codes import new_token
from onde_portal.assessments.models.bank import Question


class Host(Protocol):
    """What tests belong to, such as a project or a cohort."""

    pk: Any
    title: Any
    papers: Any

    @property
    def is_running(self) -> bool: ...

    @property
    def participants(self) -> Any: ...


class Taker(Protocol):
    """Somebody who may take a test; ``str`` gives the name."""

    pk: Any
    code: Any

    @property
    def name_key(self) -> str:
        """The name without spaces, to compare with what is typed."""

    @property
    def name_parts(self) -> tuple[str, str]:
        """First and last name."""


class TakerQuerySet:
    """What a queryset of people who may take tests can do."""

    def taking_part(self) -> Any:
        """Those who take part now."""
        raise NotImplementedError

    def in_order(self) -> Any:
        """By name, with what the name needs."""
        raise NotImplementedError

    def named(self, words: Iterable[str]) -> Any:
        """Those in whose name all of these words occur."""
        raise NotImplementedError


class BasePaper(models.Model):
    """The pre-test or the post-test of a host. Its items are frozen when it opens.

    ``host_field`` is the key to the host; ``host_page`` the address of its page in the staff's
    site; ``section`` the part of the manual that asks for the test.
    """

    class Kind(models.TextChoices):
        PRE = "pre", _("Pre-test")
        POST = "post", _("Post-test")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    host_field: ClassVar[str]
    host_page: ClassVar[str]
    section: ClassVar[str]
    items: Any
    sittings: Any

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
        abstract = True
        verbose_name = _("test paper")
        verbose_name_plural = _("test papers")

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> Any:
        """What the test belongs to."""
        return getattr(self, self.host_field)

    @property
    def host_id(self) -> int:
        key: int = getattr(self, f"{self.host_field}_id")
        return key

    def note(self, what: str, *, by: User, at: datetime) -> None:
        """Put what happened to the test into the history of the work it belongs to."""
        raise NotImplementedError


class BasePaperItem(models.Model):
    """A question's place on a paper, with its words as they stood when the paper was opened.

    ``pair`` is the same number on both papers for items that ask the same thing.
    """

    paper: Any
    paper_id: int
    position = models.PositiveSmallIntegerField(_("number"))
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_items",
        verbose_name=_("question"),
    )
    text = models.TextField(blank=True)
    choices = models.JSONField(default=list)
    answer = models.PositiveSmallIntegerField(default=0)
    pair = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


class BaseSitting(models.Model):
    """One person's attempt at one paper; there is one only.

    ``answers`` maps an item's position (as text) to the chosen index from 0. ``score`` counts right
    answers once finished; an imported total has a score without answers.
    """

    class Source(models.TextChoices):
        PHONE = "phone", _("On the phone")
        PAPER = "paper", _("Entered from paper")
        IMPORT = "import", _("Imported")

    paper: Any
    paper_id: int
    participant: Any
    participant_id: int
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
        abstract = True
        verbose_name = _("test result")
        verbose_name_plural = _("test results")

    def __str__(self) -> str:
        return f"{self.participant} · {self.paper}"


def paper_constraints(host_field: str, name: str, taken: Any) -> list[models.BaseConstraint]:
    """A host has one test of a kind; ``taken`` says so where it has it already."""
    return [
        models.UniqueConstraint(
            fields=[host_field, "kind"],
            name=f"{name}_once_a_kind",
            violation_error_message=taken,
        )
    ]


def item_constraints(name: str) -> list[models.BaseConstraint]:
    """A number and a question stand on a paper once."""
    return [
        models.UniqueConstraint(
            fields=["paper", "position"],
            name=f"{name}_position_once",
            violation_error_message=_("Two items have the same number."),
        ),
        models.UniqueConstraint(
            fields=["paper", "question"],
            name=f"{name}_question_once",
            violation_error_message=_("The question stands on the paper already."),
        ),
    ]


def sitting_constraints(name: str) -> list[models.BaseConstraint]:
    """A person takes a test once."""
    return [
        models.UniqueConstraint(
            fields=["paper", "participant"],
            name=f"{name}_once",
            violation_error_message=_("This person took the test already."),
        )
    ]


def paper_models() -> list[type[BasePaper]]:
    """The tables of tests, one of each app that has tests."""
    return BasePaper.__subclasses__()


def item_models() -> list[Any]:
    """The tables of items of tests."""
    return [*BasePaperItem.__subclasses__()]
