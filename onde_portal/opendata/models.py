"""Keys of other systems to the read API, and what happened to them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.permissions import Action, may
from onde_portal.workflow.models import Event


class SystemKeyQuerySet(models.QuerySet["SystemKey"]):
    def visible_to(self, user: object) -> "SystemKeyQuerySet":
        """Whoever manages systems sees all keys, everybody else none."""
        return self if may(user, Action.MANAGE_SYSTEMS) else self.none()

    def live(self, day: date) -> "SystemKeyQuerySet":
        """Keys that open the API on a day, provided that their owners may still sign in."""
        return self.filter(revoked_at=None, expires_on__gte=day)


class SystemKey(models.Model):
    """What another system opens the read API with; it sees what its owner sees.

    The key itself is shown once and never kept: ``digest`` is its SHA-256 in hexadecimal,
    ``prefix`` its first characters, by which people tell keys apart. ``expires_on`` is the last
    day on which it opens.
    """

    system = models.CharField(_("system"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="system_keys",
        verbose_name=_("responsible person"),
    )
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_on = models.DateField(_("opens until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = SystemKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a system")
        verbose_name_plural = _("keys of systems")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="system_key_revoked_by_somebody",
                violation_error_message=_("Somebody revokes a key at a moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} ({self.prefix}…)"


class SystemKeyEvent(Event):
    key = models.ForeignKey(SystemKey, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["key", "-at"], name="system_key_event_at")]
