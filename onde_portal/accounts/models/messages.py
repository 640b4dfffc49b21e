"""The mail outbox, how people wish to get it, addresses that refuse it, and calendar addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models.people import User


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: object) -> "MailQuerySet":
        """The Office's log; who may read it is the permission table's question."""
        if not isinstance(user, User) or not user.is_active or not user.is_office:
            return self.none()
        return self

    def told_to(self, user: User) -> "MailQuerySet":
        """What was written to this very person, whether or not it went out by mail."""
        return self.filter(recipient=user.email, due_at__gte=user.date_joined)


class Mail(models.Model):
    """The outbox: one row per message, unique per (kind, recipient, about, rung).

    ``about`` names what it is about ("monitoring.followup:12"), ``rung`` the step of a ladder.
    ``attachment`` is where a PDF that goes with it is stored, ``attachment_name`` its name.
    ``daily`` messages wait for the person's one mail a day, which ``digest`` then names.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        IN_DIGEST = "in_digest", _("In the daily mail")
        PORTAL_ONLY = "portal_only", _("In the portal only")
        REFUSED = "refused", _("Refused by the receiver")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=40)
    recipient = models.EmailField(_("recipient"))
    about = models.CharField(_("about"), max_length=80)
    rung = models.CharField(_("step"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    attachment = models.CharField(max_length=200, blank=True)
    attachment_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.WAITING
    )
    daily = models.BooleanField(_("for the daily mail"), default=False)
    digest = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="collected"
    )
    due_at = models.DateTimeField(_("to be sent"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read in the portal"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why not"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "about", "rung"], name="mail_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_digest") | models.Q(digest__isnull=False),
                name="mail_in_digest_names_it",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="mail_waiting_due"
            ),
            models.Index(fields=["recipient", "-due_at"], name="mail_told"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class MailChoice(models.Model):
    """How a person wishes to be told: at once or once a day; whether before something is due."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_choice")
    digest = models.BooleanField(_("One mail a day with everything in it"), default=False)
    early = models.BooleanField(_("Reminders by mail before something is due"), default=True)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")

    def __str__(self) -> str:
        return str(self.user)


class RefusedAddress(models.Model):
    """An address that takes no mail: its server said so for good, or a mail came back."""

    class Because(models.TextChoices):
        REFUSED = "refused", _("Refused by the receiver")
        BOUNCED = "bounced", _("Came back")

    address = models.EmailField(_("address"), unique=True)
    because = models.CharField(_("because"), max_length=10, choices=Because.choices)
    answer = models.CharField(_("the server's code"), max_length=40, blank=True)
    refused_at = models.DateTimeField(_("refused"))
    lifted_at = models.DateTimeField(_("put right"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrected_to = models.EmailField(_("corrected to"), blank=True)

    class Meta:
        verbose_name = _("address that takes no mail")
        verbose_name_plural = _("addresses that take no mail")

    def __str__(self) -> str:
        return self.address


class CalendarKey(models.Model):
    """A person's calendar address. Only its token's SHA-256 is kept; deleting it revokes it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
