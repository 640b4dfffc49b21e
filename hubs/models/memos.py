"""The memo (บันทึกข้อความ) that asks the superior to approve the LAOs chosen (8.2 (2))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hubs.models.cases import HubProgramme
from hubs.models.selection import Candidate
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.documents.models import new_check_code
from onde_portal.workflow.models import Event


class MemoState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("With the superior")
    ENDORSED = "endorsed", _("Endorsed")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


OPEN_MEMO = (MemoState.DRAFT, MemoState.SENT, MemoState.ENDORSED, MemoState.RETURNED)


class Memo(models.Model):
    """One edition of a programme's memo; an approved one never changes, a new edition may follow.

    Names and positions of those who signed are kept as they were on that day. The number comes
    from the register of the fiscal year (B.E.) in which it was approved.
    """

    programme = models.ForeignKey(
        HubProgramme, on_delete=models.CASCADE, related_name="memos", verbose_name=_("programme")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=MemoState.choices, default=MemoState.DRAFT
    )
    unit = models.CharField(_("government unit"), max_length=250)
    addressee = models.CharField(_("addressed to"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    cause = models.TextField(_("cause"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sender_name = models.CharField(max_length=160, blank=True)
    sender_position = models.CharField(max_length=200, blank=True)
    endorsed_at = models.DateTimeField(_("endorsed"), null=True, blank=True)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    endorser_name = models.CharField(max_length=160, blank=True)
    endorser_position = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approver_name = models.CharField(max_length=160, blank=True)
    approver_position = models.CharField(max_length=200, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    number_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), null=True, blank=True)
    check_code = models.CharField(
        _("check code"), max_length=12, unique=True, default=new_check_code, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficeQuerySet["Memo"].as_manager()

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")
        constraints = [
            models.UniqueConstraint(fields=["programme", "edition"], name="memo_edition_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=~Q(state="approved"),
                name="memo_one_open",
                violation_error_message=_("The programme has a memo in work already."),
            ),
            models.UniqueConstraint(fields=["number_year", "number"], name="memo_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("sent_by")),
                name="memo_not_approved_by_oneself",
                violation_error_message=_("Nobody approves what he or she submitted."),
            ),
            models.CheckConstraint(
                condition=Q(endorsed_by=None) | ~Q(endorsed_by=F("sent_by")),
                name="memo_not_endorsed_by_oneself",
                violation_error_message=_("Nobody approves what he or she submitted."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved", number__isnull=False, approved_at__isnull=False)
                | (~Q(state="approved") & Q(number=None, approved_at=None)),
                name="memo_approved_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MemoLao(models.Model):
    """An LAO as a sent memo names it; the wording stays whatever the register says later."""

    memo = models.ForeignKey(Memo, on_delete=models.CASCADE, related_name="laos")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    award = models.CharField(max_length=300, blank=True)

    objects = OfficeQuerySet["MemoLao"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["memo", "candidate"], name="memo_lao_once")]

    def __str__(self) -> str:
        return self.name


class MemoEvent(Event):
    """What happened to a memo: begun, sent, endorsed, returned, approved, back to draft."""

    memo = models.ForeignKey(Memo, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["memo", "-at"], name="memo_event_at")]
