"""Documents the portal made: queued, made by the worker, stored, kept and checkable by anyone."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.workflow.models import StoredFile

CHECK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_check_code() -> str:
    """Twelve characters without look-alikes (60 bits) that an outsider cannot guess."""
    return "".join(secrets.choice(CHECK_ALPHABET) for _position in range(12))


def document_path(instance: "StoredDocument", filename: str) -> str:
    token = secrets.token_hex(16)
    return f"documents/{token[:2]}/{token}.pdf"


class StoredDocument(models.Model):
    """One document. ``about`` names its subject ("monitoring.submission:12"), one file each.

    A new edition about the same subject supersedes the old one, which stays.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be made")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("subject"), max_length=80)
    language = models.CharField(_("language"), max_length=2, default="th")
    title = models.CharField(_("title"), max_length=250)
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
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state="queued"),
                name="document_queued",
            )
        ]

    def __str__(self) -> str:
        return self.title


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
