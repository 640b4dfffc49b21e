"""Documents the portal made: queued, made by the worker, stored, kept and checkable by anyone."""

import hashlib
import math
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from onde_portal.workflow.models import StoredFile

CHECK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_check_code() -> str:
    """Twelve characters without look-alikes (60 bits) that an outsider cannot guess."""
    return "".join(secrets.choice(CHECK_ALPHABET) for _position in range(12))


def document_path(instance: "StoredDocument", filename: str) -> str:
    """Where this attempt's file lies: whoever tries again finds what a killed maker left behind."""
    made_from = f"{instance.check_code}:{instance.pk}:{instance.attempts}"
    token = hashlib.sha256(made_from.encode()).hexdigest()[:32]
    return f"documents/{token[:2]}/{token}.pdf"


class StoredDocument(models.Model):
    """One document. ``about`` names its subject ("monitoring.submission:12"), one file each.

    A new edition about the same subject supersedes the old one, which stays. The table is the
    register of what the Office issued: what has a number or a code of its own is entered when it
    is issued, even if nobody asks for its file. A finished draft has its row and was never issued.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("On record, without a file")
        QUEUED = "queued", _("Waiting to be made")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", pgettext_lazy("document", "Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("subject"), max_length=80)
    language = models.CharField(_("language"), max_length=2, default="th")
    title = models.CharField(_("title"), max_length=250)
    number = models.CharField(pgettext_lazy("document", "number"), max_length=60, blank=True)
    subject = models.CharField(_("case or subject"), max_length=250, blank=True)
    own_code = models.CharField(
        _("check code of its own"), max_length=12, blank=True, db_index=True,
        help_text=_("Printed on papers whose subject is checked by itself, such as memos."),
    )  # fmt: skip
    issued_at = models.DateTimeField(pgettext_lazy("document", "issued"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    check_code = models.CharField(
        _("check code"), max_length=12, unique=True, default=new_check_code, editable=False
    )
    file = models.FileField(_("file"), upload_to=document_path, blank=True, max_length=200)
    sha256 = models.CharField(_("check sum (SHA-256)"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    pages = models.PositiveIntegerField(_("number of pages"), default=0)
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    is_long = models.BooleanField(_("long"), default=False)
    parts = models.PositiveIntegerField(_("parts"), default=0)
    parts_done = models.PositiveIntegerField(_("parts done"), default=0)
    seconds_left = models.PositiveIntegerField(
        _("seconds left, as far as can be told"), null=True, blank=True
    )
    claimed_at = models.DateTimeField(_("making begun"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("what went wrong"), blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "language"],
                condition=models.Q(superseded_at=None),
                name="document_one_current",
            )
        ]
        indexes = [
            models.Index(fields=["sha256"], name="document_sha256"),
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state="queued"),
                name="document_queued",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def printed_code(self) -> str:
        """What the paper shows: the code of its subject, which all its files share, or its own."""
        return self.own_code or self.check_code

    @property
    def is_draft(self) -> bool:
        """Whether the finished paper is a draft, which is never issued and bears no code."""
        return self.state == self.State.READY and self.issued_at is None

    @property
    def minutes_left(self) -> int | None:
        """Until the file is made, rounded up; ``None`` while nobody can tell."""
        if self.state != self.State.MAKING or self.seconds_left is None:
            return None
        return max(1, math.ceil(self.seconds_left / 60))

    @property
    def is_waited_for(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.MAKING}


class DocumentRequest(models.Model):
    """That a person asked for a document; several may ask for the same one."""

    document = models.ForeignKey(
        StoredDocument,
        on_delete=models.CASCADE,
        related_name="requests",
        verbose_name=_("document"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("requested by"),
    )
    requested_at = models.DateTimeField(_("requested"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for a document")
        verbose_name_plural = _("requests for documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "person"], name="document_request_once")
        ]
        indexes = [models.Index(fields=["person", "-requested_at"], name="document_request_own")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.document_id}"


class NumberSeries(models.Model):
    """The last number given in a series of a fiscal year, such as receipts of 2570."""

    key = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "fiscal_year"], name="number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.fiscal_year}"


class Emblem(StoredFile):
    """The Garuda (ตราครุฑ) as the Office uploads it for its papers; the newest one is printed."""

    class Meta:
        verbose_name = _("emblem on papers")
        verbose_name_plural = _("emblems on papers")
